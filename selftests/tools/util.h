/* SPDX-License-Identifier: GPL-2.0 */
/* What every tool of the tests needs: time, numbers, text, signals */
#ifndef MPP_TOOLS_UTIL_H
#define MPP_TOOLS_UTIL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* set by SIGTERM and SIGINT; loops end when they see it */
extern volatile sig_atomic_t util_stop;
/* counts SIGUSR1 (report now) and SIGUSR2 (let blocked senders go) */
extern volatile sig_atomic_t util_usr1;
extern volatile sig_atomic_t util_usr2;

void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
void die_errno(const char *what) __attribute__((noreturn));

uint64_t now_us(void);
/* once a second, and after each SIGUSR1 */
bool report_due(void);

/* a number in [min, max], or the end of the program naming the option */
uint64_t parse_number(const char *text, const char *option, uint64_t min,
		      uint64_t max);
/* "first-last" or "one" */
void parse_port_range(const char *text, const char *option, uint16_t *first,
		      uint16_t *last);
/* \r \n \t \0 \\ \xHH; returns the length, the result is allocated */
size_t unescape(const char *text, char **out);

void catch_signals(void);
void raise_nofile(void);
void *xcalloc(size_t n, size_t size);

#endif
