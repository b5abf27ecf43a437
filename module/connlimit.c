// SPDX-License-Identifier: GPL-2.0
/*
 * connlimit - at most so many outgoing connections of a network namespace are
 * half open (W19, D15).
 *
 * In:  outgoing SYNs at NF_INET_LOCAL_OUT of every namespace (softirq or
 * process context), sockets that leave SYN_SENT (tracepoints). Out: NF_DROP
 * for a SYN that has to wait: the stack sends it again by itself.
 *
 * A slot belongs to a socket from its first SYN that passed until it is no
 * longer half open. mpp_connlimit_lock protects the slots; both sides run with
 * bottom halves off or disable them. While the limit is off there is no hook
 * and no probe.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/tracepoint.h>
#include <net/inet_sock.h>
#include <net/tcp.h>

#include "connlimit.h"
#include "event.h"
#include "hooks.h"
#include "policy.h"
#include "stats.h"
#include "tracepoint.h"

/* The largest rate_limit_max there is. */
#define MPP_CONNLIMIT_SLOTS	1000
/* Event 4226 at most so often. */
#define MPP_CONNLIMIT_TELL	HZ

static DEFINE_SPINLOCK(mpp_connlimit_lock);
/* Who is half open, and where; the addresses are never followed. */
static struct {
	const struct sock *sk;
	const struct net *net;
} mpp_connlimit_slot[MPP_CONNLIMIT_SLOTS];
static u32 mpp_connlimit_nr;
static u64 mpp_connlimit_held;
static unsigned long mpp_connlimit_told;

/* Process context only, one at a time. */
static struct tracepoint *mpp_connlimit_tp;
static struct tracepoint *mpp_connlimit_death;
static bool mpp_connlimit_on;

static u32 slot_of(const struct sock *sk)
{
	u32 i;

	lockdep_assert_held(&mpp_connlimit_lock);
	for (i = 0; i < mpp_connlimit_nr; i++)
		if (mpp_connlimit_slot[i].sk == sk)
			break;
	return i;
}

static void give_back(const struct sock *sk)
{
	u32 i;

	spin_lock_bh(&mpp_connlimit_lock);
	i = slot_of(sk);
	if (i < mpp_connlimit_nr)
		mpp_connlimit_slot[i] = mpp_connlimit_slot[--mpp_connlimit_nr];
	spin_unlock_bh(&mpp_connlimit_lock);
}

/* A socket that is no longer half open makes room for the next one. */
static void state_changes(void *data, const struct sock *sk, const int old,
			  const int new)
{
	if (old == TCP_SYN_SENT && sk->sk_protocol == IPPROTO_TCP)
		give_back(sk);
}

/* A SYN that was still on its way may have taken a slot after that. */
static void socket_dies(void *data, struct sock *sk)
{
	give_back(sk);
}

/*
 * Each namespace has a limit of its own, or one that never gets an answer would
 * hold up all others. With every slot taken nobody waits: this is no defence.
 */
static bool may_go(const struct sock *sk, u32 max)
{
	const struct net *net = sock_net(sk);
	u32 i, nr = 0;

	lockdep_assert_held(&mpp_connlimit_lock);
	if (slot_of(sk) < mpp_connlimit_nr)
		return true;
	for (i = 0; i < mpp_connlimit_nr; i++)
		nr += mpp_connlimit_slot[i].net == net;
	if (nr >= max)
		return false;
	if (mpp_connlimit_nr < MPP_CONNLIMIT_SLOTS) {
		mpp_connlimit_slot[mpp_connlimit_nr].sk = sk;
		mpp_connlimit_slot[mpp_connlimit_nr++].net = net;
	}
	return true;
}

/* Event 4226, once a second at most: SYNs held since then when it is due. */
static u64 count_held(void)
{
	u64 held;

	lockdep_assert_held(&mpp_connlimit_lock);
	mpp_stat_inc(MPP_STAT_HELD_BACK);
	mpp_connlimit_held++;
	if (time_before(jiffies, mpp_connlimit_told + MPP_CONNLIMIT_TELL))
		return 0;
	mpp_connlimit_told = jiffies;
	held = mpp_connlimit_held;
	mpp_connlimit_held = 0;
	return held;
}

