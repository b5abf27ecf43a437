// SPDX-License-Identifier: GPL-2.0
/*
 * The connections of mpp_client
 *
 * A slot is one connection at a time: it is started, its events come in, and it
 * ends in exactly one of the counters of struct client_stats.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "util.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

struct slot {
	int fd;			/* -1: nothing under way */
	bool connected;
	uint64_t begun, got, expect;
};

struct client_stats cstats;

static struct slot *slots;
static int epoll_fd;

void slots_setup(int epfd)
{
	uint32_t i;

	epoll_fd = epfd;
	slots = xcalloc(cli.connections, sizeof(*slots));
	for (i = 0; i < cli.connections; i++)
		slots[i].fd = -1;
}

bool slot_free(uint32_t i)
{
	return slots[i].fd < 0;
}

static void slot_end(struct slot *s, uint64_t *counter)
{
	++*counter;
	if (counter == &cstats.completed)
		latency_add(now_us() - s->begun);
	close(s->fd);
	s->fd = -1;
	cstats.open--;
}

static void slot_error(struct slot *s, int err)
{
	if (err == ECONNRESET || err == EPIPE || err == ECONNABORTED)
		slot_end(s, &cstats.reset);
	else if (err == ECONNREFUSED)
		slot_end(s, &cstats.refused);
	else if (err == ETIMEDOUT)
		slot_end(s, &cstats.timeout);
	else
		slot_end(s, &cstats.other);
}

void slot_start(uint32_t i)
{
	struct epoll_event ev = {
		.events = EPOLLET | EPOLLIN | EPOLLOUT | EPOLLRDHUP,
		.data.u32 = i,
	};
	struct sockaddr_storage dst = cli.dst;
	struct slot *s = &slots[i];
	uint16_t port;

	port = cli.port_first +
	       cstats.started % (cli.port_last - cli.port_first + 1);
	/* the port is at the same place in both kinds of address */
	((struct sockaddr_in *)&dst)->sin_port = htons(port);
	memset(s, 0, sizeof(*s));
	s->expect = cli.expect;
	s->begun = now_us();
	s->fd = socket(dst.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		       cli.mptcp ? IPPROTO_MPTCP : 0);
	if (s->fd < 0)
		die_errno("socket");
	cstats.started++;
	cstats.open++;
	if (cli.rcvbuf)
		setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &cli.rcvbuf, sizeof(int));
	if (cli.src.ss_family &&
	    bind(s->fd, (void *)&cli.src, cli.addr_len))
		die_errno("bind");
	epoll_ctl(epoll_fd, EPOLL_CTL_ADD, s->fd, &ev);
	if (connect(s->fd, (void *)&dst, cli.addr_len) && errno != EINPROGRESS)
		slot_error(s, errno);
}

/* how much may be read now; a slow reader earns its bytes by the clock */
static size_t allowance(const struct slot *s, size_t max)
{
	uint64_t earned;

	if (!cli.read_rate)
		return max;
	earned = (now_us() - s->begun) * cli.read_rate / 1000000;
	if (earned <= s->got)
		return 0;
	return earned - s->got < max ? earned - s->got : max;
}

static void find_length(struct slot *s, char *head, size_t n)
{
	char *body, *field;

	head[n] = '\0';
	body = strstr(head, "\r\n\r\n");
	field = strcasestr(head, "\r\nContent-Length:");
	if (!body || !field || field > body)
		return;
	s->expect = body + 4 - head + strtoull(field + 17, NULL, 10);
}

static void slot_read(struct slot *s)
{
	static char buf[65536 + 1];
	ssize_t n;
	size_t max;

	while (s->fd >= 0) {
		max = allowance(s, sizeof(buf) - 1);
		if (!max)
			return;
		n = recv(s->fd, buf, max, 0);
		if (n < 0) {
			if (errno != EAGAIN && errno != EINTR)
				slot_error(s, errno);
			return;
		}
		if (!n) {
			bool whole = s->expect ? s->got >= s->expect : s->got > 0;

			slot_end(s, whole ? &cstats.completed : &cstats.too_short);
			return;
		}
		if (cli.http && !s->got)
			find_length(s, buf, n);
		s->got += n;
		cstats.bytes += n;
		if (s->expect && s->got >= s->expect)
			slot_end(s, &cstats.completed);
	}
}

static void slot_connected(struct slot *s)
{
	s->connected = true;
	cstats.connected++;
	if (cli.behaviour == CLIENT_CONNECT_ONLY) {
		slot_end(s, &cstats.completed);
		return;
	}
	/* a slow reader's clock starts with its request */
	if (cli.read_rate)
		s->begun = now_us();
	if (cli.behaviour == CLIENT_IDLE)
		return;
	/* a fresh socket takes any request at once */
	if (send(s->fd, cli.request, cli.request_len, MSG_NOSIGNAL) < 0)
		slot_error(s, errno);
}

void slot_event(uint32_t i, uint32_t events)
{
	struct slot *s = &slots[i];
	socklen_t len = sizeof(int);
	int err = 0;

	if (s->fd < 0)
		return;
	/* asking clears it */
	if (events & EPOLLERR &&
	    !getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &err, &len) && err) {
		slot_error(s, err);
		return;
	}
	if (!s->connected && events & EPOLLOUT)
		slot_connected(s);
	if (s->fd < 0 || !s->connected)
		return;
	if (cli.behaviour == CLIENT_READ) {
		slot_read(s);
	} else if (events & (EPOLLHUP | EPOLLRDHUP)) {
		/* who stays has lost its connection */
		slot_end(s, &cstats.too_short);
	}
}

void slots_tick(void)
{
	uint64_t now = now_us();
	uint32_t i;

	for (i = 0; i < cli.connections; i++) {
		struct slot *s = &slots[i];

		if (s->fd < 0)
			continue;
		if (cli.timeout && now - s->begun > cli.timeout * 1e6)
			slot_end(s, &cstats.timeout);
		else if (cli.read_rate && s->connected &&
			 cli.behaviour == CLIENT_READ)
			slot_read(s);
	}
}
