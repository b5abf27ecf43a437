/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SYN_H
#define _TCP_MPP_SYN_H

#include "types.h"

void mpp_syn_arm(void);
void mpp_syn_disarm(void);
void mpp_syn_set_rate(u32 rate, u32 light, bool half_open);
unsigned int mpp_syn_hooks(void);

#endif /* _TCP_MPP_SYN_H */
