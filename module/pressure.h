/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PRESSURE_H
#define _TCP_MPP_PRESSURE_H

#include "types.h"

int mpp_pressure_init(void (*kick)(void), void (*last_call)(void));
void mpp_pressure_exit(void);
bool mpp_pressure_probed(void);
void mpp_pressure_sample(const struct mpp_settings *set, struct mpp_sample *s);

#endif /* _TCP_MPP_PRESSURE_H */
