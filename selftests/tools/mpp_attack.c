// SPDX-License-Identifier: GPL-2.0
/*
 * A TCP client of its own that exhausts a server's TCP memory
 *
 * For tests of defences, in network namespaces of a VM. Bounded in number and
 * in time. The loop: open what is due, take what came, let timers run, report.
 */
#include <inttypes.h>
#include <stdio.h>

#include "attack_table.h"
#include "util.h"
#include "wire.h"

#define TIMER_US 250000
#define RECEIVE_MAX 256		/* segments taken before new SYNs get a turn */

static void report(uint64_t us)
{
	struct wire_stats ws;

	wire_get_stats(&ws);
	printf("{\"t\": %.1f, \"sent_syn\": %" PRIu64 ", \"syn_retrans\": %" PRIu64
	       ", \"synack\": %" PRIu64 ", \"syn_unanswered\": %" PRIu64
	       ", \"established\": %" PRIu64 ", \"mptcp\": %" PRIu64
	       ", \"alive\": %" PRIu64 ", \"rst_received\": %" PRIu64
	       ", \"rst_in_handshake\": %" PRIu64 ", \"fin_received\": %" PRIu64,
	       us / 1e6, stats.sent_syn, stats.syn_retrans, stats.synack,
	       stats.syn_unanswered, stats.established, stats.mptcp,
	       stats.alive, stats.rst_received, stats.rst_in_handshake,
	       stats.fin_received);
	printf(", \"bytes_acked\": %" PRIu64 ", \"bytes_accepted\": %" PRIu64
	       ", \"answered\": %" PRIu64 ", \"stray\": %" PRIu64
	       ", \"segments_sent\": %" PRIu64 ", \"segments_received\": %" PRIu64
	       ", \"send_errors\": %" PRIu64 ", \"receive_dropped\": %" PRIu64 "}\n",
	       stats.bytes_acked, stats.bytes_accepted, stats.answered,
	       stats.stray, ws.sent, ws.received, ws.send_errors, ws.dropped);
	fflush(stdout);
}

static uint64_t min_u64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void run(void)
{
	uint64_t start = now_us(), end = start + opt.duration * 1e6;
	uint64_t timers = start, second = start + 1000000;
	uint64_t next = start;	/* when the next connection is due */
	uint64_t gap = 1000000 / opt.rate, now;

	while (!util_stop && (now = now_us()) < end) {
		uint64_t wake = min_u64(end, timers + TIMER_US);

		/* a late loop catches up for a tenth of a second, no more */
		if (now > next + 100000)
			next = now - 100000;
		while (next <= now && conn_open_next())
			next += gap ? gap : 1;
		if (next > now)
			wake = min_u64(wake, next);
		wire_flush();
		if (wire_receive(conn_input, RECEIVE_MAX) == RECEIVE_MAX)
			wake = 0;
		wire_flush();
		if (now >= timers + TIMER_US) {
			conn_timers();
			wire_flush();
			timers = now;
		}
		if (opt.progress && now >= second) {
			report(now - start);
			second += 1000000;
		}
		if (wake > now)
			wire_wait(wake - now);
	}
	if (opt.reset_at_end)
		conn_reset_all();
	report(now_us() - start);
}

int main(int argc, char **argv)
{
	attack_parse(argc, argv);
	catch_signals();
	wire_open(&opt.dst, opt.dport_first, opt.dport_last, opt.device);
	table_setup();
	run();
	return 0;
}
