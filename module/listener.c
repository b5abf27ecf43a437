// SPDX-License-Identifier: GPL-2.0
/*
 * listener - which listeners hold the memory, and so lose SYNs first (B9).
 *
 * In:  what single connections hold, by number of their network namespace and
 * of their listener. Out: the numbers that hold much. Pure, and of fixed size:
 * two that share a number are treated alike.
 */
#include "core.h"

/* Who holds this part of all is heavy, */
#define MPP_HEAVY_PART		16
/* where the heavy together hold most of it: so many quarters. */
#define MPP_HEAVY_QUARTERS	3

/**
 * mpp_listener_add() - count what a connection holds
 * @load: the table
 * @space: number of its network namespace, below MPP_LOAD_SPACES
 * @listener: number of its namespace and port, below MPP_LOAD_LISTENERS
 * @bytes: what it holds
 * @exempt: nobody may touch it: it counts as memory, but for no listener
 *
 * Context: any; the caller serialises.
 */
void mpp_listener_add(struct mpp_load *load, u32 space, u32 listener, u32 bytes,
		      bool exempt)
{
	load->total += bytes;
	if (exempt)
		return;
	load->space[space] += bytes;
	load->listener[listener] += bytes;
}

/*
 * Which of @nr numbers are heavy. Where many hold a little each, or what nobody
 * may touch holds much, dropping the SYNs of a few would not help: then all are.
 */
static void settle(const u64 *bytes, u32 nr, u64 total, bool *heavy)
{
	u64 most = 0;
	u32 i;

	for (i = 0; i < nr; i++)
		if (bytes[i] >= total / MPP_HEAVY_PART)
			most += bytes[i];
	for (i = 0; i < nr; i++)
		WRITE_ONCE(heavy[i], most < total / 4 * MPP_HEAVY_QUARTERS ||
			   bytes[i] >= total / MPP_HEAVY_PART);
}

/**
 * mpp_listener_settle() - from what is held to who is heavy
 * @load: what was counted
 * @heavy: the answer; may be read meanwhile, and is then partly of before
 *
 * With nothing counted all are heavy: nobody can be told from the others.
 *
 * Context: any; the caller serialises.
 */
void mpp_listener_settle(const struct mpp_load *load, struct mpp_heavy *heavy)
{
	settle(load->space, MPP_LOAD_SPACES, load->total, heavy->space);
	settle(load->listener, MPP_LOAD_LISTENERS, load->total,
	       heavy->listener);
}

/**
 * mpp_listener_is_heavy() - does this listener lose SYNs before others do?
 * @heavy: from mpp_listener_settle()
 * @space: number of its network namespace
 * @listener: number of its namespace and port
 *
 * First the namespace counts, then the listener.
 *
 * Context: any, beside a writer as well.
 * Return: true if so.
 */
bool mpp_listener_is_heavy(const struct mpp_heavy *heavy, u32 space,
			   u32 listener)
{
	return READ_ONCE(heavy->space[space]) &&
	       READ_ONCE(heavy->listener[listener]);
}
