/* SPDX-License-Identifier: GPL-2.0 */
/* terminal.h - the screen to ourselves, and back as it was on every way out */
#ifndef MPPCTL_TERMINAL_H
#define MPPCTL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * enum terminal_event - what happened while waiting
 * @TERMINAL_TICK: the time is over
 * @TERMINAL_KEY: a key that means nothing, or a new size: draw again
 * @TERMINAL_QUIT: the user has enough, or the terminal is gone
 */
enum terminal_event {
	TERMINAL_TICK,
	TERMINAL_KEY,
	TERMINAL_QUIT,
};

bool terminal_begin(void);
void terminal_end(void);
void terminal_size(unsigned int *rows, unsigned int *columns);
bool terminal_draw(const char *text, unsigned int rows, unsigned int columns);
enum terminal_event terminal_wait(unsigned int ms);
void terminal_die(void);

/* pure, for the tests: how much of a line fits into so many columns */
size_t terminal_crop(const char *line, size_t len, unsigned int columns);

#endif /* MPPCTL_TERMINAL_H */
