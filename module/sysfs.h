/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SYSFS_H
#define _TCP_MPP_SYSFS_H

int mpp_sysfs_init(void);
void mpp_sysfs_exit(void);
int mpp_sysfs_net_init(void);
void mpp_sysfs_net_exit(void);

#endif /* _TCP_MPP_SYSFS_H */
