// SPDX-License-Identifier: GPL-2.0
/*
 * engine - the loop: sense, decide, act, report.
 *
 * In:  kicks from the pressure callback (hard interrupt) and its own clock.
 * Out: orders to syn and prune, the log, the status.
 *
 * While calm it looks once a second, on a deferrable timer that wakes no idle
 * CPU, and whenever the callback says so; in an episode once an epoch. One
 * work item runs a step, so the state of the loop needs no lock;
 * mpp_status_lock only guards the copy that surfaces read. SYN hooks come and
 * go in a work item of their own, on a queue of the system, because registering
 * them may sleep and allocate, and no step waits for that.
 */
#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "connlimit.h"
#include "core.h"
#include "engine.h"
#include "pinned.h"
#include "policy.h"
#include "pressure.h"
#include "prune.h"
#include "report.h"
#include "syn.h"

/* Looks while calm, ms: as a rule, and where nothing would call in time. */
#define MPP_CALM_MS		1000
#define MPP_CALM_OFTEN_MS	100
/* A step on a kick comes at least this long after the last one, ms. */
#define MPP_KICK_MS		10

static struct workqueue_struct *mpp_engine_wq;
static void engine_step(struct work_struct *work);
static void engine_hooks(struct work_struct *work);
/* Calm looks may wait for a CPU that is awake; epochs may not. */
static DECLARE_DEFERRABLE_WORK(mpp_engine_calm, engine_step);
static DECLARE_DELAYED_WORK(mpp_engine_epoch, engine_step);
static DECLARE_WORK(mpp_engine_hooks, engine_hooks);

/* Two timers, one loop: they run the same step, one at a time. */
static DEFINE_MUTEX(mpp_engine_lock);
static struct mpp_episode mpp_engine_ep;
static s64 mpp_engine_peak;
/* Whether hooks are wanted; read by their work item. */
static bool mpp_engine_hooked;
static bool mpp_engine_stopping;
/* Before this no kick causes a step, jiffies. */
static unsigned long mpp_engine_next;

static DEFINE_SPINLOCK(mpp_status_lock);
static struct mpp_status mpp_engine_now;

/*
 * Hard interrupt context. While memory is above tcp_mem[1] the callback comes
 * again after every sample. In an episode that must not make epochs shorter;
 * the sample of the next one answers it. Switched off, or with marks above
 * that, it must not keep a CPU busy.
 */
static void engine_kick(void)
{
	unsigned long next = READ_ONCE(mpp_engine_next), now = jiffies;

	if (!READ_ONCE(mpp_engine_ep.active))
		queue_delayed_work(mpp_engine_wq, &mpp_engine_epoch,
				   time_before(now, next) ? next - now : 0);
}

/* Process context, and the OOM killer waits: an epoch may be cut short. */
static void engine_last_call(void)
{
	mod_delayed_work(mpp_engine_wq, &mpp_engine_epoch, 0);
}

/* The settings changed: what hangs on them follows at once. */
static void engine_settings(void)
{
	queue_work(mpp_system_wq, &mpp_engine_hooks);
	mod_delayed_work(mpp_engine_wq, &mpp_engine_epoch, 0);
}

static void engine_hooks(struct work_struct *work)
{
	mpp_connlimit_apply();
	if (READ_ONCE(mpp_engine_hooked))
		mpp_syn_arm();
	else
		mpp_syn_disarm();
}

static void want_hooks(bool on)
{
	WRITE_ONCE(mpp_engine_hooked, on);
	queue_work(mpp_system_wq, &mpp_engine_hooks);
}

/* Orders for the epoch that begins now. */
static void act(const struct mpp_settings *set, const struct mpp_sample *s)
{
	struct mpp_order order = { .audit = set->mode == MPP_MODE_AUDIT };

	mpp_episode_order(&mpp_engine_ep, set, s, &order);
	mpp_syn_set_rate(mpp_engine_ep.syn_rate, mpp_engine_ep.syn_rate_light,
			 s->half_open);
	mpp_prune_order(&order);
}

static void publish(const struct mpp_sample *s)
{
	mpp_engine_peak = max(mpp_engine_peak, s->gauge[MPP_SIGNAL_TCP].now);
	spin_lock_bh(&mpp_status_lock);
	mpp_engine_now.ep = mpp_engine_ep;
	mpp_engine_now.sample = *s;
	mpp_engine_now.peak_pages = mpp_engine_peak;
	spin_unlock_bh(&mpp_status_lock);
}

/*
 * Nothing calls when the machine runs short or orphans become many, so what is
 * near a mark is looked at more often.
 */
static bool look_often(const struct mpp_sample *s)
{
	const struct mpp_gauge *machine = &s->gauge[MPP_SIGNAL_MACHINE];
	const struct mpp_gauge *orphans = &s->gauge[MPP_SIGNAL_ORPHANS];

	return !mpp_pressure_probed() || machine->high ||
	       orphans->now >= orphans->end;
}

