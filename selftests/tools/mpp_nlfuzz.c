// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_nlfuzz FAMILY SEED COUNT: malformed messages to the netlink family with
 * the number FAMILY. Attributes are cut, doubled, nested, made up, and lie
 * about their length. Every message must be answered. Prints how many were a
 * success after all, and how many of these were changes.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "../../include/uapi/linux/tcp_mpp.h"

#define BURST		32
#define MAX_BODY	512
#define HEAD		((size_t)(NLMSG_HDRLEN + GENL_HDRLEN))

static uint64_t state;

/* splitmix64 */
static uint64_t rnd(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static unsigned int below(unsigned int n)
{
	return rnd() % n;
}

static size_t fill_value(uint8_t *value)
{
	static const uint8_t sizes[] = { 0, 1, 2, 2, 4, 4, 4, 4, 5, 8, 16, 60 };
	static const char *const words[] = { "lo", "mpp0", "resets", "", "x" };
	static const uint32_t numbers[] = { 0, 1, 2, 100, 0x7fffffff };
	size_t size = sizes[below(sizeof(sizes))], i;
	uint64_t word;

	switch (below(4)) {
	case 0:
		memcpy(value, &numbers[below(5)], 4);
		return 4;
	case 1:
		i = below(5);
		memcpy(value, words[i], strlen(words[i]) + 1);
		return strlen(words[i]) + below(2);
	default:
		for (i = 0; i < size; i++) {
			word = rnd();
			value[i] = word;
		}
		return size;
	}
}

/* One attribute, right or wrong; returns the space it takes. */
static size_t fill_attr(uint8_t *at)
{
	struct nlattr *attr = (struct nlattr *)at;
	size_t size;

	memset(at, 0, 72);
	size = fill_value(at + NLA_HDRLEN);
	attr->nla_len = NLA_HDRLEN + size;
	attr->nla_type = 1 + below(20);
	if (!below(16))
		attr->nla_type = rnd();
	if (!below(24))
		attr->nla_len = rnd() >> (48 + below(16));
	return NLA_ALIGN(NLA_HDRLEN + size);
}

static size_t fill_message(uint8_t *at, uint16_t family, uint32_t seq)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)at;
	struct genlmsghdr *genl = (struct genlmsghdr *)(at + NLMSG_HDRLEN);
	size_t len = HEAD;
	unsigned int n;

	memset(at, 0, HEAD);
	genl->cmd = 1 + below(TCP_MPP_CMD_STATS_GET);
	if (!below(64))
		genl->cmd = rnd();
	genl->version = below(8) ? TCP_MPP_FAMILY_VERSION : rnd();
	genl->reserved = below(16) ? 0 : rnd();
	for (n = below(5); n; n--)
		len += fill_attr(at + len);
	for (n = below(3); n && len > HEAD; n--)
		at[HEAD + below(len - HEAD)] = rnd();
	if (len > HEAD && !below(12))
		len -= 1 + below(3);
	*nlh = (struct nlmsghdr) {
		.nlmsg_len = len,
		.nlmsg_type = family,
		.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK |
			       (below(10) ? 0 : NLM_F_DUMP),
		.nlmsg_seq = seq,
	};
	return NLMSG_ALIGN(len);
}

static int is_change(uint8_t cmd)
{
	return cmd == TCP_MPP_CMD_SETTINGS_SET ||
	       cmd == TCP_MPP_CMD_SETTINGS_RESET ||
	       cmd == TCP_MPP_CMD_EXEMPT_NEW ||
	       cmd == TCP_MPP_CMD_EXEMPT_DEL || cmd == TCP_MPP_CMD_IFACE_SET;
}

static unsigned long taken, changes;

/* Reads until each of the burst has its answer; -1 when none comes. */
static int answers(int fd, const uint8_t *change, uint32_t first)
{
	static uint8_t buf[1 << 18];
	unsigned int left = BURST;
	struct nlmsghdr *nlh;
	ssize_t len;
	int err;

	while (left) {
		len = recv(fd, buf, sizeof(buf), 0);
		if (len < 0)
			return -1;
		for (nlh = (struct nlmsghdr *)buf; NLMSG_OK(nlh, len);
		     nlh = NLMSG_NEXT(nlh, len)) {
			if (nlh->nlmsg_type != NLMSG_ERROR &&
			    nlh->nlmsg_type != NLMSG_DONE)
				continue;
			memcpy(&err, NLMSG_DATA(nlh), sizeof(err));
			left--;
			if (err)
				continue;
			taken++;
			changes += change[nlh->nlmsg_seq - first];
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	static uint8_t buf[BURST * (MAX_BODY + 64)];
	struct timeval patience = { .tv_sec = 60 };
	int size = 4 << 20, one = 1, fd, i;
	unsigned long count, sent;
	uint8_t change[BURST];
	size_t len;

	if (argc != 4) {
		fprintf(stderr, "usage: mpp_nlfuzz FAMILY SEED COUNT\n");
		return 2;
	}
	state = strtoull(argv[2], NULL, 0);
	count = strtoul(argv[3], NULL, 0);
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (fd < 0)
		return 2;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	for (sent = 0; sent < count; sent += BURST) {
		len = 0;
		for (i = 0; i < BURST; i++) {
			struct genlmsghdr *genl = (void *)(buf + len +
							   NLMSG_HDRLEN);

			len += fill_message(buf + len, strtoul(argv[1], NULL, 0),
					    sent + i);
			change[i] = is_change(genl->cmd);
		}
		if (send(fd, buf, len, 0) != (ssize_t)len ||
		    answers(fd, change, sent)) {
			fprintf(stderr, "burst %lu: %s\n", sent,
				strerror(errno));
			return 1;
		}
	}
	printf("%lu %lu %lu\n", sent, taken, changes);
	close(fd);
	return 0;
}
