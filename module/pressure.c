// SPDX-License-Identifier: GPL-2.0
/*
 * pressure - the sensors: when to look at memory, and what there is of it.
 *
 * In:  the memory pressure callback of TCP, in whatever context it runs; the
 * last call before the OOM killer; on request, the accounts of TCP and of the
 * machine. Out: a kick to the engine, and samples (B3).
 *
 * The callback is observed by a kprobe on tcp_enter_memory_pressure(), not by
 * swapping tcp_prot.enter_memory_pressure: kTLS, sockmap and MPTCP keep copies
 * of struct proto that would miss a new pointer or outlive the module with
 * one, and newer kernels call the function directly. A calm kernel never calls
 * it, so the probe costs nothing there.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <net/tcp.h>

#include "oom.h"
#include "pressure.h"
#include "stats.h"
#include "survey.h"
#include "walk.h"

/* Marks of the orphans, percent of the kernel's limit on them. */
#define MPP_ORPHANS_END		75
#define MPP_ORPHANS_START	90

static void (*mpp_pressure_kick)(void);
static bool mpp_pressure_has_probe;
/* Set by the probe, taken by the next sample. */
static unsigned long mpp_pressure_called;
/* Only mpp_pressure_sample() uses these, and its caller serialises. */
static bool mpp_pressure_flag_was;
static bool mpp_pressure_called_was;
static bool mpp_pressure_silent;

static void kick_engine(struct irq_work *work)
{
	mpp_stat_inc(MPP_STAT_PRESSURE_CALLS);
	mpp_pressure_kick();
}

static DEFINE_IRQ_WORK(mpp_pressure_work, kick_engine);

/*
 * May run like an NMI, and on every allocation while memory is short: latch
 * one bit and leave. The bit is cleared by the sample that answers it.
 */
static int __kprobes probe_handler(struct kprobe *p, struct pt_regs *regs)
{
	if (!test_bit(0, &mpp_pressure_called) &&
	    !test_and_set_bit(0, &mpp_pressure_called))
		irq_work_queue(&mpp_pressure_work);
	return 0;
}

static struct kprobe mpp_pressure_probe = {
	.symbol_name = "tcp_enter_memory_pressure",
	.pre_handler = probe_handler,
};

/**
 * mpp_pressure_probed() - does the callback reach us?
 *
 * Context: any.
 * Return: false when there is no probe, or when TCP was seen under pressure
 * without it (kprobes were switched off as a whole).
 */
bool mpp_pressure_probed(void)
{
	return READ_ONCE(mpp_pressure_has_probe) && !READ_ONCE(mpp_pressure_silent);
}

/*
 * The flag rose since the last sample, and the probe did not say so. The probe
 * sits before the function sets the flag, so the sample before may have heard
 * the call already.
 */
static void check_probe(bool called)
{
	bool flag = READ_ONCE(*tcp_prot.memory_pressure);
	bool rose = flag && !mpp_pressure_flag_was;
	bool heard = called || mpp_pressure_called_was;

	mpp_pressure_flag_was = flag;
	mpp_pressure_called_was = called;
	if (!READ_ONCE(mpp_pressure_has_probe))
		return;
	if (heard) {
		WRITE_ONCE(mpp_pressure_silent, false);
	} else if (rose && !mpp_pressure_silent &&
		   !test_bit(0, &mpp_pressure_called)) {
		WRITE_ONCE(mpp_pressure_silent, true);
		pr_warn("pressure came without a call of the probe; sampling instead\n");
	}
}

/* Marks are percent of tcp_mem[1], which an administrator may change. */
static s64 mark(u32 percent)
{
	return div_s64((s64)READ_ONCE(tcp_prot.sysctl_mem[1]) * percent, 100);
}

/*
 * The counter lags by what each CPU keeps for itself, 1 MB at most, and can
 * read below zero for a moment.
 */
static void gauge_tcp(const struct mpp_settings *set, struct mpp_gauge *g)
{
	g->now = max(0L, atomic_long_read(tcp_prot.memory_allocated));
	/* Nothing is below 0, and an episode has to end. */
	g->end = max(mark(set->mark_end), 1LL);
	g->start = mark(set->mark_start);
	g->high = mark(set->mark_high);
}

/* The machine is short. Whether that is TCP's doing is another question. */
static void gauge_machine(const struct mpp_settings *set, struct mpp_gauge *g,
			  s64 available, bool called)
{
	s64 total = totalram_pages();
	s64 low = div_s64(total * set->memory_low, 100);

	g->now = total - available;
	g->end = total - 2 * low;
	g->start = total - low;
	g->high = total - low / 2;
	/* Nothing else is left: no mark says more than that. */
	if (called)
		g->now = max(g->now, g->high);
}

