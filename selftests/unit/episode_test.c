// SPDX-License-Identifier: GPL-2.0
/*
 * episode_test - the controller (W21): one row for each cell of the table in
 * the comment of mpp_episode_step(), then sequences, then random walks with
 * what must hold at every step.
 */
#include "tap.h"

/* Marks: ends below 750, starts above 1000, high from 1400 on. */
#define END	750
#define START	1000
#define HIGH	1400

static const struct mpp_settings normal = {
	.enabled = 1, .ipv4 = 1, .ipv6 = 1, .profiles = 1,
	.mark_end = 75, .mark_start = 100, .mark_high = 140,
	.epoch_ms = 100, .hold_ms = 1000, .kill_rate_max = 8000,
};

static struct mpp_sample at(u64 ms, s64 pages)
{
	struct mpp_sample s = {
		.now_ms = ms,
		.gauge[MPP_SIGNAL_TCP] = { pages, END, START, HIGH },
	};

	return s;
}

struct cell {
	const char *what;
	s64 before, now;
	u32 kill, want_kill, syn, want_syn;
	u32 rising;
	bool starved;
};

/* Rates before and after one epoch. */
static const struct cell cells[] = {
	{ "above high, rising", 1400, 1500, 100, 8000, 400, 600, 0, 0 },
	{ "above high, the same", 1500, 1500, 100, 8000, 400, 600, 0, 0 },
	{ "above high, falling", 1600, 1500, 100, 8000, 400, 400, 0, 0 },
	{ "at the high mark", 1300, 1400, 100, 8000, 0, 200, 0, 0 },
	{ "above high, all dropped already", 1500, 1500, 8000, 8000, 1000, 1000, 0, 0 },
	{ "above high, nearly as many as behave", 1500, 1500, 8000, 8000, 899, 900, 0, 0 },
	{ "above high, all who are not known", 1500, 1500, 8000, 8000, 900, 904, 0, 0 },
	{ "above high, nearly all", 1500, 1500, 8000, 8000, 998, 1000, 0, 0 },
	{ "start .. high, rising, nearly as many", 1100, 1200, 400, 800, 870, 900, 2, 0 },
	{ "start .. high, rising for the 1st time", 1100, 1200, 400, 800, 400, 400, 0, 0 },
	{ "start .. high, rising for the 2nd time", 1100, 1200, 400, 800, 400, 400, 1, 0 },
	{ "start .. high, rising for the 3rd time", 1100, 1200, 400, 800, 400, 450, 2, 0 },
	{ "start .. high, rising on and on", 1100, 1399, 400, 800, 1000, 1000, 9, 0 },
	{ "start .. high, falling", 1200, 1100, 400, 400, 400, 300, 5, 0 },
	{ "start .. high, the same", 1200, 1200, 400, 400, 400, 300, 5, 0 },
	{ "start .. high, falling, starved", 1200, 1100, 400, 800, 400, 300, 0, 1 },
	{ "at the start mark, falling", 1200, 1000, 400, 400, 400, 300, 0, 0 },
	{ "end .. start, rising", 800, 900, 400, 800, 400, 200, 0, 0 },
	{ "end .. start, falling", 950, 900, 400, 300, 400, 200, 0, 0 },
	{ "end .. start, falling, starved", 950, 900, 400, 800, 400, 200, 0, 1 },
	{ "at the end mark", 950, 750, 400, 300, 400, 200, 0, 0 },
	{ "below end, rising", 500, 600, 400, 200, 400, 0, 0, 0 },
	{ "below end, falling", 800, 749, 400, 200, 400, 0, 0, 0 },
	{ "below end, starved", 800, 749, 400, 200, 400, 0, 0, 1 },
	{ "never below the floor", 800, 700, 12, 10, 0, 0, 0, 0 },
	{ "never above what is allowed", 1100, 1200, 7000, 8000, 0, 0, 0, 0 },
	{ "the last SYNs are let in", 1200, 1100, 400, 400, 1, 0, 0, 0 },
	{ "the last SYNs are let in below start", 950, 900, 400, 300, 1, 0, 0, 0 },
};

