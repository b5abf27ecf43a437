// SPDX-License-Identifier: GPL-2.0
/* The command line of mpp_client */
#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client.h"
#include "util.h"

struct client_options cli = {
	.connections = 1,
	.rate = 1000,
	.duration = 60,
};

static const char usage[] =
"usage: mpp_client --dst ADDRESS --port P[-Q] [options]\n"
"An honest client with the kernel's TCP.\n"
"\n"
"  --src ADDRESS        source address\n"
"  --connections N      so many, at the same time (1)\n"
"  --rate N             at most N new ones a second (1000)\n"
"  --repeat             open a new one for each that ended, until --duration\n"
"  --duration S         the end of everything, at most 3600 (60); without\n"
"                       --repeat it ends as soon as all have ended\n"
"  --timeout S          a connection that takes longer has failed (never)\n"
"\n"
"  --get PATH           request by HTTP/1.0; a complete answer is as long as\n"
"                       its Content-Length says\n"
"  --request TEXT       request, with \\r \\n \\t \\0 \\\\ \\xHH (GET /\\n)\n"
"  --expect BYTES       length of a complete answer (until the server closes)\n"
"  --read-rate N        a slow reader: N bytes a second, each connection\n"
"  --connect-only       connect and close\n"
"  --idle               connect, send nothing, stay until --duration\n"
"  --hold               request, read nothing, stay until --duration\n"
"  --rcvbuf N           receive buffer\n"
"  --mptcp              MPTCP\n"
"  --progress           statistics each second, not only at the end\n"
"\n"
"Exit status: 0 if every connection did what it was for, 1 otherwise.\n";

enum {
	O_DST = 1, O_PORT, O_SRC, O_CONNECTIONS, O_RATE, O_REPEAT, O_DURATION,
	O_TIMEOUT, O_GET, O_REQUEST, O_EXPECT, O_READ_RATE, O_CONNECT_ONLY,
	O_IDLE, O_HOLD, O_RCVBUF, O_MPTCP, O_PROGRESS, O_HELP,
};

static const struct option options[] = {
	{ "dst", required_argument, NULL, O_DST },
	{ "port", required_argument, NULL, O_PORT },
	{ "src", required_argument, NULL, O_SRC },
	{ "connections", required_argument, NULL, O_CONNECTIONS },
	{ "rate", required_argument, NULL, O_RATE },
	{ "repeat", no_argument, NULL, O_REPEAT },
	{ "duration", required_argument, NULL, O_DURATION },
	{ "timeout", required_argument, NULL, O_TIMEOUT },
	{ "get", required_argument, NULL, O_GET },
	{ "request", required_argument, NULL, O_REQUEST },
	{ "expect", required_argument, NULL, O_EXPECT },
	{ "read-rate", required_argument, NULL, O_READ_RATE },
	{ "connect-only", no_argument, NULL, O_CONNECT_ONLY },
	{ "idle", no_argument, NULL, O_IDLE },
	{ "hold", no_argument, NULL, O_HOLD },
	{ "rcvbuf", required_argument, NULL, O_RCVBUF },
	{ "mptcp", no_argument, NULL, O_MPTCP },
	{ "progress", no_argument, NULL, O_PROGRESS },
	{ "help", no_argument, NULL, O_HELP },
	{ }
};

static void parse_address(struct sockaddr_storage *ss, const char *text)
{
	struct sockaddr_in6 *sin6 = (void *)ss;
	struct sockaddr_in *sin = (void *)ss;

	if (inet_pton(AF_INET, text, &sin->sin_addr) == 1)
		sin->sin_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &sin6->sin6_addr) == 1)
		sin6->sin6_family = AF_INET6;
	else
		die("no address: '%s'", text);
}

static void parse_one(int o, const char *arg)
{
	int n;

	switch (o) {
	case O_DST:
		parse_address(&cli.dst, arg);
		break;
	case O_PORT:
		parse_port_range(arg, "port", &cli.port_first, &cli.port_last);
		break;
	case O_SRC:
		parse_address(&cli.src, arg);
		break;
	case O_CONNECTIONS:
		cli.connections = parse_number(arg, "connections", 1, 100000);
		break;
	case O_RATE:
		cli.rate = parse_number(arg, "rate", 1, 1000000);
		break;
	case O_REPEAT:
		cli.repeat = true;
		break;
	case O_DURATION:
		cli.duration = parse_number(arg, "duration", 1, 3600);
		break;
	case O_TIMEOUT:
		cli.timeout = parse_number(arg, "timeout", 1, 3600);
		break;
	case O_GET:
		cli.http = true;
		n = asprintf(&cli.request,
			     "GET %s HTTP/1.0\r\nHost: server\r\n\r\n", arg);
		cli.request_len = n;
		if (n < 0)
			die("out of memory");
		break;
	case O_REQUEST:
		cli.request_len = unescape(arg, &cli.request);
		break;
	case O_EXPECT:
		cli.expect = parse_number(arg, "expect", 1, 1ULL << 40);
		break;
	case O_READ_RATE:
		cli.read_rate = parse_number(arg, "read-rate", 1, 1ULL << 40);
		break;
	case O_CONNECT_ONLY:
		cli.behaviour = CLIENT_CONNECT_ONLY;
		break;
	case O_IDLE:
		cli.behaviour = CLIENT_IDLE;
		break;
	case O_HOLD:
		cli.behaviour = CLIENT_HOLD;
		break;
	case O_RCVBUF:
		cli.rcvbuf = parse_number(arg, "rcvbuf", 1, 1 << 30);
		break;
	case O_MPTCP:
		cli.mptcp = true;
		break;
	case O_PROGRESS:
		cli.progress = true;
		break;
	case O_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

void client_parse(int argc, char **argv)
{
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(o, optarg);
	if (optind < argc)
		die("what is '%s'?", argv[optind]);
	if (!cli.dst.ss_family || !cli.port_first)
		die("--dst and --port are needed; see --help");
	if (cli.src.ss_family && cli.src.ss_family != cli.dst.ss_family)
		die("--dst and --src are of two families");
	cli.addr_len = cli.dst.ss_family == AF_INET ?
		sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	if (!cli.request)
		cli.request_len = unescape("GET /\\n", &cli.request);
}
