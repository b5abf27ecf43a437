// SPDX-License-Identifier: GPL-2.0
/*
 * attrs - the attributes of the netlink family and the words of its enums, as
 * include/netlink/specs/tcp_mpp.yaml has them, with underscores for dashes.
 * The words of reasons are the module's own, from module/types.h.
 */
#include <string.h>

#include "../../module/types.h"
#include "attrs.h"
#include "settings.h"

static const char *const mode_words[] = { "enforce", "audit", NULL };
static const char *const state_words[] = { "calm", "episode", NULL };
static const char *const signal_words[] = { "tcp", "machine", "orphans", NULL };
static const char *const sensor_words[] = { "sampled", "kprobe", NULL };
static const char *const role_words[] = { "server", "client", NULL };
static const char *const reason_words[] = {
#define X(symbol, word) word,
	MPP_REASONS(X)
#undef X
	NULL
};

_Static_assert(ARRAY_SIZE(reason_words) == TCP_MPP_REASON_NEVER_OPENED + 2,
	       "the reasons of the interface are those of the module");

/* As ss calls them. */
static const char *const tcp_state_words[] = {
	[0]					= "unknown",
	[TCP_MPP_TCP_STATE_ESTABLISHED]		= "established",
	[TCP_MPP_TCP_STATE_SYN_SENT]		= "syn-sent",
	[TCP_MPP_TCP_STATE_SYN_RECV]		= "syn-recv",
	[TCP_MPP_TCP_STATE_FIN_WAIT1]		= "fin-wait-1",
	[TCP_MPP_TCP_STATE_FIN_WAIT2]		= "fin-wait-2",
	[TCP_MPP_TCP_STATE_TIME_WAIT]		= "time-wait",
	[TCP_MPP_TCP_STATE_CLOSE]		= "closed",
	[TCP_MPP_TCP_STATE_CLOSE_WAIT]		= "close-wait",
	[TCP_MPP_TCP_STATE_LAST_ACK]		= "last-ack",
	[TCP_MPP_TCP_STATE_LISTEN]		= "listening",
	[TCP_MPP_TCP_STATE_CLOSING]		= "closing",
	[TCP_MPP_TCP_STATE_NEW_SYN_RECV]	= "new-syn-recv",
	[TCP_MPP_TCP_STATE_NEW_SYN_RECV + 1]	= NULL
};

#define PLAIN(name, kind)	{ name, kind, NULL }
#define WORD(name, words)	{ name, ATTR_WORD, words }

static const struct attr_desc exempt_attrs[] = {
	[TCP_MPP_A_EXEMPT_FIRST]	= PLAIN("first", ATTR_U16),
	[TCP_MPP_A_EXEMPT_LAST]		= PLAIN("last", ATTR_U16),
	[TCP_MPP_A_EXEMPT_PORT]		= PLAIN("port", ATTR_U16),
	[TCP_MPP_A_EXEMPT_GENERATION]	= PLAIN("generation", ATTR_U32),
};

static const struct attr_desc settings_attrs[] = {
	[TCP_MPP_A_SETTINGS_GENERATION]		= PLAIN("generation", ATTR_U32),
	[TCP_MPP_A_SETTINGS_DEFAULT]		= PLAIN("default", ATTR_U32),
	[TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT]	= PLAIN("keep_rate_limit",
							ATTR_FLAG),
	[TCP_MPP_A_SETTINGS_EXEMPT]		= PLAIN("exempt", ATTR_RANGE),
	[TCP_MPP_A_SETTINGS_EXEMPT_NONE]	= PLAIN("exempt_none", ATTR_FLAG),
	[TCP_MPP_A_SETTINGS_ENABLED]		= PLAIN("enabled", ATTR_SWITCH),
	[TCP_MPP_A_SETTINGS_IPV4]		= PLAIN("ipv4", ATTR_SWITCH),
	[TCP_MPP_A_SETTINGS_IPV6]		= PLAIN("ipv6", ATTR_SWITCH),
	[TCP_MPP_A_SETTINGS_PROFILES]		= PLAIN("profiles", ATTR_SWITCH),
	[TCP_MPP_A_SETTINGS_MARK_END]		= PLAIN("mark_end", ATTR_U32),
	[TCP_MPP_A_SETTINGS_MARK_START]		= PLAIN("mark_start", ATTR_U32),
	[TCP_MPP_A_SETTINGS_MARK_HIGH]		= PLAIN("mark_high", ATTR_U32),
	[TCP_MPP_A_SETTINGS_EPOCH_MS]		= PLAIN("epoch_ms", ATTR_U32),
	[TCP_MPP_A_SETTINGS_HOLD_MS]		= PLAIN("hold_ms", ATTR_U32),
	[TCP_MPP_A_SETTINGS_KILL_RATE_MAX]	= PLAIN("kill_rate_max",
							ATTR_U32),
	[TCP_MPP_A_SETTINGS_MODE]		= WORD("mode", mode_words),
	[TCP_MPP_A_SETTINGS_RATE_LIMIT]		= PLAIN("rate_limit",
							ATTR_SWITCH),
	[TCP_MPP_A_SETTINGS_RATE_LIMIT_MAX]	= PLAIN("rate_limit_max",
							ATTR_U32),
	[TCP_MPP_A_SETTINGS_MEMORY_LOW]		= PLAIN("memory_low", ATTR_U32),
	[TCP_MPP_A_SETTINGS_MEMORY_SHARE]	= PLAIN("memory_share", ATTR_U32),
	[TCP_MPP_A_SETTINGS_ORPHANS_MAX]	= PLAIN("orphans_max", ATTR_U32),
};

