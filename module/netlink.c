// SPDX-License-Identifier: GPL-2.0
/*
 * netlink - the generic netlink family tcp_mpp, its status and its counters.
 *
 * In:  requests, checked by the policies generated from the specification.
 * Out: answers and listings; on every refusal a message, and the attribute at
 * fault if one is. Process context throughout, no lock of its own.
 *
 * The family is known in every network namespace (netnsok), because an
 * administrator may sit in any (D14); a namespace as such gives no rights. It
 * does so safely: writes and counters ask for CAP_NET_ADMIN in the initial
 * user namespace, interfaces are those of the caller's network namespace, and
 * events are sent in the initial one only.
 *
 * Rights are asked for here and not by GENL_ADMIN_PERM, which means the same
 * but refuses without a word.
 */
#include <net/genetlink.h>

#include <uapi/linux/tcp_mpp.h>

#include "core.h"
#include "event.h"
#include "netlink.h"
#include "netlink_msg.h"
#include "nl_gen.h"
#include "stats.h"

/*
 * GENL_MCAST_CAP_NET_ADMIN asks for the right in the listener's own namespace.
 * That is the initial one wherever anything is to be heard, see
 * netlink_event.c.
 */
static const struct genl_multicast_group mpp_netlink_groups[] = {
	[TCP_MPP_NLGRP_EVENTS]	= { .name = TCP_MPP_MCGRP_EVENTS, },
	[TCP_MPP_NLGRP_KILLS]	= {
		.name = TCP_MPP_MCGRP_KILLS,
		.flags = GENL_MCAST_CAP_NET_ADMIN,
	},
};

/*
 * parallel_ops: a commit visits every connection of the machine, and must not
 * keep the other families waiting for genl_mutex meanwhile. Commits serialise
 * themselves, nothing else here has state.
 * resv_start_op: all operations are held to today's strict checks.
 */
struct genl_family mpp_netlink_family __ro_after_init = {
	.name		= TCP_MPP_FAMILY_NAME,
	.version	= TCP_MPP_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.ops		= tcp_mpp_nl_ops,
	.n_ops		= ARRAY_SIZE(tcp_mpp_nl_ops),
	.resv_start_op	= TCP_MPP_CMD_SETTINGS_GET,
	.mcgrps		= mpp_netlink_groups,
	.n_mcgrps	= ARRAY_SIZE(mpp_netlink_groups),
};

/* status */

/**
 * tcp_mpp_nl_status_get_doit() - what the engine does right now
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0, -ENOMEM, -EMSGSIZE.
 */
int tcp_mpp_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *hdr;

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr, mpp_msg_status(msg));
}

/* counters: to somebody off the path they would be an oracle (D14) */

/**
 * tcp_mpp_nl_stats_get_doit() - one counter
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0; -EPERM without CAP_NET_ADMIN in the initial user namespace;
 * -EINVAL without a name; -ENOENT: there is none of that name; -ENOMEM.
 */
int tcp_mpp_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[TCP_MPP_A_COUNTER_NAME];
	struct sk_buff *msg;
	void *hdr;
	int i;

	if (!mpp_netlink_admin(skb))
		return mpp_netlink_refuse_rights(info->extack);
	if (GENL_REQ_ATTR_CHECK(info, TCP_MPP_A_COUNTER_NAME))
		return mpp_netlink_refuse(info->extack, NULL,
					  "of which counter?", -EINVAL);
	for (i = 0; i < MPP_NR_COUNTERS; i++)
		if (!nla_strcmp(name, mpp_counter_table[i].name))
			break;
	if (i == MPP_NR_COUNTERS)
		return mpp_netlink_refuse(info->extack, name,
					  "there is no such counter", -ENOENT);

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr, mpp_msg_counter(msg, i));
}

/**
 * tcp_mpp_nl_stats_get_dumpit() - all counters
 * @skb: the listing
 * @cb: where it has come to: args[0] is the next counter
 *
 * Context: process, may sleep.
 * Return: length of this part, 0 at the end; -EPERM, -EINVAL.
 */
int tcp_mpp_nl_stats_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	void *hdr;
	int err;

	if (!mpp_netlink_admin(cb->skb))
		return mpp_netlink_refuse_rights(cb->extack);
	err = mpp_netlink_dump_begin(cb);
	if (err)
		return err;
	for (; cb->args[0] < MPP_NR_COUNTERS; cb->args[0]++) {
		hdr = mpp_netlink_dump_put(skb, cb, TCP_MPP_CMD_STATS_GET);
		if (!hdr)
			break;
		if (mpp_msg_counter(skb, cb->args[0])) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
	}
	return mpp_netlink_dump_end(skb, cb);
}

/**
 * mpp_netlink_init() - make the family, and pass events on to its listeners
 *
 * Context: process, module load.
 * Return: 0 or the errno of genl_register_family().
 */
int __init mpp_netlink_init(void)
{
	int err = genl_register_family(&mpp_netlink_family);

	if (!err)
		mpp_event_set_sink(&mpp_netlink_sink);
	return err;
}

/**
 * mpp_netlink_exit() - take the family away; waits for requests in progress
 *
 * Context: process, module unload.
 */
void mpp_netlink_exit(void)
{
	mpp_event_set_sink(NULL);
	genl_unregister_family(&mpp_netlink_family);
}
