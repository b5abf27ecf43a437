/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_CONNLIMIT_H
#define _TCP_MPP_CONNLIMIT_H

int mpp_connlimit_init(void);
void mpp_connlimit_exit(void);
void mpp_connlimit_apply(void);

#endif /* _TCP_MPP_CONNLIMIT_H */
