/* SPDX-License-Identifier: GPL-2.0 */
/* A peer without a kernel: TCP segments through a tun device, at once */
#ifndef MPP_BENCH_PEER_H
#define MPP_BENCH_PEER_H

#include "packet.h"

#define SEGMENT 1460

/* A packet as the device takes it. */
struct packet {
	size_t len;
	uint8_t bytes[PACKET_MAX];
};

/* One connection, as its peer sees it. */
struct conn {
	struct flow flow;
	uint32_t seq;		/* the next byte of ours */
	uint32_t ack;		/* the next byte of theirs */
	int fd;			/* the server's end, -1 before accept() */
};

void peer_open(const char *device, const char *server);
void peer_packet(struct packet *p, const struct conn *c, uint8_t flags,
		 uint16_t window, size_t len);
void peer_send(const struct packet *p);
void peer_tell(const struct conn *c, uint8_t flags, uint16_t window);
void peer_hear(struct conn *c, uint8_t flags);
void peer_drain(void);

void conn_next(struct conn *c, uint16_t port);
void conn_syn(struct packet *p, const struct conn *c);
void conn_open(struct conn *c, uint16_t port, int listener, uint16_t window);
void conn_close(struct conn *c);
void conn_abort(struct conn *c);

#endif
