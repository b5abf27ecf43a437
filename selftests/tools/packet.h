/* SPDX-License-Identifier: GPL-2.0 */
/* TCP segments in IPv4 and IPv6: written and read without a kernel's TCP */
#ifndef MPP_TOOLS_PACKET_H
#define MPP_TOOLS_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_PSH 0x08
#define TCP_ACK 0x10

#define PACKET_MAX 2048		/* longest segment that is built */
#define PACKET_SNAP 144		/* longest headers that are read */

/* addresses in network order, IPv4 in the first four bytes */
struct address {
	sa_family_t family;
	uint8_t bytes[16];
};

struct flow {
	struct address src, dst;
	uint16_t sport, dport;
};

struct segment {
	uint32_t seq, ack;
	uint16_t window;	/* as on the wire, not scaled */
	uint8_t flags;
	uint8_t option_len;	/* a multiple of four, at most 40 */
	bool fragment;		/* send it in two fragments, IPv6 only */
	uint8_t options[40];
	const uint8_t *data;	/* NULL in what was read */
	size_t len;
};

size_t address_len(const struct address *a);
bool address_parse(struct address *a, const char *text);

size_t packet_build(uint8_t *buf, const struct flow *flow,
		    const struct segment *seg);
/*
 * Splits an IPv6 packet behind the first 24 bytes of its TCP header, which must
 * be longer; both parts are written, their lengths returned in len.
 */
void packet_fragment(const uint8_t *buf, size_t total, uint32_t id,
		     uint8_t *first, uint8_t *second, size_t len[2]);
/* false: not TCP, or cut short. The data are not looked at, only counted. */
bool packet_parse(const uint8_t *buf, size_t captured, struct flow *flow,
		  struct segment *seg);
/* the payload of a TCP option, or NULL */
const uint8_t *segment_option(const struct segment *seg, uint8_t kind,
			      uint8_t *len);

static inline void put16(uint8_t *p, uint16_t v)
{
	p[0] = v >> 8;
	p[1] = v;
}

static inline void put32(uint8_t *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

static inline uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static inline uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

#endif
