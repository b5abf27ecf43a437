/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SURVEY_H
#define _TCP_MPP_SURVEY_H

#include "types.h"

/**
 * struct mpp_survey - what all TCP sockets of the machine hold, as estimated
 * @queues: memory of their queues, bytes
 * @slab: memory of the sockets and mini-sockets themselves, bytes
 * @orphans: connections that no application owns any more
 * @half_open: connections whose handshake is not complete
 */
struct mpp_survey {
	u64 queues;
	u64 slab;
	u64 orphans;
	u64 half_open;
};

void mpp_survey(struct mpp_survey *result);

#endif /* _TCP_MPP_SURVEY_H */
