/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_NETLINK_H
#define _TCP_MPP_NETLINK_H

int mpp_netlink_init(void);
void mpp_netlink_exit(void);

#endif /* _TCP_MPP_NETLINK_H */
