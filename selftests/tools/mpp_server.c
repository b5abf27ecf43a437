// SPDX-License-Identifier: GPL-2.0
/*
 * The server of the tests, with the bad habits a test asks for
 *
 * SIGUSR1 prints the statistics, SIGUSR2 lets blocked senders go, SIGTERM ends.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server.h"
#include "util.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

#define EVENTS 256

struct server_options srv = { .family = 4, .backlog = 4096, .duration = 300 };

static const char usage[] =
"usage: mpp_server --port P[-Q] [options]\n"
"  --family 4|6|46    IPv4, IPv6, or both on one socket (4)\n"
"  --answer BYTES     write so many when a line arrives, then close\n"
"  --greet            write the answer at once, without a request\n"
"  --keep             do not close after the answer\n"
"  --noread           never read\n"
"  --noclose          never close, neither after errors nor after the end\n"
"  --noaccept         never accept\n"
"  --block N          the first N answers block their sender for ever inside of\n"
"                     send(), with the socket locked (page behind userfaultfd)\n"
"  --mptcp            listen on MPTCP\n"
"  --sndbuf N --rcvbuf N --backlog N\n"
"  --duration S       end after S seconds (300)\n"
"  --progress         print statistics each second\n";

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "family", required_argument, NULL, 'f' },
	{ "answer", required_argument, NULL, 'a' },
	{ "greet", no_argument, NULL, 'g' },
	{ "keep", no_argument, NULL, 'k' },
	{ "noread", no_argument, NULL, 'r' },
	{ "noclose", no_argument, NULL, 'c' },
	{ "noaccept", no_argument, NULL, 'n' },
	{ "block", required_argument, NULL, 'B' },
	{ "mptcp", no_argument, NULL, 'm' },
	{ "sndbuf", required_argument, NULL, 's' },
	{ "rcvbuf", required_argument, NULL, 'R' },
	{ "backlog", required_argument, NULL, 'b' },
	{ "duration", required_argument, NULL, 'd' },
	{ "progress", no_argument, NULL, 'P' },
	{ "help", no_argument, NULL, 'h' },
	{ }
};

static void parse_one(int o)
{
	switch (o) {
	case 'p':
		parse_port_range(optarg, "port", &srv.port_first, &srv.port_last);
		break;
	case 'f':
		srv.family = parse_number(optarg, "family", 4, 46);
		break;
	case 'a':
		srv.answer = parse_number(optarg, "answer", 0, 1ULL << 40);
		break;
	case 'g':
		srv.greet = true;
		break;
	case 'k':
		srv.keep = true;
		break;
	case 'r':
		srv.noread = true;
		break;
	case 'c':
		srv.noclose = true;
		break;
	case 'n':
		srv.noaccept = true;
		break;
	case 'B':
		srv.block = parse_number(optarg, "block", 0, 1000);
		break;
	case 'm':
		srv.mptcp = true;
		break;
	case 's':
		srv.sndbuf = parse_number(optarg, "sndbuf", 1, 1 << 30);
		break;
	case 'R':
		srv.rcvbuf = parse_number(optarg, "rcvbuf", 1, 1 << 30);
		break;
	case 'b':
		srv.backlog = parse_number(optarg, "backlog", 1, 65535);
		break;
	case 'd':
		srv.duration = parse_number(optarg, "duration", 1, 3600);
		break;
	case 'P':
		srv.progress = true;
		break;
	case 'h':
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

static void report(uint64_t us)
{
	const char *comma = "";
	int i;

	printf("{\"t\": %.1f, \"accepted\": %" PRIu64 ", \"open\": %" PRIu64
	       ", \"requests\": %" PRIu64 ", \"answered\": %" PRIu64
	       ", \"bytes_in\": %" PRIu64 ", \"bytes_out\": %" PRIu64
	       ", \"eof\": %" PRIu64 ", \"kept\": %" PRIu64
	       ", \"blocked\": %" PRIu64 ", \"released\": %" PRIu64
	       ", \"accept_errors\": %" PRIu64 ", \"errors\": {",
	       us / 1e6, sstats.accepted, sstats.open, sstats.requests,
	       sstats.answered, sstats.bytes_in, sstats.bytes_out, sstats.eof,
	       sstats.kept, sstats.blocked,
	       __atomic_load_n(&sstats.released, __ATOMIC_RELAXED),
	       sstats.accept_errors);
	for (i = 0; i < ERRNO_MAX; i++) {
		const char *name = i ? strerrorname_np(i) : "HANGUP";

		if (!sstats.errors[i])
			continue;
		printf("%s\"%s\": %" PRIu64, comma, name ? name : "OTHER",
		       sstats.errors[i]);
		comma = ", ";
	}
	puts("}}");
	fflush(stdout);
}

static int listen_on(uint16_t port)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int on = 1, v6only = srv.family == 6;
	int family = srv.family == 4 ? AF_INET : AF_INET6;
	int fd, err;

	fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    srv.mptcp ? IPPROTO_MPTCP : 0);
	if (fd < 0)
		die_errno("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* children inherit the sizes */
	if (srv.sndbuf)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &srv.sndbuf, sizeof(int));
	if (srv.rcvbuf)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &srv.rcvbuf, sizeof(int));
	sin.sin_port = htons(port);
	sin6.sin6_port = htons(port);
	if (family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only, sizeof(int));
	err = family == AF_INET ? bind(fd, (void *)&sin, sizeof(sin)) :
				  bind(fd, (void *)&sin6, sizeof(sin6));
	if (err || listen(fd, srv.backlog))
		die_errno("listen");
	return fd;
}

static void watch(int epfd, int fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &ev))
		die_errno("epoll");
}

static void run(int epfd, int uffd)
{
	uint64_t start = now_us(), end = start + srv.duration * 1e6, now;
	uint64_t second = start + 1000000;
	struct epoll_event ev[EVENTS];
	sig_atomic_t usr1 = 0, usr2 = 0;
	int i, n;

	while (!util_stop && (now = now_us()) < end) {
		if (usr1 != util_usr1) {
			usr1 = util_usr1;
			report(now - start);
		}
		if (usr2 != util_usr2) {
			usr2 = util_usr2;
			block_release();
		}
		if (srv.progress && now >= second) {
			report(now - start);
			second += 1000000;
		}
		/* a signal just before the wait is noticed this late */
		n = epoll_wait(epfd, ev, EVENTS, 100);
		for (i = 0; i < n; i++) {
			if (ev[i].data.fd == uffd)
				block_events();
			else if (conn_known(ev[i].data.fd))
				conn_event(ev[i].data.fd, ev[i].events);
			else
				conn_accept(ev[i].data.fd);
		}
	}
	report(now_us() - start);
}

int main(int argc, char **argv)
{
	int o, epfd, uffd = -1, port;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(o);
	if (optind < argc || !srv.port_first ||
	    (srv.family != 4 && srv.family != 6 && srv.family != 46))
		die("--port is needed, --family is 4, 6 or 46; see --help");
	catch_signals();
	raise_nofile();
	epfd = epoll_create1(EPOLL_CLOEXEC);
	conns_setup(epfd);
	if (srv.block) {
		uffd = block_setup();
		watch(epfd, uffd);
	}
	for (port = srv.port_first; port <= srv.port_last; port++) {
		int fd = listen_on(port);

		if (!srv.noaccept)
			watch(epfd, fd);
	}
	/* a test waits for this line */
	puts("{\"listening\": true}");
	fflush(stdout);
	run(epfd, uffd);
	/* blocked threads hold their sockets: leave without waiting for them */
	_exit(0);
}