static void test_table(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cells); i++) {
		const struct cell *c = &cells[i];
		struct mpp_sample s = at(5000, c->now);
		struct mpp_episode ep = {
			.active = true, .nr = 1, .epoch = 7,
			.syn_rate = c->syn, .kill_rate = c->kill,
			.last = { c->before }, .rising = c->rising,
			.peak_pages = 1600, .started_ms = 4000,
		};
		enum mpp_step step;

		s.starved = c->starved;
		step = mpp_episode_step(&ep, &normal, &s);
		if (!tap(step == MPP_STEP_EPOCH && ep.kill_rate == c->want_kill &&
			 ep.syn_rate == c->want_syn && ep.epoch == 8 &&
			 ep.last[0] == c->now, "%s", c->what))
			printf("# step %d, kill %u instead of %u, SYN %u instead of %u\n",
			       step, ep.kill_rate, c->want_kill, ep.syn_rate,
			       c->want_syn);
	}
}

/* The SYN drop rate of listeners that hold little (B9), one epoch on. */
static const struct light {
	const char *what;
	s64 before, now;
	u32 syn, rising, light, want;
} lights[] = {
	{ "light: not before the others are at all", 1500, 1600, 900, 9, 0, 0 },
	{ "light: in the epoch in which they get there", 1500, 1600, 998, 9, 0, 50 },
	{ "light: not while memory only stays high", 1500, 1500, 1000, 9, 0, 0 },
	{ "light: not the 2nd time that it rises", 1500, 1600, 1000, 1, 0, 0 },
	{ "light: the 3rd time", 1500, 1600, 1000, 2, 0, 50 },
	{ "light: below high as well", 1100, 1200, 1000, 2, 100, 150 },
	{ "light: slowly at last", 1500, 1600, 1000, 2, 900, 904 },
	{ "light: all is all", 1500, 1600, 1000, 2, 1000, 1000 },
	{ "light: down when it stays", 1500, 1500, 1000, 2, 400, 300 },
	{ "light: down when it falls", 1600, 1500, 1000, 2, 1, 0 },
	{ "light: kept by a rise", 1500, 1600, 900, 9, 400, 400 },
	{ "light: halved below start", 950, 960, 1000, 9, 400, 200 },
	{ "light: none below end", 700, 710, 1000, 9, 400, 0 },
};

static void test_light(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lights); i++) {
		const struct light *l = &lights[i];
		struct mpp_sample s = at(5000, l->now);
		struct mpp_episode ep = {
			.active = true, .nr = 1, .epoch = 7,
			.syn_rate = l->syn, .syn_rate_light = l->light,
			.kill_rate = 100, .last = { l->before },
			.rising = l->rising, .started_ms = 4000,
		};

		mpp_episode_step(&ep, &normal, &s);
		if (!tap(ep.syn_rate_light == l->want, "%s", l->what))
			printf("# %u instead of %u\n", ep.syn_rate_light, l->want);
	}
}

static enum mpp_step step(struct mpp_episode *ep, const struct mpp_settings *set,
			  u64 ms, s64 pages)
{
	struct mpp_sample s = at(ms, pages);

	return mpp_episode_step(ep, set, &s);
}

