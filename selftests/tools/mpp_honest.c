// SPDX-License-Identifier: GPL-2.0
/*
 * A population of honest connections, both ends with the kernel's TCP
 *
 * One thread for each end of a connection, which plays the script of its kind
 * and checks each byte. The server serves all kinds, each on its port.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "honest.h"
#include "util.h"

#define STACK_BYTES	131072
#define POLL_US		50000

static const char usage[] =
"usage: mpp_honest --server [--duration S]\n"
"       mpp_honest --dst ADDRESS --kind NAME [options]\n"
"       mpp_honest --list\n"
"\n"
"  --connections N   so many, at the same time (2)\n"
"  --round S         what goes on until the end goes on for S seconds (60)\n"
"  --duration S      the end of everything, at most 7200 (300)\n"
"\n"
"Figures are printed when all have connected, and at the end. Exit status of a\n"
"client: 0 if every connection did all it was for.\n";

enum {
	O_SERVER = 1, O_DST, O_KIND, O_LIST, O_CONNECTIONS, O_ROUND, O_DURATION,
	O_HELP,
};

static const struct option options[] = {
	{ "server", no_argument, NULL, O_SERVER },
	{ "dst", required_argument, NULL, O_DST },
	{ "kind", required_argument, NULL, O_KIND },
	{ "list", no_argument, NULL, O_LIST },
	{ "connections", required_argument, NULL, O_CONNECTIONS },
	{ "round", required_argument, NULL, O_ROUND },
	{ "duration", required_argument, NULL, O_DURATION },
	{ "help", no_argument, NULL, O_HELP },
	{ }
};

static bool is_server;
static struct sockaddr_storage dst;
static socklen_t dst_len;
static const struct honest_kind *kind;
static uint32_t connections = 2, round_s = 60, duration = 300;

/* written by all threads, hence atomically */
static uint64_t connected, ended, ends[HONEST_NR_ENDS], bytes;

static void count(uint64_t *n, uint64_t by)
{
	__atomic_add_fetch(n, by, __ATOMIC_RELAXED);
}

static uint64_t counted(const uint64_t *n)
{
	return __atomic_load_n(n, __ATOMIC_RELAXED);
}

static void report(void)
{
	printf("{\"connected\": %" PRIu64 ", \"completed\": %" PRIu64
	       ", \"reset\": %" PRIu64 ", \"short\": %" PRIu64
	       ", \"corrupt\": %" PRIu64 ", \"timeout\": %" PRIu64
	       ", \"other\": %" PRIu64 ", \"ended\": %" PRIu64
	       ", \"bytes\": %" PRIu64 "}\n",
	       counted(&connected), counted(&ends[HONEST_DONE]),
	       counted(&ends[HONEST_RESET]), counted(&ends[HONEST_SHORT]),
	       counted(&ends[HONEST_CORRUPT]), counted(&ends[HONEST_TIMEOUT]),
	       counted(&ends[HONEST_OTHER]), counted(&ended), counted(&bytes));
	fflush(stdout);
}

static void ended_with(const struct honest_run *run, enum honest_end end)
{
	if (run->fd >= 0)
		close(run->fd);
	count(&bytes, run->sent + run->received);
	count(&ends[end], 1);
	count(&ended, 1);
}

static void start_thread(void *(*fn)(void *), void *arg)
{
	pthread_attr_t attr;
	pthread_t t;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	errno = pthread_create(&t, &attr, fn, arg);
	if (errno)
		die_errno("thread");
	pthread_attr_destroy(&attr);
}

static void *client_thread(void *arg)
{
	struct honest_run run = {
		.over_us = now_us() + round_s * 1000000ULL,
	};
	enum honest_end end = HONEST_OTHER;

	(void)arg;
	run.fd = socket(dst.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (kind->rcvbuf)
		setsockopt(run.fd, SOL_SOCKET, SO_RCVBUF, &kind->rcvbuf,
			   sizeof(kind->rcvbuf));
	if (!connect(run.fd, (void *)&dst, dst_len)) {
		count(&connected, 1);
		end = honest_play(&run, kind->client);
	}
	ended_with(&run, end);
	return NULL;
}

struct accepted {
	const struct honest_kind *kind;
	int fd;
};

static void *server_thread(void *arg)
{
	struct accepted *a = arg;
	struct honest_run run = {
		.fd = a->fd,
		.is_server = true,
	};

	ended_with(&run, honest_play(&run, a->kind->server));
	free(a);
	return NULL;
}

static int listen_on(const struct honest_kind *k)
{
	struct sockaddr_in6 sin6 = {
		.sin6_family = AF_INET6,
		.sin6_port = htons(HONEST_PORT + (k - honest_kinds)),
	};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (void *)&sin6, sizeof(sin6)) || listen(fd, 4096))
		die_errno("listen");
	return fd;
}

