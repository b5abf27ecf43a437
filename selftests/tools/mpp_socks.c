// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_socks PREFIX...: the TCP sockets here whose peers have these addresses
 *
 * One line of JSON. What ss prints, counted at the source: text for ten thousand
 * sockets would cost the machine that is being measured too much. "full" are
 * sockets, "holding" those of them that have memory: queues in either direction,
 * or what is set aside for them.
 */
#include <inttypes.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "packet.h"
#include "util.h"

#define PREFIXES 8
#define ALL_BUT_LISTEN (0xfff & ~(1 << TCP_LISTEN))

static struct prefix {
	struct address addr;
	unsigned int bits;
} prefixes[PREFIXES];
static unsigned int nr_prefixes;
static uint64_t full, holding, bytes, syn_recv, time_wait;

static void add_prefix(const char *text)
{
	struct prefix *p = &prefixes[nr_prefixes++];
	char addr[64], rest;

	if (nr_prefixes > PREFIXES ||
	    sscanf(text, "%63[^/]/%u%c", addr, &p->bits, &rest) != 2 ||
	    !address_parse(&p->addr, addr) ||
	    p->bits > address_len(&p->addr) * 8)
		die("usage: mpp_socks ADDRESS/LENGTH...");
}

static bool inside(const struct prefix *p, const uint8_t *addr)
{
	unsigned int whole = p->bits / 8, rest = p->bits % 8;

	return !memcmp(addr, p->addr.bytes, whole) &&
	       (!rest || (addr[whole] ^ p->addr.bytes[whole]) >> (8 - rest) == 0);
}

static bool wanted(const struct inet_diag_msg *msg)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	const uint8_t *addr = (const void *)msg->id.idiag_dst;
	sa_family_t family = msg->idiag_family;
	unsigned int i;

	if (family == AF_INET6 && !memcmp(addr, mapped, sizeof(mapped))) {
		addr += sizeof(mapped);
		family = AF_INET;
	}
	for (i = 0; i < nr_prefixes; i++)
		if (prefixes[i].addr.family == family &&
		    inside(&prefixes[i], addr))
			return true;
	return false;
}

static void count(const struct nlmsghdr *h)
{
	const struct inet_diag_msg *msg = NLMSG_DATA(h);
	int len = h->nlmsg_len - NLMSG_LENGTH(sizeof(*msg));
	const struct rtattr *a = (const void *)(msg + 1);
	const uint32_t *mem;
	uint64_t held;

	if (!wanted(msg))
		return;
	if (msg->idiag_state == TCP_SYN_RECV) {
		syn_recv++;
		return;
	}
	for (; RTA_OK(a, len); a = RTA_NEXT(a, len)) {
		if (a->rta_type != INET_DIAG_SKMEMINFO)
			continue;
		mem = RTA_DATA(a);
		held = (uint64_t)mem[SK_MEMINFO_RMEM_ALLOC] +
		       mem[SK_MEMINFO_WMEM_QUEUED] + mem[SK_MEMINFO_FWD_ALLOC];
		full++;
		holding += held > 0;
		bytes += held;
		return;
	}
	/* what is left of a connection says nothing about memory */
	time_wait++;
}

/* false: the list is complete */
static bool take(const char *buf, ssize_t n)
{
	const struct nlmsghdr *h = (const void *)buf;
	unsigned int len = n;

	for (; NLMSG_OK(h, len); h = NLMSG_NEXT(h, len)) {
		if (h->nlmsg_type == NLMSG_DONE)
			return false;
		if (h->nlmsg_type == NLMSG_ERROR)
			die("sock_diag: refused");
		count(h);
	}
	return true;
}

static void dump(int fd, sa_family_t family)
{
	struct {
		struct nlmsghdr h;
		struct inet_diag_req_v2 r;
	} req = {
		.h = {
			.nlmsg_len = sizeof(req),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.r = {
			.sdiag_family = family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1),
			.idiag_states = ALL_BUT_LISTEN,
		},
	};
	static char buf[65536] __attribute__((aligned(8)));
	ssize_t n;

	if (send(fd, &req, sizeof(req), 0) < 0)
		die_errno("sock_diag");
	do {
		n = recv(fd, buf, sizeof(buf), 0);
		if (n <= 0)
			die_errno("sock_diag");
	} while (take(buf, n));
}

int main(int argc, char **argv)
{
	int fd, i;

	for (i = 1; i < argc; i++)
		add_prefix(argv[i]);
	if (!nr_prefixes)
		die("usage: mpp_socks ADDRESS/LENGTH...");
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		die_errno("sock_diag");
	dump(fd, AF_INET);
	dump(fd, AF_INET6);
	printf("{\"full\": %" PRIu64 ", \"holding\": %" PRIu64
	       ", \"bytes\": %" PRIu64 ", \"syn_recv\": %" PRIu64
	       ", \"time_wait\": %" PRIu64 "}\n",
	       full, holding, bytes, syn_recv, time_wait);
	return 0;
}
