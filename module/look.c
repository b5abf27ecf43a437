// SPDX-License-Identifier: GPL-2.0
/*
 * look - what a sweep sees of one connection, and how it decides.
 *
 * In:  a socket, and the order of the epoch. Out: facts, evidence, and what is
 * remembered of its peer. Everything in here runs in the one work item of prune,
 * but for what leaves no trace: mpp_look_again() and mpp_look_shared() run where a
 * reset does, and mpp_look_peek() tells anybody what a sweep would see and decide.
 */
#include <linux/hash.h>
#include <linux/ktime.h>
#include <linux/net.h>
#include <net/inet_connection_sock.h>
#include <net/mptcp.h>
#include <net/tcp.h>

#include "core.h"
#include "facts.h"
#include "look.h"
#include "newcomer.h"
#include "pinned.h"
#include "policy.h"

/* What looks are by. Only the work item writes it, while no reset is under way. */
static struct {
	struct mpp_order order;
	u64 now_us;
	u32 now_ms;
} by;

/* Whose pace is watched. Only the work item writes. */
static struct mpp_pace_table mpp_look_pace;

/* What a TCP socket nobody has altered calls when data arrives. */
static void (*mpp_default_data_ready)(struct sock *sk);

/* A number of the connection, for its pace. */
static u32 number_of(const struct sock *sk)
{
	return hash_32(READ_ONCE(sk->sk_hash), 32) ^
	       (u32)hash_ptr((void *)sk, 32);
}

/*
 * What one look cannot tell, from those before. Who took nothing at all is judged
 * by that, however long it lasts: he needs no place among those whose pace is
 * watched, and his class is worse than any that it could tell.
 */
static void look_back(const struct sock *sk, struct mpp_facts *facts)
{
	u32 id = number_of(sk);

	if (facts->queued)
		facts->slow_ms = mpp_pace_look(&mpp_look_pace, id, facts->bytes,
					       (u32)facts->acked, by.now_ms,
					       &facts->sip_ms);
	else
		mpp_pace_forget(&mpp_look_pace, id);
	/* Who was idle before the hole is not to pay for that. */
	if (facts->hole_ms)
		facts->hole_ms = min(facts->hole_ms,
				     mpp_pace_since(&mpp_look_pace, id,
						    (u32)facts->received,
						    by.now_ms));
}

/* The same, but this look is none of them. */
static void peek_back(const struct sock *sk, struct mpp_facts *facts,
		      u32 now_ms)
{
	u32 id = number_of(sk);

	if (facts->queued)
		facts->slow_ms = mpp_pace_peek(&mpp_look_pace, id, facts->bytes,
					       (u32)facts->acked, now_ms,
					       &facts->sip_ms);
	if (facts->hole_ms)
		facts->hole_ms = min(facts->hole_ms,
				     mpp_pace_since_peek(&mpp_look_pace, id,
							 (u32)facts->received,
							 now_ms));
}

/* What counts is what the order asks for. */
static void weigh(const struct sock *sk, const struct mpp_order *order,
		  struct mpp_facts *facts)
{
	/* Who is silent holds a socket, and no memory of TCP. */
	if (order->sockets)
		facts->bytes += mpp_facts_own_bytes(sk);
	else
		facts->silent_ms = 0;
	if (order->orphans && !facts->orphan)
		facts->bytes = 0;
}

/**
 * mpp_look_begin() - what the looks of a slice are by
 * @order: what counts is what it asks for
 * @now: the time, ns; a slice is short enough for one to do
 *
 * Context: the worker of prune only.
 */
void mpp_look_begin(const struct mpp_order *order, u64 now)
{
	by.order = *order;
	by.now_us = div_u64(now, NSEC_PER_USEC);
	by.now_ms = div_u64(now, NSEC_PER_MSEC);
}

/**
 * mpp_look_idle() - is there nothing to be seen of this connection?
 * @sk: as for mpp_look()
 * @behaved: it is of interest who behaves (B4)
 *
 * Most connections of a server hold nothing. mpp_look() would find them healthy,
 * after a look at many more cache lines of theirs.
 *
 * Context: the worker of prune only.
 * Return: true if so.
 */
bool mpp_look_idle(const struct sock *sk, bool behaved)
{
	/* The rest of it stays zero: nothing waits, in neither direction. */
	static struct mpp_facts facts;

	if (by.order.sockets || mpp_facts_bytes(sk))
		return false;
	mpp_pace_forget(&mpp_look_pace, number_of(sk));
	if (!behaved)
		return true;
	facts.acked = READ_ONCE(tcp_sk(sk)->bytes_acked);
	facts.received = READ_ONCE(tcp_sk(sk)->bytes_received);
	facts.orphan = sock_flag(sk, SOCK_DEAD);
	return !mpp_source_behaves(&facts);
}

