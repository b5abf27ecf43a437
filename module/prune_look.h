/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_LOOK_H
#define _TCP_MPP_PRUNE_LOOK_H

#include <net/sock.h>

#include "types.h"

void mpp_look_begin(const struct mpp_order *order, u32 now_ms);
void mpp_look(const struct sock *sk, struct mpp_facts *facts);
void mpp_look_whole(const struct sock *sk, struct mpp_evidence *ev);
bool mpp_look_again(const struct sock *sk, struct mpp_evidence *ev);
bool mpp_look_behaved(const struct sock *sk);
void mpp_look_caught(const struct sock *sk, const struct mpp_evidence *ev,
		     bool shaken);

#endif /* _TCP_MPP_PRUNE_LOOK_H */
