// SPDX-License-Identifier: GPL-2.0
/*
 * walk - visit every TCP socket of every namespace, a slice at a time.
 *
 * In:  a position, and callbacks. Out: references to sockets of interest, one
 * small batch at a time, and the position to go on from.
 *
 * The chains are followed under RCU alone. No bucket lock is taken and no
 * reference on a socket that is of no interest, so neither packets nor honest
 * sockets notice a sweep, however long a chain is. The objects are
 * SLAB_TYPESAFE_BY_RCU: a socket may die and live again as another while it is
 * looked at, so a look only nominates; the judgement comes with a reference
 * and the socket's lock. A chain that led astray that way is begun again by a
 * walk that must meet everybody; others meet the rest in the next pass.
 */
#include <linux/random.h>
#include <linux/rculist.h>
#include <linux/rculist_nulls.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>
#include <net/tcp.h>

#include "walk.h"

/* Sockets of one chain to look at in one RCU read-side section. */
#define MPP_WALK_CHAIN		1024

/* How often a bucket is begun again before it is given up. */
#define MPP_WALK_RETRIES	1000

/* Empty buckets to look at before asking whether it is time to leave. */
#define MPP_WALK_STRIDE		256

/* Mini-sockets share the tables and have none of a full socket's fields. */
static bool is_full(int state)
{
	return state > 0 && state < TCP_MAX_STATES && state != TCP_TIME_WAIT &&
	       state != TCP_NEW_SYN_RECV;
}

static struct inet_hashinfo *table_of(const struct net *net)
{
	return net->ipv4.tcp_death_row.hashinfo;
}

static struct inet_hashinfo *shared_table(void)
{
	return table_of(&init_net);
}

/*
 * The namespace with the lowest cookie not below @cookie that has a table of
 * its own. A cookie is never used again, so this order lets a walk go on after
 * namespaces came and went. The reference keeps the table while it is walked.
 */
static struct net *private_table_from(u64 cookie)
{
	struct net *net, *best, *held = NULL;

	rcu_read_lock();
	do {
		best = NULL;
		for_each_net_rcu(net) {
			if (table_of(net) == shared_table() ||
			    net->net_cookie < cookie ||
			    (best && best->net_cookie <= net->net_cookie))
				continue;
			best = net;
		}
		if (!best)
			break;
		held = maybe_get_net(best);
		/* Dying already: the next one then. */
		cookie = best->net_cookie + 1;
	} while (!held);
	rcu_read_unlock();
	return held;
}

/**
 * mpp_walk_buckets() - buckets of all tables together
 *
 * Context: any.
 * Return: how many buckets one pass visits.
 */
u64 mpp_walk_buckets(void)
{
	u64 sum = (u64)shared_table()->ehash_mask + 1;
	struct net *net;

	rcu_read_lock();
	for_each_net_rcu(net)
		if (table_of(net) != shared_table())
			sum += (u64)table_of(net)->ehash_mask + 1;
	rcu_read_unlock();
	return sum;
}

/**
 * mpp_walk_shared_buckets() - buckets of the table that all namespaces share
 *
 * Context: any.
 * Return: how many.
 */
u32 mpp_walk_shared_buckets(void)
{
	return shared_table()->ehash_mask + 1;
}

/**
 * mpp_walk_start() - begin at a random place
 * @walk: the position
 *
 * Sockets are spread over the buckets by a keyed hash, so the first buckets
 * from a random place on are a fair sample of all of them.
 *
 * Context: any.
 */
void mpp_walk_start(struct mpp_walk *walk)
{
	*walk = (struct mpp_walk) {
		.first = get_random_u32() & shared_table()->ehash_mask,
	};
}

static void take_batch(struct sock **batch, u32 nr,
		       const struct mpp_walk_ops *ops)
{
	u32 i;

	for (i = 0; i < nr; i++) {
		ops->take(batch[i]);
		sock_gen_put(batch[i]);
		cond_resched();
	}
}

/*
 * One chain. The read-side section is left after each batch and after each
 * MPP_WALK_CHAIN sockets; the next one to look at is held to mark the place,
 * since those of the batch may be unhashed by then. False when that one left
 * meanwhile, or the chain ended as that of another bucket: the rest was missed.
 */
