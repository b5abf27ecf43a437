// SPDX-License-Identifier: GPL-2.0
/* TCP segments in IPv4 and IPv6: written and read without a kernel's TCP */
#include <arpa/inet.h>
#include <string.h>

#include "packet.h"

#define IPV4_LEN 20
#define IPV6_LEN 40
#define TCP_LEN 20
#define PROTO_TCP 6
#define PROTO_FRAGMENT 44
#define FRAGMENT_LEN 8
/* Linux takes no first fragment that lacks a part of the TCP header */
#define FIRST_PART 24

size_t address_len(const struct address *a)
{
	return a->family == AF_INET ? 4 : 16;
}

bool address_parse(struct address *a, const char *text)
{
	memset(a, 0, sizeof(*a));
	a->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	return inet_pton(a->family, text, a->bytes) == 1;
}

static uint32_t sum16(uint32_t sum, const uint8_t *p, size_t n)
{
	for (; n > 1; n -= 2, p += 2)
		sum += get16(p);
	if (n)
		sum += p[0] << 8;
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static size_t build_ip(uint8_t *buf, const struct flow *flow, size_t tcp_len)
{
	if (flow->src.family == AF_INET6) {
		memset(buf, 0, 8);
		buf[0] = 0x60;
		put16(buf + 4, tcp_len);
		buf[6] = PROTO_TCP;
		buf[7] = 64;
		memcpy(buf + 8, flow->src.bytes, 16);
		memcpy(buf + 24, flow->dst.bytes, 16);
		return IPV6_LEN;
	}
	memset(buf, 0, IPV4_LEN);
	buf[0] = 0x45;
	put16(buf + 2, IPV4_LEN + tcp_len);
	put16(buf + 4, flow->sport);	/* any, but 0 makes the kernel choose */
	buf[6] = 0x40;			/* do not fragment */
	buf[8] = 64;
	buf[9] = PROTO_TCP;
	memcpy(buf + 12, flow->src.bytes, 4);
	memcpy(buf + 16, flow->dst.bytes, 4);
	put16(buf + 10, fold(sum16(0, buf, IPV4_LEN)));
	return IPV4_LEN;
}

size_t packet_build(uint8_t *buf, const struct flow *flow,
		    const struct segment *seg)
{
	size_t head = TCP_LEN + seg->option_len;
	size_t tcp_len = head + seg->len;
	size_t alen = address_len(&flow->src);
	uint8_t *t = buf + build_ip(buf, flow, tcp_len);
	uint32_t sum = PROTO_TCP + tcp_len;

	put16(t, flow->sport);
	put16(t + 2, flow->dport);
	put32(t + 4, seg->seq);
	put32(t + 8, seg->ack);
	t[12] = head << 2;
	t[13] = seg->flags;
	put16(t + 14, seg->window);
	put32(t + 16, 0);
	memcpy(t + TCP_LEN, seg->options, seg->option_len);
	if (seg->len)
		memcpy(t + head, seg->data, seg->len);
	sum = sum16(sum, flow->src.bytes, alen);
	sum = sum16(sum, flow->dst.bytes, alen);
	put16(t + 16, fold(sum16(sum, t, tcp_len)));
	return t - buf + tcp_len;
}

static size_t fragment(uint8_t *out, const uint8_t *buf, uint32_t id,
		       size_t from, size_t len, bool more)
{
	uint8_t *f = out + IPV6_LEN;

	memcpy(out, buf, IPV6_LEN);
	put16(out + 4, FRAGMENT_LEN + len);
	out[6] = PROTO_FRAGMENT;
	f[0] = PROTO_TCP;
	f[1] = 0;
	put16(f + 2, from | more);	/* in units of eight, shifted by three */
	put32(f + 4, id);
	memcpy(f + FRAGMENT_LEN, buf + IPV6_LEN + from, len);
	return IPV6_LEN + FRAGMENT_LEN + len;
}

void packet_fragment(const uint8_t *buf, size_t total, uint32_t id,
		     uint8_t *first, uint8_t *second, size_t len[2])
{
	size_t rest = total - IPV6_LEN - FIRST_PART;

	len[0] = fragment(first, buf, id, 0, FIRST_PART, true);
	len[1] = fragment(second, buf, id, FIRST_PART, rest, false);
}

bool packet_parse(const uint8_t *buf, size_t captured, struct flow *flow,
		  struct segment *seg)
{
	size_t ip_len, total, head, alen;
	const uint8_t *t;

	if (captured < IPV4_LEN)
		return false;
	if (buf[0] >> 4 == 4) {
		ip_len = (buf[0] & 15) * 4;
		total = get16(buf + 2);
		flow->src.family = AF_INET;
		alen = 4;
		if (buf[9] != PROTO_TCP || ip_len < IPV4_LEN)
			return false;
		memcpy(flow->src.bytes, buf + 12, alen);
		memcpy(flow->dst.bytes, buf + 16, alen);
	} else {
		if (captured < IPV6_LEN || buf[6] != PROTO_TCP)
			return false;
		ip_len = IPV6_LEN;
		total = IPV6_LEN + get16(buf + 4);
		flow->src.family = AF_INET6;
		alen = 16;
		memcpy(flow->src.bytes, buf + 8, alen);
		memcpy(flow->dst.bytes, buf + 24, alen);
	}
	flow->dst.family = flow->src.family;
	if (captured < ip_len + TCP_LEN)
		return false;
	t = buf + ip_len;
	head = (t[12] >> 4) * 4;
	if (head < TCP_LEN || captured < ip_len + head || total < ip_len + head)
		return false;
	flow->sport = get16(t);
	flow->dport = get16(t + 2);
	seg->seq = get32(t + 4);
	seg->ack = get32(t + 8);
	seg->flags = t[13];
	seg->window = get16(t + 14);
	seg->option_len = head - TCP_LEN;
	memcpy(seg->options, t + TCP_LEN, seg->option_len);
	seg->data = NULL;
	seg->len = total - ip_len - head;
	return true;
}

const uint8_t *segment_option(const struct segment *seg, uint8_t kind,
			      uint8_t *len)
{
	const uint8_t *p = seg->options, *end = p + seg->option_len;

	while (p < end && *p) {
		if (*p == 1) {
			p++;
			continue;
		}
		if (p + 2 > end || p[1] < 2 || p + p[1] > end)
			return NULL;
		if (*p == kind) {
			*len = p[1] - 2;
			return p + 2;
		}
		p += p[1];
	}
	return NULL;
}
