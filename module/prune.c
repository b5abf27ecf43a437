// SPDX-License-Identifier: GPL-2.0
/*
 * prune - bounded sweeps over the connections: look, rank, judge, reset.
 *
 * In:  an order for the epoch from the engine. Out: resets, counters, a
 * tracepoint for each, and whether the budget was too small.
 *
 * One work item, so the sweep's state needs no lock; the resets themselves are
 * done beside it (prune_crew.c), and over when a slice is. The engine writes the
 * order under mpp_prune_lock and never waits for a slice, except when the
 * module is unloaded. Nothing here allocates.
 */
#include <linux/ktime.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include <net/mptcp.h>
#include <net/tcp.h>

#include "core.h"
#include "event.h"
#include "facts.h"
#include "heavy.h"
#include "look.h"
#include "policy.h"
#include "prune.h"
#include "prune_audit.h"
#include "prune_crew.h"
#include "walk.h"
#include "stats.h"
#include "trace.h"

/* A slice leaves the worker to others after this long, ns. */
#define MPP_SLICE_NS		(5 * NSEC_PER_MSEC)
/*
 * So long after an episode began those who go last wait in any case, ns: what is
 * worse may take several looks to be known as such (pace.c).
 */
#define MPP_LAST_NS		(10ULL * NSEC_PER_SEC)
/* Passes in which nobody is reset take at most one of so many parts of a CPU. */
#define MPP_IDLE_PART		5
/* Sockets in the sample from which the first cut-off comes. */
#define MPP_SAMPLE_SOCKETS	4096
/* Healthy connections to take a reference on in a slice: they feel that. */
#define MPP_SLICE_BEHAVED	256

static struct workqueue_struct *mpp_prune_wq;
static void prune_slice(struct work_struct *work);
static DECLARE_DELAYED_WORK(mpp_prune_work, prune_slice);

/* Protects the next four: the engine writes them, a slice takes them. */
static DEFINE_SPINLOCK(mpp_prune_lock);
static struct mpp_order mpp_prune_next;
static bool mpp_prune_fresh;
static bool mpp_prune_running;
/* An episode ended, if any slice saw that or not: the next order begins one. */
static bool mpp_prune_anew = true;

/* A reset was due and the budget refused it; set here, taken by the engine. */
static unsigned long mpp_prune_is_starved;

/*
 * The state of the sweep. Only the work item writes it; a reset beside it reads
 * @cut and @order.sockets, which are fixed in a slice.
 */
static struct {
	struct mpp_walk walk;
	/* Of the pass under way, and the one the cut-off comes from. */
	struct mpp_histogram now, last;
	struct mpp_order order;
	/* What the order still wants freed, bytes; U64_MAX for all there is. */
	u64 target;
	u64 began;
	u64 deadline;
	u64 sockets;
	u32 cut;
	/* How many that behave may still be held in this slice. */
	u32 behaved;
	/* One that goes first was met in this pass, and in the one before. */
	bool worse, worse_last;
	/* Somebody was reset in this pass, and in the one before. */
	bool found, found_last;
	bool sampling;
} sweep;

/* For the SYNs that come while this lasts (B9). */
static void weigh(const struct sock *sk, u32 bytes)
{
	u16 port = READ_ONCE(sk->sk_num);

	mpp_heavy_add(sock_net(sk), port, bytes,
		      mpp_exempt_has(&mpp_policy_rcu()->exempt, port));
}

/* Under RCU: no reference, and maybe another socket than it was. */
static bool want(const struct sock *sk)
{
	struct mpp_facts facts;
	enum mpp_reason class;

	if (!mpp_facts_state_ok(READ_ONCE(sk->sk_state)))
		return false;
	sweep.sockets++;
	if (mpp_look_idle(sk, sweep.behaved))
		return false;
	class = mpp_look(sk, &facts);
	weigh(sk, facts.bytes);
	if (class != MPP_HEALTHY)
		return true;
	if (!sweep.behaved || !mpp_source_behaves(&facts))
		return false;
	sweep.behaved--;
	return true;
}

/*
 * Under the socket's lock: the look that counts. On any CPU, beside a sweep
 * that goes on: of its state only what is fixed in a slice.
 */
