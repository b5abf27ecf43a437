/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SYSCTL_H
#define _TCP_MPP_SYSCTL_H

int mpp_sysctl_init(void);
void mpp_sysctl_exit(void);

#endif /* _TCP_MPP_SYSCTL_H */
