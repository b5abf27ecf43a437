// SPDX-License-Identifier: GPL-2.0
/*
 * verdict - may this SYN or this connection be touched at all?
 *
 * In:  the settings, and what the rooms that know sockets and interfaces found
 * out about the subject. Out: one reason. Pure.
 */
#include "core.h"

/**
 * mpp_verdict() - judge a SYN or a connection by the administrator's rules
 * @set: the settings that apply to it: those in force for a SYN (D6)
 * @sub: the facts about it
 *
 * The first rule that spares wins, so the order decides which word an
 * administrator reads:
 *
 *	MPP off				disabled	W2, D8
 *	this IP version off		family_off	W12
 *	the kernel's own socket		kernel		D11
 *	checkpoint in progress		repair
 *	interface opted out		iface_off	W12
 *	Profiles on, private		private		W4
 *	Profiles on, domain		domain		W4
 *	port in an exempt range		exempt_port	W6
 *	otherwise			healthy: a candidate, abuse not yet seen
 *
 * Context: any, softirq included.
 * Return: MPP_HEALTHY for a candidate, otherwise the reason that spares it.
 */
enum mpp_reason mpp_verdict(const struct mpp_settings *set,
			    const struct mpp_subject *sub)
{
	if (!set->enabled)
		return MPP_DISABLED;
	if (sub->ipv6 ? !set->ipv6 : !set->ipv4)
		return MPP_FAMILY_OFF;
	if (sub->kernel)
		return MPP_KERNEL;
	if (sub->repair)
		return MPP_REPAIR;
	if (sub->iface_off)
		return MPP_IFACE_OFF;
	if (set->profiles && sub->profile == MPP_PROFILE_PRIVATE)
		return MPP_PRIVATE;
	if (set->profiles && sub->profile == MPP_PROFILE_DOMAIN)
		return MPP_DOMAIN;
	if (mpp_exempt_has(&set->exempt, sub->port))
		return MPP_EXEMPT_PORT;
	return MPP_HEALTHY;
}
