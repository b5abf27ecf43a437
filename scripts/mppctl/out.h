/* SPDX-License-Identifier: GPL-2.0 */
/*
 * out.h - one call gives both: a value in the JSON document, or text. In JSON
 * mode the format is not used, in text mode the key is not. A call without a
 * key is text only, one without a format JSON only.
 */
#ifndef MPPCTL_OUT_H
#define MPPCTL_OUT_H

#include "ctl.h"

#define CTL_PRINTF(f, a)	__attribute__((format(printf, f, a)))

enum ctl_color {
	CTL_PLAIN,
	CTL_BOLD,
	CTL_DIM,
	CTL_GOOD,
	CTL_WARN,
	CTL_BAD,
};

/* The answer of one command: begin, its parts, end. */
void out_begin(struct ctl *ctl);
void out_end(struct ctl *ctl);
void out_drop(struct ctl *ctl);

/* Within an array the key is NULL. */
void out_object(struct ctl *ctl, const char *key);
void out_array(struct ctl *ctl, const char *key);
void out_close(struct ctl *ctl);

void out_text(struct ctl *ctl, const char *fmt, ...) CTL_PRINTF(2, 3);
void out_uint(struct ctl *ctl, const char *key, uint64_t value,
	      const char *fmt, ...) CTL_PRINTF(4, 5);
void out_real(struct ctl *ctl, const char *key, double value,
	      const char *fmt, ...) CTL_PRINTF(4, 5);
void out_bool(struct ctl *ctl, const char *key, bool value,
	      const char *fmt, ...) CTL_PRINTF(4, 5);
void out_str(struct ctl *ctl, const char *key, const char *value,
	     const char *fmt, ...) CTL_PRINTF(4, 5);

/* Text between out_color(ctl, CTL_BAD) and out_color(ctl, CTL_PLAIN). */
const char *out_color(const struct ctl *ctl, enum ctl_color color);

#endif /* MPPCTL_OUT_H */
