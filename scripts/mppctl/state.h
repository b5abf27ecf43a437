/* SPDX-License-Identifier: GPL-2.0 */
/*
 * state.h - all that can be set, as one value: read from the kernel or from a
 * file, compared, and applied whole or not at all.
 */
#ifndef MPPCTL_STATE_H
#define MPPCTL_STATE_H

#include "../../module/types.h"
#include "ctl.h"
#include "settings.h"

struct nlmsghdr;

/* More than the kernel takes, so that a file with too many can be told of. */
#define STATE_RANGES	64

/**
 * struct mpp_dev - what is said about one interface
 * @name: its name
 * @ifindex: its index, 0 when it comes from a file
 * @netns: number of its network namespace, 0 when it comes from a file
 * @present: what is said, enum tcp_mpp_tag
 * @to_default: what is to get its default, enum tcp_mpp_tag; not in @present
 * @profile: enum tcp_mpp_profile
 * @ipv4: whether the protection acts on IPv4 there
 * @ipv6: the same for IPv6
 */
struct mpp_dev {
	char name[16];
	uint32_t ifindex;
	uint32_t netns;
	uint32_t present;
	uint32_t to_default;
	uint32_t profile;
	uint32_t ipv4;
	uint32_t ipv6;
};

/**
 * struct mpp_state - settings, exempt ranges and interfaces
 * @present: settings that have a value, by bit 1 << index in ctl_settings
 *	(enum tcp_mpp_setting)
 * @to_default: settings that are to get their default; not in @present
 * @value: the values
 * @has_exempt: the list of ranges counts, be it empty
 * @nr_exempt: ranges in the list
 * @exempt: the ranges; only the first 12 fit into the kernel
 * @reset: what is not named gets its default: settings, the list of ranges,
 *	interfaces (a file that says `reset`)
 * @keep_rate_limit: but for the rate limit
 * @nr_dev: interfaces in the list
 * @dev: the interfaces
 *
 * Begin with state_init() or all zero, end with state_free().
 */
struct mpp_state {
	uint32_t present;
	uint32_t to_default;
	uint32_t value[CTL_NR_SETTINGS];
	bool has_exempt;
	unsigned int nr_exempt;
	struct mpp_range exempt[STATE_RANGES];
	bool reset;
	bool keep_rate_limit;
	size_t nr_dev;
	struct mpp_dev *dev;
};

/* state.c: no kernel needed */
void state_init(struct mpp_state *state);
void state_free(struct mpp_state *state);
bool state_copy(struct mpp_state *to, const struct mpp_state *from);
void state_set(struct mpp_state *state, int i, uint32_t value);
void state_set_default(struct mpp_state *state, int i);
void state_reset(struct mpp_state *state, bool keep_rate_limit);
uint32_t state_to_default(const struct mpp_state *state);
struct mpp_dev *state_dev(struct mpp_state *state, const char *name);
const struct mpp_dev *state_find_dev(const struct mpp_state *state,
				     const char *name);
bool state_exempt_add(struct mpp_state *state, uint32_t first, uint32_t last,
		      char *why, size_t len);
bool state_exempt_del(struct mpp_state *state, uint32_t first, uint32_t last,
		      char *why, size_t len);
bool state_check(const struct mpp_state *state, char *why, size_t len);
const char *state_parse_range(const char *word, uint32_t *first,
			      uint32_t *last);

/* dev.c */
bool dev_parse(struct mpp_dev *dev, const char *word, const char *value,
	       char *why, size_t len);
void dev_out(struct ctl *ctl, const struct mpp_dev *dev);
struct nlmsghdr *dev_request(struct ctl *ctl, const struct mpp_dev *dev);

/* state_kernel.c */
int state_read(struct ctl *ctl, struct mpp_state *state);
int state_role(struct ctl *ctl, uint32_t *role);
bool state_resolve(struct ctl *ctl, struct mpp_state *wanted,
		   const struct mpp_state *now, uint32_t role);

/* state_apply.c */
int state_apply(struct ctl *ctl, const struct mpp_state *wanted,
		const char *only);

/* state_diff.c: how many differences there are */
unsigned int state_diff(struct ctl *ctl, const struct mpp_state *active,
			const struct mpp_state *wanted);

#endif /* MPPCTL_STATE_H */
