// SPDX-License-Identifier: GPL-2.0
/*
 * exempt_test - the exempt ranges (W6-W10, D2, D4, D13) against a map of all
 * 65,536 ports and an unordered list of entries, which are too dumb to be
 * wrong.
 */
#include "tap.h"

#define OPERATIONS	200000
#define PORTS		65536

static bool map[PORTS];
static struct { u32 first, last; } list[MPP_EXEMPT_MAX];
static u32 listed;

/* What adding has to answer, in the order in which reasons are told. */
static int dumb_add(u32 first, u32 last)
{
	u32 p;

	if (first >= PORTS || last >= PORTS)
		return -ERANGE;
	if (first > last)
		return -EINVAL;
	for (p = first; p <= last; p++)
		if (map[p])
			return -EEXIST;
	if (listed == MPP_EXEMPT_MAX)
		return -ENOSPC;
	for (p = first; p <= last; p++)
		map[p] = true;
	list[listed].first = first;
	list[listed++].last = last;
	return 0;
}

static int dumb_del(u32 first, u32 last)
{
	u32 i, p;

	if (first >= PORTS || last >= PORTS)
		return -ERANGE;
	if (first > last)
		return -EINVAL;
	for (i = 0; i < listed; i++)
		if (list[i].first == first && list[i].last == last)
			break;
	if (i == listed)
		return -ENOENT;
	for (p = first; p <= last; p++)
		map[p] = false;
	list[i] = list[--listed];
	return 0;
}

static bool in_list(const struct mpp_range *r)
{
	u32 i;

	for (i = 0; i < listed; i++)
		if (list[i].first == r->first && list[i].last == r->last)
			return true;
	return false;
}

/* The same entries, ascending. */
static bool same_entries(const struct mpp_exempt *ex)
{
	u32 i;

	if (ex->nr != listed)
		return false;
	for (i = 0; i < ex->nr; i++)
		if (!in_list(&ex->range[i]) ||
		    (i && ex->range[i - 1].last >= ex->range[i].first))
			return false;
	return true;
}

static bool same_ports(const struct mpp_exempt *ex)
{
	u32 p;

	for (p = 0; p < PORTS; p++)
		if (mpp_exempt_has(ex, p) != map[p])
			return false;
	return true;
}

/* Ports where things go wrong come up often. */
static u32 random_port(void)
{
	static const u32 odd[] = {
		0, 1, 2, 32767, 32768, 65534, 65535, 65536, 65537, U32_MAX,
	};
	u32 i;

	switch (tap_below(8)) {
	case 0:
		return odd[tap_below(ARRAY_SIZE(odd))];
	case 1:
		/* at the edge of an entry, one beside it, or at it */
		if (!listed)
			return 0;
		i = tap_below(listed);
		return (tap_below(2) ? list[i].first : list[i].last) +
		       tap_below(3) - 1;
	case 2:
		return tap_below(64);
	default:
		return tap_below(PORTS);
	}
}

static void random_range(u32 *first, u32 *last)
{
	u32 i;

	if (listed && !tap_below(4)) {
		/* an entry as it is, so that deleting has something to do */
		i = tap_below(listed);
		*first = list[i].first;
		*last = list[i].last;
		return;
	}
	*first = random_port();
	*last = tap_below(3) ? *first + tap_below(2000) : random_port();
}

struct seen {
	u32 added, deleted, invalid, exists, full, absent;
};

static void note(struct seen *seen, int err, bool add)
{
	switch (err) {
	case 0:
		if (add)
			seen->added++;
		else
			seen->deleted++;
		break;
	case -EINVAL:
	case -ERANGE:
		seen->invalid++;
		break;
	case -EEXIST:
		seen->exists++;
		break;
	case -ENOSPC:
		seen->full++;
		break;
	case -ENOENT:
		seen->absent++;
		break;
	}
}

