// SPDX-License-Identifier: GPL-2.0
/*
 * The side of mpp_talk that asks
 *
 * An honest one sends a block, wants the same block back, and waits a little; a
 * byte that differs is an end. A piler sends as much as it can and reads nothing.
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

#define PAUSE_US 100000

struct end {
	int fd;
	bool connected;
	uint32_t sent, got;	/* bytes of this round */
	uint32_t rounds;
	uint64_t due;		/* when the next round may begin */
};

static struct end *ends;
static struct pollfd *polls;
static struct {
	uint32_t connected, wrong, lost, reset;
} seen;

/* Other bytes for each connection and round. */
static uint8_t byte_of(uint32_t i, uint32_t round, uint32_t at)
{
	return (i + 1) * 167 + round * 59 + at * 31 + (at >> 8);
}

static void lose(struct end *e, int err)
{
	close(e->fd);
	e->fd = -1;
	seen.lost++;
	seen.reset += err == ECONNRESET;
	if (err)
		fprintf(stderr, "mpp_talk: lost: %s\n", strerror(err));
}

static void fill_block(uint8_t *block, uint32_t i, uint32_t round)
{
	uint32_t at;

	for (at = 0; at < TALK_BLOCK; at++)
		block[at] = byte_of(i, round, at);
}

static void begin(uint32_t i)
{
	socklen_t len = talk.dst.ss_family == AF_INET ?
		sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	int domain = talk.kind->domain ?: talk.dst.ss_family;
	uint8_t block[TALK_BLOCK];
	struct end *e = &ends[i];
	ssize_t n;

	((struct sockaddr_in *)&talk.dst)->sin_port = htons(talk.port);
	e->fd = socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		       talk.kind->protocol);
	if (e->fd < 0)
		die_errno("socket");
	if (talk.kind->prepare)
		talk.kind->prepare(e->fd, false);
	if (talk.kind->syn_data) {
		fill_block(block, i, 0);
		n = sendto(e->fd, block, TALK_BLOCK / 2, MSG_FASTOPEN | MSG_NOSIGNAL,
			   (void *)&talk.dst, len);
		if (n > 0)
			e->sent = n;
	} else {
		n = connect(e->fd, (void *)&talk.dst, len);
	}
	if (n < 0 && errno != EINPROGRESS)
		lose(e, errno);
}

static void pile(struct end *e)
{
	static uint8_t chunk[65536];

	while (send(e->fd, chunk, sizeof(chunk), MSG_NOSIGNAL) > 0)
		;
	if (errno != EAGAIN)
		lose(e, errno);
}

static void speak(uint32_t i)
{
	struct end *e = &ends[i];
	uint8_t block[TALK_BLOCK];
	ssize_t n;

	fill_block(block, i, e->rounds);
	n = send(e->fd, block + e->sent, TALK_BLOCK - e->sent, MSG_NOSIGNAL);
	if (n > 0)
		e->sent += n;
	else if (errno != EAGAIN)
		lose(e, errno);
}

static void hear(uint32_t i)
{
	struct end *e = &ends[i];
	uint8_t block[TALK_BLOCK];
	ssize_t n, k;

	n = recv(e->fd, block, TALK_BLOCK - e->got, 0);
	if (n <= 0) {
		if (!n || errno != EAGAIN)
			lose(e, n ? errno : 0);
		return;
	}
	for (k = 0; k < n; k++)
		if (block[k] != byte_of(i, e->rounds, e->got + k)) {
			seen.wrong++;
			lose(e, 0);
			return;
		}
	e->got += n;
	if (e->got < TALK_BLOCK)
		return;
	e->sent = 0;
	e->got = 0;
	e->rounds++;
	e->due = now_us() + PAUSE_US;
}

static void handle(uint32_t i, short revents)
{
	struct end *e = &ends[i];
	socklen_t len = sizeof(int);
	int err = 0;

	if (revents & POLLERR) {
		getsockopt(e->fd, SOL_SOCKET, SO_ERROR, &err, &len);
		lose(e, err);
		return;
	}
	if (!e->connected && revents & POLLOUT) {
		e->connected = true;
		seen.connected++;
		if (talk.kind->established)
			talk.kind->established(e->fd, false);
	}
	if (!e->connected)
		return;
	if (talk.pile) {
		if (revents & POLLOUT)
			pile(e);
		return;
	}
	if (revents & POLLOUT && e->sent < TALK_BLOCK && now_us() >= e->due)
		speak(i);
	if (e->fd >= 0 && revents & (POLLIN | POLLHUP))
		hear(i);
}

static short events_of(const struct end *e, uint64_t now)
{
	if (!e->connected)
		return POLLOUT;
	if (talk.pile)
		return POLLOUT;
	return POLLIN | (e->sent < TALK_BLOCK && now >= e->due ? POLLOUT : 0);
}

/* The rounds of the one that did the fewest: all of them go on, or not. */
static uint32_t least(void)
{
	uint32_t i, n = UINT32_MAX;

	for (i = 0; i < talk.connections; i++)
		if (ends[i].rounds < n)
			n = ends[i].rounds;
	return n;
}

static void report(void)
{
	printf("{\"connected\": %u, \"rounds\": %u, ", seen.connected, least());
	printf("\"wrong\": %u, \"lost\": %u, \"reset\": %u}\n", seen.wrong,
	       seen.lost, seen.reset);
	fflush(stdout);
}

int talk_client(void)
{
	uint64_t end = now_us() + talk.duration * 1e6, now;
	uint32_t i;

	ends = xcalloc(talk.connections, sizeof(*ends));
	polls = xcalloc(talk.connections, sizeof(*polls));
	for (i = 0; i < talk.connections; i++)
		begin(i);
	while (!util_stop && (now = now_us()) < end &&
	       seen.lost < talk.connections &&
	       (!talk.rounds || least() < talk.rounds)) {
		if (report_due())
			report();
		for (i = 0; i < talk.connections; i++) {
			polls[i].fd = ends[i].fd;
			polls[i].events = events_of(&ends[i], now);
		}
		poll(polls, talk.connections, 30);
		for (i = 0; i < talk.connections; i++)
			if (polls[i].fd >= 0 && polls[i].revents)
				handle(i, polls[i].revents);
	}
	report();
	return !seen.lost && !seen.wrong &&
	       (!talk.rounds || least() >= talk.rounds) ? 0 : 1;
}
