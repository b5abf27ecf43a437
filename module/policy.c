// SPDX-License-Identifier: GPL-2.0
/*
 * policy - what the administrator asked for, as one RCU snapshot, and the only
 * path by which it changes.
 *
 * In:  changes from the surfaces (process context). Out: the settings in force,
 * to anybody, and an event for every change.
 *
 * A change is made on a copy, checked as a whole, the connections it would
 * re-decide are pinned (W11), and then it is published: refused means
 * unchanged (D13). mpp_policy_lock serialises all of that, for settings and
 * interface tags alike; a reader sees the old settings or the new, whole.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "event.h"
#include "iface.h"
#include "pinned.h"
#include "policy.h"

struct mpp_policy {
	struct mpp_settings set;
	struct rcu_head rcu;
};

static DEFINE_MUTEX(mpp_policy_lock);
/* Published by publish(), read in softirq by the SYN hooks. */
static struct mpp_policy __rcu *mpp_policy_now;
/* Counts the changes; under mpp_policy_lock, read without. */
static u32 mpp_policy_gen;
static bool mpp_role_client;
/* Called after every change of the settings, under mpp_policy_lock. */
static void (*mpp_policy_listener)(void);

static int refuse(struct mpp_refusal *why, int err)
{
	if (err == -EPERM)
		snprintf(why->text, sizeof(why->text),
			 MPP_REFUSAL_RIGHTS);
	else if (err == -ENODEV)
		snprintf(why->text, sizeof(why->text),
			 "the interface is on its way out");
	else if (err == -ENOMEM)
		snprintf(why->text, sizeof(why->text),
			 "no memory to remember the verdicts of connections");
	return err;
}

static struct mpp_policy *now(void)
{
	return rcu_dereference_protected(mpp_policy_now,
					 lockdep_is_held(&mpp_policy_lock));
}

static void publish(struct mpp_policy *new)
{
	struct mpp_policy *old = now();

	rcu_assign_pointer(mpp_policy_now, new);
	/* Pairs with the read in mpp_policy_generation(): settings first. */
	smp_store_release(&mpp_policy_gen, mpp_policy_gen + 1);
	kfree_rcu(old, rcu);
}

/*
 * Devices went, or joined or left a VRF: pin the connections that came in by
 * them before (W11). Also before every change, which is to start from what is
 * in force and nothing else.
 */
static void pin_past(void)
{
	const struct mpp_iface_what_if no_past = {
		.change = MPP_IFACE_NO_PAST,
	};
	const struct mpp_pin_change pin = {
		.old = &now()->set,
		.new = &now()->set,
		.what_if = &no_past,
	};
	int err;

	if (!mpp_iface_past_begin())
		return;
	err = mpp_pinned_prepare(&pin);
	mpp_pinned_settle(!err);
	/* Without memory the past stays, and tells as long as it can. */
	mpp_iface_past_end(!err);
}

static int commit(struct mpp_policy *new, const struct mpp_change *change,
		  struct mpp_refusal *why)
{
	const struct mpp_iface_what_if defaults = { .change = MPP_IFACE_DEFAULTS };
	struct mpp_pin_change pin = {
		.old = &now()->set,
		.new = &new->set,
		.what_if = change->reset ? &defaults : NULL,
	};
	int err;

	new->set = now()->set;
	err = mpp_settings_apply(&new->set, change, mpp_role_client, why);
	if (err)
		return err;
	pin_past();
	err = mpp_pinned_prepare(&pin);
	mpp_pinned_settle(!err);
	if (err)
		return refuse(why, err);

	publish(new);
	if (change->reset)
		mpp_iface_forget_all(0);
	return 0;
}

/**
 * mpp_policy_commit() - change the settings, all as asked or not at all
 * @change: what is asked for
 * @why: filled in when it is refused
 *
 * Context: process, may sleep; visits every connection once.
 * Return: 0; -EPERM without CAP_NET_ADMIN in the initial user namespace (D14);
 * -ERANGE out of range; -EINVAL marks that do not ascend; -ERANGE,
 * -EINVAL, -EEXIST, -ENOSPC, -ENOENT for a range as mpp_exempt_add() and
 * mpp_exempt_del(); -ENOMEM.
 */
