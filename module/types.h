/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain data that passes between the rooms of the module, and the one
 * vocabulary of reasons. Nothing in here needs a kernel: the pure rooms and
 * their user-space tests include this file unchanged.
 */
#ifndef _TCP_MPP_TYPES_H
#define _TCP_MPP_TYPES_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;
#endif

/* Most exempt ranges Windows keeps, and so do we (W7, D2). */
#define MPP_EXEMPT_MAX		12

/*
 * The one vocabulary. A verdict returns a reason, the counters are indexed by
 * it, the tracepoints carry it and sysfs prints its word: X(symbol, word).
 */
#define MPP_SPARE_REASONS(X)			\
	X(HEALTHY,	"healthy")		\
	X(DISABLED,	"disabled")		\
	X(FAMILY_OFF,	"family_off")		\
	X(IFACE_OFF,	"iface_off")		\
	X(PRIVATE,	"private")		\
	X(DOMAIN,	"domain")		\
	X(EXEMPT_PORT,	"exempt_port")		\
	X(KERNEL,	"kernel")		\
	X(REPAIR,	"repair")		\
	X(LOCKED,	"locked")		\
	X(BUDGET,	"budget")

/* The abuse classes, worst last: the order of severity is the order here. */
#define MPP_RESET_REASONS(X)			\
	X(UNREAD,	"unread")		\
	X(SILENT,	"silent")		\
	X(SMALL_WINDOW,	"small_window")		\
	X(ORPHAN,	"orphan")		\
	X(ZERO_WINDOW,	"zero_window")		\
	X(TRICKLE,	"trickle")		\
	X(HOLE,		"hole")			\
	X(NO_PROGRESS,	"no_progress")		\
	X(NEVER_OPENED,	"never_opened")

#define MPP_REASONS(X)				\
	MPP_SPARE_REASONS(X)			\
	MPP_RESET_REASONS(X)

/**
 * enum mpp_reason - why a SYN or a connection was spared, dropped or reset
 * @MPP_HEALTHY: a candidate that takes its data, or holds none; a SYN that the
 *	drop rate let pass
 * @MPP_DISABLED: the protection is switched off (W2)
 * @MPP_FAMILY_OFF: it is off for this IP version (W12)
 * @MPP_IFACE_OFF: it is off for this interface and IP version (W12)
 * @MPP_PRIVATE: came in on a private interface, Profiles in force (W4)
 * @MPP_DOMAIN: came in on a domain interface, Profiles in force (W4)
 * @MPP_EXEMPT_PORT: the local port lies in an exempt range (W6)
 * @MPP_KERNEL: the kernel itself uses this socket (D11); never a SYN
 * @MPP_REPAIR: under TCP_REPAIR, a checkpoint is being taken or restored; never a
 *	SYN
 * @MPP_LOCKED: its owner holds the socket lock; looked at again next time; never
 *	a SYN
 * @MPP_BUDGET: due, but the kill rate of this epoch is used up (B7); never a SYN
 * @MPP_UNREAD: the application does not read what it was sent
 * @MPP_SILENT: the peer connected and never said a word; only while the machine
 *	itself is short of memory
 * @MPP_SMALL_WINDOW: the peer's window is below one segment, and data stalls
 * @MPP_ORPHAN: the application is gone and the peer does not take the rest
 * @MPP_ZERO_WINDOW: the peer closed its window and keeps it closed
 * @MPP_TRICKLE: the peer takes so little at a time that the rest would take it
 *	many minutes
 * @MPP_HOLE: segments wait behind one that the peer does not send
 * @MPP_NO_PROGRESS: not one byte was taken since the connection was made
 * @MPP_NEVER_OPENED: the peer never opened its window at all
 * @MPP_NR_REASONS: how many there are
 *
 * Reasons from MPP_UNREAD on are the abuse classes, worst last.
 */
enum mpp_reason {
#define X(symbol, word) MPP_##symbol,
	MPP_REASONS(X)
#undef X
	MPP_NR_REASONS
};

#define MPP_FIRST_ABUSE		MPP_UNREAD

/**
 * enum mpp_profile - what kind of network an interface leads to (W3)
 * @MPP_PROFILE_PUBLIC: everything that nobody said otherwise about
 * @MPP_PROFILE_PRIVATE: the administrator trusts it
 * @MPP_PROFILE_DOMAIN: a domain controller is reachable through it
 */
