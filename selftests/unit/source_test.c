// SPDX-License-Identifier: GPL-2.0
/*
 * source_test - the memory of sources (B4) against a list of all that was ever
 * noted, which forgets by age alone; the fate of SYNs against its table, for
 * every roll; and what counts as behaving against the abuse classes.
 */
#include "tap.h"

#define OPERATIONS	400000
#define SOURCES		6000
#define KEEP		60

static struct mpp_source_table table;

/* The model: what was noted of each source, and when. */
static struct one {
	u64 hash;
	u32 when, count;
} list[SOURCES];

/* As a keyed hash of a family's word and an address would be. */
static u64 hash_of(u64 family, u64 n)
{
	u64 h = (n + 1) * 0x9e3779b97f4a7c15ULL ^ family * 0xbf58476d1ce4e5b9ULL;

	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9ULL;
	h = (h ^ h >> 27) * 0x94d049bb133111ebULL;
	return h ^ h >> 31;
}

static u32 dumb_find(const struct one *one, u32 now)
{
	return one->count && now - one->when < KEEP ? one->count : 0;
}

static u32 dumb_note(struct one *one, u32 now, bool more)
{
	u32 was = dumb_find(one, now);

	one->count = was ? was + (more && was < 63) : 1;
	one->when = now;
	return was;
}

/* Sources of which no set has more than it has room for: nothing is lost. */
static u32 few_in_a_set(u32 nr)
{
	static u8 used[MPP_SOURCE_SETS];
	u32 i, taken = 0;
	u64 n;

	memset(used, 0, sizeof(used));
	for (n = 0; taken < nr; n++) {
		u64 hash = hash_of(n % 2 ? 4 : 6, n);

		i = hash & (MPP_SOURCE_SETS - 1);
		if (used[i] == MPP_SOURCE_WAYS)
			continue;
		used[i]++;
		list[taken++] = (struct one) { .hash = hash };
	}
	return taken;
}

static void random_operations(u32 start)
{
	u32 now = start, i, found = 0, unknown = 0, grown = 0, nr;
	struct one *one;
	bool good = true, more;

	memset(&table, 0, sizeof(table));
	table.keep = KEEP;
	nr = few_in_a_set(SOURCES);
	for (i = 0; i < OPERATIONS && good; i++) {
		u32 want, got;

		/* now and then a long silence, in which all is forgotten */
		if (!tap_below(400))
			now += tap_below(20) ? 1 : tap_below(2 * KEEP);
		one = &list[tap_below(nr)];
		if (tap_below(3)) {
			want = dumb_find(one, now);
			got = mpp_source_find(&table, one->hash, now);
			found += !!want;
			unknown += !want;
		} else {
			more = tap_below(2);
			grown += more && dumb_find(one, now);
			want = dumb_note(one, now, more);
			got = mpp_source_note(&table, one->hash, now, more);
		}
		good = want == got;
		if (!good)
			printf("# at %u: %u, not %u\n", now, got, want);
	}
	tap(good, "%u random operations from time %u on: as the list", i,
	    start);
	tap(found > 1000 && unknown > 1000 && grown > 1000,
	    "of them %u found, %u not, %u counted on", found, unknown, grown);
}

/* More than a table holds: some are lost, and none is made up. */
static void eviction(void)
{
	u32 i, left = 0, made_up = 0, fresh, nr = 4 * MPP_SOURCE_SETS *
		MPP_SOURCE_WAYS;

	memset(&table, 0, sizeof(table));
	table.keep = KEEP;
	for (i = 0; i < nr; i++)
		mpp_source_note(&table, hash_of(4, i), i / 4096, false);
	for (i = 0; i < nr; i++) {
		left += !!mpp_source_find(&table, hash_of(4, i), nr / 4096);
		made_up += !!mpp_source_find(&table, hash_of(6, i), nr / 4096);
	}
	tap(left > nr / 8 && left <= MPP_SOURCE_SETS * MPP_SOURCE_WAYS,
	    "of %u sources %u are left, no more than there is room for", nr,
	    left);
	tap(!made_up, "none is found that was not noted");
	for (fresh = 0, i = nr - 4096; i < nr; i++)
		fresh += !!mpp_source_find(&table, hash_of(4, i), nr / 4096);
	tap(fresh > 4096 * 9 / 10, "the newest are there: %u of 4096", fresh);
}

