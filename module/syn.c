// SPDX-License-Identifier: GPL-2.0
/*
 * syn - drop a share of the incoming SYNs while an episode lasts (W1, D6).
 *
 * In:  the SYN drop rates from the engine (process context); packets at
 * NF_INET_LOCAL_IN of every network namespace, IPv4 and IPv6 (softirq); what
 * newcomer remembers of their sources (B4), and heavy of listeners (B9). Out: NF_DROP or NF_ACCEPT,
 * counters, a tracepoint.
 *
 * The hooks exist during an episode only, so a calm packet never meets them.
 */
#include <linux/ipv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/random.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "core.h"
#include "heavy.h"
#include "hooks.h"
#include "iface.h"
#include "newcomer.h"
#include "policy.h"
#include "stats.h"
#include "syn.h"
#include "trace.h"

#define MPP_SYN_RATE_ALL	1000

/* Written by the engine, read in softirq; a stale value is as good. */
static u32 mpp_syn_rate;
static u32 mpp_syn_rate_light;
static bool mpp_syn_half_open;

static void peer_of(const struct sk_buff *skb,
		    const struct nf_hook_state *state, struct in6_addr *peer)
{
	if (state->pf == NFPROTO_IPV4)
		ipv6_addr_set_v4mapped(ip_hdr(skb)->saddr, peer);
	else
		*peer = ipv6_hdr(skb)->saddr;
}

static void trace_drop(const struct sk_buff *skb, const struct tcphdr *th,
		       const struct nf_hook_state *state, enum mpp_fate fate)
{
	struct mpp_evidence ev = {
		.netns = state->net->ns.inum,
		.ifindex = state->in ? state->in->ifindex : 0,
		.local_port = ntohs(th->dest),
		.peer_port = ntohs(th->source),
		.fate = fate,
	};
	struct in6_addr local, peer;

	if (state->pf == NFPROTO_IPV4)
		ipv6_addr_set_v4mapped(ip_hdr(skb)->daddr, &local);
	else
		local = ipv6_hdr(skb)->daddr;
	peer_of(skb, state, &peer);
	memcpy(ev.local, &local, sizeof(ev.local));
	memcpy(ev.peer, &peer, sizeof(ev.peer));
	trace_mpp_syn_drop(&ev);
}

/*
 * Half-open connections belong to no listener in a sweep's eyes, so while the
 * pressure is of those no listener is light. Nor is a SYN that hides its port.
 */
static u32 rate_for(const struct net *net, u16 port)
{
	if (!port || READ_ONCE(mpp_syn_half_open) || mpp_heavy_is(net, port))
		return READ_ONCE(mpp_syn_rate);
	return READ_ONCE(mpp_syn_rate_light);
}

static enum mpp_fate fate_of(const struct sk_buff *skb,
			     const struct nf_hook_state *state, u16 port)
{
	struct in6_addr peer;
	struct mpp_source src;

	peer_of(skb, state, &peer);
	mpp_newcomer_look(state->net, &peer, &src);
	return mpp_source_fate(&src, rate_for(state->net, port),
			       READ_ONCE(mpp_syn_half_open),
			       reciprocal_scale(get_random_u32(),
						MPP_SYN_RATE_ALL));
}

