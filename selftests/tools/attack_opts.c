// SPDX-License-Identifier: GPL-2.0
/* The command line of mpp_attack */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attack.h"
#include "util.h"

struct attack_options opt = {
	.connections = 1000,
	.rate = 300,
	.duration = 60,
	.sport_first = 1024,
	.sport_last = 65535,
	.syn_window = 64240,
	.wscale = -1,
	.accept = UINT64_MAX,
	.take = 8,
	.every = 1000,
	.syn_retries = 2,
};

static const char usage[] =
"usage: mpp_attack --dst ADDRESS --port PORT[-LAST] --src PREFIX [options]\n"
"A TCP client without a kernel's TCP, for tests of defences inside of a VM.\n"
"\n"
"  --dst ADDRESS        the server, IPv4 or IPv6\n"
"  --port P[-Q]         its port; of a range, each connection the next one\n"
"  --src ADDR/LEN       source addresses, which nobody may own; the server has\n"
"                       to route them to this machine\n"
"  --src-ports P-Q      source ports (1024-65535)\n"
"  --dev NAME           send and listen on this interface only\n"
"\n"
"  --mode zero|syn|unread|ofo|trickle|idle|deaf\n"
"     zero    send the request, then answer everything with the window closed\n"
"     syn     send SYNs, never answer\n"
"     unread  send --bytes of data in order, for nobody to read\n"
"     ofo     the same, without the first byte\n"
"     trickle send the request, then open the window by --take bytes for the\n"
"             answer every --every ms, and close it as soon as they came; takes\n"
"             the first --accept bytes (0) through --window\n"
"     idle    connect, and say nothing but what TCP asks for\n"
"     deaf    send the request, keep the window open, acknowledge no data\n"
"  --connections N      at most N at a time (1000)\n"
"  --rate N             new connections a second (300)\n"
"  --duration SECONDS   the end of everything, at most 3600 (60)\n"
"\n"
"  --get PATH           request this by HTTP/1.0 (/)\n"
"  --payload TEXT       request, with \\r \\n \\t \\0 \\\\ \\xHH; may be empty\n"
"  --bytes N            fill the stream up to N bytes (32768 in unread and ofo)\n"
"  --segment N          send the stream in segments of N bytes (the MSS)\n"
"  --window N           window advertised after the SYN, in bytes (0; 65535 in\n"
"                       idle, deaf, and trickle --open)\n"
"  --take N --every MS  of trickle (8 bytes every 1000 ms)\n"
"  --open               trickle: advertise --window all the time, but acknowledge\n"
"                       --take bytes every --every ms only\n"
"  --accept N           take N bytes of the answer, then close the window\n"
"  --syn-window N       window in the SYN (64240)\n"
"  --wscale N           offer window scaling by N\n"
"  --mss N              (1460, IPv6 1440)\n"
"  --fragment           send SYNs in two fragments (IPv6)\n"
"  --mptcp              be an MPTCP client (MP_CAPABLE)\n"
"  --fin                close the sending side after the stream\n"
"  --silent             once the stream is sent, answer nothing\n"
"  --syn-retries N      send an unanswered SYN again, after 1, 2, 4... s (2)\n"
"  --reconnect          open again what was reset or not answered\n"
"  --reset-at-end       send RST for what is left at the end\n"
"  --progress           statistics each second, not only at the end\n";

enum {
	O_DST = 1, O_PORT, O_SRC, O_SRC_PORTS, O_DEV, O_MODE, O_CONNECTIONS,
	O_RATE, O_DURATION, O_GET, O_PAYLOAD, O_BYTES, O_SEGMENT, O_WINDOW,
	O_ACCEPT, O_SYN_WINDOW, O_WSCALE, O_MSS, O_MPTCP, O_FIN, O_SILENT,
	O_TAKE, O_EVERY, O_OPEN, O_FRAGMENT,
	O_SYN_RETRIES, O_RECONNECT, O_RESET_AT_END, O_PROGRESS, O_HELP,
};

