// SPDX-License-Identifier: GPL-2.0
/*
 * policy - what the administrator asked for, as one RCU snapshot, and the only
 * path by which it changes.
 *
 * In:  edits from the surfaces (process context). Out: the settings in force,
 * to anybody. Writers are serialised by mpp_policy_lock; a reader sees the old
 * settings or the new ones, whole (D13).
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include "core.h"
#include "policy.h"

struct mpp_policy {
	struct mpp_settings set;
	struct rcu_head rcu;
};

static DEFINE_MUTEX(mpp_policy_lock);
/* Published by commit(), read in softirq by the SYN hooks. */
static struct mpp_policy __rcu *mpp_policy_now;
static bool mpp_role_client;

#define S(field, lo, hi) \
	{ #field, offsetof(struct mpp_settings, field), (lo), (hi) }

/* The one table of settings: every surface is a loop over it. */
const struct mpp_setting mpp_setting_table[MPP_NR_SETTINGS] = {
	S(enabled,		0,	1),
	S(ipv4,			0,	1),
	S(ipv6,			0,	1),
	S(profiles,		0,	1),
	S(mark_end,		1,	1000),
	S(mark_start,		2,	1000),
	S(mark_high,		3,	1000),
	S(epoch_ms,		10,	10000),
	S(hold_ms,		0,	600000),
	S(kill_rate_max,	1,	1000000),
};

/*
 * W13. The marks are percent of net.ipv4.tcp_mem[1], where the kernel itself
 * starts to speak of pressure; it calls that over below tcp_mem[0], 75 % of it
 * by default, and never lets a socket that can wait go past tcp_mem[2], 150 %.
 */
static void set_defaults(struct mpp_settings *set)
{
	*set = (struct mpp_settings) {
		.enabled = !mpp_role_client,
		.ipv4 = 1,
		.ipv6 = 1,
		.profiles = 1,
		.mark_end = 75,
		.mark_start = 100,
		.mark_high = 140,
		.epoch_ms = 100,
		.hold_ms = 1000,
		.kill_rate_max = 20000,
	};
}

static int validate(const struct mpp_settings *set)
{
	const struct mpp_setting *s;
	u32 value;

	for (s = mpp_setting_table;
	     s < mpp_setting_table + ARRAY_SIZE(mpp_setting_table); s++) {
		value = *(const u32 *)((const char *)set + s->offset);
		if (value < s->min || value > s->max)
			return -EINVAL;
	}
	if (set->mark_end >= set->mark_start ||
	    set->mark_start >= set->mark_high)
		return -EINVAL;
	return 0;
}

/**
 * struct mpp_edit - one change that a surface asks for
 * @setting: the number to set, or NULL for a change of the exempt ports
 * @value: its new value
 * @first: lowest port of a range
 * @last: highest port of a range
 * @del: take the range off the list instead of adding it
 */
struct mpp_edit {
	const struct mpp_setting *setting;
	u32 value;
	u32 first;
	u32 last;
	bool del;
};

static int apply(struct mpp_settings *set, const struct mpp_edit *edit)
{
	if (edit->setting) {
		*(u32 *)((char *)set + edit->setting->offset) = edit->value;
		return 0;
	}
	if (edit->del)
		return mpp_exempt_del(&set->exempt, edit->first, edit->last);
	return mpp_exempt_add(&set->exempt, edit->first, edit->last);
}

/* The one commit: edit a copy, check all of it, publish it or drop it. */
static int commit(const struct mpp_edit *edit)
{
	struct mpp_policy *old, *new;
	int err;

	if (!capable(CAP_NET_ADMIN))
		return -EPERM;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;

	mutex_lock(&mpp_policy_lock);
	old = rcu_dereference_protected(mpp_policy_now,
					lockdep_is_held(&mpp_policy_lock));
	new->set = old->set;
	err = apply(&new->set, edit);
	if (!err)
		err = validate(&new->set);
	if (!err)
		rcu_assign_pointer(mpp_policy_now, new);
	mutex_unlock(&mpp_policy_lock);

	if (err)
		kfree(new);
	else
		kfree_rcu(old, rcu);
	return err;
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
 * mpp_policy_read() - one number of the settings in force
 * @setting: which
 *
 * Context: any.
 * Return: its value.
 */
u32 mpp_policy_read(const struct mpp_setting *setting)
{
	u32 value;

	rcu_read_lock();
	value = *(const u32 *)((const char *)mpp_policy_rcu() + setting->offset);
	rcu_read_unlock();
	return value;
}

/**
 * mpp_policy_write() - set one number
 * @setting: which
 * @value: its new value
 *
 * Context: process, may sleep.
 * Return: 0; -EPERM without CAP_NET_ADMIN in the initial user namespace (D14);
 * -EINVAL when out of range or the marks would not ascend; -ENOMEM.
 */
int mpp_policy_write(const struct mpp_setting *setting, u32 value)
{
	struct mpp_edit edit = { .setting = setting, .value = value };

	return commit(&edit);
}

/**
 * mpp_policy_exempt_add() - exempt a range of local ports
 * @first: lowest port
 * @last: highest port, included
 *
 * Context: process, may sleep.
 * Return: 0; -EPERM as above; -EINVAL, -EEXIST, -ENOSPC as mpp_exempt_add();
 * -ENOMEM.
 */
int mpp_policy_exempt_add(u32 first, u32 last)
{
	struct mpp_edit edit = { .first = first, .last = last };

	return commit(&edit);
}

/**
 * mpp_policy_exempt_del() - end the exemption of a range
 * @first: lowest port, as added
 * @last: highest port, as added
 *
 * Context: process, may sleep.
 * Return: 0; -EPERM as above; -EINVAL, -ENOENT as mpp_exempt_del(); -ENOMEM.
 */
int mpp_policy_exempt_del(u32 first, u32 last)
{
	struct mpp_edit edit = { .first = first, .last = last, .del = true };

	return commit(&edit);
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
	set_defaults(&policy->set);
	RCU_INIT_POINTER(mpp_policy_now, policy);
	return 0;
}

/**
 * mpp_policy_exit() - free the settings
 *
 * Context: process, module unload, after the last reader and writer.
 */
void mpp_policy_exit(void)
{
	kfree(rcu_dereference_protected(mpp_policy_now, 1));
}
