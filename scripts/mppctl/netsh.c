// SPDX-License-Identifier: GPL-2.0
/*
 * netsh - the sentences of Windows' netsh about MPP (W14-W18, W22, D1, D5)
 *
 * In: the words after `netsh`. Out: what they say, or what is wrong with them.
 * As on Windows, capitals do not matter, `int` stands for `interface`, TAG=VALUE
 * may come in any order and with blanks around the =. Every word has to be
 * understood, and whole: a sentence that asks for something else besides must
 * not be carried out by half. Pure: no kernel, no files.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "netsh.h"

/* Longer than any word that means something. */
#define WORD_MAX	64

#define PORTS		65536

/* The words, one after the other, with `TAG = VALUE` put together. */
struct words {
	char **next;
	int left;
	char word[WORD_MAX];
	char *why;
	size_t len;
};

/* What the tags say, before it is looked at as a whole. */
struct tags {
	int mpp;
	int profiles;
	int store;
	long start;
	long count;
};

static int wrong(struct words *w, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int wrong(struct words *w, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->why, w->len, fmt, ap);
	va_end(ap);
	return -1;
}

static bool add(struct words *w, const char *part)
{
	if (strlen(w->word) + strlen(part) >= sizeof(w->word))
		return false;
	strcat(w->word, part);
	return true;
}

static bool ends_open(const char *word)
{
	size_t len = strlen(word);

	return len && word[len - 1] == '=';
}

/* The next word into w->word: 1, or 0 at the end, or less. */
static int next_word(struct words *w)
{
	w->word[0] = '\0';
	if (!w->left)
		return 0;
	do {
		if (!add(w, *w->next))
			return wrong(w, "a word is too long: %.20s...",
				     *w->next);
		w->next++;
		w->left--;
	} while (w->left && (ends_open(w->word) || *w->next[0] == '='));
	return 1;
}

static bool is(const char *word, const char *name)
{
	return !strcasecmp(word, name);
}

static bool is_help(const char *word)
{
	return is(word, "?") || is(word, "/?") || is(word, "-?") ||
	       is(word, "help");
}

/* The index of @word in @list, which ends with NULL; -1 if it is not there. */
static int find(const char *const *list, const char *word)
{
	int i;

	for (i = 0; list[i]; i++)
		if (is(word, list[i]))
			return i;
	return -1;
}

static int read_value(struct words *w, const char *tag, const char *text,
		      int *value)
{
	static const char *const spelled[] = {
		"disabled", "enabled", "default", "disable", "enable", NULL
	};
	int i = find(spelled, text);

	if (*value >= 0)
		return wrong(w, "%s= is given twice", tag);
	if (i < 0)
		return wrong(w, "%s=%s: it is enabled, disabled or default",
			     tag, text);
	*value = i % 3;
	return 0;
}

static int read_store(struct words *w, const char *text, int *store)
{
	static const char *const spelled[] = { "active", "persistent", NULL };

	if (*store >= 0)
		return wrong(w, "store= is given twice");
	*store = find(spelled, text);
	if (*store < 0)
		return wrong(w, "store=%s: it is active or persistent", text);
	return 0;
}

static int read_number(struct words *w, const char *tag, const char *text,
		       long low, long high, long *number)
{
	const char *p;
	long n = 0;

	if (*number >= 0)
		return wrong(w, "%s= is given twice", tag);
	for (p = text; *p >= '0' && *p <= '9' && n <= PORTS; p++)
		n = 10 * n + (*p - '0');
	if (p == text || *p || n < low || n > high)
		return wrong(w, "%s=%s: it is a number from %ld to %ld", tag,
			     text, low, high);
	*number = n;
	return 0;
}

static int read_tag(struct words *w, const char *tag, const char *text,
		    struct tags *tags)
{
	if (is(tag, "mpp") || is(tag, "memorypressureprotection"))
		return read_value(w, "mpp", text, &tags->mpp);
	if (is(tag, "profiles"))
		return read_value(w, "profiles", text, &tags->profiles);
	if (is(tag, "startport"))
		return read_number(w, "startport", text, 0, PORTS - 1,
				   &tags->start);
	if (is(tag, "numberofports"))
		return read_number(w, "numberofports", text, 1, PORTS,
				   &tags->count);
	if (is(tag, "store"))
		return read_store(w, text, &tags->store);
	return wrong(w, "there is no %s=", tag);
}

