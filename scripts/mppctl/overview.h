/* SPDX-License-Identifier: GPL-2.0 */
/* overview.h - everything that `show` and `watch` tell, read at one moment */
#ifndef MPPCTL_OVERVIEW_H
#define MPPCTL_OVERVIEW_H

#include "conns.h"
#include "history.h"
#include "state.h"
#include "status.h"

#define OVERVIEW_WHY	256

/**
 * struct overview - what is set, what goes on, what was done
 * @state: what is set
 * @status: what goes on
 * @has_counters: @counters is filled in
 * @counters: what was done
 * @has_history: @history is filled in
 * @history: past episodes
 * @has_sums: @sums is filled in
 * @sums: connections by reason
 * @sums_us: when they were read, on the log's clock
 * @sums_cost_us: how long that took
 * @why_no_counters: otherwise the reason
 * @why_no_history: otherwise the reason
 * @why_no_sums: otherwise the reason
 */
struct overview {
	struct mpp_state state;
	struct mpp_status status;
	bool has_counters;
	struct counters counters;
	bool has_history;
	struct history history;
	bool has_sums;
	struct conns_sums sums;
	int64_t sums_us;
	int64_t sums_cost_us;
	char why_no_counters[OVERVIEW_WHY];
	char why_no_history[OVERVIEW_WHY];
	char why_no_sums[OVERVIEW_WHY];
};

int overview_read(struct ctl *ctl, struct overview *o);
void overview_free(struct overview *o);
void overview_show(struct ctl *ctl, const struct overview *o);

/* show_parts.c: one part of the screen each */
void show_head(struct ctl *ctl, const struct overview *o);
void show_memory(struct ctl *ctl, const struct mpp_status *st,
		 const struct mpp_state *state);
void show_protected(struct ctl *ctl, const struct mpp_state *state);
void show_deeds(struct ctl *ctl, const struct overview *o);
void show_untouchable(struct ctl *ctl, const struct overview *o);

uint32_t overview_setting(const struct mpp_state *state, uint16_t attr);

#endif /* MPPCTL_OVERVIEW_H */