enum mpp_profile {
	MPP_PROFILE_PUBLIC,
	MPP_PROFILE_PRIVATE,
	MPP_PROFILE_DOMAIN,
	MPP_NR_PROFILES
};

/**
 * enum mpp_mode - what becomes of a decision (B5)
 * @MPP_MODE_ENFORCE: it is carried out
 * @MPP_MODE_AUDIT: it is counted and reported only
 */
enum mpp_mode {
	MPP_MODE_ENFORCE,
	MPP_MODE_AUDIT,
};

/**
 * struct mpp_iface_tag - what the administrator said about an interface
 * @profile: enum mpp_profile
 * @ipv4_off: connections over IPv4 that came in here are spared (W12)
 * @ipv6_off: the same for IPv6
 */
struct mpp_iface_tag {
	u8 profile;
	bool ipv4_off;
	bool ipv6_off;
};

/**
 * struct mpp_range - exempt local ports, both ends included
 * @first: lowest port
 * @last: highest port, not below @first
 */
struct mpp_range {
	u16 first;
	u16 last;
};

/**
 * struct mpp_exempt - the global list of exempt ports (W6, W7)
 * @nr: ranges in use
 * @range: the ranges, ascending, without overlap; only the first @nr count
 */
struct mpp_exempt {
	u32 nr;
	struct mpp_range range[MPP_EXEMPT_MAX];
};

/**
 * struct mpp_settings - everything an administrator asked for, as one value
 * @enabled: the switch of the whole feature (W2)
 * @ipv4: acts on IPv4 (W12)
 * @ipv6: acts on IPv6 (W12)
 * @profiles: private and domain interfaces are spared (W4)
 * @mark_end: an episode ends below this, percent of tcp_mem[1] (W21)
 * @mark_start: an episode starts above this, percent of tcp_mem[1]
 * @mark_high: everything abusive goes above this, percent of tcp_mem[1]
 * @epoch_ms: length of an epoch, ms
 * @hold_ms: how long memory stays below @mark_end before the end, ms
 * @kill_rate_max: most TCBs to reset in a second (B7)
 * @mode: enum mpp_mode (B5)
 * @rate_limit: outgoing half-open connections are limited (W19, D15)
 * @rate_limit_max: how many may be half open at once
 * @memory_low: the machine is short when less than this is available, percent
 *	of its memory; 0 never (B3)
 * @memory_share: and TCP is at fault when it holds at least this, percent
 * @orphans_max: the kernel's limit on orphans; 0 for the one it starts with
 * @exempt: the exempt ports
 */
struct mpp_settings {
	u32 enabled;
	u32 ipv4;
	u32 ipv6;
	u32 profiles;
	u32 mark_end;
	u32 mark_start;
	u32 mark_high;
	u32 epoch_ms;
	u32 hold_ms;
	u32 kill_rate_max;
	u32 mode;
	u32 rate_limit;
	u32 rate_limit_max;
	u32 memory_low;
	u32 memory_share;
	u32 orphans_max;
	struct mpp_exempt exempt;
};

/**
 * struct mpp_subject - what the verdict needs to know of a SYN or a TCB
 * @port: local port, host order (D3)
 * @ipv6: IPv6 proper; IPv4 in mapped addresses counts as IPv4
 * @iface_off: the interface opted out for this IP version
 * @kernel: the kernel uses the socket (never set for a SYN)
 * @repair: the socket is in repair mode (never set for a SYN)
 * @profile: enum mpp_profile of the interface it came in on
 */
struct mpp_subject {
	u16 port;
	bool ipv6;
	bool iface_off;
	bool kernel;
	bool repair;
	u8 profile;
};

/**
 * struct mpp_facts - one look at a connection, all the evidence there is
 * @bytes: memory its queues hold, truesize and reserve, bytes
 * @queued: what the peer has not taken of the stream sent or written, bytes
 * @snd_wnd: the peer's window now, bytes
 * @max_window: the largest window the peer ever offered, bytes
 * @mss: the largest segment the peer said it takes, bytes
 * @rtt_ms: the smoothed round trip time, from the handshake on, ms
 * @stall_ms: since the peer last took data, or since it last sent some, ms
 * @hole_ms: since data last came in order, while later segments wait, or since
 *	that was first seen, ms; 0 when none do
 * @unread: bytes of the stream received and not read by the application
 * @unread_ms: since some came, or the application read some, ms
 * @busy_ms: for how long there has been something for the peer to take, ms
 * @slow_ms: for how long the peer was seen to take next to nothing, ms
 * @sip_ms: for how long in a row it took next to nothing, but something, ms
 * @silent_ms: since the peer connected without ever sending a byte, ms; 0 when
 *	it did, or when we made the connection
 * @acked: what the peer took since the connection was made, bytes
 * @received: what it sent since then, in order, bytes
 * @orphan: the application closed it, the kernel finishes alone
 */
