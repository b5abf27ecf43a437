// SPDX-License-Identifier: GPL-2.0
/*
 * victim_test - from one look at a connection to its abuse class and rank: a
 * row for each class at, just below and just above each of its thresholds, and
 * the properties that every order of victims must have (B1).
 */
#include "tap.h"

#define MSS	1460
#define LONG	3600000		/* an hour */

/* A connection that stalls with a closed window that once was open. */
#define STALLED	\
	.bytes = 65536, .queued = 60000, .snd_wnd = 0, .max_window = 64240, \
	.mss = MSS, .stall_ms = LONG, .acked = 100000

/* Nothing to send. */
#define RECEIVED \
	.bytes = 65536, .snd_wnd = 64240, .max_window = 64240, .mss = MSS, \
	.acked = 100, .received = 100

/* Takes 8 bytes a second, from the first on. */
#define SIPPING	\
	.bytes = 60000, .queued = 60000, .snd_wnd = 8, .max_window = 64240, \
	.mss = MSS, .stall_ms = 900, .busy_ms = 60000, .acked = 480

/* Took plenty before. */
#define SLOWED	\
	.bytes = 65536, .queued = 60000, .snd_wnd = 8, .max_window = 64240, \
	.mss = MSS, .stall_ms = 900, .busy_ms = LONG, .acked = 10000000, \
	.slow_ms = LONG

/* Connected, and never said a word. */
#define SILENT	\
	.bytes = 3000, .snd_wnd = 64240, .max_window = 64240, .mss = MSS, \
	.acked = 1

struct row {
	const char *what;
	struct mpp_facts f;
	enum mpp_reason want;
};

