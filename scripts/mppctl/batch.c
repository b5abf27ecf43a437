// SPDX-License-Identifier: GPL-2.0
/*
 * batch - a file of commands, one a line. Words are divided by blanks, may be
 * quoted, # begins a comment, a backslash at the end of a line continues it.
 * The first command that fails ends it, and is told with its line.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"

#define MAX_WORDS	256

/*
 * The next logical line, without its newline; NULL at the end. @count is how
 * many lines of the file it took, @whole_len how long it is.
 */
static char *logical_line(FILE *f, unsigned int *count, size_t *whole_len)
{
	char *whole = NULL, *part = NULL, *more;
	size_t len = 0, room = 0;
	ssize_t n;

	*count = 0;
	while ((n = getline(&part, &room, f)) >= 0) {
		bool on;

		++*count;
		if (n && part[n - 1] == '\n')
			n--;
		on = n && part[n - 1] == '\\';
		n -= on;
		more = realloc(whole, len + n + 1);
		if (!more)
			break;
		whole = more;
		memcpy(whole + len, part, n);
		len += n;
		whole[len] = '\0';
		if (!on)
			break;
	}
	free(part);
	*whole_len = len;
	return whole;
}

/* Cut @line into words, in place. How many, or less than 0: cannot be cut. */
static int cut(char *line, char **word)
{
	char *from = line, *to = line;
	char quote = 0;
	int n = 0;

	for (;;) {
		from += strspn(from, " \t\r");
		if (!*from || *from == '#')
			return n;
		if (n == MAX_WORDS)
			return -1;
		word[n++] = to;
		for (; *from && (quote || !strchr(" \t\r", *from)); from++) {
			if (quote && *from == quote)
				quote = 0;
			else if (!quote && (*from == '"' || *from == '\''))
				quote = *from;
			else
				*to++ = *from;
		}
		if (quote)
			return -1;
		if (!*from) {
			*to = '\0';
			return n;
		}
		from++;
		*to++ = '\0';
	}
}

/**
 * ctl_batch() - carry out a file of commands
 * @ctl: the run
 * @file: its name, - for standard input
 *
 * Return: enum ctl_status, of the first that failed.
 */
int ctl_batch(struct ctl *ctl, const char *file)
{
	FILE *f = strcmp(file, "-") ? fopen(file, "re") : stdin;
	char *word[MAX_WORDS + 1], *line;
	unsigned int next = 1, count;
	int status = CTL_OK, n;
	bool whole;
	size_t len;

	if (!f)
		return ctl_error(ctl, "%s: %s", file, strerror(errno));
	ctl->file = f == stdin ? "standard input" : file;
	while (status == CTL_OK && (line = logical_line(f, &count, &len))) {
		ctl->line = next;
		next += count;
		whole = !memchr(line, '\0', len);
		n = whole ? cut(line, word) : -1;
		if (!whole) {
			status = ctl_usage_error(ctl, "holds a NUL: this is not text");
		} else if (n < 0) {
			status = ctl_usage_error(ctl, "an open quote, or more than %d words",
						 MAX_WORDS);
		} else if (n) {
			word[n] = NULL;
			status = ctl_run(ctl, n, word);
		}
		free(line);
	}
	ctl->file = NULL;
	if (status == CTL_OK && ferror(f))
		status = ctl_error(ctl, "%s: cannot be read to its end", file);
	if (f != stdin)
		fclose(f);
	return status;
}
