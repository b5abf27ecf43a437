// SPDX-License-Identifier: GPL-2.0
/*
 * Segments out through a raw socket, segments in through a packet ring
 *
 * Out: IP headers are ours (any source address), route and neighbour are the
 * kernel's. In: a packet ring that copies headers only, so that many large
 * answers pin no memory, behind a filter that runs before the copy.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "util.h"
#include "wire.h"

#define BATCH 64
#define FRAME_SIZE 256		/* tpacket2_hdr and PACKET_SNAP bytes fit */
#define FRAMES 16384

static struct {
	int tx, rx;
	struct sockaddr_storage to;
	socklen_t to_len;
	uint8_t *ring;
	unsigned int next;	/* frame that is read next */
	unsigned int queued;
	uint8_t buf[BATCH][PACKET_MAX];
	struct iovec iov[BATCH];
	struct mmsghdr msg[BATCH];
	struct wire_stats stats;
} wire;

static void open_tx(const struct address *peer, const char *device)
{
	int on = 1, size = 4 << 20;
	unsigned int i;

	wire.tx = socket(peer->family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (wire.tx < 0)
		die_errno("raw socket");
	if (peer->family == AF_INET) {
		struct sockaddr_in *sin = (void *)&wire.to;

		setsockopt(wire.tx, IPPROTO_IP, IP_HDRINCL, &on, sizeof(on));
		sin->sin_family = AF_INET;
		memcpy(&sin->sin_addr, peer->bytes, 4);
		wire.to_len = sizeof(*sin);
	} else {
		struct sockaddr_in6 *sin6 = (void *)&wire.to;

		sin6->sin6_family = AF_INET6;
		memcpy(&sin6->sin6_addr, peer->bytes, 16);
		wire.to_len = sizeof(*sin6);
	}
	if (device && setsockopt(wire.tx, SOL_SOCKET, SO_BINDTODEVICE, device,
				 strlen(device) + 1))
		die_errno(device);
	setsockopt(wire.tx, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	/* nothing is ever read from it: do not let copies pile up */
	size = 0;
	setsockopt(wire.tx, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (i = 0; i < BATCH; i++) {
		wire.iov[i].iov_base = wire.buf[i];
		wire.msg[i].msg_hdr.msg_iov = &wire.iov[i];
		wire.msg[i].msg_hdr.msg_iovlen = 1;
		wire.msg[i].msg_hdr.msg_name = &wire.to;
		wire.msg[i].msg_hdr.msg_namelen = wire.to_len;
	}
}

static void set_filter(int fd, sa_family_t family, uint16_t first,
		       uint16_t last)
{
	/* offsets from the IP header; the ports follow it */
	struct sock_filter v4[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 5),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, PACKET_SNAP),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_filter v6[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 6),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 4),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 40),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, PACKET_SNAP),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog prog = {
		.len = family == AF_INET ? ARRAY_SIZE(v4) : ARRAY_SIZE(v6),
		.filter = family == AF_INET ? v4 : v6,
	};

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		die_errno("filter");
}

static void open_rx(const struct address *peer, uint16_t first, uint16_t last,
		    const char *device)
{
	int proto = peer->family == AF_INET ? ETH_P_IP : ETH_P_IPV6;
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(proto),
	};
	struct tpacket_req req = {
		.tp_block_size = 1 << 16,
		.tp_block_nr = (size_t)FRAMES * FRAME_SIZE >> 16,
		.tp_frame_size = FRAME_SIZE,
		.tp_frame_nr = FRAMES,
	};
	int version = TPACKET_V2;

	/* protocol 0: nothing arrives before filter and ring are there */
	wire.rx = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (wire.rx < 0)
		die_errno("packet socket");
	set_filter(wire.rx, peer->family, first, last);
	if (setsockopt(wire.rx, SOL_PACKET, PACKET_VERSION, &version,
		       sizeof(version)) ||
	    setsockopt(wire.rx, SOL_PACKET, PACKET_RX_RING, &req, sizeof(req)))
		die_errno("packet ring");
	wire.ring = mmap(NULL, (size_t)FRAMES * FRAME_SIZE,
			 PROT_READ | PROT_WRITE, MAP_SHARED, wire.rx, 0);
	if (wire.ring == MAP_FAILED)
		die_errno("packet ring");
	if (device) {
		ll.sll_ifindex = if_nametoindex(device);
		if (!ll.sll_ifindex)
			die_errno(device);
	}
	if (bind(wire.rx, (void *)&ll, sizeof(ll)))
		die_errno("bind to packets");
}

void wire_open(const struct address *peer, uint16_t first_port,
	       uint16_t last_port, const char *device)
{
	open_tx(peer, device);
	open_rx(peer, first_port, last_port, device);
}

void wire_flush(void)
{
	unsigned int done = 0;

	while (done < wire.queued) {
		int n = sendmmsg(wire.tx, wire.msg + done, wire.queued - done, 0);

		if (n > 0) {
			wire.stats.sent += n;
			done += n;
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		wire.stats.send_errors++;	/* as on a real wire: lost */
		done++;
	}
	wire.queued = 0;
}

static void wire_queue(size_t len)
{
	wire.iov[wire.queued].iov_len = len;
	if (++wire.queued == BATCH)
		wire_flush();
}

static void send_fragments(const struct flow *flow, const struct segment *seg)
{
	uint8_t whole[PACKET_MAX], second[PACKET_MAX];
	static uint32_t id;
	size_t len[2];

	packet_fragment(whole, packet_build(whole, flow, seg), ++id,
			wire.buf[wire.queued], second, len);
	wire_queue(len[0]);
	memcpy(wire.buf[wire.queued], second, len[1]);
	wire_queue(len[1]);
}

void wire_send(const struct flow *flow, const struct segment *seg)
{
	if (seg->fragment)
		send_fragments(flow, seg);
	else
		wire_queue(packet_build(wire.buf[wire.queued], flow, seg));
}

unsigned int wire_receive(void (*cb)(const struct flow *flow,
				     const struct segment *seg),
			  unsigned int max)
{
	struct segment seg;
	unsigned int n = 0;
	struct flow flow;

	while (n < max) {
		struct tpacket2_hdr *h =
			(void *)(wire.ring + (size_t)wire.next * FRAME_SIZE);

		/* pairs with the kernel's store after it filled the frame */
		if (!(__atomic_load_n(&h->tp_status, __ATOMIC_ACQUIRE) &
		      TP_STATUS_USER))
			break;
		if (packet_parse((uint8_t *)h + h->tp_net, h->tp_snaplen, &flow,
				 &seg))
			cb(&flow, &seg);
		__atomic_store_n(&h->tp_status, TP_STATUS_KERNEL,
				 __ATOMIC_RELEASE);
		wire.next = (wire.next + 1) % FRAMES;
		n++;
	}
	wire.stats.received += n;
	return n;
}

void wire_wait(uint64_t us)
{
	struct pollfd p = { .fd = wire.rx, .events = POLLIN };
	struct timespec ts = {
		.tv_sec = us / 1000000,
		.tv_nsec = us % 1000000 * 1000,
	};

	ppoll(&p, 1, &ts, NULL);
}

void wire_get_stats(struct wire_stats *st)
{
	struct tpacket_stats ps;
	socklen_t len = sizeof(ps);

	/* the kernel's figures start at zero again with each look */
	if (!getsockopt(wire.rx, SOL_PACKET, PACKET_STATISTICS, &ps, &len))
		wire.stats.dropped += ps.tp_drops;
	*st = wire.stats;
}
