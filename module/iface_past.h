/* SPDX-License-Identifier: GPL-2.0 */
/* Between the two files of iface; others include iface.h. */
#ifndef _TCP_MPP_IFACE_PAST_H
#define _TCP_MPP_IFACE_PAST_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "iface.h"

/**
 * struct mpp_iface - what was said about an interface
 * @node: in the hash, under mpp_iface_lock and RCU
 * @net_cookie: its namespace
 * @ifindex: its index there
 * @tag: the tag
 * @past: not in force any more, but for connections of the past
 * @state: with @past: enum mpp_iface_state, under mpp_iface_lock, read without
 * @list: of those with @past, oldest first, under mpp_iface_lock
 * @rcu: to free it
 */
struct mpp_iface {
	struct hlist_node node;
	u64 net_cookie;
	int ifindex;
	struct mpp_iface_tag tag;
	bool past;
	u8 state;
	struct list_head list;
	struct rcu_head rcu;
};

/**
 * enum mpp_iface_state - how far a tag of the past has come
 * @MPP_PAST_HELD: nothing has ended it yet, but something may any moment
 * @MPP_PAST_NEW: what ends it was announced
 * @MPP_PAST_SETTLED: that has happened
 * @MPP_PAST_WALKING: what depends on it is being pinned
 */
enum mpp_iface_state {
	MPP_PAST_HELD,
	MPP_PAST_NEW,
	MPP_PAST_SETTLED,
	MPP_PAST_WALKING,
};

#define MPP_IFACE_IN_FORCE	0x1
#define MPP_IFACE_PAST		0x2

extern spinlock_t mpp_iface_lock;

struct mpp_iface *mpp_iface_find(u64 net_cookie, int ifindex, u8 which);
void mpp_iface_own(const struct net *net, int ifindex, u8 which,
		   struct mpp_iface_tag *tag);
void mpp_iface_add(struct mpp_iface *iface);
void mpp_iface_forget(struct mpp_iface *iface);
const struct net_device *mpp_iface_vrf(const struct net_device *dev);
void mpp_iface_past_del(struct mpp_iface *iface);

#endif /* _TCP_MPP_IFACE_PAST_H */
