// SPDX-License-Identifier: GPL-2.0
/*
 * cut_test - the cut-off of mpp_victim_cut() against a reference that keeps
 * every connection, sorts them all, and counts from the worst.
 */
#include "tap.h"

#define MOST	2000

struct one {
	u32 rank, bytes;
};

static struct one all[MOST];
static u32 nr;

static int worst_first(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	return x->rank < y->rank ? 1 : x->rank > y->rank ? -1 : 0;
}

static u64 sum_from(u32 rank)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < nr; i++)
		if (all[i].rank >= rank)
			sum += all[i].bytes;
	return sum;
}

/* The rank of the connection with which the share is reached; 1 if never. */
static u32 dumb_cut(u64 share)
{
	u64 sum = 0;
	u32 i;

	qsort(all, nr, sizeof(all[0]), worst_first);
	for (i = 0; i < nr; i++) {
		sum += all[i].bytes;
		if (sum && sum >= share)
			return all[i].rank;
	}
	return 1;
}

static struct mpp_histogram population(u32 n, u64 looked_at)
{
	struct mpp_histogram hist = { .looked_at = looked_at };
	u32 i;

	nr = n;
	for (i = 0; i < nr; i++) {
		enum mpp_reason class = MPP_FIRST_ABUSE +
			tap_below(MPP_NR_REASONS - MPP_FIRST_ABUSE);

		all[i].bytes = tap_random() >> (32 + tap_below(32));
		all[i].rank = mpp_victim_rank(class, all[i].bytes);
		hist.bytes[all[i].rank] += all[i].bytes;
	}
	return hist;
}

static void random_populations(void)
{
	bool same = true, enough = true, needed = true, scaled = true;
	bool matters = true;
	u32 i;

	for (i = 0; i < 5000 && same && enough && needed && scaled; i++) {
		u64 looked_at = 1 + tap_below(1000);
		u32 factor = 1 + tap_below(50);
		struct mpp_histogram hist;
		u64 total, share;
		u32 cut;

		hist = population(tap_below(MOST), looked_at);
		total = sum_from(1);
		/* from nothing to more than there is */
		share = total ? tap_random() % (total + total / 4 + 1) : 1000;
		cut = mpp_victim_cut(&hist, looked_at, share);
		same = cut == dumb_cut(share);
		enough = cut == 1 || sum_from(cut) >= share;
		needed = cut == 1 || !sum_from(cut + 1) || sum_from(cut + 1) < share;
		/* a sample of a part yields the same for as many times the target */
		scaled = mpp_victim_cut(&hist, looked_at * factor, share * factor) == cut;
		matters &= mpp_victim_matters(&hist, looked_at, share) ==
			   (total >= share) &&
			   mpp_victim_matters(&hist, looked_at * factor,
					      share * factor) == (total >= share);
		if (!same || !scaled)
			printf("# cut %u, reference %u, share %" PRIu64 " of %" PRIu64 "\n",
			       cut, dumb_cut(share), share, total);
	}
	tap(same, "the cut-off is that of sorting everything");
	tap(enough, "what is above it frees the share");
	tap(needed, "one rank less would not");
	tap(scaled, "a sample of the tables stands for the whole");
	tap(matters, "victims matter when all together hold enough");
}

/* The class that goes last is cut off by nothing that a worse one holds. */
static void last_class(void)
{
	u32 above = mpp_victim_rank(MPP_UNREAD + 1, 0), rank;
	bool alone = true, right = true, worse = true;

	for (rank = 1; rank < MPP_NR_RANKS; rank++) {
		alone &= mpp_victim_last(rank, false) == rank;
		right &= mpp_victim_last(rank, true) ==
			 (rank < above ? above : rank);
		worse &= mpp_victim_is_worse(rank) == (rank >= above);
	}
	tap(alone, "alone, those go that leave data unread");
	tap(right, "with a worse victim about they do not");
	tap(worse && !mpp_victim_is_worse(0), "a worse victim is one of another class");
	tap(mpp_victim_rank(MPP_UNREAD, U32_MAX) < above, "that is all of them");
}

static void nobody_matters(void)
{
	struct mpp_histogram hist = { .looked_at = 10 };

	tap(mpp_victim_matters(&hist, 10, 0), "nothing is asked for: they matter");
	tap(!mpp_victim_matters(&hist, 10, 1), "nobody holds anything");
	hist.bytes[MPP_NR_RANKS - 1] = 60;
	hist.bytes[1] = 40;
	hist.bytes[0] = 1000;
	tap(mpp_victim_matters(&hist, 10, 100), "the best and the worst count");
	tap(!mpp_victim_matters(&hist, 10, 101), "one byte too few; the healthy do not");
	tap(mpp_victim_matters(&hist, 40, 403) && !mpp_victim_matters(&hist, 40, 404),
	    "a quarter of the tables");
	tap(mpp_victim_matters(&hist, 0, 100), "no buckets");
	hist.looked_at = 0;
	tap(mpp_victim_matters(&hist, 10, U64_MAX), "nothing was looked at");
}

static void corners(void)
{
	struct mpp_histogram hist = { .looked_at = 10 };
	u32 top = MPP_NR_RANKS - 1;

	tap(mpp_victim_cut(&hist, 10, 1000) == 1, "nobody seen: every victim goes");
	hist.bytes[50] = 1000;
	tap(mpp_victim_cut(&hist, 10, 1000) == 50, "exactly enough in one rank");
	tap(mpp_victim_cut(&hist, 10, 1001) == 1, "one byte too few: every victim");
	tap(mpp_victim_cut(&hist, 10, U64_MAX) == 1, "all there is: every victim");
	tap(mpp_victim_cut(&hist, 10, 0) == 50, "nothing to free: the worst rank only");
	hist.bytes[60] = 1;
	tap(mpp_victim_cut(&hist, 10, 1000) == 50, "the worse rank is not enough");
	tap(mpp_victim_cut(&hist, 10, 1) == 60, "the worse rank goes first");
	hist.bytes[top] = U32_MAX;
	tap(mpp_victim_cut(&hist, 10, U32_MAX) == top, "the worst rank counts");
	tap(mpp_victim_cut(&hist, 5, 1) == top, "fewer buckets than were looked at");
	tap(mpp_victim_cut(&hist, 0, 1) == 1, "no buckets");
	hist.looked_at = 0;
	tap(mpp_victim_cut(&hist, 10, 1) == 1, "nothing looked at");
	hist.looked_at = 1;
	tap(mpp_victim_cut(&hist, 1ULL << 40, U64_MAX / 2) >= 1,
	    "the largest figures do not overflow");
}

int main(void)
{
	tap_seed();
	last_class();
	corners();
	nobody_matters();
	random_populations();
	return tap_end();
}
