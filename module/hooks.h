/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_HOOKS_H
#define _TCP_MPP_HOOKS_H

#include <linux/netfilter.h>

/**
 * enum mpp_hooks - sets of netfilter hooks that come and go together
 * @MPP_HOOKS_SYN: on incoming SYNs, during an episode
 * @MPP_HOOKS_CONNECT: on outgoing SYNs, while the rate limit is on
 * @MPP_NR_HOOKS: how many sets there are
 */
enum mpp_hooks {
	MPP_HOOKS_SYN,
	MPP_HOOKS_CONNECT,
	MPP_NR_HOOKS
};

int mpp_hooks_init(void);
void mpp_hooks_exit(void);
void mpp_hooks_arm(enum mpp_hooks which, const struct nf_hook_ops *ops,
		   unsigned int nr);
void mpp_hooks_disarm(enum mpp_hooks which);
unsigned int mpp_hooks_count(enum mpp_hooks which);

#endif /* _TCP_MPP_HOOKS_H */
