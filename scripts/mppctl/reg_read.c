// SPDX-License-Identifier: GPL-2.0
/*
 * reg_read - the syntax of an exported registry
 *
 * In: the text, which ends with a NUL and has no other, so that looking at
 * the next character is always allowed. Out: its keys and values, in order,
 * whatever they mean (reg.c knows). What is broken is told as such, and
 * reading goes on behind the line.
 *
 *	Windows Registry Editor Version 5.00
 *
 *	; a comment
 *	[HKEY_LOCAL_MACHINE\SYSTEM\...]		a key
 *	[-HKEY_LOCAL_MACHINE\SYSTEM\...]	a key to be deleted
 *	@="the default value"
 *	"name"=dword:00000001
 *	"name"=hex(7):35,00,30,00,\
 *	  30,00,00,00
 *	"name"=-				a value to be deleted
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "reg_read.h"

static void skip_blanks(struct reg_reader *r)
{
	while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r')
		r->at++;
}

/* The rest of the line, and the lines that it says it goes on with. */
static void skip_line(struct reg_reader *r)
{
	char last = '\0';

	for (; r->at < r->end; r->at++) {
		if (*r->at == '\n') {
			r->line++;
			if (last != '\\') {
				r->at++;
				return;
			}
			last = '\0';
		} else if (!isspace((unsigned char)*r->at)) {
			last = *r->at;
		}
	}
}

/* A comment goes to the end of its line, whatever that ends with. */
static void skip_comment(struct reg_reader *r)
{
	while (r->at < r->end && *r->at != '\n')
		r->at++;
}

