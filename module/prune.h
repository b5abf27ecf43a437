/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_H
#define _TCP_MPP_PRUNE_H

#include "types.h"

struct workqueue_struct;

/**
 * struct mpp_prune_order - what the engine wants of the sweeps in an epoch
 * @target: bytes to free; U64_MAX for everything abusive
 * @budget: most connections to reset until the next order
 * @audit: decide, count and report, but touch nothing (B5)
 */
struct mpp_prune_order {
	u64 target;
	u32 budget;
	bool audit;
};

int mpp_prune_init(struct workqueue_struct *wq);
void mpp_prune_order(const struct mpp_prune_order *order);
bool mpp_prune_starved(void);
void mpp_prune_stop(void);
void mpp_prune_exit(void);

#endif /* _TCP_MPP_PRUNE_H */