static void schedule_next(const struct mpp_settings *set,
			  const struct mpp_sample *s, bool was_active)
{
	bool often = look_often(s);
	u32 ms = often ? MPP_CALM_OFTEN_MS : MPP_CALM_MS;

	if (READ_ONCE(mpp_engine_stopping))
		return;
	/* A kick may have been lost while this step ended the episode. */
	if (was_active)
		ms = set->epoch_ms;
	WRITE_ONCE(mpp_engine_next, jiffies + msecs_to_jiffies(MPP_KICK_MS));
	if (mpp_engine_ep.active)
		queue_delayed_work(mpp_engine_wq, &mpp_engine_epoch,
				   msecs_to_jiffies(set->epoch_ms));
	else if (often || was_active)
		/* Nothing else would tell: this look waits for no CPU. */
		queue_delayed_work(mpp_engine_wq, &mpp_engine_epoch,
				   msecs_to_jiffies(ms));
	else
		mod_delayed_work(mpp_engine_wq, &mpp_engine_calm,
				 msecs_to_jiffies(ms));
}

static void engine_step(struct work_struct *work)
{
	struct mpp_settings set;
	struct mpp_sample s = {};
	struct mpp_episode old;
	bool audit;

	mutex_lock(&mpp_engine_lock);
	/* A calm look that was under way when an episode began. */
	if (mpp_engine_ep.active && work == &mpp_engine_calm.work)
		goto out;

	mpp_policy_get(&set);
	mpp_pressure_sample(&set, &s);
	s.starved = mpp_prune_starved();
	old = mpp_engine_ep;
	audit = set.mode == MPP_MODE_AUDIT;

	switch (mpp_episode_step(&mpp_engine_ep, &set, &s)) {
	case MPP_STEP_CALM:
		break;
	case MPP_STEP_STARTED:
		mpp_report_start(&mpp_engine_ep, &s, audit);
		want_hooks(true);
		act(&set, &s);
		break;
	case MPP_STEP_EPOCH:
		mpp_report_epoch(&mpp_engine_ep, &old, &s, audit);
		act(&set, &s);
		break;
	case MPP_STEP_ENDED:
		mpp_prune_stop();
		mpp_syn_set_rate(0, 0, false);
		want_hooks(false);
		mpp_report_end(&mpp_engine_ep, &old, &s, audit);
		break;
	}
	publish(&s);
	schedule_next(&set, &s, old.active);
out:
	mutex_unlock(&mpp_engine_lock);
}

/**
 * mpp_engine_status() - what the engine does right now
 * @status: the answer, as of the last step where not said otherwise
 *
 * Context: any but hard interrupt.
 */
void mpp_engine_status(struct mpp_status *status)
{
	spin_lock_bh(&mpp_status_lock);
	*status = mpp_engine_now;
	spin_unlock_bh(&mpp_status_lock);
	status->hooks = mpp_syn_hooks();
	status->pinned = mpp_pinned_count();
}

/**
 * mpp_engine_init() - start the loop
 *
 * Context: process, module load.
 * Return: 0; -ENOMEM; or the errno of mpp_prune_init(),
 * mpp_connlimit_init() or mpp_pressure_init().
 */
int mpp_engine_init(void)
{
	int err;

	/*
	 * MEM_RECLAIM: a rescuer thread exists before memory is short. HIGHPRI:
	 * softirqs of an attack keep the CPUs busy.
	 */
	mpp_engine_wq = alloc_workqueue(KBUILD_MODNAME, WQ_UNBOUND |
					WQ_MEM_RECLAIM | WQ_HIGHPRI, 0);
	if (!mpp_engine_wq)
		return -ENOMEM;
	err = mpp_prune_init(mpp_engine_wq);
	if (err)
		goto destroy_wq;
	err = mpp_connlimit_init();
	if (err)
		goto exit_prune;
	/* Jiffies do not begin with 0: a kick would wait for that. */
	mpp_engine_next = jiffies;
	err = mpp_pressure_init(engine_kick, engine_last_call);
	if (err)
		goto exit_connlimit;
	mpp_policy_set_listener(engine_settings);
	queue_delayed_work(mpp_engine_wq, &mpp_engine_calm, 0);
	return 0;

exit_connlimit:
	mpp_connlimit_exit();
exit_prune:
	mpp_prune_exit();
destroy_wq:
	destroy_workqueue(mpp_engine_wq);
	return err;
}

/**
 * mpp_engine_exit() - stop the loop, in the middle of an episode if need be
 *
 * Context: process, module unload, may sleep: it waits for the slice and the
 * step under way, neither of which waits for a socket's owner.
 */
void mpp_engine_exit(void)
{
	mpp_policy_set_listener(NULL);
	/* No kick from here on, and no step schedules another. */
	mpp_pressure_exit();
	mutex_lock(&mpp_engine_lock);
	WRITE_ONCE(mpp_engine_stopping, true);
	mutex_unlock(&mpp_engine_lock);
	cancel_delayed_work_sync(&mpp_engine_calm);
	cancel_delayed_work_sync(&mpp_engine_epoch);
	/* Nobody orders any more. */
	mpp_prune_stop();
	mpp_prune_exit();
	cancel_work_sync(&mpp_engine_hooks);
	mpp_syn_set_rate(0, 0, false);
	mpp_syn_disarm();
	mpp_connlimit_exit();
	destroy_workqueue(mpp_engine_wq);
}