/* Later designators win: each row says what is different. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"
static const struct row rows[] = {
	{ "holds nothing", { STALLED, .bytes = 0 }, MPP_HEALTHY },
	{ "holds one byte", { STALLED, .bytes = 1 }, MPP_ZERO_WINDOW },
	{ "nothing queued, however much it holds", { STALLED, .queued = 0 },
	  MPP_HEALTHY },
	{ "one byte queued", { STALLED, .queued = 1 }, MPP_ZERO_WINDOW },
	{ "never opened, nothing queued",
	  { STALLED, .queued = 0, .max_window = 0 }, MPP_HEALTHY },

	{ "never opened, at once",
	  { STALLED, .max_window = 0, .stall_ms = 0, .acked = 0 },
	  MPP_NEVER_OPENED },
	{ "never opened, ours, just before its time (SYNPROXY)",
	  { STALLED, .max_window = 0, .stall_ms = 2999, .acked = 1 },
	  MPP_HEALTHY },
	{ "never opened, ours, at its time",
	  { STALLED, .max_window = 0, .stall_ms = 3000, .acked = 1 },
	  MPP_NEVER_OPENED },
	{ "never opened, an orphan",
	  { STALLED, .max_window = 0, .acked = 0, .orphan = true },
	  MPP_NEVER_OPENED },
	{ "opened by one byte once", { STALLED, .max_window = 1, .stall_ms = 0 },
	  MPP_HEALTHY },

	{ "orphan just before its time", { STALLED, .orphan = true, .stall_ms = 9999 },
	  MPP_HEALTHY },
	{ "orphan at its time", { STALLED, .orphan = true, .stall_ms = 10000 },
	  MPP_ORPHAN },
	{ "orphan past its time", { STALLED, .orphan = true, .stall_ms = 10001 },
	  MPP_ORPHAN },
	{ "orphan, window below a segment",
	  { STALLED, .orphan = true, .snd_wnd = MSS - 1, .stall_ms = 10000 },
	  MPP_ORPHAN },
	{ "orphan with an open window, before its time",
	  { STALLED, .orphan = true, .snd_wnd = MSS, .stall_ms = 14999 },
	  MPP_HEALTHY },
	{ "orphan with an open window, at its time",
	  { STALLED, .orphan = true, .snd_wnd = MSS, .stall_ms = 15000 },
	  MPP_ORPHAN },
	{ "orphan with an open window, past its time",
	  { STALLED, .orphan = true, .snd_wnd = 64240, .stall_ms = 15001 },
	  MPP_ORPHAN },
	{ "orphan, but for its FIN all is taken",
	  { STALLED, .orphan = true, .queued = 1 }, MPP_HEALTHY },
	{ "orphan, one byte and the FIN", { STALLED, .orphan = true, .queued = 2 },
	  MPP_ORPHAN },
	{ "orphan that took nothing", { STALLED, .orphan = true, .acked = 0 },
	  MPP_NO_PROGRESS },
	{ "orphan that took nothing through an open window",
	  { STALLED, .orphan = true, .acked = 0, .snd_wnd = MSS }, MPP_ORPHAN },

	{ "took nothing, just before its time",
	  { STALLED, .acked = 1, .stall_ms = 2999 }, MPP_HEALTHY },
	{ "took nothing, at its time",
	  { STALLED, .acked = 1, .stall_ms = 3000 }, MPP_NO_PROGRESS },
	{ "took nothing, past its time",
	  { STALLED, .acked = 1, .stall_ms = 3001 }, MPP_NO_PROGRESS },
	{ "not even our SYN was acknowledged",
	  { STALLED, .acked = 0, .stall_ms = 3000 }, MPP_NO_PROGRESS },
	{ "took one byte of data", { STALLED, .acked = 2, .stall_ms = 3000 },
	  MPP_HEALTHY },
	{ "took nothing, window below a segment",
	  { STALLED, .acked = 1, .snd_wnd = MSS - 1, .stall_ms = 3000 },
	  MPP_NO_PROGRESS },
	{ "took nothing, window of a segment: a lossy path",
	  { STALLED, .acked = 1, .snd_wnd = MSS }, MPP_HEALTHY },

	{ "zero window, just before its time", { STALLED, .stall_ms = 9999 },
	  MPP_HEALTHY },
	{ "zero window, at its time", { STALLED, .stall_ms = 10000 },
	  MPP_ZERO_WINDOW },
	{ "zero window, past its time", { STALLED, .stall_ms = 10001 },
	  MPP_ZERO_WINDOW },
	{ "zero window, for 49 days", { STALLED, .stall_ms = U32_MAX },
	  MPP_ZERO_WINDOW },
	{ "window of one byte is not zero", { STALLED, .snd_wnd = 1, .stall_ms = 10000 },
	  MPP_HEALTHY },

	{ "small window, just before its time",
	  { STALLED, .snd_wnd = 1, .stall_ms = 14999 }, MPP_HEALTHY },
	{ "small window, at its time",
	  { STALLED, .snd_wnd = 1, .stall_ms = 15000 }, MPP_SMALL_WINDOW },
	{ "small window, past its time",
	  { STALLED, .snd_wnd = 1, .stall_ms = 15001 }, MPP_SMALL_WINDOW },
	{ "window just below a segment", { STALLED, .snd_wnd = MSS - 1 },
	  MPP_SMALL_WINDOW },
	{ "window of a segment", { STALLED, .snd_wnd = MSS }, MPP_HEALTHY },
	{ "window above a segment", { STALLED, .snd_wnd = MSS + 1 }, MPP_HEALTHY },
	{ "open window, long stall: a lossy path", { STALLED, .snd_wnd = 64240 },
	  MPP_HEALTHY },

	{ "a hole, just before its time", { RECEIVED, .hole_ms = 6999 },
	  MPP_HEALTHY },
	{ "a hole, at its time", { RECEIVED, .hole_ms = 7000 }, MPP_HOLE },
	{ "a hole, past its time", { RECEIVED, .hole_ms = 7001 }, MPP_HOLE },
	{ "a hole and nothing else, just before its time",
	  { RECEIVED, .received = 0, .hole_ms = 2999 }, MPP_HEALTHY },
	{ "a hole and nothing else, at its time",
	  { RECEIVED, .received = 0, .hole_ms = 3000 }, MPP_HOLE },
	{ "a hole after a window's worth, just before its time",
	  { RECEIVED, .received = 65536, .hole_ms = 64999 }, MPP_HEALTHY },
	{ "a hole after a window's worth, at its time",
	  { RECEIVED, .received = 65536, .hole_ms = 65000 }, MPP_HOLE },
	{ "a hole after a byte less",
	  { RECEIVED, .received = 65535, .hole_ms = 7000 }, MPP_HOLE },
	{ "a hole that holds nothing", { RECEIVED, .bytes = 0, .hole_ms = LONG },
	  MPP_HEALTHY },
	{ "a hole, and a window that is closed", { STALLED, .hole_ms = LONG },
	  MPP_HOLE },
	{ "a hole, and nothing ever taken",
	  { STALLED, .hole_ms = LONG, .acked = 1 }, MPP_NO_PROGRESS },

	{ "unread, just before its time",
	  { RECEIVED, .unread = 30000, .unread_ms = 29999 }, MPP_HEALTHY },
	{ "unread, at its time",
	  { RECEIVED, .unread = 30000, .unread_ms = 30000 }, MPP_UNREAD },
	{ "unread, past its time",
	  { RECEIVED, .unread = 30000, .unread_ms = 30001 }, MPP_UNREAD },
	{ "unread, the least that counts",
	  { RECEIVED, .unread = 16384, .unread_ms = LONG }, MPP_UNREAD },
	{ "a request nobody has read yet",
	  { RECEIVED, .unread = 16383, .unread_ms = LONG }, MPP_HEALTHY },
	{ "unread, and a window that is closed",
	  { STALLED, .unread = 30000, .unread_ms = LONG }, MPP_ZERO_WINDOW },
	{ "took 8 bytes a second, just before its time",
	  { SIPPING, .busy_ms = 9999 }, MPP_HEALTHY },
	{ "took 8 bytes a second, at its time",
	  { SIPPING, .busy_ms = 10000 }, MPP_TRICKLE },
	{ "took 8 bytes a second, past its time",
	  { SIPPING, .busy_ms = 10001 }, MPP_TRICKLE },
	{ "the same, and then nothing at all",
	  { SIPPING, .snd_wnd = 0, .stall_ms = LONG }, MPP_TRICKLE },
	{ "the same, an orphan", { SIPPING, .orphan = true }, MPP_TRICKLE },
	{ "the same, little to take", { SIPPING, .bytes = 16383 }, MPP_HEALTHY },
	{ "the same, a little data in many tiny segments",
	  { SIPPING, .queued = 1200 }, MPP_TRICKLE },
	{ "the same, the least that counts", { SIPPING, .bytes = 16384 },
	  MPP_TRICKLE },
	{ "so slow that the rest takes just less than 300 s",
	  { SIPPING, .busy_ms = 20000, .acked = 4001 }, MPP_HEALTHY },
	{ "so slow that the rest takes 300 s",
	  { SIPPING, .busy_ms = 20000, .acked = 4000 }, MPP_HEALTHY },
	{ "so slow that the rest takes just more than 300 s",
	  { SIPPING, .busy_ms = 20000, .acked = 3999 }, MPP_TRICKLE },
	{ "a window's worth was taken, an hour ago",
	  { SIPPING, .acked = 65536, .busy_ms = LONG }, MPP_HEALTHY },
	{ "not a window's worth, in an hour",
	  { SIPPING, .acked = 65535, .busy_ms = LONG }, MPP_TRICKLE },
	{ "sips through an open window, just before its time",
	  { SIPPING, .snd_wnd = 64240, .busy_ms = 64999 }, MPP_HEALTHY },
	{ "sips through an open window, at its time",
	  { SIPPING, .snd_wnd = 64240, .busy_ms = 65000 }, MPP_TRICKLE },
	{ "seen to sip through an open window, before its time",
	  { SIPPING, .snd_wnd = 64240, .sip_ms = 59999 }, MPP_HEALTHY },
	{ "seen to sip through an open window, at its time",
	  { SIPPING, .snd_wnd = 64240, .sip_ms = 60000 }, MPP_TRICKLE },
	{ "deaf, window open, just before its time",
	  { SIPPING, .snd_wnd = 64240, .acked = 1, .busy_ms = 7499 },
	  MPP_HEALTHY },
	{ "deaf, window open, at its time",
	  { SIPPING, .snd_wnd = 64240, .acked = 1, .busy_ms = 7500 },
	  MPP_TRICKLE },
	{ "deaf, on a path of 2 s, just before its time",
	  { SIPPING, .snd_wnd = 64240, .acked = 1, .rtt_ms = 2000,
	    .busy_ms = 15499 }, MPP_HEALTHY },
	{ "deaf, on a path of 2 s, at its time",
	  { SIPPING, .snd_wnd = 64240, .acked = 1, .rtt_ms = 2000,
	    .busy_ms = 15500 }, MPP_TRICKLE },
	{ "deaf, on a path that claims a minute",
	  { SIPPING, .snd_wnd = 64240, .acked = 1, .rtt_ms = 60000,
	    .busy_ms = 23500 }, MPP_TRICKLE },
	{ "a hole, on a path of 2 s, just before its time",
	  { RECEIVED, .rtt_ms = 2000, .hole_ms = 14999 }, MPP_HEALTHY },
	{ "a hole, on a path of 2 s, at its time",
	  { RECEIVED, .rtt_ms = 2000, .hole_ms = 15000 }, MPP_HOLE },
	{ "busy for very long and everything large",
	  { SIPPING, .bytes = U32_MAX, .busy_ms = U32_MAX, .acked = U64_MAX },
	  MPP_HEALTHY },

	{ "slowed down, just before its time", { SLOWED, .slow_ms = 9999 },
	  MPP_HEALTHY },
	{ "slowed down, at its time", { SLOWED, .slow_ms = 10000 }, MPP_TRICKLE },
	{ "slowed down through an open window, before its time",
	  { SLOWED, .snd_wnd = 64240, .slow_ms = 64999 }, MPP_HEALTHY },
	{ "slowed down through an open window, at its time",
	  { SLOWED, .snd_wnd = 64240, .slow_ms = 65000 }, MPP_TRICKLE },
	{ "slowed down, little to take", { SLOWED, .bytes = 16383 },
	  MPP_HEALTHY },
	{ "paused: not one of those who sip",
	  { SLOWED, .snd_wnd = 0, .stall_ms = 10000 }, MPP_ZERO_WINDOW },

	{ "silent, just before its time", { SILENT, .silent_ms = 29999 },
	  MPP_HEALTHY },
	{ "silent, at its time", { SILENT, .silent_ms = 30000 }, MPP_SILENT },
	{ "silent since it was greeted, before its time",
	  { SILENT, .acked = 20, .silent_ms = 119999 }, MPP_HEALTHY },
	{ "silent since it was greeted, at its time",
	  { SILENT, .acked = 20, .silent_ms = 120000 }, MPP_SILENT },
	{ "silent, and owed something: another matter",
	  { SILENT, .queued = 20, .silent_ms = LONG }, MPP_HEALTHY },
	{ "everything at its largest",
	  { U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX,
	    U32_MAX, U32_MAX, U32_MAX, U32_MAX, U32_MAX, U64_MAX, U64_MAX,
	    false }, MPP_HOLE },
};

#pragma GCC diagnostic pop

static void order_of_ranks(void)
{
	static const u32 sizes[] = {
		0, 1, 2, 3, 4095, 4096, 4097, 65535, 65536, 1 << 20,
		(1U << 31) - 1, 1U << 31, U32_MAX,
	};
	u32 last = 0, r, in_class, bad_class = 0, bad_size = 0, bad_range = 0;
	int class;
	size_t i;

	for (class = 0; class < MPP_FIRST_ABUSE; class++)
		for (i = 0; i < ARRAY_SIZE(sizes); i++)
			bad_class += mpp_victim_rank(class, sizes[i]) != 0;
	tap(!bad_class, "who is spared has rank 0");
	bad_class = 0;
	for (class = MPP_FIRST_ABUSE; class < MPP_NR_REASONS; class++) {
		in_class = 0;
		for (i = 0; i < ARRAY_SIZE(sizes); i++) {
			r = mpp_victim_rank(class, sizes[i]);
			bad_range += r < 1 || r >= MPP_NR_RANKS;
			bad_class += r <= last && !i;
			bad_size += r < in_class;
			in_class = r;
		}
		last = in_class;
	}
	tap(!bad_range, "every victim's rank is in the histogram");
	tap(!bad_class, "the least of a worse class is above the most of a milder");
	tap(!bad_size, "in a class more bytes never rank lower");
	tap(mpp_victim_rank(MPP_ZERO_WINDOW, 70000) >
	    mpp_victim_rank(MPP_ZERO_WINDOW, 30000), "twice the bytes rank higher");
	tap(mpp_victim_rank(MPP_NR_REASONS, 70000) == 0, "no reason has rank 0");
}

static struct mpp_facts random_facts(void)
{
	static const u32 odd[] = { 0, 1, 2, MSS - 1, MSS, 4999, 5000, 10000,
				   65536, U32_MAX };
	struct mpp_facts f;
	u32 *field[] = { &f.bytes, &f.queued, &f.snd_wnd, &f.max_window, &f.mss,
			 &f.stall_ms, &f.hole_ms, &f.unread,
			 &f.unread_ms, &f.busy_ms, &f.slow_ms,
			 &f.sip_ms, &f.silent_ms };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(field); i++)
		*field[i] = tap_below(2) ? odd[tap_below(ARRAY_SIZE(odd))] :
					   tap_below(100000);
	f.acked = odd[tap_below(ARRAY_SIZE(odd))];
	f.orphan = tap_below(2);
	return f;
}

static u32 longer(u32 ms)
{
	return ms < U32_MAX - 1000 ? ms + 1000 : U32_MAX;
}

/* Nobody's case gets better by what makes an attacker, or worse by progress. */
static void properties(void)
{
	u32 i, idle = 0, milder = 0, open = 0, other = 0;

	for (i = 0; i < 200000; i++) {
		struct mpp_facts f = random_facts(), g;
		enum mpp_reason class = mpp_victim_class(&f);

		other += class != MPP_HEALTHY && class < MPP_FIRST_ABUSE;
		if (class != MPP_HEALTHY)
			idle += !f.bytes || (!f.queued && !f.hole_ms &&
					     !f.unread && !f.silent_ms);
		if (class != MPP_HEALTHY && class != MPP_HOLE &&
		    class != MPP_UNREAD && class != MPP_SILENT &&
		    f.max_window && !f.orphan && f.busy_ms < 7500 &&
		    f.slow_ms < 30000 && f.sip_ms < 60000)
			open += f.snd_wnd >= f.mss;
		/* but for who sips, and then pauses as the honest do */
		g = f;
		g.stall_ms = longer(f.stall_ms);
		milder += class != MPP_TRICKLE && mpp_victim_class(&g) < class;
		milder += mpp_victim_class(&g) == MPP_HEALTHY &&
			  class != MPP_HEALTHY;
		g = f;
		g.busy_ms = longer(f.busy_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.slow_ms = longer(f.slow_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.sip_ms = longer(f.sip_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.silent_ms = longer(f.silent_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.hole_ms = longer(f.hole_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.unread_ms = longer(f.unread_ms);
		milder += mpp_victim_class(&g) < class;
		g = f;
		g.acked = f.acked / 2;
		milder += mpp_victim_class(&g) < class;
	}
	tap(!other, "a class is healthy or one of abuse");
	tap(!idle, "who holds or owes nothing is healthy");
	tap(!open, "who keeps an open window is healthy at first");
	tap(!milder, "a longer stall or less progress makes nobody better");
}

int main(void)
{
	size_t i;

	tap_seed();
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		enum mpp_reason got = mpp_victim_class(&rows[i].f);

		if (!tap(got == rows[i].want, "%s", rows[i].what))
			printf("# class %d instead of %d\n", got, rows[i].want);
	}
	order_of_ranks();
	properties();
	return tap_end();
}
