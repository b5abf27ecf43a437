// SPDX-License-Identifier: GPL-2.0
/*
 * The kinds of honest connections that look like an attacker and are not
 *
 * A round lasts as long as the client is told. Links that lose, delay or choke
 * packets are made outside, by the test.
 */
#include "honest.h"
#include "util.h"

#define SEND(bytes, rate)	{ OP_SEND, bytes, rate }
#define RECV(bytes, rate)	{ OP_RECV, bytes, rate }
#define PAUSE(ms)		{ OP_PAUSE, ms, 0 }
#define BACK(step, times)	{ OP_BACK, step, times }
#define AGAIN			{ OP_BACK, 0, 0 }
#define REST			{ OP_REST, 0, 0 }

/* a question; what a pipe and a screen hold; a piece of a film */
#define ASK	64
#define PAGE	65536
#define PIECE	1000000

const struct honest_kind honest_kinds[] = {
	{ .name = "phone",
	  .client = { SEND(ASK, 0), RECV(100000, 0), AGAIN },
	  .server = { RECV(ASK, 0), SEND(100000, 0) } },
	{ .name = "phone_upload",
	  .client = { SEND(100000, 0), RECV(ASK, 0), AGAIN },
	  .server = { RECV(100000, 0), SEND(ASK, 0) } },
	{ .name = "ssh",
	  .client = { SEND(40, 0), RECV(120, 0), PAUSE(300), BACK(0, 5),
		      REST, SEND(40, 0), RECV(120, 0) },
	  .server = { RECV(40, 0), SEND(120, 0) } },
	{ .name = "websocket",
	  .client = { SEND(30, 0), RECV(80, 0), PAUSE(3000), AGAIN },
	  .server = { RECV(30, 0), PAUSE(1000), SEND(80, 0) } },
	{ .name = "long_poll",
	  .client = { SEND(300, 0), RECV(2000, 0), REST },
	  .server = { RECV(300, 0), PAUSE(60000), SEND(2000, 0) } },
	{ .name = "database",
	  .client = { SEND(300, 0), RECV(4000, 0), BACK(0, 20), REST,
		      SEND(300, 0), RECV(4000, 0) },
	  .server = { RECV(300, 0), SEND(4000, 0) } },
	{ .name = "download",
	  .client = { SEND(ASK, 0), RECV(1400000, 20000) },
	  .server = { RECV(ASK, 0), SEND(1400000, 0) } },
	/* the link is as slow as this */
	{ .name = "gprs",
	  .client = { SEND(ASK, 0), RECV(90000, 0) },
	  .server = { RECV(ASK, 0), SEND(90000, 0) } },
	{ .name = "backup",
	  .client = { SEND(400000, 0), RECV(ASK, 0), AGAIN },
	  .server = { RECV(400000, 0), SEND(ASK, 0) } },
	{ .name = "restore",
	  .client = { SEND(ASK, 0), RECV(400000, 0), AGAIN },
	  .server = { RECV(ASK, 0), SEND(400000, 0) } },
	{ .name = "video",
	  .client = { SEND(ASK, 0), RECV(PIECE, 0), PAUSE(8000), BACK(1, 6) },
	  .server = { RECV(ASK, 0), SEND(7 * PIECE, 0) } },
	{ .name = "less",
	  .client = { SEND(ASK, 0), RECV(PAGE, 0), PAUSE(9000), BACK(1, 6) },
	  .server = { RECV(ASK, 0), SEND(7 * PAGE, 0) } },
	/* lwIP: a window of one segment, and one taken every 200 ms */
	{ .name = "device", .rcvbuf = 2304,
	  .client = { SEND(ASK, 0), RECV(300000, 5000) },
	  .server = { RECV(ASK, 0), SEND(300000, 0) } },
	{ .name = "replica",
	  .client = { SEND(ASK, 0), RECV(400000, 100000), PAUSE(8000), BACK(1, 4) },
	  .server = { RECV(ASK, 0), SEND(2000000, 60000) } },
	{ .name = "greeting",
	  .client = { RECV(100, 0), PAUSE(30000), SEND(40, 0), RECV(200, 0),
		      REST },
	  .server = { SEND(100, 0), RECV(40, 0), SEND(200, 0), REST } },
	{ .name = "slow_accept", .accept_ms = 20000,
	  .client = { SEND(400, 0), RECV(2000, 0), REST },
	  .server = { RECV(400, 0), SEND(2000, 0) } },
	/* more than the buffers of both ends hold, for longer than a minute */
	{ .name = "slow_upload",
	  .client = { SEND(800000, 0), RECV(ASK, 0) },
	  .server = { RECV(130000, 2000), RECV(670000, 0), SEND(ASK, 0) } },

	/* these may look no better than an attacker for a while */
	{ .name = "less_long",
	  .client = { SEND(ASK, 0), RECV(PAGE, 0), PAUSE(60000), RECV(6 * PAGE, 0) },
	  .server = { RECV(ASK, 0), SEND(7 * PAGE, 0) } },
	{ .name = "less_30",
	  .client = { SEND(ASK, 0), RECV(PAGE, 0), PAUSE(30000), RECV(6 * PAGE, 0) },
	  .server = { RECV(ASK, 0), SEND(7 * PAGE, 0) } },
	/* asked, and never took a byte of it for that long */
	{ .name = "less_unread",
	  .client = { SEND(ASK, 0), PAUSE(30000), RECV(7 * PAGE, 0) },
	  .server = { RECV(ASK, 0), SEND(7 * PAGE, 0) } },
	{ .name = "replica_30",
	  .client = { SEND(ASK, 0), RECV(200000, 0), PAUSE(30000), RECV(800000, 0) },
	  .server = { RECV(ASK, 0), SEND(1000000, 0) } },
	/* a backup whose far end computes checksums before it reads on */
	{ .name = "checksums",
	  .client = { SEND(400000, 0), RECV(ASK, 0) },
	  .server = { RECV(PAGE, 0), PAUSE(45000), RECV(400000 - PAGE, 0),
		      SEND(ASK, 0) } },
};

const uint32_t honest_nr_kinds = ARRAY_SIZE(honest_kinds);