static bool judge(const struct sock *sk, struct mpp_evidence *ev)
{
	/* The end of an episode does not wait for what was found before it. */
	return READ_ONCE(mpp_prune_running) && mpp_look_again(sk, ev) &&
	       mpp_victim_rank(ev->reason, ev->facts.bytes) >= sweep.cut;
}

static void report(const struct mpp_evidence *ev, bool audit)
{
	static struct mpp_event event = { .type = MPP_EVENT_RESET };

	if (!mpp_event_wanted(MPP_EVENT_RESET))
		return;
	event.audit = audit;
	event.evidence = *ev;
	mpp_event_emit(&event);
}

/* Not for one whose lock is held, or that audit mode named already. */
static void note_worse(u32 rank)
{
	if (mpp_victim_is_worse(rank))
		sweep.worse = true;
}

/* One goes, or would: what the passes to come, SYNs and listeners are to know. */
static void remember(const struct sock *sk, const struct mpp_evidence *ev,
		     u32 rank, bool shaken, bool audit)
{
	note_worse(rank);
	sweep.found = true;
	mpp_look_caught(sk, ev, shaken);
	report(ev, audit);
}

/* As reset_one() and settle(), but the connection never hears of it (B5). */
static void audit_one(struct sock *sk, const struct mpp_evidence *ev, u32 rank,
		      bool shaken)
{
	/* It would be gone. */
	sweep.now.bytes[rank] -= ev->facts.bytes;
	sweep.target -= min_t(u64, sweep.target, ev->facts.bytes);
	if (mpp_audit_named(sk))
		return;
	sweep.order.budget--;
	mpp_stat_inc(MPP_STAT_WOULD_RESET);
	trace_mpp_reset(ev, true);
	remember(sk, ev, rank, shaken, true);
}

/* On any CPU, beside a sweep that goes on: before anybody looks at the memory. */
static void done(const struct mpp_case *c)
{
	const struct mpp_evidence *ev = &c->ev;
	u32 kept = min(ev->kept_bytes, ev->facts.bytes);

	if (c->result != MPP_RESET_DONE)
		return;
	/* An MPTCP connection keeps its data until it is closed (D12). */
	if (sk_is_mptcp(c->sk))
		kept = ev->facts.bytes;
	/* The socket itself goes when its owner closes it. */
	if (sweep.order.sockets && !ev->facts.orphan)
		kept = min(kept + mpp_facts_own_bytes(c->sk), ev->facts.bytes);
	mpp_stat_inc(MPP_STAT_RESETS);
	mpp_stat_inc(MPP_STAT_TCB + ev->reason);
	mpp_stat_add(MPP_STAT_WAITING_CLOSE, kept);
	mpp_stat_add(MPP_STAT_BYTES_FREED, ev->facts.bytes - kept);
	trace_mpp_reset(ev, false);
}

/* The budget was charged, and the target lowered, when the case was handed over. */
static void settle(struct mpp_case *c)
{
	if (c->result == MPP_RESET_DONE) {
		/* It is in no later histogram, so it must not be in this one. */
		sweep.now.bytes[c->rank] -= c->bytes;
		remember(c->sk, &c->ev, c->rank, c->shaken, false);
		return;
	}
	sweep.order.budget++;
	sweep.target += c->expected;
	if (c->result == MPP_RESET_LOCKED) {
		/* It frees nothing now, so nobody is to wait for it. */
		sweep.now.bytes[c->rank] -= c->bytes;
		mpp_stat_inc(MPP_STAT_TCB + MPP_LOCKED);
	}
}

static const struct mpp_crew_ops mpp_prune_crew = {
	.judge	= judge,
	.done	= done,
	.settle	= settle,
};

static void reset_one(struct sock *sk, struct mpp_case *c, u32 rank, bool shaken)
{
	c->rank = rank;
	c->bytes = c->ev.facts.bytes;
	c->expected = min_t(u64, sweep.target, c->bytes);
	c->shaken = shaken;
	sweep.order.budget--;
	sweep.target -= c->expected;
	mpp_crew_add(sk);
}