/* One that is to go; in audit mode it does not (B5). */
static unsigned int drop_syn(const struct sk_buff *skb,
			     const struct tcphdr *th,
			     const struct nf_hook_state *state,
			     const struct mpp_settings *set, enum mpp_fate fate)
{
	bool audit = set->mode == MPP_MODE_AUDIT;

	mpp_stat_inc(audit ? MPP_STAT_WOULD_DROP : MPP_STAT_SYNS_DROPPED);
	if (fate == MPP_FATE_CAUGHT)
		mpp_stat_inc(audit ? MPP_STAT_WOULD_DROP_CAUGHT :
				     MPP_STAT_DROPPED_CAUGHT);
	else if (fate == MPP_FATE_NETWORK)
		mpp_stat_inc(audit ? MPP_STAT_WOULD_DROP_NETWORK :
				     MPP_STAT_DROPPED_NETWORK);
	if (audit)
		return NF_ACCEPT;
	if (trace_mpp_syn_drop_enabled())
		trace_drop(skb, th, state, fate);
	return NF_DROP;
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
	const struct mpp_settings *set;
	struct mpp_iface_tag tag;
	enum mpp_reason reason;
	enum mpp_fate fate;

	mpp_stat_inc(MPP_STAT_SYNS_SEEN);
	mpp_iface_lookup(state->net, state->in ? state->in->ifindex : 0, &tag,
			 NULL);
	sub.profile = tag.profile;
	sub.iface_off = sub.ipv6 ? tag.ipv6_off : tag.ipv4_off;

	set = mpp_policy_rcu();
	reason = mpp_verdict(set, &sub);
	fate = reason == MPP_HEALTHY ? fate_of(skb, state, sub.port) :
				       MPP_FATE_PASSED;
	switch (fate) {
	case MPP_FATE_PASSED:
		mpp_stat_inc(MPP_STAT_SYN + reason);
		return NF_ACCEPT;
	case MPP_FATE_BEHAVED:
		mpp_stat_inc(MPP_STAT_SYN_BEHAVED);
		return NF_ACCEPT;
	default:
		return drop_syn(skb, th, state, set, fate);
	}
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

/*
 * Unless connection tracking is there, fragments come here before they are put
 * together. The first one has the TCP header, and without it the rest never
 * becomes a SYN. One that ends inside the header the stack itself refuses; but
 * it takes one that ends inside the chain of headers before that. This is
 * against RFC 7112 and of no honest use, so it is judged as if it were a SYN, to
 * and from port 0.
 */
static unsigned int hook_ipv6(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state)
{
	static const struct tcphdr hidden;
	u8 proto = ipv6_hdr(skb)->nexthdr;
	__be16 frag_off;
	int offset;

	offset = ipv6_skip_exthdr(skb, skb_network_offset(skb) +
				  sizeof(struct ipv6hdr), &proto, &frag_off);
	if (offset < 0 &&
	    (frag_off & htons(IP6_OFFSET | IP6_MF)) == htons(IP6_MF))
		return judge_syn(skb, &hidden, state);
	/* Of a later fragment, proto is the fragment header's own. */
	if (offset < 0 || proto != IPPROTO_TCP)
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

/**
 * mpp_syn_hooks() - in how many namespaces are hooks registered now?
 *
 * Context: any.
 * Return: a number of namespaces, 0 while calm.
 */
unsigned int mpp_syn_hooks(void)
{
	return mpp_hooks_count(MPP_HOOKS_SYN);
}

/**
 * mpp_syn_set_rate() - change the SYN drop rates
 * @rate: how many of 1000 candidates' SYNs are dropped
 * @light: how many of those whose listener holds little (B9)
 * @half_open: the pressure is of half-open connections: nobody is spared for
 *	having behaved
 *
 * Context: any.
 */
void mpp_syn_set_rate(u32 rate, u32 light, bool half_open)
{
	WRITE_ONCE(mpp_syn_half_open, half_open);
	WRITE_ONCE(mpp_syn_rate, rate);
	WRITE_ONCE(mpp_syn_rate_light, light);
}

/**
 * mpp_syn_arm() - an episode began: hook every namespace
 *
 * Context: process, may sleep, allocates.
 */
void mpp_syn_arm(void)
{
	mpp_hooks_arm(MPP_HOOKS_SYN, mpp_syn_ops, ARRAY_SIZE(mpp_syn_ops));
}

/**
 * mpp_syn_disarm() - the episode is over: take every hook away
 *
 * Context: process, may sleep.
 */
void mpp_syn_disarm(void)
{
	mpp_hooks_disarm(MPP_HOOKS_SYN);
}
