// SPDX-License-Identifier: GPL-2.0
/*
 * syn - drop a share of the incoming SYNs while an episode lasts (W1, D6).
 *
 * In:  the SYN drop rate from the engine (process context); packets at
 * NF_INET_LOCAL_IN of every network namespace, IPv4 and IPv6 (softirq). Out:
 * NF_DROP or NF_ACCEPT, counters, a tracepoint.
 *
 * The hooks exist during an episode only, so a calm packet never meets them.
 * mpp_syn_lock protects the list of namespaces, whether hooks are wanted, and
 * each namespace's hooks; nf_register_net_hooks() may sleep under it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ipv6.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/random.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/netns/generic.h>
#include <net/tcp.h>

#include "core.h"
#include "iface.h"
#include "policy.h"
#include "stats.h"
#include "syn.h"
#include "trace.h"

#define MPP_SYN_RATE_ALL	1000

/* One for each namespace, in net_generic(). Fields under mpp_syn_lock. */
struct mpp_syn_net {
	struct list_head list;
	struct net *net;
	bool hooked;
};

static unsigned int mpp_syn_net_id;
static DEFINE_MUTEX(mpp_syn_lock);
static LIST_HEAD(mpp_syn_nets);
static bool mpp_syn_armed;
static unsigned int mpp_syn_nr_hooked;
/* Written by the engine, read in softirq; a stale value is as good. */
static u32 mpp_syn_rate;

static void trace_drop(const struct sk_buff *skb, const struct tcphdr *th,
		       const struct nf_hook_state *state)
{
	struct mpp_evidence ev = {
		.netns = state->net->ns.inum,
		.ifindex = state->in ? state->in->ifindex : 0,
		.local_port = ntohs(th->dest),
		.peer_port = ntohs(th->source),
	};
	struct in6_addr local, peer;

	if (state->pf == NFPROTO_IPV4) {
		ipv6_addr_set_v4mapped(ip_hdr(skb)->daddr, &local);
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, &peer);
	} else {
		local = ipv6_hdr(skb)->daddr;
		peer = ipv6_hdr(skb)->saddr;
	}
	memcpy(ev.local, &local, sizeof(ev.local));
	memcpy(ev.peer, &peer, sizeof(ev.peer));
	trace_mpp_syn_drop(&ev);
}

/* Settings of this moment decide about a SYN, for it has no TCB yet (D6). */
static unsigned int judge_syn(const struct sk_buff *skb,
			      const struct tcphdr *th,
			      const struct nf_hook_state *state)
{
	struct mpp_subject sub = {
		.port = ntohs(th->dest),
		.ipv6 = state->pf == NFPROTO_IPV6,
	};
	struct mpp_iface_tag tag;
	enum mpp_reason reason;

	mpp_stat_inc(MPP_STAT_SYNS_SEEN);
	mpp_iface_lookup(state->net, state->in ? state->in->ifindex : 0, &tag);
	sub.profile = tag.profile;
	sub.iface_off = sub.ipv6 ? tag.ipv6_off : tag.ipv4_off;

	reason = mpp_verdict(mpp_policy_rcu(), &sub);
	if (reason == MPP_HEALTHY &&
	    reciprocal_scale(get_random_u32(), MPP_SYN_RATE_ALL) <
	    READ_ONCE(mpp_syn_rate)) {
		mpp_stat_inc(MPP_STAT_SYNS_DROPPED);
		if (trace_mpp_syn_drop_enabled())
			trace_drop(skb, th, state);
		return NF_DROP;
	}
	mpp_stat_inc(MPP_STAT_SYN + reason);
	return NF_ACCEPT;
}

static unsigned int look_at(const struct sk_buff *skb, int offset,
			    const struct nf_hook_state *state)
{
	const struct tcphdr *th;
	struct tcphdr buf;

	th = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!th || !th->syn || th->ack || th->rst || th->fin)
		return NF_ACCEPT;
	return judge_syn(skb, th, state);
}

static unsigned int hook_ipv4(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	if (ip_hdr(skb)->protocol != IPPROTO_TCP)
		return NF_ACCEPT;
	return look_at(skb, ip_hdrlen(skb) + skb_network_offset(skb), state);
}

static unsigned int hook_ipv6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	u8 proto = ipv6_hdr(skb)->nexthdr;
	__be16 frag_off;
	int offset;

	offset = ipv6_skip_exthdr(skb, skb_network_offset(skb) +
				  sizeof(struct ipv6hdr), &proto, &frag_off);
	/* Fragments come here too, before they are put together: let be. */
	if (offset < 0 || proto != IPPROTO_TCP || frag_off)
		return NF_ACCEPT;
	return look_at(skb, offset, state);
}