static enum mpp_reason look(const struct sock *sk, struct mpp_facts *facts,
			    bool note)
{
	enum mpp_reason class;

	mpp_facts_look(sk, by.now_us, facts);
	class = mpp_victim_class(facts);
	if (class < MPP_NO_PROGRESS) {
		if (note)
			look_back(sk, facts);
		else
			peek_back(sk, facts, by.now_ms);
		weigh(sk, &by.order, facts);
		return mpp_victim_class(facts);
	}
	weigh(sk, &by.order, facts);
	return facts->bytes ? class : MPP_HEALTHY;
}

/**
 * mpp_look() - one look, in the light of the order
 * @sk: full socket in a state that mpp_facts_state_ok() accepts
 * @facts: the answer
 *
 * Context: the worker of prune only, otherwise as mpp_facts_look().
 * Return: its class.
 */
enum mpp_reason mpp_look(const struct sock *sk, struct mpp_facts *facts)
{
	return look(sk, facts, true);
}

/* A peer that behaves is remembered (B4); of interest is only its address. */
static void note_behaved(const struct sock *sk)
{
	struct in6_addr peer;

	if (!mpp_facts_net_held(sk))
		return;
	mpp_facts_peer(sk, &peer);
	mpp_newcomer_behaved(sock_net(sk), &peer);
}

/**
 * mpp_look_caught() - remember the peer of a connection that was reset (B4)
 * @sk: the connection, a reference is held; or it would have been (B5)
 * @ev: who it was and why
 * @shaken: its address was proven by a handshake, as all are but for a server's
 *	end of TCP Fast Open that the application closed before
 *
 * Context: the worker of prune only.
 */
void mpp_look_caught(const struct sock *sk, const struct mpp_evidence *ev,
		     bool shaken)
{
	struct in6_addr peer;

	if (!shaken || !mpp_source_convicts(ev->reason))
		return;
	memcpy(&peer, ev->peer, sizeof(peer));
	mpp_newcomer_caught(sock_net(sk), &peer);
}

/*
 * The verdict of the moment the TCB was made (W11): pinned, or else what the
 * settings in force say, which then are those of that moment. Switched off
 * means no action now (D8), and whose socket it is counts now, too.
 */
static enum mpp_reason verdict(const struct sock *sk)
{
	struct mpp_subject sub;
	enum mpp_reason reason, born;

	mpp_facts_subject(sk, &sub, NULL);
	reason = mpp_verdict(mpp_policy_rcu(), &sub);
	switch (reason) {
	case MPP_DISABLED:
	case MPP_FAMILY_OFF:
	case MPP_KERNEL:
	case MPP_REPAIR:
		return reason;
	default:
		return mpp_pinned_get(sk, &born) ? born : reason;
	}
}

/* Who it is, and what decides: a rule, or else its class. */
static void decide(const struct sock *sk, struct mpp_evidence *ev,
		   enum mpp_reason class)
{
	if (!mpp_facts_net_held(sk)) {
		ev->reason = MPP_KERNEL;
		return;
	}
	rcu_read_lock();
	mpp_facts_evidence(sk, ev);
	ev->reason = verdict(sk);
	rcu_read_unlock();
	if (ev->reason == MPP_HEALTHY)
		ev->reason = class;
}

/**
 * mpp_look_whole() - all that is known about a connection, and what decides
 * @sk: as for mpp_look(), a reference is held
 * @ev: the answer
 *
 * Context: the worker of prune only; no lock is held.
 * Return: false when it behaves, and is nobody's victim therefore: that is noted,
 * and nothing else is asked.
 */
bool mpp_look_whole(const struct sock *sk, struct mpp_evidence *ev)
{
	enum mpp_reason class = mpp_look(sk, &ev->facts);

	if (class == MPP_HEALTHY && mpp_source_behaves(&ev->facts)) {
		note_behaved(sk);
		return false;
	}
	decide(sk, ev, class);
	return true;
}