int mpp_policy_commit(const struct mpp_change *change, struct mpp_refusal *why)
{
	const struct mpp_event event = { .type = MPP_EVENT_SETTINGS };
	struct mpp_policy *new;
	int err;

	*why = (struct mpp_refusal) { .setting = -1 };
	if (!capable(CAP_NET_ADMIN))
		return refuse(why, -EPERM);
	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return refuse(why, -ENOMEM);

	mutex_lock(&mpp_policy_lock);
	err = commit(new, change, why);
	if (!err) {
		mpp_event_emit(&event);
		if (mpp_policy_listener)
			mpp_policy_listener();
	}
	mutex_unlock(&mpp_policy_lock);
	if (err)
		kfree(new);
	return err;
}

static void tell_iface(const struct net_device *dev,
		       const struct mpp_iface_tag *tag)
{
	struct mpp_event event = {
		.type = MPP_EVENT_IFACE,
		.iface = {
			.ifindex = dev->ifindex,
			.tag = *tag,
		},
	};

	/* It may move to another namespace, and this one go. */
	rcu_read_lock();
	event.iface.netns = dev_net(dev)->ns.inum;
	rcu_read_unlock();
	strscpy(event.iface.name, dev->name, sizeof(event.iface.name));
	mpp_event_emit(&event);
}

/* All of the new tag, from what it is and what is asked for. */
static void merge_tag(struct net_device *dev, struct mpp_iface_tag *tag,
		      const struct mpp_tag_change *change)
{
	struct mpp_iface_tag def;

	mpp_iface_default(dev_net(dev), dev->ifindex, &def);
	mpp_iface_read(dev, tag);
	if (change->to_default & MPP_TAG_PROFILE)
		tag->profile = def.profile;
	if (change->to_default & MPP_TAG_IPV4)
		tag->ipv4_off = def.ipv4_off;
	if (change->to_default & MPP_TAG_IPV6)
		tag->ipv6_off = def.ipv6_off;
	if (change->set & MPP_TAG_PROFILE)
		tag->profile = change->tag.profile;
	if (change->set & MPP_TAG_IPV4)
		tag->ipv4_off = change->tag.ipv4_off;
	if (change->set & MPP_TAG_IPV6)
		tag->ipv6_off = change->tag.ipv6_off;
}

static int commit_tag(struct net_device *dev,
		      const struct mpp_tag_change *change)
{
	struct mpp_iface_what_if what_if = { .ifindex = dev->ifindex };
	struct mpp_pin_change pin = {
		.old = &now()->set,
		.new = &now()->set,
		.what_if = &what_if,
	};
	struct mpp_iface *iface;
	int err;

	/* As in tell_iface(); mpp_iface_publish() refuses when it has moved. */
	rcu_read_lock();
	what_if.net_cookie = dev_net(dev)->net_cookie;
	rcu_read_unlock();
	pin_past();
	merge_tag(dev, &what_if.tag, change);
	iface = mpp_iface_alloc(&what_if);
	if (!iface)
		return -ENOMEM;
	err = mpp_pinned_prepare(&pin);
	if (!err)
		err = mpp_iface_publish(dev, iface);
	mpp_pinned_settle(!err);
	if (err) {
		mpp_iface_free(iface);
		return err;
	}
	/* As in publish(). */
	smp_store_release(&mpp_policy_gen, mpp_policy_gen + 1);
	tell_iface(dev, &what_if.tag);
	return 0;
}

/**
 * mpp_policy_tag() - tag an interface
 * @dev: the device, a reference is held
 * @change: what is asked for
 * @why: filled in when it is refused
 *
 * Context: process, may sleep, takes no RTNL; visits every connection once.
 * Return: 0; -EPERM without CAP_NET_ADMIN in the initial user namespace, from
 * whichever namespace (D14); -EBUSY for a port of a bond, bridge or VRF;
 * -ENODEV when the device is on its way out; -ENOMEM.
 */
