// SPDX-License-Identifier: GPL-2.0
/*
 * pinned - verdicts of connections that are older than the settings (W11, D8).
 *
 * Whether a connection may be touched is decided once, when its TCB is made.
 * Nothing is noted then: the verdict is a function of the settings, the family,
 * the port and the interface, and can be had whenever it is asked for, as long
 * as the settings stay. Only when they are about to change, the connections are
 * visited once, and those whose verdict would change get the one they were born
 * with pinned to them. While nobody changes settings this room is empty and
 * costs nothing, in time or memory.
 *
 * In:  the old and the new rules, before the new ones are published (process
 * context, one caller at a time). Out: the pinned verdict of a connection.
 *
 * The key is the socket's address and its cookie, which is never used twice;
 * an entry whose socket died is therefore wrong for nobody, and is collected by
 * a probe on tcp_destroy_sock that exists only while there are entries.
 * mpp_pinned_lock protects the hash, in softirq too because of that probe.
 */
#include <linux/hash.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/sock_diag.h>
#include <linux/tracepoint.h>
#include <linux/vmalloc.h>
#include <net/tcp.h>

#include "core.h"
#include "facts.h"
#include "iface.h"
#include "pinned.h"
#include "stats.h"
#include "walk.h"

#define MPP_PINNED_HASH_BITS	16

struct mpp_pin {
	struct hlist_node node;
	/* Key. The address is never followed. */
	const struct sock *sk;
	u64 cookie;
	enum mpp_reason reason;
	/* Number of the change that made it, to take it back if refused. */
	u32 change;
	struct rcu_head rcu;
};

/* Allocated with the first pin, kept until the module goes. */
static struct hlist_head *mpp_pinned_hash;
static DEFINE_SPINLOCK(mpp_pinned_lock);
static u32 mpp_pinned_nr;
static struct tracepoint *mpp_pinned_tp;
static bool mpp_pinned_probed;

/* Of the change under way; its caller serialises. */
static const struct mpp_pin_change *mpp_pin_change;
static u32 mpp_pin_change_nr;
static int mpp_pin_err;

static struct hlist_head *bucket(const struct sock *sk)
{
	return &mpp_pinned_hash[hash_ptr(sk, MPP_PINNED_HASH_BITS)];
}

/* Caller is in an RCU read-side section or holds mpp_pinned_lock. */
static struct mpp_pin *find(const struct sock *sk, u64 cookie)
{
	struct mpp_pin *pin;

	hlist_for_each_entry_rcu(pin, bucket(sk), node,
				 lockdep_is_held(&mpp_pinned_lock))
		if (pin->sk == sk && pin->cookie == cookie)
			return pin;
	return NULL;
}

static void unpin(struct mpp_pin *pin)
{
	lockdep_assert_held(&mpp_pinned_lock);
	hlist_del_rcu(&pin->node);
	WRITE_ONCE(mpp_pinned_nr, mpp_pinned_nr - 1);
	kfree_rcu(pin, rcu);
}

/* The tracepoint's probe: any context in which a socket is destroyed. */
static void socket_dies(void *data, const struct sock *sk)
{
	u64 cookie = atomic64_read(&sk->sk_cookie);
	struct mpp_pin *pin;

	if (!cookie)
		return;
	spin_lock_bh(&mpp_pinned_lock);
	pin = find(sk, cookie);
	if (pin)
		unpin(pin);
	spin_unlock_bh(&mpp_pinned_lock);
}

/**
 * mpp_pinned_get() - the verdict a connection was born with, if it is pinned
 * @sk: the connection, a reference is held
 * @reason: the verdict
 *
 * Context: any, softirq included.
 * Return: false when nothing is pinned: the settings in force tell.
 */
bool mpp_pinned_get(const struct sock *sk, enum mpp_reason *reason)
{
	u64 cookie = atomic64_read(&sk->sk_cookie);
	const struct mpp_pin *pin;

	/* Every pinned socket has a cookie. */
	if (!cookie || !READ_ONCE(mpp_pinned_nr))
		return false;
	rcu_read_lock();
	pin = find(sk, cookie);
	if (pin)
		*reason = pin->reason;
	rcu_read_unlock();
	return pin;
}

/**
 * mpp_pinned_count() - how many verdicts are pinned now
 *
 * Context: any.
 * Return: a number of connections.
 */
u32 mpp_pinned_count(void)
{
	return READ_ONCE(mpp_pinned_nr);
}

static bool any(const struct sock *sk)
{
	return true;
}

static bool never(void)
{
	return READ_ONCE(mpp_pin_err);
}

/* May the connection be touched by the old rules and by the new ones? */
static bool differs(const struct sock *sk, enum mpp_reason *was)
{
	const struct mpp_pin_change *c = mpp_pin_change;
	struct mpp_subject sub;
	enum mpp_reason will;

	rcu_read_lock();
	mpp_facts_subject(sk, &sub, NULL);
	*was = mpp_verdict(c->old, &sub);
	if (c->what_if)
		mpp_facts_subject(sk, &sub, c->what_if);
	will = mpp_verdict(c->new, &sub);
	rcu_read_unlock();
	return (*was == MPP_HEALTHY) != (will == MPP_HEALTHY);
}

/* Before the first insertion, so that no death is missed. It waits for RCU. */
static int start_probe(void)
{
	int err;

	if (!mpp_pinned_tp || mpp_pinned_probed)
		return 0;
	err = tracepoint_probe_register(mpp_pinned_tp, socket_dies, NULL);
	mpp_pinned_probed = !err;
	return err;
}

