// SPDX-License-Identifier: GPL-2.0
/*
 * listing - every connection of every namespace, and how it stands right now.
 *
 * In:  which ones, and a place to go on from. Out: one standing after the other
 * (process context), by the eyes of a sweep, and nothing changed by it.
 *
 * A listing is read in parts, and between two of them anything may happen to a
 * chain. What lasts is the cookie that every socket gets when it is first asked
 * for it, as by ss: within a bucket the sockets are taken in its order, so a
 * place is a bucket and the last cookie taken there. Who is connected throughout
 * is listed once. A chain is gone over anew for every MPP_LISTING_BATCH of its
 * sockets, which are held meanwhile; nothing is held from part to part, nothing
 * is allocated, and bottom halves are never off.
 */
#include <linux/mutex.h>
#include <linux/sched/signal.h>
#include <linux/sock_diag.h>
#include <net/tcp.h>

#include "facts.h"
#include "listing.h"

/* Sockets to hold at once. */
#define MPP_LISTING_BATCH	32

/* One part of a listing is made at a time. */
static DEFINE_MUTEX(mpp_listing_lock);

/* The part under way; protected by mpp_listing_lock. */
static struct {
	const struct mpp_listing *what;
	/* Its mark is the last cookie that was taken in the bucket. */
	struct mpp_walk *walk;
	/* Those that come next, in order. */
	u32 nr;
	struct {
		struct sock *sk;
		u64 cookie;
	} next[MPP_LISTING_BATCH];
} part;

static bool want(const struct sock *sk)
{
	const struct mpp_listing *what = part.what;
	struct in6_addr peer;

	if (what->by_local_port &&
	    READ_ONCE(inet_sk(sk)->inet_num) != what->local_port)
		return false;
	if (what->by_peer_port &&
	    ntohs(READ_ONCE(inet_sk(sk)->inet_dport)) != what->peer_port)
		return false;
	if (!what->by_peer)
		return true;
	mpp_facts_peer(sk, &peer);
	return ipv6_addr_equal(&peer, &what->peer);
}

static u64 cookie_of(struct sock *sk)
{
	u32 cookie[2];

	sock_diag_save_cookie(sk, cookie);
	return cookie[0] | (u64)cookie[1] << 32;
}

/* Hold it if it is one of the next; a chain may be begun again. */
static void take(struct sock *sk)
{
	u32 at = part.nr, i;
	u64 cookie;

	/* It may be another one by now than the one that was wanted. */
	if (!want(sk) || !mpp_facts_net_held(sk))
		return;
	cookie = cookie_of(sk);
	/*
	 * All who are there as the walk comes to a bucket have a cookie after
	 * it. Who comes later is not waited for, or a bucket might never end.
	 */
	if (!part.walk->after)
		part.walk->until = max(part.walk->until, cookie);
	else if (cookie > part.walk->until)
		return;
	if (cookie <= part.walk->after)
		return;
	while (at && part.next[at - 1].cookie > cookie)
		at--;
	if (at == MPP_LISTING_BATCH ||
	    (at && part.next[at - 1].cookie == cookie))
		return;
	if (part.nr == MPP_LISTING_BATCH)
		sock_gen_put(part.next[--part.nr].sk);
	for (i = part.nr++; i > at; i--)
		part.next[i] = part.next[i - 1];
	sock_hold(sk);
	part.next[at].sk = sk;
	part.next[at].cookie = cookie;
}

static bool enough(void)
{
	return part.nr || fatal_signal_pending(current);
}

static const struct mpp_walk_ops mpp_listing_ops = {
	.want	= want,
	.take	= take,
	.enough	= enough,
	.exact	= true,
	.stay	= true,
};

/* Let go of all that are held, and hand on as many as are taken. */
static int put_next(void)
{
	struct mpp_standing st;
	int err = 0;
	u32 i;

	for (i = 0; i < part.nr; i++) {
		if (!err) {
			mpp_look_peek(part.next[i].sk, &part.what->order, &st);
			err = part.what->put(&st, part.what->arg);
		}
		if (!err)
			part.walk->after = part.next[i].cookie;
		sock_gen_put(part.next[i].sk);
		cond_resched();
	}
	part.nr = 0;
	return err;
}

/**
 * mpp_listing() - list connections from a place on
 * @walk: the place, zeroed at first; moved on to where to continue
 * @what: which of them, and what becomes of them
 *
 * Context: process, may sleep; @what->put must not call this.
 * Return: 0 when all were listed; what @what->put returned; -EINTR when the
 * caller is being killed.
 */
int mpp_listing(struct mpp_walk *walk, const struct mpp_listing *what)
{
	int err = 0;

	if (mutex_lock_killable(&mpp_listing_lock))
		return -EINTR;
	part.what = what;
	part.walk = walk;
	while (!walk->passes && !err) {
		mpp_walk_slice(walk, &mpp_listing_ops);
		err = put_next();
		if (!err && fatal_signal_pending(current))
			err = -EINTR;
	}
	mutex_unlock(&mpp_listing_lock);
	return err;
}
