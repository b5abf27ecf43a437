/* SPDX-License-Identifier: GPL-2.0 */
/* conf.h - the configuration file: a batch of commands that is applied whole */
#ifndef MPPCTL_CONF_H
#define MPPCTL_CONF_H

#include <stdio.h>

#include "state.h"

/* Longer lines, and more words in one, are refused. */
#define CONF_LINE_MAX	4096
#define CONF_WORDS_MAX	64

/* More interfaces in one file are refused: each is looked for in a list. */
#define CONF_DEVS_MAX	4096

/**
 * struct conf_reader - a file that is read line by line
 * @file: the file
 * @line: number of the first line of what was read last
 * @next: number of the line that is read next
 * @why: what is wrong with the line, or NULL
 * @nr: how many words it has
 * @word: the words
 * @text: where they are kept
 */
struct conf_reader {
	FILE *file;
	unsigned int line;
	unsigned int next;
	const char *why;
	int nr;
	char *word[CONF_WORDS_MAX + 1];
	char text[CONF_LINE_MAX];
};

/* conf_line.c */
void conf_open(struct conf_reader *r, FILE *file);
bool conf_next(struct conf_reader *r);

/* conf_words.c */
bool conf_words(struct mpp_state *state, int nr, char *const *word, char *why,
		size_t len);

/* conf.c */
int conf_parse(FILE *file, const char *name, struct mpp_state *wanted,
	       FILE *errors);

/* conf_write.c */
void conf_commands(FILE *file, const struct mpp_state *state);
void conf_write(FILE *file, const struct mpp_state *state);

#endif /* MPPCTL_CONF_H */
