// SPDX-License-Identifier: GPL-2.0
/*
 * event - the queue between what happens and those who listen.
 *
 * In:  records, from any context. Out: the same, one after the other, to a
 * sink that a surface registers, from a work item.
 *
 * Two rings, so that thousands of resets cannot push out the few events that
 * say what goes on. Both are allocated when the module is loaded: no decision
 * waits for an allocation, and what does not fit is counted as lost.
 * mpp_event_lock protects the rings, in any context; mpp_event_sink_lock keeps
 * a sink from being taken away while it runs.
 */
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "event.h"
#include "stats.h"

/* Powers of two. */
#define MPP_RING_RARE		128
#define MPP_RING_RESETS		1024

struct mpp_ring {
	struct mpp_event *slot;
	u32 size;
	u32 head;
	u32 tail;
};

static DEFINE_SPINLOCK(mpp_event_lock);
static struct mpp_ring mpp_rings[] = {
	{ .size = MPP_RING_RARE },
	{ .size = MPP_RING_RESETS },
};

static DEFINE_MUTEX(mpp_event_sink_lock);
static const struct mpp_event_sink *mpp_event_sink;

static void deliver(struct work_struct *work);
static DECLARE_WORK(mpp_event_work, deliver);

static bool pop(struct mpp_ring *ring, struct mpp_event *event)
{
	unsigned long flags;
	bool have;

	spin_lock_irqsave(&mpp_event_lock, flags);
	have = ring->tail != ring->head;
	if (have)
		*event = ring->slot[ring->tail++ & (ring->size - 1)];
	spin_unlock_irqrestore(&mpp_event_lock, flags);
	return have;
}

/* The rare ones first. Process context. */
static void deliver(struct work_struct *work)
{
	static struct mpp_event event;

	mutex_lock(&mpp_event_sink_lock);
	while (pop(&mpp_rings[0], &event) || pop(&mpp_rings[1], &event)) {
		if (mpp_event_sink && mpp_event_sink->pass(&event))
			mpp_stat_inc(MPP_STAT_EVENTS_LOST);
		cond_resched();
	}
	mutex_unlock(&mpp_event_sink_lock);
}

/**
 * mpp_event_wanted() - does anybody listen?
 * @type: to what
 *
 * Without listeners a reset should cost nothing here. A sink outlives whoever
 * might ask.
 *
 * Context: any.
 * Return: false when mpp_event_emit() would tell nobody.
 */
bool mpp_event_wanted(enum mpp_event_type type)
{
	const struct mpp_event_sink *sink = READ_ONCE(mpp_event_sink);

	return sink && sink->wants(type);
}

/**
 * mpp_event_emit() - tell the listeners, soon
 * @event: what happened; copied
 *
 * Context: any.
 */
void mpp_event_emit(const struct mpp_event *event)
{
	struct mpp_ring *ring = &mpp_rings[event->type == MPP_EVENT_RESET];
	unsigned long flags;
	bool fits;

	if (!mpp_event_wanted(event->type))
		return;

	spin_lock_irqsave(&mpp_event_lock, flags);
	fits = ring->head - ring->tail < ring->size;
	if (fits)
		ring->slot[ring->head++ & (ring->size - 1)] = *event;
	spin_unlock_irqrestore(&mpp_event_lock, flags);

	if (!fits)
		mpp_stat_inc(MPP_STAT_EVENTS_LOST);
	queue_work(mpp_system_wq, &mpp_event_work);
}

/**
 * mpp_event_set_sink() - who passes events on to the listeners
 * @sink: the one; NULL: nobody, and its pass() does not run any more
 *
 * Context: process, may sleep.
 */
void mpp_event_set_sink(const struct mpp_event_sink *sink)
{
	mutex_lock(&mpp_event_sink_lock);
	WRITE_ONCE(mpp_event_sink, sink);
	mutex_unlock(&mpp_event_sink_lock);
}

/**
 * mpp_event_init() - allocate the queues
 *
 * Context: process, module load.
 * Return: 0 or -ENOMEM.
 */
int mpp_event_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(mpp_rings); i++) {
		mpp_rings[i].slot = kvcalloc(mpp_rings[i].size,
					     sizeof(struct mpp_event),
					     GFP_KERNEL);
		if (!mpp_rings[i].slot) {
			mpp_event_exit();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * mpp_event_exit() - free the queues
 *
 * Context: process, module unload, after the last mpp_event_emit().
 */
void mpp_event_exit(void)
{
	int i;

	cancel_work_sync(&mpp_event_work);
	for (i = 0; i < ARRAY_SIZE(mpp_rings); i++) {
		kvfree(mpp_rings[i].slot);
		mpp_rings[i].slot = NULL;
	}
}
