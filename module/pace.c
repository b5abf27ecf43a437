// SPDX-License-Identifier: GPL-2.0
/*
 * pace - how long a peer has taken next to nothing, seen over several looks.
 *
 * In:  looks at connections, one after the other. Out: for how long each was
 * slow, or had been as it is. Pure, and of fixed size: a table of what was seen,
 * a few places for each hash. Who finds no place, or shares a number with
 * another, is not slow: it errs on the side of the connection.
 */
#include "core.h"

/* A pace is told by this much time, ms: longer than a stall may be (victim.c). */
#define MPP_PACE_WINDOW_MS	10000
/* A window in which less than this part of what is held was taken is slow. */
#define MPP_PACE_PART		30
/* Who was not looked at for so long is new, ms. */
#define MPP_PACE_STALE_MS	10000
/* So that one connection has a place for each of two matters. */
#define MPP_PACE_OTHER		0x9e3779b9

/* What was seen of @id, or NULL. */
static const struct mpp_pace *seen_of(const struct mpp_pace_table *table,
				      u32 id)
{
	const struct mpp_pace *set = table->place[id % MPP_PACE_SETS];
	u32 i;

	id |= 1;
	for (i = 0; i < MPP_PACE_WAYS; i++)
		if (READ_ONCE(set[i].id) == id)
			return &set[i];
	return NULL;
}

/*
 * The place of @id: its own, or one that is to be had, or NULL. Nobody gives way
 * who is still looked at; of the others the one not looked at for longest.
 */
static struct mpp_pace *place_of(struct mpp_pace_table *table, u32 id,
				 u32 now_ms)
{
	struct mpp_pace *set = table->place[id % MPP_PACE_SETS], *p = NULL;
	u32 i;

	id |= 1;	/* 0 is an empty place */
	for (i = 0; i < MPP_PACE_WAYS; i++) {
		if (set[i].id == id)
			return &set[i];
		if (!p || !set[i].id ||
		    (p->id && now_ms - set[i].seen_ms > now_ms - p->seen_ms))
			p = &set[i];
	}
	return p->id && now_ms - p->seen_ms < MPP_PACE_STALE_MS ? NULL : p;
}

/* Of a copy, or of what nobody else writes. */
static bool is_new(const struct mpp_pace *p, u32 id, u32 now_ms)
{
	return p->id != (id | 1) || now_ms - p->seen_ms > MPP_PACE_STALE_MS;
}

/*
 * What a look leaves in the place @p, and what it tells, both at @now_ms. Others
 * may peek meanwhile.
 */
static u32 pass(struct mpp_pace *p, u32 id, u32 held, u32 acked, u32 now_ms,
		u32 *sip_ms)
{
	u32 span = now_ms - p->since_ms;
	u64 enough;

	*sip_ms = 0;
	if (held < MPP_TRICKLE_BYTES) {
		/* Time in which there is nothing to take is nobody's fault. */
		if (p->id == (id | 1))
			WRITE_ONCE(p->id, 0);
		return 0;
	}

	enough = div_u64((u64)held * max_t(u32, span, MPP_PACE_WINDOW_MS),
			 MPP_PACE_PART * MPP_PACE_WINDOW_MS);
	if (is_new(p, id, now_ms) || acked - p->acked > enough) {
		WRITE_ONCE(p->id, id | 1);
		WRITE_ONCE(p->slow_ms, 0);
		WRITE_ONCE(p->sip_ms, 0);
		WRITE_ONCE(p->acked, acked);
		WRITE_ONCE(p->since_ms, now_ms);
	} else if (span >= MPP_PACE_WINDOW_MS) {
		WRITE_ONCE(p->slow_ms,
			   min_t(u64, (u64)p->slow_ms + span, U32_MAX));
		WRITE_ONCE(p->sip_ms, acked == p->acked ? 0 :
			   min_t(u64, (u64)p->sip_ms + span, U32_MAX));
		WRITE_ONCE(p->acked, acked);
		WRITE_ONCE(p->since_ms, now_ms);
	}
	WRITE_ONCE(p->seen_ms, now_ms);
	*sip_ms = p->sip_ms;
	return p->slow_ms;
}

/**
 * mpp_pace_look() - take note of a connection, and tell how slow it was
 * @table: zeroed before the first look
 * @id: a number of the connection, as unlike that of others as can be
 * @held: memory that it holds, bytes; with little it is forgotten
 * @acked: what the peer took so far, bytes; may wrap
 * @now_ms: the time, ms; may wrap
 * @sip_ms: for how long in a row something was taken in each of the slow
 *	windows, ms: who is out of reach takes nothing at all
 *
 * A window is over as soon as enough was taken in it, so that who resumes is
 * not slow from that moment on.
 *
 * Context: any; the caller serialises looks at the same @table.
 * Return: for how long in a row less than a thirtieth of what it holds was taken
 * in each 10 s, ms.
 */
