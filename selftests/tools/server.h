/* SPDX-License-Identifier: GPL-2.0 */
/* What mpp_server was asked for, and what happened to it */
#ifndef MPP_TOOLS_SERVER_H
#define MPP_TOOLS_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#define ERRNO_MAX 134

struct server_options {
	int family;		/* 4, 6, or 46: one socket for both */
	uint16_t port_first, port_last;
	uint64_t answer;	/* bytes written for a request */
	int sndbuf, rcvbuf, backlog;
	uint32_t block;		/* so many connections block a sender */
	double duration;
	bool greet, noread, noclose, noaccept, keep, mptcp, progress;
};

struct server_stats {
	uint64_t accepted, open, requests, answered, bytes_in, bytes_out;
	uint64_t eof, kept, blocked, released;
	uint64_t errors[ERRNO_MAX];
	uint64_t accept_errors;
};

extern struct server_options srv;
extern struct server_stats sstats;

/* server_conn.c: connections, known by their descriptor */
void conns_setup(int epfd);
void conn_accept(int fd);
void conn_event(int fd, uint32_t events);
bool conn_known(int fd);

/*
 * server_block.c: senders that stay inside of send() with the socket locked,
 * since the page they send never arrives
 */
int block_setup(void);		/* returns the descriptor to poll */
void block_sender(int fd);
void block_events(void);	/* counts who really is blocked by now */
void block_release(void);

#endif
