// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_conn - connections, and how they stand: whom a sweep would reset, and
 * what spares the others.
 *
 * In:  requests that may name ports and a peer. Out: one connection or a
 * listing of them. Process context, no lock of its own. Peers are shown, so it
 * takes the rights of an administrator (D14).
 */
#include <linux/build_bug.h>
#include <net/genetlink.h>
#include <net/ipv6.h>

#include <uapi/linux/tcp_mpp.h>

#include "compat.h"
#include "core.h"
#include "engine.h"
#include "listing.h"
#include "netlink_msg.h"
#include "nl_gen.h"
#include "policy.h"

/* What sweeps are by now, or would be in an episode that has just begun. */
static void order_of_now(struct mpp_order *order)
{
	struct mpp_settings set;
	struct mpp_status st;

	mpp_engine_status(&st);
	if (!st.ep.active)
		return;
	mpp_policy_get(&set);
	mpp_episode_order(&st.ep, &set, &st.sample, order);
}

static int parse_peer(const struct nlattr *attr, struct in6_addr *peer,
		      struct netlink_ext_ack *extack)
{
	switch (nla_len(attr)) {
	case sizeof(struct in_addr):
		ipv6_addr_set_v4mapped(nla_get_in_addr(attr), peer);
		return 0;
	case sizeof(struct in6_addr):
		*peer = nla_get_in6_addr(attr);
		return 0;
	default:
		return mpp_netlink_refuse(extack, attr,
					  "an address has 4 bytes or 16",
					  -EINVAL);
	}
}

static int parse(struct nlattr **attrs, struct mpp_listing *what,
		 struct netlink_ext_ack *extack)
{
	const struct nlattr *local = attrs[TCP_MPP_A_EVIDENCE_LOCAL_PORT];
	const struct nlattr *peer = attrs[TCP_MPP_A_EVIDENCE_PEER_ADDRESS];
	const struct nlattr *port = attrs[TCP_MPP_A_EVIDENCE_PEER_PORT];

	if (local) {
		what->by_local_port = true;
		what->local_port = nla_get_u16(local);
	}
	if (port) {
		what->by_peer_port = true;
		what->peer_port = nla_get_u16(port);
	}
	if (!peer)
		return 0;
	what->by_peer = true;
	return parse_peer(peer, &what->peer, extack);
}

/* The only one, as far as is known. */
struct only {
	struct mpp_standing st;
	bool found;
};

static int keep(const struct mpp_standing *st, void *arg)
{
	struct only *only = arg;

	if (only->found)
		return -ENOTUNIQ;
	only->st = *st;
	only->found = true;
	return 0;
}

/**
 * tcp_mpp_nl_connection_get_doit() - one connection
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep; goes over all connections.
 * Return: 0; -EPERM; -EINVAL without a peer, or with half an address; -ENOENT;
 * -ENOTUNIQ; -EINTR; -ENOMEM.
 */
int tcp_mpp_nl_connection_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *peer = info->attrs[TCP_MPP_A_EVIDENCE_PEER_ADDRESS];
	struct only only = {};
	struct mpp_listing what = { .put = keep, .arg = &only };
	struct mpp_walk walk = {};
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!mpp_netlink_admin(skb))
		return mpp_netlink_refuse_rights(info->extack);
	if (!peer || !info->attrs[TCP_MPP_A_EVIDENCE_PEER_PORT])
		return mpp_netlink_refuse(info->extack, NULL,
					  "which connection? give peer-address and peer-port",
					  -EINVAL);
	err = parse(info->attrs, &what, info->extack);
	if (err)
		return err;
	order_of_now(&what.order);
	err = mpp_listing(&walk, &what);
	if (err == -ENOTUNIQ)
		return mpp_netlink_refuse(info->extack, peer,
					  "several are like that, a dump lists them",
					  err);
	if (err)
		return err;
	if (!only.found)
		return mpp_netlink_refuse(info->extack, peer,
					  "there is no such connection",
					  -ENOENT);

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr,
			       mpp_msg_connection(msg, &only.st));
}

struct dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
};

static int put(const struct mpp_standing *st, void *arg)
{
	const struct dump *dump = arg;
	void *hdr = mpp_netlink_dump_put(dump->skb, dump->cb,
					 TCP_MPP_CMD_CONNECTION_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (mpp_msg_connection(dump->skb, st)) {
		genlmsg_cancel(dump->skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(dump->skb, hdr);
	return 0;
}

/**
 * tcp_mpp_nl_connection_get_dumpit() - all connections, or those asked for
 * @skb: the listing
 * @cb: where it has come to, in @cb->ctx
 *
 * Context: process, may sleep.
 * Return: length of this part, 0 at the end; -EPERM, -EINVAL, -EINTR.
 */
int tcp_mpp_nl_connection_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb)
{
	struct dump dump = { .skb = skb, .cb = cb };
	struct mpp_listing what = { .put = put, .arg = &dump };
	struct mpp_walk *walk = (void *)cb->ctx;
	int err;

	BUILD_BUG_ON(sizeof(*walk) > sizeof(cb->ctx));
	if (!mpp_netlink_admin(cb->skb))
		return mpp_netlink_refuse_rights(cb->extack);
	err = parse(mpp_genl_dump_attrs(cb), &what, cb->extack);
	if (err)
		return err;
	mpp_netlink_dump_watch(cb);
	order_of_now(&what.order);
	err = mpp_listing(walk, &what);
	if (err && err != -EMSGSIZE)
		return err;
	return mpp_netlink_dump_end(skb, cb);
}
