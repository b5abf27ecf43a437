/* SPDX-License-Identifier: GPL-2.0 */
/* The kinds of honest connections, and what each end of one does */
#ifndef MPP_TOOLS_HONEST_H
#define MPP_TOOLS_HONEST_H

#include <stdbool.h>
#include <stdint.h>

/* each kind has a port of its own, from this one on, in the table's order */
#define HONEST_PORT	8100
#define HONEST_STEPS	10

enum honest_op {
	OP_END,		/* close, and have the peer close */
	OP_SEND,	/* so many bytes, at a rate */
	OP_RECV,	/* the same */
	OP_PAUSE,	/* so many milliseconds */
	OP_BACK,	/* to a step, so many times; 0: until the round is over */
	OP_REST,	/* wait until the round is over */
};

/**
 * struct honest_step - what an end does next
 * @op: what
 * @n: bytes, milliseconds, or the step to go back to
 * @v: bytes a second, 0 for as fast as it goes; how often to go back
 */
struct honest_step {
	enum honest_op op;
	uint32_t n, v;
};

/**
 * struct honest_kind - a kind of connection
 * @name: how a test calls it
 * @rcvbuf: the client's receive buffer, 0 for the system's
 * @accept_ms: so long the server lets connections wait in its queue
 * @client: what the client does
 * @server: what the server does, until the client closes
 */
struct honest_kind {
	const char *name;
	int rcvbuf;
	uint32_t accept_ms;
	struct honest_step client[HONEST_STEPS], server[HONEST_STEPS];
};

extern const struct honest_kind honest_kinds[];
extern const uint32_t honest_nr_kinds;

/* how a connection ended */
enum honest_end {
	HONEST_DONE,
	HONEST_RESET,		/* its peer, or this machine, reset it */
	HONEST_SHORT,		/* closed before all was there */
	HONEST_CORRUPT,		/* other bytes than were sent */
	HONEST_TIMEOUT,		/* the kernel gave up */
	HONEST_OTHER,
	HONEST_NR_ENDS
};

/**
 * struct honest_run - one end of a connection under way
 * @fd: its socket
 * @over_us: the round is over then
 * @is_server: a server's script begins anew until its peer has closed
 * @sent: bytes so far; what they are follows from their place
 * @received: the same
 */
struct honest_run {
	int fd;
	uint64_t over_us;
	bool is_server;
	uint64_t sent, received;
};

void honest_setup(void);
enum honest_end honest_play(struct honest_run *run,
			    const struct honest_step *steps);
void honest_sleep_ms(uint32_t ms);

#endif
