// SPDX-License-Identifier: GPL-2.0
/* A netlink message that is being made: its head, its attributes */
#include <linux/genetlink.h>
#include <string.h>

#include "message.h"

void begin(struct message *msg, uint16_t type, uint8_t cmd, int flags,
	   uint32_t seq)
{
	memset(msg->raw, 0, HEAD);
	msg->len = HEAD;
	msg->nlh.nlmsg_type = type;
	msg->nlh.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	msg->nlh.nlmsg_seq = seq;
	genl_of(msg)->cmd = cmd;
	genl_of(msg)->version = 1;
}

void put(struct message *msg, uint16_t type, const void *data, size_t len)
{
	struct nlattr nla = { .nla_len = NLA_HDRLEN + len, .nla_type = type };

	if (msg->len + NLA_HDRLEN + NLA_ALIGN(len) > MESSAGE_MAX)
		return;
	memcpy(msg->raw + msg->len, &nla, sizeof(nla));
	memset(msg->raw + msg->len + NLA_HDRLEN, 0, NLA_ALIGN(len));
	if (len)
		memcpy(msg->raw + msg->len + NLA_HDRLEN, data, len);
	msg->len += NLA_HDRLEN + NLA_ALIGN(len);
}

void put_u16(struct message *msg, uint16_t type, uint16_t value)
{
	put(msg, type, &value, sizeof(value));
}

void put_u32(struct message *msg, uint16_t type, uint32_t value)
{
	put(msg, type, &value, sizeof(value));
}
