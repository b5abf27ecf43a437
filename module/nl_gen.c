// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	include/netlink/specs/tcp_mpp.yaml */
/* YNL-GEN kernel source */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "nl_gen.h"

#include <uapi/linux/tcp_mpp.h>

/* Common nested types */
const struct nla_policy tcp_mpp_range_nl_policy[TCP_MPP_A_RANGE_LAST + 1] = {
	[TCP_MPP_A_RANGE_FIRST] = { .type = NLA_U16, },
	[TCP_MPP_A_RANGE_LAST] = { .type = NLA_U16, },
};

/* TCP_MPP_CMD_SETTINGS_GET - do */
const struct nla_policy tcp_mpp_settings_get_nl_policy[TCP_MPP_A_SETTINGS_PAD + 1] = {
};

/* TCP_MPP_CMD_SETTINGS_SET - do */
const struct nla_policy tcp_mpp_settings_set_nl_policy[TCP_MPP_A_SETTINGS_ORPHANS_MAX + 1] = {
	[TCP_MPP_A_SETTINGS_DEFAULT] = NLA_POLICY_MASK(NLA_U32, 0xffff),
	[TCP_MPP_A_SETTINGS_EXEMPT] = NLA_POLICY_NESTED(tcp_mpp_range_nl_policy),
	[TCP_MPP_A_SETTINGS_EXEMPT_NONE] = { .type = NLA_FLAG, },
	[TCP_MPP_A_SETTINGS_ENABLED] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_IPV4] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_IPV6] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_PROFILES] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_MARK_END] = NLA_POLICY_RANGE(NLA_U32, 1, TCP_MPP_MARK_MAX),
	[TCP_MPP_A_SETTINGS_MARK_START] = NLA_POLICY_RANGE(NLA_U32, 2, TCP_MPP_MARK_MAX),
	[TCP_MPP_A_SETTINGS_MARK_HIGH] = NLA_POLICY_RANGE(NLA_U32, 3, TCP_MPP_MARK_MAX),
	[TCP_MPP_A_SETTINGS_EPOCH_MS] = NLA_POLICY_RANGE(NLA_U32, TCP_MPP_EPOCH_MS_MIN, TCP_MPP_EPOCH_MS_MAX),
	[TCP_MPP_A_SETTINGS_HOLD_MS] = { .type = NLA_U32, },
	[TCP_MPP_A_SETTINGS_KILL_RATE_MAX] = NLA_POLICY_MIN(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_MODE] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_RATE_LIMIT] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_SETTINGS_RATE_LIMIT_MAX] = NLA_POLICY_RANGE(NLA_U32, 1, TCP_MPP_RATE_LIMIT_LIMIT),
	[TCP_MPP_A_SETTINGS_MEMORY_LOW] = NLA_POLICY_MAX(NLA_U32, TCP_MPP_MEMORY_LOW_MAX),
	[TCP_MPP_A_SETTINGS_MEMORY_SHARE] = NLA_POLICY_RANGE(NLA_U32, 1, TCP_MPP_MEMORY_SHARE_MAX),
	[TCP_MPP_A_SETTINGS_ORPHANS_MAX] = { .type = NLA_U32, },
};

/* TCP_MPP_CMD_SETTINGS_RESET - do */
const struct nla_policy tcp_mpp_settings_reset_nl_policy[TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT + 1] = {
	[TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT] = { .type = NLA_FLAG, },
};

/* TCP_MPP_CMD_EXEMPT_GET - do */
const struct nla_policy tcp_mpp_exempt_get_nl_policy[TCP_MPP_A_EXEMPT_PORT + 1] = {
	[TCP_MPP_A_EXEMPT_PORT] = { .type = NLA_U16, },
};

/* TCP_MPP_CMD_EXEMPT_NEW - do */
const struct nla_policy tcp_mpp_exempt_new_nl_policy[TCP_MPP_A_EXEMPT_LAST + 1] = {
	[TCP_MPP_A_EXEMPT_FIRST] = { .type = NLA_U16, },
	[TCP_MPP_A_EXEMPT_LAST] = { .type = NLA_U16, },
};

/* TCP_MPP_CMD_EXEMPT_DEL - do */
const struct nla_policy tcp_mpp_exempt_del_nl_policy[TCP_MPP_A_EXEMPT_LAST + 1] = {
	[TCP_MPP_A_EXEMPT_FIRST] = { .type = NLA_U16, },
	[TCP_MPP_A_EXEMPT_LAST] = { .type = NLA_U16, },
};

