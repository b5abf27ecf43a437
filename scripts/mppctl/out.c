// SPDX-License-Identifier: GPL-2.0
/*
 * out - answers, as text or as JSON, from the same calls.
 *
 * JSON is made as a document and printed whole, so that who reads it never
 * sees half of one: one line, or indented with -p.
 */
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>

#include "out.h"

#define MAX_DEPTH	8

/**
 * struct ctl_doc - a document that is being made
 * @depth: how many objects and arrays are open
 * @open: these; the first is the document
 */
struct ctl_doc {
	unsigned int depth;
	json_t *open[MAX_DEPTH];
};

/* Out of memory there is nothing sensible to print any more. */
static json_t *must(json_t *value)
{
	if (!value) {
		fputs("mppctl: no memory\n", stderr);
		exit(CTL_REFUSED);
	}
	return value;
}

static void add(struct ctl *ctl, const char *key, json_t *value)
{
	json_t *in = ctl->doc->open[ctl->doc->depth - 1];
	int err;

	must(value);
	if (json_is_array(in))
		err = json_array_append_new(in, value);
	else
		err = json_object_set_new(in, key, value);
	if (err)
		must(NULL);
}

static void text(struct ctl *ctl, const char *fmt, va_list ap)
{
	if (fmt)
		vfprintf(ctl->out, fmt, ap);
}

/**
 * out_begin() - an answer begins
 * @ctl: the run
 */
void out_begin(struct ctl *ctl)
{
	if (!ctl->json)
		return;
	ctl->doc = calloc(1, sizeof(*ctl->doc));
	if (!ctl->doc)
		must(NULL);
	ctl->doc->open[0] = must(json_object());
	ctl->doc->depth = 1;
}

/**
 * out_drop() - forget the answer, there was an error
 * @ctl: the run
 */
void out_drop(struct ctl *ctl)
{
	if (!ctl->doc)
		return;
	json_decref(ctl->doc->open[0]);
	free(ctl->doc);
	ctl->doc = NULL;
}

/**
 * out_end() - the answer is complete: print it
 * @ctl: the run
 */
void out_end(struct ctl *ctl)
{
	size_t flags = ctl->pretty ? JSON_INDENT(4) : JSON_COMPACT;

	if (ctl->doc) {
		json_dumpf(ctl->doc->open[0], ctl->out,
			   flags | JSON_REAL_PRECISION(15));
		fputc('\n', ctl->out);
		out_drop(ctl);
	}
	fflush(ctl->out);
}

static void descend(struct ctl *ctl, const char *key, json_t *value)
{
	struct ctl_doc *doc = ctl->doc;

	if (doc->depth == MAX_DEPTH)
		abort();
	add(ctl, key, value);
	doc->open[doc->depth++] = value;
}

/**
 * out_object() - an object begins, in JSON
 * @ctl: the run
 * @key: its key, NULL within an array
 */
void out_object(struct ctl *ctl, const char *key)
{
	if (ctl->doc)
		descend(ctl, key, must(json_object()));
}

/**
 * out_array() - an array begins, in JSON
 * @ctl: the run
 * @key: its key, NULL within an array
 */
void out_array(struct ctl *ctl, const char *key)
{
	if (ctl->doc)
		descend(ctl, key, must(json_array()));
}

/**
 * out_close() - the object or array that was begun last ends
 * @ctl: the run
 */
void out_close(struct ctl *ctl)
{
	if (ctl->doc)
		ctl->doc->depth--;
}

/**
 * out_text() - text only
 * @ctl: the run
 * @fmt: as of printf()
 */
void out_text(struct ctl *ctl, const char *fmt, ...)
{
	va_list ap;

	if (ctl->json)
		return;
	va_start(ap, fmt);
	text(ctl, fmt, ap);
	va_end(ap);
}

/* The body of all that follow: @value for JSON, the rest for text. */
#define OUT(value) do {						\
	va_list ap;						\
								\
	if (ctl->doc) {						\
		if (key || json_is_array(ctl->doc->open[ctl->doc->depth - 1])) \
			add(ctl, key, value);			\
	} else if (!ctl->json) {				\
		va_start(ap, fmt);				\
		text(ctl, fmt, ap);				\
		va_end(ap);					\
	}							\
} while (0)

/**
 * out_uint() - a number that is not negative
 * @ctl: the run
 * @key: its key
 * @value: the number
 * @fmt: the text for it, with its own arguments
 */
void out_uint(struct ctl *ctl, const char *key, uint64_t value,
	      const char *fmt, ...)
{
	/* jansson's are signed: what does not fit is told as the most that does */
	OUT(json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value));
}

/**
 * out_real() - a number with a fraction
 * @ctl: the run
 * @key: its key
 * @value: the number
 * @fmt: the text for it, with its own arguments
 */
void out_real(struct ctl *ctl, const char *key, double value,
	      const char *fmt, ...)
{
	OUT(json_real(value));
}

/**
 * out_bool() - a truth value
 * @ctl: the run
 * @key: its key
 * @value: the truth
 * @fmt: the text for it, with its own arguments
 */
void out_bool(struct ctl *ctl, const char *key, bool value,
	      const char *fmt, ...)
{
	OUT(json_boolean(value));
}

/**
 * out_str() - a text
 * @ctl: the run
 * @key: its key
 * @value: the text; what is no UTF-8 is left out of JSON as null
 * @fmt: the text for it, with its own arguments
 */
void out_str(struct ctl *ctl, const char *key, const char *value,
	     const char *fmt, ...)
{
	OUT(json_string(value) ?: json_null());
}

/**
 * out_color() - what switches a colour on, or all off
 * @ctl: the run
 * @color: which
 *
 * Return: a sequence for the terminal, or nothing.
 */
const char *out_color(const struct ctl *ctl, enum ctl_color color)
{
	static const char *const sequence[] = {
		[CTL_PLAIN]	= "\033[0m",
		[CTL_BOLD]	= "\033[1m",
		[CTL_DIM]	= "\033[2m",
		[CTL_GOOD]	= "\033[32m",
		[CTL_WARN]	= "\033[33m",
		[CTL_BAD]	= "\033[1;31m",
	};

	return ctl->color ? sequence[color] : "";
}
