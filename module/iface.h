/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_IFACE_H
#define _TCP_MPP_IFACE_H

#include <linux/netdevice.h>

#include "types.h"

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

int mpp_iface_init(void);
void mpp_iface_exit(void);

void mpp_iface_lookup(struct net *net, int ifindex, struct mpp_iface_tag *tag);
void mpp_iface_read(const struct net_device *dev, struct mpp_iface_tag *tag);
int mpp_iface_write(struct net_device *dev, const struct mpp_iface_tag *tag);

#endif /* _TCP_MPP_IFACE_H */
