// SPDX-License-Identifier: GPL-2.0
/*
 * The connections of mpp_server
 *
 * Each is known by its descriptor and watched edge-triggered: events come in,
 * reads and writes go on until the kernel has no more.
 */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server.h"
#include "util.h"

#define FD_MAX (1 << 20)
#define CHUNK 65536
#define BLOCK_HEAD 16384	/* queued before the sender blocks: far from full */

struct server_conn {
	uint64_t left;		/* of the answer */
	bool used, answering, blocked, no_reader;
};

struct server_stats sstats;

static struct server_conn *conns;
static int epoll_fd;
static uint32_t blocks_begun;
static char chunk[CHUNK];

void conns_setup(int epfd)
{
	size_t i;

	epoll_fd = epfd;
	conns = xcalloc(FD_MAX, sizeof(*conns));
	for (i = 0; i < CHUNK; i++)
		chunk[i] = i % 64 == 63 ? '\n' : 'a' + i % 26;
}

bool conn_known(int fd)
{
	return fd < FD_MAX && conns[fd].used;
}

static void conn_end(int fd)
{
	struct server_conn *c = &conns[fd];

	if (srv.noclose || c->blocked) {
		/* nothing more is of interest, but the socket stays */
		epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
		sstats.kept++;
		return;
	}
	c->used = false;
	sstats.open--;
	close(fd);
}

static void conn_error(int fd, int err)
{
	sstats.errors[err > 0 && err < ERRNO_MAX ? err : 0]++;
	conn_end(fd);
}

static void begin_answer(int fd)
{
	struct server_conn *c = &conns[fd];

	sstats.requests++;
	c->answering = true;
	c->left = srv.answer;
	if (blocks_begun < srv.block) {
		blocks_begun++;
		c->blocked = true;
		if (c->left > BLOCK_HEAD)
			c->left = BLOCK_HEAD;
	}
}

/* false: the connection ended */
static bool conn_write(int fd)
{
	struct server_conn *c = &conns[fd];

	while (c->answering && c->left) {
		size_t n = c->left < CHUNK ? c->left : CHUNK;
		ssize_t done = send(fd, chunk, n, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (done < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (done < 0) {
			conn_error(fd, errno);
			return false;
		}
		sstats.bytes_out += done;
		c->left -= done;
	}
	if (!c->answering)
		return true;
	c->answering = false;
	if (c->blocked) {
		block_sender(fd);
		return true;
	}
	sstats.answered++;
	if (srv.keep || !srv.answer)
		return true;
	conn_end(fd);
	return false;
}

static bool conn_read(int fd)
{
	struct server_conn *c = &conns[fd];
	static char buf[CHUNK];
	ssize_t n;

	/* a blocked sender may hold the lock by now, for ever */
	while (!c->no_reader && !c->blocked) {
		n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return true;
		if (n < 0) {
			conn_error(fd, errno);
			return false;
		}
		if (!n) {
			sstats.eof++;
			/* a client may half-close and still want its answer */
			c->no_reader = true;
			if (c->answering || c->blocked)
				return true;
			conn_end(fd);
			return false;
		}
		sstats.bytes_in += n;
		if (srv.answer && !c->answering && !c->blocked &&
		    memchr(buf, '\n', n)) {
			begin_answer(fd);
			if (!conn_write(fd))
				return false;
		}
	}
	return true;
}

void conn_event(int fd, uint32_t events)
{
	socklen_t len = sizeof(int);
	int err = 0;

	if (events & EPOLLERR) {
		/* needs no socket lock: a blocked sender does not block us */
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &err, &len) || err) {
			conn_error(fd, err);
			return;
		}
	}
	if (conns[fd].blocked)
		return;
	if (events & EPOLLOUT && !conn_write(fd))
		return;
	if (srv.noread) {
		if (events & EPOLLHUP)
			conn_error(fd, err);
		return;
	}
	if (events & (EPOLLIN | EPOLLHUP | EPOLLRDHUP))
		conn_read(fd);
}

void conn_accept(int listener)
{
	struct epoll_event ev = {
		.events = EPOLLET | EPOLLOUT | (srv.noread ? 0 : EPOLLIN | EPOLLRDHUP),
	};
	int fd, i;

	for (i = 0; i < 256; i++) {
		fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			if (errno != EAGAIN && errno != EINTR)
				sstats.accept_errors++;
			return;
		}
		if (fd >= FD_MAX)
			die("too many descriptors");
		memset(&conns[fd], 0, sizeof(conns[fd]));
		conns[fd].used = true;
		sstats.accepted++;
		sstats.open++;
		ev.data.fd = fd;
		epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev);
		if (srv.greet && srv.answer) {
			begin_answer(fd);
			conn_write(fd);
		}
	}
}
