// SPDX-License-Identifier: GPL-2.0
/*
 * exempt - the ranges of local ports that the protection leaves alone (W6-W10,
 * D2-D4). What can be exempt, and what overlaps, the kernel says.
 */
#include <linux/tcp_mpp.h>
#include <string.h>

#include "nl.h"
#include "out.h"
#include "state.h"

static int list(struct ctl *ctl)
{
	struct mpp_state state;
	unsigned int i;
	int status;

	status = state_read(ctl, &state);
	if (status)
		return status;
	out_begin(ctl);
	out_array(ctl, "exempt");
	for (i = 0; i < state.nr_exempt; i++) {
		const struct mpp_range *r = &state.exempt[i];

		out_object(ctl, NULL);
		out_uint(ctl, "first", r->first, "%u-%u\n", r->first, r->last);
		out_uint(ctl, "last", r->last, NULL);
		out_close(ctl);
	}
	out_close(ctl);
	out_end(ctl);
	state_free(&state);
	return CTL_OK;
}

static int change(struct ctl *ctl, uint8_t cmd, const char *word)
{
	uint32_t first, last;
	struct nlmsghdr *nlh;
	const char *why;
	int status;

	why = state_parse_range(word, &first, &last);
	if (why)
		return ctl_usage_error(ctl, "%s: %s", word, why);
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	/* 16 bits on the wire: what is no port must not become one */
	if (first > UINT16_MAX || last > UINT16_MAX)
		return ctl_error(ctl, "ports are 0 to 65535");
	nlh = ctl_nl_new(ctl, cmd);
	mnl_attr_put_u16(nlh, TCP_MPP_A_EXEMPT_FIRST, first);
	mnl_attr_put_u16(nlh, TCP_MPP_A_EXEMPT_LAST, last);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

static int clear(struct ctl *ctl)
{
	int status = ctl_nl_ready(ctl);
	struct nlmsghdr *nlh;

	if (status)
		return status;
	nlh = ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_SET);
	mnl_attr_put(nlh, TCP_MPP_A_SETTINGS_EXEMPT_NONE, 0, NULL);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	if (!argc || (argc == 1 && !strcmp(argv[0], "list")))
		return list(ctl);
	if (argc == 2 && !strcmp(argv[0], "add"))
		return change(ctl, TCP_MPP_CMD_EXEMPT_NEW, argv[1]);
	if (argc == 2 && !strcmp(argv[0], "del"))
		return change(ctl, TCP_MPP_CMD_EXEMPT_DEL, argv[1]);
	if (argc == 1 && !strcmp(argv[0], "clear"))
		return clear(ctl);
	return ctl_usage_error(ctl, "exempt: add, del, clear or list");
}

const struct ctl_object ctl_object_exempt = {
	.name = "exempt",
	.usage =
	"Usage: mppctl exempt [ list | clear ]\n"
	"       mppctl exempt { add | del } RANGE\n"
	"where RANGE := { FIRST-LAST | PORT }, local ports from 0 to 65535\n",
	.run = run,
};
