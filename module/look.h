/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_LOOK_H
#define _TCP_MPP_LOOK_H

#include <net/sock.h>

#include "types.h"

/**
 * struct mpp_standing - how a connection stands right now
 * @ev: who it is, what it holds, and what decides about it; @ev.kept_bytes is
 *	what a reset would leave until its application closes it, at most
 * @rank: from mpp_victim_rank(), 0 when it is nobody's victim
 * @locked: its owner holds its lock, and a sweep would leave it
 */
struct mpp_standing {
	struct mpp_evidence ev;
	u32 rank;
	bool locked;
};

int mpp_look_init(void);
bool mpp_look_shared(const struct sock *sk);
void mpp_look_begin(const struct mpp_order *order, u64 now);
bool mpp_look_idle(const struct sock *sk, bool behaved);
enum mpp_reason mpp_look(const struct sock *sk, struct mpp_facts *facts);
bool mpp_look_whole(const struct sock *sk, struct mpp_evidence *ev);
bool mpp_look_again(const struct sock *sk, struct mpp_evidence *ev);
void mpp_look_caught(const struct sock *sk, const struct mpp_evidence *ev,
		     bool shaken);
void mpp_look_peek(const struct sock *sk, const struct mpp_order *order,
		   struct mpp_standing *st);

#endif /* _TCP_MPP_LOOK_H */
