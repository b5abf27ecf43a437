/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PINNED_H
#define _TCP_MPP_PINNED_H

#include <net/sock.h>

#include "types.h"

struct mpp_iface_what_if;

/**
 * struct mpp_pin_change - two sets of rules, the old and the new
 * @old: settings in force
 * @new: settings to come
 * @what_if: the tags to come, or NULL when none changes
 */
struct mpp_pin_change {
	const struct mpp_settings *old;
	const struct mpp_settings *new;
	const struct mpp_iface_what_if *what_if;
};

int mpp_pinned_init(void);
void mpp_pinned_exit(void);
int mpp_pinned_prepare(const struct mpp_pin_change *change);
void mpp_pinned_settle(bool keep);
bool mpp_pinned_get(const struct sock *sk, enum mpp_reason *reason);
u32 mpp_pinned_count(void);

#endif /* _TCP_MPP_PINNED_H */
