/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of netlink share: payloads, which are the same in an answer
 * and in a notification, and how to answer, to dump and to refuse.
 */
#ifndef _TCP_MPP_NETLINK_MSG_H
#define _TCP_MPP_NETLINK_MSG_H

#include <net/genetlink.h>

#include "event.h"
#include "look.h"

/* Enough for the longest message, the settings with twelve ranges. */
#define MPP_MSG_SIZE		1024

extern struct genl_family mpp_netlink_family;

/* netlink_msg.c */
int mpp_msg_settings(struct sk_buff *skb);
int mpp_msg_range(struct sk_buff *skb, const struct mpp_range *range);
int mpp_msg_iface(struct sk_buff *skb, const struct mpp_event_iface *iface);
int mpp_msg_counter(struct sk_buff *skb, int i);
int mpp_msg_status(struct sk_buff *skb);
int mpp_msg_epoch(struct sk_buff *skb, const struct mpp_event *event);
int mpp_msg_rate_limit(struct sk_buff *skb, u32 limit);
int mpp_msg_evidence(struct sk_buff *skb, const struct mpp_event *event);
int mpp_msg_connection(struct sk_buff *skb, const struct mpp_standing *st);

/* netlink_reply.c */
bool mpp_netlink_admin(const struct sk_buff *skb);
int mpp_netlink_refuse(struct netlink_ext_ack *extack,
		       const struct nlattr *attr, const char *text, int err);
int mpp_netlink_refuse_rights(struct netlink_ext_ack *extack);

struct sk_buff *mpp_netlink_begin(struct genl_info *info, void **hdr);
int mpp_netlink_end(struct genl_info *info, struct sk_buff *skb, void *hdr,
		    int err);

int mpp_netlink_dump_begin(struct netlink_callback *cb);
void mpp_netlink_dump_watch(struct netlink_callback *cb);
void *mpp_netlink_dump_put(struct sk_buff *skb, struct netlink_callback *cb,
			   u8 cmd);
int mpp_netlink_dump_end(struct sk_buff *skb, struct netlink_callback *cb);

/* netlink_event.c */
extern const struct mpp_event_sink mpp_netlink_sink;

#endif /* _TCP_MPP_NETLINK_MSG_H */
