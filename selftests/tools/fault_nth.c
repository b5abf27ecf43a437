// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fault: /proc/.../fail-nth
 *
 * The kernel counts a task's allocations down from the number written there,
 * lets the one fail at which it arrives at 0, and goes on. Interrupts do not
 * count.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault.h"
#include "util.h"

static int nth_fd = -1;
unsigned int nth_left;

void nth_open(void)
{
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		die_errno("/proc/thread-self/fail-nth");
}

static bool put(int fd, unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return pwrite(fd, text, len, 0) == len;
}

void nth_arm(unsigned int nth)
{
	if (!put(nth_fd, nth))
		die_errno("fail-nth");
}

void nth_disarm(void)
{
	char text[16] = "";
	int err = errno;

	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0)
		die_errno("fail-nth");
	nth_left = strtoul(text, NULL, 10);
	nth_arm(0);
	errno = err;
}

/* The kworker's fail-nth, or -1 when that process is none. */
static int open_worker(const char *pid)
{
	char path[64], comm[32];
	FILE *f;
	bool is;

	snprintf(path, sizeof(path), "/proc/%.16s/comm", pid);
	f = fopen(path, "r");
	if (!f)
		return -1;
	is = fgets(comm, sizeof(comm), f) && !strncmp(comm, "kworker/", 8);
	fclose(f);
	if (!is)
		return -1;
	snprintf(path, sizeof(path), "/proc/%.16s/fail-nth", pid);
	return open(path, O_RDWR | O_CLOEXEC);
}

/* One may end meanwhile, so failures are none. */
static unsigned int workers(unsigned int nth)
{
	unsigned int hit = 0;
	struct dirent *d;
	char text[16];
	DIR *proc;
	int fd;

	proc = opendir("/proc");
	if (!proc)
		die_errno("/proc");
	while ((d = readdir(proc))) {
		if (!isdigit((unsigned char)d->d_name[0]))
			continue;
		fd = open_worker(d->d_name);
		if (fd < 0)
			continue;
		memset(text, 0, sizeof(text));
		if (!nth && pread(fd, text, sizeof(text) - 1, 0) > 0)
			hit += !strtoul(text, NULL, 10);
		put(fd, nth);
		close(fd);
	}
	closedir(proc);
	return hit;
}

void workers_arm(unsigned int nth)
{
	workers(nth);
}

unsigned int workers_disarm(void)
{
	return workers(0);
}
