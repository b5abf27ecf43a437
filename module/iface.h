/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_IFACE_H
#define _TCP_MPP_IFACE_H

#include <linux/netdevice.h>

#include "types.h"

struct mpp_iface;
struct work_struct;

/**
 * struct mpp_iface_what_if - tags as they would be after a change
 * @defaults: every interface has its default tag; the rest is not looked at
 * @net_cookie: its namespace
 * @ifindex: its index there, never 0
 * @tag: the tag
 */
struct mpp_iface_what_if {
	bool defaults;
	u64 net_cookie;
	int ifindex;
	struct mpp_iface_tag tag;
};

int mpp_iface_init(void);
void mpp_iface_exit(void);

void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag,
		      const struct mpp_iface_what_if *what_if);
void mpp_iface_read(const struct net_device *dev, struct mpp_iface_tag *tag);

struct mpp_iface *mpp_iface_alloc(const struct mpp_iface_what_if *what_if);
void mpp_iface_free(struct mpp_iface *iface);
int mpp_iface_publish(const struct net_device *dev, struct mpp_iface *iface);
void mpp_iface_reset(void);
bool mpp_iface_buried(struct mpp_iface_what_if *what_if);
void mpp_iface_drop(const struct mpp_iface_what_if *what_if);
void mpp_iface_set_undertaker(struct work_struct *work);
const char *mpp_iface_upper(struct net_device *dev, char *name);

#endif /* _TCP_MPP_IFACE_H */
