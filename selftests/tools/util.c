// SPDX-License-Identifier: GPL-2.0
/* Time, numbers, text and signals for the tools of the tests */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "util.h"

volatile sig_atomic_t util_stop;
volatile sig_atomic_t util_usr1;
volatile sig_atomic_t util_usr2;

void die(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

void die_errno(const char *what)
{
	die("%s: %s", what, strerror(errno));
}

uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

bool report_due(void)
{
	static uint64_t next;
	static int seen;

	if (now_us() < next && util_usr1 == seen)
		return false;
	seen = util_usr1;
	next = now_us() + 1000000;
	return true;
}

uint64_t parse_number(const char *text, const char *option, uint64_t min,
		      uint64_t max)
{
	unsigned long long v;
	char *end;

	errno = 0;
	v = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || v < min || v > max)
		die("--%s wants a number from %llu to %llu, not '%s'", option,
		    (unsigned long long)min, (unsigned long long)max, text);
	return v;
}

void parse_port_range(const char *text, const char *option, uint16_t *first,
		      uint16_t *last)
{
	unsigned int a, b;
	char rest;

	if (sscanf(text, "%u-%u%c", &a, &b, &rest) != 2) {
		if (sscanf(text, "%u%c", &a, &rest) != 1)
			die("--%s wants PORT or FIRST-LAST, not '%s'", option, text);
		b = a;
	}
	if (a < 1 || b > 65535 || a > b)
		die("--%s: no range of ports: '%s'", option, text);
	*first = a;
	*last = b;
}

size_t unescape(const char *text, char **out)
{
	char *buf = xcalloc(1, strlen(text) + 1);
	size_t n = 0;

	for (; *text; text++) {
		unsigned int hex;
		int used = 0;

		if (*text != '\\') {
			buf[n++] = *text;
			continue;
		}
		switch (*++text) {
		case 'r':
			buf[n++] = '\r';
			break;
		case 'n':
			buf[n++] = '\n';
			break;
		case 't':
			buf[n++] = '\t';
			break;
		case '0':
			buf[n++] = '\0';
			break;
		case '\\':
			buf[n++] = '\\';
			break;
		case 'x':
			if (sscanf(text + 1, "%2x%n", &hex, &used) == 1 && used == 2) {
				buf[n++] = hex;
				text += 2;
				break;
			}
			/* fall through */
		default:
			die("unknown escape in '%s'", text);
		}
	}
	*out = buf;
	return n;
}

static void on_signal(int sig)
{
	if (sig == SIGUSR1)
		util_usr1++;
	else if (sig == SIGUSR2)
		util_usr2++;
	else
		util_stop = 1;
}

void catch_signals(void)
{
	/* no SA_RESTART: a waiting poll must notice */
	struct sigaction sa = { .sa_handler = on_signal };

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGUSR2, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

void raise_nofile(void)
{
	static const rlim_t wanted[] = { 1000000, 200000, 65536 };
	struct rlimit rl;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wanted); i++) {
		rl.rlim_cur = wanted[i];
		rl.rlim_max = wanted[i];
		if (!setrlimit(RLIMIT_NOFILE, &rl))
			return;
	}
	if (getrlimit(RLIMIT_NOFILE, &rl))
		return;
	rl.rlim_cur = rl.rlim_max;
	setrlimit(RLIMIT_NOFILE, &rl);
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		die("out of memory");
	return p;
}
