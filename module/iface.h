/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_IFACE_H
#define _TCP_MPP_IFACE_H

#include <linux/netdevice.h>

#include "types.h"

struct mpp_iface;
struct work_struct;

/**
 * enum mpp_iface_change - what would happen to tags
 * @MPP_IFACE_TAG: one interface gets another
 * @MPP_IFACE_NO_PAST: what is over, and is being pinned, is forgotten
 * @MPP_IFACE_DEFAULTS: every interface gets its default tag
 */
enum mpp_iface_change {
	MPP_IFACE_TAG,
	MPP_IFACE_NO_PAST,
	MPP_IFACE_DEFAULTS,
};

/**
 * struct mpp_iface_what_if - tags as they would be after a change
 * @change: what would happen
 * @net_cookie: namespace of the one interface, for MPP_IFACE_TAG
 * @ifindex: its index there, never 0
 * @tag: its tag
 */
struct mpp_iface_what_if {
	enum mpp_iface_change change;
	u64 net_cookie;
	int ifindex;
	struct mpp_iface_tag tag;
};

int mpp_iface_init(void);
void mpp_iface_exit(void);

void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag,
		      const struct mpp_iface_what_if *what_if);
void mpp_iface_default(const struct net *net, int ifindex,
		       struct mpp_iface_tag *tag);
void mpp_iface_read(const struct net_device *dev, struct mpp_iface_tag *tag);

struct mpp_iface *mpp_iface_alloc(const struct mpp_iface_what_if *what_if);
void mpp_iface_free(struct mpp_iface *iface);
int mpp_iface_publish(const struct net_device *dev, struct mpp_iface *iface);
void mpp_iface_forget_all(u64 net_cookie);
const char *mpp_iface_upper(struct net_device *dev, char *name);

void mpp_iface_past_settle(void);
bool mpp_iface_past_begin(void);
void mpp_iface_past_end(bool pinned);
void mpp_iface_past_set_worker(struct work_struct *work);

#endif /* _TCP_MPP_IFACE_H */
