// SPDX-License-Identifier: GPL-2.0
/* show_parts - the parts of the screen: head, memory, what is protected. */
#include <string.h>

#include "out.h"
#include "overview.h"
#include "units.h"

/* Columns of the bar, where there is no terminal to ask. */
#define BAR	60

static void row(struct ctl *ctl, const char *name)
{
	out_text(ctl, "%s%-13s%s", out_color(ctl, CTL_DIM), name,
		 out_color(ctl, CTL_PLAIN));
}

static void episode_now(struct ctl *ctl, const struct overview *o)
{
	const struct mpp_status *st = &o->status;
	const struct episode *e = o->has_history ?
				  history_find(&o->history, st->episode) : NULL;
	char since[UNITS_LEN], lasts[UNITS_LEN];
	int64_t us;

	out_text(ctl, "%sEPISODE %u%s", out_color(ctl, CTL_BAD), st->episode,
		 out_color(ctl, CTL_PLAIN));
	if (e && !e->ended && e->started_us) {
		us = clock_us(ctl, true) - e->started_us;
		out_real(ctl, "since", e->started_us / 1e6,
			 " since %s (%s)", units_time(e->started_us, since),
			 units_ms(us > 0 ? us / 1000 : 0, lasts));
	} else {
		out_text(ctl, " since a time that the kernel's log does not tell");
	}
	out_text(ctl, ", epoch %u, short of %s\n", st->epoch,
		 !strcmp(st->signal, "tcp") ? "the memory of TCP" :
		 !strcmp(st->signal, "machine") ? "the machine's memory" :
		 "room for orphans");
	row(ctl, "");
	out_text(ctl, "up to %u resets/s, %u.%u %% of SYNs dropped",
		 st->kill_rate, st->syn_drop_rate / 10, st->syn_drop_rate % 10);
	if (st->syn_drop_rate_light)
		out_text(ctl, ", %u.%u %% to listeners that hold little",
			 st->syn_drop_rate_light / 10,
			 st->syn_drop_rate_light % 10);
	out_text(ctl, "\n");
}

/**
 * show_head() - is it on, and does it act
 * @ctl: the run
 * @o: what was read
 */
void show_head(struct ctl *ctl, const struct overview *o)
{
	const struct mpp_status *st = &o->status;
	bool on = overview_setting(&o->state, TCP_MPP_A_SETTINGS_ENABLED);
	bool audit = !strcmp(st->mode, "audit");

	row(ctl, "tcp_mpp");
	if (!on)
		out_text(ctl, "%soff%s: nothing is dropped or reset",
			 out_color(ctl, CTL_WARN), out_color(ctl, CTL_PLAIN));
	else
		out_text(ctl, "%son%s, %s", out_color(ctl, CTL_GOOD),
			 out_color(ctl, CTL_PLAIN),
			 audit ? "audit: decides and reports, and touches nothing" :
				 "enforcing");
	out_text(ctl, "; role %s, sensor %s\n", st->role, st->sensor);
	out_object(ctl, "status");
	status_out(ctl, st);
	row(ctl, "state");
	if (st->episode_lasts)
		episode_now(ctl, o);
	else if (st->episode)
		out_text(ctl, "calm, after %u episode%s\n", st->episode,
			 st->episode == 1 ? "" : "s");
	else
		out_text(ctl, "calm, no episode so far\n");
	out_close(ctl);
}

/* Memory against the marks: [#####----|-----|------] */
static void bar(struct ctl *ctl, const struct mpp_status *st)
{
	int width = ctl->width > 24 && ctl->width < BAR + 16 ?
		    (int)ctl->width - 16 : BAR;
	uint64_t whole = st->pages_high + st->pages_high / 5;
	enum ctl_color color = st->pages >= st->pages_high ? CTL_BAD :
			       st->pages >= st->pages_start ? CTL_WARN :
			       CTL_GOOD;
	int i, used, end, start, high;

	if (!whole)
		return;
	used = st->pages >= whole ? width : (int)(st->pages * width / whole);
	end = st->pages_end * width / whole;
	start = st->pages_start * width / whole;
	high = st->pages_high * width / whole;
	row(ctl, "");
	out_text(ctl, "[%s", out_color(ctl, color));
	for (i = 0; i < width; i++) {
		if (i == used)
			out_text(ctl, "%s", out_color(ctl, CTL_PLAIN));
		out_text(ctl, "%s", i == high ? "H" : i == start ? "S" :
			 i == end ? "E" : i < used ? "#" : "-");
	}
	out_text(ctl, "%s]\n", out_color(ctl, CTL_PLAIN));
}

