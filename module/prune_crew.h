/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_CREW_H
#define _TCP_MPP_PRUNE_CREW_H

#include <net/sock.h>

#include "prune_reset.h"
#include "types.h"

struct workqueue_struct;

/**
 * struct mpp_case - a connection that is due, and what became of it
 * @sk: a reference is held from mpp_crew_add() on
 * @ev: why; renewed under the socket's lock
 * @rank: from mpp_victim_rank(), by the first look
 * @bytes: what it held by that look, bytes
 * @expected: by how much the sweep's target was lowered for it, bytes
 * @shaken: as for mpp_look_caught()
 * @result: what became of it
 */
struct mpp_case {
	struct sock *sk;
	struct mpp_evidence ev;
	u32 rank;
	u32 bytes;
	u64 expected;
	bool shaken;
	enum mpp_reset result;
};

/**
 * struct mpp_crew_ops - what the sweep has to say to a case
 * @judge: as for mpp_reset(); on any CPU, beside the sweep and each other
 * @done: it was tried; on the same CPU right after it
 * @settle: what the sweep keeps is to follow; only ever called from within
 *	mpp_crew_add() and mpp_crew_join(), so by the sweep itself, with the
 *	reference still held
 */
struct mpp_crew_ops {
	bool (*judge)(const struct sock *sk, struct mpp_evidence *ev);
	void (*done)(const struct mpp_case *c);
	void (*settle)(struct mpp_case *c);
};

void mpp_crew_init(struct workqueue_struct *wq, const struct mpp_crew_ops *ops);
struct mpp_case *mpp_crew_next(void);
void mpp_crew_add(struct sock *sk);
void mpp_crew_join(void);
void mpp_crew_exit(void);

#endif /* _TCP_MPP_PRUNE_CREW_H */
