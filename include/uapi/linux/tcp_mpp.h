/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/netlink/specs/tcp_mpp.yaml */
/* YNL-GEN uapi header */
/* To regenerate run: tools/net/ynl/ynl-regen.sh */

#ifndef _UAPI_LINUX_TCP_MPP_H
#define _UAPI_LINUX_TCP_MPP_H

#define TCP_MPP_FAMILY_NAME	"tcp_mpp"
#define TCP_MPP_FAMILY_VERSION	1

#define TCP_MPP_MARK_MAX		1000
#define TCP_MPP_EPOCH_MS_MIN		10
#define TCP_MPP_EPOCH_MS_MAX		10000
#define TCP_MPP_HOLD_MS_MAX		600000
#define TCP_MPP_KILL_RATE_LIMIT		1000000
#define TCP_MPP_RATE_LIMIT_LIMIT	1000
#define TCP_MPP_MEMORY_LOW_MAX		40
#define TCP_MPP_MEMORY_SHARE_MAX	100
#define TCP_MPP_ORPHANS_LIMIT		1000000000

/*
 * What is on or off.
 */
enum tcp_mpp_switch {
	TCP_MPP_SWITCH_DISABLED,
	TCP_MPP_SWITCH_ENABLED,
};

/**
 * enum tcp_mpp_mode - What is done with a decision.
 * @TCP_MPP_MODE_ENFORCE: It is carried out.
 * @TCP_MPP_MODE_AUDIT: It is counted and reported, and nothing is touched.
 */
enum tcp_mpp_mode {
	TCP_MPP_MODE_ENFORCE,
	TCP_MPP_MODE_AUDIT,
};

/**
 * enum tcp_mpp_profile - What kind of network an interface leads to.
 * @TCP_MPP_PROFILE_PUBLIC: Everything that nobody said otherwise about.
 * @TCP_MPP_PROFILE_PRIVATE: The administrator trusts it.
 * @TCP_MPP_PROFILE_DOMAIN: A domain controller is reachable through it.
 */
enum tcp_mpp_profile {
	TCP_MPP_PROFILE_PUBLIC,
	TCP_MPP_PROFILE_PRIVATE,
	TCP_MPP_PROFILE_DOMAIN,
};

/**
 * enum tcp_mpp_role - What decides the defaults.
 * @TCP_MPP_ROLE_SERVER: The protection is on by default.
 * @TCP_MPP_ROLE_CLIENT: The protection is off by default.
 */
enum tcp_mpp_role {
	TCP_MPP_ROLE_SERVER,
	TCP_MPP_ROLE_CLIENT,
};

/**
 * enum tcp_mpp_state - Whether memory is under pressure.
 * @TCP_MPP_STATE_CALM: It is not, and nothing is dropped or reset.
 * @TCP_MPP_STATE_EPISODE: It is.
 */
enum tcp_mpp_state {
	TCP_MPP_STATE_CALM,
	TCP_MPP_STATE_EPISODE,
};

/**
 * enum tcp_mpp_signal - What runs short, and decides about the rates.
 * @TCP_MPP_SIGNAL_TCP: The memory that TCP accounts for, against
 *   net.ipv4.tcp_mem.
 * @TCP_MPP_SIGNAL_MACHINE: The machine's memory, while TCP holds a large share
 *   of it.
 * @TCP_MPP_SIGNAL_ORPHANS: Connections without an owner, which the kernel
 *   limits.
 */
enum tcp_mpp_signal {
	TCP_MPP_SIGNAL_TCP,
	TCP_MPP_SIGNAL_MACHINE,
	TCP_MPP_SIGNAL_ORPHANS,
};

/**
 * enum tcp_mpp_sensor - How pressure is noticed.
 * @TCP_MPP_SENSOR_SAMPLED: By a look at the memory of TCP every 100 ms only.
 * @TCP_MPP_SENSOR_KPROBE: By the kernel's memory pressure callback, and by a
 *   look once in a second.
 */
enum tcp_mpp_sensor {
	TCP_MPP_SENSOR_SAMPLED,
	TCP_MPP_SENSOR_KPROBE,
};

