// SPDX-License-Identifier: GPL-2.0
/*
 * The honest client of the tests
 *
 * The loop: start what is due, handle what happened, let slow readers read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <sys/epoll.h>

#include "client.h"
#include "util.h"

#define EVENTS 256
#define TICK_US 50000

static void report(uint64_t us)
{
	printf("{\"t\": %.1f, \"started\": %" PRIu64 ", \"connected\": %" PRIu64
	       ", \"completed\": %" PRIu64 ", \"reset\": %" PRIu64
	       ", \"refused\": %" PRIu64 ", \"timeout\": %" PRIu64
	       ", \"short\": %" PRIu64 ", \"other\": %" PRIu64
	       ", \"open\": %" PRIu64 ", \"bytes\": %" PRIu64
	       ", \"p50_us\": %" PRIu64 ", \"p99_us\": %" PRIu64 "}\n",
	       us / 1e6, cstats.started, cstats.connected, cstats.completed,
	       cstats.reset, cstats.refused, cstats.timeout, cstats.too_short,
	       cstats.other, cstats.open, cstats.bytes, latency_percentile(50),
	       latency_percentile(99));
	fflush(stdout);
}

/* the next slot to start a connection in, or connections: none */
static uint32_t next_slot(void)
{
	static uint32_t turn;
	uint32_t i;

	if (!cli.repeat)
		return cstats.started < cli.connections ? cstats.started :
							  cli.connections;
	for (i = 0; i < cli.connections; i++) {
		turn = (turn + 1) % cli.connections;
		if (slot_free(turn))
			return turn;
	}
	return cli.connections;
}

static void start_due(uint64_t now, uint64_t *next)
{
	uint64_t gap = 1000000 / cli.rate;
	uint32_t i;

	if (now > *next + 100000)
		*next = now - 100000;
	while (*next <= now) {
		i = next_slot();
		if (i == cli.connections)
			return;
		slot_start(i);
		*next += gap ? gap : 1;
	}
}

static bool all_ended(void)
{
	return !cli.repeat && cstats.started == cli.connections && !cstats.open;
}

static void run(int epfd)
{
	uint64_t start = now_us(), end = start + cli.duration * 1e6, now;
	uint64_t second = start + 1000000, tick = start, next = start;
	struct epoll_event ev[EVENTS];
	int i, n, ms;

	while (!util_stop && (now = now_us()) < end && !all_ended()) {
		start_due(now, &next);
		/* with all slots busy, only events and ticks count */
		ms = next > now ? (next - now) / 1000 + 1 : TICK_US / 1000;
		if (ms > TICK_US / 1000)
			ms = TICK_US / 1000;
		n = epoll_wait(epfd, ev, EVENTS, ms);
		for (i = 0; i < n; i++)
			slot_event(ev[i].data.u32, ev[i].events);
		if (now >= tick + TICK_US) {
			slots_tick();
			tick = now;
		}
		if (cli.progress && now >= second) {
			report(now - start);
			second += 1000000;
		}
	}
	report(now_us() - start);
}

/* what stays is meant to be open at the end, what transfers is not */
static bool all_well(void)
{
	if (cstats.reset || cstats.refused || cstats.timeout ||
	    cstats.too_short || cstats.other)
		return false;
	if (cli.behaviour == CLIENT_IDLE || cli.behaviour == CLIENT_HOLD)
		return cstats.connected == cstats.started;
	return cstats.completed && (cli.repeat || !cstats.open);
}

int main(int argc, char **argv)
{
	int epfd;

	client_parse(argc, argv);
	catch_signals();
	raise_nofile();
	epfd = epoll_create1(EPOLL_CLOEXEC);
	if (epfd < 0)
		die_errno("epoll");
	slots_setup(epfd);
	run(epfd);
	return all_well() ? 0 : 1;
}