struct mpp_facts {
	u32 bytes;
	u32 queued;
	u32 snd_wnd;
	u32 max_window;
	u32 mss;
	u32 rtt_ms;
	u32 stall_ms;
	u32 hole_ms;
	u32 unread;
	u32 unread_ms;
	u32 busy_ms;
	u32 slow_ms;
	u32 sip_ms;
	u32 silent_ms;
	u64 acked;
	u64 received;
	bool orphan;
};

/* What becomes of a SYN that may be dropped, and why: X(symbol, word). */
#define MPP_FATES(X)				\
	X(PASSED,	"passed")		\
	X(BEHAVED,	"behaved")		\
	X(RATE,		"rate")			\
	X(NETWORK,	"network")		\
	X(CAUGHT,	"caught")

/**
 * enum mpp_fate - what becomes of a SYN in an episode, and why (B4)
 * @MPP_FATE_PASSED: the SYN drop rate lets it pass
 * @MPP_FATE_BEHAVED: it would have been dropped, but its address behaved
 * @MPP_FATE_RATE: dropped by the SYN drop rate
 * @MPP_FATE_NETWORK: dropped because others of its network were caught
 * @MPP_FATE_CAUGHT: dropped because its address was caught
 * @MPP_NR_FATES: how many there are
 */
enum mpp_fate {
#define X(symbol, word) MPP_FATE_##symbol,
	MPP_FATES(X)
#undef X
	MPP_NR_FATES
};

/* A table of sources has so many sets of so many entries. */
#define MPP_SOURCE_SETS		8192
#define MPP_SOURCE_WAYS		4

/**
 * struct mpp_source_table - sources by keyed hash, fixed in size
 * @keep: how long an entry is remembered, s
 * @entry: tag, time and count; 0 is empty
 */
struct mpp_source_table {
	u32 keep;
	u64 entry[MPP_SOURCE_SETS][MPP_SOURCE_WAYS];
};

/**
 * struct mpp_source - what is remembered of where a SYN comes from
 * @network: how many addresses of its network were caught
 * @caught: its address was caught
 * @behaved: its address was seen taking or sending data as it should
 */
struct mpp_source {
	u32 network;
	bool caught;
	bool behaved;
};

/**
 * struct mpp_evidence - what is told of one SYN or one connection (B6)
 * @netns: number of its network namespace, as in /proc/PID/ns/net
 * @ifindex: interface it came in on, 0 when not known
 * @family: AF_INET or AF_INET6
 * @state: enum of the TCP state, as in include/net/tcp_states.h
 * @local_port: local port, host order
 * @peer_port: peer's port, host order
 * @local: local address, IPv4 in mapped form
 * @peer: peer's address, IPv4 in mapped form
 * @uid: owner of the socket, as the initial user namespace knows him
 * @cgroup: number of the socket's cgroup, 0 without one
 * @send_bytes: truesize of the send queue, bytes
 * @receive_bytes: truesize of the receive and out-of-order queues, bytes
 * @kept_bytes: of those in the receive queue that only the application's close()
 *	frees after the reset (D12), bytes
 * @reason: why, enum mpp_reason
 * @fate: why a SYN was dropped: rate, network or caught (enum mpp_fate)
 * @facts: what one look showed; zero for a SYN
 */
struct mpp_evidence {
	u32 netns;
	int ifindex;
	u16 family;
	u8 state;
	u16 local_port;
	u16 peer_port;
	u8 local[16];
	u8 peer[16];
	u32 uid;
	u64 cgroup;
	u32 send_bytes;
	u32 receive_bytes;
	u32 kept_bytes;
	enum mpp_reason reason;
	enum mpp_fate fate;
	struct mpp_facts facts;
};

/*
 * A rank orders victims: the abuse class above, the magnitude of the bytes
 * held below it. Rank 0 is nobody's victim.
 */
#define MPP_RANK_BITS		5
#define MPP_NR_CLASSES		(MPP_NR_REASONS - MPP_FIRST_ABUSE)
#define MPP_NR_RANKS		((MPP_NR_CLASSES + 1) << MPP_RANK_BITS)