/* Whether nothing but a comment is left of the line; steps over it. */
static bool line_ends(struct reg_reader *r)
{
	skip_blanks(r);
	if (*r->at == ';')
		skip_comment(r);
	return r->at == r->end || *r->at == '\n';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Up to @most digits; false if there is none, or one more. */
static bool hex_number(struct reg_reader *r, int most, uint32_t *out)
{
	int n = 0, digit;

	*out = 0;
	while ((digit = hex_digit(*r->at)) >= 0) {
		if (n++ == most)
			return false;
		*out = *out << 4 | (uint32_t)digit;
		r->at++;
	}
	return n > 0;
}

static bool data_add(struct reg_reader *r, size_t at, uint8_t byte)
{
	size_t size = r->size ? 2 * r->size : 256;
	uint8_t *data;

	if (at == r->size) {
		data = realloc(r->data, size);
		if (!data)
			return false;
		r->data = data;
		r->size = size;
	}
	r->data[at] = byte;
	return true;
}

/* Blanks between the bytes; a `\` at the end of a line is one. */
static void skip_between(struct reg_reader *r)
{
	const char *p;

	for (;;) {
		skip_blanks(r);
		if (*r->at != '\\')
			return;
		for (p = r->at + 1; *p == ' ' || *p == '\t' || *p == '\r'; p++)
			;
		if (*p != '\n')
			return;
		r->at = p + 1;
		r->line++;
	}
}

/* `35,00,...`, what follows `hex:`; a comma may come last. */
static enum reg_kind read_bytes(struct reg_reader *r, struct reg_item *it)
{
	uint32_t byte;

	for (;;) {
		skip_between(r);
		if (hex_digit(*r->at) < 0)
			break;
		if (!hex_number(r, 2, &byte))
			return REG_BROKEN;
		if (!data_add(r, it->len, (uint8_t)byte))
			return REG_NO_MEMORY;
		it->len++;
		skip_between(r);
		if (*r->at != ',')
			break;
		r->at++;
	}
	it->data = r->data;
	return REG_VALUE;
}

/* `"..."` with `\"` and `\\` in it; as much of it is kept as fits. */
static bool read_name(struct reg_reader *r, char *to, size_t size)
{
	size_t n = 0;

	for (r->at++; *r->at != '"'; r->at++) {
		if (*r->at == '\\')
			r->at++;
		if (r->at == r->end || *r->at == '\n')
			return false;
		if (n + 1 < size)
			to[n++] = *r->at;
	}
	to[n] = '\0';
	r->at++;
	return true;
}

/* The same as a value, which may go on in the next line. */
static bool skip_string(struct reg_reader *r)
{
	for (r->at++; *r->at != '"'; r->at++) {
		if (*r->at == '\\')
			r->at++;
		if (r->at == r->end)
			return false;
		if (*r->at == '\n')
			r->line++;
	}
	r->at++;
	return true;
}

/* What follows `name=`. */
static enum reg_kind read_data(struct reg_reader *r, struct reg_item *it)
{
	uint32_t number;
	int i;

	if (*r->at == '-') {
		r->at++;
		return REG_VALUE_GONE;
	}
	if (*r->at == '"') {
		it->type = REG_TYPE_STRING;
		return skip_string(r) ? REG_VALUE : REG_BROKEN;
	}
	if (!strncasecmp(r->at, "dword:", 6)) {
		r->at += 6;
		skip_blanks(r);
		if (!hex_number(r, 8, &number))
			return REG_BROKEN;
		it->type = REG_TYPE_DWORD;
		for (i = 0; i < 4; i++)
			if (!data_add(r, it->len++, (uint8_t)(number >> 8 * i)))
				return REG_NO_MEMORY;
		it->data = r->data;
		return REG_VALUE;
	}
	if (strncasecmp(r->at, "hex", 3))
		return REG_BROKEN;
	r->at += 3;
	it->type = REG_TYPE_BINARY;
	if (*r->at == '(') {
		r->at++;
		if (!hex_number(r, 8, &it->type) || *r->at != ')')
			return REG_BROKEN;
		r->at++;
	}
	if (*r->at != ':')
		return REG_BROKEN;
	r->at++;
	return read_bytes(r, it);
}

static enum reg_kind read_value(struct reg_reader *r, struct reg_item *it)
{
	enum reg_kind kind;

	if (*r->at == '@')
		r->at++;
	else if (!read_name(r, it->name, sizeof(it->name)))
		return REG_BROKEN;
	skip_blanks(r);
	if (*r->at != '=')
		return REG_BROKEN;
	r->at++;
	skip_blanks(r);
	kind = read_data(r, it);
	if (kind != REG_NO_MEMORY && !line_ends(r))
		return REG_BROKEN;
	return kind;
}

/* Names may hold brackets: a key ends at the last one of its line. */
static enum reg_kind read_key(struct reg_reader *r, struct reg_item *it)
{
	enum reg_kind kind = REG_KEY;
	const char *p;

	r->at++;
	if (*r->at == '-') {
		r->at++;
		kind = REG_KEY_GONE;
	}
	it->key = r->at;
	for (p = r->at; p < r->end && *p != '\n'; p++)
		if (*p == ']')
			r->at = p;
	if (*r->at != ']')
		return REG_BROKEN;
	it->key_len = (size_t)(r->at - it->key);
	r->at++;
	skip_comment(r);
	return kind;
}

/**
 * reg_open() - Begin to read an exported registry.
 * @r: the reader; reg_close() it
 * @text: what reg_text() made of it, to be kept meanwhile
 * @len: its length
 *
 * Return: false if the first line does not say that it is one.
 */
bool reg_open(struct reg_reader *r, const char *text, size_t len)
{
	static const char now[] = "Windows Registry Editor Version 5.00";
	static const char then[] = "REGEDIT4";

	*r = (struct reg_reader){ .at = text, .end = text + len, .line = 1 };
	skip_blanks(r);
	if (!strncasecmp(r->at, now, strlen(now))) {
		r->at += strlen(now);
	} else if (!strncasecmp(r->at, then, strlen(then))) {
		r->at += strlen(then);
		r->old = true;
	} else {
		return false;
	}
	skip_blanks(r);
	return r->at == r->end || *r->at == '\n';
}

/**
 * reg_next() - Read the next key or value.
 * @r: the reader
 * @it: what it is
 */
void reg_next(struct reg_reader *r, struct reg_item *it)
{
	while (line_ends(r) && r->at < r->end) {
		r->at++;
		r->line++;
	}
	*it = (struct reg_item){ .line = r->line };
	if (r->at == r->end)
		return;
	if (*r->at == '[')
		it->kind = read_key(r, it);
	else if (*r->at == '"' || *r->at == '@')
		it->kind = read_value(r, it);
	else
		it->kind = REG_BROKEN;
	if (it->kind == REG_BROKEN)
		skip_line(r);
}

/**
 * reg_close() - Free what reading took.
 * @r: the reader
 */
void reg_close(struct reg_reader *r)
{
	free(r->data);
	r->data = NULL;
}
