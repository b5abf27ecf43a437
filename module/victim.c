// SPDX-License-Identifier: GPL-2.0
/*
 * victim - from one look at a connection to an abuse class and a rank, and
 * from the ranks of a population to the cut-off that frees enough.
 *
 * In:  facts, histograms. Out: a class, a rank, a cut-off. Pure: this is the
 * place to add an abuse class, with its row in the case tables of
 * selftests/unit and its word in types.h.
 */
#include "core.h"

/*
 * How long a peer may take nothing before that counts as evidence, ms.
 *
 * A window that never opened to a connection the peer made needs no wait: no
 * stack that wants an answer completes the handshake with a window of zero. On
 * one we made it may: proxies answer a SYN that way until the server behind
 * them did (netfilter's SYNPROXY). A peer that took nothing at all since it
 * asked is given longer than a lost segment and its first two retransmissions
 * take (RFC 6298: 1 s, then doubled). A peer that did take data gets longer
 * still, whether the server has closed or not: a slow reader's full buffer
 * opens the window in steps of half its size, seconds apart. Longest a window
 * that is not zero, and a client in a tunnel, whose window is open.
 */
#define MPP_STALL_BIRTH_MS	3000
#define MPP_STALL_ZERO_MS	10000
#define MPP_STALL_ORPHAN_MS	10000
#define MPP_STALL_SMALL_MS	15000
#define MPP_STALL_OPEN_MS	15000

/*
 * A lost segment comes again after 1, 3 and 7 s at the latest (RFC 6298), and
 * what then still waits for it waits for nobody. Who never sent a byte in order
 * gets as long as one who never took any. Who sent a window's worth before may
 * be out of reach: his next try after a gap of 20 s can be the one after 31 s,
 * or 63 s.
 */
#define MPP_HOLE_BIRTH_MS	3000
#define MPP_HOLE_MS		7000
#define MPP_HOLE_AFTER_MS	65000
/*
 * An application that does not read this many bytes for so long hangs, or is
 * made to. It may be honest, and its peer as well: they go last.
 */
#define MPP_UNREAD_MS		30000
#define MPP_UNREAD_BYTES	16384

/*
 * Taking a little at a time looks like progress. Who is so slow that what he
 * holds would take him this long is not waiting for it: a modem of 1995 is ten
 * times faster. What he holds is memory: with tiny segments a little data takes
 * much of it. He is seen to be so for a while first, and longer when his window is
 * open, for then it may be the path: a phone that was out of reach for 20 s comes
 * back with the retransmission after 45 or 63 s. Until then it takes nothing at
 * all; who sips is no phone. When he took a window's worth before, only a look
 * again and again tells (pace.c).
 */
#define MPP_DRAIN_S		300
#define MPP_SLOW_MS		10000
#define MPP_SLOW_OPEN_MS	65000
#define MPP_SIP_OPEN_MS		60000
/* Not one byte, the three retransmissions of it included (RFC 6298). */
#define MPP_SLOW_DEAF_MS	7500

/*
 * Who connects speaks, or is spoken to. A client may wait for a greeting, or
 * connect ahead of need, and loses little when that is taken from him.
 */
#define MPP_SILENT_MS		30000
#define MPP_SILENT_GREETED_MS	120000

/* What a peer that means it takes or sends before long, bytes. */
#define MPP_WINDOW_WORTH	65536

/* On a connection we made, the ACK of our SYN counts as a byte taken. */
#define MPP_ACKED_NOTHING	1
/* A FIN takes the room of a byte, and holds no data. */
#define MPP_QUEUED_FIN		1

/* The lowest rank above the class that goes last. */
#define MPP_RANK_WORSE	((MPP_UNREAD - MPP_FIRST_ABUSE + 2U) << MPP_RANK_BITS)

/*
 * Three retransmissions take as long as is said above where the path is quick.
 * Every one of them waits for the path as well, which the handshake has timed;
 * up to a point, for the peer had a hand in that.
 */
#define MPP_GRACE_TRIPS		4
#define MPP_GRACE_RTT_MS	4000U

/* Windows of less than this many segments count as tiny. */
#define MPP_SMALL_SEGMENTS	1

static u32 grace(const struct mpp_facts *f)
{
	return MPP_GRACE_TRIPS * min_t(u32, f->rtt_ms, MPP_GRACE_RTT_MS);
}

