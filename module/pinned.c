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
 * The key is the socket's address and its cookie, which is never used twice,
 * and the hash of its addresses, since a socket can be disconnected and serve
 * another connection. An entry whose connection is over is therefore wrong for
 * nobody; with the socket it is collected, by a probe on tcp_destroy_sock that
 * exists only while there are entries.
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
#include "tracepoint.h"
#include "walk.h"

#define MPP_PINNED_HASH_BITS	16

struct mpp_pin {
	struct hlist_node node;
	/* Key. The address is never followed. */
	const struct sock *sk;
	u64 cookie;
	u32 hash;
	u16 reason;
	/* Number of the change that made it, to take it back if refused. */
	u32 change;
	union {
		struct rcu_head rcu;
		/* Of those taken back, until no reader is left. */
		struct mpp_pin *next;
	};
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
	u32 hash = READ_ONCE(sk->sk_hash);
	struct mpp_pin *pin;

	hlist_for_each_entry_rcu(pin, bucket(sk), node,
				 lockdep_is_held(&mpp_pinned_lock))
		if (pin->sk == sk && pin->cookie == cookie && pin->hash == hash)
			return pin;
	return NULL;
}

/* Readers may still be there when it returns. */
static void unlink(struct mpp_pin *pin)
{
	lockdep_assert_held(&mpp_pinned_lock);
	hlist_del_rcu(&pin->node);
	WRITE_ONCE(mpp_pinned_nr, mpp_pinned_nr - 1);
}

/* The tracepoint's probe: any context in which a socket is destroyed. */
static void socket_dies(void *data, struct sock *sk)
{
	struct hlist_node *next;
	struct mpp_pin *pin;
	u64 cookie;

	/* Unhashed first, then the cookie: pin_one() does it the other way round. */
	smp_mb();
	cookie = atomic64_read(&sk->sk_cookie);
	if (!cookie)
		return;
	spin_lock_bh(&mpp_pinned_lock);
	hlist_for_each_entry_safe(pin, next, bucket(sk), node) {
		if (pin->sk != sk || pin->cookie != cookie)
			continue;
		unlink(pin);
		kfree_rcu(pin, rcu);
	}
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
	const struct mpp_pin *pin;
	u64 cookie;

	/* The caller read the rules: what was pinned for them was so before. */
	smp_rmb();
	/* Every pinned socket has a cookie. */
	cookie = atomic64_read(&sk->sk_cookie);
	if (!cookie)
		return false;
	/* Pairs with the release in pin_one(): where there is a pin there is a table. */
	if (!smp_load_acquire(&mpp_pinned_nr))
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

/*
 * Whose socket it is counts when it is judged and may change until then: the kernel
 * hands its sockets to applications (MPTCP, SMC), and a checkpoint ends.
 */
static void subject(const struct sock *sk, struct mpp_subject *sub,
		    const struct mpp_iface_what_if *what_if)
{
	mpp_facts_subject(sk, sub, what_if);
	sub->kernel = false;
	sub->repair = false;
}

/*
 * May the connection be touched by the old rules, and by what comes? Settings are
 * published before tags are: for a moment there may be the one and not the other,
 * and a sweep's look may be split by that moment. So no mix may decide otherwise.
 */
static bool differs(const struct sock *sk, enum mpp_reason *was)
{
	const struct mpp_pin_change *c = mpp_pin_change;
	struct mpp_subject sub;
	bool touched, same;

	rcu_read_lock();
	subject(sk, &sub, NULL);
	*was = mpp_verdict(c->old, &sub);
	touched = *was == MPP_HEALTHY;
	same = touched == (mpp_verdict(c->new, &sub) == MPP_HEALTHY);
	if (c->what_if) {
		subject(sk, &sub, c->what_if);
		same &= touched == (mpp_verdict(c->old, &sub) == MPP_HEALTHY);
		same &= touched == (mpp_verdict(c->new, &sub) == MPP_HEALTHY);
	}
	rcu_read_unlock();
	return !same;
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
	/*
	 * Charged to whoever changes the settings. A refused change is better
	 * than the OOM killer, which would hit a bystander in that group.
	 */
	pin = kzalloc(sizeof(*pin), GFP_KERNEL_ACCOUNT |
				    __GFP_RETRY_MAYFAIL | __GFP_NOWARN);
	if (!pin || start_probe()) {
		WRITE_ONCE(mpp_pin_err, -ENOMEM);
		kfree(pin);
		return;
	}
	sock_diag_save_cookie(sk, cookie);
	pin->sk = sk;
	pin->cookie = cookie[0] | (u64)cookie[1] << 32;
	pin->hash = READ_ONCE(sk->sk_hash);
	pin->reason = was;
	pin->change = mpp_pin_change_nr;

	spin_lock_bh(&mpp_pinned_lock);
	/* Only while hashed: then tcp_destroy_sock is still to come. */
	if (!hlist_unhashed_lockless(&sk->sk_node) && !find(sk, pin->cookie)) {
		hlist_add_head_rcu(&pin->node, bucket(sk));
		/* Pairs with the acquire in mpp_pinned_get(). */
		smp_store_release(&mpp_pinned_nr, mpp_pinned_nr + 1);
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
	.exact	= true,
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

/*
 * The memory has to be back when the writer returns: its group is full, and
 * kfree_rcu() may take seconds, in which its next page fault would call the OOM
 * killer after all.
 */
static void take_back(void)
{
	struct mpp_pin *pin, *gone = NULL;
	struct hlist_node *next;
	u32 i;

	for (i = 0; i < 1 << MPP_PINNED_HASH_BITS; i++) {
		if (hlist_empty(&mpp_pinned_hash[i]))
			continue;
		spin_lock_bh(&mpp_pinned_lock);
		hlist_for_each_entry_safe(pin, next, &mpp_pinned_hash[i], node) {
			if (pin->change != mpp_pin_change_nr)
				continue;
			unlink(pin);
			pin->next = gone;
			gone = pin;
		}
		spin_unlock_bh(&mpp_pinned_lock);
		cond_resched();
	}
	if (gone)
		synchronize_rcu();
	while ((pin = gone)) {
		gone = pin->next;
		kfree(pin);
		cond_resched();
	}
}

/**
 * mpp_pinned_settle() - the change was published, or was not
 * @keep: it was; false takes back what mpp_pinned_prepare() pinned
 *
 * Context: process, may sleep; the caller serialises changes.
 */
void mpp_pinned_settle(bool keep)
{
	if (!keep && mpp_pinned_hash)
		take_back();
	if (!mpp_pinned_count())
		stop_probe();
}

/**
 * mpp_pinned_init() - find the tracepoint that tells of dying sockets
 *
 * Context: process, module load.
 * Return: 0, or -ENOENT on a kernel without that tracepoint.
 */
int mpp_pinned_init(void)
{
	mpp_pinned_tp = mpp_tracepoint_find("tcp_destroy_sock");
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
