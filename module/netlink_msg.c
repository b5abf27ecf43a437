// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_msg - from the module's own values to attributes.
 *
 * In:  values. Out: messages. A notification's payload is that of the answer
 * to get because the same function writes both. The words on the wire are
 * those of the specification; that they are those of types.h is checked when
 * this file is compiled.
 */
#include <linux/build_bug.h>
#include <net/tcp_states.h>

#include <uapi/linux/tcp_mpp.h>

#include "engine.h"
#include "netlink_msg.h"
#include "policy.h"
#include "pressure.h"
#include "stats.h"

#define SAME(ours, theirs) static_assert((int)(ours) == (int)(theirs))

SAME(MPP_NR_SETTINGS, TCP_MPP_A_SETTINGS_MAX - TCP_MPP_A_SETTINGS_ENABLED + 1);
SAME(BIT(MPP_NR_SETTINGS - 1), TCP_MPP_SETTING_ORPHANS_MAX);
SAME(MPP_MODE_AUDIT, TCP_MPP_MODE_AUDIT);
SAME(MPP_PROFILE_PRIVATE, TCP_MPP_PROFILE_PRIVATE);
SAME(MPP_PROFILE_DOMAIN, TCP_MPP_PROFILE_DOMAIN);
SAME(MPP_NR_REASONS, TCP_MPP_REASON_NEVER_OPENED + 1);
SAME(MPP_NR_SIGNALS, TCP_MPP_SIGNAL_ORPHANS + 1);
SAME(TCP_NEW_SYN_RECV, TCP_MPP_TCP_STATE_NEW_SYN_RECV);
SAME(TCP_CLOSE_WAIT, TCP_MPP_TCP_STATE_CLOSE_WAIT);

static const u32 mpp_reason_wire[] = {
#define X(symbol, word) TCP_MPP_REASON_##symbol,
	MPP_REASONS(X)
#undef X
};

static int put_generation(struct sk_buff *skb, int attr)
{
	return nla_put_u32(skb, attr, mpp_policy_generation());
}

static int put_range(struct sk_buff *skb, const struct mpp_range *range)
{
	struct nlattr *nest = nla_nest_start(skb, TCP_MPP_A_SETTINGS_EXEMPT);

	if (!nest ||
	    nla_put_u16(skb, TCP_MPP_A_RANGE_FIRST, range->first) ||
	    nla_put_u16(skb, TCP_MPP_A_RANGE_LAST, range->last))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * mpp_msg_settings() - the settings in force, whole
 * @skb: the message
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_settings(struct sk_buff *skb)
{
	struct mpp_settings set;
	u32 i, value;

	/*
	 * First, so that it may be older than the settings that come with it,
	 * never newer: who compares generations asks once too often at worst.
	 */
	if (put_generation(skb, TCP_MPP_A_SETTINGS_GENERATION))
		return -EMSGSIZE;
	mpp_policy_get(&set);

	for (i = 0; i < set.exempt.nr; i++)
		if (put_range(skb, &set.exempt.range[i]))
			return -EMSGSIZE;
	for (i = 0; i < MPP_NR_SETTINGS; i++) {
		value = mpp_settings_value(&set, &mpp_setting_table[i]);
		if (nla_put_u32(skb, TCP_MPP_A_SETTINGS_ENABLED + i, value))
			return -EMSGSIZE;
	}
	return 0;
}

/**
 * mpp_msg_range() - one exempt range
 * @skb: the message
 * @range: the range
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_range(struct sk_buff *skb, const struct mpp_range *range)
{
	if (nla_put_u16(skb, TCP_MPP_A_EXEMPT_FIRST, range->first) ||
	    nla_put_u16(skb, TCP_MPP_A_EXEMPT_LAST, range->last))
		return -EMSGSIZE;
	return put_generation(skb, TCP_MPP_A_EXEMPT_GENERATION);
}

/**
 * mpp_msg_iface() - an interface and its tag
 * @skb: the message
 * @iface: both
 *
 * Context: process, may be in an RCU read-side section.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_iface(struct sk_buff *skb, const struct mpp_event_iface *iface)
{
	if (nla_put_u32(skb, TCP_MPP_A_IFACE_IFINDEX, iface->ifindex) ||
	    nla_put_string(skb, TCP_MPP_A_IFACE_NAME, iface->name) ||
	    nla_put_u32(skb, TCP_MPP_A_IFACE_NETNS, iface->netns) ||
	    nla_put_u32(skb, TCP_MPP_A_IFACE_PROFILE, iface->tag.profile) ||
	    nla_put_u32(skb, TCP_MPP_A_IFACE_IPV4, !iface->tag.ipv4_off) ||
	    nla_put_u32(skb, TCP_MPP_A_IFACE_IPV6, !iface->tag.ipv6_off))
		return -EMSGSIZE;
	return put_generation(skb, TCP_MPP_A_IFACE_GENERATION);
}

/**
 * mpp_msg_counter() - one counter
 * @skb: the message
 * @i: its index in mpp_counter_table
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_counter(struct sk_buff *skb, int i)
{
	const struct mpp_counter *counter = &mpp_counter_table[i];

	if (nla_put_string(skb, TCP_MPP_A_COUNTER_NAME, counter->name) ||
	    nla_put_u64_64bit(skb, TCP_MPP_A_COUNTER_VALUE,
			      mpp_stat_read(counter->stat),
			      TCP_MPP_A_COUNTER_PAD))
		return -EMSGSIZE;
	return put_generation(skb, TCP_MPP_A_COUNTER_GENERATION);
}

/* The kernel's own count of pages lags and can read negative. */
static int put_pages(struct sk_buff *skb, int attr, s64 pages)
{
	return nla_put_u64_64bit(skb, attr, max_t(s64, pages, 0),
				 TCP_MPP_A_EPISODE_PAD);
}

static int put_sample(struct sk_buff *skb, const struct mpp_sample *sample)
{
	const struct mpp_gauge *tcp = &sample->gauge[MPP_SIGNAL_TCP];

	if (put_pages(skb, TCP_MPP_A_EPISODE_PAGES, tcp->now) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_PAGES_END, tcp->end) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_PAGES_START, tcp->start) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_PAGES_HIGH, tcp->high) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_AVAILABLE, sample->available) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_SHARE, sample->share))
		return -EMSGSIZE;
	return put_pages(skb, TCP_MPP_A_EPISODE_ORPHANS,
			 sample->gauge[MPP_SIGNAL_ORPHANS].now);
}

