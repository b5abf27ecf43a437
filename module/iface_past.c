// SPDX-License-Identifier: GPL-2.0
/*
 * iface_past - tags that hold for connections of the past only (W11).
 *
 * In:  devices that come and go, ports that join and leave a VRF (notifier,
 * RTNL held). Out: tags that are over, until policy has pinned what depends on
 * them.
 *
 * Such an event cannot be refused, and must not wait for a visit to every
 * connection. So what held before it is kept, by the index that connections
 * have recorded, and holds on for all of them; a work item of policy pins the
 * verdicts that would change, and drops it. It goes earlier when its index is
 * used again, when its namespace goes, or when too many came after it. What
 * is connected in between may get either verdict.
 */
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "iface_past.h"

/* Most that are kept. */
#define MPP_IFACE_PAST_MAX	256

/* All of this under mpp_iface_lock. Oldest first. */
static LIST_HEAD(mpp_iface_past);
static u32 mpp_iface_past_nr;
static struct work_struct *mpp_iface_past_worker;

static void make_past(struct mpp_iface *iface)
{
	lockdep_assert_held(&mpp_iface_lock);
	list_add_tail(&iface->list, &mpp_iface_past);
	WRITE_ONCE(iface->past, true);
	if (++mpp_iface_past_nr > MPP_IFACE_PAST_MAX)
		mpp_iface_forget(list_first_entry(&mpp_iface_past,
						  struct mpp_iface, list));
}

/**
 * mpp_iface_past_del() - off the list, if it is on it
 * @iface: an entry that is about to go
 *
 * Context: process, mpp_iface_lock held.
 */
void mpp_iface_past_del(struct mpp_iface *iface)
{
	lockdep_assert_held(&mpp_iface_lock);
	if (!iface->past)
		return;
	list_del(&iface->list);
	mpp_iface_past_nr--;
}

/**
 * mpp_iface_past_next() - something that is over, and may still be needed
 * @what_if: to forget it, filled in
 *
 * Context: process.
 * Return: false when there is none.
 */
bool mpp_iface_past_next(struct mpp_iface_what_if *what_if)
{
	const struct mpp_iface *iface;
	bool have = false;

	spin_lock(&mpp_iface_lock);
	list_for_each_entry(iface, &mpp_iface_past, list) {
		if (!iface->settled)
			continue;
		*what_if = (struct mpp_iface_what_if) {
			.change = MPP_IFACE_NO_PAST,
			.net_cookie = iface->net_cookie,
			.ifindex = iface->ifindex,
		};
		have = true;
		break;
	}
	spin_unlock(&mpp_iface_lock);
	return have;
}

/**
 * mpp_iface_past_drop() - nobody needs it any more
 * @what_if: from mpp_iface_past_next()
 *
 * Context: process.
 */
void mpp_iface_past_drop(const struct mpp_iface_what_if *what_if)
{
	spin_lock(&mpp_iface_lock);
	mpp_iface_forget(mpp_iface_find(what_if->net_cookie, what_if->ifindex,
					MPP_IFACE_PAST));
	spin_unlock(&mpp_iface_lock);
}

/**
 * mpp_iface_past_settle() - whatever was announced has happened by now
 *
 * A port joins or leaves after the notifier was called, or fails to.
 *
 * Context: process, RTNL held.
 */
void mpp_iface_past_settle(void)
{
	struct mpp_iface *iface;

	spin_lock(&mpp_iface_lock);
	list_for_each_entry(iface, &mpp_iface_past, list)
		iface->settled = true;
	spin_unlock(&mpp_iface_lock);
}

/**
 * mpp_iface_past_set_worker() - who pins what depends on the past
 * @work: queued for each; NULL: nobody
 *
 * Context: process.
 */
void mpp_iface_past_set_worker(struct work_struct *work)
{
	spin_lock(&mpp_iface_lock);
	mpp_iface_past_worker = work;
	spin_unlock(&mpp_iface_lock);
}