/* TAG=VALUE to the end. */
static int read_tags(struct words *w, struct tags *tags, bool *help)
{
	char *eq;
	int more;

	*tags = (struct tags){ -1, -1, -1, -1, -1 };
	while ((more = next_word(w)) > 0) {
		if (is_help(w->word)) {
			*help = true;
			continue;
		}
		eq = strchr(w->word, '=');
		if (!eq || eq == w->word)
			return wrong(w, "%s is not TAG=VALUE", w->word);
		*eq = '\0';
		if (read_tag(w, w->word, eq + 1, tags))
			return -1;
	}
	return more;
}

static enum netsh_value said(int value)
{
	return value < 0 ? NETSH_UNSAID : (enum netsh_value)value;
}

/* W18: start and count, and enabled is no exemption. */
static int read_range(struct words *w, const struct tags *tags,
		      struct netsh_sentence *out)
{
	if (tags->start < 0)
		return wrong(w, "numberofports= needs startport=");
	if (tags->count < 0)
		return wrong(w, "startport= needs numberofports=");
	if (tags->mpp < 0)
		return wrong(w, "a range needs mpp=disabled, which exempts it, or mpp=enabled");
	if (tags->profiles >= 0)
		return wrong(w, "profiles= is not of a range: give it by itself");
	if (tags->start + tags->count > PORTS)
		return wrong(w, "%ld ports from %ld on end past 65535",
			     tags->count, tags->start);
	out->has_range = true;
	out->first = (uint16_t)tags->start;
	out->last = (uint16_t)(tags->start + tags->count - 1);
	return 0;
}

static int read_set(struct words *w, struct netsh_sentence *out, bool *help)
{
	struct tags tags;

	if (read_tags(w, &tags, help))
		return -1;
	if (*help)
		return 0;
	if (tags.start >= 0 || tags.count >= 0) {
		if (read_range(w, &tags, out))
			return -1;
	} else if (tags.mpp < 0 && tags.profiles < 0) {
		return wrong(w, "nothing to set: give mpp= or profiles=");
	}
	out->verb = NETSH_SET;
	out->mpp = said(tags.mpp);
	out->profiles = said(tags.profiles);
	if (tags.store >= 0)
		out->store = (enum netsh_store)tags.store;
	return 0;
}

/* show and reset take a store, and nothing else. */
static int read_store_only(struct words *w, const char *verb,
			   struct netsh_sentence *out, bool *help)
{
	struct tags tags;

	if (read_tags(w, &tags, help))
		return -1;
	if (tags.mpp >= 0 || tags.profiles >= 0 || tags.start >= 0 ||
	    tags.count >= 0)
		return wrong(w, "%s takes store= only", verb);
	if (tags.store >= 0)
		out->store = (enum netsh_store)tags.store;
	return 0;
}

static int read_sentence(struct words *w, struct netsh_sentence *out,
			 bool *help)
{
	static const char *const expected[] = {
		"interface tcp set security, show security or reset",
		"tcp",
		"set security, show security or reset",
		"security",
	};
	bool set = false, show = false;
	int at, more;

	for (at = 0; at < 4; at++) {
		more = next_word(w);
		if (more < 0)
			return -1;
		if (!more)
			return wrong(w, "here follows %s", expected[at]);
		if (is_help(w->word)) {
			*help = true;
			return 0;
		}
		if (at == 2 && is(w->word, "reset")) {
			out->verb = NETSH_RESET;
			return read_store_only(w, "reset", out, help);
		}
		set |= at == 2 && is(w->word, "set");
		show |= at == 2 && is(w->word, "show");
		if ((at == 0 && !is(w->word, "int") &&
		     !is(w->word, "interface")) ||
		    (at == 1 && !is(w->word, "tcp")) ||
		    (at == 2 && !set && !show) ||
		    (at == 3 && !is(w->word, "security")))
			return wrong(w, "%s: here follows %s", w->word,
				     expected[at]);
	}
	if (set)
		return read_set(w, out, help);
	out->verb = NETSH_SHOW;
	return read_store_only(w, "show security", out, help);
}

/**
 * netsh_parse() - What a sentence of netsh says.
 * @argc: how many words there are after `netsh`
 * @argv: the words
 * @out: what they say
 * @why: what is wrong, where -1 is returned
 * @len: size of @why
 *
 * Return: 0 or -1.
 */
int netsh_parse(int argc, char **argv, struct netsh_sentence *out, char *why,
		size_t len)
{
	struct words w = { .next = argv, .left = argc, .why = why, .len = len };
	bool help = false;

	*out = (struct netsh_sentence){
		.mpp = NETSH_UNSAID,
		.profiles = NETSH_UNSAID,
		.store = NETSH_ANY_STORE,
	};
	if (read_sentence(&w, out, &help))
		return -1;
	if (help)
		out->verb = NETSH_HELP;
	return 0;
}
