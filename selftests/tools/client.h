/* SPDX-License-Identifier: GPL-2.0 */
/* What mpp_client was asked for, and what came of it */
#ifndef MPP_TOOLS_CLIENT_H
#define MPP_TOOLS_CLIENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum client_behaviour {
	CLIENT_READ,		/* request, read all */
	CLIENT_CONNECT_ONLY,	/* connect, close at once */
	CLIENT_IDLE,		/* connect, say nothing, stay */
	CLIENT_HOLD,		/* request, read nothing, stay */
};

struct client_options {
	enum client_behaviour behaviour;
	struct sockaddr_storage dst, src;
	socklen_t addr_len;
	uint16_t port_first, port_last;
	uint32_t connections, rate;
	double duration, timeout;
	uint64_t read_rate;	/* bytes per second and connection, 0: all */
	uint64_t expect;	/* bytes of a complete answer, 0: until the end */
	char *request;
	size_t request_len;
	int rcvbuf;
	bool http, repeat, mptcp, progress;
};

struct client_stats {
	uint64_t started, connected, completed, bytes;
	uint64_t reset, refused, timeout, too_short, other;
	uint64_t open;
};

extern struct client_options cli;
extern struct client_stats cstats;

void client_parse(int argc, char **argv);

void slots_setup(int epfd);
bool slot_free(uint32_t i);
void slot_start(uint32_t i);
void slot_event(uint32_t i, uint32_t events);
/* called often: reads what slow readers may read, ends what takes too long */
void slots_tick(void);

/* client_latency.c: durations of complete transfers */
void latency_add(uint64_t us);
uint64_t latency_percentile(unsigned int percent);

#endif
