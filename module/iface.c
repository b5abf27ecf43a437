// SPDX-License-Identifier: GPL-2.0
/*
 * iface - the profile and the per-family switch of each interface, in every
 * network namespace (W3, W12, D10).
 *
 * In:  tags from the commit in policy (process context), what held in the past
 * from iface_past. Out: the tag of an interface, in softirq from the SYN hooks
 * and in process context from the sweeps.
 *
 * Tags live in a hash by (namespace cookie, ifindex) under RCU; the cookie, and
 * not the address, because it is never used again. mpp_iface_lock protects the
 * writers' side and is never held while anything sleeps, because the notifier
 * takes it too.
 */
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "iface_past.h"

#define MPP_IFACE_HASH_BITS	8

static struct hlist_head mpp_iface_hash[1 << MPP_IFACE_HASH_BITS];
DEFINE_SPINLOCK(mpp_iface_lock);

static struct hlist_head *bucket(u64 net_cookie, int ifindex)
{
	return &mpp_iface_hash[hash_64(net_cookie + ((u64)ifindex << 32),
				       MPP_IFACE_HASH_BITS)];
}

/**
 * mpp_iface_find() - the entry of an interface
 * @net_cookie: its namespace
 * @ifindex: its index there
 * @which: MPP_IFACE_IN_FORCE, MPP_IFACE_PAST or both
 *
 * Context: any, within rcu_read_lock() or with mpp_iface_lock held.
 * Return: the entry, or NULL.
 */
struct mpp_iface *mpp_iface_find(u64 net_cookie, int ifindex, u8 which)
{
	struct mpp_iface *iface;

	hlist_for_each_entry_rcu(iface, bucket(net_cookie, ifindex), node,
				 lockdep_is_held(&mpp_iface_lock))
		if (iface->net_cookie == net_cookie &&
		    iface->ifindex == ifindex &&
		    (which & (READ_ONCE(iface->past) ? MPP_IFACE_PAST :
						       MPP_IFACE_IN_FORCE)))
			return iface;
	return NULL;
}

/**
 * mpp_iface_add() - put an entry among the others
 * @iface: the entry; its namespace, index and list are set
 *
 * Context: process, mpp_iface_lock held.
 */
void mpp_iface_add(struct mpp_iface *iface)
{
	lockdep_assert_held(&mpp_iface_lock);
	hlist_add_head_rcu(&iface->node,
			   bucket(iface->net_cookie, iface->ifindex));
}

/**
 * mpp_iface_forget() - end an entry, in force or past
 * @iface: the entry, or NULL
 *
 * Context: process, mpp_iface_lock held.
 */
void mpp_iface_forget(struct mpp_iface *iface)
{
	lockdep_assert_held(&mpp_iface_lock);
	if (!iface)
		return;
	hlist_del_rcu(&iface->node);
	mpp_iface_past_del(iface);
	kfree_rcu(iface, rcu);
}

/**
 * mpp_iface_default() - what holds where nobody said anything
 * @net: namespace of the interface
 * @ifindex: its index
 * @tag: the answer
 *
 * The loopback device of the initial namespace is private. In any other
 * namespace it is public, or a tenant could shelter behind a proxy of his own
 * (D10).
 *
 * Context: any.
 */
void mpp_iface_default(const struct net *net, int ifindex,
		       struct mpp_iface_tag *tag)
{
	*tag = (struct mpp_iface_tag) { .profile = MPP_PROFILE_PUBLIC };
	if (net_eq(net, &init_net) && ifindex == LOOPBACK_IFINDEX)
		tag->profile = MPP_PROFILE_PRIVATE;
}

/**
 * mpp_iface_own() - the tag that an interface has by itself, and not as a port
 * @net: its namespace
 * @ifindex: its index, 0 when not known
 * @which: as for mpp_iface_find()
 * @tag: the answer
 *
 * Context: any, within rcu_read_lock() or with mpp_iface_lock held.
 */
void mpp_iface_own(const struct net *net, int ifindex, u8 which,
		   struct mpp_iface_tag *tag)
{
	const struct mpp_iface *iface;

	iface = mpp_iface_find(net->net_cookie, ifindex, which);
	if (iface)
		*tag = iface->tag;
	else
		mpp_iface_default(net, ifindex, tag);
}

/**
 * mpp_iface_vrf() - the VRF that a device is a port of
 * @dev: the device, or NULL
 *
 * Context: any, within rcu_read_lock() or with RTNL held.
 * Return: the VRF device, or NULL.
 */
const struct net_device *mpp_iface_vrf(const struct net_device *dev)
{
	if (!dev || !netif_is_l3_slave(dev))
		return NULL;
	return netdev_master_upper_dev_get_rcu((struct net_device *)dev);
}

static bool is_meant(const struct mpp_iface_what_if *what_if,
		     const struct net *net, int ifindex)
{
	return what_if && what_if->ifindex == ifindex &&
	       what_if->net_cookie == net->net_cookie;
}

/**
 * mpp_iface_lookup() - the tag that holds for what came in by an interface
 * @net: its namespace
 * @ifindex: its index, 0 when not known
 * @tag: the answer
 * @what_if: a change to assume, or NULL for things as they are
 *
 * What held in the past comes first: somebody may still have to pin it (W11).
 * A port of a VRF answers with the VRF device's tag: IPv4 records the master
 * on a socket where IPv6 records the port, and both mean the same network.
 *
 * Context: any, within rcu_read_lock() or softirq.
 */
