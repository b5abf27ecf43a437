/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_PARSE_H
#define _TCP_MPP_PARSE_H

#include <linux/types.h>

struct mpp_setting;
struct mpp_change;

int mpp_parse_switch(const char *buf, size_t len);
bool mpp_parse_default(const char *buf, size_t len);
int mpp_parse_setting(const char *buf, size_t len,
		      const struct mpp_setting *setting,
		      struct mpp_change *change);
int mpp_parse_range(const char *buf, size_t len, u32 *first, u32 *last);
int mpp_parse_word(const char *buf, size_t len, const char *const *words,
		   int nr);

#endif /* _TCP_MPP_PARSE_H */
