/* SPDX-License-Identifier: GPL-2.0 */
/* A netlink message that is being made */
#ifndef MPP_TOOLS_MESSAGE_H
#define MPP_TOOLS_MESSAGE_H

#include <linux/genetlink.h>
#include <stddef.h>
#include <stdint.h>

#define HEAD (NLMSG_HDRLEN + GENL_HDRLEN)
#define MESSAGE_MAX 4096

struct message {
	union {
		struct nlmsghdr nlh;
		unsigned char raw[MESSAGE_MAX + 1024];
	};
	size_t len;
};

static inline struct genlmsghdr *genl_of(struct message *msg)
{
	return (void *)(msg->raw + NLMSG_HDRLEN);
}

/* message.c; begin() asks for an acknowledgment */
void begin(struct message *msg, uint16_t type, uint8_t cmd, int flags,
	   uint32_t seq);
void put(struct message *msg, uint16_t type, const void *data, size_t len);
void put_u16(struct message *msg, uint16_t type, uint16_t value);
void put_u32(struct message *msg, uint16_t type, uint32_t value);

#endif
