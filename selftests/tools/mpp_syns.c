// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_syns INTERFACE: what SYNs arrive there, and for how many addresses
 *
 * One line of JSON each second and on SIGUSR1, until SIGTERM. "targets" counts
 * each address once, however often its SYN was repeated.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util.h"

#define TARGETS_MAX 65536

static struct in6_addr targets[TARGETS_MAX];
static unsigned int nr_targets, nr_syns;

static void remember(const struct in6_addr *addr)
{
	unsigned int i;

	nr_syns++;
	for (i = 0; i < nr_targets; i++)
		if (!memcmp(&targets[i], addr, sizeof(*addr)))
			return;
	if (nr_targets < TARGETS_MAX)
		targets[nr_targets++] = *addr;
}

static void look_at(const unsigned char *packet, ssize_t len)
{
	struct in6_addr addr = { .s6_addr = { [10] = 0xff, [11] = 0xff } };
	const struct ip6_hdr *ip6 = (const void *)packet;
	const struct iphdr *ip = (const void *)packet;
	const struct tcphdr *th;
	ssize_t at;

	if (len >= (ssize_t)sizeof(*ip6) && ip->version == 6) {
		if (ip6->ip6_nxt != IPPROTO_TCP)
			return;
		at = sizeof(*ip6);
		addr = ip6->ip6_dst;
	} else if (len >= (ssize_t)sizeof(*ip) && ip->version == 4) {
		if (ip->protocol != IPPROTO_TCP)
			return;
		at = ip->ihl * 4;
		memcpy(&addr.s6_addr[12], &ip->daddr, 4);
	} else {
		return;
	}
	if (len < at + (ssize_t)sizeof(*th))
		return;
	th = (const void *)(packet + at);
	if (th->syn && !th->ack)
		remember(&addr);
}

static void report(void)
{
	printf("{\"syns\": %u, \"targets\": %u}\n", nr_syns, nr_targets);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct sockaddr_ll sll = {
		.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL),
	};
	struct pollfd pfd = { .events = POLLIN };
	unsigned char packet[65536];
	ssize_t len;

	if (argc != 2)
		die("usage: mpp_syns INTERFACE");
	catch_signals();
	pfd.fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC,
			htons(ETH_P_ALL));
	sll.sll_ifindex = if_nametoindex(argv[1]);
	if (pfd.fd < 0 || !sll.sll_ifindex ||
	    bind(pfd.fd, (void *)&sll, sizeof(sll)))
		die_errno(argv[1]);
	while (!util_stop) {
		if (poll(&pfd, 1, 200) > 0) {
			len = recv(pfd.fd, packet, sizeof(packet), 0);
			if (len > 0)
				look_at(packet, len);
		}
		if (report_due())
			report();
	}
	report();
	return 0;
}
