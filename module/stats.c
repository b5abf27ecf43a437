// SPDX-License-Identifier: GPL-2.0
/*
 * stats - per-CPU counters, indexed by what happened and by its reason.
 *
 * In:  events of every other room, from any context. Out: sums for the
 * surfaces. No lock: each CPU counts for itself.
 */
#include <linux/percpu.h>

#include "stats.h"

struct mpp_stats {
	u64 count[MPP_NR_STATS];
};

static DEFINE_PER_CPU(struct mpp_stats, mpp_stats);

/* The one table of counters: every surface is a loop over it. */
const struct mpp_counter mpp_counter_table[MPP_NR_COUNTERS] = {
#define X(symbol, word) { word, MPP_STAT_##symbol },
	MPP_STATS(X)
#undef X
#define X(symbol, word) { "reset_" word, MPP_STAT_TCB + MPP_##symbol },
	MPP_RESET_REASONS(X)
#undef X
#define X(symbol, word) { "spared_" word, MPP_STAT_TCB + MPP_##symbol },
	MPP_SPARE_REASONS(X)
#undef X
#define X(symbol, word) { "syn_spared_" word, MPP_STAT_SYN + MPP_##symbol },
	MPP_SPARE_REASONS(X)
#undef X
};

/**
 * mpp_stat_add() - count
 * @stat: what
 * @n: how many
 *
 * Context: any, softirq included: this_cpu_add() is safe against interrupts.
 */
void mpp_stat_add(enum mpp_stat stat, u64 n)
{
	this_cpu_add(mpp_stats.count[stat], n);
}

/**
 * mpp_stat_read() - sum of a counter over all CPUs
 * @stat: which
 *
 * CPUs that went away keep what they counted. On 32 bit the upper half of a sum
 * that is read while it is written may be wrong once: who decides by it takes the
 * lower one.
 *
 * Context: any.
 * Return: the sum.
 */
u64 mpp_stat_read(enum mpp_stat stat)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(mpp_stats, cpu).count[stat]);
	return sum;
}
