/* SPDX-License-Identifier: GPL-2.0 */
/* settings.h - the one table of settings, and the words they are given in */
#ifndef MPPCTL_SETTINGS_H
#define MPPCTL_SETTINGS_H

#include <linux/tcp_mpp.h>

#include "ctl.h"

#define CTL_NR_SETTINGS	\
	(TCP_MPP_A_SETTINGS_ORPHANS_MAX - TCP_MPP_A_SETTINGS_ENABLED + 1)

enum ctl_kind {
	CTL_SWITCH,
	CTL_WORD,
	CTL_NUMBER,
};

/**
 * struct ctl_setting - one setting
 * @name: as in sysctl, mark_start
 * @attr: its attribute; the n-th entry of the table has the n-th
 * @kind: switch, word or number
 * @words: those of a word, ended with NULL; the index is the value
 * @unit: of a number, or NULL
 * @min: lowest value
 * @max: highest value
 * @def: default, when the role is server
 * @client_off: it is 0 when the role is client
 */
struct ctl_setting {
	const char *name;
	uint16_t attr;
	enum ctl_kind kind;
	const char *const *words;
	const char *unit;
	uint32_t min;
	uint32_t max;
	uint32_t def;
	bool client_off;
};

extern const struct ctl_setting ctl_settings[CTL_NR_SETTINGS];
extern const char *const ctl_profile_words[];

/**
 * enum ctl_parsed - what a word for a value was
 * @CTL_NOT: nothing that is allowed
 * @CTL_VALUE: a value
 * @CTL_DEFAULT: the word default
 */
enum ctl_parsed {
	CTL_NOT,
	CTL_VALUE,
	CTL_DEFAULT,
};

uint32_t ctl_setting_default(const struct ctl_setting *setting, uint32_t role);
int ctl_setting_find(const char *name);
enum ctl_parsed ctl_setting_parse(const struct ctl_setting *setting,
				  const char *word, uint32_t *value);
const char *ctl_setting_text(const struct ctl_setting *setting, uint32_t value,
			     char *buf, size_t len);
const char *ctl_setting_allowed(const struct ctl_setting *setting, char *buf,
				size_t len);

enum ctl_parsed ctl_parse_switch(const char *word, uint32_t *value);
enum ctl_parsed ctl_parse_words(const char *const *words, const char *word,
				uint32_t *value);
bool ctl_parse_u32(const char *word, uint32_t *value);

#endif /* MPPCTL_SETTINGS_H */
