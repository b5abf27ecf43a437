// SPDX-License-Identifier: GPL-2.0
/*
 * prune_crew - the resets of a sweep, on several CPUs at a time (B10).
 *
 * In:  cases from the sweep, one after the other. Out: each of them settled, by
 * the sweep, before its slice ends.
 *
 * To reset a connection takes longer than to find it. The sweep goes on searching,
 * and offers what it found in batches to workers. Nothing depends on them: the
 * sweep takes back what none has begun with, so that it makes progress alone
 * where there is one CPU, or where a new thread wants memory that nobody has. It
 * waits for those only that a thread works on.
 *
 * A batch belongs to the sweep while it is BATCH_OWN or BATCH_DONE, and to
 * whoever moved it from BATCH_OFFERED to BATCH_TAKEN: a worker, until it says
 * BATCH_DONE, or the sweep again. What the sweep alone may touch, histograms and
 * budget and the memory of sources, it goes on touching alone: in settle().
 */
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "prune_crew.h"

/* Cases in a batch: enough to be worth waking a thread for. */
#define MPP_CREW_CASES		16
/* With more than this the search is what takes the time. */
#define MPP_CREW_BATCHES	8

enum batch_state {
	BATCH_OWN,
	BATCH_OFFERED,
	BATCH_TAKEN,
	BATCH_DONE,
};

struct batch {
	struct work_struct work;
	atomic_t state;
	u32 nr;
	struct mpp_case cases[MPP_CREW_CASES];
};

static struct batch mpp_crew[MPP_CREW_BATCHES];
/* The one that is being filled; the sweep's own. */
static struct batch *mpp_crew_filling = mpp_crew;
/* Cases that are not settled; the sweep's own. */
static u32 mpp_crew_open;
static struct workqueue_struct *mpp_crew_wq;
static const struct mpp_crew_ops *mpp_crew_ops;
static DECLARE_WAIT_QUEUE_HEAD(mpp_crew_wait);

static void work_through(struct batch *b)
{
	u32 i;

	for (i = 0; i < b->nr; i++) {
		struct mpp_case *c = &b->cases[i];

		c->result = mpp_reset(c->sk, mpp_crew_ops->judge, &c->ev);
		mpp_crew_ops->done(c);
		cond_resched();
	}
}

/* Pairs with the release in offer(): the cases are there to be read. */
static bool claim(struct batch *b)
{
	return atomic_cmpxchg_acquire(&b->state, BATCH_OFFERED,
				      BATCH_TAKEN) == BATCH_OFFERED;
}

static void crew_work(struct work_struct *work)
{
	struct batch *b = container_of(work, struct batch, work);

	if (!claim(b))
		return;
	work_through(b);
	/* Pairs with the acquire in is_done(): the results are there. */
	atomic_set_release(&b->state, BATCH_DONE);
	wake_up(&mpp_crew_wait);
}

static bool is_done(struct batch *b)
{
	return atomic_read_acquire(&b->state) == BATCH_DONE;
}

static void settle(struct batch *b)
{
	u32 i;

	for (i = 0; i < b->nr; i++) {
		mpp_crew_ops->settle(&b->cases[i]);
		sock_put(b->cases[i].sk);
	}
	mpp_crew_open -= b->nr;
	b->nr = 0;
	atomic_set(&b->state, BATCH_OWN);
}

/* The sweep does one of its own, or one that it took back. */
static void finish(struct batch *b)
{
	work_through(b);
	settle(b);
}

/* One that can be filled, or NULL while all are offered or taken. */
static struct batch *spare(void)
{
	struct batch *b;

	for (b = mpp_crew; b < mpp_crew + MPP_CREW_BATCHES; b++) {
		if (is_done(b))
			settle(b);
		if (b != mpp_crew_filling && atomic_read(&b->state) == BATCH_OWN)
			return b;
	}
	return NULL;
}

/* Full: to whoever has time, or else the sweep does it itself. */
static void offer(void)
{
	struct batch *b = mpp_crew_filling, *other = NULL;

	if (num_online_cpus() > 1)
		other = spare();
	if (!other) {
		finish(b);
		return;
	}
	mpp_crew_filling = other;
	/* Still queued from an earlier round, it finds this one. */
	atomic_set_release(&b->state, BATCH_OFFERED);
	queue_work(mpp_crew_wq, &b->work);
}

/**
 * mpp_crew_next() - where to write the next case
 *
 * What is written there counts once mpp_crew_add() is called, and may be written
 * over until then.
 *
 * Context: the worker of prune only.
 * Return: the case.
 */
struct mpp_case *mpp_crew_next(void)
{
	return &mpp_crew_filling->cases[mpp_crew_filling->nr];
}

/**
 * mpp_crew_add() - the case that mpp_crew_next() gave is to be reset
 * @sk: its connection; the caller holds a reference, and goes on holding it
 *
 * Context: the worker of prune only, may sleep.
 */
void mpp_crew_add(struct sock *sk)
{
	struct batch *b = mpp_crew_filling;

	sock_hold(sk);
	b->cases[b->nr++].sk = sk;
	mpp_crew_open++;
	if (b->nr == MPP_CREW_CASES)
		offer();
}

/**
 * mpp_crew_join() - settle all cases that were added
 *
 * What nobody has begun with is done here and now. What mpp_crew_next() gave
 * before is void.
 *
 * Context: the worker of prune only, may sleep: it waits as long as another
 * thread takes to end the batch that it has begun with.
 */
void mpp_crew_join(void)
{
	struct batch *b;

	if (!mpp_crew_open)
		return;
	finish(mpp_crew_filling);
	for (b = mpp_crew; b < mpp_crew + MPP_CREW_BATCHES; b++)
		if (claim(b))
			finish(b);
	for (b = mpp_crew; b < mpp_crew + MPP_CREW_BATCHES; b++) {
		if (atomic_read(&b->state) == BATCH_OWN)
			continue;
		wait_event(mpp_crew_wait, is_done(b));
		settle(b);
	}
}

/**
 * mpp_crew_init() - make ready
 * @wq: where batches are offered; unbound, outlives the last case
 * @ops: what to ask and to tell
 *
 * Context: process, module load.
 */
void mpp_crew_init(struct workqueue_struct *wq, const struct mpp_crew_ops *ops)
{
	u32 i;

	mpp_crew_wq = wq;
	mpp_crew_ops = ops;
	for (i = 0; i < MPP_CREW_BATCHES; i++)
		INIT_WORK(&mpp_crew[i].work, crew_work);
}

/**
 * mpp_crew_exit() - wait for threads that have nothing left to do
 *
 * Context: process, module unload, after the last mpp_crew_join().
 */
void mpp_crew_exit(void)
{
	u32 i;

	for (i = 0; i < MPP_CREW_BATCHES; i++)
		cancel_work_sync(&mpp_crew[i].work);
}
