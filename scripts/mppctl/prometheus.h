/* SPDX-License-Identifier: GPL-2.0 */
/* prometheus.h - counters and state in the exposition format of Prometheus */
#ifndef MPPCTL_PROMETHEUS_H
#define MPPCTL_PROMETHEUS_H

#include "ctl.h"

int prometheus(struct ctl *ctl);

#endif /* MPPCTL_PROMETHEUS_H */
