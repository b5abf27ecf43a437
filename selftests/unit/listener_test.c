// SPDX-License-Identifier: GPL-2.0
/*
 * listener_test - who is heavy (B9): cases that have a name, and random loads
 * against the definition written out with 128-bit arithmetic and no table.
 */
#include "tap.h"

#define CONNECTIONS	3000

static struct mpp_load load;
static struct mpp_heavy heavy;

/* The model: each connection apart. */
static struct one {
	u32 space, listener, bytes;
	bool exempt;
} list[CONNECTIONS];

static void begin(void)
{
	memset(&load, 0, sizeof(load));
}

static bool is_heavy(u32 space, u32 listener)
{
	return mpp_listener_is_heavy(&heavy, space, listener);
}

static void named_cases(void)
{
	u32 i;

	begin();
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(0, 0) && is_heavy(MPP_LOAD_SPACES - 1, MPP_LOAD_LISTENERS - 1),
	    "with nothing counted all are heavy");

	mpp_listener_add(&load, 3, 81, 1000000, false);
	mpp_listener_add(&load, 3, 80, 60000, false);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(3, 81), "who holds nearly all is heavy");
	tap(!is_heavy(3, 80), "who holds less than a 16th is not");
	tap(!is_heavy(3, 82), "nor who holds nothing");
	tap(!is_heavy(4, 81), "nor anyone of a namespace that holds nothing");
	mpp_listener_add(&load, 3, 80, 10000, false);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(3, 80), "from a 16th on he is");

	begin();
	for (i = 0; i < 100; i++)
		mpp_listener_add(&load, 1, i, 1000, false);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(1, 5) && is_heavy(1, 2000), "many that hold a little each: all are heavy");
	tap(!is_heavy(2, 5), "but not another namespace");

	begin();
	mpp_listener_add(&load, 1, 7, 1000, false);
	mpp_listener_add(&load, 1, 9, 300, true);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(1, 7) && !is_heavy(1, 8) && !is_heavy(1, 9),
	    "what nobody may touch is of no listener");
	mpp_listener_add(&load, 1, 9, 100, true);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(1, 8) && is_heavy(2, 8), "and where it holds much, all are heavy");

	begin();
	mpp_listener_add(&load, 1, 7, U32_MAX, false);
	mpp_listener_add(&load, 1, 7, U32_MAX, false);
	mpp_listener_add(&load, 1, 8, 1, false);
	mpp_listener_settle(&load, &heavy);
	tap(is_heavy(1, 7) && !is_heavy(1, 8), "sums do not wrap");
}

static u64 held(u32 space, bool by_space, u32 listener)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < CONNECTIONS; i++) {
		bool mine = by_space ? list[i].space == space :
				       list[i].listener == listener;

		if (mine && !list[i].exempt)
			sum += list[i].bytes;
	}
	return sum;
}

/* Is @mine a 16th of all, or do those who hold that much not hold 3/4? */
static bool dumb(u64 mine, u64 total, u64 most)
{
	return mine >= total / 16 || (__int128)most < (__int128)(total / 4) * 3;
}

static bool random_load(u32 spaces, u32 listeners, u32 skew, u32 exempt)
{
	u64 total = 0, most_space = 0, most_listener = 0, sum;
	bool good = true;
	u32 i;

	begin();
	for (i = 0; i < CONNECTIONS; i++) {
		list[i].space = tap_below(skew) ? 0 : tap_below(spaces);
		list[i].listener = tap_below(skew) ? 1 : tap_below(listeners);
		list[i].exempt = !tap_below(exempt);
		list[i].bytes = tap_below(1 << (1 + tap_below(30)));
		mpp_listener_add(&load, list[i].space, list[i].listener, list[i].bytes,
				 list[i].exempt);
		total += list[i].bytes;
	}
	mpp_listener_settle(&load, &heavy);
	for (i = 0; i < spaces; i++) {
		sum = held(i, true, 0);
		most_space += sum >= total / 16 ? sum : 0;
	}
	for (i = 0; i < listeners; i++) {
		sum = held(0, false, i);
		most_listener += sum >= total / 16 ? sum : 0;
	}
	for (i = 0; i < 50 && good; i++) {
		struct one *one = &list[tap_below(CONNECTIONS)];

		good = is_heavy(one->space, one->listener) ==
		       (dumb(held(one->space, true, 0), total, most_space) &&
			dumb(held(0, false, one->listener), total, most_listener));
	}
	return good;
}

int main(void)
{
	bool good = true;
	u32 i;

	tap_seed();
	named_cases();
	for (i = 0; i < 60 && good; i++)
		good = random_load(1 + tap_below(MPP_LOAD_SPACES),
				   2 + tap_below(200), 1 + tap_below(20),
				   2 + tap_below(20));
	tap(good, "random loads: as the definition says (%u)", i);
	return tap_end();
}
