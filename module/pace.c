// SPDX-License-Identifier: GPL-2.0
/*
 * pace - how long a peer has taken next to nothing, seen over several looks.
 *
 * In:  looks at connections with plenty queued, one after the other. Out: for
 * how long each was slow. Pure, and of fixed size: a table of what was seen,
 * a few places for each hash. Who finds no place, or shares a number with
 * another, is not slow: it errs on the side of the connection.
 */
#include "core.h"

/* A pace is told by this much time, ms: longer than a stall may be (victim.c). */
#define MPP_PACE_WINDOW_MS	10000
/* A window in which less than this part of the queue was taken is slow. */
#define MPP_PACE_PART		30
/* Who was not looked at for so long is new, ms. */
#define MPP_PACE_STALE_MS	60000

/**
 * mpp_pace_look() - take note of a connection, and tell how slow it was
 * @table: zeroed before the first look
 * @id: a number of the connection, as unlike that of others as can be
 * @queued: what waits for the peer to take it, bytes
 * @acked: what the peer took so far, bytes; may wrap
 * @now_ms: the time, ms; may wrap
 * @sip_ms: for how long in a row something was taken in each of the slow
 *	windows, ms: who is out of reach takes nothing at all
 *
 * A window is over as soon as enough was taken in it, so that who resumes is
 * not slow from that moment on.
 *
 * Context: any; the caller serialises looks at the same @table.
 * Return: for how long in a row less than a thirtieth of the queue was taken in
 * 10 s, ms; a multiple of such windows.
 */
u32 mpp_pace_look(struct mpp_pace_table *table, u32 id, u32 queued, u32 acked,
		  u32 now_ms, u32 *sip_ms)
{
	struct mpp_pace *set = table->place[id % MPP_PACE_SETS], *p = NULL;
	u32 i, span;
	u64 enough;

	*sip_ms = 0;
	id |= 1;	/* 0 is an empty place */
	for (i = 0; i < MPP_PACE_WAYS; i++) {
		if (set[i].id == id) {
			p = &set[i];
			break;
		}
		/* The one that was not looked at for longest gives way. */
		if (!p || !set[i].id ||
		    (p->id && now_ms - set[i].seen_ms > now_ms - p->seen_ms))
			p = &set[i];
	}
	/* Nobody who is still looked at gives way. */
	if (p->id && p->id != id && now_ms - p->seen_ms < MPP_PACE_WINDOW_MS)
		return 0;
	if (p->id != id)
		p->id = 0;

	span = now_ms - p->since_ms;
	enough = div_u64((u64)queued * max_t(u32, span, MPP_PACE_WINDOW_MS),
			 MPP_PACE_PART * MPP_PACE_WINDOW_MS);
	if (!p->id || now_ms - p->seen_ms > MPP_PACE_STALE_MS ||
	    acked - p->acked > enough) {
		p->id = id;
		p->slow_ms = 0;
		p->sip_ms = 0;
		p->acked = acked;
		p->since_ms = now_ms;
	} else if (span >= MPP_PACE_WINDOW_MS) {
		p->slow_ms = min_t(u64, (u64)p->slow_ms + span, U32_MAX);
		p->sip_ms = acked == p->acked ? 0 :
			    min_t(u64, (u64)p->sip_ms + span, U32_MAX);
		p->acked = acked;
		p->since_ms = now_ms;
	}
	p->seen_ms = now_ms;
	*sip_ms = p->sip_ms;
	return p->slow_ms;
}
