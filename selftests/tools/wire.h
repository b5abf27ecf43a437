/* SPDX-License-Identifier: GPL-2.0 */
/* Segments out through a raw socket, segments in through a packet ring */
#ifndef MPP_TOOLS_WIRE_H
#define MPP_TOOLS_WIRE_H

#include "packet.h"

struct wire_stats {
	uint64_t sent, send_errors;
	uint64_t received, dropped;
};

/*
 * Only TCP segments that come from these ports of the peer are received.
 * device may be NULL: the routes decide where to send, and all are listened to.
 */
void wire_open(const struct address *peer, uint16_t first_port,
	       uint16_t last_port, const char *device);
/* queued; leaves at the latest with wire_flush() */
void wire_send(const struct flow *flow, const struct segment *seg);
void wire_flush(void);
/* calls back for each segment there is, at most max; returns how many */
unsigned int wire_receive(void (*cb)(const struct flow *flow,
				     const struct segment *seg),
			  unsigned int max);
/* sleeps until something arrives, at most this long */
void wire_wait(uint64_t us);
void wire_get_stats(struct wire_stats *st);

#endif