/* TCP_MPP_CMD_IFACE_GET - do */
const struct nla_policy tcp_mpp_iface_get_nl_policy[TCP_MPP_A_IFACE_NAME + 1] = {
	[TCP_MPP_A_IFACE_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[TCP_MPP_A_IFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* TCP_MPP_CMD_IFACE_SET - do */
const struct nla_policy tcp_mpp_iface_set_nl_policy[TCP_MPP_A_IFACE_DEFAULT + 1] = {
	[TCP_MPP_A_IFACE_IFINDEX] = NLA_POLICY_MIN(NLA_U32, 1),
	[TCP_MPP_A_IFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[TCP_MPP_A_IFACE_PROFILE] = NLA_POLICY_MAX(NLA_U32, 2),
	[TCP_MPP_A_IFACE_IPV4] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_IFACE_IPV6] = NLA_POLICY_MAX(NLA_U32, 1),
	[TCP_MPP_A_IFACE_DEFAULT] = NLA_POLICY_MASK(NLA_U32, 0x7),
};

/* TCP_MPP_CMD_STATUS_GET - do */
const struct nla_policy tcp_mpp_status_get_nl_policy[TCP_MPP_A_EPISODE_PAD + 1] = {
};

/* TCP_MPP_CMD_STATS_GET - do */
const struct nla_policy tcp_mpp_stats_get_nl_policy[TCP_MPP_A_COUNTER_NAME + 1] = {
	[TCP_MPP_A_COUNTER_NAME] = { .type = NLA_NUL_STRING, .len = 31, },
};

/* TCP_MPP_CMD_CONNECTION_GET - do */
const struct nla_policy tcp_mpp_connection_get_nl_policy[TCP_MPP_A_EVIDENCE_PEER_PORT + 1] = {
	[TCP_MPP_A_EVIDENCE_LOCAL_PORT] = { .type = NLA_U16, },
	[TCP_MPP_A_EVIDENCE_PEER_ADDRESS] = NLA_POLICY_MIN_LEN(4),
	[TCP_MPP_A_EVIDENCE_PEER_PORT] = { .type = NLA_U16, },
};

/* Ops table for tcp_mpp */
const struct genl_ops tcp_mpp_nl_ops[11] = {
	{
		.cmd		= TCP_MPP_CMD_SETTINGS_GET,
		.doit		= tcp_mpp_nl_settings_get_doit,
		.policy		= tcp_mpp_settings_get_nl_policy,
		.maxattr	= TCP_MPP_A_SETTINGS_PAD,
	},
	{
		.cmd		= TCP_MPP_CMD_SETTINGS_SET,
		.doit		= tcp_mpp_nl_settings_set_doit,
		.policy		= tcp_mpp_settings_set_nl_policy,
		.maxattr	= TCP_MPP_A_SETTINGS_ORPHANS_MAX,
	},
	{
		.cmd		= TCP_MPP_CMD_SETTINGS_RESET,
		.doit		= tcp_mpp_nl_settings_reset_doit,
		.policy		= tcp_mpp_settings_reset_nl_policy,
		.maxattr	= TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT,
	},
	{
		.cmd		= TCP_MPP_CMD_EXEMPT_GET,
		.doit		= tcp_mpp_nl_exempt_get_doit,
		.dumpit		= tcp_mpp_nl_exempt_get_dumpit,
		.policy		= tcp_mpp_exempt_get_nl_policy,
		.maxattr	= TCP_MPP_A_EXEMPT_PORT,
	},
	{
		.cmd		= TCP_MPP_CMD_EXEMPT_NEW,
		.doit		= tcp_mpp_nl_exempt_new_doit,
		.policy		= tcp_mpp_exempt_new_nl_policy,
		.maxattr	= TCP_MPP_A_EXEMPT_LAST,
	},
	{
		.cmd		= TCP_MPP_CMD_EXEMPT_DEL,
		.doit		= tcp_mpp_nl_exempt_del_doit,
		.policy		= tcp_mpp_exempt_del_nl_policy,
		.maxattr	= TCP_MPP_A_EXEMPT_LAST,
	},
	{
		.cmd		= TCP_MPP_CMD_IFACE_GET,
		.doit		= tcp_mpp_nl_iface_get_doit,
		.dumpit		= tcp_mpp_nl_iface_get_dumpit,
		.policy		= tcp_mpp_iface_get_nl_policy,
		.maxattr	= TCP_MPP_A_IFACE_NAME,
	},
	{
		.cmd		= TCP_MPP_CMD_IFACE_SET,
		.doit		= tcp_mpp_nl_iface_set_doit,
		.policy		= tcp_mpp_iface_set_nl_policy,
		.maxattr	= TCP_MPP_A_IFACE_DEFAULT,
	},
	{
		.cmd		= TCP_MPP_CMD_STATUS_GET,
		.doit		= tcp_mpp_nl_status_get_doit,
		.policy		= tcp_mpp_status_get_nl_policy,
		.maxattr	= TCP_MPP_A_EPISODE_PAD,
	},
	{
		.cmd		= TCP_MPP_CMD_STATS_GET,
		.doit		= tcp_mpp_nl_stats_get_doit,
		.dumpit		= tcp_mpp_nl_stats_get_dumpit,
		.policy		= tcp_mpp_stats_get_nl_policy,
		.maxattr	= TCP_MPP_A_COUNTER_NAME,
	},
	{
		.cmd		= TCP_MPP_CMD_CONNECTION_GET,
		.doit		= tcp_mpp_nl_connection_get_doit,
		.dumpit		= tcp_mpp_nl_connection_get_dumpit,
		.policy		= tcp_mpp_connection_get_nl_policy,
		.maxattr	= TCP_MPP_A_EVIDENCE_PEER_PORT,
	},
};

static const struct genl_multicast_group tcp_mpp_nl_mcgrps[] = {
	[TCP_MPP_NLGRP_EVENTS] = { "events", },
	[TCP_MPP_NLGRP_KILLS] = { "kills", },
};
