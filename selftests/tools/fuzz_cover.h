/* SPDX-License-Identifier: GPL-2.0 */
/* mpp_fuzz: what of the module has been reached. Without KCOV nothing is. */
#ifndef MPP_TOOLS_FUZZ_COVER_H
#define MPP_TOOLS_FUZZ_COVER_H

#include <stdbool.h>
#include <stdint.h>

#include "message.h"

void cover_open(void);
void cover_begin(void);
/* since cover_begin() something was reached for the first time */
bool cover_end(void);
void cover_keep(const struct message *msg);
/* false: there is none */
bool cover_pick(struct message *msg);
uint32_t cover_points(void);

#endif
