/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_LISTING_H
#define _TCP_MPP_LISTING_H

#include <linux/in6.h>

#include "look.h"
#include "walk.h"

/**
 * struct mpp_listing - which connections, and what becomes of them
 * @by_local_port: only those with @local_port
 * @by_peer: only those with @peer
 * @by_peer_port: only those with @peer_port
 * @local_port: local port, host order
 * @peer_port: the peer's port, host order
 * @peer: the peer's address, IPv4 in mapped form
 * @order: what a sweep would be by
 * @put: takes one of them; anything but 0 ends the listing before it
 * @arg: passed to @put
 */
struct mpp_listing {
	bool by_local_port;
	bool by_peer;
	bool by_peer_port;
	u16 local_port;
	u16 peer_port;
	struct in6_addr peer;
	struct mpp_order order;
	int (*put)(const struct mpp_standing *st, void *arg);
	void *arg;
};

int mpp_listing(struct mpp_walk *walk, const struct mpp_listing *what);

#endif /* _TCP_MPP_LISTING_H */
