// SPDX-License-Identifier: GPL-2.0
/*
 * parse - from what was written to a file to values, all of it or nothing.
 *
 * In:  a buffer that ends in a NUL, and the length that was written. Out:
 * values, or -EINVAL, or -ERANGE for a number that nothing is as large as. One
 * newline at the end is allowed, nothing else is that was not asked for: no
 * blanks, signs, other bases, or bytes after a NUL.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "parse.h"
#include "policy.h"

/* The text without its newline; -1 when a NUL hides something behind it. */
static ssize_t text_len(const char *buf, size_t len)
{
	if (strnlen(buf, len) != len)
		return -1;
	if (len && buf[len - 1] == '\n')
		len--;
	return len;
}

/* Digits at *p, moved on. What is too large stays so, and cannot overflow. */
static int digits(const char **p, const char *end, u32 *value)
{
	const char *start = *p;
	u64 sum = 0;

	while (*p < end && isdigit(**p)) {
		sum = sum * 10 + (*(*p)++ - '0');
		if (sum > U32_MAX)
			sum = (u64)U32_MAX + 1;
	}
	if (*p == start)
		return -EINVAL;
	if (sum > U32_MAX)
		return -ERANGE;
	*value = sum;
	return 0;
}

/* One decimal number. */
static int parse_u32(const char *buf, size_t len, u32 *value)
{
	ssize_t n = text_len(buf, len);
	const char *p = buf;
	int err;

	if (n < 0)
		return -EINVAL;
	err = digits(&p, buf + n, value);
	return p != buf + n ? -EINVAL : err;
}

/**
 * mpp_parse_switch() - on or off, in words (D1)
 * @buf: the text, NUL at @len or before
 * @len: bytes written
 *
 * Context: any.
 * Return: 1 or 0, or -EINVAL.
 */
int mpp_parse_switch(const char *buf, size_t len)
{
	static const char *const words[] = {
		"disable", "disabled", "enable", "enabled",
	};
	int word = mpp_parse_word(buf, len, words, ARRAY_SIZE(words));

	return word < 0 ? word : word / 2;
}

/**
 * mpp_parse_default() - the word for the default of anything (W16)
 * @buf: the text, NUL at @len or before
 * @len: bytes written
 *
 * Context: any.
 * Return: true when that is what was written.
 */
bool mpp_parse_default(const char *buf, size_t len)
{
	static const char *const words[] = { "default" };

	return !mpp_parse_word(buf, len, words, ARRAY_SIZE(words));
}

/**
 * mpp_parse_setting() - a new value for one setting
 * @buf: the text, NUL at @len or before
 * @len: bytes written
 * @setting: which one
 * @change: the change that sets it: to a number, to one of its words, or with
 *	"default" to its default
 *
 * Context: any.
 * Return: 0; -EINVAL; -ERANGE beyond 32 bits.
 */
int mpp_parse_setting(const char *buf, size_t len,
		      const struct mpp_setting *setting,
		      struct mpp_change *change)
{
	int i = setting - mpp_setting_table, word = -EINVAL;

	*change = (struct mpp_change) {};
	if (mpp_parse_default(buf, len)) {
		change->to_default = 1U << i;
		return 0;
	}
	change->set = 1U << i;
	if (setting->words)
		word = mpp_parse_word(buf, len, setting->words,
				      setting->max + 1);
	else if (setting->max == 1)
		word = mpp_parse_switch(buf, len);
	if (word < 0 && !setting->words)
		return parse_u32(buf, len, &change->value[i]);
	change->value[i] = word;
	return min(word, 0);
}

/**
 * mpp_parse_range() - two decimal numbers with a dash between
 * @buf: the text, NUL at @len or before
 * @len: bytes written
 * @first: the number before the dash
 * @last: the number after it
 *
 * Context: any.
 * Return: 0; -EINVAL; -ERANGE beyond 32 bits.
 */
int mpp_parse_range(const char *buf, size_t len, u32 *first, u32 *last)
{
	ssize_t n = text_len(buf, len);
	const char *p = buf;
	int err, err_last;

	if (n < 0)
		return -EINVAL;
	err = digits(&p, buf + n, first);
	if (p == buf + n || *p++ != '-')
		return -EINVAL;
	err_last = digits(&p, buf + n, last);
	if (p != buf + n || err == -EINVAL)
		return -EINVAL;
	return err_last ?: err;
}

/**
 * mpp_parse_word() - one word of a list
 * @buf: the text, NUL at @len or before
 * @len: bytes written
 * @words: the words allowed
 * @nr: how many
 *
 * Context: any.
 * Return: the word's index or -EINVAL.
 */
int mpp_parse_word(const char *buf, size_t len, const char *const *words,
		   int nr)
{
	ssize_t n = text_len(buf, len);
	int i;

	for (i = 0; n > 0 && i < nr; i++)
		if (strlen(words[i]) == n && !memcmp(buf, words[i], n))
			return i;
	return -EINVAL;
}
