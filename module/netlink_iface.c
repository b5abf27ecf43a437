// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_iface - interfaces and their tags (W3, W12), those of the caller's
 * network namespace.
 *
 * In:  requests that name an interface. Out: one commit for each write;
 * answers and listings. Process context; takes neither RTNL nor a lock of its
 * own, a reference or RCU keeps the device.
 */
#include <linux/netdevice.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include <uapi/linux/tcp_mpp.h>

#include "iface.h"
#include "netlink_msg.h"
#include "nl_gen.h"
#include "policy.h"

static void describe(const struct net_device *dev,
		     struct mpp_event_iface *iface)
{
	*iface = (struct mpp_event_iface) { .ifindex = dev->ifindex };
	/* It may move to another namespace, and this one go. */
	rcu_read_lock();
	iface->netns = dev_net(dev)->ns.inum;
	rcu_read_unlock();
	strscpy(iface->name, dev->name, sizeof(iface->name));
	mpp_iface_read(dev, &iface->tag);
}

/* The attribute that names the interface. */
static const struct nlattr *attr_of_dev(const struct genl_info *info)
{
	return info->attrs[TCP_MPP_A_IFACE_IFINDEX] ?:
	       info->attrs[TCP_MPP_A_IFACE_NAME];
}

/* On success the caller has a reference to put; @err is set otherwise. */
static struct net_device *find_dev(struct genl_info *info, int *err)
{
	const struct nlattr *ifindex = info->attrs[TCP_MPP_A_IFACE_IFINDEX];
	const struct nlattr *name = info->attrs[TCP_MPP_A_IFACE_NAME];
	struct net_device *dev;
	char word[IFNAMSIZ];

	if (!ifindex == !name) {
		*err = mpp_netlink_refuse(info->extack, name,
					  "which interface? either ifindex or name",
					  -EINVAL);
		return NULL;
	}
	if (ifindex) {
		dev = dev_get_by_index(genl_info_net(info),
				       nla_get_u32(ifindex));
	} else {
		nla_strscpy(word, name, sizeof(word));
		dev = dev_get_by_name(genl_info_net(info), word);
	}
	if (!dev)
		*err = mpp_netlink_refuse(info->extack, attr_of_dev(info),
					  "no such interface in this network namespace",
					  -ENODEV);
	return dev;
}

/**
 * tcp_mpp_nl_iface_get_doit() - one interface
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL unless one is named; -ENODEV; -ENOMEM.
 */
int tcp_mpp_nl_iface_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct mpp_event_iface iface;
	struct net_device *dev;
	struct sk_buff *msg;
	void *hdr;
	int err;

	dev = find_dev(info, &err);
	if (!dev)
		return err;
	describe(dev, &iface);
	dev_put(dev);

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr, mpp_msg_iface(msg, &iface));
}

/**
 * tcp_mpp_nl_iface_get_dumpit() - all interfaces of the namespace
 * @skb: the listing
 * @cb: where it has come to: args[0] interfaces are listed
 *
 * Interfaces that come and go make another generation, too.
 *
 * Context: process, may sleep.
 * Return: length of this part, 0 at the end, or -EINVAL.
 */
int tcp_mpp_nl_iface_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	struct mpp_event_iface iface;
	struct net_device *dev;
	unsigned int base;
	long n = 0;
	void *hdr;
	int err;

	base = READ_ONCE(net->dev_base_seq);
	err = mpp_netlink_dump_begin(cb);
	if (err)
		return err;
	cb->seq += base << 1;

	rcu_read_lock();
	for_each_netdev_rcu(net, dev) {
		if (n++ < cb->args[0])
			continue;
		hdr = mpp_netlink_dump_put(skb, cb, TCP_MPP_CMD_IFACE_GET);
		if (!hdr)
			break;
		describe(dev, &iface);
		if (mpp_msg_iface(skb, &iface)) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
		cb->args[0] = n;
	}
	rcu_read_unlock();
	err = mpp_netlink_dump_end(skb, cb);
	cb->seq += READ_ONCE(net->dev_base_seq) << 1;
	return err;
}

static_assert((int)TCP_MPP_TAG_PROFILE == MPP_TAG_PROFILE);
static_assert((int)TCP_MPP_TAG_IPV4 == MPP_TAG_IPV4);
static_assert((int)TCP_MPP_TAG_IPV6 == MPP_TAG_IPV6);

/* What a request asks for; an errno when that is nothing, or not clear. */
static int parse_tag(struct genl_info *info, struct mpp_tag_change *change)
{
	const struct nlattr *def = info->attrs[TCP_MPP_A_IFACE_DEFAULT];
	const struct nlattr *profile = info->attrs[TCP_MPP_A_IFACE_PROFILE];
	const struct nlattr *ipv4 = info->attrs[TCP_MPP_A_IFACE_IPV4];
	const struct nlattr *ipv6 = info->attrs[TCP_MPP_A_IFACE_IPV6];

	if (def)
		change->to_default = nla_get_u32(def);
	if (profile) {
		change->set |= MPP_TAG_PROFILE;
		change->tag.profile = nla_get_u32(profile);
	}
	if (ipv4) {
		change->set |= MPP_TAG_IPV4;
		change->tag.ipv4_off = !nla_get_u32(ipv4);
	}
	if (ipv6) {
		change->set |= MPP_TAG_IPV6;
		change->tag.ipv6_off = !nla_get_u32(ipv6);
	}
	if (change->set & change->to_default)
		return mpp_netlink_refuse(info->extack, def,
					  "either a value or the default, not both",
					  -EINVAL);
	if (!change->set && !change->to_default)
		return mpp_netlink_refuse(info->extack, def,
					  "nothing to set: profile, ipv4 or ipv6",
					  -EINVAL);
	return 0;
}

/**
 * tcp_mpp_nl_iface_set_doit() - tag an interface
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0; -EPERM; -EINVAL unless one interface and something to set is
 * named; -ENODEV; the errno of mpp_policy_tag().
 */
int tcp_mpp_nl_iface_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct mpp_tag_change change = {};
	struct mpp_refusal why;
	struct net_device *dev;
	int err;

	if (!mpp_netlink_admin(skb))
		return mpp_netlink_refuse_rights(info->extack);
	err = parse_tag(info, &change);
	if (err)
		return err;
	dev = find_dev(info, &err);
	if (!dev)
		return err;
	err = mpp_policy_tag(dev, &change, &why);
	dev_put(dev);
	if (err)
		mpp_netlink_refuse(info->extack, attr_of_dev(info), why.text,
				   err);
	return err;
}
