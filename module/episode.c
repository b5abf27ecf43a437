// SPDX-License-Identifier: GPL-2.0
/*
 * episode - from samples of memory to episodes, epochs and rates (W21).
 *
 * In:  the settings and one sample an epoch. Out: what happened, and the two
 * rates. Pure: the clock is in the sample.
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

static u32 kill_rate_next(const struct mpp_episode *ep,
			  const struct mpp_settings *set,
			  const struct mpp_sample *s)
{
	u32 max = set->kill_rate_max;
	u32 floor = min_t(u32, MPP_KILL_FLOOR, max);
	u64 rate = ep->kill_rate;

	if (s->pages >= s->pages_high)
		rate = max;
	else if (s->pages < s->pages_end)
		rate /= 2;
	else if (s->pages > ep->last_pages || s->starved)
		rate *= 2;
	else if (s->pages < s->pages_start)
		rate -= rate / 4;
	return clamp_t(u64, rate, floor, max);
}

/*
 * Dropping SYNs keeps out the honest as well, so it is what remains when
 * resets do not bring memory down: it climbs only while memory goes on rising
 * above the start mark, and four times as fast above the high mark.
 */
static u32 syn_rate_next(const struct mpp_episode *ep,
			 const struct mpp_sample *s)
{
	u32 rate = ep->syn_rate;

	if (s->pages >= s->pages_high) {
		if (s->pages >= ep->last_pages)
			rate += MPP_SYN_STEP_HIGH;
	} else if (s->pages < s->pages_end) {
		rate = 0;
	} else if (s->pages < s->pages_start) {
		rate -= (rate + 1) / 2;
	} else if (ep->rising >= MPP_RISING_EPOCHS) {
		rate += MPP_SYN_STEP;
	} else if (!ep->rising) {
		rate -= (rate + 3) / 4;
	}
	return min_t(u32, rate, MPP_SYN_ALL);
}

/**
 * mpp_episode_step() - one step of the controller
 * @ep: its state, zeroed before the first step
 * @set: the settings in force
 * @s: a sample
 *
 * What memory does, and what follows for the TCB kill rate and the SYN drop
 * rate at the next epoch:
 *
 *	memory			kill rate		SYN drop rate
 *	above high		most allowed		+200 unless falling
 *	start .. high, rising	doubled			+50 from the 3rd epoch on
 *	start .. high, falling	held			-1/4
 *	end .. start, rising	doubled			halved
 *	end .. start, falling	-1/4			halved
 *	below end		halved			0
 *
 * Resets that the budget refused double the kill rate as rising memory does.
 * The episode ends when memory stayed below the end mark for hold_ms, and a
 * new one starts above the start mark only: that gap is the hysteresis.
 * Switched off, an episode ends at once (W2).
 *
 * Context: any; the caller serialises steps on the same @ep.
 * Return: enum mpp_step.
 */
enum mpp_step mpp_episode_step(struct mpp_episode *ep,
			       const struct mpp_settings *set,
			       const struct mpp_sample *s)
{
	if (!ep->active) {
		if (!set->enabled || s->pages <= s->pages_start)
			return MPP_STEP_CALM;
		ep->active = true;
		ep->nr++;
		ep->epoch = 1;
		ep->syn_rate = 0;
		ep->kill_rate = max_t(u32, set->kill_rate_max / MPP_KILL_OPENING, 1);
		if (s->pages >= s->pages_high)
			ep->kill_rate = set->kill_rate_max;
		ep->last_pages = s->pages;
		ep->rising = 0;
		ep->peak_pages = s->pages;
		ep->started_ms = s->now_ms;
		ep->below_ms = 0;
		return MPP_STEP_STARTED;
	}

	ep->peak_pages = max_t(s64, ep->peak_pages, s->pages);
	if (s->pages >= s->pages_end)
		ep->below_ms = 0;
	else if (!ep->below_ms)
		ep->below_ms = max_t(u64, s->now_ms, 1);

	if (!set->enabled ||
	    (ep->below_ms && s->now_ms - ep->below_ms >= set->hold_ms)) {
		ep->active = false;
		ep->syn_rate = 0;
		ep->kill_rate = 0;
		return MPP_STEP_ENDED;
	}

	ep->rising = s->pages > ep->last_pages ? ep->rising + 1 : 0;
	ep->kill_rate = kill_rate_next(ep, set, s);
	ep->syn_rate = syn_rate_next(ep, s);
	ep->last_pages = s->pages;
	ep->epoch++;
	return MPP_STEP_EPOCH;
}
