// SPDX-License-Identifier: GPL-2.0
/*
 * oom - the last call before the OOM killer picks a task (B3).
 *
 * In:  the kernel's OOM notice, under oom_lock, from any task that allocates,
 * whatever locks it holds, a socket's among them. Out: a kick to the engine,
 * and how many pages were won by it, measured.
 *
 * A figure above 0 cancels the kill, so a wrong one is a livelock: reported is
 * what became free, and no more than what our resets freed meanwhile. Nothing
 * here takes a lock, allocates, or waits for longer than MPP_OOM_WAIT_MS.
 */
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/vmstat.h>

#include "oom.h"
#include "policy.h"
#include "stats.h"

/* How long the killer waits for us at most, and between two looks, ms. */
#define MPP_OOM_WAIT_MS		100
#define MPP_OOM_LOOK_MS		10
/* Less is no help, and only puts the kill off, pages. */
#define MPP_OOM_LEAST		((long)(SZ_256K >> PAGE_SHIFT))
/* So much is enough for now, pages. */
#define MPP_OOM_ENOUGH		((long)(SZ_4M >> PAGE_SHIFT))

static void (*mpp_oom_last_call)(void);
/* Set by the notice, taken by the next sample. */
#define MPP_OOM_CALLED		0
/* Set by that sample when it is not TCP that fills the machine. */
#define MPP_OOM_DISMISSED	1
static unsigned long mpp_oom_bits;

static unsigned long free_pages_now(void)
{
	return global_zone_page_state(NR_FREE_PAGES);
}

static bool wanted(void)
{
	const struct mpp_settings *set;
	bool want;

	rcu_read_lock();
	set = mpp_policy_rcu();
	want = set->enabled && set->memory_low && set->mode == MPP_MODE_ENFORCE;
	rcu_read_unlock();
	return want;
}

/*
 * What became free while the task waited, pages: no more than what our resets
 * freed meanwhile, and no more than what the machine has gained.
 */
static long wait_for_pages(void)
{
	unsigned long free = free_pages_now();
	/* Of the sum the part that is never read torn: the difference is exact. */
	unsigned long before = mpp_stat_read(MPP_STAT_BYTES_FREED), freed;
	long won = 0;
	int ms;

	for (ms = 0; ms < MPP_OOM_WAIT_MS; ms += MPP_OOM_LOOK_MS) {
		schedule_timeout_uninterruptible(msecs_to_jiffies(MPP_OOM_LOOK_MS));
		freed = (unsigned long)mpp_stat_read(MPP_STAT_BYTES_FREED) - before;
		won = min_t(long, free_pages_now() - free, freed >> PAGE_SHIFT);
		if (won >= MPP_OOM_ENOUGH ||
		    test_bit(MPP_OOM_DISMISSED, &mpp_oom_bits))
			break;
	}
	return won;
}

static int notice(struct notifier_block *nb, unsigned long unused, void *data)
{
	unsigned long *pages = data;
	long won;

	if (!wanted())
		return NOTIFY_OK;
	mpp_stat_inc(MPP_STAT_OOM_CALLS);
	clear_bit(MPP_OOM_DISMISSED, &mpp_oom_bits);
	set_bit(MPP_OOM_CALLED, &mpp_oom_bits);
	mpp_oom_last_call();

	won = wait_for_pages();
	if (won >= MPP_OOM_LEAST) {
		*pages += won;
		mpp_stat_add(MPP_STAT_OOM_PAGES, won);
	}
	return NOTIFY_OK;
}

static struct notifier_block mpp_oom_block = {
	.notifier_call = notice,
};

/**
 * mpp_oom_called() - is the OOM killer about to act?
 *
 * Context: any.
 * Return: true once for each notice.
 */
bool mpp_oom_called(void)
{
	return test_and_clear_bit(MPP_OOM_CALLED, &mpp_oom_bits);
}

/**
 * mpp_oom_dismiss() - there is nothing to be had from TCP: do not wait for it
 *
 * Context: any.
 */
void mpp_oom_dismiss(void)
{
	/* Not for a notice that came since: it gets a sample of its own. */
	if (!test_bit(MPP_OOM_CALLED, &mpp_oom_bits))
		set_bit(MPP_OOM_DISMISSED, &mpp_oom_bits);
}

/**
 * mpp_oom_init() - listen to the last call
 * @last_call: asks for a sample at once; process context, may not sleep
 *
 * Context: process, module load.
 */
void mpp_oom_init(void (*last_call)(void))
{
	mpp_oom_last_call = last_call;
	/* Never fails: it links the block in. */
	register_oom_notifier(&mpp_oom_block);
}

/**
 * mpp_oom_exit() - listen no more
 *
 * Context: process, may sleep: it waits for a notice under way.
 */
void mpp_oom_exit(void)
{
	unregister_oom_notifier(&mpp_oom_block);
}
