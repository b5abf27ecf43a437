/* SPDX-License-Identifier: GPL-2.0 */
/* conns.h - connections, as a sweep of the module would judge them now */
#ifndef MPPCTL_CONNS_H
#define MPPCTL_CONNS_H

#include <linux/tcp_mpp.h>

#include "ctl.h"

#define CONNS_NR_REASONS	(TCP_MPP_REASON_NEVER_OPENED + 1)

/**
 * struct conn - one connection
 * @family: AF_INET or AF_INET6; IPv4 in a mapped address is AF_INET
 * @local: local address
 * @peer: the peer's
 * @local_port: local port
 * @peer_port: the peer's
 * @reason: enum tcp_mpp_reason
 * @rank: who goes first has the highest, 0 is nobody's victim
 * @state: enum tcp_mpp_tcp_state
 * @netns: number of its network namespace
 * @ifindex: interface it came in on
 * @uid: whose it is
 * @bytes: memory that it holds
 * @kept: what of that a reset would leave until the application closes it
 * @queued: what the peer has not taken
 * @stall_ms: since the peer took something
 * @orphan: the application closed it
 * @locked: somebody holds its lock right now
 */
struct conn {
	int family;
	unsigned char local[16];
	unsigned char peer[16];
	uint16_t local_port;
	uint16_t peer_port;
	uint32_t reason;
	uint32_t rank;
	uint32_t state;
	uint32_t netns;
	uint32_t ifindex;
	uint32_t uid;
	uint32_t bytes;
	uint32_t kept;
	uint32_t queued;
	uint32_t stall_ms;
	bool orphan;
	bool locked;
};

/**
 * struct conns_filter - which are wanted; nothing is all
 * @has_local_port: those of this local port
 * @local_port: which
 * @peer_len: length of the peer's address, 0 any, else 4 or 16
 * @peer: that address
 * @peer_port: and its port, 0 any
 */
struct conns_filter {
	bool has_local_port;
	uint16_t local_port;
	size_t peer_len;
	unsigned char peer[16];
	uint16_t peer_port;
};

/**
 * struct conns_sum - all of a kind together
 * @nr: how many
 * @bytes: memory that they hold
 * @kept: what of it a reset would leave
 */
struct conns_sum {
	uint64_t nr;
	uint64_t bytes;
	uint64_t kept;
};

/**
 * struct conns_sums - all connections, by reason
 * @of: by enum tcp_mpp_reason
 * @all: together
 */
struct conns_sums {
	struct conns_sum of[CONNS_NR_REASONS];
	struct conns_sum all;
};

struct nlmsghdr;

int conns_try(struct ctl *ctl, const struct conns_filter *filter,
	      int (*each)(const struct conn *conn, const struct nlmsghdr *nlh,
			  void *data), void *data);
void conns_add(struct conns_sums *sums, const struct conn *conn);
int conns_sum_up(struct ctl *ctl, const struct conns_filter *filter,
		 struct conns_sums *sums);
const char *conns_address(int family, const unsigned char *address,
			  uint16_t port, char *buf, size_t len);

/* Room for [ADDRESS]:PORT. */
#define CONNS_ADDRESS	56

#endif /* MPPCTL_CONNS_H */
