/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_HEAVY_H
#define _TCP_MPP_HEAVY_H

#include <net/net_namespace.h>

#include "types.h"

void mpp_heavy_init(void);
void mpp_heavy_forget(void);
void mpp_heavy_add(const struct net *net, u16 port, u32 bytes,
		   bool exempt);
void mpp_heavy_settle(u64 held);
bool mpp_heavy_is(const struct net *net, u16 port);

#endif /* _TCP_MPP_HEAVY_H */