static bool trickles(const struct mpp_facts *f, bool small)
{
	u32 patience = small ? MPP_SLOW_MS : MPP_SLOW_OPEN_MS;

	if (f->bytes < MPP_TRICKLE_BYTES)
		return false;
	if (!small && f->acked <= MPP_ACKED_NOTHING)
		patience = MPP_SLOW_DEAF_MS + grace(f);
	return f->acked < MPP_WINDOW_WORTH && f->busy_ms >= patience &&
	       f->acked * MPP_DRAIN_S * 1000 < (u64)f->bytes * f->busy_ms;
}

/* He took plenty once; a pause is no trickle, and has a class of its own. */
static bool slowed_down(const struct mpp_facts *f, bool small)
{
	if (f->bytes < MPP_TRICKLE_BYTES)
		return false;
	if (small)
		return f->slow_ms >= MPP_SLOW_MS;
	return f->slow_ms >= MPP_SLOW_OPEN_MS || f->sip_ms >= MPP_SIP_OPEN_MS;
}

/* What the peer does with the data that we have for it. */
static enum mpp_reason sending_class(const struct mpp_facts *f)
{
	bool small = f->snd_wnd < f->mss * MPP_SMALL_SEGMENTS;

	if (!f->queued)
		return MPP_HEALTHY;
	if (!f->max_window &&
	    (!f->acked || f->stall_ms >= MPP_STALL_BIRTH_MS))
		return MPP_NEVER_OPENED;
	if (f->orphan && f->queued <= MPP_QUEUED_FIN)
		return MPP_HEALTHY;
	if (small && f->acked <= MPP_ACKED_NOTHING &&
	    f->stall_ms >= MPP_STALL_BIRTH_MS)
		return MPP_NO_PROGRESS;
	if (trickles(f, small))
		return MPP_TRICKLE;
	if (f->orphan &&
	    f->stall_ms >= (small ? MPP_STALL_ORPHAN_MS : MPP_STALL_OPEN_MS))
		return MPP_ORPHAN;
	if (!f->snd_wnd && small && f->stall_ms >= MPP_STALL_ZERO_MS)
		return MPP_ZERO_WINDOW;
	if (small && f->stall_ms >= MPP_STALL_SMALL_MS)
		return MPP_SMALL_WINDOW;
	return slowed_down(f, small) ? MPP_TRICKLE : MPP_HEALTHY;
}

static u32 hole_patience(const struct mpp_facts *f)
{
	if (f->received >= MPP_WINDOW_WORTH)
		return MPP_HOLE_AFTER_MS;
	return (f->received ? MPP_HOLE_MS : MPP_HOLE_BIRTH_MS) + grace(f);
}

/* What becomes of the data that it has sent. */
static enum mpp_reason receiving_class(const struct mpp_facts *f)
{
	if (f->hole_ms >= hole_patience(f))
		return MPP_HOLE;
	if (!f->queued && f->silent_ms >= (f->acked > MPP_ACKED_NOTHING ?
					   MPP_SILENT_GREETED_MS : MPP_SILENT_MS))
		return MPP_SILENT;
	if (f->unread >= MPP_UNREAD_BYTES && f->unread_ms >= MPP_UNREAD_MS)
		return MPP_UNREAD;
	return MPP_HEALTHY;
}

/**
 * mpp_victim_class() - does this connection abuse memory, and how?
 * @f: what one look at it showed
 *
 * The worse of two. For data that wait to be taken by the peer, from the top:
 *
 *	nothing queued					healthy
 *	window never opened, the peer's connection	never_opened
 *	window never opened, ours, stalled		never_opened
 *	orphan, but for its FIN all is taken		healthy
 *	stalled, nothing ever taken, window < segment	no_progress
 *	plenty held, next to nothing ever taken		trickle
 *	stalled, orphan					orphan
 *	stalled, window is zero				zero_window
 *	stalled, window < segment			small_window
 *	plenty held, next to nothing taken of late	trickle
 *	otherwise					healthy
 *
 * An open window with unacknowledged data is a lossy path, unless next to
 * nothing comes through for long. For data that came in:
 *
 *	behind a hole that nobody fills			hole
 *	none, ever, and none is owed			silent
 *	plenty, and not read for long			unread
 *	otherwise					healthy
 *
 * Context: any.
 * Return: MPP_HEALTHY or one of the abuse classes.
 */
