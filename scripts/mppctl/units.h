/* SPDX-License-Identifier: GPL-2.0 */
/* units.h - amounts and times for people; each into a buffer of the caller */
#ifndef MPPCTL_UNITS_H
#define MPPCTL_UNITS_H

#include <stddef.h>
#include <stdint.h>

#define UNITS_LEN	32

const char *units_bytes(uint64_t bytes, char *buf);
const char *units_pages(uint64_t pages, char *buf);
const char *units_ms(uint64_t ms, char *buf);
const char *units_time(int64_t us, char *buf);
const char *units_iso(int64_t us, char *buf);
uint64_t units_page_size(void);

#endif /* MPPCTL_UNITS_H */
