/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_POLICY_H
#define _TCP_MPP_POLICY_H

#include <linux/rcupdate.h>

#include "settings.h"
#include "types.h"

struct net_device;

#define MPP_TAG_PROFILE		0x1
#define MPP_TAG_IPV4		0x2
#define MPP_TAG_IPV6		0x4

/**
 * struct mpp_tag_change - what a surface asks of one interface
 * @set: MPP_TAG_*: what of @tag is meant; the rest stays as it is
 * @to_default: MPP_TAG_*: what gets its default; not in @set as well
 * @tag: the new values
 */
struct mpp_tag_change {
	u8 set;
	u8 to_default;
	struct mpp_iface_tag tag;
};

int mpp_policy_init(const char *role);
void mpp_policy_exit(void);
const char *mpp_policy_role(void);

const struct mpp_settings *mpp_policy_rcu(void);
void mpp_policy_get(struct mpp_settings *copy);
u32 mpp_policy_read(const struct mpp_setting *setting);

int mpp_policy_commit(const struct mpp_change *change, struct mpp_refusal *why);
int mpp_policy_tag(struct net_device *dev, const struct mpp_tag_change *change,
		   struct mpp_refusal *why);
u32 mpp_policy_generation(void);
void mpp_policy_set_listener(void (*listener)(void));

#endif /* _TCP_MPP_POLICY_H */
