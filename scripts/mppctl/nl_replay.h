/* SPDX-License-Identifier: GPL-2.0 */
/* nl_replay.h - a recorded kernel, for tests; not in the tool as installed */
#ifndef MPPCTL_NL_REPLAY_H
#define MPPCTL_NL_REPLAY_H

#include "nl.h"

void ctl_replay_begin(struct ctl *ctl);

#endif /* MPPCTL_NL_REPLAY_H */