static void take(struct sock *sk)
{
	struct mpp_evidence *ev;
	struct mpp_case *c;
	bool shaken;
	u32 rank;

	/* The end of an episode does not wait for the end of a chain. */
	if (!READ_ONCE(mpp_prune_running))
		return;
	/* Some of it may come back: nobody is passed over because of the locked. */
	if (!sweep.target || !sweep.order.budget)
		mpp_crew_join();
	c = mpp_crew_next();
	ev = &c->ev;
	shaken = !rcu_access_pointer(tcp_sk(sk)->fastopen_rsk);
	if (!mpp_look_whole(sk, ev))
		return;
	rank = mpp_victim_rank(ev->reason, ev->facts.bytes);
	if (!rank) {
		if (ev->reason != MPP_HEALTHY)
			mpp_stat_inc(MPP_STAT_TCB + ev->reason);
		return;
	}
	sweep.now.bytes[rank] += ev->facts.bytes;
	if (sweep.sampling || rank < sweep.cut || !sweep.target) {
		note_worse(rank);
		return;
	}
	if (!sweep.order.budget) {
		note_worse(rank);
		mpp_stat_inc(MPP_STAT_TCB + MPP_BUDGET);
		set_bit(0, &mpp_prune_is_starved);
		return;
	}
	if (sweep.order.audit)
		audit_one(sk, ev, rank, shaken);
	else
		reset_one(sk, c, rank, shaken);
}

/* A new order waits: what is due is better known by it. */
static bool superseded(void)
{
	return READ_ONCE(mpp_prune_fresh) || !READ_ONCE(mpp_prune_running);
}

static bool enough(void)
{
	return superseded() || ktime_get_ns() >= sweep.deadline ||
	       (sweep.sampling && sweep.sockets >= MPP_SAMPLE_SOCKETS);
}

static const struct mpp_walk_ops mpp_prune_ops = {
	.want	= want,
	.take	= take,
	.enough	= enough,
};

static void refine(void)
{
	const struct mpp_histogram *hist = &sweep.now;

	/* Early in a pass the pass before knows more. */
	if (sweep.last.looked_at && sweep.now.looked_at < sweep.last.looked_at)
		hist = &sweep.last;
	sweep.cut = mpp_victim_cut(hist, mpp_walk_buckets(), sweep.target);
	sweep.cut = mpp_victim_last(sweep.cut, sweep.worse || sweep.worse_last ||
				    ktime_get_ns() - sweep.began < MPP_LAST_NS);
	if (!mpp_victim_matters(hist, mpp_walk_buckets(),
				sweep.order.least << PAGE_SHIFT))
		sweep.cut = MPP_NR_RANKS;
}

/* Once the switch to audit mode is answered nobody is looked up to be reset. */
static bool audit_now(void)
{
	bool audit;

	rcu_read_lock();
	audit = mpp_policy_rcu()->mode == MPP_MODE_AUDIT;
	rcu_read_unlock();
	return audit;
}

/* By TCP's own account: as much of it as the buckets looked at stand for. */
static u64 held(void)
{
	u64 bytes = (u64)max(0L, atomic_long_read(tcp_prot.memory_allocated)) <<
		    PAGE_SHIFT;
	u64 buckets = mpp_walk_buckets();

	return sweep.now.looked_at < buckets ?
	       mul_u64_u64_div_u64(bytes, sweep.now.looked_at, buckets) : bytes;
}

static void start_pass(void)
{
	mpp_heavy_settle(held());
	sweep.worse_last = sweep.worse;
	sweep.worse = false;
	sweep.found_last = sweep.found;
	sweep.found = false;
	sweep.last = sweep.now;
	memset(&sweep.now, 0, sizeof(sweep.now));
}

static void start_episode(void)
{
	mpp_walk_start(&sweep.walk);
	memset(&sweep.now, 0, sizeof(sweep.now));
	memset(&sweep.last, 0, sizeof(sweep.last));
	mpp_audit_forget();
	mpp_heavy_forget();
	sweep.worse = false;
	sweep.worse_last = false;
	sweep.found = true;
	sweep.sockets = 0;
	/* Where all are to go no cut-off is needed. */
	sweep.sampling = sweep.target != U64_MAX;
	sweep.began = ktime_get_ns();
}

/* Take the order that waits, if one does; false when there is nothing to do. */
static bool take_order(void)
{
	bool run, anew;

	spin_lock_bh(&mpp_prune_lock);
	run = mpp_prune_running;
	anew = run && mpp_prune_anew;
	if (anew)
		mpp_prune_anew = false;
	if (mpp_prune_fresh) {
		sweep.order = mpp_prune_next;
		sweep.target = sweep.order.pages > U64_MAX >> PAGE_SHIFT ?
			       U64_MAX : sweep.order.pages << PAGE_SHIFT;
		mpp_prune_fresh = false;
	}
	spin_unlock_bh(&mpp_prune_lock);
	if (anew)
		start_episode();
	return run;
}