static int put_episode(struct sk_buff *skb, const struct mpp_episode *ep,
		       u32 epoch, u32 mode)
{
	if (nla_put_u32(skb, TCP_MPP_A_EPISODE_STATE, ep->active) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_EPISODE, ep->nr) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_EPOCH, epoch) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_SIGNAL, ep->signal) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_MODE, mode) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_SYN_DROP_RATE, ep->syn_rate) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_SYN_DROP_RATE_LIGHT,
			ep->syn_rate_light))
		return -EMSGSIZE;
	return nla_put_u32(skb, TCP_MPP_A_EPISODE_KILL_RATE, ep->kill_rate);
}

/**
 * mpp_msg_status() - what the engine does right now
 * @skb: the message
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_status(struct sk_buff *skb)
{
	struct mpp_settings set;
	struct mpp_status st;

	mpp_policy_get(&set);
	mpp_engine_status(&st);
	if (put_episode(skb, &st.ep, st.ep.active ? st.ep.epoch : 0,
			set.mode) ||
	    put_sample(skb, &st.sample) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_PAGES_PEAK, st.peak_pages) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_SENSOR,
			mpp_pressure_probed() ? TCP_MPP_SENSOR_KPROBE :
						TCP_MPP_SENSOR_SAMPLED) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_ROLE,
			strcmp(mpp_policy_role(), "client") ?
			TCP_MPP_ROLE_SERVER : TCP_MPP_ROLE_CLIENT) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_HOOKS, st.hooks))
		return -EMSGSIZE;
	return nla_put_u32(skb, TCP_MPP_A_EPISODE_PINNED, st.pinned);
}

/* One event is sent after the other, from the work item of event.c. */
static int put_lost(struct sk_buff *skb)
{
	static u64 told;
	u64 lost = mpp_stat_read(MPP_STAT_EVENTS_LOST);

	if (lost == told)
		return 0;
	told = lost;
	return nla_put_flag(skb, TCP_MPP_A_EPISODE_EVENTS_LOST);
}

