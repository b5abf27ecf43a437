/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_ENGINE_H
#define _TCP_MPP_ENGINE_H

#include "types.h"

/**
 * struct mpp_status - what the engine does right now, for the surfaces
 * @ep: the controller
 * @sample: the last sample
 * @peak_pages: most memory in any sample since the module was loaded, pages
 * @hooks: namespaces in which SYN hooks are registered, as of now
 * @pinned: connections with a verdict older than the settings, as of now
 */
struct mpp_status {
	struct mpp_episode ep;
	struct mpp_sample sample;
	s64 peak_pages;
	unsigned int hooks;
	u32 pinned;
};

int mpp_engine_init(void);
void mpp_engine_exit(void);
void mpp_engine_status(struct mpp_status *status);

#endif /* _TCP_MPP_ENGINE_H */