static bool waiting(int listener, int timeout_ms)
{
	struct pollfd p = { .fd = listener, .events = POLLIN };

	return poll(&p, 1, timeout_ms) == 1;
}

static void take_one(int listener, const struct honest_kind *k)
{
	struct accepted *a;
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	a = xcalloc(1, sizeof(*a));
	a->kind = k;
	a->fd = fd;
	start_thread(server_thread, a);
}

static void *listener_thread(void *arg)
{
	const struct honest_kind *k = arg;
	int listener = listen_on(k);

	count(&connected, 1);
	for (;;) {
		/* some come, and stay in the queue for a while */
		if (k->accept_ms && waiting(listener, -1))
			honest_sleep_ms(k->accept_ms);
		do
			take_one(listener, k);
		while (waiting(listener, 0));
	}
	return NULL;
}

static void parse_dst(const char *text)
{
	struct sockaddr_in6 *sin6 = (void *)&dst;
	struct sockaddr_in *sin = (void *)&dst;

	if (inet_pton(AF_INET, text, &sin->sin_addr) == 1) {
		sin->sin_family = AF_INET;
		dst_len = sizeof(*sin);
	} else if (inet_pton(AF_INET6, text, &sin6->sin6_addr) == 1) {
		sin6->sin6_family = AF_INET6;
		dst_len = sizeof(*sin6);
	} else {
		die("no address: '%s'", text);
	}
}

static void parse_kind(const char *name)
{
	uint32_t i;

	for (i = 0; i < honest_nr_kinds; i++)
		if (!strcmp(honest_kinds[i].name, name))
			kind = &honest_kinds[i];
	if (!kind)
		die("no kind '%s', see --list", name);
}

static void parse_one(int o, const char *arg)
{
	uint32_t i;

	switch (o) {
	case O_SERVER:
		is_server = true;
		break;
	case O_DST:
		parse_dst(arg);
		break;
	case O_KIND:
		parse_kind(arg);
		break;
	case O_LIST:
		for (i = 0; i < honest_nr_kinds; i++)
			printf("%u %s\n", HONEST_PORT + i, honest_kinds[i].name);
		exit(0);
	case O_CONNECTIONS:
		connections = parse_number(arg, "connections", 1, 1000);
		break;
	case O_ROUND:
		round_s = parse_number(arg, "round", 1, 3600);
		break;
	case O_DURATION:
		duration = parse_number(arg, "duration", 1, 7200);
		break;
	case O_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		fputs(usage, stderr);
		exit(2);
	}
}

static void run_server(void)
{
	uint32_t i;

	for (i = 0; i < honest_nr_kinds; i++)
		start_thread(listener_thread, (void *)&honest_kinds[i]);
	while (counted(&connected) < honest_nr_kinds)
		usleep(POLL_US);
	__atomic_store_n(&connected, 0, __ATOMIC_RELAXED);
	/* a test waits for this line */
	puts("{\"listening\": true}");
	fflush(stdout);
}

static void run_clients(void)
{
	struct sockaddr_in6 *sin6 = (void *)&dst;
	uint32_t i;

	if (!dst.ss_family || !kind)
		die("--dst and --kind are needed; see --help");
	/* at the same place in both kinds of address */
	sin6->sin6_port = htons(HONEST_PORT + (kind - honest_kinds));
	for (i = 0; i < connections; i++)
		start_thread(client_thread, NULL);
}

int main(int argc, char **argv)
{
	bool all_here = false;
	uint64_t end;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(o, optarg);
	if (optind < argc)
		die("what is '%s'?", argv[optind]);
	catch_signals();
	raise_nofile();
	honest_setup();
	if (is_server)
		run_server();
	else
		run_clients();
	end = now_us() + duration * 1000000ULL;
	while (!util_stop && now_us() < end &&
	       (is_server || counted(&ended) < connections)) {
		usleep(POLL_US);
		/* a test waits for this line as well */
		if (!is_server && !all_here &&
		    counted(&connected) == connections) {
			all_here = true;
			report();
		}
	}
	report();
	/* threads may be anywhere: leave without waiting for them */
	_exit(!is_server && counted(&ends[HONEST_DONE]) < connections);
}
