// SPDX-License-Identifier: GPL-2.0
/*
 * netsh_cmd - carry out the sentences of netsh
 *
 * In: the words after `netsh`. Out: settings and exempt ranges changed, in the
 * kernel and in the configuration file.
 *
 * Windows' netsh changes what is in force and what is in force after a boot,
 * both, and scripts count on it: so it is here, unless store=active says
 * otherwise. The kernel decides first. What it refuses does not get into the
 * file, and a file that cannot take the change is told of before the kernel is
 * asked.
 *
 * `reset` leaves the rate limit alone: that Windows' does not is a known issue
 * there (W19, D15).
 */
#include <errno.h>
#include <string.h>

#include "netsh_job.h"
#include "nl.h"
#include "out.h"

static const char usage[] =
	"Usage: mppctl netsh { int | interface } tcp SENTENCE\n"
	"where SENTENCE := { set security SET... [ STORE ] | show security [ STORE ] |\n"
	"                    reset [ STORE ] }\n"
	"      SET := { mpp=VALUE | profiles=VALUE | startport=PORT | numberofports=COUNT }\n"
	"      VALUE := { enabled | enable | disabled | disable | default }\n"
	"      STORE := store={ active | persistent }\n"
	"With startport and numberofports, mpp=disabled exempts these ports, and\n"
	"mpp=enabled or mpp=default ends that. A change is in force at once, and with\n"
	"store=persistent, as it is without a store, also put into " CTL_CONF ".\n";

static int change_range(struct ctl *ctl, uint8_t cmd,
			const struct netsh_sentence *s)
{
	struct nlmsghdr *nlh = ctl_nl_new(ctl, cmd);

	mnl_attr_put_u16(nlh, TCP_MPP_A_EXEMPT_FIRST, s->first);
	mnl_attr_put_u16(nlh, TCP_MPP_A_EXEMPT_LAST, s->last);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

/* D5: the default of a range is not to be exempt, and it may be so already. */
static int default_range(struct ctl *ctl, const struct netsh_sentence *s)
{
	bool meets = false;
	struct mpp_state state;
	unsigned int i;
	int status;

	status = state_read(ctl, &state);
	if (status)
		return status;
	for (i = 0; i < state.nr_exempt; i++)
		meets |= s->first <= state.exempt[i].last &&
			 s->last >= state.exempt[i].first;
	state_free(&state);
	return meets ? change_range(ctl, TCP_MPP_CMD_EXEMPT_DEL, s) : CTL_OK;
}

static void want(struct mpp_state *state, const char *name,
		 enum netsh_value value)
{
	if (value == NETSH_DEFAULT)
		state_set_default(state, ctl_setting_find(name));
	else if (value != NETSH_UNSAID)
		state_set(state, ctl_setting_find(name), value);
}

static int reset(struct ctl *ctl)
{
	struct nlmsghdr *nlh = ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_RESET);

	mnl_attr_put(nlh, TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT, 0, NULL);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

static int change_kernel(struct ctl *ctl, const struct netsh_sentence *s)
{
	struct mpp_state wanted;
	int status;

	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	if (s->verb == NETSH_RESET)
		return reset(ctl);
	if (s->has_range && s->mpp == NETSH_DEFAULT)
		return default_range(ctl, s);
	if (s->has_range)
		return change_range(ctl, s->mpp == NETSH_DISABLED ?
				    TCP_MPP_CMD_EXEMPT_NEW :
				    TCP_MPP_CMD_EXEMPT_DEL, s);
	state_init(&wanted);
	want(&wanted, "enabled", s->mpp);
	want(&wanted, "profiles", s->profiles);
	status = state_apply(ctl, &wanted, NULL);
	state_free(&wanted);
	return status;
}

static int change(struct ctl *ctl, const struct netsh_sentence *s)
{
	struct netsh_file file = { .path = CTL_CONF, .lock = -1 };
	int status = CTL_OK;

	if (s->store != NETSH_ACTIVE)
		status = netsh_file_plan(ctl, s, &file);
	if (!status)
		status = change_kernel(ctl, s);
	if (!status && s->store != NETSH_ACTIVE)
		status = netsh_file_write(ctl, &file);
	netsh_file_free(&file);
	if (!status && !ctl->json)
		fputs("Ok.\n\n", ctl->out);
	return status;
}

static int show(struct ctl *ctl, const struct netsh_sentence *s)
{
	bool active = s->store != NETSH_PERSISTENT;
	struct mpp_state state;
	int status;

	status = active ? state_read(ctl, &state) :
			  netsh_file_read(ctl, CTL_CONF, &state);
	if (status)
		return status;
	netsh_show(ctl, &state, active);
	state_free(&state);
	return CTL_OK;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct netsh_sentence s;
	char why[160];

	if (netsh_parse(argc, argv, &s, why, sizeof(why)))
		return ctl_usage_error(ctl, "netsh: %s", why);
	switch (s.verb) {
	case NETSH_HELP:
		fputs(usage, ctl->out);
		return CTL_OK;
	case NETSH_SHOW:
		return show(ctl, &s);
	case NETSH_SET:
	case NETSH_RESET:
		break;
	}
	return change(ctl, &s);
}

const struct ctl_object ctl_object_netsh = {
	.name = "netsh",
	.usage = usage,
	.run = run,
};
