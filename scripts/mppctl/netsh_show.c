// SPDX-License-Identifier: GPL-2.0
/*
 * netsh_show - what is set, in the layout of netsh's `show global` (W15)
 *
 * In: a state, of the kernel or of the file. Out: a title, a line of dashes,
 * and a line for each value; the exempt ranges by start and count, as the
 * sentences take them. What Windows has no word for is only shown where it
 * makes a difference. A file that leaves something to its default says so.
 */
#include <string.h>

#include "netsh_job.h"
#include "out.h"

#define LINE	"----------------------------------------------\n"

static const char *value_of(const struct mpp_state *state, const char *name)
{
	int i = ctl_setting_find(name);
	static char buf[16];

	if (!(state->present & (1U << i)))
		return "default";
	return ctl_setting_text(&ctl_settings[i], state->value[i], buf,
				sizeof(buf));
}

static void show(struct ctl *ctl, const struct mpp_state *state,
		 const char *name, const char *label)
{
	const char *value = value_of(state, name);

	out_str(ctl, name, value, "%-36s: %s\n", label, value);
}

static void show_unless(struct ctl *ctl, const struct mpp_state *state,
			const char *name, const char *label,
			const char *usual)
{
	const char *value = value_of(state, name);

	if (ctl->json || (strcmp(value, usual) && strcmp(value, "default")))
		show(ctl, state, name, label);
}

static void show_range(struct ctl *ctl, const struct mpp_range *r)
{
	out_object(ctl, NULL);
	out_text(ctl, "\n");
	out_uint(ctl, "first", r->first, "%-36s: %u\n", "Start Port", r->first);
	out_uint(ctl, "last", r->last, "%-36s: %u\n", "Number of Ports",
		 r->last - r->first + 1U);
	out_close(ctl);
}

/**
 * netsh_show() - show what is set
 * @ctl: the run
 * @state: that
 * @active: it is in force, and not what a file says
 */
void netsh_show(struct ctl *ctl, const struct mpp_state *state, bool active)
{
	unsigned int i;

	out_begin(ctl);
	out_text(ctl, "Querying %s state...\n\n",
		 active ? "active" : "persistent");
	out_text(ctl, "TCP Security Parameters\n" LINE);
	show(ctl, state, "enabled", "Memory Pressure Protection");
	show(ctl, state, "profiles", "Profiles");
	show_unless(ctl, state, "ipv4", "  on IPv4", "enabled");
	show_unless(ctl, state, "ipv6", "  on IPv6", "enabled");
	show_unless(ctl, state, "mode", "  Mode", "enforce");
	if (state->nr_exempt)
		out_text(ctl, "\nPort Exemptions\n" LINE);
	out_array(ctl, "exempt");
	for (i = 0; i < state->nr_exempt; i++)
		show_range(ctl, &state->exempt[i]);
	out_close(ctl);
	out_text(ctl, "\n");
	out_end(ctl);
}