static unsigned int hook_out(void *priv, struct sk_buff *skb,
			     const struct nf_hook_state *state)
{
	struct mpp_event event = { .type = MPP_EVENT_RATE_LIMIT };
	const struct sock *sk = skb_to_full_sk(skb);
	u64 tell = 0;
	bool go;

	/* Only a TCP socket in this state sends a first SYN. */
	if (!sk || !sk_is_tcp(sk) ||
	    READ_ONCE(sk->sk_state) != TCP_SYN_SENT)
		return NF_ACCEPT;

	spin_lock_bh(&mpp_connlimit_lock);
	event.limit = mpp_policy_rcu()->rate_limit_max;
	go = may_go(sk, event.limit);
	if (!go)
		tell = count_held();
	spin_unlock_bh(&mpp_connlimit_lock);

	if (tell) {
		mpp_event_emit(&event);
		pr_notice("event 4226: the limit of %u half-open outgoing connections was reached, %llu SYNs held back\n",
			  event.limit, tell);
	}
	return go ? NF_ACCEPT : NF_DROP;
}

static const struct nf_hook_ops mpp_connlimit_ops[] = {
	{
		.hook		= hook_out,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP_PRI_FIRST,
	},
	{
		.hook		= hook_out,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_OUT,
		.priority	= NF_IP6_PRI_FIRST,
	},
};

static void stop_probes(void)
{
	tracepoint_probe_unregister(mpp_connlimit_tp, state_changes, NULL);
	tracepoint_probe_unregister(mpp_connlimit_death, socket_dies, NULL);
	tracepoint_synchronize_unregister();
}

/* All or none: the kernel warns of a probe taken away that was not there. */
static int start_probes(void)
{
	int err;

	err = tracepoint_probe_register(mpp_connlimit_tp, state_changes, NULL);
	if (err)
		return err;
	err = tracepoint_probe_register(mpp_connlimit_death, socket_dies, NULL);
	if (err) {
		tracepoint_probe_unregister(mpp_connlimit_tp, state_changes,
					    NULL);
		tracepoint_synchronize_unregister();
	}
	return err;
}

static void turn_on(void)
{
	/* Before the hooks, or a slot could be taken and never given back. */
	if (start_probes()) {
		mpp_stat_inc(MPP_STAT_HOOK_FAILURES);
		return;
	}
	mpp_hooks_arm(MPP_HOOKS_CONNECT, mpp_connlimit_ops,
		      ARRAY_SIZE(mpp_connlimit_ops));
	mpp_connlimit_on = true;
}

static void turn_off(void)
{
	mpp_hooks_disarm(MPP_HOOKS_CONNECT);
	/* Pairs with the RCU read side around the hooks: no slot is taken. */
	synchronize_net();
	stop_probes();
	mpp_connlimit_on = false;

	spin_lock_bh(&mpp_connlimit_lock);
	mpp_connlimit_nr = 0;
	mpp_connlimit_held = 0;
	spin_unlock_bh(&mpp_connlimit_lock);
}

/**
 * mpp_connlimit_apply() - do as the settings in force say
 *
 * Context: process, may sleep; the caller serialises.
 */
void mpp_connlimit_apply(void)
{
	struct mpp_settings set;

	mpp_policy_get(&set);
	if (set.rate_limit && !mpp_connlimit_on)
		turn_on();
	else if (!set.rate_limit && mpp_connlimit_on)
		turn_off();
}

/**
 * mpp_connlimit_init() - find the tracepoints that tell of state changes
 *
 * Context: process, module load.
 * Return: 0, or -ENOENT on a kernel without them.
 */
int mpp_connlimit_init(void)
{
	mpp_connlimit_told = jiffies - MPP_CONNLIMIT_TELL;
	mpp_connlimit_tp = mpp_tracepoint_find("inet_sock_set_state");
	mpp_connlimit_death = mpp_tracepoint_find("tcp_destroy_sock");
	return mpp_connlimit_tp && mpp_connlimit_death ? 0 : -ENOENT;
}

/**
 * mpp_connlimit_exit() - no hook and no probe any more
 *
 * Context: process, module unload, may sleep.
 */
void mpp_connlimit_exit(void)
{
	if (mpp_connlimit_on)
		turn_off();
}
