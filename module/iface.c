// SPDX-License-Identifier: GPL-2.0
/*
 * iface - the profile and the per-family switch of each interface, in every
 * network namespace (W3, W12, D10).
 *
 * In:  tags from the administrator (process context, RTNL held), devices that
 * go away (notifier, RTNL held). Out: the tag of an interface, in softirq from
 * the SYN hooks and in process context from the sweeps.
 *
 * Tags live in a hash by (namespace, ifindex) under RCU. mpp_iface_lock
 * protects the writers' side and is never held while anything sleeps, because
 * the notifier takes it too.
 */
#include <linux/capability.h>
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "iface.h"

#define MPP_IFACE_HASH_BITS	8

struct mpp_iface {
	struct hlist_node node;
	/* Key. No reference: the device's unregistration removes the entry. */
	const struct net *net;
	int ifindex;
	struct mpp_iface_tag tag;
	struct rcu_head rcu;
};

static struct hlist_head mpp_iface_hash[1 << MPP_IFACE_HASH_BITS];
static DEFINE_SPINLOCK(mpp_iface_lock);

static struct hlist_head *bucket(const struct net *net, int ifindex)
{
	return &mpp_iface_hash[hash_long((unsigned long)net + ifindex,
					 MPP_IFACE_HASH_BITS)];
}

/* Caller is in an RCU read-side section or holds mpp_iface_lock. */
static struct mpp_iface *find(const struct net *net, int ifindex)
{
	struct mpp_iface *iface;

	hlist_for_each_entry_rcu(iface, bucket(net, ifindex), node,
				 lockdep_is_held(&mpp_iface_lock))
		if (iface->net == net && iface->ifindex == ifindex)
			return iface;
	return NULL;
}

/*
 * What holds where nobody said anything: the loopback device of the initial
 * namespace is private. In any other namespace it is public, or a tenant could
 * shelter behind a proxy of his own (D10).
 */
static void default_tag(const struct net *net, int ifindex,
			struct mpp_iface_tag *tag)
{
	*tag = (struct mpp_iface_tag) { .profile = MPP_PROFILE_PUBLIC };
	if (net_eq(net, &init_net) && ifindex == LOOPBACK_IFINDEX)
		tag->profile = MPP_PROFILE_PRIVATE;
}

/**
 * mpp_iface_lookup() - the tag that holds for packets of an interface
 * @net: its namespace
 * @ifindex: its index, 0 when not known
 * @tag: the answer
 *
 * A port of a VRF answers with the VRF device's tag: IPv4 records the master
 * on a socket where IPv6 records the port, and both mean the same network.
 *
 * Context: any, within rcu_read_lock() or softirq.
 */
void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag)
{
	const struct mpp_iface *iface;
	struct net_device *dev;

	if (ifindex != LOOPBACK_IFINDEX) {
		dev = dev_get_by_index_rcu(net, ifindex);
		if (dev && netif_is_l3_slave(dev)) {
			dev = netdev_master_upper_dev_get_rcu(dev);
			if (dev)
				ifindex = dev->ifindex;
		}
	}
	iface = find(net, ifindex);
	if (iface)
		*tag = iface->tag;
	else
		default_tag(net, ifindex, tag);
}

/**
 * mpp_iface_read() - the tag of a device, for a surface
 * @dev: the device
 * @tag: the answer
 *
 * Context: process; the caller keeps @dev from going away.
 */
void mpp_iface_read(const struct net_device *dev, struct mpp_iface_tag *tag)
{
	rcu_read_lock();
	mpp_iface_lookup(dev_net(dev), dev->ifindex, tag);
	rcu_read_unlock();
}

/*
 * A packet through a bond, a bridge or a VRF is seen as the upper device's, so
 * a tag below would sit there without effect and mislead.
 */
static int refuse_port(struct net_device *dev)
{
	struct net_device *upper = netdev_master_upper_dev_get(dev);

	if (!upper)
		return 0;
	netdev_warn(dev, "tcp_mpp: this is a port of %s, tag that instead\n",
		    upper->name);
	return -EBUSY;
}

/**
 * mpp_iface_write() - tag a device
 * @dev: the device
 * @tag: all of its tag
 *
 * Context: process, RTNL held, may sleep.
 * Return: 0; -EPERM without CAP_NET_ADMIN in the initial user namespace, from
 * whichever namespace (D14); -EBUSY for a port of a bond, bridge or VRF;
 * -ENOMEM.
 */
int mpp_iface_write(struct net_device *dev, const struct mpp_iface_tag *tag)
{
	const struct net *net = dev_net(dev);
	struct mpp_iface *iface, *old;
	int err;

	ASSERT_RTNL();
	if (!capable(CAP_NET_ADMIN))
		return -EPERM;
	err = refuse_port(dev);
	if (err)
		return err;

	iface = kzalloc(sizeof(*iface), GFP_KERNEL);
	if (!iface)
		return -ENOMEM;
	iface->net = net;
	iface->ifindex = dev->ifindex;
	iface->tag = *tag;

	spin_lock(&mpp_iface_lock);
	old = find(net, dev->ifindex);
	if (old)
		hlist_replace_rcu(&old->node, &iface->node);
	else
		hlist_add_head_rcu(&iface->node, bucket(net, dev->ifindex));
	spin_unlock(&mpp_iface_lock);

	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/* Also sent when a device moves to another namespace: it loses its tag. */
static int iface_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct mpp_iface *iface;

	if (event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;

	spin_lock(&mpp_iface_lock);
	iface = find(dev_net(dev), dev->ifindex);
	if (iface)
		hlist_del_rcu(&iface->node);
	spin_unlock(&mpp_iface_lock);

	if (iface)
		kfree_rcu(iface, rcu);
	return NOTIFY_DONE;
}

static struct notifier_block mpp_iface_nb = {
	.notifier_call = iface_event,
};

/**
 * mpp_iface_init() - begin to follow the devices of all namespaces
 *
 * Context: process, module load.
 * Return: 0 or the errno of register_netdevice_notifier().
 */
int mpp_iface_init(void)
{
	return register_netdevice_notifier(&mpp_iface_nb);
}

/**
 * mpp_iface_exit() - forget every tag
 *
 * Context: process, module unload, after the surfaces are gone. The notifier's
 * unregistration replays NETDEV_UNREGISTER for every device, and that empties
 * the table.
 */
void mpp_iface_exit(void)
{
	unregister_netdevice_notifier(&mpp_iface_nb);
}
