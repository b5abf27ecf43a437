// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_special nbd|repair|plain|smc|smc_late PORT: a connection nobody may reset,
 * or one that only looks so
 *
 * Accepts one connection over IPv4, fills its send queue, and then
 *   nbd     hands the socket to the kernel's network block device /dev/nbd0,
 *           which marks it as memory that reclaim depends on
 *   repair  puts it into repair mode, as a checkpoint does
 *   plain   leaves it as it is, for comparison
 *   smc     has it from an SMC listener: the kernel's own socket underneath
 *   smc_late  the same, but accepts only after SIGUSR1
 * Prints "ready" and keeps it until SIGTERM.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nbd.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util.h"

#ifndef AF_SMC
#define AF_SMC 43
#endif

static int nbd = -1;

/* @family is the listener's: AF_INET or AF_SMC; the address is IPv4's in both. */
static int accept_on(int family, uint16_t port, bool late)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int listener, fd, on = 1;

	listener = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0)
		die_errno("socket");
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	sin.sin_port = htons(port);
	if (bind(listener, (void *)&sin, sizeof(sin)) || listen(listener, 8))
		die_errno("listen");
	puts("listening");
	fflush(stdout);
	while (late && !util_usr1 && !util_stop)
		usleep(50000);
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		die_errno("accept");
	return fd;
}

static void fill(int fd)
{
	static char chunk[65536];

	while (send(fd, chunk, sizeof(chunk), MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		;
	if (errno != EAGAIN)
		die_errno("send");
}

/* Marks the socket, then sleeps in the kernel until the device is let go. */
static void *nbd_main(void *arg)
{
	(void)arg;
	ioctl(nbd, NBD_DO_IT);
	return NULL;
}

static void give_to_nbd(int fd)
{
	pthread_t thread;
	sigset_t all;

	nbd = open("/dev/nbd0", O_RDWR | O_CLOEXEC);
	if (nbd < 0)
		die_errno("/dev/nbd0");
	if (ioctl(nbd, NBD_SET_SOCK, fd))
		die_errno("NBD_SET_SOCK");
	/* signals are the main thread's */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	if (pthread_create(&thread, NULL, nbd_main, NULL))
		die("no thread");
	pthread_sigmask(SIG_UNBLOCK, &all, NULL);
}

static void repair(int fd)
{
	int on = TCP_REPAIR_ON;

	if (setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)))
		die_errno("TCP_REPAIR");
}

int main(int argc, char **argv)
{
	uint16_t port, last;
	bool late, smc;
	int fd;

	if (argc != 3)
		die("usage: mpp_special nbd|repair|plain|smc|smc_late PORT");
	parse_port_range(argv[2], "port", &port, &last);
	catch_signals();
	late = !strcmp(argv[1], "smc_late");
	smc = late || !strcmp(argv[1], "smc");
	fd = accept_on(smc ? AF_SMC : AF_INET, port, late);
	fill(fd);
	if (!strcmp(argv[1], "nbd"))
		give_to_nbd(fd);
	else if (!strcmp(argv[1], "repair"))
		repair(fd);
	puts("ready");
	fflush(stdout);
	while (!util_stop)
		usleep(50000);
	if (nbd >= 0) {
		/* no NBD_DISCONNECT: that would wait for room in the queue */
		shutdown(fd, SHUT_RDWR);
		ioctl(nbd, NBD_CLEAR_SOCK);
	}
	/* the thread may still be in the kernel: do not wait for it */
	_exit(0);
}
