/* SPDX-License-Identifier: GPL-2.0 */
/* tap.h - results in TAP, and repeatable random numbers, for the unit tests */
#ifndef MPP_UNIT_TAP_H
#define MPP_UNIT_TAP_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static unsigned int tap_nr;
static unsigned int tap_bad;
static uint64_t tap_state;

/* One result. Returns @good, so that a caller can stop at the first failure. */
__attribute__((format(printf, 2, 3)))
static inline bool tap(bool good, const char *fmt, ...)
{
	va_list ap;

	tap_nr++;
	tap_bad += !good;
	printf("%sok %u - ", good ? "" : "not ", tap_nr);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	return good;
}

/* The plan, and the exit status of the program. */
static inline int tap_end(void)
{
	printf("1..%u\n", tap_nr);
	return !!tap_bad;
}

/* Random numbers (xorshift64*) from SEED of the environment, or a new seed. */
static inline void tap_seed(void)
{
	const char *text = getenv("SEED");
	uint64_t here = (uintptr_t)&here;

	tap_state = text ? strtoull(text, NULL, 0) : here ^ (here >> 12);
	printf("# SEED=%" PRIu64 "\n", tap_state);
	/* a state of zero would stay zero; close seeds should go apart */
	tap_state = (tap_state + 1) * 0x9e3779b97f4a7c15ULL;
	if (!tap_state)
		tap_state = 1;
}

static inline uint64_t tap_random(void)
{
	tap_state ^= tap_state >> 12;
	tap_state ^= tap_state << 25;
	tap_state ^= tap_state >> 27;
	return tap_state * 0x2545f4914f6cdd1dULL;
}

/* Below @n, which is not 0. */
static inline uint32_t tap_below(uint32_t n)
{
	return (tap_random() >> 32) % n;
}

#endif /* MPP_UNIT_TAP_H */
