/* SPDX-License-Identifier: GPL-2.0 */
/* mpp_fuzz: what may happen to a message */
#ifndef MPP_TOOLS_FUZZ_MESSAGE_H
#define MPP_TOOLS_FUZZ_MESSAGE_H

#include "message.h"

void accident(struct message *msg);

#endif
