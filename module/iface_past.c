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
 * verdicts that would change, and drops it. It goes earlier when its namespace
 * goes, or when too many came after it. What is connected in between may get
 * either verdict.
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

/* The other entries stay as they are. */
static bool advance(enum mpp_iface_state from, enum mpp_iface_state to)
{
	struct mpp_iface *iface;
	bool any = false;

	lockdep_assert_held(&mpp_iface_lock);
	list_for_each_entry(iface, &mpp_iface_past, list) {
		if (iface->state != from)
			continue;
		WRITE_ONCE(iface->state, to);
		any = true;
	}
	return any;
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
	spin_lock(&mpp_iface_lock);
	advance(MPP_PAST_NEW, MPP_PAST_SETTLED);
	spin_unlock(&mpp_iface_lock);
}

/**
 * mpp_iface_past_begin() - what is settled is about to be pinned
 *
 * Context: process; followed by mpp_iface_past_end(), one at a time.
 * Return: false when there is nothing to do.
 */
bool mpp_iface_past_begin(void)
{
	bool any;

	spin_lock(&mpp_iface_lock);
	any = advance(MPP_PAST_SETTLED, MPP_PAST_WALKING);
	spin_unlock(&mpp_iface_lock);
	return any;
}

/**
 * mpp_iface_past_end() - it was pinned, or could not be
 * @pinned: it was, and nobody needs the past any more; unless something has
 *	happened to the interface meanwhile, which asks for another visit
 *
 * Context: process.
 */
void mpp_iface_past_end(bool pinned)
{
	struct mpp_iface *iface, *next;

	spin_lock(&mpp_iface_lock);
	if (!pinned)
		advance(MPP_PAST_WALKING, MPP_PAST_SETTLED);
	list_for_each_entry_safe(iface, next, &mpp_iface_past, list)
		if (iface->state == MPP_PAST_WALKING)
			mpp_iface_forget(iface);
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

/* Something happens to the interface; what was pinned before may not suffice. */
static void renew(struct mpp_iface *past, enum mpp_iface_state state)
{
	lockdep_assert_held(&mpp_iface_lock);
	WRITE_ONCE(past->state, state);
	if (state != MPP_PAST_HELD)
		call_worker();
}

static struct mpp_iface *find_past(const struct net_device *dev)
{
	return mpp_iface_find(dev_net(dev)->net_cookie, dev->ifindex,
			      MPP_IFACE_PAST);
}

/*
 * A device nobody said anything about, perhaps with the index of one that has
 * just gone: what that left behind stays until it is pinned.
 */
static void born(const struct net_device *dev)
{
	struct mpp_iface *past;

	spin_lock(&mpp_iface_lock);
	past = find_past(dev);
	if (past)
		renew(past, MPP_PAST_NEW);
	mpp_iface_forget(mpp_iface_find(dev_net(dev)->net_cookie, dev->ifindex,
					MPP_IFACE_IN_FORCE));
	spin_unlock(&mpp_iface_lock);
}

/*
 * Also called when a device moves to another namespace: it loses its tag there,
 * and the connections it left behind keep it here.
 */
static void buried(const struct net_device *dev)
{
	struct mpp_iface *iface, *past;

	spin_lock(&mpp_iface_lock);
	past = find_past(dev);
	iface = mpp_iface_find(dev_net(dev)->net_cookie, dev->ifindex,
			       MPP_IFACE_IN_FORCE);
	if (past)
		renew(past, MPP_PAST_NEW);
	if (past || mpp_iface_vrf(dev)) {
		/* In a VRF its own tag did not hold. */
		mpp_iface_forget(iface);
	} else if (iface) {
		make_past(iface);
		renew(iface, MPP_PAST_NEW);
	}
	spin_unlock(&mpp_iface_lock);
}

/*
 * A port is about to join or leave a VRF: what it answers changes where the
 * two have different tags. Without memory the change takes effect for
 * connections that exist, too.
 */
static void changes_vrf(const struct net_device *dev,
			const struct net_device *vrf, bool joins,
			enum mpp_iface_state state)
{
	struct mpp_iface_what_if what_if = {
		.net_cookie = dev_net(dev)->net_cookie,
		.ifindex = dev->ifindex,
	};
	struct mpp_iface_tag own, common;
	struct mpp_iface *iface, *past;

	rcu_read_lock();
	mpp_iface_own(dev_net(dev), dev->ifindex, MPP_IFACE_IN_FORCE, &own);
	mpp_iface_own(dev_net(vrf), vrf->ifindex, MPP_IFACE_IN_FORCE, &common);
	rcu_read_unlock();
	if (!memcmp(&own, &common, sizeof(own)))
		return;
	what_if.tag = joins ? own : common;
	iface = mpp_iface_alloc(&what_if);
	if (!iface)
		return;

	spin_lock(&mpp_iface_lock);
	past = find_past(dev);
	if (past) {
		/* What held before that is what connections were told first. */
		mpp_iface_free(iface);
		renew(past, state);
	} else {
		make_past(iface);
		mpp_iface_add(iface);
		renew(iface, state);
	}
	spin_unlock(&mpp_iface_lock);
}

/* It came back as the port it was. */
static void back_again(const struct net_device *dev)
{
	struct mpp_iface *past;

	spin_lock(&mpp_iface_lock);
	past = find_past(dev);
	if (past && past->state == MPP_PAST_HELD)
		renew(past, MPP_PAST_NEW);
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
			changes_vrf(dev, upper->upper_dev, upper->linking,
				    MPP_PAST_NEW);
		break;
	case NETDEV_GOING_DOWN:
		/* Perhaps for ever: then it cannot be found by its index. */
		if (mpp_iface_vrf(dev))
			changes_vrf(dev, mpp_iface_vrf(dev), false,
				    MPP_PAST_HELD);
		break;
	case NETDEV_UP:
		back_again(dev);
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
	mpp_iface_forget_all(net->net_cookie);
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
	mpp_iface_forget_all(0);
}
