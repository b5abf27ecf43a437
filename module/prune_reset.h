/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_RESET_H
#define _TCP_MPP_PRUNE_RESET_H

#include <net/sock.h>

#include "types.h"

/**
 * enum mpp_reset - what became of the attempt to reset a connection
 * @MPP_RESET_DONE: it is reset and its queues are free
 * @MPP_RESET_LOCKED: its owner works on it: not touched, try again later
 * @MPP_RESET_GONE: it closed by itself in the meantime
 * @MPP_RESET_SPARED: under the lock it is no victim any more
 */
enum mpp_reset {
	MPP_RESET_DONE,
	MPP_RESET_LOCKED,
	MPP_RESET_GONE,
	MPP_RESET_SPARED,
};

enum mpp_reset mpp_reset(struct sock *sk,
			 bool (*judge)(const struct sock *sk,
				       struct mpp_evidence *ev),
			 struct mpp_evidence *ev);

#endif /* _TCP_MPP_PRUNE_RESET_H */
