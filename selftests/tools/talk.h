/* SPDX-License-Identifier: GPL-2.0 */
/* What mpp_talk was asked for, and the kinds of sockets it talks through */
#ifndef MPP_TOOLS_TALK_H
#define MPP_TOOLS_TALK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* one exchange: so many bytes there, and the same back */
#define TALK_BLOCK 2048

struct talk_options {
	const struct talk_kind *kind;
	struct sockaddr_storage dst;
	uint16_t port;
	uint32_t connections, rounds;
	double duration;
	bool reuseport, transparent, pile;
	int family;
};

extern struct talk_options talk;

/*
 * A kind of socket. Each function may be missing.
 */
struct talk_kind {
	const char *name;
	int domain;		/* of socket(), 0: that of the address */
	int protocol;
	/* before listen() and connect() */
	void (*prepare)(int fd, bool listener);
	/* connects at once, with these first bytes */
	bool syn_data;
	/* of a connection that is established */
	void (*established)(int fd, bool accepted);
};

const struct talk_kind *talk_kind_find(const char *name);

int talk_client(void);
int talk_server(void);

#endif
