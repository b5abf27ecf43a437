// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_event - events, to those who listen (W20, W21, B6).
 *
 * In:  one event after the other from the queue of event.c, in process context.
 * Out: notifications. Nobody waits for them: what cannot be sent is lost, and
 * event.c counts it. A listener that is too slow is told so by its own socket
 * (ENOBUFS); when it set NETLINK_BROADCAST_ERROR, it is counted here as well.
 *
 * Everything goes to listeners in the initial network namespace, and only
 * there: the rights of a listener elsewhere would be asked for in a user
 * namespace that may be its own (D14).
 */
#include <net/genetlink.h>

#include <uapi/linux/tcp_mpp.h>

#include "netlink_msg.h"
#include "nl_gen.h"

/*
 * The machine is short of memory when most events come. Try, but do not take
 * what reclaim would have to fight for.
 */
#define MPP_EVENT_GFP	(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN)

static const u8 mpp_event_cmd[] = {
	[MPP_EVENT_EVALUATION]		= TCP_MPP_CMD_EVALUATION,
	[MPP_EVENT_EPISODE_START]	= TCP_MPP_CMD_EPISODE_START,
	[MPP_EVENT_EPISODE_END]		= TCP_MPP_CMD_EPISODE_END,
	[MPP_EVENT_EPOCH_START]		= TCP_MPP_CMD_EPOCH_START,
	[MPP_EVENT_EPOCH_END]		= TCP_MPP_CMD_EPOCH_END,
	[MPP_EVENT_SETTINGS]		= TCP_MPP_CMD_SETTINGS_NTF,
	[MPP_EVENT_IFACE]		= TCP_MPP_CMD_IFACE_NTF,
	[MPP_EVENT_RATE_LIMIT]		= TCP_MPP_CMD_RATE_LIMIT,
	[MPP_EVENT_RESET]		= TCP_MPP_CMD_RESET,
};

static int fill(struct sk_buff *skb, const struct mpp_event *event)
{
	switch (event->type) {
	case MPP_EVENT_EVALUATION:
	case MPP_EVENT_EPISODE_START:
	case MPP_EVENT_EPISODE_END:
	case MPP_EVENT_EPOCH_START:
	case MPP_EVENT_EPOCH_END:
		return mpp_msg_epoch(skb, event);
	case MPP_EVENT_SETTINGS:
		return mpp_msg_settings(skb);
	case MPP_EVENT_IFACE:
		return mpp_msg_iface(skb, &event->iface);
	case MPP_EVENT_RATE_LIMIT:
		return mpp_msg_rate_limit(skb, event->limit);
	case MPP_EVENT_RESET:
		return mpp_msg_evidence(skb, event);
	}
	return -EINVAL;
}

static unsigned int group_of(enum mpp_event_type type)
{
	return type == MPP_EVENT_RESET ? TCP_MPP_NLGRP_KILLS :
					 TCP_MPP_NLGRP_EVENTS;
}

static bool wants(enum mpp_event_type type)
{
	return genl_has_listeners(&mpp_netlink_family, &init_net,
				  group_of(type));
}

/*
 * Process context, from the work item of event.c only. 0, also when nobody
 * listens; the errno when it is lost to somebody.
 */
static int pass(const struct mpp_event *event)
{
	unsigned int group = group_of(event->type);
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!wants(event->type))
		return 0;
	skb = genlmsg_new(MPP_MSG_SIZE, MPP_EVENT_GFP);
	if (!skb)
		return -ENOMEM;
	hdr = genlmsg_put(skb, 0, 0, &mpp_netlink_family, 0,
			  mpp_event_cmd[event->type]);
	err = hdr ? fill(skb, event) : -EMSGSIZE;
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	err = genlmsg_multicast(&mpp_netlink_family, skb, 0, group,
				MPP_EVENT_GFP);
	/* The last listener left meanwhile. */
	return err == -ESRCH ? 0 : err;
}

/* What event.c calls. */
const struct mpp_event_sink mpp_netlink_sink = {
	.wants	= wants,
	.pass	= pass,
};
