/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_OOM_H
#define _TCP_MPP_OOM_H

#include <linux/types.h>

void mpp_oom_init(void (*last_call)(void));
void mpp_oom_exit(void);
bool mpp_oom_called(void);
void mpp_oom_dismiss(void);

#endif /* _TCP_MPP_OOM_H */
