// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fuzz: accidents of a message: in a length, a type, a value, the order, or
 * any byte
 */
#include <linux/genetlink.h>
#include <stdbool.h>
#include <string.h>

#include "fuzz.h"
#include "fuzz_message.h"

/* The n-th attribute or NULL. */
static struct nlattr *attr_at(struct message *msg, uint32_t n)
{
	size_t at = HEAD;
	struct nlattr *nla;

	while (at + NLA_HDRLEN <= msg->len) {
		nla = (void *)(msg->raw + at);
		if (!n--)
			return nla;
		if (nla->nla_len < NLA_HDRLEN)
			break;
		at += NLA_ALIGN(nla->nla_len);
	}
	return NULL;
}

static void nest(struct message *msg)
{
	size_t size = msg->len - HEAD;
	struct nlattr nla = { .nla_len = NLA_HDRLEN + size };

	if (msg->len + NLA_HDRLEN > MESSAGE_MAX)
		return;
	nla.nla_type = rnd(24) | (one_in(2) ? NLA_F_NESTED : 0);
	memmove(msg->raw + HEAD + NLA_HDRLEN, msg->raw + HEAD, size);
	memcpy(msg->raw + HEAD, &nla, sizeof(nla));
	msg->len += NLA_HDRLEN;
}

void accident(struct message *msg)
{
	struct nlattr *nla = attr_at(msg, rnd(4));
	unsigned char data[64];
	size_t i, size;

	switch (rnd(10)) {
	case 0:
		if (nla)
			nla->nla_type = rnd(one_in(4) ? 65536 : 24);
		break;
	case 1:
		if (nla)
			nla->nla_type ^= one_in(2) ? NLA_F_NESTED :
						     NLA_F_NET_BYTEORDER;
		break;
	case 2:
		if (nla)
			nla->nla_len = rnd(one_in(3) ? 65536 : 16);
		break;
	case 3:
		if (nla && nla->nla_len == NLA_HDRLEN + 4)
			((uint32_t *)nla)[1] = rnd(0) >> rnd(32);
		break;
	case 4:		/* one more, of any kind */
		size = rnd(sizeof(data));
		for (i = 0; i < size; i++)
			data[i] = rnd(256);
		put(msg, rnd(24), data, size);
		break;
	case 5:		/* the same again, a number of times */
		for (i = rnd(20); nla && i; i--)
			put_u32(msg, nla->nla_type, rnd(3));
		break;
	case 6:
		do {
			nest(msg);
		} while (!one_in(4));
		break;
	case 7:
		genl_of(msg)->version = rnd(256);
		genl_of(msg)->reserved = rnd(3) ? 0 : rnd(65536);
		break;
	case 8:		/* any byte after the first header */
		msg->len = NLMSG_HDRLEN +
			   mutate(msg->raw + NLMSG_HDRLEN,
				  msg->len - NLMSG_HDRLEN,
				  MESSAGE_MAX - NLMSG_HDRLEN, NULL);
		break;
	case 9:		/* a length or flags that lie; ACK stays */
		if (one_in(2))
			msg->nlh.nlmsg_len = rnd(msg->len + 8);
		else
			msg->nlh.nlmsg_flags = NLM_F_ACK | rnd(0x1000);
		break;
	}
}