static void test_start(void)
{
	struct mpp_episode ep = { 0 };
	struct mpp_settings off = normal;

	off.enabled = 0;
	tap(step(&ep, &normal, 0, 0) == MPP_STEP_CALM && !ep.active, "calm at nothing");
	tap(step(&ep, &normal, 0, END) == MPP_STEP_CALM, "calm at the end mark");
	tap(step(&ep, &normal, 0, START) == MPP_STEP_CALM && !ep.active,
	    "calm at the start mark");
	tap(step(&ep, &off, 0, HIGH * 10) == MPP_STEP_CALM && !ep.active && !ep.nr,
	    "switched off it stays calm whatever happens");
	tap(step(&ep, &normal, 77, START + 1) == MPP_STEP_STARTED && ep.active &&
	    ep.nr == 1 && ep.epoch == 1, "one page above it an episode starts");
	tap(ep.kill_rate == normal.kill_rate_max / 8 && !ep.syn_rate,
	    "with the lowest rates");
	tap(ep.started_ms == 77 && ep.peak_pages == START + 1, "and its particulars");
	ep = (struct mpp_episode) { .nr = 4 };
	tap(step(&ep, &normal, 0, HIGH) == MPP_STEP_STARTED && ep.nr == 5 &&
	    ep.kill_rate == normal.kill_rate_max,
	    "that starts high, it starts at full rate");
	off = normal;
	off.kill_rate_max = 1;
	ep = (struct mpp_episode) { 0 };
	tap(step(&ep, &off, 0, START + 1) == MPP_STEP_STARTED && ep.kill_rate == 1,
	    "the smallest rate allowed is still a rate");
}

static void test_end(void)
{
	struct mpp_episode ep = { 0 };

	step(&ep, &normal, 10000, START + 1);
	tap(step(&ep, &normal, 10100, END) == MPP_STEP_EPOCH && !ep.below_ms,
	    "at the end mark the hold does not begin");
	tap(step(&ep, &normal, 10200, END - 1) == MPP_STEP_EPOCH,
	    "below it the hold begins");
	tap(step(&ep, &normal, 11199, END - 1) == MPP_STEP_EPOCH,
	    "1 ms before the hold is over it goes on");
	tap(step(&ep, &normal, 11200, END - 1) == MPP_STEP_ENDED && !ep.active,
	    "when it is over the episode ends");
	tap(!ep.syn_rate && !ep.kill_rate, "and both rates are 0");
	tap(step(&ep, &normal, 11300, START) == MPP_STEP_CALM,
	    "hysteresis: at the start mark it stays calm");
	tap(step(&ep, &normal, 11400, START + 1) == MPP_STEP_STARTED && ep.nr == 2,
	    "above it the next one starts, with the next number");

	step(&ep, &normal, 12000, END - 1);
	step(&ep, &normal, 12900, END);
	tap(step(&ep, &normal, 13000, END - 1) == MPP_STEP_EPOCH,
	    "one look at the mark begins the hold anew");
	tap(step(&ep, &normal, 13999, END - 1) == MPP_STEP_EPOCH, "for all of its length");
	tap(step(&ep, &normal, 14000, 0) == MPP_STEP_ENDED, "and then it ends");
}

static void odd_settings(void)
{
	struct mpp_settings set = normal;
	struct mpp_episode ep = { 0 };

	step(&ep, &set, 0, HIGH);
	set.enabled = 0;
	tap(step(&ep, &set, 1, HIGH * 2) == MPP_STEP_ENDED && !ep.active &&
	    !ep.kill_rate && !ep.syn_rate, "switched off, it ends at once");
	set = normal;
	set.hold_ms = 0;
	ep = (struct mpp_episode) { 0 };
	step(&ep, &set, 0, HIGH);
	tap(step(&ep, &set, 0, END - 1) == MPP_STEP_ENDED,
	    "without a hold it ends below the mark at once");
	set = normal;
	ep = (struct mpp_episode) { 0 };
	step(&ep, &set, 0, HIGH);
	set.kill_rate_max = 5;
	step(&ep, &set, 100, HIGH);
	tap(ep.kill_rate == 5, "a lower limit holds from the next epoch on");
	step(&ep, &set, 200, END - 1);
	tap(ep.kill_rate == 5, "the floor gives way to a limit below it");
}