static void call_worker(void)
{
	lockdep_assert_held(&mpp_iface_lock);
	if (mpp_iface_past_worker)
		queue_work(mpp_system_wq, mpp_iface_past_worker);
}

/* The index is in use again, by a device nobody said anything about. */
static void born(const struct net_device *dev)
{
	u64 cookie = dev_net(dev)->net_cookie;

	spin_lock(&mpp_iface_lock);
	mpp_iface_forget(mpp_iface_find(cookie, dev->ifindex, MPP_IFACE_PAST));
	mpp_iface_forget(mpp_iface_find(cookie, dev->ifindex,
					MPP_IFACE_IN_FORCE));
	spin_unlock(&mpp_iface_lock);
}

/*
 * Also called when a device moves to another namespace: it loses its tag there,
 * and the connections it left behind keep it here.
 */
static void buried(const struct net_device *dev)
{
	u64 cookie = dev_net(dev)->net_cookie;
	struct mpp_iface *iface;

	spin_lock(&mpp_iface_lock);
	iface = mpp_iface_find(cookie, dev->ifindex, MPP_IFACE_IN_FORCE);
	if (mpp_iface_vrf(dev) ||
	    mpp_iface_find(cookie, dev->ifindex, MPP_IFACE_PAST)) {
		/* In a VRF its own tag did not hold. */
		mpp_iface_forget(iface);
	} else if (iface) {
		make_past(iface);
		call_worker();
	}
	spin_unlock(&mpp_iface_lock);
}

/* The tag that @dev has by itself, and not as a port. */
static void own_tag(const struct net_device *dev, struct mpp_iface_tag *tag)
{
	const struct mpp_iface *iface;

	rcu_read_lock();
	iface = mpp_iface_find(dev_net(dev)->net_cookie, dev->ifindex,
			       MPP_IFACE_IN_FORCE);
	if (iface)
		*tag = iface->tag;
	else
		mpp_iface_default(dev_net(dev), dev->ifindex, tag);
	rcu_read_unlock();
}

/*
 * A port is about to join or leave a VRF: what it answers changes where the
 * two have different tags. Without memory the change takes effect for
 * connections that exist, too.
 */
static void changes_vrf(const struct net_device *dev,
			const struct net_device *vrf, bool joins)
{
	struct mpp_iface_what_if what_if = {
		.net_cookie = dev_net(dev)->net_cookie,
		.ifindex = dev->ifindex,
	};
	struct mpp_iface_tag own, common;
	struct mpp_iface *iface;

	own_tag(dev, &own);
	own_tag(vrf, &common);
	if (!memcmp(&own, &common, sizeof(own)))
		return;
	what_if.tag = joins ? own : common;
	iface = mpp_iface_alloc(&what_if);
	if (!iface)
		return;

	spin_lock(&mpp_iface_lock);
	if (mpp_iface_find(what_if.net_cookie, what_if.ifindex,
			   MPP_IFACE_PAST)) {
		/* What held before that is what connections were told first. */
		mpp_iface_free(iface);
	} else {
		make_past(iface);
		mpp_iface_add(iface);
	}
	call_worker();
	spin_unlock(&mpp_iface_lock);
}

static int iface_event(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	const struct netdev_notifier_changeupper_info *upper = ptr;

	switch (event) {
	case NETDEV_REGISTER:
		born(dev);
		break;
	case NETDEV_UNREGISTER:
		buried(dev);
		break;
	case NETDEV_PRECHANGEUPPER:
		if (upper->master && netif_is_l3_master(upper->upper_dev))
			changes_vrf(dev, upper->upper_dev, upper->linking);
		break;
	case NETDEV_GOING_DOWN:
		/* Perhaps for ever: then it cannot be found by its index. */
		if (mpp_iface_vrf(dev))
			changes_vrf(dev, mpp_iface_vrf(dev), false);
		break;
	}
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
	list_for_each_entry_safe(iface, next, &mpp_iface_past, list)
		if (iface->net_cookie == net->net_cookie)
			mpp_iface_forget(iface);
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