static const struct attr_desc iface_attrs[] = {
	[TCP_MPP_A_IFACE_IFINDEX]	= PLAIN("ifindex", ATTR_U32),
	[TCP_MPP_A_IFACE_NAME]		= PLAIN("name", ATTR_STRING),
	[TCP_MPP_A_IFACE_NETNS]		= PLAIN("netns", ATTR_U32),
	[TCP_MPP_A_IFACE_PROFILE]	= WORD("profile", ctl_profile_words),
	[TCP_MPP_A_IFACE_IPV4]		= PLAIN("ipv4", ATTR_SWITCH),
	[TCP_MPP_A_IFACE_IPV6]		= PLAIN("ipv6", ATTR_SWITCH),
	[TCP_MPP_A_IFACE_DEFAULT]	= PLAIN("default", ATTR_U32),
	[TCP_MPP_A_IFACE_GENERATION]	= PLAIN("generation", ATTR_U32),
};

static const struct attr_desc counter_attrs[] = {
	[TCP_MPP_A_COUNTER_NAME]	= PLAIN("name", ATTR_STRING),
	[TCP_MPP_A_COUNTER_VALUE]	= PLAIN("value", ATTR_U64),
	[TCP_MPP_A_COUNTER_GENERATION]	= PLAIN("generation", ATTR_U32),
};

static const struct attr_desc episode_attrs[] = {
	[TCP_MPP_A_EPISODE_STATE]	= WORD("state", state_words),
	[TCP_MPP_A_EPISODE_EPISODE]	= PLAIN("episode", ATTR_U32),
	[TCP_MPP_A_EPISODE_EPOCH]	= PLAIN("epoch", ATTR_U32),
	[TCP_MPP_A_EPISODE_MODE]	= WORD("mode", mode_words),
	[TCP_MPP_A_EPISODE_SYN_DROP_RATE]	= PLAIN("syn_drop_rate",
							ATTR_U32),
	[TCP_MPP_A_EPISODE_SYN_DROP_RATE_OLD]	= PLAIN("syn_drop_rate_old",
							ATTR_U32),
	[TCP_MPP_A_EPISODE_KILL_RATE]	= PLAIN("kill_rate", ATTR_U32),
	[TCP_MPP_A_EPISODE_KILL_RATE_OLD]	= PLAIN("kill_rate_old",
							ATTR_U32),
	[TCP_MPP_A_EPISODE_PAGES]	= PLAIN("pages", ATTR_U64),
	[TCP_MPP_A_EPISODE_PAGES_END]	= PLAIN("pages_end", ATTR_U64),
	[TCP_MPP_A_EPISODE_PAGES_START]	= PLAIN("pages_start", ATTR_U64),
	[TCP_MPP_A_EPISODE_PAGES_HIGH]	= PLAIN("pages_high", ATTR_U64),
	[TCP_MPP_A_EPISODE_PAGES_PEAK]	= PLAIN("pages_peak", ATTR_U64),
	[TCP_MPP_A_EPISODE_SIGNAL]	= WORD("signal", signal_words),
	[TCP_MPP_A_EPISODE_AVAILABLE]	= PLAIN("available", ATTR_U64),
	[TCP_MPP_A_EPISODE_SHARE]	= PLAIN("share", ATTR_U64),
	[TCP_MPP_A_EPISODE_ORPHANS]	= PLAIN("orphans", ATTR_U64),
	[TCP_MPP_A_EPISODE_SENSOR]	= WORD("sensor", sensor_words),
	[TCP_MPP_A_EPISODE_ROLE]	= WORD("role", role_words),
	[TCP_MPP_A_EPISODE_HOOKS]	= PLAIN("hooks", ATTR_U32),
	[TCP_MPP_A_EPISODE_PINNED]	= PLAIN("pinned", ATTR_U32),
	[TCP_MPP_A_EPISODE_LIMIT]	= PLAIN("limit", ATTR_U32),
	[TCP_MPP_A_EPISODE_EVENTS_LOST]	= PLAIN("events_lost", ATTR_FLAG),
	[TCP_MPP_A_EPISODE_SYN_DROP_RATE_LIGHT]	= PLAIN("syn_drop_rate_light",
							ATTR_U32),
};

