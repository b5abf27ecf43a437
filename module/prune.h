/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_H
#define _TCP_MPP_PRUNE_H

#include "types.h"

struct workqueue_struct;

int mpp_prune_init(struct workqueue_struct *wq);
void mpp_prune_order(const struct mpp_order *order);
bool mpp_prune_starved(void);
void mpp_prune_stop(void);
void mpp_prune_exit(void);

#endif /* _TCP_MPP_PRUNE_H */
