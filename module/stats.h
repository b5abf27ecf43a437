/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_STATS_H
#define _TCP_MPP_STATS_H

#include "types.h"

/* X(symbol, word): the counters that are not indexed by a reason. */
#define MPP_STATS(X)						\
	X(RESETS,		"resets")			\
	X(SYNS_SEEN,		"syns_seen")			\
	X(SYNS_DROPPED,		"syns_dropped")			\
	X(DROPPED_CAUGHT,	"syns_dropped_caught")		\
	X(DROPPED_NETWORK,	"syns_dropped_network")		\
	X(SYN_BEHAVED,		"syn_spared_behaved")		\
	X(EPISODES,		"episodes")			\
	X(EPOCHS,		"epochs")			\
	X(SAMPLES,		"samples")			\
	X(PRESSURE_CALLS,	"pressure_calls")		\
	X(SWEEPS,		"sweeps")			\
	X(SOCKETS_SEEN,		"sockets_seen")			\
	X(BYTES_FREED,		"bytes_freed")			\
	X(WAITING_CLOSE,	"waiting_close")		\
	X(HOOK_FAILURES,	"hook_failures")		\
	X(WOULD_RESET,		"would_reset")			\
	X(WOULD_DROP,		"would_drop")			\
	X(WOULD_DROP_CAUGHT,	"would_drop_caught")		\
	X(WOULD_DROP_NETWORK,	"would_drop_network")		\
	X(EVENTS_LOST,		"events_lost")			\
	X(PINNED,		"pinned")			\
	X(HELD_BACK,		"held_back")			\
	X(OOM_CALLS,		"oom_calls")			\
	X(OOM_PAGES,		"oom_pages")

/**
 * enum mpp_stat - the counters of the module
 * @MPP_STAT_RESETS: connections reset
 * @MPP_STAT_SYNS_SEEN: SYNs that passed a hook during an episode
 * @MPP_STAT_SYNS_DROPPED: SYNs dropped
 * @MPP_STAT_DROPPED_CAUGHT: of those, from an address that was caught (B4)
 * @MPP_STAT_DROPPED_NETWORK: of those, from a network of which addresses were
 *	caught, and which the SYN drop rate would have let pass
 * @MPP_STAT_SYN_BEHAVED: SYNs that would have been dropped, but their address
 *	was seen to behave
 * @MPP_STAT_EPISODES: episodes begun
 * @MPP_STAT_EPOCHS: epochs begun
 * @MPP_STAT_SAMPLES: looks at the memory of TCP
 * @MPP_STAT_PRESSURE_CALLS: pressure callbacks that asked for a sample
 * @MPP_STAT_SWEEPS: whole passes over all socket tables
 * @MPP_STAT_SOCKETS_SEEN: connections looked at in sweeps
 * @MPP_STAT_BYTES_FREED: memory of the reset connections' queues, bytes
 * @MPP_STAT_WAITING_CLOSE: memory of reset connections that only their
 *	application's close() can free, bytes, as it was at the reset (D12)
 * @MPP_STAT_HOOK_FAILURES: namespaces whose SYN hooks could not be registered
 * @MPP_STAT_WOULD_RESET: connections that audit mode would have reset (B5)
 * @MPP_STAT_WOULD_DROP: SYNs that audit mode would have dropped
 * @MPP_STAT_WOULD_DROP_CAUGHT: of those, from an address that was caught
 * @MPP_STAT_WOULD_DROP_NETWORK: of those, from a network of which addresses were
 *	caught
 * @MPP_STAT_EVENTS_LOST: events that did not reach a listener
 * @MPP_STAT_PINNED: verdicts remembered because settings changed (W11)
 * @MPP_STAT_HELD_BACK: outgoing SYNs held back by the rate limit (W19)
 * @MPP_STAT_OOM_CALLS: times the kernel was about to kill a task for memory
 * @MPP_STAT_OOM_PAGES: memory that resets won back for it then, pages
 * @MPP_STAT_TCB: first of MPP_NR_REASONS counters of connections, by reason
 * @MPP_STAT_SYN: first of MPP_NR_REASONS counters of SYNs, by reason
 * @MPP_NR_STATS: how many there are
 */
enum mpp_stat {
#define X(symbol, word) MPP_STAT_##symbol,
	MPP_STATS(X)
#undef X
	MPP_STAT_TCB,
	MPP_STAT_SYN = MPP_STAT_TCB + MPP_NR_REASONS,
	MPP_NR_STATS = MPP_STAT_SYN + MPP_NR_REASONS
};

/**
 * struct mpp_counter - a counter that a surface shows
 * @name: its name on every surface
 * @stat: which it is
 */
struct mpp_counter {
	const char *name;
	enum mpp_stat stat;
};

#define X(symbol, word) + 1
enum {
	MPP_NR_COUNTERS = MPP_STATS(X) MPP_RESET_REASONS(X)
			  MPP_SPARE_REASONS(X) MPP_SPARE_REASONS(X)
};

#undef X

extern const struct mpp_counter mpp_counter_table[MPP_NR_COUNTERS];

void mpp_stat_add(enum mpp_stat stat, u64 n);
u64 mpp_stat_read(enum mpp_stat stat);

/**
 * mpp_stat_inc() - count one
 * @stat: what
 *
 * Context: any.
 */
static inline void mpp_stat_inc(enum mpp_stat stat)
{
	mpp_stat_add(stat, 1);
}

#endif /* _TCP_MPP_STATS_H */