/* First in line: a SYN that goes anyway should cost nothing more. */
static const struct nf_hook_ops mpp_syn_ops[] = {
	{
		.hook		= hook_ipv4,
		.pf		= NFPROTO_IPV4,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP_PRI_FIRST,
	},
	{
		.hook		= hook_ipv6,
		.pf		= NFPROTO_IPV6,
		.hooknum	= NF_INET_LOCAL_IN,
		.priority	= NF_IP6_PRI_FIRST,
	},
};

/*
 * Without hooks a namespace's SYNs pass and its connections are still reset,
 * so a failure is counted and the episode goes on.
 */
static void hook(struct mpp_syn_net *sn)
{
	lockdep_assert_held(&mpp_syn_lock);
	if (sn->hooked)
		return;
	if (nf_register_net_hooks(sn->net, mpp_syn_ops,
				  ARRAY_SIZE(mpp_syn_ops))) {
		mpp_stat_inc(MPP_STAT_HOOK_FAILURES);
		return;
	}
	sn->hooked = true;
	WRITE_ONCE(mpp_syn_nr_hooked, mpp_syn_nr_hooked + 1);
}

static void unhook(struct mpp_syn_net *sn)
{
	lockdep_assert_held(&mpp_syn_lock);
	if (!sn->hooked)
		return;
	nf_unregister_net_hooks(sn->net, mpp_syn_ops, ARRAY_SIZE(mpp_syn_ops));
	sn->hooked = false;
	WRITE_ONCE(mpp_syn_nr_hooked, mpp_syn_nr_hooked - 1);
}

/**
 * mpp_syn_hooks() - in how many namespaces are hooks registered now?
 *
 * Context: any.
 * Return: a number of namespaces, 0 while calm.
 */
unsigned int mpp_syn_hooks(void)
{
	return READ_ONCE(mpp_syn_nr_hooked);
}

/**
 * mpp_syn_set_rate() - change the SYN drop rate
 * @rate: how many of 1000 candidates' SYNs are dropped
 *
 * Context: any.
 */
void mpp_syn_set_rate(u32 rate)
{
	WRITE_ONCE(mpp_syn_rate, rate);
}

/**
 * mpp_syn_arm() - an episode began: hook every namespace
 *
 * Context: process, may sleep, allocates. The initial namespace comes first.
 */
void mpp_syn_arm(void)
{
	struct mpp_syn_net *sn;

	mutex_lock(&mpp_syn_lock);
	mpp_syn_armed = true;
	list_for_each_entry(sn, &mpp_syn_nets, list)
		hook(sn);
	mutex_unlock(&mpp_syn_lock);
}

/**
 * mpp_syn_disarm() - the episode is over: take every hook away
 *
 * Context: process, may sleep. A packet that is inside a hook already may
 * still finish there after the return; mpp_syn_exit() waits for it.
 */
void mpp_syn_disarm(void)
{
	struct mpp_syn_net *sn;

	mutex_lock(&mpp_syn_lock);
	mpp_syn_armed = false;
	list_for_each_entry(sn, &mpp_syn_nets, list)
		unhook(sn);
	mutex_unlock(&mpp_syn_lock);
}

/*
 * A list of our own, and not the kernel's: a namespace is put on that only
 * after this callback, so one that is born while hooks are armed would be
 * missed by both.
 */
static int __net_init syn_net_init(struct net *net)
{
	struct mpp_syn_net *sn = net_generic(net, mpp_syn_net_id);

	sn->net = net;
	sn->hooked = false;
	mutex_lock(&mpp_syn_lock);
	list_add_tail(&sn->list, &mpp_syn_nets);
	if (mpp_syn_armed)
		hook(sn);
	mutex_unlock(&mpp_syn_lock);
	return 0;
}

/* In pre_exit: netfilter's own exit complains about hooks left behind. */
static void __net_exit syn_net_pre_exit(struct net *net)
{
	struct mpp_syn_net *sn = net_generic(net, mpp_syn_net_id);

	mutex_lock(&mpp_syn_lock);
	unhook(sn);
	list_del(&sn->list);
	mutex_unlock(&mpp_syn_lock);
}

static struct pernet_operations mpp_syn_net_ops = {
	.init		= syn_net_init,
	.pre_exit	= syn_net_pre_exit,
	.id		= &mpp_syn_net_id,
	.size		= sizeof(struct mpp_syn_net),
};

/**
 * mpp_syn_init() - follow the network namespaces; no hook yet
 *
 * Context: process, module load.
 * Return: 0 or the errno of register_pernet_subsys().
 */
int mpp_syn_init(void)
{
	return register_pernet_subsys(&mpp_syn_net_ops);
}

/**
 * mpp_syn_exit() - leave every namespace
 *
 * Context: process, module unload, after the engine stopped.
 */
void mpp_syn_exit(void)
{
	unregister_pernet_subsys(&mpp_syn_net_ops);
	/* Pairs with the RCU read side around the hooks in nf_hook(). */
	synchronize_net();
}