static void test_budget(void)
{
	tap(mpp_episode_budget(8000, 100) == 800, "budget: 8000 a second, 100 ms");
	tap(mpp_episode_budget(10, 100) == 1, "budget: 10 a second, 100 ms");
	tap(mpp_episode_budget(1, 10) == 1, "budget: never less than one");
	tap(mpp_episode_budget(0, 0) == 1, "budget: not even of nothing");
	tap(mpp_episode_budget(1000000, 10000) == 10000000, "budget: the largest settings");
	tap(mpp_episode_budget(U32_MAX, U32_MAX) == U32_MAX, "budget: no overflow");
}

static struct mpp_settings random_settings(void)
{
	struct mpp_settings set = normal;

	set.enabled = tap_below(10) > 0;
	set.hold_ms = tap_below(3) * tap_below(2000);
	set.kill_rate_max = 1 + tap_below(tap_below(2) ? 20 : 1000000);
	return set;
}

static void walk(u32 steps)
{
	static bool bounds = true, off = true, calm = true, number = true;
	static bool jump = true, back = true;
	struct mpp_settings set = random_settings();
	struct mpp_episode ep = { 0 }, was;
	u64 now = tap_below(2), below_since = 0;
	s64 pages = tap_below(2000);
	u32 i;

	for (i = 0; i < steps; i++) {
		enum mpp_step got;
		struct mpp_sample s;

		if (!tap_below(50))
			set = random_settings();
		now += tap_below(300);
		pages += (s64)tap_below(401) - 200;
		if (pages < 0 || !tap_below(40))
			pages = tap_below(2000);
		s = at(now, pages);
		s.starved = !tap_below(4);
		below_since = pages >= END ? 0 : below_since ? below_since : now + 1;
		was = ep;
		got = mpp_episode_step(&ep, &set, &s);

		bounds &= ep.syn_rate_light <= 1000;
		bounds &= ep.syn_rate <= 1000 && ep.kill_rate <= set.kill_rate_max;
		bounds &= !ep.active || ep.kill_rate >= 1;
		off &= set.enabled || !ep.active;
		calm &= ep.active || (!ep.syn_rate && !ep.kill_rate &&
				     !ep.syn_rate_light);
		number &= ep.nr == was.nr + (got == MPP_STEP_STARTED);
		number &= got != MPP_STEP_EPOCH || ep.epoch == was.epoch + 1;
		number &= (got == MPP_STEP_STARTED) == (!was.active && ep.active);
		number &= (got == MPP_STEP_ENDED) == (was.active && !ep.active);
		jump &= got != MPP_STEP_STARTED || pages > START;
		back &= got != MPP_STEP_ENDED || !set.enabled ||
			(below_since && now + 1 - below_since >= set.hold_ms);
		if (got == MPP_STEP_EPOCH && pages < END)
			calm &= !ep.syn_rate && !ep.syn_rate_light;
	}
	if (steps > 1000) {
		tap(bounds, "rates stay within their bounds");
		tap(off, "never active while switched off");
		tap(calm, "no SYN is dropped while calm or below the end mark");
		tap(number, "numbers go up by one, and say what happened");
		tap(jump, "starts above the start mark only");
		tap(back, "ends after the hold only");
	}
}

static struct mpp_sample of(s64 tcp, s64 machine, s64 orphans)
{
	struct mpp_sample s = at(5000, tcp);

	s.gauge[MPP_SIGNAL_MACHINE] =
		(struct mpp_gauge) { machine, 90000, 95000, 97500 };
	s.gauge[MPP_SIGNAL_ORPHANS] =
		(struct mpp_gauge) { orphans, 750, 900, 1000 };
	return s;
}

