// SPDX-License-Identifier: GPL-2.0
/*
 * say - messages for whoever called: on stderr, one line, with the file and
 * line of a batch in front.
 */
#include <stdarg.h>

#include "ctl.h"

static void say(const struct ctl *ctl, const char *fmt, va_list ap)
{
	/* what was answered so far comes first, also when both go to a file */
	fflush(ctl->out);
	fputs("mppctl: ", stderr);
	if (ctl->file)
		fprintf(stderr, "%s:%u: ", ctl->file, ctl->line);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

/**
 * ctl_usage_error() - a command was not understood
 * @ctl: the run
 * @fmt: what is wrong with it, and what is allowed
 *
 * Return: CTL_USAGE.
 */
int ctl_usage_error(struct ctl *ctl, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(ctl, fmt, ap);
	va_end(ap);
	return CTL_USAGE;
}

/**
 * ctl_error() - a command cannot be carried out
 * @ctl: the run
 * @fmt: why
 *
 * Return: CTL_REFUSED.
 */
int ctl_error(struct ctl *ctl, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(ctl, fmt, ap);
	va_end(ap);
	return CTL_REFUSED;
}

/**
 * ctl_note() - something to know, which is no error
 * @ctl: the run
 * @fmt: what
 */
void ctl_note(struct ctl *ctl, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(ctl, fmt, ap);
	va_end(ap);
}
