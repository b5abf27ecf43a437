// SPDX-License-Identifier: GPL-2.0
/*
 * exempt - the list of local port ranges that are never touched (W6-W10).
 *
 * In:  ports and ranges. Out: membership, or the errno that a surface hands
 * on. Pure: the caller owns the list and its locking; a refused change leaves
 * the list as it was (D13).
 */
#include "core.h"

/**
 * mpp_exempt_meets() - which range of the list does this one overlap?
 * @ex: the list
 * @first: lowest port of the range
 * @last: highest port of the range, included
 *
 * Context: any.
 * Return: the lowest such range, or NULL.
 */
const struct mpp_range *mpp_exempt_meets(const struct mpp_exempt *ex,
					 u32 first, u32 last)
{
	u32 i;

	for (i = 0; i < ex->nr; i++)
		if (ex->range[i].first <= last && first <= ex->range[i].last)
			return &ex->range[i];
	return NULL;
}

/**
 * mpp_exempt_add() - exempt one more range
 * @ex: the list
 * @first: lowest port of the range
 * @last: highest port of the range, included
 *
 * The list stays sorted, so that it reads well and overlaps are between
 * neighbours.
 *
 * Context: any.
 * Return: 0; -ERANGE when an end is no port (W8); -EINVAL when the range runs
 * backwards; -EEXIST when it meets a range of the list (D4); -ENOSPC for a 13th
 * (W7, D2).
 */
int mpp_exempt_add(struct mpp_exempt *ex, u32 first, u32 last)
{
	u32 at;

	if (first > U16_MAX || last > U16_MAX)
		return -ERANGE;
	if (first > last)
		return -EINVAL;
	if (mpp_exempt_meets(ex, first, last))
		return -EEXIST;
	if (ex->nr >= MPP_EXEMPT_MAX)
		return -ENOSPC;

	for (at = 0; at < ex->nr && ex->range[at].last < first; at++)
		;
	memmove(&ex->range[at + 1], &ex->range[at],
		(ex->nr - at) * sizeof(ex->range[0]));
	ex->range[at].first = first;
	ex->range[at].last = last;
	ex->nr++;
	return 0;
}

/**
 * mpp_exempt_del() - take a range off the list
 * @ex: the list
 * @first: its lowest port, exactly as it was added
 * @last: its highest port, exactly as it was added
 *
 * Context: any.
 * Return: 0; -ERANGE or -EINVAL when this could never be a range; -ENOENT when
 * the list has no such entry, parts of one included (D4).
 */
int mpp_exempt_del(struct mpp_exempt *ex, u32 first, u32 last)
{
	u32 at;

	if (first > U16_MAX || last > U16_MAX)
		return -ERANGE;
	if (first > last)
		return -EINVAL;
	for (at = 0; at < ex->nr; at++)
		if (ex->range[at].first == first && ex->range[at].last == last)
			break;
	if (at == ex->nr)
		return -ENOENT;

	ex->nr--;
	memmove(&ex->range[at], &ex->range[at + 1],
		(ex->nr - at) * sizeof(ex->range[0]));
	return 0;
}

/**
 * mpp_exempt_has() - is this local port exempt?
 * @ex: the list
 * @port: local port, host order (D3)
 *
 * Twelve pairs are one or two cache lines: nothing beats looking at them.
 *
 * Context: any, softirq included.
 * Return: true when a range covers @port.
 */
bool mpp_exempt_has(const struct mpp_exempt *ex, u16 port)
{
	u32 i;

	for (i = 0; i < ex->nr; i++)
		if (port >= ex->range[i].first && port <= ex->range[i].last)
			return true;
	return false;
}
