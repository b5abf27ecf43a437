// SPDX-License-Identifier: GPL-2.0
/*
 * iface - the profile and the per-family switch of each interface, in every
 * network namespace (W3, W12, D10).
 *
 * In:  tags from the commit in policy (process context), devices that come and
 * go (notifier, RTNL held). Out: the tag of an interface, in softirq from the
 * SYN hooks and in process context from the sweeps.
 *
 * Tags live in a hash by (namespace cookie, ifindex) under RCU; the cookie, and
 * not the address, because it is never used again. mpp_iface_lock protects the
 * writers' side and is never held while anything sleeps, because the notifier
 * takes it too.
 *
 * A tag outlives its device: connections that came in through it keep the
 * verdict of their creation (W11), until a work item of policy has pinned that
 * to each of them, since the notifier must not wait for it. It goes earlier
 * when its index is used again, when its namespace goes, or when too many
 * devices went after it.
 */
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "iface.h"

#define MPP_IFACE_HASH_BITS	8
/* Tags kept of devices that are gone. */
#define MPP_IFACE_TOMBS		256

struct mpp_iface {
	struct hlist_node node;
	u64 net_cookie;
	int ifindex;
	struct mpp_iface_tag tag;
	/* In mpp_iface_tombs when the device is gone, under mpp_iface_lock. */
	struct list_head tomb;
	struct rcu_head rcu;
};

static struct hlist_head mpp_iface_hash[1 << MPP_IFACE_HASH_BITS];
static DEFINE_SPINLOCK(mpp_iface_lock);
/* Oldest first. */
static LIST_HEAD(mpp_iface_tombs);
static u32 mpp_iface_nr_tombs;
/* Queued for each device that takes a tag to its grave. */
static struct work_struct *mpp_iface_undertaker;

static struct hlist_head *bucket(u64 net_cookie, int ifindex)
{
	return &mpp_iface_hash[hash_64(net_cookie + ((u64)ifindex << 32),
				       MPP_IFACE_HASH_BITS)];
}

/* Caller is in an RCU read-side section or holds mpp_iface_lock. */
static struct mpp_iface *find(u64 net_cookie, int ifindex)
{
	struct mpp_iface *iface;

	hlist_for_each_entry_rcu(iface, bucket(net_cookie, ifindex), node,
				 lockdep_is_held(&mpp_iface_lock))
		if (iface->net_cookie == net_cookie &&
		    iface->ifindex == ifindex)
			return iface;
	return NULL;
}

static void forget(struct mpp_iface *iface)
{
	lockdep_assert_held(&mpp_iface_lock);
	hlist_del_rcu(&iface->node);
	if (!list_empty(&iface->tomb)) {
		list_del(&iface->tomb);
		mpp_iface_nr_tombs--;
	}
	kfree_rcu(iface, rcu);
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
 * @what_if: a tag to assume of one interface, or NULL for things as they are
 *
 * A port of a VRF answers with the VRF device's tag: IPv4 records the master
 * on a socket where IPv6 records the port, and both mean the same network.
 *
 * Context: any, within rcu_read_lock() or softirq.
 */
void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag,
		      const struct mpp_iface_what_if *what_if)
{
	const struct mpp_iface *iface;
	struct net_device *dev;

	if (ifindex && ifindex != LOOPBACK_IFINDEX) {
		dev = dev_get_by_index_rcu(net, ifindex);
		if (dev && netif_is_l3_slave(dev)) {
			dev = netdev_master_upper_dev_get_rcu(dev);
			if (dev)
				ifindex = dev->ifindex;
		}
	}
	if (what_if && what_if->defaults) {
		default_tag(net, ifindex, tag);
		return;
	}
	if (what_if && what_if->ifindex == ifindex &&
	    what_if->net_cookie == net->net_cookie) {
		*tag = what_if->tag;
		return;
	}
	iface = find(net->net_cookie, ifindex);
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
	mpp_iface_lookup(dev_net(dev), dev->ifindex, tag, NULL);
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
	INIT_LIST_HEAD(&iface->tomb);
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
	if (READ_ONCE(dev->reg_state) != NETREG_REGISTERED ||
	    dev_net(dev)->net_cookie != iface->net_cookie ||
	    dev->ifindex != iface->ifindex) {
		err = -ENODEV;
	} else {
		old = find(iface->net_cookie, iface->ifindex);
		hlist_add_head_rcu(&iface->node, bucket(iface->net_cookie,
							iface->ifindex));
		if (old)
			forget(old);
	}
	spin_unlock(&mpp_iface_lock);
	return err;
}

/**
 * mpp_iface_reset() - every interface has its default tag again (W14)
 *
 * Context: process.
 */