enum mpp_reason mpp_victim_class(const struct mpp_facts *f)
{
	enum mpp_reason sending, receiving;

	if (!f->bytes)
		return MPP_HEALTHY;
	sending = sending_class(f);
	receiving = receiving_class(f);
	return sending > receiving ? sending : receiving;
}

/**
 * mpp_victim_rank() - one number that orders victims, worst highest
 * @class: abuse class, or any other reason
 * @bytes: memory the connection holds
 *
 * The class decides; within a class the power of two of the bytes does. That
 * is all a histogram of bounded size can tell apart, and it needs no sorting.
 *
 * Context: any.
 * Return: 0 when @class is no abuse, otherwise 1 .. MPP_NR_RANKS - 1.
 */
u32 mpp_victim_rank(enum mpp_reason class, u32 bytes)
{
	u32 top = (1U << MPP_RANK_BITS) - 1;

	if (class < MPP_FIRST_ABUSE || class >= MPP_NR_REASONS)
		return 0;
	return ((u32)(class - MPP_FIRST_ABUSE + 1) << MPP_RANK_BITS) +
	       min_t(u32, fls(bytes), top);
}

/* How many times what was looked at makes the whole. */
static u64 parts(const struct mpp_histogram *hist, u64 buckets)
{
	return div64_u64(max_t(u64, buckets, 1) + hist->looked_at - 1,
			 hist->looked_at);
}

/**
 * mpp_victim_cut() - the lowest rank that has to go to free enough
 * @hist: bytes by rank, from a sample or from a whole sweep
 * @buckets: buckets of the tables the sample stands for
 * @target: bytes to free; U64_MAX for all there is
 *
 * A sample of part of the tables is scaled up to the whole. The worst ranks
 * are counted first; the rank in which the target is met is the cut-off.
 *
 * Context: any.
 * Return: a rank from 1 on: connections of this rank or above go. When all
 * victims together are not enough, or none was seen yet, that is every victim.
 */
u32 mpp_victim_cut(const struct mpp_histogram *hist, u64 buckets, u64 target)
{
	u64 sum = 0, share;
	u32 rank;

	if (!hist->looked_at || !buckets)
		return 1;
	/* The part of the target that the sample has to yield. */
	share = div64_u64(target, parts(hist, buckets));

	for (rank = MPP_NR_RANKS - 1; rank > 1; rank--) {
		sum += hist->bytes[rank];
		if (sum && sum >= share)
			return rank;
	}
	return 1;
}

/**
 * mpp_victim_matters() - is it the victims who hold the memory?
 * @hist: as for mpp_victim_cut()
 * @buckets: likewise
 * @least: what they hold together at least, if so, bytes
 *
 * A few connections look bad at any time: a phone that lost its network before it
 * acknowledged a byte cannot be told from one who never means to. Where memory is
 * above the mark by honest load, to reset them brings nothing.
 *
 * Context: any.
 * Return: false when all victims together hold less than @least; true where
 * nothing was seen yet.
 */
bool mpp_victim_matters(const struct mpp_histogram *hist, u64 buckets,
			u64 least)
{
	u64 sum = 0;
	u32 rank;

	if (!hist->looked_at)
		return true;
	for (rank = 1; rank < MPP_NR_RANKS; rank++)
		sum += hist->bytes[rank];
	return sum >= div64_u64(least, parts(hist, buckets));
}

/**
 * mpp_victim_last() - spare those who may be honest while a worse one is left
 * @cut: from mpp_victim_cut()
 * @worse: a victim that mpp_victim_is_worse() was met, which can still go
 *
 * Data that are not read may be nobody's fault, so that class waits until the
 * others are gone, even where everything abusive is to go.
 *
 * Context: any.
 * Return: @cut, or the lowest rank above that class.
 */
u32 mpp_victim_last(u32 cut, bool worse)
{
	return worse && cut < MPP_RANK_WORSE ? MPP_RANK_WORSE : cut;
}

/**
 * mpp_victim_is_worse() - is this one of those that go first?
 * @rank: from mpp_victim_rank()
 *
 * Context: any.
 * Return: false for nobody's victim, and for the class that goes last.
 */
bool mpp_victim_is_worse(u32 rank)
{
	return rank >= MPP_RANK_WORSE;
}