/**
 * mpp_look_again() - the look that counts
 * @sk: as for mpp_look(), its lock is held
 * @ev: from mpp_look_whole(), renewed
 *
 * The rules were asked a moment ago, and the slow ones (is the peer local?) are
 * not asked again with bottom halves off; but the owner may have made another
 * connection of the socket, and an administrator may have switched to audit mode
 * or something off. No note is taken: one of what it held was a moment ago, and one
 * that it holds nothing any more comes with the next look.
 *
 * Context: in a slice of prune, bottom halves off; on any CPU, beside the worker
 * of prune, who takes care that mpp_look_begin() is not called meanwhile.
 * Return: false when it is to be spared; else the class is in @ev->reason, which
 * may be MPP_HEALTHY.
 */
bool mpp_look_again(const struct sock *sk, struct mpp_evidence *ev)
{
	const struct mpp_settings *set;
	bool spared;

	rcu_read_lock();
	set = mpp_policy_rcu();
	spared = !set->enabled || set->mode == MPP_MODE_AUDIT ||
		 !(mpp_facts_ipv4(sk) ? set->ipv4 : set->ipv6) ||
		 mpp_facts_kernel(sk) || mpp_facts_repair(sk);
	rcu_read_unlock();
	if (spared || !mpp_facts_same(sk, ev))
		return false;
	mpp_facts_held(sk, ev);
	ev->reason = look(sk, &ev->facts, false);
	return true;
}

/**
 * mpp_look_shared() - has somebody else an idea of what was read from it?
 * @sk: full socket
 *
 * kTLS keeps bare pointers into the receive queue, sockmap and others have
 * their own idea of what was read: for them it stays until close().
 *
 * Context: any.
 * Return: true when the receive queue is not ours to empty.
 */
bool mpp_look_shared(const struct sock *sk)
{
	return READ_ONCE(inet_csk(sk)->icsk_ulp_ops) || READ_ONCE(sk->sk_user_data) ||
	       READ_ONCE(sk->sk_data_ready) != mpp_default_data_ready;
}

/* What a reset would leave to the application's close(), at most (D12). */
static u32 kept_bytes(const struct sock *sk, const struct mpp_evidence *ev)
{
	/* An MPTCP connection's data are not in this socket alone. */
	if (sk_is_mptcp(sk))
		return ev->send_bytes + ev->receive_bytes;
	return mpp_look_shared(sk) ? ev->receive_bytes : 0;
}

/**
 * mpp_look_peek() - what a sweep would see of a connection and decide
 * @sk: full socket, a reference is held, and mpp_facts_net_held()
 * @order: what a sweep would be by
 * @st: the answer
 *
 * Nothing is counted, no lock is taken and no pace noted. What a sweep decides
 * under the socket's lock is decided here by a look without.
 *
 * Context: process.
 */
void mpp_look_peek(const struct sock *sk, const struct mpp_order *order,
		   struct mpp_standing *st)
{
	struct mpp_facts *facts = &st->ev.facts;
	u64 now = ktime_get_ns();
	u32 bytes;

	mpp_facts_look(sk, div_u64(now, NSEC_PER_USEC), facts);
	if (mpp_victim_class(facts) < MPP_NO_PROGRESS)
		peek_back(sk, facts, div_u64(now, NSEC_PER_MSEC));
	bytes = facts->bytes;
	weigh(sk, order, facts);
	decide(sk, &st->ev, mpp_victim_class(facts));
	/* A sweep passes over those that have nothing to wait for. */
	if (!mpp_facts_state_ok(st->ev.state) &&
	    st->ev.reason >= MPP_FIRST_ABUSE)
		st->ev.reason = MPP_HEALTHY;
	st->rank = mpp_victim_rank(st->ev.reason, facts->bytes);
	st->ev.kept_bytes = kept_bytes(sk, &st->ev);
	/* Stale as soon as it is told. */
	st->locked = data_race(sock_owned_by_user_nocheck(sk));
	/* It counts for nothing now, but there it is. */
	if (!facts->bytes)
		facts->bytes = bytes;
}

/**
 * mpp_look_init() - learn what an unaltered TCP socket looks like
 *
 * sock_def_readable() is not exported; a fresh socket points to it. Without memory
 * for its inode the kernel says -ENFILE: who then looks for open files looks in
 * vain, since sockets of the kernel have none.
 *
 * Context: process, module load.
 * Return: 0; -ENOMEM; or the errno of sock_create_kern().
 */
int mpp_look_init(void)
{
	struct socket *sock;
	int err;

	err = sock_create_kern(&init_net, PF_INET, SOCK_STREAM, IPPROTO_TCP,
			       &sock);
	if (err)
		return err == -ENFILE ? -ENOMEM : err;
	mpp_default_data_ready = sock->sk->sk_data_ready;
	sock_release(sock);
	return 0;
}