/* Process context, a reference is held, no lock. */
static void pin_one(struct sock *sk)
{
	enum mpp_reason was;
	struct mpp_pin *pin;
	u32 cookie[2];

	if (!mpp_facts_net_held(sk) || !differs(sk, &was))
		return;
	pin = kzalloc(sizeof(*pin), GFP_KERNEL_ACCOUNT);
	if (!pin || start_probe()) {
		WRITE_ONCE(mpp_pin_err, -ENOMEM);
		kfree(pin);
		return;
	}
	sock_diag_save_cookie(sk, cookie);
	pin->sk = sk;
	pin->cookie = cookie[0] | (u64)cookie[1] << 32;
	pin->reason = was;
	pin->change = mpp_pin_change_nr;

	spin_lock_bh(&mpp_pinned_lock);
	/* Only while hashed: then tcp_destroy_sock is still to come. */
	if (sk_hashed(sk) && !find(sk, pin->cookie)) {
		hlist_add_head_rcu(&pin->node, bucket(sk));
		WRITE_ONCE(mpp_pinned_nr, mpp_pinned_nr + 1);
		pin = NULL;
	}
	spin_unlock_bh(&mpp_pinned_lock);

	if (!pin)
		mpp_stat_inc(MPP_STAT_PINNED);
	kfree(pin);
}

static const struct mpp_walk_ops mpp_pin_ops = {
	.want	= any,
	.take	= pin_one,
	.enough	= never,
};

static bool same_rules(const struct mpp_settings *a,
		       const struct mpp_settings *b)
{
	return a->enabled == b->enabled && a->ipv4 == b->ipv4 &&
	       a->ipv6 == b->ipv6 && a->profiles == b->profiles &&
	       !memcmp(&a->exempt, &b->exempt, sizeof(a->exempt));
}

static int make_ready(void)
{
	if (!mpp_pinned_hash) {
		mpp_pinned_hash = kvcalloc(1 << MPP_PINNED_HASH_BITS,
					   sizeof(*mpp_pinned_hash),
					   GFP_KERNEL);
		if (!mpp_pinned_hash)
			return -ENOMEM;
	}
	return 0;
}

static void stop_probe(void)
{
	if (!mpp_pinned_probed)
		return;
	tracepoint_probe_unregister(mpp_pinned_tp, socket_dies, NULL);
	mpp_pinned_probed = false;
}

/**
 * mpp_pinned_prepare() - pin what a change would otherwise re-decide
 * @change: the old and the new rules
 *
 * To be called before the new rules are published, and followed by
 * mpp_pinned_settle(). A connection born in between may have either verdict.
 *
 * Context: process, may sleep; the caller serialises changes.
 * Return: 0; -ENOMEM: then nothing may be published.
 */
int mpp_pinned_prepare(const struct mpp_pin_change *change)
{
	struct mpp_walk walk;
	int err;

	/* Rates and marks decide about nobody. */
	mpp_pin_change_nr++;
	if (!change->what_if && same_rules(change->old, change->new))
		return 0;
	err = make_ready();
	if (err)
		return err;

	mpp_pin_change = change;
	mpp_pin_err = 0;
	mpp_walk_start(&walk);
	while (!walk.passes && !mpp_pin_err)
		mpp_walk_slice(&walk, &mpp_pin_ops);
	return mpp_pin_err;
}

/**
 * mpp_pinned_settle() - the change was published, or was not
 * @keep: it was; false takes back what mpp_pinned_prepare() pinned
 *
 * Context: process, may sleep; the caller serialises changes.
 */
void mpp_pinned_settle(bool keep)
{
	struct hlist_node *next;
	struct mpp_pin *pin;
	u32 i;

	for (i = 0; !keep && mpp_pinned_hash &&
	     i < 1 << MPP_PINNED_HASH_BITS; i++) {
		if (hlist_empty(&mpp_pinned_hash[i]))
			continue;
		spin_lock_bh(&mpp_pinned_lock);
		hlist_for_each_entry_safe(pin, next, &mpp_pinned_hash[i], node)
			if (pin->change == mpp_pin_change_nr)
				unpin(pin);
		spin_unlock_bh(&mpp_pinned_lock);
		cond_resched();
	}
	if (!mpp_pinned_count())
		stop_probe();
}

static void find_tracepoint(struct tracepoint *tp, void *data)
{
	if (!strcmp(tp->name, "tcp_destroy_sock"))
		mpp_pinned_tp = tp;
}

/**
 * mpp_pinned_init() - find the tracepoint that tells of dying sockets
 *
 * Context: process, module load.
 * Return: 0, or -ENOENT on a kernel without that tracepoint.
 */
int mpp_pinned_init(void)
{
	for_each_kernel_tracepoint(find_tracepoint, NULL);
	return mpp_pinned_tp ? 0 : -ENOENT;
}

/**
 * mpp_pinned_exit() - forget every pin
 *
 * Context: process, module unload, may sleep, after the last change.
 */
void mpp_pinned_exit(void)
{
	struct hlist_node *next;
	struct mpp_pin *pin;
	u32 i;

	stop_probe();
	/* Pairs with the RCU or SRCU section around a probe that still runs. */
	tracepoint_synchronize_unregister();
	for (i = 0; mpp_pinned_hash && i < 1 << MPP_PINNED_HASH_BITS; i++)
		hlist_for_each_entry_safe(pin, next, &mpp_pinned_hash[i], node)
			kfree(pin);
	kvfree(mpp_pinned_hash);
}
