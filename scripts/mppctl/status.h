/* SPDX-License-Identifier: GPL-2.0 */
/* status.h - what the protection does right now, and what it did */
#ifndef MPPCTL_STATUS_H
#define MPPCTL_STATUS_H

#include "ctl.h"

/**
 * struct mpp_status - the answer to status-get; words are as on every surface.
 * An older kernel does not send syn_drop_rate_light, and has_light is false.
 */
struct mpp_status {
	bool episode_lasts;
	uint32_t episode;
	uint32_t epoch;
	const char *mode;
	uint32_t syn_drop_rate;
	bool has_light;
	uint32_t syn_drop_rate_light;
	uint32_t kill_rate;
	uint64_t pages;
	uint64_t pages_end;
	uint64_t pages_start;
	uint64_t pages_high;
	uint64_t pages_peak;
	const char *signal;
	uint64_t available;
	uint64_t share;
	uint64_t orphans;
	const char *sensor;
	const char *role;
	uint32_t hooks;
	uint32_t pinned;
};

/**
 * struct counters - all counters, as the kernel names them
 * @nr: how many
 * @counter: these
 */
struct counters {
	size_t nr;
	struct {
		char name[32];
		uint64_t value;
	} counter[256];
};

int status_read(struct ctl *ctl, struct mpp_status *status);
void status_out(struct ctl *ctl, const struct mpp_status *status);

int counters_try(struct ctl *ctl, struct counters *counters);
uint64_t counters_get(const struct counters *counters, const char *name);
const char *counters_of(const char *name, const char *prefix);

#endif /* MPPCTL_STATUS_H */