static const struct option options[] = {
	{ "dst", required_argument, NULL, O_DST },
	{ "port", required_argument, NULL, O_PORT },
	{ "src", required_argument, NULL, O_SRC },
	{ "src-ports", required_argument, NULL, O_SRC_PORTS },
	{ "dev", required_argument, NULL, O_DEV },
	{ "mode", required_argument, NULL, O_MODE },
	{ "connections", required_argument, NULL, O_CONNECTIONS },
	{ "rate", required_argument, NULL, O_RATE },
	{ "duration", required_argument, NULL, O_DURATION },
	{ "get", required_argument, NULL, O_GET },
	{ "payload", required_argument, NULL, O_PAYLOAD },
	{ "bytes", required_argument, NULL, O_BYTES },
	{ "segment", required_argument, NULL, O_SEGMENT },
	{ "window", required_argument, NULL, O_WINDOW },
	{ "accept", required_argument, NULL, O_ACCEPT },
	{ "syn-window", required_argument, NULL, O_SYN_WINDOW },
	{ "wscale", required_argument, NULL, O_WSCALE },
	{ "mss", required_argument, NULL, O_MSS },
	{ "mptcp", no_argument, NULL, O_MPTCP },
	{ "fin", no_argument, NULL, O_FIN },
	{ "silent", no_argument, NULL, O_SILENT },
	{ "take", required_argument, NULL, O_TAKE },
	{ "every", required_argument, NULL, O_EVERY },
	{ "open", no_argument, NULL, O_OPEN },
	{ "fragment", no_argument, NULL, O_FRAGMENT },
	{ "syn-retries", required_argument, NULL, O_SYN_RETRIES },
	{ "reconnect", no_argument, NULL, O_RECONNECT },
	{ "reset-at-end", no_argument, NULL, O_RESET_AT_END },
	{ "progress", no_argument, NULL, O_PROGRESS },
	{ "help", no_argument, NULL, O_HELP },
	{ }
};

static char *request;
static size_t request_len;
static uint32_t bytes;
static bool window_set;

static void parse_prefix(const char *text)
{
	unsigned int bits, len, host;
	char addr[64], rest;

	if (sscanf(text, "%63[^/]/%u%c", addr, &len, &rest) != 2 ||
	    !address_parse(&opt.src, addr))
		die("--src wants ADDRESS/LENGTH, not '%s'", text);
	bits = address_len(&opt.src) * 8;
	if (len > bits)
		die("--src: no prefix length: '%s'", text);
	/* a million addresses are plenty, and the host part stays in 32 bits */
	host = bits - len > 20 ? 20 : bits - len;
	opt.src_count = host < 2 ? 1 : (1U << host) - 2;
	if (host) {
		uint8_t *low = opt.src.bytes + bits / 8 - 4;

		put32(low, get32(low) & ~((1U << host) - 1));
	}
}

static enum attack_mode parse_mode(const char *text)
{
	static const char *const names[] = {
		[MODE_ZERO] = "zero", [MODE_SYN] = "syn",
		[MODE_UNREAD] = "unread", [MODE_OFO] = "ofo",
		[MODE_TRICKLE] = "trickle", [MODE_IDLE] = "idle",
		[MODE_DEAF] = "deaf",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(text, names[i]))
			return i;
	die("--mode: unknown: '%s'", text);
}

static void set_get(const char *path)
{
	int n;

	n = asprintf(&request,
		     "GET %s HTTP/1.0\r\nHost: server\r\nUser-Agent: mpp_attack\r\n\r\n",
		     path);
	if (n < 0)
		die("out of memory");
	request_len = n;
}

