/* SPDX-License-Identifier: GPL-2.0 */
/* What mpp_attack was asked for, and what came of it */
#ifndef MPP_TOOLS_ATTACK_H
#define MPP_TOOLS_ATTACK_H

#include "packet.h"

enum attack_mode {
	MODE_ZERO,	/* a request, and a window that takes no answer */
	MODE_SYN,	/* SYNs only */
	MODE_UNREAD,	/* data in order that the application does not read */
	MODE_OFO,	/* data behind a hole that is never filled */
	MODE_TRICKLE,	/* a request, and a few bytes of the answer each time */
	MODE_IDLE,	/* nothing but the handshake */
	MODE_DEAF,	/* a request, and an open window that takes nothing */
};

struct attack_options {
	enum attack_mode mode;
	struct address dst, src;	/* src: network address of the prefix */
	uint32_t src_count;		/* addresses used, from src + 1 on */
	uint16_t dport_first, dport_last, sport_first, sport_last;
	const char *device;
	uint32_t connections, rate;
	double duration;
	uint8_t *data;			/* the whole stream of a connection */
	uint32_t data_len;
	uint16_t mss, segment;
	uint16_t syn_window;
	uint32_t window;		/* in bytes */
	int wscale;			/* -1: not offered */
	uint64_t accept;		/* bytes taken before the window closes */
	uint32_t take, every;		/* trickle: bytes, each so many ms */
	uint8_t syn_retries;
	bool mptcp, fin, silent, reconnect, reset_at_end, progress;
	bool open;			/* trickle: the window is open meanwhile */
	bool fragment;			/* SYNs in two fragments (IPv6) */
};

struct attack_stats {
	uint64_t opened;		/* connections tried */
	uint64_t sent_syn, syn_retrans, synack, syn_unanswered;
	uint64_t established, mptcp, rst_received, rst_in_handshake;
	uint64_t fin_received, bytes_acked, bytes_accepted, answered, stray;
	uint64_t alive;			/* established and not reset or closed */
};

extern struct attack_options opt;
extern struct attack_stats stats;

void attack_parse(int argc, char **argv);

/* opens one more, or one again; false when all of them are in use */
bool conn_open_next(void);
void conn_input(const struct flow *flow, const struct segment *seg);
void conn_timers(void);
void conn_reset_all(void);

#endif
