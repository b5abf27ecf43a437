// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fuzz: how far into the module a message came, as KCOV tells, where the kernel
 * has it and the module was compiled for it; and the messages that came where none had
 * been before, for those to come to begin with.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "fuzz_cover.h"
#include "util.h"

#define AREA 65536	/* words: the first is the number of points passed */
#define KEPT 256

static unsigned long *area;
/* The module is smaller than 1 MB, so the low bits of an address tell it apart. */
static unsigned char seen[1 << 20];
static struct message kept[KEPT];
static uint32_t points, nr_kept;

void cover_open(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	if (ioctl(fd, KCOV_INIT_TRACE, (unsigned long)AREA))
		die_errno("KCOV_INIT_TRACE");
	area = mmap(NULL, AREA * sizeof(*area), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (area == MAP_FAILED)
		die_errno("mmap of kcov");
	if (ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		die_errno("KCOV_ENABLE");
}

void cover_begin(void)
{
	if (area)
		__atomic_store_n(&area[0], 0, __ATOMIC_RELAXED);
}

bool cover_end(void)
{
	unsigned long i, n = area ? __atomic_load_n(&area[0], __ATOMIC_RELAXED) : 0;
	uint32_t before = points;

	for (i = 1; i <= n && i < AREA; i++) {
		unsigned char *at = &seen[area[i] & (sizeof(seen) - 1)];

		points += !*at;
		*at = 1;
	}
	return points > before;
}

void cover_keep(const struct message *msg)
{
	if (msg->len <= MESSAGE_MAX)
		kept[nr_kept++ % KEPT] = *msg;
}

bool cover_pick(struct message *msg)
{
	uint32_t n = nr_kept < KEPT ? nr_kept : KEPT;

	if (!n)
		return false;
	*msg = kept[rnd(n)];
	return true;
}

uint32_t cover_points(void)
{
	return points;
}
