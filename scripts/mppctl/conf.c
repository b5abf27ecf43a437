// SPDX-License-Identifier: GPL-2.0
/*
 * conf - the configuration file, as one state
 *
 * In: a file of commands. Out: all that they say as one state, to be applied
 * whole, or every broken line with its reason, and then nothing is to be
 * applied. Nobody has to be asked for that: no kernel is needed.
 */
#include <ctype.h>
#include <string.h>

#include "conf.h"

/* More broken lines are not told. */
#define ERRORS_MAX	20

struct errors {
	FILE *out;
	const char *name;
	unsigned int nr;
};

/* What came from the file may hold anything; a terminal gets text only. */
static void say(struct errors *errors, unsigned int line, const char *why)
{
	const char *p;

	if (errors->nr++ >= ERRORS_MAX) {
		if (errors->nr == ERRORS_MAX + 1)
			fprintf(errors->out, "%s:%u: and so on\n",
				errors->name, line);
		return;
	}
	fprintf(errors->out, "%s:%u: ", errors->name, line);
	for (p = why; *p; p++)
		putc(isprint((unsigned char)*p) ? *p : '?', errors->out);
	putc('\n', errors->out);
}

static bool ascend(const struct mpp_state *state, const char *low,
		   const char *high)
{
	int a = ctl_setting_find(low), b = ctl_setting_find(high);
	uint32_t both = 1U << a | 1U << b;

	return (state->present & both) != both ||
	       state->value[a] < state->value[b];
}

static bool names_mark(const struct conf_reader *r)
{
	int i;

	for (i = 1; i < r->nr; i++)
		if (!strncmp(r->word[i], "mark", 4))
			return true;
	return false;
}

/* Marks have to ascend: as far as the file names them, that is seen here. */
static const char *check_marks(const struct mpp_state *state)
{
	if (!ascend(state, "mark_end", "mark_start"))
		return "mark_end has to be below mark_start";
	if (!ascend(state, "mark_start", "mark_high"))
		return "mark_start has to be below mark_high";
	if (!ascend(state, "mark_end", "mark_high"))
		return "mark_end has to be below mark_high";
	return NULL;
}

/**
 * conf_parse() - read a configuration file
 * @file: the file
 * @name: its name, for messages
 * @wanted: takes what the file says; empty, or state_init() it
 * @errors: takes every broken line, with what is allowed
 *
 * Return: 0, or -1 when the file is broken; @wanted is empty then. It is to be
 * freed with state_free().
 */
int conf_parse(FILE *file, const char *name, struct mpp_state *wanted,
	       FILE *errors)
{
	struct errors told = { .out = errors, .name = name };
	const char *marks;
	unsigned int marks_line = 0;
	struct conf_reader r;
	char why[256];

	conf_open(&r, file);
	while (conf_next(&r)) {
		if (r.why)
			say(&told, r.line, r.why);
		else if (!conf_words(wanted, r.nr, r.word, why, sizeof(why)))
			say(&told, r.line, why);
		else if (names_mark(&r))
			marks_line = r.line;
	}
	if (ferror(file))
		say(&told, r.next, "cannot be read to its end");
	marks = check_marks(wanted);
	if (marks && !told.nr)
		say(&told, marks_line, marks);
	if (!told.nr)
		return 0;
	state_free(wanted);
	return -1;
}
