// SPDX-License-Identifier: GPL-2.0
/*
 * survey - what TCP holds of the machine's memory, by a look at some sockets.
 *
 * In:  the sockets of some buckets from a random place on. Out: an estimate for
 * all of them. It stands in for accounts that the kernel does not keep, or does
 * not show: memory of sockets that bypass tcp_mem, slab, orphans.
 */
#include <linux/ktime.h>
#include <net/request_sock.h>
#include <net/tcp.h>
#include <net/timewait_sock.h>

#include "core.h"
#include "facts.h"
#include "survey.h"
#include "walk.h"

/*
 * As large as the sample by which a sweep begins, or what this time allows, ns;
 * but not less than the least. Time may pass while others have the processor,
 * and a handful of sockets scaled up to all buckets tells nothing.
 */
#define MPP_SURVEY_SOCKETS	4096
#define MPP_SURVEY_LEAST	512
#define MPP_SURVEY_NS		(10 * NSEC_PER_MSEC)
/* For however many empty buckets there are: it gives up after this, ns. */
#define MPP_SURVEY_NS_MOST	(60 * NSEC_PER_MSEC)

/* The one under way; mpp_survey() is serialised by its caller. */
static struct mpp_survey mpp_survey_now;
static u64 mpp_survey_sockets;
/* Of these the full ones. */
static u64 mpp_survey_full;
static u64 mpp_survey_began;

/* Of interest is nobody: to look is all. */
static bool look_at(const struct sock *sk)
{
	struct mpp_facts facts;

	mpp_facts_look(sk, div_u64(mpp_survey_began, NSEC_PER_USEC), &facts);
	mpp_survey_now.queues += facts.bytes;
	mpp_survey_now.slab += mpp_facts_own_bytes(sk);
	mpp_survey_now.orphans += facts.orphan;
	mpp_survey_sockets++;
	mpp_survey_full++;
	return false;
}

static void look_at_mini(const struct sock *sk)
{
	if (READ_ONCE(sk->sk_state) == TCP_NEW_SYN_RECV) {
		mpp_survey_now.half_open += sizeof(struct tcp_request_sock);
		mpp_survey_now.slab += sizeof(struct tcp_request_sock);
	} else {
		mpp_survey_now.slab += sizeof(struct tcp_timewait_sock);
	}
	mpp_survey_sockets++;
}

static void take_none(struct sock *sk)
{
}

static bool enough(void)
{
	u64 took = ktime_get_ns() - mpp_survey_began;

	return mpp_survey_sockets >= MPP_SURVEY_SOCKETS ||
	       (mpp_survey_sockets >= MPP_SURVEY_LEAST &&
		took >= MPP_SURVEY_NS) || took >= MPP_SURVEY_NS_MOST;
}

static const struct mpp_walk_ops mpp_survey_ops = {
	.want	= look_at,
	.mini	= look_at_mini,
	.take	= take_none,
	.enough	= enough,
};

/*
 * A tenant's own table may be as large, and as empty, as he likes. The sockets
 * there are were counted, by TCP itself: no more than those is scaled up to.
 */
static u64 buckets_of(u64 buckets, u64 seen)
{
	u64 most = percpu_counter_read_positive(tcp_prot.sockets_allocated);

	if (!mpp_survey_full)
		return buckets;
	return min(buckets, mul_u64_u64_div_u64(seen, most, mpp_survey_full));
}

static u64 scale(u64 sum, u64 buckets, u64 seen)
{
	return seen < buckets ? mul_u64_u64_div_u64(sum, buckets, seen) : sum;
}

/**
 * mpp_survey() - estimate what TCP holds
 * @result: the answer
 *
 * Context: process, may sleep; the caller serialises. Takes some milliseconds,
 * whatever the number of sockets: where there are few, it goes over all buckets,
 * for no longer than MPP_SURVEY_NS_MOST.
 */
void mpp_survey(struct mpp_survey *result)
{
	u64 buckets = mpp_walk_buckets(), seen;
	struct mpp_walk walk;

	mpp_survey_now = (struct mpp_survey) {};
	mpp_survey_sockets = 0;
	mpp_survey_full = 0;
	mpp_survey_began = ktime_get_ns();
	mpp_walk_start(&walk);
	seen = max_t(u64, mpp_walk_slice(&walk, &mpp_survey_ops), 1);
	buckets = buckets_of(buckets, seen);
	result->queues = scale(mpp_survey_now.queues, buckets, seen);
	result->slab = scale(mpp_survey_now.slab, buckets, seen);
	result->orphans = scale(mpp_survey_now.orphans, buckets, seen);
	result->half_open = scale(mpp_survey_now.half_open, buckets, seen);
}
