// SPDX-License-Identifier: GPL-2.0
/*
 * gone: how long it takes until no more than --left TCP sockets are there, or
 * until they hold less than --below pages
 *
 *   gone --left N | --below PAGES [--times N] [--send PORT]
 *        [--write FILE=VALUE]... [COMMAND...]
 *
 * The clock starts, the files are written, a byte is sent to that port of this
 * machine, the command runs again and again until it is over, at most N times.
 * Looks every millisecond, with real-time priority, at what the kernel counts
 * itself (sockstat), which costs less than a hundredth of the time; less often
 * where a look takes so long that whoever shares its processor with this program
 * would not get on, which happens in an emulator on a busy machine. Prints
 * microseconds, sockets before and after, pages before and after, and when it
 * began, microseconds of CLOCK_MONOTONIC.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_S 120
#define LOOK_US 1000
/* It sleeps at least so many times as long as it looks. */
#define LOOK_REST 4

struct held {
	long sockets;
	long pages;
};

static int sockstat;

static long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static struct held look(void)
{
	struct held held;
	char buf[512], *tcp;
	ssize_t n = pread(sockstat, buf, sizeof(buf) - 1, 0);

	if (n <= 0)
		err(1, "sockstat");
	buf[n] = 0;
	tcp = strstr(buf, "TCP: inuse ");
	if (!tcp || sscanf(tcp, "TCP: inuse %ld orphan %*d tw %*d alloc %*d mem %ld",
			   &held.sockets, &held.pages) != 2)
		errx(1, "sockstat: %s", buf);
	return held;
}

static struct held look_later(void)
{
	static long long us = LOOK_US;
	struct timespec pause = { us / 1000000, us % 1000000 * 1000 };
	struct held held;
	long long began;

	nanosleep(&pause, NULL);
	began = now_us();
	held = look();
	us = (now_us() - began) * LOOK_REST;
	if (us < LOOK_US)
		us = LOOK_US;
	return held;
}

static void write_file(const char *what)
{
	const char *value = strchr(what, '=');
	char name[256];
	int fd;

	if (!value)
		errx(2, "FILE=VALUE, not %s", what);
	snprintf(name, sizeof(name), "%.*s", (int)(value - what), what);
	fd = open(name, O_WRONLY | O_TRUNC);
	if (fd < 0 || write(fd, value + 1, strlen(value + 1)) < 0)
		err(1, "%s", name);
	close(fd);
}

static int connected(long port)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || connect(fd, (void *)&a, sizeof(a)))
		err(1, "port %ld", port);
	return fd;
}

static pid_t start(char **command)
{
	struct sched_param other = {};
	int null;
	pid_t pid = fork();

	if (pid)
		return pid;
	setpgid(0, 0);
	sched_setscheduler(0, SCHED_OTHER, &other);
	null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	execvp(*command, command);
	err(1, "%s", *command);
}

int main(int argc, char **argv)
{
	struct sched_param first = { .sched_priority = 1 };
	struct held before, now;
	const char *writes[8];
	long long began, took;
	long left = -1, below = -1, times = -1;
	bool over, left_or_below;
	int i, nr = 0, sender = -1;
	pid_t pid = 0;

	for (i = 1; i + 1 < argc && !strncmp(argv[i], "--", 2); i += 2) {
		if (!strcmp(argv[i], "--left"))
			left = atol(argv[i + 1]);
		else if (!strcmp(argv[i], "--below"))
			below = atol(argv[i + 1]);
		else if (!strcmp(argv[i], "--times"))
			times = atol(argv[i + 1]);
		else if (!strcmp(argv[i], "--send"))
			sender = connected(atol(argv[i + 1]));
		else if (!strcmp(argv[i], "--write") && nr < 8)
			writes[nr++] = argv[i + 1];
		else
			errx(2, "%s?", argv[i]);
	}
	argv += i;
	left_or_below = left < 0 ? below >= 0 : below < 0;
	sockstat = open("/proc/net/sockstat", O_RDONLY);
	if (!left_or_below || sockstat < 0)
		errx(2, "--left or --below is needed, and /proc/net/sockstat");
	if (sched_setscheduler(0, SCHED_FIFO, &first))
		err(1, "priority");
	before = look();
	began = now_us();
	for (i = 0; i < nr; i++)
		write_file(writes[i]);
	if (sender >= 0 && send(sender, "", 1, 0) != 1)
		err(1, "send");
	do {
		if (*argv && !pid && times) {
			pid = start(argv);
			times--;
		}
		now = look_later();
		if (pid && waitpid(pid, NULL, WNOHANG) == pid)
			pid = 0;
		took = now_us() - began;
		over = left < 0 ? now.pages < below : now.sockets <= left;
	} while (!over && took < MOST_S * 1000000LL);
	/* from here on nothing is measured */
	first.sched_priority = 0;
	sched_setscheduler(0, SCHED_OTHER, &first);
	if (pid) {
		kill(-pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	printf("%lld %ld %ld %ld %ld %lld\n", took, before.sockets, now.sockets,
	       before.pages, now.pages, began);
	return !over;
}
