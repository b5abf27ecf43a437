// SPDX-License-Identifier: GPL-2.0
/*
 * episode - from samples of memory to episodes, epochs and rates (W21).
 *
 * In:  the settings and one sample an epoch. Out: what happened, and the two
 * rates. Pure: the clock is in the sample. Several signals may call for an
 * episode (B3); the one that stands worst decides about the next epoch.
 */
#include "core.h"

/* An episode opens with this share of the most resets allowed (B7). */
#define MPP_KILL_OPENING	8
/* No kill rate below this, TCBs a second: one a slice keeps relief moving. */
#define MPP_KILL_FLOOR		10
/* All of them: rates of SYNs are per mille. */
#define MPP_SYN_ALL		1000
/* Memory that rises for so many epochs in a row outruns the resets. */
#define MPP_RISING_EPOCHS	3
/* Steps of the SYN drop rate: while resets cannot keep up, and above high. */
#define MPP_SYN_STEP		50
#define MPP_SYN_STEP_HIGH	200
/*
 * Up to here those who were seen to behave get in, and one of ten others; all
 * are dropped only when that does not turn the tide within seconds.
 */
#define MPP_SYN_MOST		900
#define MPP_SYN_STEP_LAST	4

/* Victims who hold less than this part of the end mark are not the trouble. */
#define MPP_LEAST_SHIFT		6

/**
 * mpp_episode_budget() - how many resets a rate allows in a stretch of time
 * @rate: TCBs a second
 * @ms: the stretch, ms
 *
 * Context: any.
 * Return: a number of TCBs, at least 1.
 */
u32 mpp_episode_budget(u32 rate, u32 ms)
{
	u64 n = div_u64((u64)rate * ms, 1000);

	return clamp_t(u64, n, 1, U32_MAX);
}

enum level {
	BELOW_END,
	BELOW_START,
	ABOVE_START,
	ABOVE_HIGH,
};

static enum level level_of(const struct mpp_gauge *g)
{
	if (!g->high || g->now < g->end)
		return BELOW_END;
	if (g->now < g->start)
		return BELOW_START;
	return g->now < g->high ? ABOVE_START : ABOVE_HIGH;
}

/* The signal that stands worst; among equals the first. */
static enum mpp_signal worst(const struct mpp_sample *s)
{
	enum mpp_signal i, at = 0;

	for (i = 1; i < MPP_NR_SIGNALS; i++)
		if (level_of(&s->gauge[i]) > level_of(&s->gauge[at]))
			at = i;
	return at;
}

static void note(struct mpp_episode *ep, const struct mpp_sample *s)
{
	int i;

	/* One that is absent for a moment has not fallen to nothing. */
	for (i = 0; i < MPP_NR_SIGNALS; i++)
		if (s->gauge[i].high)
			ep->last[i] = s->gauge[i].now;
}

static u32 kill_rate_next(const struct mpp_episode *ep,
			  const struct mpp_settings *set,
			  const struct mpp_sample *s)
{
	const struct mpp_gauge *g = &s->gauge[ep->signal];
	u32 max = set->kill_rate_max;
	u32 floor = min_t(u32, MPP_KILL_FLOOR, max);
	enum level level = level_of(g);
	u64 rate = ep->kill_rate;

	if (level == ABOVE_HIGH)
		rate = max;
	else if (level == BELOW_END)
		rate /= 2;
	else if (ep->rising || s->starved)
		rate *= 2;
	else if (level == BELOW_START)
		rate -= rate / 4;
	return clamp_t(u64, rate, floor, max);
}

static u32 climb(u32 rate, u32 step)
{
	if (rate < MPP_SYN_MOST)
		return min_t(u32, rate + step, MPP_SYN_MOST);
	return rate + MPP_SYN_STEP_LAST;
}

/* Below the start mark a rate of SYNs has no reason any more. */
static u32 let_in(u32 rate, enum level level)
{
	return level == BELOW_END ? 0 : rate - (rate + 1) / 2;
}

/*
 * Dropping SYNs keeps out the honest as well, so it is what remains when
 * resets do not bring memory down: it climbs only while memory goes on rising
 * above the start mark, and four times as fast above the high mark.
 */
static u32 syn_rate_next(const struct mpp_episode *ep,
			 const struct mpp_sample *s)
{
	const struct mpp_gauge *g = &s->gauge[ep->signal];
	enum level level = level_of(g);
	u32 rate = ep->syn_rate;

	switch (level) {
	case ABOVE_HIGH:
		if (g->now >= ep->last[ep->signal])
			rate = climb(rate, MPP_SYN_STEP_HIGH);
		break;
	case ABOVE_START:
		if (ep->rising >= MPP_RISING_EPOCHS)
			rate = climb(rate, MPP_SYN_STEP);
		else if (!ep->rising)
			rate -= (rate + 3) / 4;
		break;
	default:
		rate = let_in(rate, level);
		break;
	}
	return min_t(u32, rate, MPP_SYN_ALL);
}

/*
 * Whose listener holds little is not what fills memory: his SYNs wait until
 * dropping all of the others does not turn the tide (B9).
 */
static u32 syn_rate_light_next(const struct mpp_episode *ep,
			       const struct mpp_sample *s)
{
	enum level level = level_of(&s->gauge[ep->signal]);
	u32 rate = ep->syn_rate_light;

	switch (level) {
	case ABOVE_HIGH:
	case ABOVE_START:
		if (!ep->rising)
			rate -= (rate + 3) / 4;
		else if (ep->syn_rate == MPP_SYN_ALL &&
			 ep->rising >= MPP_RISING_EPOCHS)
			rate = climb(rate, MPP_SYN_STEP);
		break;
	default:
		rate = let_in(rate, level);
		break;
	}
	return min_t(u32, rate, MPP_SYN_ALL);
}

