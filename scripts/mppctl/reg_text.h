/* SPDX-License-Identifier: GPL-2.0 */
/* reg_text.h - the bytes of an exported registry, as UTF-8 */
#ifndef MPPCTL_REG_TEXT_H
#define MPPCTL_REG_TEXT_H

#include <stddef.h>

char *reg_text(const void *bytes, size_t len, size_t *out_len,
	       const char **why);

#endif /* MPPCTL_REG_TEXT_H */
