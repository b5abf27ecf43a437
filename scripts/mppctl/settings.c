// SPDX-License-Identifier: GPL-2.0
/*
 * settings - the one table of settings of the tool: names, attributes, words.
 *
 * A new setting is one line in here. The limits are told to whoever asks what
 * is allowed, and checked before a file is applied; the kernel checks them
 * again, and its word is the last.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "settings.h"

static const char *const mode_words[] = { "enforce", "audit", NULL };

/* What kind of network an interface leads to. */
const char *const ctl_profile_words[] = { "public", "private", "domain", NULL };

#define A(attr)	TCP_MPP_A_SETTINGS_##attr
#define SWITCH(name, attr, def, client_off) \
	{ name, A(attr), CTL_SWITCH, NULL, NULL, 0, 1, def, client_off }
#define NUMBER(name, attr, unit, min, max, def) \
	{ name, A(attr), CTL_NUMBER, NULL, unit, min, max, def, false }

const struct ctl_setting ctl_settings[CTL_NR_SETTINGS] = {
	SWITCH("enabled", ENABLED, 1, true),
	SWITCH("ipv4", IPV4, 1, false),
	SWITCH("ipv6", IPV6, 1, false),
	SWITCH("profiles", PROFILES, 1, false),
	NUMBER("mark_end", MARK_END, "% of tcp_mem[1]", 1, TCP_MPP_MARK_MAX, 75),
	NUMBER("mark_start", MARK_START, "% of tcp_mem[1]", 2,
	       TCP_MPP_MARK_MAX, 100),
	NUMBER("mark_high", MARK_HIGH, "% of tcp_mem[1]", 3, TCP_MPP_MARK_MAX,
	       140),
	NUMBER("epoch_ms", EPOCH_MS, "ms", TCP_MPP_EPOCH_MS_MIN,
	       TCP_MPP_EPOCH_MS_MAX, 100),
	NUMBER("hold_ms", HOLD_MS, "ms", 0, TCP_MPP_HOLD_MS_MAX, 1000),
	NUMBER("kill_rate_max", KILL_RATE_MAX, "connections/s", 1,
	       TCP_MPP_KILL_RATE_LIMIT, 20000),
	{ "mode", A(MODE), CTL_WORD, mode_words, NULL, 0, 1, 0, false },
	SWITCH("rate_limit", RATE_LIMIT, 0, false),
	NUMBER("rate_limit_max", RATE_LIMIT_MAX, "connections", 1,
	       TCP_MPP_RATE_LIMIT_LIMIT, 10),
	NUMBER("memory_low", MEMORY_LOW, "% of MemTotal", 0,
	       TCP_MPP_MEMORY_LOW_MAX, 5),
	NUMBER("memory_share", MEMORY_SHARE, "% of MemTotal", 1,
	       TCP_MPP_MEMORY_SHARE_MAX, 15),
	NUMBER("orphans_max", ORPHANS_MAX, "connections", 0,
	       TCP_MPP_ORPHANS_LIMIT, 0),
};

/**
 * ctl_setting_default() - what a setting is by default (W13)
 * @setting: which
 * @role: enum tcp_mpp_role
 *
 * Return: the value.
 */
uint32_t ctl_setting_default(const struct ctl_setting *setting, uint32_t role)
{
	if (setting->client_off && role == TCP_MPP_ROLE_CLIENT)
		return 0;
	return setting->def;
}

/**
 * ctl_setting_find() - a setting by its name
 * @name: with underscores or dashes
 *
 * Return: its index in ctl_settings, -1 when there is none.
 */
int ctl_setting_find(const char *name)
{
	const char *a, *b;
	size_t i;

	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		a = ctl_settings[i].name;
		for (b = name; *a && (*a == *b || (*a == '_' && *b == '-')); b++)
			a++;
		if (!*a && !*b)
			return i;
	}
	return -1;
}

/**
 * ctl_parse_u32() - a decimal number
 * @word: the text, nothing but digits
 * @value: the answer
 *
 * Return: whether it is one that 32 bits hold.
 */
bool ctl_parse_u32(const char *word, uint32_t *value)
{
	unsigned long long n;
	size_t len = strspn(word, "0123456789");

	if (!len || word[len])
		return false;
	errno = 0;
	n = strtoull(word, NULL, 10);
	if (errno || n > UINT32_MAX)
		return false;
	*value = n;
	return true;
}

/**
 * ctl_parse_words() - one of a list of words, or default
 * @words: the list, ended with NULL
 * @word: the text
 * @value: its index
 *
 * Return: what it was.
 */
enum ctl_parsed ctl_parse_words(const char *const *words, const char *word,
				uint32_t *value)
{
	uint32_t i;

	if (!strcmp(word, "default"))
		return CTL_DEFAULT;
	for (i = 0; words[i]; i++) {
		if (!strcmp(word, words[i])) {
			*value = i;
			return CTL_VALUE;
		}
	}
	return CTL_NOT;
}

/**
 * ctl_parse_switch() - on or off, in all the spellings (W18, D1)
 * @word: the text
 * @value: 1 or 0
 *
 * Return: what it was.
 */
enum ctl_parsed ctl_parse_switch(const char *word, uint32_t *value)
{
	/* the odd ones are on */
	static const char *const words[] = {
		"disabled", "enabled", "disable", "enable", "off", "on",
		"0", "1", NULL
	};
	enum ctl_parsed parsed = ctl_parse_words(words, word, value);

	if (parsed == CTL_VALUE)
		*value &= 1;
	return parsed;
}

/**
 * ctl_setting_parse() - the value of a setting, from a word
 * @setting: which
 * @word: the text
 * @value: the answer; whether it is in range is not looked at
 *
 * Return: what it was.
 */
enum ctl_parsed ctl_setting_parse(const struct ctl_setting *setting,
				  const char *word, uint32_t *value)
{
	if (setting->kind == CTL_SWITCH)
		return ctl_parse_switch(word, value);
	if (setting->kind == CTL_WORD)
		return ctl_parse_words(setting->words, word, value);
	if (!strcmp(word, "default"))
		return CTL_DEFAULT;
	return ctl_parse_u32(word, value) ? CTL_VALUE : CTL_NOT;
}

/**
 * ctl_setting_text() - a value as it is shown
 * @setting: which
 * @value: the value
 * @buf: for a number
 * @len: its size
 *
 * Return: the text.
 */
const char *ctl_setting_text(const struct ctl_setting *setting, uint32_t value,
			     char *buf, size_t len)
{
	if (setting->kind == CTL_SWITCH && value <= 1)
		return value ? "enabled" : "disabled";
	if (setting->kind == CTL_WORD && value <= setting->max)
		return setting->words[value];
	snprintf(buf, len, "%u", value);
	return buf;
}

/**
 * ctl_setting_allowed() - what a setting takes, for a message
 * @setting: which
 * @buf: the answer
 * @len: its size
 *
 * Return: @buf.
 */
const char *ctl_setting_allowed(const struct ctl_setting *setting, char *buf,
				size_t len)
{
	if (setting->kind == CTL_SWITCH)
		snprintf(buf, len, "enabled, disabled or default");
	else if (setting->kind == CTL_WORD)
		snprintf(buf, len, "%s, %s or default", setting->words[0],
			 setting->words[1]);
	else
		snprintf(buf, len, "a number from %u to %u, or default",
			 setting->min, setting->max);
	return buf;
}
