// SPDX-License-Identifier: GPL-2.0
/*
 * source - who was caught and who behaved, and what that means for a SYN (B4).
 *
 * In:  keyed 64-bit hashes of addresses and networks, the time in seconds,
 * facts about connections. Out: what is remembered of a hash, and the fate of a
 * SYN. Pure.
 *
 * A table is a fixed number of sets with room for four each. A set that is full
 * forgets its oldest: a lost entry means that the plain rate applies. There is
 * no timer; what is too old is not found, and is the first to be replaced.
 *
 * One writer, any number of readers, no lock. An entry is one u64, written and
 * read whole. Where that takes two accesses (32 bit), a reader may meet the tag
 * of one entry with the time and count of another in the moment of replacement:
 * one SYN is misjudged, and is sent again a second later.
 */
#include "core.h"

/* An entry: the tag in bits 63..32, the time in 31..6, the count in 5..0. */
#define MPP_ENTRY_TAG_SHIFT	32
#define MPP_ENTRY_TIME_SHIFT	6
#define MPP_ENTRY_TIME_MASK	((1U << 26) - 1)
#define MPP_ENTRY_COUNT_MASK	((1U << MPP_ENTRY_TIME_SHIFT) - 1)

/* Rates of SYNs are per mille. */
#define MPP_ODDS_ALL		1000
/* Each caught address raises the odds of its network by this, up to that. */
#define MPP_ODDS_STEP		50
#define MPP_ODDS_NETWORK	500

/* A peer behaved when so many bytes went one way or the other, */
#define MPP_BEHAVED_BYTES	65536
/* and nothing waits for longer than this, ms. */
#define MPP_BEHAVED_STALL_MS	1000

static u64 pack(u64 hash, u32 now, u32 count)
{
	u32 low = (now & MPP_ENTRY_TIME_MASK) << MPP_ENTRY_TIME_SHIFT | count;

	return hash >> MPP_ENTRY_TAG_SHIFT << MPP_ENTRY_TAG_SHIFT | low;
}

/* A count is never 0 in an entry that is in use. */
static u32 count_of(u64 entry)
{
	return entry & MPP_ENTRY_COUNT_MASK;
}

/* Right for two years, after which an entry seems young once more. */
static u32 age_of(u64 entry, u32 now)
{
	return (now - ((u32)entry >> MPP_ENTRY_TIME_SHIFT)) &
	       MPP_ENTRY_TIME_MASK;
}

static bool is_of(u64 entry, u64 hash)
{
	return count_of(entry) && !((entry ^ hash) >> MPP_ENTRY_TAG_SHIFT);
}

/* The tag is of other bits of the hash than the set. */
static u32 set_of(u64 hash)
{
	return (u32)hash & (MPP_SOURCE_SETS - 1);
}

/**
 * mpp_source_find() - is a source in the table?
 * @table: the table
 * @hash: keyed hash of the source
 * @now: the time, s
 *
 * Context: any, beside a writer as well.
 * Return: its count, 0 when it is unknown or forgotten.
 */
u32 mpp_source_find(const struct mpp_source_table *table, u64 hash, u32 now)
{
	const u64 *set = table->entry[set_of(hash)];
	u64 entry;
	u32 i;

	for (i = 0; i < MPP_SOURCE_WAYS; i++) {
		entry = READ_ONCE(set[i]);
		if (is_of(entry, hash) && age_of(entry, now) < table->keep)
			return count_of(entry);
	}
	return 0;
}

/**
 * mpp_source_note() - remember a source from now on
 * @table: the table
 * @hash: keyed hash of the source
 * @now: the time, s
 * @more: count once more when it is known already
 *
 * Context: any; one writer at a time.
 * Return: the count before, 0 when it was unknown or forgotten.
 */
u32 mpp_source_note(struct mpp_source_table *table, u64 hash, u32 now,
		    bool more)
{
	u64 *set = table->entry[set_of(hash)];
	u32 i, count, age, oldest = 0, at = 0;

	for (i = 0; i < MPP_SOURCE_WAYS; i++) {
		age = count_of(set[i]) ? age_of(set[i], now) : U32_MAX;
		if (is_of(set[i], hash)) {
			at = i;
			break;
		}
		if (age > oldest) {
			oldest = age;
			at = i;
		}
	}
	count = is_of(set[at], hash) && age < table->keep ?
		count_of(set[at]) : 0;
	if (!count)
		WRITE_ONCE(set[at], pack(hash, now, 1));
	else
		WRITE_ONCE(set[at], pack(hash, now,
					 min_t(u32, count + more,
					       MPP_ENTRY_COUNT_MASK)));
	return count;
}

/**
 * mpp_source_convicts() - does a reset for this reason tell against the peer?
 * @reason: the reason
 *
 * An application that does not read is no proof: its peer may be honest. Nor is
 * silence: browsers connect ahead of need.
 *
 * Context: any.
 * Return: true when its address counts as caught.
 */
bool mpp_source_convicts(enum mpp_reason reason)
{
	return reason > MPP_SILENT && reason < MPP_NR_REASONS;
}

/**
 * mpp_source_behaves() - is this what an honest peer's connection looks like?
 * @f: what one look at it showed
 *
 * It took much of what we sent, or sent much that was read, its window is open
 * to what waits, and nothing waits for long. Never one of an abuse class.
 *
 * Context: any.
 * Return: true when its address counts as well-behaved.
 */
bool mpp_source_behaves(const struct mpp_facts *f)
{
	if (f->orphan || f->hole_ms)
		return false;
	if (f->queued && (f->stall_ms >= MPP_BEHAVED_STALL_MS || !f->snd_wnd ||
			  f->snd_wnd < f->mss))
		return false;
	if (f->unread && f->unread_ms >= MPP_BEHAVED_STALL_MS)
		return false;
	return f->acked >= MPP_BEHAVED_BYTES ||
	       (f->received >= f->unread &&
		f->received - f->unread >= MPP_BEHAVED_BYTES);
}

/**
 * mpp_source_fate() - what becomes of a SYN that may be dropped
 * @src: what is remembered of where it comes from
 * @rate: the SYN drop rate, of 1000
 * @half_open: the pressure is of half-open connections, whose addresses may be
 *	forged
 * @roll: a random number below 1000
 *
 * The odds, of 1000, from the top:
 *
 *	address caught					1000
 *	rate 1000, the top of the ladder		1000
 *	address behaved, pressure not of half-open	0
 *	network caught		the rate, or 50 a caught address up to 500
 *	otherwise					the rate
 *
 * Nobody can forge an address into being caught or well-behaved, for either
 * takes a handshake; but one who knows a well-behaved address may put it into a
 * SYN. So nobody is spared in a flood of half-open connections.
 *
 * Context: any.
 * Return: enum mpp_fate.
 */
enum mpp_fate mpp_source_fate(const struct mpp_source *src, u32 rate,
			      bool half_open, u32 roll)
{
	u32 raised = min_t(u32, src->network, MPP_ODDS_NETWORK / MPP_ODDS_STEP) *
		     MPP_ODDS_STEP;

	if (src->caught)
		return MPP_FATE_CAUGHT;
	if (src->behaved && !half_open && rate < MPP_ODDS_ALL)
		return roll < max_t(u32, rate, raised) ? MPP_FATE_BEHAVED :
							 MPP_FATE_PASSED;
	if (roll < rate)
		return MPP_FATE_RATE;
	return roll < raised ? MPP_FATE_NETWORK : MPP_FATE_PASSED;
}