/**
 * enum tcp_mpp_reason - Why a connection was spared or reset: the one
 *   vocabulary of tcp_mpp. From unread on these are the classes of abuse,
 *   worst last.
 * @TCP_MPP_REASON_HEALTHY: A candidate that takes its data, or holds none.
 * @TCP_MPP_REASON_DISABLED: The protection was switched off.
 * @TCP_MPP_REASON_FAMILY_OFF: It was off for this IP version.
 * @TCP_MPP_REASON_IFACE_OFF: It was off for this interface and IP version.
 * @TCP_MPP_REASON_PRIVATE: Came in on a private interface, with Profiles in
 *   force.
 * @TCP_MPP_REASON_DOMAIN: Came in on a domain interface, with Profiles in
 *   force.
 * @TCP_MPP_REASON_EXEMPT_PORT: The local port lies in an exempt range.
 * @TCP_MPP_REASON_KERNEL: The kernel itself uses this socket.
 * @TCP_MPP_REASON_REPAIR: A checkpoint of it is being taken or restored.
 * @TCP_MPP_REASON_LOCKED: Its owner held the lock; it is looked at again.
 * @TCP_MPP_REASON_BUDGET: Due, but the kill rate of the epoch was used up.
 * @TCP_MPP_REASON_UNREAD: The application does not read what it was sent.
 * @TCP_MPP_REASON_SILENT: The peer connected and never sent a byte; only while
 *   the machine itself is short of memory.
 * @TCP_MPP_REASON_SMALL_WINDOW: The peer's window is below one segment, and
 *   data stalls.
 * @TCP_MPP_REASON_ORPHAN: The application is gone, and the peer does not take
 *   the rest.
 * @TCP_MPP_REASON_ZERO_WINDOW: The peer closed its window and keeps it closed.
 * @TCP_MPP_REASON_TRICKLE: The peer takes so little at a time that the rest
 *   would take it many minutes.
 * @TCP_MPP_REASON_HOLE: Segments wait behind one that the peer does not send.
 * @TCP_MPP_REASON_NO_PROGRESS: Not one byte was taken since the connection was
 *   made.
 * @TCP_MPP_REASON_NEVER_OPENED: The peer never opened its window at all.
 */
enum tcp_mpp_reason {
	TCP_MPP_REASON_HEALTHY,
	TCP_MPP_REASON_DISABLED,
	TCP_MPP_REASON_FAMILY_OFF,
	TCP_MPP_REASON_IFACE_OFF,
	TCP_MPP_REASON_PRIVATE,
	TCP_MPP_REASON_DOMAIN,
	TCP_MPP_REASON_EXEMPT_PORT,
	TCP_MPP_REASON_KERNEL,
	TCP_MPP_REASON_REPAIR,
	TCP_MPP_REASON_LOCKED,
	TCP_MPP_REASON_BUDGET,
	TCP_MPP_REASON_UNREAD,
	TCP_MPP_REASON_SILENT,
	TCP_MPP_REASON_SMALL_WINDOW,
	TCP_MPP_REASON_ORPHAN,
	TCP_MPP_REASON_ZERO_WINDOW,
	TCP_MPP_REASON_TRICKLE,
	TCP_MPP_REASON_HOLE,
	TCP_MPP_REASON_NO_PROGRESS,
	TCP_MPP_REASON_NEVER_OPENED,
};

/*
 * State of a connection, numbered as the kernel and ss do.
 */
enum tcp_mpp_tcp_state {
	TCP_MPP_TCP_STATE_ESTABLISHED = 1,
	TCP_MPP_TCP_STATE_SYN_SENT,
	TCP_MPP_TCP_STATE_SYN_RECV,
	TCP_MPP_TCP_STATE_FIN_WAIT1,
	TCP_MPP_TCP_STATE_FIN_WAIT2,
	TCP_MPP_TCP_STATE_TIME_WAIT,
	TCP_MPP_TCP_STATE_CLOSE,
	TCP_MPP_TCP_STATE_CLOSE_WAIT,
	TCP_MPP_TCP_STATE_LAST_ACK,
	TCP_MPP_TCP_STATE_LISTEN,
	TCP_MPP_TCP_STATE_CLOSING,
	TCP_MPP_TCP_STATE_NEW_SYN_RECV,
};

/*
 * The settings as a set; each has the name of its attribute.
 */
enum tcp_mpp_setting {
	TCP_MPP_SETTING_ENABLED = 1,
	TCP_MPP_SETTING_IPV4 = 2,
	TCP_MPP_SETTING_IPV6 = 4,
	TCP_MPP_SETTING_PROFILES = 8,
	TCP_MPP_SETTING_MARK_END = 16,
	TCP_MPP_SETTING_MARK_START = 32,
	TCP_MPP_SETTING_MARK_HIGH = 64,
	TCP_MPP_SETTING_EPOCH_MS = 128,
	TCP_MPP_SETTING_HOLD_MS = 256,
	TCP_MPP_SETTING_KILL_RATE_MAX = 512,
	TCP_MPP_SETTING_MODE = 1024,
	TCP_MPP_SETTING_RATE_LIMIT = 2048,
	TCP_MPP_SETTING_RATE_LIMIT_MAX = 4096,
	TCP_MPP_SETTING_MEMORY_LOW = 8192,
	TCP_MPP_SETTING_MEMORY_SHARE = 16384,
	TCP_MPP_SETTING_ORPHANS_MAX = 32768,
};