u32 mpp_pace_look(struct mpp_pace_table *table, u32 id, u32 held, u32 acked,
		  u32 now_ms, u32 *sip_ms)
{
	struct mpp_pace *p = place_of(table, id, now_ms);

	*sip_ms = 0;
	return p ? pass(p, id, held, acked, now_ms, sip_ms) : 0;
}

/**
 * mpp_pace_forget() - nothing waits for the peer any more
 * @table: as for mpp_pace_look()
 * @id: a number of the connection
 *
 * He took all there was, be it ever so little: what waits for him next is another
 * matter. Without this a chat of a few bytes now and then is slow.
 *
 * Context: as for mpp_pace_look().
 */
void mpp_pace_forget(struct mpp_pace_table *table, u32 id)
{
	struct mpp_pace *set = table->place[id % MPP_PACE_SETS];
	u32 i;

	id |= 1;
	for (i = 0; i < MPP_PACE_WAYS; i++)
		if (set[i].id == id)
			WRITE_ONCE(set[i].id, 0);
}

/**
 * mpp_pace_peek() - what mpp_pace_look() would tell, without taking note
 * @table: as for mpp_pace_look()
 * @id: a number of the connection
 * @held: memory that it holds, bytes
 * @acked: what the peer took so far, bytes; may wrap
 * @now_ms: the time, ms; may wrap
 * @sip_ms: as for mpp_pace_look()
 *
 * A look at the same time may be seen in part: the answer is then off by a
 * window, or that for one who is new.
 *
 * Context: any; nothing is serialised.
 * Return: as mpp_pace_look().
 */
u32 mpp_pace_peek(const struct mpp_pace_table *table, u32 id, u32 held,
		  u32 acked, u32 now_ms, u32 *sip_ms)
{
	const struct mpp_pace *p = seen_of(table, id);
	struct mpp_pace copy;
	u32 slow_ms;

	*sip_ms = 0;
	if (!p)
		return 0;
	copy = (struct mpp_pace) {
		.id = id | 1,
		.acked = READ_ONCE(p->acked),
		.since_ms = READ_ONCE(p->since_ms),
		.seen_ms = READ_ONCE(p->seen_ms),
		.slow_ms = READ_ONCE(p->slow_ms),
		.sip_ms = READ_ONCE(p->sip_ms),
	};
	/* A look may have begun a window a moment ago, later than we did. */
	if (now_ms - copy.since_ms > U32_MAX / 2)
		now_ms = copy.since_ms;
	slow_ms = pass(&copy, id, held, acked, now_ms, sip_ms);
	if (READ_ONCE(p->id) == (id | 1))
		return slow_ms;
	/* It was given to another meanwhile. */
	*sip_ms = 0;
	return 0;
}

/**
 * mpp_pace_since() - since when has this been so?
 * @table: as for mpp_pace_look(), the same one will do
 * @id: a number of the connection
 * @mark: what would be another if it had ended meanwhile
 * @now_ms: the time, ms; may wrap
 *
 * Context: any; the caller serialises looks at the same @table.
 * Return: since the first look with this @mark, ms; 0 without a place.
 */
u32 mpp_pace_since(struct mpp_pace_table *table, u32 id, u32 mark, u32 now_ms)
{
	struct mpp_pace *p;

	id ^= MPP_PACE_OTHER;
	p = place_of(table, id, now_ms);
	if (!p)
		return 0;
	if (is_new(p, id, now_ms) || p->acked != mark) {
		WRITE_ONCE(p->id, id | 1);
		WRITE_ONCE(p->acked, mark);
		WRITE_ONCE(p->since_ms, now_ms);
	}
	WRITE_ONCE(p->seen_ms, now_ms);
	return now_ms - p->since_ms;
}

/**
 * mpp_pace_since_peek() - what mpp_pace_since() would tell, without taking note
 * @table: as for mpp_pace_since()
 * @id: a number of the connection
 * @mark: what would be another if it had ended meanwhile
 * @now_ms: the time, ms; may wrap
 *
 * Context: any; nothing is serialised.
 * Return: as mpp_pace_since().
 */
u32 mpp_pace_since_peek(const struct mpp_pace_table *table, u32 id, u32 mark,
			u32 now_ms)
{
	const struct mpp_pace *p;
	struct mpp_pace copy;

	id ^= MPP_PACE_OTHER;
	p = seen_of(table, id);
	if (!p)
		return 0;
	copy = (struct mpp_pace) {
		.id = id | 1,
		.acked = READ_ONCE(p->acked),
		.since_ms = READ_ONCE(p->since_ms),
		.seen_ms = READ_ONCE(p->seen_ms),
	};
	/* The last of them may tell that it was given to another meanwhile. */
	if (copy.acked != mark || is_new(&copy, id, now_ms) ||
	    READ_ONCE(p->id) != (id | 1))
		return 0;
	/* As in mpp_pace_peek(). */
	return now_ms - copy.since_ms > U32_MAX / 2 ? 0 : now_ms - copy.since_ms;
}