/**
 * mpp_msg_epoch() - the controller at one moment
 * @skb: the message
 * @event: of an episode, an epoch or an evaluation
 *
 * Everybody may listen, so there is no exact counter in it.
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_epoch(struct sk_buff *skb, const struct mpp_event *event)
{
	const struct mpp_event_epoch *e = &event->epoch;

	if (put_episode(skb, &e->ep, e->ep.epoch, event->audit) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_SYN_DROP_RATE_OLD,
			e->old_syn_rate) ||
	    nla_put_u32(skb, TCP_MPP_A_EPISODE_KILL_RATE_OLD,
			e->old_kill_rate) ||
	    put_sample(skb, &e->sample) ||
	    put_pages(skb, TCP_MPP_A_EPISODE_PAGES_PEAK, e->ep.peak_pages))
		return -EMSGSIZE;
	return put_lost(skb);
}

/**
 * mpp_msg_rate_limit() - outgoing connections wait
 * @skb: the message
 * @limit: how many of a network namespace may be half open
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_rate_limit(struct sk_buff *skb, u32 limit)
{
	if (nla_put_u32(skb, TCP_MPP_A_EPISODE_LIMIT, limit))
		return -EMSGSIZE;
	return put_lost(skb);
}

/* Both families are kept as IPv6 has them, IPv4 mapped. */
static int put_address(struct sk_buff *skb, int attr, const u8 *address)
{
	static const u8 mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (memcmp(address, mapped, sizeof(mapped)))
		return nla_put(skb, attr, 16, address);
	return nla_put(skb, attr, 4, address + sizeof(mapped));
}

static int put_facts(struct sk_buff *skb, const struct mpp_facts *facts)
{
	if (nla_put_u32(skb, TCP_MPP_A_EVIDENCE_BYTES, facts->bytes) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_QUEUED, facts->queued) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_SND_WND, facts->snd_wnd) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_MAX_WINDOW,
			facts->max_window) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_MSS, facts->mss) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_STALL_MS, facts->stall_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_HOLE_MS, facts->hole_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_UNREAD, facts->unread) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_UNREAD_MS,
			facts->unread_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_BUSY_MS, facts->busy_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_SLOW_MS, facts->slow_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_SIP_MS, facts->sip_ms) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_SILENT_MS,
			facts->silent_ms) ||
	    nla_put_u64_64bit(skb, TCP_MPP_A_EVIDENCE_ACKED, facts->acked,
			      TCP_MPP_A_EVIDENCE_PAD))
		return -EMSGSIZE;
	if (facts->orphan)
		return nla_put_flag(skb, TCP_MPP_A_EVIDENCE_ORPHAN);
	return 0;
}

static int put_evidence(struct sk_buff *skb, const struct mpp_evidence *ev)
{
	if (nla_put_u32(skb, TCP_MPP_A_EVIDENCE_REASON,
			mpp_reason_wire[ev->reason]) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_NETNS, ev->netns) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_IFINDEX, ev->ifindex) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_STATE, ev->state) ||
	    put_address(skb, TCP_MPP_A_EVIDENCE_LOCAL_ADDRESS, ev->local) ||
	    nla_put_u16(skb, TCP_MPP_A_EVIDENCE_LOCAL_PORT, ev->local_port) ||
	    put_address(skb, TCP_MPP_A_EVIDENCE_PEER_ADDRESS, ev->peer) ||
	    nla_put_u16(skb, TCP_MPP_A_EVIDENCE_PEER_PORT, ev->peer_port) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_UID, ev->uid) ||
	    nla_put_u64_64bit(skb, TCP_MPP_A_EVIDENCE_CGROUP, ev->cgroup,
			      TCP_MPP_A_EVIDENCE_PAD) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_SEND_BYTES, ev->send_bytes) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_RECEIVE_BYTES,
			ev->receive_bytes))
		return -EMSGSIZE;
	return put_facts(skb, &ev->facts);
}

/**
 * mpp_msg_evidence() - one connection and why it was reset
 * @skb: the message
 * @event: of type MPP_EVENT_RESET
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_evidence(struct sk_buff *skb, const struct mpp_event *event)
{
	if (nla_put_u32(skb, TCP_MPP_A_EVIDENCE_MODE, event->audit) ||
	    put_evidence(skb, &event->evidence))
		return -EMSGSIZE;
	return nla_put_u64_64bit(skb, TCP_MPP_A_EVIDENCE_EVENTS_LOST,
				 mpp_stat_read(MPP_STAT_EVENTS_LOST),
				 TCP_MPP_A_EVIDENCE_PAD);
}

/**
 * mpp_msg_connection() - one connection and how it stands
 * @skb: the message
 * @st: both
 *
 * Context: process.
 * Return: 0 or -EMSGSIZE.
 */
int mpp_msg_connection(struct sk_buff *skb, const struct mpp_standing *st)
{
	if (put_evidence(skb, &st->ev) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_RANK, st->rank) ||
	    nla_put_u32(skb, TCP_MPP_A_EVIDENCE_KEPT_BYTES,
			st->ev.kept_bytes))
		return -EMSGSIZE;
	return st->locked ? nla_put_flag(skb, TCP_MPP_A_EVIDENCE_LOCKED) : 0;
}
