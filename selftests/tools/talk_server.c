// SPDX-License-Identifier: GPL-2.0
/*
 * The side of mpp_talk that answers
 *
 * It gives back what it got. Where that finds no room it reads no more, so a
 * client that reads nothing fills both queues here.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "talk.h"
#include "util.h"

#define ENDS 512

static struct answerer {
	uint8_t kept[TALK_BLOCK];
	uint32_t len, at;
} answerers[ENDS];
static struct pollfd polls[ENDS + 1];
static struct {
	uint64_t accepted, open, bytes, lost;
} seen;

static int listen_here(void)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in sin = { .sin_family = AF_INET };
	bool six = talk.family == 6;
	int fd, on = 1;

	fd = socket(talk.kind->domain ?: six ? AF_INET6 : AF_INET,
		    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    talk.kind->protocol);
	if (fd < 0)
		die_errno("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (talk.reuseport &&
	    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)))
		die_errno("SO_REUSEPORT");
	if (talk.transparent &&
	    setsockopt(fd, six ? SOL_IPV6 : SOL_IP,
		       six ? IPV6_TRANSPARENT : IP_TRANSPARENT, &on, sizeof(on)))
		die_errno("IP_TRANSPARENT");
	if (six)
		setsockopt(fd, SOL_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (talk.kind->prepare)
		talk.kind->prepare(fd, true);
	sin.sin_port = htons(talk.port);
	sin6.sin6_port = htons(talk.port);
	if ((six ? bind(fd, (void *)&sin6, sizeof(sin6)) :
		   bind(fd, (void *)&sin, sizeof(sin))) || listen(fd, 256))
		die_errno("listen");
	return fd;
}

static void accept_one(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	int i;

	if (fd < 0)
		return;
	seen.accepted++;
	for (i = 0; i < ENDS && polls[i].fd >= 0; i++)
		;
	if (i == ENDS)
		die("too many");
	memset(&answerers[i], 0, sizeof(answerers[i]));
	polls[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	seen.open++;
	if (talk.kind->established)
		talk.kind->established(fd, true);
}

static void end(int i, bool lost)
{
	close(polls[i].fd);
	polls[i].fd = -1;
	seen.open--;
	seen.lost += lost;
}

static void answer(int i)
{
	struct answerer *a = &answerers[i];
	ssize_t n;

	if (a->at == a->len) {
		n = recv(polls[i].fd, a->kept, sizeof(a->kept), 0);
		if (n <= 0) {
			if (!n || errno != EAGAIN)
				end(i, n < 0);
			return;
		}
		a->len = n;
		a->at = 0;
		seen.bytes += n;
	}
	n = send(polls[i].fd, a->kept + a->at, a->len - a->at, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN) {
		end(i, true);
		return;
	}
	if (n > 0)
		a->at += n;
	polls[i].events = a->at == a->len ? POLLIN : POLLOUT;
}

static void report(void)
{
	printf("{\"accepted\": %" PRIu64 ", \"open\": %" PRIu64
	       ", \"bytes\": %" PRIu64 ", \"lost\": %" PRIu64 "}\n",
	       seen.accepted, seen.open, seen.bytes, seen.lost);
	fflush(stdout);
}

int talk_server(void)
{
	uint64_t last = now_us() + talk.duration * 1e6;
	int listener = listen_here(), i;

	for (i = 0; i < ENDS; i++)
		polls[i].fd = -1;
	polls[ENDS] = (struct pollfd){ .fd = listener, .events = POLLIN };
	puts("{\"listening\": true}");
	fflush(stdout);
	while (!util_stop && now_us() < last) {
		if (report_due())
			report();
		poll(polls, ENDS + 1, 100);
		for (i = 0; i < ENDS; i++)
			if (polls[i].fd >= 0 && polls[i].revents)
				answer(i);
		if (polls[ENDS].revents)
			accept_one(listener);
	}
	report();
	return 0;
}
