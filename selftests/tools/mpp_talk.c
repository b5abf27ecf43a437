// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_talk: two who talk through a TCP socket of a certain kind, for as long as
 * they are let, and every byte has to be right
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "talk.h"
#include "util.h"

struct talk_options talk = {
	.connections = 1, .duration = 900, .family = 4,
};

static const char usage[] =
"usage: mpp_talk --port P [--dst ADDRESS] [options]\n"
"  --dst ADDRESS      be the client of that server, and not a server\n"
"  --kind K           plain, fastopen, md5, ao, mptcp, smc, tls, sockmap (plain)\n"
"  --duration S       end after S seconds (900)\n"
"server:\n"
"  --family 4|6       (4)\n"
"  --reuseport        one of a group\n"
"  --transparent      take what is for other addresses as well\n"
"client:\n"
"  --connections N    (1)\n"
"  --rounds N         end after N rounds of the slowest; status 0 if all went well\n"
"  --pile             send as much as it can, and read nothing\n";

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "dst", required_argument, NULL, 'd' },
	{ "kind", required_argument, NULL, 'k' },
	{ "duration", required_argument, NULL, 'D' },
	{ "family", required_argument, NULL, 'f' },
	{ "reuseport", no_argument, NULL, 'r' },
	{ "transparent", no_argument, NULL, 't' },
	{ "connections", required_argument, NULL, 'c' },
	{ "rounds", required_argument, NULL, 'n' },
	{ "pile", no_argument, NULL, 'P' },
	{ }
};

static void parse_address(const char *text)
{
	struct sockaddr_in6 *sin6 = (void *)&talk.dst;
	struct sockaddr_in *sin = (void *)&talk.dst;

	if (inet_pton(AF_INET, text, &sin->sin_addr) == 1)
		sin->sin_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &sin6->sin6_addr) == 1)
		sin6->sin6_family = AF_INET6;
	else
		die("no address: '%s'", text);
}

static void parse_one(int o)
{
	uint16_t last;

	switch (o) {
	case 'p':
		parse_port_range(optarg, "port", &talk.port, &last);
		break;
	case 'd':
		parse_address(optarg);
		break;
	case 'k':
		talk.kind = talk_kind_find(optarg);
		break;
	case 'D':
		talk.duration = parse_number(optarg, "duration", 1, 3600);
		break;
	case 'f':
		talk.family = parse_number(optarg, "family", 4, 6);
		break;
	case 'r':
		talk.reuseport = true;
		break;
	case 't':
		talk.transparent = true;
		break;
	case 'c':
		talk.connections = parse_number(optarg, "connections", 1, 500);
		break;
	case 'n':
		talk.rounds = parse_number(optarg, "rounds", 1, 1000000);
		break;
	case 'P':
		talk.pile = true;
		break;
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int o;

	talk.kind = talk_kind_find("plain");
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(o);
	if (optind < argc || !talk.port)
		die("--port is needed; see --help");
	catch_signals();
	raise_nofile();
	return talk.dst.ss_family ? talk_client() : talk_server();
}
