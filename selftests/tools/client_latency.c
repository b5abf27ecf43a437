// SPDX-License-Identifier: GPL-2.0
/*
 * Percentiles of durations
 *
 * Buckets of 1/16 of a power of two: at most 6 % wrong, and no limit on how
 * many durations are added.
 */
#include "client.h"

#define SUB_BITS 4
#define BUCKETS (64 << SUB_BITS)

static uint64_t count[BUCKETS], total;

static unsigned int bucket_of(uint64_t us)
{
	unsigned int top;

	if (us < 1 << SUB_BITS)
		return us;
	top = 63 - __builtin_clzll(us);
	return ((top - SUB_BITS + 1) << SUB_BITS) +
	       (us >> (top - SUB_BITS) & ((1 << SUB_BITS) - 1));
}

static uint64_t bucket_value(unsigned int b)
{
	unsigned int shift;

	if (b < 1 << SUB_BITS)
		return b;
	shift = (b >> SUB_BITS) - 1;
	return (uint64_t)((1 << SUB_BITS) + (b & ((1 << SUB_BITS) - 1))) << shift;
}

void latency_add(uint64_t us)
{
	count[bucket_of(us)]++;
	total++;
}

uint64_t latency_percentile(unsigned int percent)
{
	uint64_t want = (total * percent + 99) / 100, seen = 0;
	unsigned int b;

	for (b = 0; b < BUCKETS && total; b++) {
		seen += count[b];
		if (seen >= want)
			return bucket_value(b);
	}
	return 0;
}