static const struct attr_desc evidence_attrs[] = {
	[TCP_MPP_A_EVIDENCE_MODE]	= WORD("mode", mode_words),
	[TCP_MPP_A_EVIDENCE_REASON]	= WORD("reason", reason_words),
	[TCP_MPP_A_EVIDENCE_NETNS]	= PLAIN("netns", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_IFINDEX]	= PLAIN("ifindex", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_STATE]	= WORD("state", tcp_state_words),
	[TCP_MPP_A_EVIDENCE_LOCAL_ADDRESS]	= PLAIN("local_address",
							ATTR_ADDRESS),
	[TCP_MPP_A_EVIDENCE_LOCAL_PORT]	= PLAIN("local_port", ATTR_U16),
	[TCP_MPP_A_EVIDENCE_PEER_ADDRESS]	= PLAIN("peer_address",
							ATTR_ADDRESS),
	[TCP_MPP_A_EVIDENCE_PEER_PORT]	= PLAIN("peer_port", ATTR_U16),
	[TCP_MPP_A_EVIDENCE_UID]	= PLAIN("uid", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_CGROUP]	= PLAIN("cgroup", ATTR_U64),
	[TCP_MPP_A_EVIDENCE_BYTES]	= PLAIN("bytes", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_SEND_BYTES]	= PLAIN("send_bytes", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_RECEIVE_BYTES]	= PLAIN("receive_bytes",
							ATTR_U32),
	[TCP_MPP_A_EVIDENCE_QUEUED]	= PLAIN("queued", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_SND_WND]	= PLAIN("snd_wnd", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_MAX_WINDOW]	= PLAIN("max_window", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_MSS]	= PLAIN("mss", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_STALL_MS]	= PLAIN("stall_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_HOLE_MS]	= PLAIN("hole_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_UNREAD]	= PLAIN("unread", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_UNREAD_MS]	= PLAIN("unread_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_BUSY_MS]	= PLAIN("busy_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_SLOW_MS]	= PLAIN("slow_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_SIP_MS]	= PLAIN("sip_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_SILENT_MS]	= PLAIN("silent_ms", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_ACKED]	= PLAIN("acked", ATTR_U64),
	[TCP_MPP_A_EVIDENCE_ORPHAN]	= PLAIN("orphan", ATTR_FLAG),
	[TCP_MPP_A_EVIDENCE_EVENTS_LOST]	= PLAIN("events_lost", ATTR_U64),
	[TCP_MPP_A_EVIDENCE_RANK]	= PLAIN("rank", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_KEPT_BYTES]	= PLAIN("kept_bytes", ATTR_U32),
	[TCP_MPP_A_EVIDENCE_LOCKED]	= PLAIN("locked", ATTR_FLAG),
};

static const struct attr_set exempt_set = {
	ARRAY_SIZE(exempt_attrs) - 1, exempt_attrs
};

static const struct attr_set settings_set = {
	ARRAY_SIZE(settings_attrs) - 1, settings_attrs
};

static const struct attr_set iface_set = {
	ARRAY_SIZE(iface_attrs) - 1, iface_attrs
};

static const struct attr_set counter_set = {
	ARRAY_SIZE(counter_attrs) - 1, counter_attrs
};