/* A full set loses the one that was noted first, and what is out of date. */
static void oldest_goes(void)
{
	u64 hash[MPP_SOURCE_WAYS + 1];
	bool good = true;
	u32 i;

	memset(&table, 0, sizeof(table));
	table.keep = KEEP;
	for (i = 0; i <= MPP_SOURCE_WAYS; i++)
		hash[i] = (u64)(i + 1) << 32 | 7;
	for (i = 0; i < MPP_SOURCE_WAYS; i++)
		mpp_source_note(&table, hash[i], 100 + i, false);
	/* the first is seen again, so the second is the oldest */
	mpp_source_note(&table, hash[0], 110, false);
	mpp_source_note(&table, hash[MPP_SOURCE_WAYS], 111, false);
	for (i = 0; i <= MPP_SOURCE_WAYS; i++)
		good &= !!mpp_source_find(&table, hash[i], 111) == (i != 1);
	tap(good, "of a full set the oldest goes, and no other");
	tap(mpp_source_find(&table, hash[0], 110 + KEEP - 1) == 1 &&
	    !mpp_source_find(&table, hash[0], 110 + KEEP),
	    "remembered for %u s, and not for longer", KEEP);
	tap(!mpp_source_find(&table, 0, 111) &&
	    !mpp_source_find(&table, 9, 111), "empty room is nobody's");
}

/* Pairs of a note that is torn on 32 bit: never a hash that nobody has. */
static void half_written(void)
{
	u64 a = 1ULL << 32 | 7, b = 2ULL << 32 | 7, x, y;
	u64 *at = table.entry[7];

	memset(&table, 0, sizeof(table));
	table.keep = KEEP;
	mpp_source_note(&table, a, 100, false);
	x = at[0];
	memset(&table, 0, sizeof(table));
	table.keep = KEEP;
	mpp_source_note(&table, b, 150, false);
	y = at[0];
	at[0] = (x >> 32) << 32 | (u32)y;
	tap(mpp_source_find(&table, a, 150) == 1 &&
	    !mpp_source_find(&table, b, 150), "torn: the old one, too young");
	at[0] = (y >> 32) << 32 | (u32)x;
	tap(mpp_source_find(&table, b, 150) == 1 &&
	    !mpp_source_find(&table, a, 150), "torn: the new one, too old");
}

/* How many of 1000 rolls end in this. */
static u32 odds(const struct mpp_source *src, u32 rate, bool half_open,
		enum mpp_fate fate)
{
	u32 roll, n = 0;

	for (roll = 0; roll < 1000; roll++)
		n += mpp_source_fate(src, rate, half_open, roll) == fate;
	return n;
}

/* The table of mpp_source_fate(), said in another way. */
static u32 dumb_odds(const struct mpp_source *src, u32 rate, bool half_open)
{
	u32 raised = src->network < 10 ? src->network * 50 : 500;

	if (src->caught || rate == 1000)
		return 1000;
	if (src->behaved && !half_open)
		return 0;
	return src->network && raised > rate ? raised : rate;
}

static struct {
	u32 cases, bad, above;
} seen;

static void one_case(u32 rate, u32 network, u32 bits)
{
	struct mpp_source src = {
		.network = network,
		.caught = bits & 1,
		.behaved = bits & 2,
	};
	bool half_open = bits & 4;
	u32 caught = odds(&src, rate, half_open, MPP_FATE_CAUGHT);
	u32 by_network = odds(&src, rate, half_open, MPP_FATE_NETWORK);
	u32 by_rate = odds(&src, rate, half_open, MPP_FATE_RATE);
	u32 all = caught + by_network + by_rate;
	u32 want = dumb_odds(&src, rate, half_open);

	seen.cases++;
	seen.bad += all != want || caught != (src.caught ? 1000 : 0);
	/* of those that go, the rate takes its part first */
	seen.bad += !src.caught && want && by_rate != rate;
	seen.above += !src.caught && rate < 500 && all > 500;
}

static void fates(void)
{
	static const u32 rates[] = { 0, 1, 50, 250, 499, 500, 501, 999, 1000 };
	static const u32 networks[] = { 0, 1, 2, 5, 9, 10, 11, 63, U32_MAX };
	u32 r, n, bits;

	for (r = 0; r < ARRAY_SIZE(rates); r++)
		for (n = 0; n < ARRAY_SIZE(networks); n++)
			for (bits = 0; bits < 8; bits++)
				one_case(rates[r], networks[n], bits);
	tap(seen.cases == 648 && !seen.bad, "the odds of all %u cases",
	    seen.cases);
	tap(!seen.above, "a network alone never raises them above a half");
}

