/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an attacker takes of the answer, and what it says about it
 *
 * The only place that knows the modes' habits as receivers: the window that is
 * advertised, what of a segment is taken, and what happens as time goes by.
 */
#ifndef MPP_TOOLS_ATTACK_TAKE_H
#define MPP_TOOLS_ATTACK_TAKE_H

#include "attack_table.h"

/* the connection stands */
void take_begin(struct conn *c);
/* the window to advertise now, in bytes */
uint32_t take_window(const struct conn *c);
/* takes its part of a segment with data or FIN; true: an ACK is due */
bool take_segment(struct conn *c, const struct segment *seg);
/* time passes; true: an ACK is due */
bool take_tick(struct conn *c, uint64_t now);

#endif