/**
 * mpp_episode_step() - one step of the controller
 * @ep: its state, zeroed before the first step
 * @set: the settings in force
 * @s: a sample
 *
 * What the signal that stands worst does, and what follows for the TCB kill
 * rate and the SYN drop rate at the next epoch:
 *
 *	the signal		kill rate		SYN drop rate
 *	above high		most allowed		+200 unless falling;
 *						from 900 on +4
 *	start .. high, rising	doubled			+50 from the 3rd epoch on
 *	start .. high, falling	held			-1/4
 *	end .. start, rising	doubled			halved
 *	end .. start, falling	-1/4			halved
 *	below end		halved			0
 *
 * The SYN drop rate is that of the listeners that hold the memory. For the others
 * it stays at 0 until that one is at 1000 and memory goes on rising: then +50,
 * from 900 on +4; -1/4 as soon as it does not rise, and halved or 0 as above.
 * Resets that the budget refused double the kill rate as rising memory does.
 * The episode ends when all signals stayed below their end marks for hold_ms,
 * and a new one starts above a start mark only: that gap is the hysteresis.
 * Switched off, an episode ends at once (W2).
 *
 * Context: any; the caller serialises steps on the same @ep.
 * Return: enum mpp_step.
 */
enum mpp_step mpp_episode_step(struct mpp_episode *ep,
			       const struct mpp_settings *set,
			       const struct mpp_sample *s)
{
	enum mpp_signal signal = worst(s);
	const struct mpp_gauge *g = &s->gauge[signal];

	if (!ep->active) {
		if (!set->enabled || !g->high || g->now <= g->start)
			return MPP_STEP_CALM;
		WRITE_ONCE(ep->active, true);
		ep->nr++;
		ep->epoch = 1;
		ep->syn_rate = 0;
		ep->syn_rate_light = 0;
		ep->kill_rate = max_t(u32, set->kill_rate_max / MPP_KILL_OPENING, 1);
		if (level_of(g) == ABOVE_HIGH)
			ep->kill_rate = set->kill_rate_max;
		ep->signal = signal;
		note(ep, s);
		ep->rising = 0;
		ep->peak_pages = s->gauge[MPP_SIGNAL_TCP].now;
		ep->started_ms = s->now_ms;
		ep->below_ms = 0;
		return MPP_STEP_STARTED;
	}

	ep->peak_pages = max_t(s64, ep->peak_pages,
			       s->gauge[MPP_SIGNAL_TCP].now);
	if (level_of(g) != BELOW_END)
		ep->below_ms = 0;
	else if (!ep->below_ms)
		ep->below_ms = max_t(u64, s->now_ms, 1);

	if (!set->enabled ||
	    (ep->below_ms && s->now_ms - ep->below_ms >= set->hold_ms)) {
		WRITE_ONCE(ep->active, false);
		ep->syn_rate = 0;
		ep->syn_rate_light = 0;
		ep->kill_rate = 0;
		return MPP_STEP_ENDED;
	}

	/* One that is over leaves its name until another presses. */
	if (level_of(g) != BELOW_END)
		ep->signal = signal;
	ep->rising = s->gauge[ep->signal].now > ep->last[ep->signal] ?
		     ep->rising + 1 : 0;
	ep->kill_rate = kill_rate_next(ep, set, s);
	ep->syn_rate = syn_rate_next(ep, s);
	ep->syn_rate_light = syn_rate_light_next(ep, s);
	note(ep, s);
	ep->epoch++;
	return MPP_STEP_EPOCH;
}

/* What is exactly at its end mark is not below it, and would stay there. */
static u64 excess(const struct mpp_gauge *g)
{
	return g->high && g->now >= g->end ? g->now - g->end + 1 : 0;
}

/* Of memory: above high there is no more to be patient with. */
static u64 to_free(const struct mpp_gauge *g)
{
	return level_of(g) == ABOVE_HIGH ? U64_MAX : excess(g);
}

/**
 * mpp_episode_order() - what the resets of the coming epoch have to bring
 * @ep: the controller, in an episode
 * @set: the settings in force
 * @s: the sample of its last step
 * @order: the answer, but for @order->audit
 *
 * While memory is not above a high mark, nobody goes unless victims together hold
 * a 64th of the end mark: if it is not they who hold it, their end is no help.
 *
 * Where the machine is short, a socket counts as well as what it holds. Where
 * only the kernel's limit on orphans is near, and no memory above its start
 * mark, nobody else pays for it.
 *
 * Context: any.
 */
void mpp_episode_order(const struct mpp_episode *ep,
		       const struct mpp_settings *set,
		       const struct mpp_sample *s, struct mpp_order *order)
{
	u64 tcp = to_free(&s->gauge[MPP_SIGNAL_TCP]);
	u64 machine = to_free(&s->gauge[MPP_SIGNAL_MACHINE]);
	u64 orphans = excess(&s->gauge[MPP_SIGNAL_ORPHANS]);
	u64 pages = max_t(u64, tcp, machine);

	order->budget = mpp_episode_budget(ep->kill_rate, set->epoch_ms);
	order->sockets = machine > 0;
	order->orphans = orphans &&
			 level_of(&s->gauge[MPP_SIGNAL_TCP]) < ABOVE_START &&
			 level_of(&s->gauge[MPP_SIGNAL_MACHINE]) < ABOVE_START;
	order->pages = pages;
	if (order->orphans) {
		order->pages = U64_MAX;
		order->budget = min_t(u64, order->budget, orphans);
	}
	order->least = order->pages == U64_MAX ? 0 :
		       s->gauge[MPP_SIGNAL_TCP].end >> MPP_LEAST_SHIFT;
}