static const struct attr_set episode_set = {
	ARRAY_SIZE(episode_attrs) - 1, episode_attrs
};

static const struct attr_set evidence_set = {
	ARRAY_SIZE(evidence_attrs) - 1, evidence_attrs
};

static const struct {
	const char *name;
	const struct attr_set *set;
} commands[] = {
	[TCP_MPP_CMD_SETTINGS_GET]	= { "settings_get", &settings_set },
	[TCP_MPP_CMD_SETTINGS_SET]	= { "settings_set", &settings_set },
	[TCP_MPP_CMD_SETTINGS_RESET]	= { "settings_reset", &settings_set },
	[TCP_MPP_CMD_EXEMPT_GET]	= { "exempt_get", &exempt_set },
	[TCP_MPP_CMD_EXEMPT_NEW]	= { "exempt_new", &exempt_set },
	[TCP_MPP_CMD_EXEMPT_DEL]	= { "exempt_del", &exempt_set },
	[TCP_MPP_CMD_IFACE_GET]		= { "iface_get", &iface_set },
	[TCP_MPP_CMD_IFACE_SET]		= { "iface_set", &iface_set },
	[TCP_MPP_CMD_STATUS_GET]	= { "status_get", &episode_set },
	[TCP_MPP_CMD_STATS_GET]		= { "stats_get", &counter_set },
	[TCP_MPP_CMD_SETTINGS_NTF]	= { "settings_ntf", &settings_set },
	[TCP_MPP_CMD_IFACE_NTF]		= { "iface_ntf", &iface_set },
	[TCP_MPP_CMD_EPISODE_START]	= { "episode_start", &episode_set },
	[TCP_MPP_CMD_EPISODE_END]	= { "episode_end", &episode_set },
	[TCP_MPP_CMD_EPOCH_START]	= { "epoch_start", &episode_set },
	[TCP_MPP_CMD_EPOCH_END]		= { "epoch_end", &episode_set },
	[TCP_MPP_CMD_EVALUATION]	= { "evaluation", &episode_set },
	[TCP_MPP_CMD_RATE_LIMIT]	= { "rate_limit", &episode_set },
	[TCP_MPP_CMD_RESET]		= { "reset", &evidence_set },
	[TCP_MPP_CMD_CONNECTION_GET]	= { "connection_get", &evidence_set },
};

/**
 * attr_set_of() - the attributes of a message
 * @cmd: what it is, TCP_MPP_CMD_*
 *
 * Return: these, or NULL.
 */
const struct attr_set *attr_set_of(uint8_t cmd)
{
	return cmd < ARRAY_SIZE(commands) ? commands[cmd].set : NULL;
}

/**
 * attr_cmd_name() - what an operation or event is called
 * @cmd: which, TCP_MPP_CMD_*
 *
 * Return: its name, or NULL.
 */
const char *attr_cmd_name(uint8_t cmd)
{
	return cmd < ARRAY_SIZE(commands) ? commands[cmd].name : NULL;
}

/**
 * attr_name() - what an attribute is called
 * @set: of which set
 * @type: its number
 *
 * Return: its name, or NULL.
 */
const char *attr_name(const struct attr_set *set, unsigned int type)
{
	return type <= set->max ? set->attr[type].name : NULL;
}

/**
 * attr_nth() - the word for a value
 * @words: ended with NULL
 * @value: the value
 *
 * Return: the word; "unknown" if this tool is older than the kernel.
 */
const char *attr_nth(const char *const *words, uint64_t value)
{
	for (; *words; words++)
		if (!value--)
			return *words;
	return "unknown";
}

/**
 * attr_reason() - the word for a reason
 * @reason: enum tcp_mpp_reason
 *
 * Return: the word.
 */
const char *attr_reason(uint32_t reason)
{
	return attr_nth(reason_words, reason);
}

/**
 * attr_reason_find() - the reason for a word
 * @word: the word
 *
 * Return: enum tcp_mpp_reason, or -1.
 */
int attr_reason_find(const char *word)
{
	int i;

	for (i = 0; reason_words[i]; i++)
		if (!strcmp(word, reason_words[i]))
			return i;
	return -1;
}

/**
 * attr_tcp_state() - the word for the state of a connection
 * @state: enum tcp_mpp_tcp_state
 *
 * Return: the word.
 */
const char *attr_tcp_state(uint32_t state)
{
	return attr_nth(tcp_state_words, state);
}
