/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRUNE_AUDIT_H
#define _TCP_MPP_PRUNE_AUDIT_H

#include <net/sock.h>

bool mpp_audit_named(struct sock *sk);
void mpp_audit_forget(void);

#endif /* _TCP_MPP_PRUNE_AUDIT_H */
