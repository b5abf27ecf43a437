/* SPDX-License-Identifier: GPL-2.0 */
/* reg_read.h - the syntax of an exported registry, one item at a time */
#ifndef MPPCTL_REG_READ_H
#define MPPCTL_REG_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer names than any of ours; the rest of a name is cut off. */
#define REG_NAME_MAX	64

/* The types of a value that matter, as Windows numbers them. */
enum reg_type {
	REG_TYPE_STRING	= 1,
	REG_TYPE_BINARY	= 3,
	REG_TYPE_DWORD	= 4,
	REG_TYPE_MULTI	= 7,
};

/* What stands in the file. */
enum reg_kind {
	REG_END,	/* nothing more */
	REG_KEY,	/* [name] */
	REG_KEY_GONE,	/* [-name] */
	REG_VALUE,	/* "name"=... */
	REG_VALUE_GONE,	/* "name"=- */
	REG_BROKEN,	/* a line that is none of these */
	REG_NO_MEMORY,
};

/**
 * struct reg_item - one key or value, valid until the next is read
 * @kind: what it is; the other fields are for those that have them
 * @line: where it begins
 * @key: name of a key, not ended by a NUL
 * @key_len: its length
 * @name: name of a value, cut off if it is long; empty for the default value
 * @type: the value's type, as Windows numbers them
 * @data: the value's bytes; of a string none
 * @len: how many
 */
struct reg_item {
	enum reg_kind kind;
	unsigned int line;
	const char *key;
	size_t key_len;
	char name[REG_NAME_MAX];
	uint32_t type;
	const uint8_t *data;
	size_t len;
};

/**
 * struct reg_reader - a place in the text
 * @at: what is read next
 * @end: the end of the text, where a NUL stands
 * @line: number of the line of @at, from 1
 * @old: the file is of REGEDIT4, whose strings are not UTF-16
 * @data: buffer for a value's bytes
 * @size: how much fits into it
 */
struct reg_reader {
	const char *at;
	const char *end;
	unsigned int line;
	bool old;
	uint8_t *data;
	size_t size;
};

bool reg_open(struct reg_reader *r, const char *text, size_t len);
void reg_next(struct reg_reader *r, struct reg_item *it);
void reg_close(struct reg_reader *r);

#endif /* MPPCTL_REG_READ_H */