/* No more orphans than sockets, and these are counted. */
static void gauge_orphans(const struct mpp_settings *set, struct mpp_gauge *g)
{
	s64 most = set->orphans_max ?: mpp_walk_shared_buckets() / 2;

	g->now = percpu_counter_read_positive(tcp_prot.sockets_allocated);
	g->end = max(div_s64(most * MPP_ORPHANS_END, 100), 1LL);
	g->start = div_s64(most * MPP_ORPHANS_START, 100);
	g->high = most;
}

static s64 to_pages(u64 bytes)
{
	return bytes >> PAGE_SHIFT;
}

/*
 * Who is at fault, and how many are orphans, takes a look at the sockets, so it
 * is asked only where the answer matters.
 */
static void ask_sockets(const struct mpp_settings *set, struct mpp_sample *s,
			bool called)
{
	struct mpp_gauge *machine = &s->gauge[MPP_SIGNAL_MACHINE];
	struct mpp_gauge *orphans = &s->gauge[MPP_SIGNAL_ORPHANS];
	bool low = set->memory_low && machine->now >= machine->end;
	bool many = orphans->now >= orphans->end;
	struct mpp_survey survey;

	if (low || many) {
		mpp_survey(&survey);
		s->share = to_pages(survey.slab) +
			   max(to_pages(survey.queues),
			       s->gauge[MPP_SIGNAL_TCP].now);
		s->half_open = to_pages(survey.half_open) > s->share / 2;
	}
	/* A machine that others fill is none of our business. */
	if (!low || s->share < div_s64((s64)totalram_pages() *
				       set->memory_share, 100)) {
		*machine = (struct mpp_gauge) {};
		/* Not for a call that came after the look. */
		if (called)
			mpp_oom_dismiss();
	}
	orphans->now = many ? survey.orphans : 0;
}

/**
 * mpp_pressure_sample() - look at the memory of TCP and of the machine
 * @set: settings in force, for the marks
 * @s: the sample; all but @s->starved is filled in
 *
 * Context: process, may sleep; the caller serialises.
 */
void mpp_pressure_sample(const struct mpp_settings *set, struct mpp_sample *s)
{
	/* Before the look: a call from here on deserves a sample of its own. */
	bool called = test_and_clear_bit(0, &mpp_pressure_called);
	bool last_call = mpp_oom_called();

	check_probe(called);
	s->now_ms = ktime_to_ms(ktime_get());
	s->available = si_mem_available();
	s->share = 0;
	s->half_open = false;
	gauge_tcp(set, &s->gauge[MPP_SIGNAL_TCP]);
	gauge_machine(set, &s->gauge[MPP_SIGNAL_MACHINE], s->available,
		      last_call);
	gauge_orphans(set, &s->gauge[MPP_SIGNAL_ORPHANS]);
	ask_sockets(set, s, last_call);
	mpp_stat_inc(MPP_STAT_SAMPLES);
}

/**
 * mpp_pressure_init() - begin to listen
 * @kick: called in hard interrupt context when a sample is due
 * @last_call: called in process context when one is due at once
 *
 * Kernels without kprobes are served as well, with a look at the same state in
 * short intervals, and the log says so. That there is no memory for a probe right
 * now is no reason to do without one for good.
 *
 * Context: process, module load.
 * Return: 0 or -ENOMEM.
 */
int mpp_pressure_init(void (*kick)(void), void (*last_call)(void))
{
	int err;

	mpp_pressure_kick = kick;
	/* A flag that stood before the probe did is not the probe's silence. */
	mpp_pressure_flag_was = READ_ONCE(*tcp_prot.memory_pressure);
	err = register_kprobe(&mpp_pressure_probe);
	if (err == -ENOMEM)
		return err;
	if (err)
		pr_warn("no kprobe on %s (error %d): TCP memory is sampled instead\n",
			mpp_pressure_probe.symbol_name, err);
	/* From here on a kick may have caused a step. */
	WRITE_ONCE(mpp_pressure_has_probe, !err);
	mpp_oom_init(last_call);
	return 0;
}

/**
 * mpp_pressure_exit() - stop listening
 *
 * Context: process, may sleep. No kick comes after it returns.
 */
void mpp_pressure_exit(void)
{
	mpp_oom_exit();
	if (mpp_pressure_has_probe)
		unregister_kprobe(&mpp_pressure_probe);
	irq_work_sync(&mpp_pressure_work);
}