int mpp_policy_tag(struct net_device *dev, const struct mpp_tag_change *change,
		   struct mpp_refusal *why)
{
	char upper[IFNAMSIZ];
	int err;

	*why = (struct mpp_refusal) { .setting = -1 };
	if (!capable(CAP_NET_ADMIN))
		return refuse(why, -EPERM);
	if (mpp_iface_upper(dev, upper)) {
		snprintf(why->text, sizeof(why->text),
			 "this is a port of %s, tag that instead", upper);
		return -EBUSY;
	}

	mutex_lock(&mpp_policy_lock);
	err = commit_tag(dev, change);
	mutex_unlock(&mpp_policy_lock);
	return refuse(why, err);
}

static void pin_past_work(struct work_struct *work)
{
	/* Whatever called for this has come to its end when RTNL is free. */
	rtnl_lock();
	mpp_iface_past_settle();
	rtnl_unlock();

	mutex_lock(&mpp_policy_lock);
	pin_past();
	mutex_unlock(&mpp_policy_lock);
}

static DECLARE_WORK(mpp_policy_past_work, pin_past_work);

/**
 * mpp_policy_generation() - how many changes there were
 *
 * Context: any.
 * Return: a number that grows with every change.
 */
u32 mpp_policy_generation(void)
{
	/* Pairs with the store in publish(). */
	return smp_load_acquire(&mpp_policy_gen);
}

/**
 * mpp_policy_set_listener() - who acts on changed settings
 * @listener: called in process context, must not wait. NULL: nobody, and none
 *	runs any more.
 *
 * Context: process, may sleep.
 */
void mpp_policy_set_listener(void (*listener)(void))
{
	mutex_lock(&mpp_policy_lock);
	mpp_policy_listener = listener;
	mutex_unlock(&mpp_policy_lock);
}

/**
 * mpp_policy_rcu() - the settings in force, by reference
 *
 * Context: any, within rcu_read_lock() or softirq.
 * Return: the settings; valid until the read-side section ends.
 */
const struct mpp_settings *mpp_policy_rcu(void)
{
	return &rcu_dereference(mpp_policy_now)->set;
}

/**
 * mpp_policy_get() - the settings in force, by value
 * @copy: where to put them
 *
 * Context: any.
 */
void mpp_policy_get(struct mpp_settings *copy)
{
	rcu_read_lock();
	*copy = *mpp_policy_rcu();
	rcu_read_unlock();
}

/**
 * mpp_policy_read() - one of the settings in force
 * @setting: which
 *
 * Context: any.
 * Return: its value.
 */
u32 mpp_policy_read(const struct mpp_setting *setting)
{
	u32 value;

	rcu_read_lock();
	value = mpp_settings_value(mpp_policy_rcu(), setting);
	rcu_read_unlock();
	return value;
}

/**
 * mpp_policy_role() - the role the module was loaded with (D9)
 *
 * Context: any.
 * Return: "server" or "client".
 */
const char *mpp_policy_role(void)
{
	return mpp_role_client ? "client" : "server";
}

/**
 * mpp_policy_init() - bring the defaults of a role into force
 * @role: "server" or "client"
 *
 * Context: process, module load, before any reader.
 * Return: 0; -EINVAL for another role; -ENOMEM.
 */
int mpp_policy_init(const char *role)
{
	struct mpp_policy *policy;

	if (!strcmp(role, "client")) {
		mpp_role_client = true;
	} else if (strcmp(role, "server")) {
		pr_err("role \"%s\" is neither server nor client\n", role);
		return -EINVAL;
	}

	policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	if (!policy)
		return -ENOMEM;
	mpp_settings_defaults(&policy->set, mpp_role_client);
	RCU_INIT_POINTER(mpp_policy_now, policy);
	mpp_iface_past_set_worker(&mpp_policy_past_work);
	return 0;
}

/**
 * mpp_policy_exit() - free the settings
 *
 * Context: process, module unload, after the last reader and writer.
 */
void mpp_policy_exit(void)
{
	mpp_iface_past_set_worker(NULL);
	cancel_work_sync(&mpp_policy_past_work);
	kfree(rcu_dereference_protected(mpp_policy_now, 1));
}
