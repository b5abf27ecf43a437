/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SURVEY_H
#define _TCP_MPP_SURVEY_H

#include "types.h"

/**
 * struct mpp_survey - what all TCP sockets of the machine hold, as estimated
 * @queues: memory of their queues, bytes
 * @slab: memory of the sockets and mini-sockets themselves, bytes
 * @half_open: of that, connections whose handshake is not complete, bytes
 * @orphans: connections that no application owns any more
 */
struct mpp_survey {
	u64 queues;
	u64 slab;
	u64 half_open;
	u64 orphans;
};

void mpp_survey(struct mpp_survey *result);

#endif /* _TCP_MPP_SURVEY_H */
