/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_POLICY_H
#define _TCP_MPP_POLICY_H

#include <linux/rcupdate.h>

#include "types.h"

/**
 * struct mpp_setting - one number an administrator can set
 * @name: its word on every surface
 * @offset: of its u32 in struct mpp_settings
 * @min: lowest value allowed
 * @max: highest value allowed
 */
struct mpp_setting {
	const char *name;
	size_t offset;
	u32 min;
	u32 max;
};

#define MPP_NR_SETTINGS		10
extern const struct mpp_setting mpp_setting_table[MPP_NR_SETTINGS];

int mpp_policy_init(const char *role);
void mpp_policy_exit(void);
const char *mpp_policy_role(void);

const struct mpp_settings *mpp_policy_rcu(void);
void mpp_policy_get(struct mpp_settings *copy);

u32 mpp_policy_read(const struct mpp_setting *setting);
int mpp_policy_write(const struct mpp_setting *setting, u32 value);
int mpp_policy_exempt_add(u32 first, u32 last);
int mpp_policy_exempt_del(u32 first, u32 last);

#endif /* _TCP_MPP_POLICY_H */
