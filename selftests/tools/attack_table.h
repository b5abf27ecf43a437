/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connections of mpp_attack and their names
 *
 * Connection i has source address i % addresses and source port i / addresses,
 * so nothing has to be searched.
 */
#ifndef MPP_TOOLS_ATTACK_TABLE_H
#define MPP_TOOLS_ATTACK_TABLE_H

#include "attack.h"

enum conn_state {
	CONN_FREE,		/* never used */
	CONN_SYN_SENT,
	CONN_OPEN,
	CONN_CLOSED,		/* the peer sent all and FIN */
	CONN_DEAD,		/* reset, or the SYN never answered */
};

struct conn {
	uint8_t state, retries, peer_wscale;
	bool mptcp;
	uint32_t iss, una, nxt;	/* una and nxt as offsets from iss */
	uint32_t rcv_nxt, peer_window;
	uint32_t grant;		/* trickle: window not yet used */
	uint32_t arrived;	/* trickle --open: beyond rcv_nxt */
	uint64_t deadline, accepted, next_take;
	uint8_t peer_key[8];
};

void table_setup(void);
/* a slot to open, fresh or given back; NULL when all are in use */
struct conn *table_take(uint32_t *index);
/* the slot is to be opened again */
void table_give_back(uint32_t index);
/* the first N slots were used */
uint32_t table_used(void);
struct conn *table_get(uint32_t index);

void table_flow(uint32_t index, struct flow *flow);
/* whose segment is it? NULL: nobody's */
struct conn *table_find(const struct flow *in, uint32_t *index);

/* a keyed hash: initial sequence numbers and MPTCP keys */
uint64_t table_mix(uint64_t x);

#endif
