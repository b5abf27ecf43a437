// SPDX-License-Identifier: GPL-2.0
/*
 * many: half a million TCP connections that cost little to make
 *
 *   many --count N [--abusive EVERY] [--bytes N]	make them, say so, wait
 *   many --bulk MB					send so much to oneself
 *
 * Each is made by TCP_REPAIR, as CRIU does when it restores one: established, and
 * nobody at the other end. One of EVERY has a peer whose window is closed and was
 * never open, and --bytes that wait for him; the others are idle, and their window
 * is open. Local address 10.3.0.1, port 80; at port 81 of 127.0.0.1 something can
 * be sent while memory is short.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef TCP_REPAIR_WINDOW
#define TCP_REPAIR_WINDOW 29
#endif
#define REPAIR_ON 1
#define REPAIR_OFF_NO_PROBE -1

#define HERE 0x0a030001		/* 10.3.0.1 */
#define THERE 0x0a420000	/* 10.66.0.0 */
#define OPEN_WINDOW 65535
#define CHUNK 65536
#define MOST (4 << 20)

/* as the kernel has it */
struct window {
	uint32_t snd_wl1, snd_wnd, max_window, rcv_wnd, rcv_wup;
};

static struct sockaddr_in address(uint32_t host, uint16_t port)
{
	return (struct sockaddr_in) {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(host),
	};
}

static void set(int fd, int name, const void *value, socklen_t len)
{
	if (setsockopt(fd, IPPROTO_TCP, name, value, len))
		err(1, "option %d", name);
}

static void make(long i, size_t bytes)
{
	static char data[MOST];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct sockaddr_in here = address(HERE, 80);
	struct sockaddr_in there = address(THERE + (i & 0xffff), 1024 + (i >> 16));
	struct window window = { .rcv_wnd = OPEN_WINDOW };
	int repair = REPAIR_ON, room = 2 * MOST;

	if (fd < 0)
		err(1, "socket %ld", i);
	set(fd, TCP_REPAIR, &repair, sizeof(repair));
	if (bind(fd, (void *)&here, sizeof(here)) ||
	    connect(fd, (void *)&there, sizeof(there)))
		err(1, "connection %ld", i);
	if (!bytes) {
		window.snd_wnd = OPEN_WINDOW;
		window.max_window = OPEN_WINDOW;
	}
	set(fd, TCP_REPAIR_WINDOW, &window, sizeof(window));
	repair = REPAIR_OFF_NO_PROBE;
	set(fd, TCP_REPAIR, &repair, sizeof(repair));
	if (bytes && setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)))
		err(1, "buffer %ld", i);
	if (bytes && send(fd, data, bytes, MSG_NOSIGNAL) != (ssize_t)bytes)
		err(1, "data %ld", i);
}

static int listen_on(uint32_t host, uint16_t port)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	struct sockaddr_in a = address(host, port);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (void *)&a, sizeof(a)) || listen(fd, 128))
		err(1, "port %u", port);
	return fd;
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* MB a second, over the loopback device */
static void bulk(long seconds)
{
	static char data[CHUNK];
	int listener = listen_on(INADDR_LOOPBACK, 82), fd;
	struct sockaddr_in a = address(INADDR_LOOPBACK, 82);
	double began, took;
	long long sum = 0;
	ssize_t n;
	pid_t pid = fork();

	if (pid < 0)
		err(1, "fork");
	if (!pid) {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(fd, (void *)&a, sizeof(a)))
			err(1, "connect");
		while (send(fd, data, sizeof(data), MSG_NOSIGNAL) > 0)
			;
		_exit(0);
	}
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		err(1, "accept");
	began = now_s();
	do {
		n = recv(fd, data, sizeof(data), 0);
		if (n <= 0)
			errx(1, "the flow broke off");
		sum += n;
		took = now_s() - began;
	} while (took < seconds);
	printf("%.1f\n", sum / took / 1e6);
	close(fd);
	waitpid(pid, NULL, 0);
}

int main(int argc, char **argv)
{
	long i, count = 0, every = 0, bytes = 100, seconds = 0;
	struct rlimit files;

	for (i = 1; i + 1 < argc; i += 2) {
		long value = atol(argv[i + 1]);

		if (!strcmp(argv[i], "--count"))
			count = value;
		else if (!strcmp(argv[i], "--abusive"))
			every = value;
		else if (!strcmp(argv[i], "--bytes"))
			bytes = value;
		else if (!strcmp(argv[i], "--bulk"))
			seconds = value;
		else
			errx(2, "%s?", argv[i]);
	}
	if (bytes < 1 || bytes > MOST || (count <= 0 && seconds <= 0))
		errx(2, "--count or --bulk is needed, and --bytes up to 4194304");
	if (seconds > 0) {
		bulk(seconds);
		return 0;
	}
	files.rlim_cur = count + 64;
	files.rlim_max = files.rlim_cur;
	if (setrlimit(RLIMIT_NOFILE, &files))
		err(1, "so many files");
	listen_on(INADDR_LOOPBACK, 81);
	for (i = 0; i < count; i++)
		make(i, every && !(i % every) ? bytes : 0);
	printf("made\n");
	fflush(stdout);
	pause();
	return 0;
}