/**
 * struct mpp_histogram - bytes held by the candidates, by rank
 * @bytes: bytes held by those of each rank
 * @looked_at: buckets of the socket tables that went into it
 */
struct mpp_histogram {
	u64 bytes[MPP_NR_RANKS];
	u64 looked_at;
};

/* With less memory than this a connection is not slow, bytes. */
#define MPP_TRICKLE_BYTES	16384

/* What may call for an episode (B3): X(symbol, word). The first is the usual. */
#define MPP_SIGNALS(X)				\
	X(TCP,		"tcp")			\
	X(MACHINE,	"machine")		\
	X(ORPHANS,	"orphans")

/**
 * enum mpp_signal - what runs short
 * @MPP_SIGNAL_TCP: the account that TCP keeps of its memory, pages
 * @MPP_SIGNAL_MACHINE: the memory of the machine, while TCP holds a large share
 *	of it, pages in use
 * @MPP_SIGNAL_ORPHANS: connections without an owner, which the kernel limits
 * @MPP_NR_SIGNALS: how many there are
 */
enum mpp_signal {
#define X(symbol, word) MPP_SIGNAL_##symbol,
	MPP_SIGNALS(X)
#undef X
	MPP_NR_SIGNALS
};

/**
 * struct mpp_gauge - one signal: where it stands, and its marks
 * @now: where it stands; the more, the worse
 * @end: mark below which an episode may end
 * @start: mark above which one starts
 * @high: mark from which on nothing abusive is spared; 0 where there is no
 *	such signal
 */
struct mpp_gauge {
	s64 now;
	s64 end;
	s64 start;
	s64 high;
};

/**
 * struct mpp_sample - the state of the machine at one moment
 * @now_ms: when, ms of a monotonic clock
 * @gauge: the signals; a kernel that does not count gives a gauge of zeros
 * @available: memory of the machine that can still be had, pages
 * @share: what TCP holds of the machine, sockets included, pages; 0 when it was
 *	not asked for
 * @half_open: most of that are connections whose handshake is not complete
 * @starved: resets were due in the last epoch and the budget refused them
 */
struct mpp_sample {
	u64 now_ms;
	struct mpp_gauge gauge[MPP_NR_SIGNALS];
	s64 available;
	s64 share;
	bool half_open;
	bool starved;
};

/**
 * struct mpp_episode - the state of the controller (W21)
 * @active: an episode lasts
 * @nr: its number, counted from 1 since the module was loaded
 * @epoch: number of the epoch within it, from 1
 * @syn_rate: how many SYNs to candidates are dropped, of 1000
 * @syn_rate_light: how many of those whose listener holds little (B9)
 * @kill_rate: how many may be reset, TCBs a second
 * @signal: enum mpp_signal that presses most, or pressed last
 * @last: each signal at the last epoch's start
 * @rising: epochs in a row over which the one that presses rose
 * @peak_pages: most memory of TCP seen in this episode, pages
 * @started_ms: when it began, ms
 * @below_ms: since when memory is below the end mark, ms; 0 when it is not
 */
struct mpp_episode {
	bool active;
	u32 nr;
	u32 epoch;
	u32 syn_rate;
	u32 syn_rate_light;
	u32 kill_rate;
	u8 signal;
	s64 last[MPP_NR_SIGNALS];
	u32 rising;
	s64 peak_pages;
	u64 started_ms;
	u64 below_ms;
};

/**
 * struct mpp_order - what the sweeps have to do in an epoch
 * @pages: memory to free, pages; U64_MAX for everything abusive
 * @least: what all victims hold together at least, pages, or nobody goes
 * @budget: most connections to reset until the next order
 * @sockets: the sockets themselves count, too, not only what they hold
 * @orphans: only connections without an owner are taken
 * @audit: decide, count and report, but touch nothing (B5)
 */
struct mpp_order {
	u64 pages;
	u64 least;
	u32 budget;
	bool sockets;
	bool orphans;
	bool audit;
};

/**
 * enum mpp_step - what one step of the controller brought about
 * @MPP_STEP_CALM: no episode, and none began
 * @MPP_STEP_STARTED: an episode began
 * @MPP_STEP_EPOCH: a new epoch with new rates
 * @MPP_STEP_ENDED: the episode is over
 */
enum mpp_step {
	MPP_STEP_CALM,
	MPP_STEP_STARTED,
	MPP_STEP_EPOCH,
	MPP_STEP_ENDED,
};

#endif /* _TCP_MPP_TYPES_H */
