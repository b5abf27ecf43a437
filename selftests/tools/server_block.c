// SPDX-License-Identifier: GPL-2.0
/*
 * A sender blocked for ever inside of the kernel
 *
 * send() copies from user memory while it holds the socket's lock. The page
 * here belongs to userfaultfd and is filled only when somebody asks for it, so
 * the thread sleeps in the copy, and the socket stays locked.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server.h"
#include "util.h"

#define PAGE 4096

static int uffd = -1;
static char *pages;		/* one for each sender */
static uint32_t used;

struct sender {
	int fd;
	char *page;
};

int block_setup(void)
{
	struct uffdio_register reg = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct uffdio_api api = { .api = UFFD_API };
	size_t len = (size_t)srv.block * PAGE;

	uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (uffd < 0 || ioctl(uffd, UFFDIO_API, &api))
		die_errno("userfaultfd");
	pages = mmap(NULL, len, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		die_errno("mmap");
	reg.range.start = (uintptr_t)pages;
	reg.range.len = len;
	if (ioctl(uffd, UFFDIO_REGISTER, &reg))
		die_errno("userfaultfd register");
	return uffd;
}

static void *sender_main(void *arg)
{
	struct sender *s = arg;

	/* returns when the page is filled, or never: the process just ends */
	send(s->fd, s->page, PAGE, MSG_NOSIGNAL);
	__atomic_add_fetch(&sstats.released, 1, __ATOMIC_RELAXED);
	return NULL;
}

void block_sender(int fd)
{
	struct sender *s = xcalloc(1, sizeof(*s));
	int flags = fcntl(fd, F_GETFL);
	sigset_t all, old;
	pthread_t thread;

	fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	s->fd = fd;
	s->page = pages + (size_t)used++ * PAGE;
	/* signals are the main thread's: one here would spin in the fault */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&thread, NULL, sender_main, s))
		die("no thread for a blocked sender");
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_detach(thread);
}

void block_events(void)
{
	struct uffd_msg msg;

	while (read(uffd, &msg, sizeof(msg)) == sizeof(msg))
		if (msg.event == UFFD_EVENT_PAGEFAULT)
			sstats.blocked++;
}

void block_release(void)
{
	uint32_t i;

	for (i = 0; i < used; i++) {
		struct uffdio_zeropage zero = {
			.range.start = (uintptr_t)pages + (size_t)i * PAGE,
			.range.len = PAGE,
		};

		/* EEXIST: filled already */
		ioctl(uffd, UFFDIO_ZEROPAGE, &zero);
	}
}
