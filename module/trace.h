/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM tcp_mpp

#if !defined(_TCP_MPP_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TCP_MPP_TRACE_H

#include <linux/tracepoint.h>

#include "types.h"

#define X(symbol, word) TRACE_DEFINE_ENUM(MPP_##symbol);
MPP_REASONS(X)
#undef X

#define X(symbol, word) TRACE_DEFINE_ENUM(MPP_SIGNAL_##symbol);
MPP_SIGNALS(X)
#undef X

#define X(symbol, word) TRACE_DEFINE_ENUM(MPP_FATE_##symbol);
MPP_FATES(X)
#undef X

#define X(symbol, word) { MPP_##symbol, word },
#define mpp_show_reason(reason) \
	__print_symbolic(reason, MPP_REASONS(X) { -1, NULL })

#define MPP_FATE_WORD(symbol, word) { MPP_FATE_##symbol, word },
#define mpp_show_fate(fate) \
	__print_symbolic(fate, MPP_FATES(MPP_FATE_WORD) { -1, NULL })

#define MPP_SIGNAL_WORD(symbol, word) { MPP_SIGNAL_##symbol, word },
#define mpp_show_signal(signal) \
	__print_symbolic(signal, MPP_SIGNALS(MPP_SIGNAL_WORD) { -1, NULL })

/* An episode began (active) or ended. */
TRACE_EVENT(mpp_episode,
	TP_PROTO(const struct mpp_episode *ep, const struct mpp_sample *s),
	TP_ARGS(ep, s),
	TP_STRUCT__entry(
		__field(bool, active)
		__field(u32, nr)
		__field(u32, epoch)
		__field(u8, signal)
		__field(s64, pages)
		__field(s64, pages_end)
		__field(s64, pages_start)
		__field(s64, pages_high)
		__field(s64, available)
		__field(s64, share)
		__field(s64, orphans)
	),
	TP_fast_assign(
		__entry->active = ep->active;
		__entry->nr = ep->nr;
		__entry->epoch = ep->epoch;
		__entry->signal = ep->signal;
		__entry->pages = s->gauge[MPP_SIGNAL_TCP].now;
		__entry->pages_end = s->gauge[MPP_SIGNAL_TCP].end;
		__entry->pages_start = s->gauge[MPP_SIGNAL_TCP].start;
		__entry->pages_high = s->gauge[MPP_SIGNAL_TCP].high;
		__entry->available = s->available;
		__entry->share = s->share;
		__entry->orphans = s->gauge[MPP_SIGNAL_ORPHANS].now;
	),
	TP_printk("episode=%u %s epochs=%u pages=%lld end=%lld start=%lld high=%lld signal=%s available=%lld share=%lld orphans=%lld",
		  __entry->nr, __entry->active ? "started" : "ended",
		  __entry->epoch, __entry->pages, __entry->pages_end,
		  __entry->pages_start, __entry->pages_high,
		  mpp_show_signal(__entry->signal), __entry->available,
		  __entry->share, __entry->orphans)
);

/* An epoch began: the rates before and from now on. */
TRACE_EVENT(mpp_epoch,
	TP_PROTO(const struct mpp_episode *ep, const struct mpp_sample *s,
		 u32 old_syn_rate, u32 old_kill_rate),
	TP_ARGS(ep, s, old_syn_rate, old_kill_rate),
	TP_STRUCT__entry(
		__field(u32, nr)
		__field(u32, epoch)
		__field(u8, signal)
		__field(s64, pages)
		__field(s64, available)
		__field(s64, share)
		__field(bool, starved)
		__field(u32, old_syn_rate)
		__field(u32, syn_rate)
		__field(u32, old_kill_rate)
		__field(u32, kill_rate)
	),
	TP_fast_assign(
		__entry->nr = ep->nr;
		__entry->epoch = ep->epoch;
		__entry->signal = ep->signal;
		__entry->pages = s->gauge[MPP_SIGNAL_TCP].now;
		__entry->available = s->available;
		__entry->share = s->share;
		__entry->starved = s->starved;
		__entry->old_syn_rate = old_syn_rate;
		__entry->syn_rate = ep->syn_rate;
		__entry->old_kill_rate = old_kill_rate;
		__entry->kill_rate = ep->kill_rate;
	),
	TP_printk("episode=%u epoch=%u pages=%lld starved=%d syn_drop_rate=%u->%u kill_rate=%u->%u signal=%s available=%lld share=%lld",
		  __entry->nr, __entry->epoch, __entry->pages, __entry->starved,
		  __entry->old_syn_rate, __entry->syn_rate,
		  __entry->old_kill_rate, __entry->kill_rate,
		  mpp_show_signal(__entry->signal), __entry->available,
		  __entry->share)
);

