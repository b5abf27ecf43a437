// SPDX-License-Identifier: GPL-2.0
/* nl_socket - the real kernel, through libmnl. */
#include <errno.h>
#include <linux/genetlink.h>
#include <sys/socket.h>

#include "nl.h"

/* Many events come at once, and what is lost is lost. */
#define RECEIVE_BUFFER	(4 << 20)

static int socket_open(struct ctl_nl *nl)
{
	struct mnl_socket *sock;
	int on = 1, size = RECEIVE_BUFFER, fd;

	sock = mnl_socket_open2(NETLINK_GENERIC, SOCK_CLOEXEC);
	if (!sock)
		return -errno;
	nl->priv = sock;
	if (mnl_socket_bind(sock, 0, MNL_SOCKET_AUTOPID) < 0)
		return -errno;
	/* best effort: without, refusals come without the kernel's words */
	mnl_socket_setsockopt(sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(sock, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
	fd = mnl_socket_get_fd(sock);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return 0;
}

static int socket_send(struct ctl_nl *nl, const void *buf, size_t len)
{
	return mnl_socket_sendto(nl->priv, buf, len) < 0 ? -errno : 0;
}

static ssize_t socket_recv(struct ctl_nl *nl, void *buf, size_t len)
{
	ssize_t n;

	do {
		n = mnl_socket_recvfrom(nl->priv, buf, len);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static int socket_join(struct ctl_nl *nl, uint32_t group)
{
	if (mnl_socket_setsockopt(nl->priv, NETLINK_ADD_MEMBERSHIP, &group,
				  sizeof(group)))
		return -errno;
	return 0;
}

static int socket_fd(struct ctl_nl *nl)
{
	return mnl_socket_get_fd(nl->priv);
}

static void socket_close(struct ctl_nl *nl)
{
	if (nl->priv)
		mnl_socket_close(nl->priv);
	nl->priv = NULL;
}

const struct ctl_nl_ops ctl_nl_socket = {
	.open	= socket_open,
	.send	= socket_send,
	.recv	= socket_recv,
	.join	= socket_join,
	.fd	= socket_fd,
	.close	= socket_close,
};