static void parse_one(int o, const char *arg)
{
	switch (o) {
	case O_DST:
		if (!address_parse(&opt.dst, arg))
			die("--dst: no address: '%s'", arg);
		break;
	case O_PORT:
		parse_port_range(arg, "port", &opt.dport_first, &opt.dport_last);
		break;
	case O_SRC:
		parse_prefix(arg);
		break;
	case O_SRC_PORTS:
		parse_port_range(arg, "src-ports", &opt.sport_first,
				 &opt.sport_last);
		break;
	case O_DEV:
		opt.device = arg;
		break;
	case O_MODE:
		opt.mode = parse_mode(arg);
		break;
	case O_CONNECTIONS:
		opt.connections = parse_number(arg, "connections", 1, 1000000);
		break;
	case O_RATE:
		opt.rate = parse_number(arg, "rate", 1, 1000000);
		break;
	case O_DURATION:
		opt.duration = parse_number(arg, "duration", 1, 3600);
		break;
	case O_GET:
		set_get(arg);
		break;
	case O_PAYLOAD:
		request_len = unescape(arg, &request);
		break;
	case O_BYTES:
		bytes = parse_number(arg, "bytes", 1, 64 << 20);
		break;
	case O_SEGMENT:
		opt.segment = parse_number(arg, "segment", 1, 1460);
		break;
	case O_WINDOW:
		opt.window = parse_number(arg, "window", 0, 1 << 30);
		window_set = true;
		break;
	case O_ACCEPT:
		opt.accept = parse_number(arg, "accept", 0, 1ULL << 40);
		break;
	case O_SYN_WINDOW:
		opt.syn_window = parse_number(arg, "syn-window", 0, 65535);
		break;
	case O_WSCALE:
		opt.wscale = parse_number(arg, "wscale", 0, 14);
		break;
	case O_MSS:
		opt.mss = parse_number(arg, "mss", 64, 1460);
		break;
	case O_MPTCP:
		opt.mptcp = true;
		break;
	case O_FIN:
		opt.fin = true;
		break;
	case O_SILENT:
		opt.silent = true;
		break;
	case O_TAKE:
		opt.take = parse_number(arg, "take", 1, 65535);
		break;
	case O_EVERY:
		/* timers run every 250 ms */
		opt.every = parse_number(arg, "every", 250, 3600000);
		break;
	case O_OPEN:
		opt.open = true;
		break;
	case O_FRAGMENT:
		opt.fragment = true;
		break;
	case O_SYN_RETRIES:
		opt.syn_retries = parse_number(arg, "syn-retries", 0, 10);
		break;
	case O_RECONNECT:
		opt.reconnect = true;
		break;
	case O_RESET_AT_END:
		opt.reset_at_end = true;
		break;
	case O_PROGRESS:
		opt.progress = true;
		break;
	case O_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

static void fill_stream(void)
{
	uint32_t i;

	if (opt.mode == MODE_IDLE)
		return;
	if (!request)
		set_get("/");
	if (!bytes && (opt.mode == MODE_UNREAD || opt.mode == MODE_OFO))
		bytes = 32768;
	opt.data_len = bytes > request_len ? bytes : request_len;
	opt.data = xcalloc(1, opt.data_len + 1);
	memcpy(opt.data, request, request_len);
	for (i = request_len; i < opt.data_len; i++)
		opt.data[i] = 'a' + i % 26;
}

void attack_parse(int argc, char **argv)
{
	uint64_t tuples;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(o, optarg);
	if (optind < argc)
		die("what is '%s'?", argv[optind]);
	if (!opt.dst.family || !opt.src.family || !opt.dport_first)
		die("--dst, --port and --src are needed; see --help");
	if (opt.dst.family != opt.src.family)
		die("--dst and --src are of two families");
	if (opt.fragment && opt.dst.family != AF_INET6)
		die("--fragment is for IPv6");
	if (opt.open && opt.mode != MODE_TRICKLE)
		die("--open is for --mode trickle");
	if (!window_set && (opt.mode == MODE_IDLE || opt.mode == MODE_DEAF ||
			    opt.open))
		opt.window = 65535;
	if (opt.mode == MODE_TRICKLE && !opt.open && opt.accept == UINT64_MAX)
		opt.accept = 0;
	if (!opt.mss)
		opt.mss = opt.dst.family == AF_INET ? 1460 : 1440;
	/* MP_CAPABLE with data takes room from the segment */
	if (!opt.segment || opt.segment > opt.mss)
		opt.segment = opt.mss;
	if (opt.mptcp && opt.segment > opt.mss - 24)
		opt.segment = opt.mss - 24;
	tuples = (uint64_t)opt.src_count *
		 (opt.sport_last - opt.sport_first + 1);
	if (opt.connections > tuples)
		die("--src and --src-ports allow only %llu connections",
		    (unsigned long long)tuples);
	fill_stream();
	if (opt.mptcp && opt.data_len > opt.segment)
		die("--mptcp sends one segment of data only");
}
