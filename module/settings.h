/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_SETTINGS_H
#define _TCP_MPP_SETTINGS_H

#include "types.h"

/**
 * struct mpp_setting - one setting that is a number or a word
 * @name: its word on every surface
 * @offset: of its u32 in struct mpp_settings
 * @min: lowest value allowed
 * @max: highest value allowed
 * @words: what the values are called, or NULL for plain numbers
 * @rate_limit: belongs to the connection rate limit, which reset can keep
 */
struct mpp_setting {
	const char *name;
	size_t offset;
	u32 min;
	u32 max;
	const char *const *words;
	bool rate_limit;
};

#define MPP_NR_SETTINGS		16
extern const struct mpp_setting mpp_setting_table[MPP_NR_SETTINGS];

/**
 * enum mpp_range_op - what a change does to the exempt ports
 * @MPP_RANGE_KEEP: nothing
 * @MPP_RANGE_ADD: exempts one more range
 * @MPP_RANGE_DEL: ends the exemption of a range
 * @MPP_RANGE_LIST: exempts what is listed, and nothing else
 */
enum mpp_range_op {
	MPP_RANGE_KEEP,
	MPP_RANGE_ADD,
	MPP_RANGE_DEL,
	MPP_RANGE_LIST,
};

/* What a change may list: one more than can be exempt tells that it is too many. */
#define MPP_RANGES_ASKED	(MPP_EXEMPT_MAX + 1)

/**
 * struct mpp_change - what a surface asks for, taken or refused whole
 * @reset: start from the defaults (W14)
 * @keep_rate_limit: with @reset, leave the connection rate limit alone (D15)
 * @set: bit for each index of mpp_setting_table that gets a new value
 * @to_default: bit for each that gets its default, wins over @set
 * @value: the new values, by the same index
 * @op: enum mpp_range_op
 * @first: lowest port of the range
 * @last: highest port of the range
 * @nr: ranges in @list, for MPP_RANGE_LIST
 * @list: the ranges, in any order
 */
struct mpp_change {
	bool reset;
	bool keep_rate_limit;
	u32 set;
	u32 to_default;
	u32 value[MPP_NR_SETTINGS];
	u8 op;
	u32 first;
	u32 last;
	u32 nr;
	struct mpp_range list[MPP_RANGES_ASKED];
};

#define MPP_REFUSAL_LEN		80
/* D14, on every surface that can say something. */
#define MPP_REFUSAL_RIGHTS \
	"needs CAP_NET_ADMIN in the initial user namespace"

/**
 * struct mpp_refusal - why a change was refused
 * @setting: index of the setting at fault, or -1
 * @range: the range of the change is at fault
 * @nr: which one of its list
 * @text: what is wrong and what is allowed, for a person
 */
struct mpp_refusal {
	int setting;
	bool range;
	u32 nr;
	char text[MPP_REFUSAL_LEN];
};

u32 mpp_settings_value(const struct mpp_settings *set,
		       const struct mpp_setting *setting);
void mpp_settings_defaults(struct mpp_settings *set, bool client);
int mpp_settings_apply(struct mpp_settings *set,
		       const struct mpp_change *change, bool client,
		       struct mpp_refusal *why);

#endif /* _TCP_MPP_SETTINGS_H */