static void fates_by_hand(void)
{
	const struct mpp_source unknown = {};
	const struct mpp_source caught = { .caught = true, .behaved = true };
	const struct mpp_source good = { .behaved = true, .network = 4 };
	const struct mpp_source beside = { .network = 3 };

	tap(odds(&unknown, 0, false, MPP_FATE_PASSED) == 1000,
	    "an unknown one passes at rate 0");
	tap(odds(&caught, 0, false, MPP_FATE_CAUGHT) == 1000,
	    "a caught one goes at rate 0, though it behaved");
	tap(odds(&beside, 100, false, MPP_FATE_RATE) == 100 &&
	    odds(&beside, 100, false, MPP_FATE_NETWORK) == 50 &&
	    odds(&beside, 100, false, MPP_FATE_PASSED) == 850,
	    "three caught of a network: 100 by the rate, 50 more by it");
	tap(odds(&good, 999, false, MPP_FATE_BEHAVED) == 999 &&
	    odds(&good, 999, false, MPP_FATE_PASSED) == 1,
	    "a well-behaved one is spared at 999, and counted");
	tap(odds(&good, 0, false, MPP_FATE_BEHAVED) == 200,
	    "it is spared for its network's sake as well");
	tap(odds(&good, 1000, false, MPP_FATE_RATE) == 1000,
	    "but not at 1000");
	tap(odds(&good, 300, true, MPP_FATE_RATE) == 300 &&
	    odds(&good, 0, true, MPP_FATE_NETWORK) == 200 &&
	    odds(&good, 300, true, MPP_FATE_BEHAVED) == 0,
	    "nor where addresses may be forged");
}

static void reasons(void)
{
	u32 bad = 0, reason, n = 0;

	for (reason = 0; reason <= MPP_NR_REASONS; reason++) {
		n += mpp_source_convicts(reason);
		bad += mpp_source_convicts(reason) &&
		       reason < MPP_FIRST_ABUSE;
	}
	tap(!bad && n == MPP_NR_CLASSES - 2 &&
	    !mpp_source_convicts(MPP_UNREAD) &&
	    !mpp_source_convicts(MPP_SILENT) &&
	    !mpp_source_convicts(MPP_NR_REASONS),
	    "every abuse class convicts, but for data not read and silence");
}

static u32 some(u32 near)
{
	static const u32 odd[] = { 0, 1, 999, 1000, 1460, 3000, 16384, 65535 };

	switch (tap_below(4)) {
	case 0:
		return odd[tap_below(ARRAY_SIZE(odd))];
	case 1:
		return near;
	default:
		return tap_below(2 * near + 2);
	}
}

static void good_peers(void)
{
	const struct mpp_facts load = {
		.bytes = 300000, .queued = 200000, .snd_wnd = 64240,
		.max_window = 64240, .mss = 1460, .stall_ms = 200,
		.acked = 65536,
	};
	const struct mpp_facts upload = {
		.bytes = 3000, .max_window = 64240, .mss = 1460, .unread = 1000,
		.unread_ms = 50, .received = 66536,
	};
	struct mpp_facts f;
	u32 i, n = 0, bad = 0;

	tap(mpp_source_behaves(&load), "a download of 64 KB behaves");
	tap(mpp_source_behaves(&upload), "an upload of 64 KB does");
	f = load;
	f.acked--;
	tap(!mpp_source_behaves(&f), "less does not");
	f = upload;
	f.received--;
	tap(!mpp_source_behaves(&f), "what was not read does not count");
	f = load;
	f.stall_ms = 1000;
	tap(!mpp_source_behaves(&f), "nor one that stalls");
	f = load;
	f.snd_wnd = 1459;
	tap(!mpp_source_behaves(&f), "nor one without room for a segment");
	f = load;
	f.orphan = true;
	tap(!mpp_source_behaves(&f), "nor an orphan");
	f = upload;
	f.hole_ms = 1;
	tap(!mpp_source_behaves(&f), "nor one with a hole");
	f = upload;
	f.unread_ms = 1000;
	tap(!mpp_source_behaves(&f), "nor one that is not read");

	for (i = 0; i < OPERATIONS; i++) {
		f = (struct mpp_facts) {
			.bytes = some(100000), .queued = some(50000),
			.snd_wnd = some(1460), .max_window = some(1460),
			.mss = some(1460), .stall_ms = some(3000),
			.hole_ms = tap_below(2) ? some(20000) : 0,
			.unread = some(16384), .unread_ms = some(30000),
			.acked = some(65536), .received = some(100000),
			.orphan = !tap_below(4),
		};
		if (f.max_window < f.snd_wnd)
			f.max_window = f.snd_wnd;
		if (!mpp_source_behaves(&f))
			continue;
		n++;
		bad += mpp_victim_class(&f) != MPP_HEALTHY;
	}
	tap(!bad && n > 1000, "none of %u that behave is of an abuse class", n);
}

int main(void)
{
	tap_seed();
	random_operations(0);
	/* across the end of the time that an entry can hold */
	random_operations((1U << 26) - 200);
	random_operations(U32_MAX - 200);
	eviction();
	oldest_goes();
	half_written();
	fates();
	fates_by_hand();
	reasons();
	good_peers();
	return tap_end();
}
