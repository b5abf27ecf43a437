/* SPDX-License-Identifier: GPL-2.0 */
/* explain.h - reasons in words, and rules as the module itself decides them */
#ifndef MPPCTL_EXPLAIN_H
#define MPPCTL_EXPLAIN_H

#include "state.h"

const char *explain_reason(uint32_t reason);
uint32_t explain_verdict(const struct mpp_state *state,
			 const struct mpp_dev *dev, bool ipv6, uint16_t port);
int explain_port(struct ctl *ctl, uint16_t port, const char *only_dev);

#endif /* MPPCTL_EXPLAIN_H */
