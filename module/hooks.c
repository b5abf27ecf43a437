// SPDX-License-Identifier: GPL-2.0
/*
 * hooks - netfilter hooks in every network namespace, present only while asked
 * for.
 *
 * In:  requests to arm or disarm a set (process context), namespaces that come
 * and go. Out: registered hooks.
 *
 * mpp_hooks_lock protects the list of namespaces, which sets are armed, and
 * each namespace's hooks; nf_register_net_hooks() may sleep under it.
 */
#include <linux/mutex.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "hooks.h"
#include "stats.h"

/* One for each namespace, in net_generic(). Fields under mpp_hooks_lock. */
struct mpp_hooks_net {
	struct list_head list;
	struct net *net;
	bool hooked[MPP_NR_HOOKS];
};

/* One for each set. Under mpp_hooks_lock; the count is read without. */
struct mpp_hookset {
	const struct nf_hook_ops *ops;
	unsigned int nr;
	bool armed;
	unsigned int count;
};

static unsigned int mpp_hooks_net_id;
static DEFINE_MUTEX(mpp_hooks_lock);
static LIST_HEAD(mpp_hooks_nets);
static struct mpp_hookset mpp_hooksets[MPP_NR_HOOKS];

/*
 * Without hooks a namespace's SYNs pass and its connections are still reset,
 * so a failure is counted and the rest goes on.
 */
static void hook(struct mpp_hooks_net *hn, enum mpp_hooks which)
{
	struct mpp_hookset *set = &mpp_hooksets[which];

	lockdep_assert_held(&mpp_hooks_lock);
	if (hn->hooked[which])
		return;
	if (nf_register_net_hooks(hn->net, set->ops, set->nr)) {
		mpp_stat_inc(MPP_STAT_HOOK_FAILURES);
		return;
	}
	hn->hooked[which] = true;
	WRITE_ONCE(set->count, set->count + 1);
}

static void unhook(struct mpp_hooks_net *hn, enum mpp_hooks which)
{
	struct mpp_hookset *set = &mpp_hooksets[which];

	lockdep_assert_held(&mpp_hooks_lock);
	if (!hn->hooked[which])
		return;
	nf_unregister_net_hooks(hn->net, set->ops, set->nr);
	hn->hooked[which] = false;
	WRITE_ONCE(set->count, set->count - 1);
}

/**
 * mpp_hooks_count() - in how many namespaces is a set registered now?
 * @which: the set
 *
 * Context: any.
 * Return: a number of namespaces, 0 while nobody asked for the set.
 */
unsigned int mpp_hooks_count(enum mpp_hooks which)
{
	return READ_ONCE(mpp_hooksets[which].count);
}

/**
 * mpp_hooks_arm() - hook every namespace, and those to come
 * @which: the set
 * @ops: its hooks; not touched, and valid until mpp_hooks_exit()
 * @nr: how many
 *
 * Context: process, may sleep, allocates. The initial namespace comes first.
 */
void mpp_hooks_arm(enum mpp_hooks which, const struct nf_hook_ops *ops,
		   unsigned int nr)
{
	struct mpp_hooks_net *hn;

	mutex_lock(&mpp_hooks_lock);
	mpp_hooksets[which].ops = ops;
	mpp_hooksets[which].nr = nr;
	mpp_hooksets[which].armed = true;
	list_for_each_entry(hn, &mpp_hooks_nets, list)
		hook(hn, which);
	mutex_unlock(&mpp_hooks_lock);
}

/**
 * mpp_hooks_disarm() - take a set of hooks away everywhere
 * @which: the set
 *
 * Context: process, may sleep. A packet that is inside a hook already may
 * still finish there after the return; mpp_hooks_exit() waits for it.
 */
void mpp_hooks_disarm(enum mpp_hooks which)
{
	struct mpp_hooks_net *hn;

	mutex_lock(&mpp_hooks_lock);
	mpp_hooksets[which].armed = false;
	list_for_each_entry(hn, &mpp_hooks_nets, list)
		unhook(hn, which);
	mutex_unlock(&mpp_hooks_lock);
}

/*
 * A list of our own, and not the kernel's: a namespace is put on that only
 * after this callback, so one that is born while hooks are armed would be
 * missed by both.
 */
static int __net_init hooks_net_init(struct net *net)
{
	struct mpp_hooks_net *hn = net_generic(net, mpp_hooks_net_id);
	int i;

	hn->net = net;
	mutex_lock(&mpp_hooks_lock);
	list_add_tail(&hn->list, &mpp_hooks_nets);
	for (i = 0; i < MPP_NR_HOOKS; i++) {
		hn->hooked[i] = false;
		if (mpp_hooksets[i].armed)
			hook(hn, i);
	}
	mutex_unlock(&mpp_hooks_lock);
	return 0;
}

/* In pre_exit: netfilter's own exit complains about hooks left behind. */
static void __net_exit hooks_net_pre_exit(struct net *net)
{
	struct mpp_hooks_net *hn = net_generic(net, mpp_hooks_net_id);
	int i;

	mutex_lock(&mpp_hooks_lock);
	for (i = 0; i < MPP_NR_HOOKS; i++)
		unhook(hn, i);
	list_del(&hn->list);
	mutex_unlock(&mpp_hooks_lock);
}

static struct pernet_operations mpp_hooks_net_ops = {
	.init		= hooks_net_init,
	.pre_exit	= hooks_net_pre_exit,
	.id		= &mpp_hooks_net_id,
	.size		= sizeof(struct mpp_hooks_net),
};

/**
 * mpp_hooks_init() - follow the network namespaces; no hook yet
 *
 * Context: process, module load.
 * Return: 0 or the errno of register_pernet_subsys().
 */
int mpp_hooks_init(void)
{
	return register_pernet_subsys(&mpp_hooks_net_ops);
}

/**
 * mpp_hooks_exit() - leave every namespace
 *
 * Context: process, module unload, after the engine stopped.
 */
void mpp_hooks_exit(void)
{
	unregister_pernet_subsys(&mpp_hooks_net_ops);
	/* Pairs with the RCU read side around the hooks in nf_hook(). */
	synchronize_net();
}
