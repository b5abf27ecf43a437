// SPDX-License-Identifier: GPL-2.0
/*
 * conns - connections from the kernel, one after the other, and their sums.
 * There may be half a million: nothing is kept that the caller does not keep.
 */
#include <arpa/inet.h>
#include <string.h>

#include "attrs.h"
#include "conns.h"
#include "nl.h"

/* What a callback of netlink needs to call the caller's. */
struct each {
	int (*fn)(const struct conn *conn, const struct nlmsghdr *nlh,
		  void *data);
	void *data;
};

static bool mapped(const unsigned char *address)
{
	static const unsigned char prefix[12] = { [10] = 0xff, [11] = 0xff };

	return !memcmp(address, prefix, sizeof(prefix));
}

static int read_address(const struct nlattr *attr, unsigned char *to)
{
	size_t len = attr ? mnl_attr_get_payload_len(attr) : 0;
	const unsigned char *from;

	memset(to, 0, 16);
	if (len != 4 && len != 16)
		return AF_UNSPEC;
	from = mnl_attr_get_payload(attr);
	if (len == 16 && mapped(from)) {
		from += 12;
		len = 4;
	}
	memcpy(to, from, len);
	return len == 4 ? AF_INET : AF_INET6;
}

static int on_conn(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr[TCP_MPP_A_EVIDENCE_MAX + 1];
	struct each *each = data;
	struct conn c = {};

	ctl_nl_parse(nlh, attr, TCP_MPP_A_EVIDENCE_MAX);
	c.family = read_address(attr[TCP_MPP_A_EVIDENCE_LOCAL_ADDRESS],
				c.local);
	read_address(attr[TCP_MPP_A_EVIDENCE_PEER_ADDRESS], c.peer);
	c.local_port = attr_uint(attr[TCP_MPP_A_EVIDENCE_LOCAL_PORT]);
	c.peer_port = attr_uint(attr[TCP_MPP_A_EVIDENCE_PEER_PORT]);
	c.reason = attr_uint(attr[TCP_MPP_A_EVIDENCE_REASON]);
	c.rank = attr_uint(attr[TCP_MPP_A_EVIDENCE_RANK]);
	c.state = attr_uint(attr[TCP_MPP_A_EVIDENCE_STATE]);
	c.netns = attr_uint(attr[TCP_MPP_A_EVIDENCE_NETNS]);
	c.ifindex = attr_uint(attr[TCP_MPP_A_EVIDENCE_IFINDEX]);
	c.uid = attr_uint(attr[TCP_MPP_A_EVIDENCE_UID]);
	c.bytes = attr_uint(attr[TCP_MPP_A_EVIDENCE_BYTES]);
	c.kept = attr_uint(attr[TCP_MPP_A_EVIDENCE_KEPT_BYTES]);
	c.queued = attr_uint(attr[TCP_MPP_A_EVIDENCE_QUEUED]);
	c.stall_ms = attr_uint(attr[TCP_MPP_A_EVIDENCE_STALL_MS]);
	c.orphan = attr[TCP_MPP_A_EVIDENCE_ORPHAN];
	c.locked = attr[TCP_MPP_A_EVIDENCE_LOCKED];
	return each->fn(&c, nlh, each->data);
}

/**
 * conns_try() - go through connections
 * @ctl: the run, with the kernel ready
 * @filter: which
 * @each: called with each, and the message it came in; less than 0 ends it
 * @data: passed on
 *
 * Return: 0 or -errno, -EPERM without the right to; ctl->nl->why says why.
 */
int conns_try(struct ctl *ctl, const struct conns_filter *filter,
	      int (*each)(const struct conn *conn, const struct nlmsghdr *nlh,
			  void *data), void *data)
{
	struct nlmsghdr *nlh = ctl_nl_new_dump(ctl, TCP_MPP_CMD_CONNECTION_GET);
	struct each arg = { .fn = each, .data = data };

	if (filter->has_local_port)
		mnl_attr_put_u16(nlh, TCP_MPP_A_EVIDENCE_LOCAL_PORT,
				 filter->local_port);
	if (filter->peer_len)
		mnl_attr_put(nlh, TCP_MPP_A_EVIDENCE_PEER_ADDRESS,
			     filter->peer_len, filter->peer);
	if (filter->peer_port)
		mnl_attr_put_u16(nlh, TCP_MPP_A_EVIDENCE_PEER_PORT,
				 filter->peer_port);
	return ctl_nl_try(ctl, nlh, on_conn, &arg);
}

/**
 * conns_add() - add one to sums
 * @sums: the sums
 * @conn: the connection
 */
void conns_add(struct conns_sums *sums, const struct conn *conn)
{
	struct conns_sum *const both[] = {
		&sums->all,
		conn->reason < CONNS_NR_REASONS ? &sums->of[conn->reason] : NULL,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(both) && both[i]; i++) {
		both[i]->nr++;
		both[i]->bytes += conn->bytes;
		both[i]->kept += conn->kept;
	}
}

static int add(const struct conn *conn, const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	conns_add(data, conn);
	return 0;
}

/**
 * conns_sum_up() - how many connections there are, and what they hold
 * @ctl: the run, with the kernel ready
 * @filter: which
 * @sums: the answer
 *
 * Return: as conns_try().
 */
int conns_sum_up(struct ctl *ctl, const struct conns_filter *filter,
		 struct conns_sums *sums)
{
	memset(sums, 0, sizeof(*sums));
	return conns_try(ctl, filter, add, sums);
}

/**
 * conns_address() - an address with its port
 * @family: AF_INET or AF_INET6
 * @address: the address
 * @port: the port
 * @buf: the answer
 * @len: its size, CONNS_ADDRESS is enough
 *
 * Return: @buf.
 */
const char *conns_address(int family, const unsigned char *address,
			  uint16_t port, char *buf, size_t len)
{
	char text[INET6_ADDRSTRLEN];

	if (!inet_ntop(family, address, text, sizeof(text)))
		snprintf(buf, len, "?:%u", port);
	else
		snprintf(buf, len, family == AF_INET6 ? "[%s]:%u" : "%s:%u",
			 text, port);
	return buf;
}
