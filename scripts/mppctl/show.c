// SPDX-License-Identifier: GPL-2.0
/*
 * show - one screen: is it on, does it act, what is protected, how much memory
 * there is, what was done, and what is out of its reach.
 *
 * Settings and state may be read by all. What only an administrator may see is
 * left out for others, and that is said.
 */
#include <string.h>

#include "nl.h"
#include "out.h"
#include "overview.h"

/**
 * overview_setting() - the value of a setting by its attribute
 * @state: what is set
 * @attr: the attribute
 *
 * Return: the value.
 */
uint32_t overview_setting(const struct mpp_state *state, uint16_t attr)
{
	return state->value[attr - TCP_MPP_A_SETTINGS_ENABLED];
}

/*
 * The kernel goes over all connections for that: with half a million of them
 * it takes a while. Who asks again and again gets new sums a tenth of the time.
 */
static void read_sums(struct ctl *ctl, struct overview *o)
{
	static const struct conns_filter all;
	int64_t now = clock_us(ctl, false);
	int err;

	if (o->has_sums && now - o->sums_us < 10 * o->sums_cost_us)
		return;
	err = conns_sum_up(ctl, &all, &o->sums);
	o->has_sums = !err;
	o->sums_us = clock_us(ctl, false);
	o->sums_cost_us = o->sums_us - now;
	snprintf(o->why_no_sums, OVERVIEW_WHY, "%s", err ? ctl->nl->why : "");
}

/**
 * overview_read() - read all of it
 * @ctl: the run
 * @o: the answer, to be freed by the caller when this succeeds; may be used
 *	again, and is all zero the first time
 *
 * Return: enum ctl_status; what cannot be read is no error.
 */
int overview_read(struct ctl *ctl, struct overview *o)
{
	int status, err;

	status = status_read(ctl, &o->status);
	if (status)
		return status;
	status = state_read(ctl, &o->state);
	if (status)
		return status;
	err = counters_try(ctl, &o->counters);
	o->has_counters = !err;
	snprintf(o->why_no_counters, OVERVIEW_WHY, "%s",
		 err ? ctl->nl->why : "");
	read_sums(ctl, o);
	err = history_read(ctl, &o->history);
	o->has_history = !err;
	snprintf(o->why_no_history, OVERVIEW_WHY, "the kernel's log: %s",
		 strerror(-err));
	return CTL_OK;
}

/**
 * overview_free() - be done with it
 * @o: the overview
 */
void overview_free(struct overview *o)
{
	state_free(&o->state);
	history_free(&o->history);
}

static void settings(struct ctl *ctl, const struct mpp_state *state)
{
	char buf[16];
	int i;

	out_object(ctl, "settings");
	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		const struct ctl_setting *s = &ctl_settings[i];

		if (s->kind == CTL_SWITCH)
			out_bool(ctl, s->name, state->value[i], NULL);
		else if (s->kind == CTL_WORD)
			out_str(ctl, s->name,
				ctl_setting_text(s, state->value[i], buf,
						 sizeof(buf)), NULL);
		else
			out_uint(ctl, s->name, state->value[i], NULL);
	}
	out_close(ctl);
}

/**
 * overview_show() - the whole screen, or the document
 * @ctl: the run, with an answer begun
 * @o: what was read
 */
void overview_show(struct ctl *ctl, const struct overview *o)
{
	show_head(ctl, o);
	show_memory(ctl, &o->status, &o->state);
	settings(ctl, &o->state);
	show_protected(ctl, &o->state);
	show_deeds(ctl, o);
	show_untouchable(ctl, o);
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	static struct overview o;
	int status;

	if (argc)
		return ctl_usage_error(ctl, "show %s: show takes nothing",
				       argv[0]);
	status = overview_read(ctl, &o);
	if (status)
		return status;
	out_begin(ctl);
	overview_show(ctl, &o);
	out_end(ctl);
	overview_free(&o);
	return CTL_OK;
}

const struct ctl_object ctl_object_show = {
	.name = "show",
	.usage =
	"Usage: mppctl [ show ]\n"
	"Is it on, does it act, what is protected, memory, what was done, and what is\n"
	"out of reach. Counters and connections are for root.\n",
	.run = run,
};
