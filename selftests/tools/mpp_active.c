// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_active: outgoing connections of the machine under test
 *
 * Opens them all at once, without waiting, writes into each until its queue is
 * full, and keeps them until SIGTERM; then they leave with RST. Statistics as
 * one line of JSON each second and on SIGUSR1.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util.h"

#define SNDBUF 65536

enum { CONNECTING, OPEN, FAILED };

static struct {
	struct in6_addr dst;
	bool mapped;		/* IPv4 from a socket of IPv6 */
	bool ipv4;
	bool spread;
	bool idle;
	const char *device;
	uint16_t port;
	uint16_t local_port;
	unsigned int connections;
	int syn_retries;
} opt = { .connections = 1 };

static struct pollfd *fds;
static int *state;

static const char usage[] =
"usage: mpp_active --dst ADDRESS --port P [options]\n"
"  --connections N    so many (1)\n"
"  --spread           each to the address after the one before\n"
"  --local-port P     from P, P+1, ...\n"
"  --device NAME      bound to this interface\n"
"  --mapped           IPv4 from a socket of IPv6\n"
"  --idle             write nothing\n"
"  --syn-retries N    how often a SYN is repeated\n";

static void parse_dst(const char *text)
{
	struct in_addr four;

	if (inet_pton(AF_INET6, text, &opt.dst) == 1)
		return;
	if (inet_pton(AF_INET, text, &four) != 1)
		die("no address: '%s'", text);
	opt.ipv4 = true;
	opt.dst = (struct in6_addr) { .s6_addr = { [10] = 0xff, [11] = 0xff } };
	memcpy(&opt.dst.s6_addr[12], &four, 4);
}

static void parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "dst", required_argument, NULL, 'd' },
		{ "port", required_argument, NULL, 'p' },
		{ "connections", required_argument, NULL, 'n' },
		{ "spread", no_argument, NULL, 's' },
		{ "local-port", required_argument, NULL, 'l' },
		{ "device", required_argument, NULL, 'i' },
		{ "mapped", no_argument, NULL, 'm' },
		{ "idle", no_argument, NULL, 'q' },
		{ "syn-retries", required_argument, NULL, 'r' },
		{ }
	};
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (o) {
		case 'd':
			parse_dst(optarg);
			break;
		case 'p':
			opt.port = parse_number(optarg, "port", 1, 65535);
			break;
		case 'n':
			opt.connections = parse_number(optarg, "connections", 1,
						       100000);
			break;
		case 's':
			opt.spread = true;
			break;
		case 'l':
			opt.local_port = parse_number(optarg, "local-port", 1,
						      65535);
			break;
		case 'i':
			opt.device = optarg;
			break;
		case 'm':
			opt.mapped = true;
			break;
		case 'q':
			opt.idle = true;
			break;
		case 'r':
			opt.syn_retries = parse_number(optarg, "syn-retries", 1,
						       127);
			break;
		default:
			die("%s", usage);
		}
	}
	if (!opt.port || optind != argc)
		die("%s", usage);
}

/* The address and port as the socket's family wants it; port 0 means local. */
static socklen_t address(struct sockaddr_storage *ss, unsigned int i, bool local)
{
	struct sockaddr_in *sin = (void *)ss;
	struct sockaddr_in6 *sin6 = (void *)ss;
	struct in6_addr a = local ? in6addr_any : opt.dst;
	uint16_t port = htons(local ? opt.local_port + i : opt.port);
	uint32_t low;

	memset(ss, 0, sizeof(*ss));
	if (opt.spread && !local) {
		memcpy(&low, &a.s6_addr[12], 4);
		low = htonl(ntohl(low) + i);
		memcpy(&a.s6_addr[12], &low, 4);
	}
	if (opt.ipv4 && !opt.mapped) {
		sin->sin_family = AF_INET;
		sin->sin_port = port;
		memcpy(&sin->sin_addr, &a.s6_addr[12], 4);
		return sizeof(*sin);
	}
	sin6->sin6_family = AF_INET6;
	sin6->sin6_port = port;
	sin6->sin6_addr = a;
	return sizeof(*sin6);
}

static void open_one(unsigned int i)
{
	static const struct linger reset = { .l_onoff = 1 };
	int family = opt.ipv4 && !opt.mapped ? AF_INET : AF_INET6;
	int fd, on = 1, off = 0, sndbuf = SNDBUF;
	struct sockaddr_storage ss;
	socklen_t len;

	fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die_errno("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	if (opt.syn_retries)
		setsockopt(fd, IPPROTO_TCP, TCP_SYNCNT, &opt.syn_retries,
			   sizeof(int));
	if (opt.device && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE,
				     opt.device, strlen(opt.device)))
		die_errno(opt.device);
	if (opt.local_port) {
		len = address(&ss, i, true);
		if (bind(fd, (void *)&ss, len))
			die_errno("bind");
	}
	len = address(&ss, i, false);
	fds[i].fd = fd;
	fds[i].events = POLLOUT;
	if (connect(fd, (void *)&ss, len) && errno != EINPROGRESS) {
		state[i] = FAILED;
		fds[i].fd = -1;
		close(fd);
	}
}

static void ready(unsigned int i)
{
	static char chunk[65536];
	int err = 0;
	socklen_t len = sizeof(err);

	getsockopt(fds[i].fd, SOL_SOCKET, SO_ERROR, &err, &len);
	if (err || fds[i].revents & (POLLERR | POLLHUP)) {
		state[i] = FAILED;
		close(fds[i].fd);
		fds[i].fd = -1;
		return;
	}
	state[i] = OPEN;
	fds[i].events = POLLOUT;
	if (opt.idle) {
		fds[i].events = 0;
		return;
	}
	while (send(fds[i].fd, chunk, sizeof(chunk), MSG_NOSIGNAL) > 0)
		;
}

static void report(void)
{
	unsigned int i, count[3] = { 0 };

	for (i = 0; i < opt.connections; i++)
		count[state[i]]++;
	printf("{\"started\": %u, \"connecting\": %u, \"established\": %u, \"failed\": %u}\n",
	       opt.connections, count[CONNECTING], count[OPEN], count[FAILED]);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	unsigned int i;

	parse(argc, argv);
	catch_signals();
	raise_nofile();
	fds = xcalloc(opt.connections, sizeof(*fds));
	state = xcalloc(opt.connections, sizeof(*state));
	for (i = 0; i < opt.connections; i++)
		open_one(i);
	while (!util_stop) {
		if (poll(fds, opt.connections, 200) > 0)
			for (i = 0; i < opt.connections; i++)
				if (fds[i].fd >= 0 && fds[i].revents)
					ready(i);
		if (report_due())
			report();
	}
	report();
	return 0;
}
