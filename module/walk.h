/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_WALK_H
#define _TCP_MPP_WALK_H

#include <net/net_namespace.h>
#include <net/sock.h>

#include "types.h"

struct inet_hashinfo;

/* Sockets that are held at once between the look and the judgement. */
#define MPP_WALK_BATCH		16

/**
 * struct mpp_walk - a place in the socket tables of all namespaces
 * @table_cookie: namespace whose private table is walked; 0 for the shared one
 * @bucket: next bucket to look at in this table
 * @first: bucket at which the walk of the shared table began
 * @passes: whole passes over everything since the walk was started
 * @after: its user's own mark within the bucket; 0 when the walk comes to one
 * @until: another one
 *
 * A position is numbers only: no reference is held from slice to slice, so
 * nobody who destroys a namespace ever waits for a sweep.
 */
struct mpp_walk {
	u64 table_cookie;
	u32 bucket;
	u32 first;
	u64 passes;
	u64 after;
	u64 until;
};

/**
 * struct mpp_walk_ops - what a walk does with what it meets
 * @want: full socket, under RCU, without a reference: is it of interest?
 * @mini: the same for a mini-socket (TIME_WAIT, NEW_SYN_RECV), or NULL
 * @take: a reference is held, no lock: judge it
 * @enough: asked between batches: is it time to leave?
 * @exact: begin a chain again that changed while it was followed; @take may
 *	then meet a socket twice
 * @stay: whoever has enough comes back to the same bucket
 */
struct mpp_walk_ops {
	bool (*want)(const struct sock *sk);
	void (*mini)(const struct sock *sk);
	void (*take)(struct sock *sk);
	bool (*enough)(void);
	bool exact;
	bool stay;
};

void mpp_walk_start(struct mpp_walk *walk);
u32 mpp_walk_slice(struct mpp_walk *walk, const struct mpp_walk_ops *ops);
u64 mpp_walk_buckets(void);
u32 mpp_walk_shared_buckets(void);

#endif /* _TCP_MPP_WALK_H */