/**
 * show_memory() - memory against the marks
 * @ctl: the run
 * @st: what goes on
 * @state: what is set
 */
void show_memory(struct ctl *ctl, const struct mpp_status *st,
		 const struct mpp_state *state)
{
	char a[UNITS_LEN], b[UNITS_LEN], c[UNITS_LEN], d[UNITS_LEN];

	row(ctl, "memory");
	out_text(ctl, "TCP holds %s, at most %s so far\n",
		 units_pages(st->pages, a), units_pages(st->pages_peak, b));
	bar(ctl, st);
	row(ctl, "");
	out_text(ctl, "an episode Starts above %s, Ends below %s; High is %s\n",
		 units_pages(st->pages_start, a), units_pages(st->pages_end, b),
		 units_pages(st->pages_high, c));
	row(ctl, "machine");
	out_text(ctl, "%s can be had, short below %u %% of MemTotal",
		 units_pages(st->available, d),
		 overview_setting(state, TCP_MPP_A_SETTINGS_MEMORY_LOW));
	if (st->share)
		out_text(ctl, "; TCP holds %s of it, sockets included",
			 units_pages(st->share, a));
	out_text(ctl, "\n");
}

static void exempt(struct ctl *ctl, const struct mpp_state *state)
{
	unsigned int i;

	out_text(ctl, "all local ports%s", state->nr_exempt ? " but" : "\n");
	out_array(ctl, "exempt");
	for (i = 0; i < state->nr_exempt; i++) {
		const struct mpp_range *r = &state->exempt[i];
		const char *end = i + 1 == state->nr_exempt ? "\n" : ",";

		out_object(ctl, NULL);
		if (r->first == r->last)
			out_uint(ctl, "first", r->first, " %u%s", r->first, end);
		else
			out_uint(ctl, "first", r->first, " %u-%u%s", r->first,
				 r->last, end);
		out_uint(ctl, "last", r->last, NULL);
		out_close(ctl);
	}
	out_close(ctl);
}

/* Interfaces that are spared, as text: "private lo, eth1". */
static void spared(struct ctl *ctl, const struct mpp_state *state)
{
	bool profiles = overview_setting(state, TCP_MPP_A_SETTINGS_PROFILES);
	const char *between = "";
	size_t i;

	row(ctl, "spares");
	for (i = 0; i < state->nr_dev; i++) {
		const struct mpp_dev *dev = &state->dev[i];

		if (profiles && dev->profile != TCP_MPP_PROFILE_PUBLIC &&
		    dev->profile <= TCP_MPP_PROFILE_DOMAIN)
			out_text(ctl, "%s%s (%s)", between, dev->name,
				 ctl_profile_words[dev->profile]);
		else if (!dev->ipv4 || !dev->ipv6)
			out_text(ctl, "%s%s (off%s%s)", between, dev->name,
				 dev->ipv4 ? "" : " IPv4",
				 dev->ipv6 ? "" : " IPv6");
		else
			continue;
		between = ", ";
	}
	if (!*between)
		out_text(ctl, "no interface");
	out_text(ctl, "%s\n", profiles ? "" : "; profiles are disabled");
}

/**
 * show_protected() - what is protected and what is spared
 * @ctl: the run
 * @state: what is set
 */
void show_protected(struct ctl *ctl, const struct mpp_state *state)
{
	bool v4 = overview_setting(state, TCP_MPP_A_SETTINGS_IPV4);
	bool v6 = overview_setting(state, TCP_MPP_A_SETTINGS_IPV6);
	size_t i;

	row(ctl, "protects");
	out_text(ctl, "%s, ", v4 && v6 ? "IPv4 and IPv6" : v4 ? "IPv4 only" :
		 v6 ? "IPv6 only" : "neither IPv4 nor IPv6");
	exempt(ctl, state);
	spared(ctl, state);
	out_array(ctl, "interfaces");
	for (i = 0; ctl->doc && i < state->nr_dev; i++)
		dev_out(ctl, &state->dev[i]);
	out_close(ctl);
}
