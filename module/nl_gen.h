/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/netlink/specs/tcp_mpp.yaml */
/* YNL-GEN kernel header */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#ifndef _LINUX_TCP_MPP_GEN_H
#define _LINUX_TCP_MPP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/tcp_mpp.h>

/* Common nested types */
extern const struct nla_policy tcp_mpp_range_nl_policy[TCP_MPP_A_RANGE_LAST + 1];

extern const struct nla_policy tcp_mpp_settings_get_nl_policy[TCP_MPP_A_SETTINGS_PAD + 1];

extern const struct nla_policy tcp_mpp_settings_set_nl_policy[TCP_MPP_A_SETTINGS_ORPHANS_MAX + 1];

extern const struct nla_policy tcp_mpp_settings_reset_nl_policy[TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT + 1];

extern const struct nla_policy tcp_mpp_exempt_get_nl_policy[TCP_MPP_A_EXEMPT_PORT + 1];

extern const struct nla_policy tcp_mpp_exempt_new_nl_policy[TCP_MPP_A_EXEMPT_LAST + 1];

extern const struct nla_policy tcp_mpp_exempt_del_nl_policy[TCP_MPP_A_EXEMPT_LAST + 1];

extern const struct nla_policy tcp_mpp_iface_get_nl_policy[TCP_MPP_A_IFACE_NAME + 1];

extern const struct nla_policy tcp_mpp_iface_set_nl_policy[TCP_MPP_A_IFACE_DEFAULT + 1];

extern const struct nla_policy tcp_mpp_status_get_nl_policy[TCP_MPP_A_EPISODE_PAD + 1];

extern const struct nla_policy tcp_mpp_stats_get_nl_policy[TCP_MPP_A_COUNTER_NAME + 1];

extern const struct nla_policy tcp_mpp_connection_get_nl_policy[TCP_MPP_A_EVIDENCE_PEER_PORT + 1];

/* Ops table for tcp_mpp */
extern const struct genl_ops tcp_mpp_nl_ops[11];

int tcp_mpp_nl_settings_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_settings_set_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_settings_reset_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_exempt_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_exempt_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int tcp_mpp_nl_exempt_new_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_exempt_del_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_iface_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_iface_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int tcp_mpp_nl_iface_set_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_stats_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int tcp_mpp_nl_connection_get_doit(struct sk_buff *skb, struct genl_info *info);
int tcp_mpp_nl_connection_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb);

enum {
	TCP_MPP_NLGRP_EVENTS,
	TCP_MPP_NLGRP_KILLS,
};

#endif /* _LINUX_TCP_MPP_GEN_H */
