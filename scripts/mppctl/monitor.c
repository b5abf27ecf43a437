// SPDX-License-Identifier: GPL-2.0
/*
 * monitor - events as they come, one a line: what changed, episodes and epochs,
 * and, for root, the evidence for every reset.
 */
#include <errno.h>
#include <string.h>

#include "attrs.h"
#include "history.h"
#include "nl.h"
#include "out.h"
#include "settings.h"
#include "units.h"

/**
 * struct monitoring - what is wanted of what comes
 * @ctl: the run
 * @left: events until the end; 0 goes on for ever
 * @quiet: leave out the looks at memory and the epochs
 */
struct monitoring {
	struct ctl *ctl;
	uint32_t left;
	bool quiet;
};

static bool wanted(const struct monitoring *m, uint8_t cmd)
{
	if (!attr_cmd_name(cmd) || cmd < TCP_MPP_CMD_SETTINGS_NTF)
		return false;
	return !m->quiet || (cmd != TCP_MPP_CMD_EVALUATION &&
			     cmd != TCP_MPP_CMD_EPOCH_START &&
			     cmd != TCP_MPP_CMD_EPOCH_END);
}

static void show(struct ctl *ctl, const struct nlmsghdr *nlh)
{
	const char *name = attr_cmd_name(ctl_nl_cmd(nlh));
	int64_t now = clock_us(ctl, true);
	char when[UNITS_LEN];

	out_begin(ctl);
	out_real(ctl, "time", now / 1e6, "%s ", units_time(now, when));
	out_str(ctl, "event", name, "%s", name);
	attr_out_all(ctl, nlh);
	out_text(ctl, "\n");
	out_end(ctl);
}

/* Whether to go on. */
static bool hear(struct monitoring *m, size_t len)
{
	const struct nlmsghdr *nlh = (void *)m->ctl->nl->reply;
	int left = len;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		if (nlh->nlmsg_type != m->ctl->nl->family ||
		    mnl_nlmsg_get_payload_len(nlh) < 4 ||
		    !wanted(m, ctl_nl_cmd(nlh)))
			continue;
		show(m->ctl, nlh);
		if (m->left && !--m->left)
			return false;
		if (ferror(m->ctl->out))
			return false;
	}
	return true;
}

static int listen_to(struct monitoring *m)
{
	struct ctl *ctl = m->ctl;
	struct ctl_nl *nl = ctl->nl;
	ssize_t len;

	for (;;) {
		len = nl->ops->recv(nl, nl->reply, sizeof(nl->reply));
		if (len == -ENOBUFS) {
			ctl_note(ctl, "events were lost, there were too many at once");
			continue;
		}
		if (len < 0)
			return ctl_error(ctl, "netlink: %s", strerror(-len));
		if (!len || !hear(m, len))
			return CTL_OK;
	}
}

static int join(struct ctl *ctl, bool kills)
{
	struct ctl_nl *nl = ctl->nl;
	int err = nl->ops->join(nl, nl->group_events);

	if (err)
		return ctl_error(ctl, "events: %s", strerror(-err));
	if (!kills)
		return CTL_OK;
	err = nl->ops->join(nl, nl->group_kills);
	if (err)
		ctl_note(ctl, "resets are not told of: %s", strerror(-err));
	return CTL_OK;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct monitoring m = { .ctl = ctl };
	bool kills = true;
	int i, status;

	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "quiet"))
			m.quiet = true;
		else if (!strcmp(argv[i], "no-resets"))
			kills = false;
		else if (strcmp(argv[i], "count") || ++i == argc ||
			 !ctl_parse_u32(argv[i], &m.left) || !m.left)
			return ctl_usage_error(ctl, "monitor %s: not understood",
					       argv[i == argc ? i - 1 : i]);
	}
	status = ctl_nl_ready(ctl);
	if (!status)
		status = join(ctl, kills);
	return status ? status : listen_to(&m);
}

const struct ctl_object ctl_object_monitor = {
	.name = "monitor",
	.usage =
	"Usage: mppctl monitor [ quiet ] [ no-resets ] [ count NUMBER ]\n"
	"Events as they come, one a line, in JSON one object a line. quiet leaves out\n"
	"epochs and looks at memory; resets are for root. Events are told of in the\n"
	"initial network namespace only.\n",
	.run = run,
};
