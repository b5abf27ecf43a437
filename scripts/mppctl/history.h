/* SPDX-License-Identifier: GPL-2.0 */
/* history.h - past episodes, as the kernel's log tells of them */
#ifndef MPPCTL_HISTORY_H
#define MPPCTL_HISTORY_H

#include "ctl.h"

/**
 * struct episode - one episode
 * @nr: its number, counted from 1 since the module was loaded
 * @started_us: when, microseconds since 1970; 0 when not known
 * @ended: its end is known, and what follows from there
 * @signal: what ran short: "tcp", "machine", "orphans", or "unknown"
 * @audit: nothing was touched
 * @ms: how long it lasted
 * @epochs: epochs
 * @resets: connections reset; those that would have been, in audit mode
 * @drops: SYNs dropped; those that would have been, in audit mode
 * @peak_pages: most memory of TCP
 */
struct episode {
	uint32_t nr;
	int64_t started_us;
	bool ended;
	const char *signal;
	bool audit;
	uint64_t ms;
	uint32_t epochs;
	uint64_t resets;
	uint64_t drops;
	uint64_t peak_pages;
};

/**
 * struct history - episodes, oldest first
 * @nr: how many
 * @episode: these
 * @since_us: how far back the log goes, microseconds since 1970; 0 unknown
 */
struct history {
	size_t nr;
	struct episode *episode;
	int64_t since_us;
};

int history_read(struct ctl *ctl, struct history *history);
void history_free(struct history *history);
const struct episode *history_find(const struct history *history, uint32_t nr);
bool history_line(struct history *history, int64_t us, const char *text);
void history_table(struct ctl *ctl, const struct history *history, size_t last);

int64_t clock_us(const struct ctl *ctl, bool real);

#endif /* MPPCTL_HISTORY_H */