static void differential(void)
{
	struct mpp_exempt ex = { 0 }, before;
	struct seen seen = { 0 };
	bool errno_ok = true, unchanged = true, entries = true, ports = true;
	u32 i, first, last;

	for (i = 0; i < OPERATIONS && errno_ok && unchanged && entries && ports; i++) {
		/* fill and empty in turns, so that both ends are met */
		bool add = tap_below(8) < (i / 500 % 2 ? 2 : 6);
		int err, want;

		random_range(&first, &last);
		before = ex;
		err = add ? mpp_exempt_add(&ex, first, last) :
			    mpp_exempt_del(&ex, first, last);
		want = add ? dumb_add(first, last) : dumb_del(first, last);
		note(&seen, err, add);
		errno_ok = err == want;
		unchanged = !err || !memcmp(&before, &ex, sizeof(ex));
		entries = same_entries(&ex);
		if (!err || i % 1000 == 0)
			ports = same_ports(&ex);
		if (!errno_ok)
			printf("# %s %u-%u: %d instead of %d\n",
			       add ? "add" : "del", first, last, err, want);
	}
	printf("# %u operations: %u added, %u deleted, ", i, seen.added,
	       seen.deleted);
	printf("%u invalid, %u overlap, %u full, %u absent\n", seen.invalid,
	       seen.exists, seen.full, seen.absent);
	tap(errno_ok, "every answer is the reference's");
	tap(unchanged, "refused means unchanged");
	tap(entries, "the entries are the reference's, ascending");
	tap(ports, "membership of all 65,536 ports is the reference's");
	tap(seen.added && seen.deleted && seen.invalid && seen.exists &&
	    seen.full && seen.absent, "every kind of answer came up");
}

static void example(void)
{
	struct mpp_exempt ex = { 0 };
	u32 p, inside = 0;

	tap(!mpp_exempt_add(&ex, 5000, 5009), "start 5000, count 10 is added");
	for (p = 0; p < PORTS; p++)
		inside += mpp_exempt_has(&ex, p);
	tap(inside == 10 && mpp_exempt_has(&ex, 5000) &&
	    mpp_exempt_has(&ex, 5009), "it covers 5000-5009 and no other port");
	tap(mpp_exempt_del(&ex, 5000, 5008) == -ENOENT, "part of it is no entry");
	tap(mpp_exempt_del(&ex, 5001, 5009) == -ENOENT, "nor the other part");
	tap(mpp_exempt_add(&ex, 5009, 5020) == -EEXIST, "one port in common is too much");
	tap(!mpp_exempt_add(&ex, 5010, 5010), "its neighbour is another range");
	tap(!mpp_exempt_del(&ex, 5000, 5009), "the same start and count delete it");
	tap(!mpp_exempt_has(&ex, 5000) && mpp_exempt_has(&ex, 5010),
	    "it is gone, its neighbour is not");
}

static void thirteenth(void)
{
	struct mpp_exempt ex = { 0 }, before;
	bool all = true;
	u32 i;

	for (i = 0; i < MPP_EXEMPT_MAX; i++)
		all = all && !mpp_exempt_add(&ex, 100 * i, 100 * i);
	before = ex;
	tap(all && ex.nr == 12, "twelve ranges are taken");
	tap(mpp_exempt_add(&ex, 60000, 60000) == -ENOSPC, "the 13th is refused");
	tap(mpp_exempt_add(&ex, 100, 100) == -EEXIST,
	    "an overlap is an overlap in a full list too");
	tap(!memcmp(&before, &ex, sizeof(ex)), "and nothing has changed");
	tap(!mpp_exempt_del(&ex, 500, 500) && !mpp_exempt_add(&ex, 0xffff, 0xffff),
	    "one deleted, another fits");
	tap(mpp_exempt_has(&ex, 65535) && mpp_exempt_has(&ex, 0),
	    "the first port and the last can be exempt");
	ex.nr = 0;
	tap(!mpp_exempt_add(&ex, 0, 65535) && mpp_exempt_has(&ex, 32768),
	    "all ports can be exempt");
}

int main(void)
{
	tap_seed();
	example();
	thirteenth();
	differential();
	return tap_end();
}