/*
 * What is said about an interface, as a set.
 */
enum tcp_mpp_tag {
	TCP_MPP_TAG_PROFILE = 1,
	TCP_MPP_TAG_IPV4 = 2,
	TCP_MPP_TAG_IPV6 = 4,
};

enum {
	TCP_MPP_A_RANGE_FIRST = 1,
	TCP_MPP_A_RANGE_LAST,

	__TCP_MPP_A_RANGE_MAX,
	TCP_MPP_A_RANGE_MAX = (__TCP_MPP_A_RANGE_MAX - 1)
};

enum {
	TCP_MPP_A_EXEMPT_FIRST = 1,
	TCP_MPP_A_EXEMPT_LAST,
	TCP_MPP_A_EXEMPT_PORT,
	TCP_MPP_A_EXEMPT_GENERATION,

	__TCP_MPP_A_EXEMPT_MAX,
	TCP_MPP_A_EXEMPT_MAX = (__TCP_MPP_A_EXEMPT_MAX - 1)
};

enum {
	TCP_MPP_A_SETTINGS_PAD = 1,
	TCP_MPP_A_SETTINGS_GENERATION,
	TCP_MPP_A_SETTINGS_DEFAULT,
	TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT,
	TCP_MPP_A_SETTINGS_EXEMPT,
	TCP_MPP_A_SETTINGS_ENABLED,
	TCP_MPP_A_SETTINGS_IPV4,
	TCP_MPP_A_SETTINGS_IPV6,
	TCP_MPP_A_SETTINGS_PROFILES,
	TCP_MPP_A_SETTINGS_MARK_END,
	TCP_MPP_A_SETTINGS_MARK_START,
	TCP_MPP_A_SETTINGS_MARK_HIGH,
	TCP_MPP_A_SETTINGS_EPOCH_MS,
	TCP_MPP_A_SETTINGS_HOLD_MS,
	TCP_MPP_A_SETTINGS_KILL_RATE_MAX,
	TCP_MPP_A_SETTINGS_MODE,
	TCP_MPP_A_SETTINGS_RATE_LIMIT,
	TCP_MPP_A_SETTINGS_RATE_LIMIT_MAX,
	TCP_MPP_A_SETTINGS_MEMORY_LOW,
	TCP_MPP_A_SETTINGS_MEMORY_SHARE,
	TCP_MPP_A_SETTINGS_ORPHANS_MAX,

	__TCP_MPP_A_SETTINGS_MAX,
	TCP_MPP_A_SETTINGS_MAX = (__TCP_MPP_A_SETTINGS_MAX - 1)
};

enum {
	TCP_MPP_A_IFACE_IFINDEX = 1,
	TCP_MPP_A_IFACE_NAME,
	TCP_MPP_A_IFACE_NETNS,
	TCP_MPP_A_IFACE_PROFILE,
	TCP_MPP_A_IFACE_IPV4,
	TCP_MPP_A_IFACE_IPV6,
	TCP_MPP_A_IFACE_DEFAULT,
	TCP_MPP_A_IFACE_GENERATION,

	__TCP_MPP_A_IFACE_MAX,
	TCP_MPP_A_IFACE_MAX = (__TCP_MPP_A_IFACE_MAX - 1)
};

enum {
	TCP_MPP_A_COUNTER_PAD = 1,
	TCP_MPP_A_COUNTER_NAME,
	TCP_MPP_A_COUNTER_VALUE,
	TCP_MPP_A_COUNTER_GENERATION,

	__TCP_MPP_A_COUNTER_MAX,
	TCP_MPP_A_COUNTER_MAX = (__TCP_MPP_A_COUNTER_MAX - 1)
};

enum {
	TCP_MPP_A_EPISODE_PAD = 1,
	TCP_MPP_A_EPISODE_STATE,
	TCP_MPP_A_EPISODE_EPISODE,
	TCP_MPP_A_EPISODE_EPOCH,
	TCP_MPP_A_EPISODE_MODE,
	TCP_MPP_A_EPISODE_SYN_DROP_RATE,
	TCP_MPP_A_EPISODE_SYN_DROP_RATE_OLD,
	TCP_MPP_A_EPISODE_KILL_RATE,
	TCP_MPP_A_EPISODE_KILL_RATE_OLD,
	TCP_MPP_A_EPISODE_PAGES,
	TCP_MPP_A_EPISODE_PAGES_END,
	TCP_MPP_A_EPISODE_PAGES_START,
	TCP_MPP_A_EPISODE_PAGES_HIGH,
	TCP_MPP_A_EPISODE_PAGES_PEAK,
	TCP_MPP_A_EPISODE_SIGNAL,
	TCP_MPP_A_EPISODE_AVAILABLE,
	TCP_MPP_A_EPISODE_SHARE,
	TCP_MPP_A_EPISODE_ORPHANS,
	TCP_MPP_A_EPISODE_SENSOR,
	TCP_MPP_A_EPISODE_ROLE,
	TCP_MPP_A_EPISODE_HOOKS,
	TCP_MPP_A_EPISODE_PINNED,
	TCP_MPP_A_EPISODE_LIMIT,
	TCP_MPP_A_EPISODE_EVENTS_LOST,
	TCP_MPP_A_EPISODE_SYN_DROP_RATE_LIGHT,