/* Which signal decides, and that none ends what another still calls for. */
static void test_signals(void)
{
	struct mpp_episode ep = { 0 };
	struct mpp_sample s = of(1000, 95000, 900);

	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_CALM,
	    "calm with all of them at their start marks");
	s = of(0, 95001, 0);
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_STARTED &&
	    ep.signal == MPP_SIGNAL_MACHINE && ep.kill_rate == 1000,
	    "the machine begins one");
	s = of(1001, 96000, 0);
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_EPOCH &&
	    ep.signal == MPP_SIGNAL_TCP && ep.rising == 1 &&
	    ep.kill_rate == 2000, "of two that are as bad TCP's counts");
	s = of(1001, 97500, 0);
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_EPOCH &&
	    ep.signal == MPP_SIGNAL_MACHINE && ep.kill_rate == 8000,
	    "the worse of two counts");
	s = of(700, 89999, 800);
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_EPOCH &&
	    ep.signal == MPP_SIGNAL_ORPHANS && !ep.below_ms,
	    "one that is left keeps it from ending");
	s = of(700, 89999, 749);
	s.now_ms = 6000;
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_EPOCH &&
	    ep.signal == MPP_SIGNAL_ORPHANS && ep.below_ms == 6000,
	    "with all below their end marks the hold begins");
	s.now_ms = 7000;
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_ENDED,
	    "and then it ends");
	s = of(0, 0, 0);
	memset(s.gauge, 0, sizeof(s.gauge));
	tap(mpp_episode_step(&ep, &normal, &s) == MPP_STEP_CALM,
	    "a gauge of zeros is no signal");
}

static const struct {
	const char *what;
	s64 tcp, machine, orphans;
	struct mpp_order want;
} orders[] = {
	{ "all below their ends", 749, 89999, 749, { 0, 11, 800, 0, 0, 0 } },
	{ "TCP at its end", 750, 0, 0, { 1, 11, 800, 0, 0, 0 } },
	{ "TCP above its end", 760, 0, 0, { 11, 11, 800, 0, 0, 0 } },
	{ "TCP below high", 1399, 0, 0, { 650, 11, 800, 0, 0, 0 } },
	{ "TCP above high", 1400, 0, 0, { U64_MAX, 0, 800, 0, 0, 0 } },
	{ "the machine above its end", 0, 90100, 0, { 101, 11, 800, 1, 0, 0 } },
	{ "the machine above high", 0, 97500, 0, { U64_MAX, 0, 800, 1, 0, 0 } },
	{ "both, TCP's the larger", 1000, 90100, 0, { 251, 11, 800, 1, 0, 0 } },
	{ "orphans alone", 749, 89999, 900, { U64_MAX, 0, 151, 0, 1, 0 } },
	{ "orphans at the limit", 0, 0, 1000, { U64_MAX, 0, 251, 0, 1, 0 } },
	{ "orphans, and TCP above its end", 760, 0, 900, { U64_MAX, 0, 151, 0, 1, 0 } },
	{ "orphans, and TCP above its start", 1001, 0, 900, { 252, 11, 800, 0, 0, 0 } },
};

static void test_orders(void)
{
	struct mpp_episode ep = { .active = true, .kill_rate = 8000 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(orders); i++) {
		struct mpp_sample s = of(orders[i].tcp, orders[i].machine,
					 orders[i].orphans);
		const struct mpp_order *want = &orders[i].want;
		struct mpp_order got = { 0 };

		mpp_episode_order(&ep, &normal, &s, &got);
		if (!tap(got.pages == want->pages && got.budget == want->budget &&
			 got.sockets == want->sockets &&
			 got.least == want->least &&
			 got.orphans == want->orphans && !got.audit,
			 "order: %s", orders[i].what))
			printf("# pages %" PRIu64 ", least %" PRIu64
			       ", budget %u, sockets %d, orphans %d\n",
			       got.pages, got.least, got.budget, got.sockets,
			       got.orphans);
	}
}

int main(void)
{
	u32 i;

	tap_seed();
	test_signals();
	test_orders();
	test_start();
	test_table();
	test_light();
	test_end();
	odd_settings();
	test_budget();
	for (i = 0; i < 300; i++)
		walk(500);
	walk(50000);
	return tap_end();
}
