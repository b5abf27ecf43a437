// SPDX-License-Identifier: GPL-2.0
/*
 * A peer without a kernel: TCP segments through a tun device, at once
 *
 * What is written to the device has been through the whole of TCP when write()
 * returns, and the answer lies ready to be read. So nothing here waits, and no
 * other process, device or timer has a part in it.
 */
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "peer.h"
#include "util.h"

#define PEERS 16		/* addresses: TCP keeps metrics of each */
#define PORT_FIRST 10000
#define PORTS 50000

static int device = -1;
static struct address server;

void peer_open(const char *name, const char *address)
{
	struct ifreq req = { .ifr_flags = IFF_TUN | IFF_NO_PI };

	if (!address_parse(&server, address))
		die("no address: %s", address);
	device = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (device < 0)
		die_errno("/dev/net/tun");
	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", name);
	if (ioctl(device, TUNSETIFF, &req))
		die_errno(name);
}

void peer_send(const struct packet *p)
{
	if (write(device, p->bytes, p->len) != (ssize_t)p->len)
		die_errno("tun write");
}

/* a packet of it, with so much data */
void peer_packet(struct packet *p, const struct conn *c, uint8_t flags,
		 uint16_t window, size_t len)
{
	static const uint8_t data[SEGMENT];
	struct segment seg = {
		.seq = c->seq, .ack = c->ack, .flags = flags, .window = window,
		.data = data, .len = len,
	};

	p->len = packet_build(p->bytes, &c->flow, &seg);
}

void peer_tell(const struct conn *c, uint8_t flags, uint16_t window)
{
	struct packet p;

	peer_packet(&p, c, flags, window, 0);
	peer_send(&p);
}

/* Take what came until a segment with these flags; all of it is acknowledged. */
void peer_hear(struct conn *c, uint8_t flags)
{
	uint8_t buf[PACKET_MAX];
	struct segment seg;
	struct flow flow;
	ssize_t n;

	for (;;) {
		n = read(device, buf, sizeof(buf));
		if (n < 0)
			die("no answer with flags %#x", flags);
		if (!packet_parse(buf, n, &flow, &seg) ||
		    flow.dport != c->flow.sport)
			continue;
		if (seg.flags & TCP_RST && !(flags & TCP_RST))
			die("reset by the server");
		c->ack = seg.seq + seg.len + !!(seg.flags & (TCP_SYN | TCP_FIN));
		if ((seg.flags & flags) == flags)
			return;
	}
}

/* What the server said is of no interest, but it must not pile up. */
void peer_drain(void)
{
	uint8_t buf[PACKET_MAX];

	while (read(device, buf, sizeof(buf)) > 0)
		;
}

/* An address and a port that were not used for long */
void conn_next(struct conn *c, uint16_t port)
{
	static uint32_t n;

	memset(c, 0, sizeof(*c));
	c->flow.src.family = AF_INET;
	c->flow.src.bytes[0] = 10;
	c->flow.src.bytes[1] = 66;
	c->flow.src.bytes[3] = 1 + n % PEERS;
	c->flow.dst = server;
	c->flow.sport = PORT_FIRST + n / PEERS % PORTS;
	c->flow.dport = port;
	c->seq = 1000000 + n * 977;
	c->fd = -1;
	n++;
}

void conn_syn(struct packet *p, const struct conn *c)
{
	static const uint8_t mss[] = { 2, 4, SEGMENT >> 8, SEGMENT & 0xff };
	struct segment seg = {
		.seq = c->seq, .flags = TCP_SYN, .window = 60000,
		.option_len = sizeof(mss),
	};

	memcpy(seg.options, mss, sizeof(mss));
	p->len = packet_build(p->bytes, &c->flow, &seg);
}

void conn_open(struct conn *c, uint16_t port, int listener, uint16_t window)
{
	struct packet p;

	conn_next(c, port);
	conn_syn(&p, c);
	peer_send(&p);
	peer_hear(c, TCP_SYN | TCP_ACK);
	c->seq++;
	peer_tell(c, TCP_ACK, window);
	c->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (c->fd < 0)
		die_errno("accept");
}

/* The peer is the first to close: nothing of it is left, TIME_WAIT neither. */
void conn_close(struct conn *c)
{
	peer_tell(c, TCP_FIN | TCP_ACK, 60000);
	c->seq++;
	close(c->fd);
	peer_hear(c, TCP_FIN);
	peer_tell(c, TCP_ACK, 60000);
}

void conn_abort(struct conn *c)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(c->fd);
	peer_drain();
}
