// SPDX-License-Identifier: GPL-2.0
/*
 * explain_rule - what would happen to connections of a local port, by which
 * rule. The decision is module/verdict.c itself, compiled into this tool.
 */
#include <errno.h>
#include <string.h>

#include "../../module/core.h"
#include "attrs.h"
#include "conns.h"
#include "explain.h"
#include "nl.h"
#include "out.h"
#include "units.h"

_Static_assert((int)MPP_EXEMPT_PORT == TCP_MPP_REASON_EXEMPT_PORT,
	       "the module's reasons are those of the interface");

/**
 * explain_reason() - a reason in words
 * @reason: enum tcp_mpp_reason
 *
 * Return: half a sentence.
 */
const char *explain_reason(uint32_t reason)
{
	static const char *const text[] = {
		[TCP_MPP_REASON_HEALTHY] =
			"a candidate, reset only if it turns abusive while memory is short",
		[TCP_MPP_REASON_DISABLED] = "the protection is off",
		[TCP_MPP_REASON_FAMILY_OFF] = "it is off for this IP version",
		[TCP_MPP_REASON_IFACE_OFF] =
			"it is off for this IP version on this interface",
		[TCP_MPP_REASON_PRIVATE] =
			"the interface is private, and profiles are enabled",
		[TCP_MPP_REASON_DOMAIN] =
			"the interface is domain, and profiles are enabled",
		[TCP_MPP_REASON_EXEMPT_PORT] = "the local port is exempt",
		[TCP_MPP_REASON_KERNEL] = "the kernel itself uses it",
		[TCP_MPP_REASON_REPAIR] = "a checkpoint is taken of it",
		[TCP_MPP_REASON_LOCKED] = "its owner holds its lock",
		[TCP_MPP_REASON_BUDGET] = "due, but the kill rate is used up",
		[TCP_MPP_REASON_UNREAD] =
			"the application does not read what it was sent",
		[TCP_MPP_REASON_SILENT] =
			"the peer connected and never sent a byte",
		[TCP_MPP_REASON_SMALL_WINDOW] =
			"the peer's window is below one segment, and data stalls",
		[TCP_MPP_REASON_ORPHAN] =
			"the application is gone, and the peer does not take the rest",
		[TCP_MPP_REASON_ZERO_WINDOW] =
			"the peer closed its window and keeps it closed",
		[TCP_MPP_REASON_TRICKLE] = "the peer takes next to nothing",
		[TCP_MPP_REASON_HOLE] =
			"segments wait behind one that the peer does not send",
		[TCP_MPP_REASON_NO_PROGRESS] =
			"not one byte was taken since it was made",
		[TCP_MPP_REASON_NEVER_OPENED] =
			"the peer never opened its window at all",
	};

	return reason < ARRAY_SIZE(text) ? text[reason] :
	       "a reason that this mppctl does not know";
}

/**
 * explain_verdict() - may a connection that is made now be touched?
 * @state: what is set
 * @dev: the interface it comes in on
 * @ipv6: over IPv6
 * @port: local port
 *
 * Return: enum tcp_mpp_reason, healthy for a candidate.
 */
uint32_t explain_verdict(const struct mpp_state *state,
			 const struct mpp_dev *dev, bool ipv6, uint16_t port)
{
	const uint32_t *value = state->value - TCP_MPP_A_SETTINGS_ENABLED;
	struct mpp_settings set = {
		.enabled = value[TCP_MPP_A_SETTINGS_ENABLED],
		.ipv4 = value[TCP_MPP_A_SETTINGS_IPV4],
		.ipv6 = value[TCP_MPP_A_SETTINGS_IPV6],
		.profiles = value[TCP_MPP_A_SETTINGS_PROFILES],
	};
	struct mpp_subject sub = {
		.port = port,
		.ipv6 = ipv6,
		.iface_off = ipv6 ? !dev->ipv6 : !dev->ipv4,
		.profile = dev->profile,
	};
	unsigned int i;

	for (i = 0; i < state->nr_exempt && i < MPP_EXEMPT_MAX; i++)
		set.exempt.range[set.exempt.nr++] = state->exempt[i];
	return mpp_verdict(&set, &sub);
}

static void show_verdict(struct ctl *ctl, const struct mpp_state *state,
			 const struct mpp_dev *dev, bool ipv6, uint16_t port)
{
	uint32_t reason = explain_verdict(state, dev, ipv6, port);
	const struct mpp_range *r = state->exempt;
	const char *word = attr_reason(reason);
	bool spared = reason != TCP_MPP_REASON_HEALTHY;

	out_object(ctl, NULL);
	out_str(ctl, "interface", dev->name, "  %-15s", dev->name);
	out_str(ctl, "family", ipv6 ? "ipv6" : "ipv4", " %s ",
		ipv6 ? "IPv6" : "IPv4");
	out_bool(ctl, "spared", spared, "%s%s%s",
		 out_color(ctl, spared ? CTL_GOOD : CTL_PLAIN),
		 spared ? "spared: " : "", out_color(ctl, CTL_PLAIN));
	out_str(ctl, "reason", word, "%s", explain_reason(reason));
	if (reason == TCP_MPP_REASON_EXEMPT_PORT) {
		while (port < r->first || port > r->last)
			r++;
		out_uint(ctl, "first", r->first, ", by the range %u-%u",
			 r->first, r->last);
		out_uint(ctl, "last", r->last, NULL);
	}
	out_text(ctl, "\n");
	out_close(ctl);
}

static void show_now(struct ctl *ctl, uint16_t port)
{
	struct conns_filter filter = {
		.has_local_port = true,
		.local_port = port,
	};
	struct conns_sums sums;
	char bytes[UNITS_LEN];
	uint32_t i;

	if (conns_sum_up(ctl, &filter, &sums)) {
		out_str(ctl, "no_connections", ctl->nl->why,
			"connections that there are: %s\n", ctl->nl->why);
		return;
	}
	out_text(ctl, "connections that there are: %llu\n",
		 (unsigned long long)sums.all.nr);
	out_object(ctl, "connections");
	for (i = 0; i < CONNS_NR_REASONS; i++) {
		if (!sums.of[i].nr)
			continue;
		out_object(ctl, attr_reason(i));
		out_uint(ctl, "connections", sums.of[i].nr, "  %8llu",
			 (unsigned long long)sums.of[i].nr);
		out_uint(ctl, "bytes", sums.of[i].bytes, " %9s %s: %s\n",
			 units_bytes(sums.of[i].bytes, bytes), attr_reason(i),
			 explain_reason(i));
		out_close(ctl);
	}
	out_close(ctl);
}

/**
 * explain_port() - what would happen to connections of a local port
 * @ctl: the run, with the kernel ready
 * @port: the port
 * @only_dev: only those of this interface, or NULL
 *
 * Return: enum ctl_status.
 */
int explain_port(struct ctl *ctl, uint16_t port, const char *only_dev)
{
	struct mpp_state state;
	int status;
	size_t i;

	status = state_read(ctl, &state);
	if (status)
		return status;
	out_begin(ctl);
	out_uint(ctl, "port", port,
		 "a connection to port %u that is made now, and a SYN to it:\n",
		 port);
	out_array(ctl, "verdicts");
	for (i = 0; i < state.nr_dev; i++) {
		if (only_dev && strcmp(only_dev, state.dev[i].name))
			continue;
		show_verdict(ctl, &state, &state.dev[i], false, port);
		show_verdict(ctl, &state, &state.dev[i], true, port);
	}
	out_close(ctl);
	show_now(ctl, port);
	out_end(ctl);
	state_free(&state);
	return CTL_OK;
}