/* One SYN was dropped. */
TRACE_EVENT(mpp_syn_drop,
	TP_PROTO(const struct mpp_evidence *ev),
	TP_ARGS(ev),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(int, ifindex)
		__field(u16, local_port)
		__field(u16, peer_port)
		__array(u8, local, 16)
		__array(u8, peer, 16)
		__field(int, fate)
	),
	TP_fast_assign(
		__entry->netns = ev->netns;
		__entry->ifindex = ev->ifindex;
		__entry->local_port = ev->local_port;
		__entry->peer_port = ev->peer_port;
		memcpy(__entry->local, ev->local, 16);
		memcpy(__entry->peer, ev->peer, 16);
		__entry->fate = ev->fate;
	),
	TP_printk("netns=%u ifindex=%d local=[%pI6c]:%u peer=[%pI6c]:%u fate=%s",
		  __entry->netns, __entry->ifindex,
		  __entry->local, __entry->local_port,
		  __entry->peer, __entry->peer_port,
		  mpp_show_fate(__entry->fate))
);

/* One connection was reset, or would have been, with the evidence (B6). */
TRACE_EVENT(mpp_reset,
	TP_PROTO(const struct mpp_evidence *ev, bool audit),
	TP_ARGS(ev, audit),
	TP_STRUCT__entry(
		__field(bool, audit)
		__field(u32, netns)
		__field(int, ifindex)
		__field(u8, state)
		__field(u16, local_port)
		__field(u16, peer_port)
		__array(u8, local, 16)
		__array(u8, peer, 16)
		__field(int, reason)
		__field(u32, bytes)
		__field(u32, queued)
		__field(u32, snd_wnd)
		__field(u32, max_window)
		__field(u32, stall_ms)
		__field(u32, hole_ms)
		__field(u32, unread)
		__field(u32, unread_ms)
		__field(u32, busy_ms)
		__field(u32, slow_ms)
		__field(u32, sip_ms)
		__field(u32, silent_ms)
		__field(u64, acked)
	),
	TP_fast_assign(
		__entry->audit = audit;
		__entry->netns = ev->netns;
		__entry->ifindex = ev->ifindex;
		__entry->state = ev->state;
		__entry->local_port = ev->local_port;
		__entry->peer_port = ev->peer_port;
		memcpy(__entry->local, ev->local, 16);
		memcpy(__entry->peer, ev->peer, 16);
		__entry->reason = ev->reason;
		__entry->bytes = ev->facts.bytes;
		__entry->queued = ev->facts.queued;
		__entry->snd_wnd = ev->facts.snd_wnd;
		__entry->max_window = ev->facts.max_window;
		__entry->stall_ms = ev->facts.stall_ms;
		__entry->hole_ms = ev->facts.hole_ms;
		__entry->unread = ev->facts.unread;
		__entry->unread_ms = ev->facts.unread_ms;
		__entry->busy_ms = ev->facts.busy_ms;
		__entry->slow_ms = ev->facts.slow_ms;
		__entry->sip_ms = ev->facts.sip_ms;
		__entry->silent_ms = ev->facts.silent_ms;
		__entry->acked = ev->facts.acked;
	),
	TP_printk("netns=%u ifindex=%d local=[%pI6c]:%u peer=[%pI6c]:%u state=%u reason=%s bytes=%u queued=%u snd_wnd=%u max_window=%u stall_ms=%u hole_ms=%u unread=%u unread_ms=%u busy_ms=%u slow_ms=%u sip_ms=%u silent_ms=%u acked=%llu%s",
		  __entry->netns, __entry->ifindex,
		  __entry->local, __entry->local_port,
		  __entry->peer, __entry->peer_port, __entry->state,
		  mpp_show_reason(__entry->reason), __entry->bytes,
		  __entry->queued, __entry->snd_wnd, __entry->max_window,
		  __entry->stall_ms, __entry->hole_ms, __entry->unread,
		  __entry->unread_ms, __entry->busy_ms, __entry->slow_ms,
		  __entry->sip_ms, __entry->silent_ms, __entry->acked,
		  __entry->audit ? " audit" : "")
);

#undef X
#endif /* _TCP_MPP_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