void mpp_iface_reset(void)
{
	struct mpp_iface *iface;
	struct hlist_node *next;
	int i;

	spin_lock(&mpp_iface_lock);
	for (i = 0; i < ARRAY_SIZE(mpp_iface_hash); i++)
		hlist_for_each_entry_safe(iface, next, &mpp_iface_hash[i], node)
			forget(iface);
	spin_unlock(&mpp_iface_lock);
}

/**
 * mpp_iface_buried() - a tag that outlived its device
 * @what_if: which interface, and its default tag
 *
 * Context: process.
 * Return: false when there is none.
 */
bool mpp_iface_buried(struct mpp_iface_what_if *what_if)
{
	const struct mpp_iface *iface;

	spin_lock(&mpp_iface_lock);
	iface = list_first_entry_or_null(&mpp_iface_tombs, struct mpp_iface,
					 tomb);
	if (iface)
		*what_if = (struct mpp_iface_what_if) {
			.net_cookie = iface->net_cookie,
			.ifindex = iface->ifindex,
			.tag.profile = MPP_PROFILE_PUBLIC,
		};
	spin_unlock(&mpp_iface_lock);
	return iface;
}

/**
 * mpp_iface_drop() - nobody needs the tag of a buried device any more
 * @what_if: from mpp_iface_buried()
 *
 * Context: process.
 */
void mpp_iface_drop(const struct mpp_iface_what_if *what_if)
{
	struct mpp_iface *iface;

	spin_lock(&mpp_iface_lock);
	iface = find(what_if->net_cookie, what_if->ifindex);
	if (iface && !list_empty(&iface->tomb))
		forget(iface);
	spin_unlock(&mpp_iface_lock);
}

/**
 * mpp_iface_set_undertaker() - who pins the connections of buried devices
 * @work: queued for each; NULL: nobody
 *
 * Context: process.
 */
void mpp_iface_set_undertaker(struct work_struct *work)
{
	spin_lock(&mpp_iface_lock);
	mpp_iface_undertaker = work;
	spin_unlock(&mpp_iface_lock);
}

static void bury(const struct net_device *dev)
{
	struct mpp_iface *iface;

	lockdep_assert_held(&mpp_iface_lock);
	iface = find(dev_net(dev)->net_cookie, dev->ifindex);
	if (!iface || !list_empty(&iface->tomb))
		return;
	list_add_tail(&iface->tomb, &mpp_iface_tombs);
	if (++mpp_iface_nr_tombs > MPP_IFACE_TOMBS)
		forget(list_first_entry(&mpp_iface_tombs, struct mpp_iface,
					tomb));
	if (mpp_iface_undertaker)
		queue_work(mpp_system_wq, mpp_iface_undertaker);
}

/*
 * Also sent when a device moves to another namespace: it loses its tag there,
 * and the connections it left behind keep it here.
 */
static int iface_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct mpp_iface *iface;

	spin_lock(&mpp_iface_lock);
	switch (event) {
	case NETDEV_REGISTER:
		iface = find(dev_net(dev)->net_cookie, dev->ifindex);
		if (iface)
			forget(iface);
		break;
	case NETDEV_UNREGISTER:
		bury(dev);
		break;
	}
	spin_unlock(&mpp_iface_lock);
	return NOTIFY_DONE;
}

static struct notifier_block mpp_iface_nb = {
	.notifier_call = iface_event,
};

/* The namespace is gone, and with it every connection that could ask. */
static void __net_exit iface_net_exit(struct net *net)
{
	struct mpp_iface *iface, *next;

	spin_lock(&mpp_iface_lock);
	list_for_each_entry_safe(iface, next, &mpp_iface_tombs, tomb)
		if (iface->net_cookie == net->net_cookie)
			forget(iface);
	spin_unlock(&mpp_iface_lock);
}

static struct pernet_operations mpp_iface_net_ops = {
	.exit = iface_net_exit,
};

/**
 * mpp_iface_init() - begin to follow the devices of all namespaces
 *
 * Context: process, module load.
 * Return: 0 or the errno of the registration that failed.
 */
int mpp_iface_init(void)
{
	int err;

	/* A subsys: exits after the namespace's devices were unregistered. */
	err = register_pernet_subsys(&mpp_iface_net_ops);
	if (err)
		return err;
	err = register_netdevice_notifier(&mpp_iface_nb);
	if (err)
		unregister_pernet_subsys(&mpp_iface_net_ops);
	return err;
}

/**
 * mpp_iface_exit() - forget every tag
 *
 * Context: process, module unload, after the surfaces are gone.
 */
void mpp_iface_exit(void)
{
	unregister_netdevice_notifier(&mpp_iface_nb);
	unregister_pernet_subsys(&mpp_iface_net_ops);
	mpp_iface_reset();
}
