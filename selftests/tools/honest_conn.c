// SPDX-License-Identifier: GPL-2.0
/*
 * One end of an honest connection: plays its script on a blocking socket, and
 * knows every byte that has to come.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "honest.h"
#include "util.h"

#define CHUNK	16384
/* a prime: no chunk, window or page begins at the same place again soon */
#define PERIOD	32749
/* those who take it slowly do so in this many steps a second */
#define STEPS	5
/* pauses look at the end of the program this often */
#define NAP_MS	200

static uint8_t pattern[PERIOD + CHUNK];

void honest_setup(void)
{
	uint32_t i, x = 12345;

	for (i = 0; i < PERIOD; i++) {
		x = x * 1103515245 + 12345;
		pattern[i] = x >> 16;
	}
	memcpy(pattern + PERIOD, pattern, CHUNK);
}

void honest_sleep_ms(uint32_t ms)
{
	uint64_t now = now_us(), end = now + ms * 1000ULL;

	while (!util_stop && now < end) {
		uint64_t us = end - now;

		usleep(us < NAP_MS * 1000 ? us : NAP_MS * 1000);
		now = now_us();
	}
}

static enum honest_end why(int err)
{
	switch (err) {
	case ECONNRESET:
	case ECONNABORTED:
	case EPIPE:
		return HONEST_RESET;
	case ETIMEDOUT:
	case EHOSTUNREACH:
		return HONEST_TIMEOUT;
	}
	return HONEST_OTHER;
}

/* with the direction in it: an end that echoed would be found out */
static const uint8_t *expected(uint64_t at, bool from_server)
{
	return pattern + (at + (from_server ? PERIOD / 2 : 0)) % PERIOD;
}

/* how much at once, at this rate */
static size_t portion(uint64_t left, uint32_t rate)
{
	size_t n = left < CHUNK ? left : CHUNK;

	if (rate && n > rate / STEPS)
		n = rate / STEPS ? rate / STEPS : 1;
	return n;
}

static void pace(uint64_t start, uint64_t done, uint32_t rate)
{
	uint64_t due = start + done * 1000000 / (rate ? rate : 1), now = now_us();

	if (rate && due > now)
		honest_sleep_ms((due - now) / 1000);
}

static enum honest_end send_all(struct honest_run *run,
				const struct honest_step *s)
{
	uint64_t start = now_us(), done = 0;

	while (done < s->n) {
		ssize_t n = send(run->fd, expected(run->sent, run->is_server),
				 portion(s->n - done, s->v), MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return why(errno);
		run->sent += n;
		done += n;
		pace(start, done, s->v);
	}
	return HONEST_DONE;
}

static enum honest_end recv_all(struct honest_run *run,
				const struct honest_step *s)
{
	uint64_t start = now_us(), done = 0;
	uint8_t buf[CHUNK];

	while (done < s->n) {
		ssize_t n = recv(run->fd, buf, portion(s->n - done, s->v), 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return why(errno);
		if (!n)
			return HONEST_SHORT;
		if (memcmp(buf, expected(run->received, !run->is_server), n))
			return HONEST_CORRUPT;
		run->received += n;
		done += n;
		pace(start, done, s->v);
	}
	return HONEST_DONE;
}

/* the peer has closed, and owes nothing */
static enum honest_end take_end(struct honest_run *run)
{
	char c;
	ssize_t n;

	do
		n = recv(run->fd, &c, 1, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return why(errno);
	return n ? HONEST_CORRUPT : HONEST_DONE;
}

/* between rounds a server waits; true when its client has closed instead */
static bool closed_by_peer(struct honest_run *run, enum honest_end *end)
{
	char c;
	ssize_t n;

	do
		n = recv(run->fd, &c, 1, MSG_PEEK);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		return false;
	*end = n ? why(errno) : HONEST_DONE;
	return true;
}

static void rest(struct honest_run *run)
{
	uint64_t now = now_us();

	if (now < run->over_us)
		honest_sleep_ms((run->over_us - now) / 1000);
}

/* the step after this one */
static uint32_t next(struct honest_run *run, const struct honest_step *s,
		     uint32_t at, uint32_t *back)
{
	if (s->op != OP_BACK)
		return at + 1;
	if (s->v ? back[at]++ < s->v : now_us() < run->over_us)
		return s->n;
	back[at] = 0;
	return at + 1;
}

enum honest_end honest_play(struct honest_run *run,
			    const struct honest_step *steps)
{
	uint32_t back[HONEST_STEPS] = { }, i = 0;
	enum honest_end end = HONEST_DONE;

	while (!util_stop) {
		const struct honest_step *s = &steps[i];

		switch (s->op) {
		case OP_SEND:
			end = send_all(run, s);
			break;
		case OP_RECV:
			end = recv_all(run, s);
			break;
		case OP_PAUSE:
			honest_sleep_ms(s->n);
			break;
		case OP_REST:
			rest(run);
			break;
		case OP_BACK:
			break;
		case OP_END:
			if (!run->is_server) {
				shutdown(run->fd, SHUT_WR);
				return take_end(run);
			}
			if (closed_by_peer(run, &end))
				return end;
			i = 0;
			continue;
		}
		if (end != HONEST_DONE)
			return end;
		i = next(run, s, i, back);
	}
	return HONEST_SHORT;
}