	__TCP_MPP_A_EPISODE_MAX,
	TCP_MPP_A_EPISODE_MAX = (__TCP_MPP_A_EPISODE_MAX - 1)
};

enum {
	TCP_MPP_A_EVIDENCE_PAD = 1,
	TCP_MPP_A_EVIDENCE_MODE,
	TCP_MPP_A_EVIDENCE_REASON,
	TCP_MPP_A_EVIDENCE_NETNS,
	TCP_MPP_A_EVIDENCE_IFINDEX,
	TCP_MPP_A_EVIDENCE_STATE,
	TCP_MPP_A_EVIDENCE_LOCAL_ADDRESS,
	TCP_MPP_A_EVIDENCE_LOCAL_PORT,
	TCP_MPP_A_EVIDENCE_PEER_ADDRESS,
	TCP_MPP_A_EVIDENCE_PEER_PORT,
	TCP_MPP_A_EVIDENCE_UID,
	TCP_MPP_A_EVIDENCE_CGROUP,
	TCP_MPP_A_EVIDENCE_BYTES,
	TCP_MPP_A_EVIDENCE_SEND_BYTES,
	TCP_MPP_A_EVIDENCE_RECEIVE_BYTES,
	TCP_MPP_A_EVIDENCE_QUEUED,
	TCP_MPP_A_EVIDENCE_SND_WND,
	TCP_MPP_A_EVIDENCE_MAX_WINDOW,
	TCP_MPP_A_EVIDENCE_MSS,
	TCP_MPP_A_EVIDENCE_STALL_MS,
	TCP_MPP_A_EVIDENCE_HOLE_MS,
	TCP_MPP_A_EVIDENCE_UNREAD,
	TCP_MPP_A_EVIDENCE_UNREAD_MS,
	TCP_MPP_A_EVIDENCE_BUSY_MS,
	TCP_MPP_A_EVIDENCE_SLOW_MS,
	TCP_MPP_A_EVIDENCE_SIP_MS,
	TCP_MPP_A_EVIDENCE_SILENT_MS,
	TCP_MPP_A_EVIDENCE_ACKED,
	TCP_MPP_A_EVIDENCE_ORPHAN,
	TCP_MPP_A_EVIDENCE_EVENTS_LOST,

	__TCP_MPP_A_EVIDENCE_MAX,
	TCP_MPP_A_EVIDENCE_MAX = (__TCP_MPP_A_EVIDENCE_MAX - 1)
};

enum {
	TCP_MPP_CMD_SETTINGS_GET = 1,
	TCP_MPP_CMD_SETTINGS_SET,
	TCP_MPP_CMD_SETTINGS_RESET,
	TCP_MPP_CMD_EXEMPT_GET,
	TCP_MPP_CMD_EXEMPT_NEW,
	TCP_MPP_CMD_EXEMPT_DEL,
	TCP_MPP_CMD_IFACE_GET,
	TCP_MPP_CMD_IFACE_SET,
	TCP_MPP_CMD_STATUS_GET,
	TCP_MPP_CMD_STATS_GET,
	TCP_MPP_CMD_SETTINGS_NTF,
	TCP_MPP_CMD_IFACE_NTF,
	TCP_MPP_CMD_EPISODE_START,
	TCP_MPP_CMD_EPISODE_END,
	TCP_MPP_CMD_EPOCH_START,
	TCP_MPP_CMD_EPOCH_END,
	TCP_MPP_CMD_EVALUATION,
	TCP_MPP_CMD_RATE_LIMIT,
	TCP_MPP_CMD_RESET,

	__TCP_MPP_CMD_MAX,
	TCP_MPP_CMD_MAX = (__TCP_MPP_CMD_MAX - 1)
};

#define TCP_MPP_MCGRP_EVENTS	"events"
#define TCP_MPP_MCGRP_KILLS	"kills"

#endif /* _UAPI_LINUX_TCP_MPP_H */
