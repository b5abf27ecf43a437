// SPDX-License-Identifier: GPL-2.0
/*
 * conf_line - a file of commands, cut into lines and words
 *
 * In: the file. Out: one command after the other, as words. Blanks divide
 * words, quotes of either kind hold them together, # where a word could begin
 * starts a comment, and a backslash at the end of a line continues it. Takes
 * any bytes, in fixed memory.
 */
#include <string.h>

#include "conf.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A character, or EOF at the end of the line with its continuations. */
static int next_char(struct conf_reader *r, bool *more)
{
	int c = getc(r->file);

	while (c == '\\') {
		c = getc(r->file);
		*more = true;
		if (c == EOF)
			return EOF;
		if (c != '\n') {
			ungetc(c, r->file);
			return '\\';
		}
		r->next++;
		c = getc(r->file);
	}
	if (c == '\n')
		r->next++;
	*more |= c != EOF;
	return c == '\n' ? EOF : c;
}

/* The line into r->text, a NUL behind it; false at the end of the file. */
static bool read_line(struct conf_reader *r)
{
	bool more = false;
	size_t n = 0;
	int c;

	r->line = r->next;
	r->why = NULL;
	while ((c = next_char(r, &more)) != EOF) {
		if (!c)
			r->why = "holds a NUL: this is not text";
		if (n + 1 < sizeof(r->text))
			r->text[n++] = (char)c;
		else if (!r->why)
			r->why = "the line is too long";
	}
	r->text[n] = '\0';
	return more;
}

/* r->text into words, in place: a word never grows. */
static void cut(struct conf_reader *r)
{
	char *from = r->text, *to = r->text, quote, end;

	r->nr = 0;
	for (;;) {
		while (is_blank(*from))
			from++;
		if (!*from || *from == '#')
			return;
		if (r->nr == CONF_WORDS_MAX) {
			r->why = "there are too many words";
			return;
		}
		r->word[r->nr++] = to;
		quote = '\0';
		for (; *from && (quote || !is_blank(*from)); from++) {
			if (quote && *from == quote)
				quote = '\0';
			else if (!quote && (*from == '"' || *from == '\''))
				quote = *from;
			else
				*to++ = *from;
		}
		if (quote) {
			r->why = "a quote is not closed";
			return;
		}
		/* what ends the word may be overwritten by its NUL */
		end = *from;
		*to++ = '\0';
		if (!end)
			return;
		from++;
	}
}

/**
 * conf_open() - begin to read a file of commands
 * @r: the reader
 * @file: the file
 */
void conf_open(struct conf_reader *r, FILE *file)
{
	memset(r, 0, sizeof(*r));
	r->file = file;
	r->next = 1;
}

/**
 * conf_next() - the next command
 * @r: the reader; there is a command, or r->why says what is wrong
 *
 * Return: false at the end of the file.
 */
bool conf_next(struct conf_reader *r)
{
	while (read_line(r)) {
		if (!r->why)
			cut(r);
		if (r->why || r->nr) {
			r->word[r->nr] = NULL;
			return true;
		}
	}
	return false;
}