void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag,
		      const struct mpp_iface_what_if *what_if)
{
	const struct mpp_iface *past;
	u8 which = MPP_IFACE_IN_FORCE;
	const struct net_device *vrf;

	if (what_if && what_if->change == MPP_IFACE_DEFAULTS) {
		mpp_iface_default(net, ifindex, tag);
		return;
	}
	past = mpp_iface_find(net->net_cookie, ifindex, MPP_IFACE_PAST);
	if (past && !(what_if && what_if->change == MPP_IFACE_NO_PAST &&
		      READ_ONCE(past->state) == MPP_PAST_WALKING)) {
		*tag = past->tag;
		return;
	}
	/* One in force that became past since is not to be missed. */
	if (!past)
		which |= MPP_IFACE_PAST;
	if (ifindex && ifindex != LOOPBACK_IFINDEX) {
		vrf = mpp_iface_vrf(dev_get_by_index_rcu(net, ifindex));
		if (vrf)
			ifindex = vrf->ifindex;
	}
	if (is_meant(what_if, net, ifindex) &&
	    what_if->change == MPP_IFACE_TAG)
		*tag = what_if->tag;
	else
		mpp_iface_own(net, ifindex, which, tag);
}

/**
 * mpp_iface_read() - the tag in force of a device
 * @dev: the device
 * @tag: the answer
 *
 * By the device and not by its index, so that it holds for one that is on its
 * way out, too.
 *
 * Context: process; the caller keeps @dev from going away.
 */
void mpp_iface_read(const struct net_device *dev, struct mpp_iface_tag *tag)
{
	const struct net_device *vrf;

	rcu_read_lock();
	vrf = mpp_iface_vrf(dev);
	mpp_iface_own(dev_net(dev), vrf ? vrf->ifindex : dev->ifindex,
		      MPP_IFACE_IN_FORCE, tag);
	rcu_read_unlock();
}

/**
 * mpp_iface_upper() - the device whose tag decides for this one's packets
 * @dev: the device
 * @name: IFNAMSIZ bytes
 *
 * A packet through a bond, a bridge or a VRF is seen as the upper device's, so
 * a tag below would sit there without effect and mislead.
 *
 * Context: process; the caller keeps @dev from going away.
 * Return: @name, with the upper device's name in it, or NULL without one.
 */
const char *mpp_iface_upper(struct net_device *dev, char *name)
{
	const struct net_device *upper;

	rcu_read_lock();
	upper = netdev_master_upper_dev_get_rcu(dev);
	if (upper)
		strscpy(name, upper->name, IFNAMSIZ);
	rcu_read_unlock();
	return upper ? name : NULL;
}

/**
 * mpp_iface_alloc() - make a tag, to be published later
 * @what_if: of which interface, and the tag
 *
 * Context: process, may sleep.
 * Return: the tag or NULL when there is no memory.
 */
struct mpp_iface *mpp_iface_alloc(const struct mpp_iface_what_if *what_if)
{
	struct mpp_iface *iface = kzalloc(sizeof(*iface), GFP_KERNEL);

	if (!iface)
		return NULL;
	iface->net_cookie = what_if->net_cookie;
	iface->ifindex = what_if->ifindex;
	iface->tag = what_if->tag;
	INIT_LIST_HEAD(&iface->list);
	return iface;
}

/**
 * mpp_iface_free() - drop a tag that was not published
 * @iface: the tag
 *
 * Context: any.
 */
void mpp_iface_free(struct mpp_iface *iface)
{
	kfree(iface);
}

/* Not gone, not on its way out, not on its way to another namespace. */
static bool is_there(const struct net_device *dev,
		     const struct mpp_iface *iface)
{
	bool there;

	rcu_read_lock();
	/* A bit-field of 8 bits in older 6.1, where READ_ONCE() cannot be had. */
	there = data_race(dev->reg_state) == NETREG_REGISTERED &&
		dev_net(dev)->net_cookie == iface->net_cookie &&
		dev_get_by_index_rcu(dev_net(dev), iface->ifindex) == dev;
	rcu_read_unlock();
	return there;
}

/**
 * mpp_iface_publish() - bring a tag into force
 * @dev: its device, a reference is held
 * @iface: the tag, from mpp_iface_alloc()
 *
 * The device's registration is checked under the lock that the notifier takes
 * afterwards, so a tag never comes into force after its device was buried.
 *
 * Context: process.
 * Return: 0, or -ENODEV when the device is on its way out or moved.
 */
int mpp_iface_publish(const struct net_device *dev, struct mpp_iface *iface)
{
	struct mpp_iface *old;
	int err = 0;

	spin_lock(&mpp_iface_lock);
	if (!is_there(dev, iface)) {
		err = -ENODEV;
	} else {
		old = mpp_iface_find(iface->net_cookie, iface->ifindex,
				     MPP_IFACE_IN_FORCE);
		mpp_iface_add(iface);
		mpp_iface_forget(old);
	}
	spin_unlock(&mpp_iface_lock);
	return err;
}

/**
 * mpp_iface_forget_all() - every interface has its default tag again (W14)
 * @net_cookie: those of this namespace only; 0: all
 *
 * Context: process.
 */
void mpp_iface_forget_all(u64 net_cookie)
{
	struct mpp_iface *iface;
	struct hlist_node *next;
	int i;

	spin_lock(&mpp_iface_lock);
	for (i = 0; i < ARRAY_SIZE(mpp_iface_hash); i++)
		hlist_for_each_entry_safe(iface, next, &mpp_iface_hash[i], node)
			if (!net_cookie || iface->net_cookie == net_cookie)
				mpp_iface_forget(iface);
	spin_unlock(&mpp_iface_lock);
}
