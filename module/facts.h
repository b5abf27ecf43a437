/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_FACTS_H
#define _TCP_MPP_FACTS_H

#include <net/sock.h>

#include "types.h"

struct mpp_iface_what_if;

bool mpp_facts_state_ok(int state);
bool mpp_facts_ipv4(const struct sock *sk);
u32 mpp_facts_bytes(const struct sock *sk);
void mpp_facts_look(const struct sock *sk, u64 now_us, struct mpp_facts *facts);
u32 mpp_facts_own_bytes(const struct sock *sk);
bool mpp_facts_kernel(const struct sock *sk);
bool mpp_facts_net_held(const struct sock *sk);
bool mpp_facts_repair(const struct sock *sk);
void mpp_facts_subject(const struct sock *sk, struct mpp_subject *sub,
		       const struct mpp_iface_what_if *what_if);
void mpp_facts_peer(const struct sock *sk, struct in6_addr *peer);
void mpp_facts_evidence(const struct sock *sk, struct mpp_evidence *ev);
void mpp_facts_held(const struct sock *sk, struct mpp_evidence *ev);
bool mpp_facts_same(const struct sock *sk, const struct mpp_evidence *ev);

#endif /* _TCP_MPP_FACTS_H */
