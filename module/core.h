/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The pure decisions. They take values and return values: no lock, no
 * allocation, no clock, and of the kernel only what this header names. The
 * same .c files compile in user space, where selftests/unit checks them
 * against slow references under sanitizers.
 */
#ifndef _TCP_MPP_CORE_H
#define _TCP_MPP_CORE_H

#include "types.h"

#ifdef __KERNEL__
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <limits.h>
#include <string.h>
#define U16_MAX UINT16_MAX
#define U32_MAX UINT32_MAX
#define U64_MAX UINT64_MAX
#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#define max_t(type, a, b) ((type)(a) > (type)(b) ? (type)(a) : (type)(b))
#define clamp_t(type, v, lo, hi) min_t(type, max_t(type, v, lo), hi)
#define div_u64(a, b) ((u64)(a) / (u32)(b))
#define div64_u64(a, b) ((u64)(a) / (u64)(b))
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
#define fls(x) ((x) ? 32 - __builtin_clz(x) : 0)
#endif

/* exempt.c */
int mpp_exempt_add(struct mpp_exempt *ex, u32 first, u32 last);
int mpp_exempt_del(struct mpp_exempt *ex, u32 first, u32 last);
const struct mpp_range *mpp_exempt_meets(const struct mpp_exempt *ex,
					 u32 first, u32 last);
bool mpp_exempt_has(const struct mpp_exempt *ex, u16 port);

/* verdict.c */
enum mpp_reason mpp_verdict(const struct mpp_settings *set,
			    const struct mpp_subject *sub);

/* victim.c */
enum mpp_reason mpp_victim_class(const struct mpp_facts *facts);
u32 mpp_victim_rank(enum mpp_reason class, u32 bytes);
u32 mpp_victim_cut(const struct mpp_histogram *hist, u64 buckets, u64 target);
u32 mpp_victim_last(u32 cut, bool worse);
bool mpp_victim_matters(const struct mpp_histogram *hist, u64 buckets,
			u64 least);
bool mpp_victim_is_worse(u32 rank);

/* pace.c */

/* Places of connections whose pace is watched, and how many a number may take. */
#define MPP_PACE_SETS		8192
#define MPP_PACE_WAYS		8

/**
 * struct mpp_pace - what was seen of one connection
 * @id: which, 0 for an empty place
 * @acked: what its peer had taken when the window began, low 32 bits
 * @since_ms: when that was, ms
 * @seen_ms: when it was looked at last, ms
 * @slow_ms: for how long it had been slow then, ms
 * @sip_ms: and for how long it had sipped, ms
 */
struct mpp_pace {
	u32 id;
	u32 acked;
	u32 since_ms;
	u32 seen_ms;
	u32 slow_ms;
	u32 sip_ms;
};

/**
 * struct mpp_pace_table - the connections whose pace is watched, 1.5 MB
 * @place: by number
 */
struct mpp_pace_table {
	struct mpp_pace place[MPP_PACE_SETS][MPP_PACE_WAYS];
};

u32 mpp_pace_look(struct mpp_pace_table *table, u32 id, u32 held, u32 acked,
		  u32 now_ms, u32 *sip_ms);
u32 mpp_pace_since(struct mpp_pace_table *table, u32 id, u32 mark, u32 now_ms);
void mpp_pace_forget(struct mpp_pace_table *table, u32 id);
u32 mpp_pace_peek(const struct mpp_pace_table *table, u32 id, u32 held,
		  u32 acked, u32 now_ms, u32 *sip_ms);
u32 mpp_pace_since_peek(const struct mpp_pace_table *table, u32 id, u32 mark,
			u32 now_ms);

/* episode.c */
enum mpp_step mpp_episode_step(struct mpp_episode *ep,
			       const struct mpp_settings *set,
			       const struct mpp_sample *s);
u32 mpp_episode_budget(u32 rate, u32 ms);
void mpp_episode_order(const struct mpp_episode *ep,
		       const struct mpp_settings *set,
		       const struct mpp_sample *s, struct mpp_order *order);

/* listener.c */

/* Network namespaces and listeners are told apart by so many numbers. */
#define MPP_LOAD_SPACES		256
#define MPP_LOAD_LISTENERS	4096

/**
 * struct mpp_load - what connections hold, by where they belong
 * @total: all of them, bytes
 * @space: by number of the network namespace, bytes
 * @listener: by number of the namespace and port, bytes
 */
struct mpp_load {
	u64 total;
	u64 space[MPP_LOAD_SPACES];
	u64 listener[MPP_LOAD_LISTENERS];
};

/**
 * struct mpp_heavy - who holds much
 * @space: by number of the network namespace
 * @listener: by number of the namespace and port
 */
struct mpp_heavy {
	bool space[MPP_LOAD_SPACES];
	bool listener[MPP_LOAD_LISTENERS];
};

void mpp_listener_add(struct mpp_load *load, u32 space, u32 listener, u32 bytes,
		      bool exempt);
void mpp_listener_settle(const struct mpp_load *load, struct mpp_heavy *heavy);
bool mpp_listener_is_heavy(const struct mpp_heavy *heavy, u32 space,
			   u32 listener);

/* source.c */
u32 mpp_source_find(const struct mpp_source_table *table, u64 hash, u32 now);
u32 mpp_source_note(struct mpp_source_table *table, u64 hash, u32 now,
		    bool more);
bool mpp_source_convicts(enum mpp_reason reason);
bool mpp_source_behaves(const struct mpp_facts *facts);
enum mpp_fate mpp_source_fate(const struct mpp_source *src, u32 rate,
			      bool half_open, u32 roll);

#endif /* _TCP_MPP_CORE_H */
