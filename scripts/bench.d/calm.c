// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel executes for a segment, for a SYN, for a connection
 *
 * calm DEVICE ADDRESS: takes orders from standard input, one a line, and says
 * "ready" after each. Only for a machine whose clock counts instructions: there
 * a difference of rdtsc is the number of those executed. One process all the
 * time, so that what is compared are the same sockets at the same place.
 *
 *   measure NAME	R NAME {segment,syn,connection} MEDIAN
 *   syn NAME		the SYN alone, when it may be dropped
 *   hold N, release	connections to port 8080 that hold 1 MB each
 *   open N, close	idle connections to port 80
 *   spaces N		network namespaces, for as long as it runs
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <x86intrin.h>

#include "peer.h"
#include "util.h"

#define PORT 80
#define PORT_HOLD 8080
#define BLOCKS 2001		/* odd: the median is one of them */
#define WARM 200
#define PAIR 2			/* segments: every other one is acknowledged */
#define HOLD_BYTES (1 << 20)
#define MANY 100000

static int listener, listener_hold;
static struct conn one, *held, *opened;
static size_t nr_held, nr_opened;
static struct packet packets[PAIR];

static int listen_at(const char *address, uint16_t port)
{
	struct sockaddr_in sa = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
	};
	int fd;

	if (inet_pton(AF_INET, address, &sa.sin_addr) != 1)
		die("no address: %s", address);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sa, sizeof(sa)) ||
	    listen(fd, 4096))
		die_errno("listen");
	return fd;
}

/* --- one block of each, and what it took --- */

static uint64_t segments(void)
{
	char buf[SEGMENT];
	uint64_t t;
	int i;

	for (i = 0; i < PAIR; i++) {
		peer_packet(&packets[i], &one, TCP_ACK | TCP_PSH, 60000, SEGMENT);
		one.seq += SEGMENT;
	}
	t = __rdtsc();
	for (i = 0; i < PAIR; i++) {
		peer_send(&packets[i]);
		if (recv(one.fd, buf, sizeof(buf), 0) != SEGMENT)
			die_errno("recv");
	}
	t = __rdtsc() - t;
	peer_drain();
	return t;
}

static uint64_t syn(void)
{
	struct packet p;
	struct conn c;
	uint64_t t;

	conn_next(&c, PORT);
	conn_syn(&p, &c);
	t = __rdtsc();
	peer_send(&p);
	t = __rdtsc() - t;
	peer_drain();
	c.seq++;
	peer_tell(&c, TCP_RST, 0);
	return t;
}

static uint64_t connection(void)
{
	struct conn c;
	uint64_t t;

	t = __rdtsc();
	conn_open(&c, PORT, listener, 60000);
	conn_close(&c);
	return __rdtsc() - t;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* A tick of the clock falls into one block of a hundred: the median has none. */
static void measure(const char *name, const char *what, uint64_t (*block)(void),
		    int n)
{
	uint64_t took[BLOCKS];
	int i;

	for (i = 0; i < WARM; i++)
		block();
	for (i = 0; i < BLOCKS; i++)
		took[i] = block();
	qsort(took, BLOCKS, sizeof(*took), compare);
	printf("R %s %s %.1f\n", name, what, took[BLOCKS / 2] / (double)n);
}

static void measure_all(const char *name)
{
	measure(name, "segment", segments, PAIR);
	measure(name, "syn", syn, 1);
	measure(name, "connection", connection, 1);
}

/* --- what the machine is to hold meanwhile --- */

static void hold(size_t n)
{
	static const char data[65536];
	int size = HOLD_BYTES;

	held = xcalloc(n, sizeof(*held));
	for (nr_held = 0; nr_held < n; nr_held++) {
		struct conn *c = &held[nr_held];

		conn_open(c, PORT_HOLD, listener_hold, 0);
		if (setsockopt(c->fd, SOL_SOCKET, SO_SNDBUFFORCE, &size,
			       sizeof(size)))
			die_errno("SO_SNDBUFFORCE");
		while (write(c->fd, data, sizeof(data)) > 0)
			;
		peer_drain();
	}
}

static void open_many(size_t n)
{
	opened = xcalloc(n, sizeof(*opened));
	for (nr_opened = 0; nr_opened < n; nr_opened++)
		conn_open(&opened[nr_opened], PORT, listener, 60000);
}

static void leave(struct conn **c, size_t *n)
{
	while (*n)
		conn_abort(&(*c)[--*n]);
	free(*c);
	*c = NULL;
}

static void spaces(size_t n)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	if (home < 0)
		die_errno("/proc/self/ns/net");
	while (n--) {
		if (unshare(CLONE_NEWNET) ||
		    open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC) < 0)
			die_errno("unshare");
	}
	if (setns(home, CLONE_NEWNET))
		die_errno("setns");
	close(home);
}

static void obey(char *line)
{
	char *word = strtok(line, "\n "), *a = strtok(NULL, "\n ");

	if (!strcmp(word, "measure") && a)
		measure_all(a);
	else if (!strcmp(word, "syn") && a)
		measure(a, "syn", syn, 1);
	else if (!strcmp(word, "hold") && a)
		hold(parse_number(a, word, 1, MANY));
	else if (!strcmp(word, "release"))
		leave(&held, &nr_held);
	else if (!strcmp(word, "open") && a)
		open_many(parse_number(a, word, 1, MANY));
	else if (!strcmp(word, "close"))
		leave(&opened, &nr_opened);
	else if (!strcmp(word, "spaces") && a)
		spaces(parse_number(a, word, 1, MANY));
	else
		die("what is '%s'?", word);
}

int main(int argc, char **argv)
{
	char line[256];

	if (argc != 3)
		die("usage: calm DEVICE ADDRESS");
	setvbuf(stdout, NULL, _IOLBF, 0);
	raise_nofile();
	peer_open(argv[1], argv[2]);
	listener = listen_at(argv[2], PORT);
	listener_hold = listen_at(argv[2], PORT_HOLD);
	conn_open(&one, PORT, listener, 60000);
	puts("ready");
	while (fgets(line, sizeof(line), stdin)) {
		obey(line);
		puts("ready");
	}
	conn_abort(&one);
	return 0;
}
