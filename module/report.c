// SPDX-License-Identifier: GPL-2.0
/*
 * report - tell of episodes and epochs: log, tracepoints, events, counters.
 *
 * In:  what the controller decided, from the engine's step (process context,
 * one at a time). Out: one log line as an episode begins and one as it ends,
 * a tracepoint and events for each step (W20, W21).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/printk.h>

#include "event.h"
#include "report.h"
#include "stats.h"
#include "trace.h"

/* What each signal is called, as every surface prints it. */
const char *const mpp_signal_words[MPP_NR_SIGNALS] = {
#define X(symbol, word) word,
	MPP_SIGNALS(X)
#undef X
};

/* Counters as they were when the episode began. The engine serialises. */
static u64 mpp_report_resets;
static u64 mpp_report_drops;
static u64 mpp_report_would_reset;
static u64 mpp_report_would_drop;

static void tell(enum mpp_event_type type, const struct mpp_episode *ep,
		 const struct mpp_episode *old, const struct mpp_sample *s,
		 bool audit)
{
	struct mpp_event event = {
		.type = type,
		.audit = audit,
		.epoch = {
			.ep = *ep,
			.sample = *s,
			.old_syn_rate = old->syn_rate,
			.old_kill_rate = old->kill_rate,
			.resets = mpp_stat_read(MPP_STAT_RESETS) -
				  mpp_report_resets,
			.drops = mpp_stat_read(MPP_STAT_SYNS_DROPPED) -
				 mpp_report_drops,
		},
	};

	mpp_event_emit(&event);
}

static void log_start(const struct mpp_episode *ep, const struct mpp_sample *s,
		      bool audit)
{
	const struct mpp_gauge *g = &s->gauge[ep->signal];
	const char *how = audit ? " (audit)" : "";

	switch (ep->signal) {
	case MPP_SIGNAL_TCP:
		pr_notice("episode %u started%s: TCP holds %lld pages, mark %lld, high %lld\n",
			  ep->nr, how, g->now, g->start, g->high);
		break;
	case MPP_SIGNAL_MACHINE:
		pr_notice("episode %u started%s: the machine has %lld pages left, and TCP holds %lld\n",
			  ep->nr, how, s->available, s->share);
		break;
	case MPP_SIGNAL_ORPHANS:
		pr_notice("episode %u started%s: %lld orphans, mark %lld, limit %lld\n",
			  ep->nr, how, g->now, g->start, g->high);
		break;
	}
}

/**
 * mpp_report_start() - an episode began
 * @ep: the controller
 * @s: the sample it began with
 * @audit: nothing will be done about it (B5)
 *
 * Context: process; the caller serialises.
 */
void mpp_report_start(const struct mpp_episode *ep, const struct mpp_sample *s,
		      bool audit)
{
	static const struct mpp_episode calm;

	mpp_stat_inc(MPP_STAT_EPISODES);
	mpp_stat_inc(MPP_STAT_EPOCHS);
	mpp_report_resets = mpp_stat_read(MPP_STAT_RESETS);
	mpp_report_drops = mpp_stat_read(MPP_STAT_SYNS_DROPPED);
	mpp_report_would_reset = mpp_stat_read(MPP_STAT_WOULD_RESET);
	mpp_report_would_drop = mpp_stat_read(MPP_STAT_WOULD_DROP);
	trace_mpp_episode(ep, s);
	trace_mpp_epoch(ep, s, 0, 0);
	tell(MPP_EVENT_EPISODE_START, ep, &calm, s, audit);
	tell(MPP_EVENT_EPOCH_START, ep, &calm, s, audit);
	log_start(ep, s, audit);
}

/**
 * mpp_report_epoch() - an epoch is over and the next began
 * @ep: the controller, with the rates from now on
 * @old: the controller before
 * @s: the sample between
 * @audit: nothing is done about it
 *
 * Context: process; the caller serialises.
 */
void mpp_report_epoch(const struct mpp_episode *ep,
		      const struct mpp_episode *old,
		      const struct mpp_sample *s, bool audit)
{
	mpp_stat_inc(MPP_STAT_EPOCHS);
	trace_mpp_epoch(ep, s, old->syn_rate, old->kill_rate);
	tell(MPP_EVENT_EVALUATION, ep, old, s, audit);
	tell(MPP_EVENT_EPOCH_END, old, old, s, audit);
	tell(MPP_EVENT_EPOCH_START, ep, old, s, audit);
}

/*
 * Event 4229 of Windows says that memory use was high and connections were
 * terminated to keep the system stable; it gives no figures.
 */
static void log_end(const struct mpp_episode *ep, const struct mpp_sample *s)
{
	u64 resets = mpp_stat_read(MPP_STAT_RESETS) - mpp_report_resets;
	u64 drops = mpp_stat_read(MPP_STAT_SYNS_DROPPED) - mpp_report_drops;
	u64 would_reset = mpp_stat_read(MPP_STAT_WOULD_RESET) -
			  mpp_report_would_reset;
	u64 would_drop = mpp_stat_read(MPP_STAT_WOULD_DROP) -
			 mpp_report_would_drop;

	pr_notice("episode %u ended, event 4229: TCP memory use was high; to keep the system stable %llu connections were reset and %llu SYNs dropped in %llu ms and %u epochs; TCP holds %lld pages, at most %lld\n",
		  ep->nr, resets, drops, s->now_ms - ep->started_ms, ep->epoch,
		  s->gauge[MPP_SIGNAL_TCP].now, ep->peak_pages);
	if (would_reset || would_drop)
		pr_notice("episode %u, audit: %llu connections would have been reset and %llu SYNs dropped\n",
			  ep->nr, would_reset, would_drop);
}

/**
 * mpp_report_end() - an episode is over
 * @ep: the controller, calm again
 * @old: the controller before
 * @s: the sample it ended with
 * @audit: nothing was done about it
 *
 * Context: process; the caller serialises.
 */
void mpp_report_end(const struct mpp_episode *ep,
		    const struct mpp_episode *old, const struct mpp_sample *s,
		    bool audit)
{
	trace_mpp_episode(ep, s);
	tell(MPP_EVENT_EPOCH_END, old, old, s, audit);
	tell(MPP_EVENT_EPISODE_END, ep, old, s, audit);
	log_end(ep, s);
}