/*
 * As long as nobody is found who is to go, honest connections, be they half a
 * million, are not to notice that they are looked through. An order that comes
 * in the pause is taken after it.
 */
static void go_on(u64 began)
{
	u64 pause = 0;

	if (!sweep.found && !sweep.found_last)
		pause = (ktime_get_ns() - began) * (MPP_IDLE_PART - 1);
	queue_delayed_work(mpp_prune_wq, &mpp_prune_work, nsecs_to_jiffies(pause));
}

static void prune_slice(struct work_struct *work)
{
	u64 passes, seen, now;

	if (!take_order())
		return;
	/* The engine may take a moment to say so. */
	sweep.order.audit |= audit_now();
	refine();

	sweep.behaved = MPP_SLICE_BEHAVED;
	now = ktime_get_ns();
	sweep.deadline = now + MPP_SLICE_NS;
	/* Not the deadline: for a peek that would be the future. */
	mpp_look_begin(&sweep.order, now);
	passes = sweep.walk.passes;
	seen = sweep.sockets;
	sweep.now.looked_at += mpp_walk_slice(&sweep.walk, &mpp_prune_ops);
	mpp_crew_join();
	mpp_stat_add(MPP_STAT_SOCKETS_SEEN, sweep.sockets - seen);

	if (sweep.sampling && (sweep.walk.passes != passes ||
			       sweep.sockets >= MPP_SAMPLE_SOCKETS)) {
		/* The sample is taken: now from the same place in earnest. */
		sweep.sampling = false;
		sweep.walk.bucket = 0;
		sweep.walk.table_cookie = 0;
		start_pass();
	} else if (sweep.walk.passes != passes) {
		mpp_stat_inc(MPP_STAT_SWEEPS);
		start_pass();
		/* All were seen once: the next pass waits for the next order. */
		if (!superseded())
			return;
	}
	go_on(now);
}

/**
 * mpp_prune_order() - what the sweeps have to do from now on
 * @order: replaces the order before
 *
 * Context: process; does not wait.
 */
void mpp_prune_order(const struct mpp_order *order)
{
	spin_lock_bh(&mpp_prune_lock);
	mpp_prune_next = *order;
	WRITE_ONCE(mpp_prune_fresh, true);
	WRITE_ONCE(mpp_prune_running, true);
	spin_unlock_bh(&mpp_prune_lock);
	queue_delayed_work(mpp_prune_wq, &mpp_prune_work, 0);
}

/**
 * mpp_prune_starved() - did the budget refuse a reset since the last call?
 *
 * Context: process.
 * Return: true if so.
 */
bool mpp_prune_starved(void)
{
	return test_and_clear_bit(0, &mpp_prune_is_starved);
}

/**
 * mpp_prune_stop() - the episode is over
 *
 * A slice that runs leaves after the batch in its hands, and resets nobody any
 * more who is not judged already; nobody waits for it.
 *
 * Context: process; does not wait.
 */
void mpp_prune_stop(void)
{
	spin_lock_bh(&mpp_prune_lock);
	WRITE_ONCE(mpp_prune_running, false);
	WRITE_ONCE(mpp_prune_fresh, false);
	mpp_prune_anew = true;
	spin_unlock_bh(&mpp_prune_lock);
	clear_bit(0, &mpp_prune_is_starved);
}

/**
 * mpp_prune_init() - make ready for sweeps
 * @wq: where slices run; outlives the last order
 *
 * Context: process, module load.
 * Return: 0 or the errno of mpp_look_init().
 */
int mpp_prune_init(struct workqueue_struct *wq)
{
	mpp_prune_wq = wq;
	mpp_crew_init(wq, &mpp_prune_crew);
	return mpp_look_init();
}

/**
 * mpp_prune_exit() - wait for the last slice
 *
 * Context: process, module unload, after mpp_prune_stop().
 */
void mpp_prune_exit(void)
{
	cancel_delayed_work_sync(&mpp_prune_work);
	mpp_crew_exit();
}