static bool walk_bucket(struct inet_ehash_bucket *head, u32 at,
			const struct mpp_walk_ops *ops)
{
	struct sock *batch[MPP_WALK_BATCH];
	const struct hlist_nulls_node *node;
	struct sock *sk, *mark = NULL;
	bool whole = true;
	u32 nr, looks;

	do {
		nr = 0;
		looks = 0;
		rcu_read_lock();
		if (mark && hlist_unhashed_lockless(&mark->sk_node)) {
			rcu_read_unlock();
			sock_gen_put(mark);
			return false;
		}
		node = mark ? &mark->sk_nulls_node :
			      rcu_dereference(hlist_nulls_first_rcu(&head->chain));
		if (mark)
			sock_gen_put(mark);
		mark = NULL;
		while (!is_a_nulls(node)) {
			sk = hlist_nulls_entry(node, struct sock, sk_nulls_node);
			/* One that is dying cannot mark the place: go on. */
			if ((nr == MPP_WALK_BATCH || looks >= MPP_WALK_CHAIN) &&
			    refcount_inc_not_zero(&sk->sk_refcnt)) {
				mark = sk;
				break;
			}
			if (!is_full(READ_ONCE(sk->sk_state))) {
				if (ops->mini)
					ops->mini(sk);
			} else if (nr < MPP_WALK_BATCH && ops->want(sk) &&
				   refcount_inc_not_zero(&sk->sk_refcnt)) {
				batch[nr++] = sk;
			}
			looks++;
			node = rcu_dereference(hlist_nulls_next_rcu(node));
		}
		if (is_a_nulls(node))
			whole = get_nulls_value(node) == at;
		rcu_read_unlock();
		take_batch(batch, nr, ops);
	} while (mark);
	return whole;
}

static void go_to(struct mpp_walk *walk, u32 bucket)
{
	walk->bucket = bucket;
	walk->after = 0;
	walk->until = 0;
}

/* The first bucket from @bucket on with a chain, or where to ask for the time. */
static u32 next_chain(const struct inet_hashinfo *table, u32 bucket, u32 first)
{
	u32 mask = table->ehash_mask;

	while ((bucket + 1) % MPP_WALK_STRIDE && bucket < mask &&
	       hlist_nulls_empty(&table->ehash[(bucket + first) & mask].chain))
		bucket++;
	return bucket;
}

/* Walk part of one table; true when its end was reached. */
static bool walk_table(struct inet_hashinfo *table, struct mpp_walk *walk,
		       u32 first, const struct mpp_walk_ops *ops, u32 *seen)
{
	u32 mask = table->ehash_mask, at, tries, bucket;
	bool enough;

	while (walk->bucket <= mask) {
		bucket = next_chain(table, walk->bucket, first);
		*seen += bucket - walk->bucket + 1;
		if (bucket != walk->bucket)
			go_to(walk, bucket);
		at = (bucket + first) & mask;
		for (tries = 0; !walk_bucket(&table->ehash[at], at, ops) &&
		     ops->exact && tries < MPP_WALK_RETRIES; tries++)
			cond_resched();
		enough = ops->enough();
		if (!enough || !ops->stay)
			go_to(walk, walk->bucket + 1);
		if (enough)
			return walk->bucket > mask;
		cond_resched();
	}
	return true;
}

/**
 * mpp_walk_slice() - go on walking until it is enough
 * @walk: the position, moved on
 * @ops: what to do
 *
 * Leaves at the end of a pass in any case.
 *
 * Context: process, may sleep; holds no lock while callbacks run, except RCU
 * around @want.
 * Return: buckets looked at.
 */
u32 mpp_walk_slice(struct mpp_walk *walk, const struct mpp_walk_ops *ops)
{
	struct net *net;
	u32 seen = 0;
	bool done;

	if (!walk->table_cookie) {
		if (!walk_table(shared_table(), walk, walk->first, ops, &seen))
			return seen;
		walk->table_cookie = 1;
		go_to(walk, 0);
	}
	while ((net = private_table_from(walk->table_cookie))) {
		if (net->net_cookie != walk->table_cookie)
			go_to(walk, 0);
		walk->table_cookie = net->net_cookie;
		done = walk_table(table_of(net), walk, 0, ops, &seen);
		put_net(net);
		if (!done)
			return seen;
		walk->table_cookie++;
		go_to(walk, 0);
		if (ops->enough())
			return seen;
	}
	walk->table_cookie = 0;
	go_to(walk, 0);
	walk->passes++;
	return seen;
}
