/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_NEWCOMER_H
#define _TCP_MPP_NEWCOMER_H

#include <net/net_namespace.h>

#include "types.h"

struct in6_addr;

void mpp_newcomer_init(void);
void mpp_newcomer_caught(const struct net *net, const struct in6_addr *peer);
void mpp_newcomer_behaved(const struct net *net, const struct in6_addr *peer);
void mpp_newcomer_look(const struct net *net, const struct in6_addr *peer,
		       struct mpp_source *src);

#endif /* _TCP_MPP_NEWCOMER_H */
