// SPDX-License-Identifier: GPL-2.0
/*
 * reg_text - what regedit wrote, as UTF-8
 *
 * In: the bytes of the file. UTF-16LE is what regedit writes since Windows
 * 2000; what was edited or came from elsewhere is often UTF-8, with or without
 * a byte order mark. REGEDIT4 files are in some ANSI code page: all that is
 * looked for in them is ASCII, so their other bytes pass as they are.
 * Out: text without a NUL, or a reason. Nothing else is touched.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reg_text.h"

#define REPLACEMENT	0xfffd	/* what stands for half a surrogate pair */

static char *put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | (c >> 6));
	} else {
		if (c < 0x10000) {
			*to++ = (char)(0xe0 | (c >> 12));
		} else {
			*to++ = (char)(0xf0 | (c >> 18));
			*to++ = (char)(0x80 | ((c >> 12) & 0x3f));
		}
		*to++ = (char)(0x80 | ((c >> 6) & 0x3f));
	}
	*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

/* The unit at @i; there has to be one. */
static uint32_t unit(const uint8_t *p, size_t i)
{
	return p[2 * i] | (uint32_t)p[2 * i + 1] << 8;
}

/* @n units of UTF-16LE; a unit is at most three bytes of UTF-8. */
static char *from_utf16(const uint8_t *p, size_t n, size_t *out_len)
{
	char *text = malloc(3 * n + 1), *to = text;
	uint32_t c, low;
	size_t i;

	if (!text)
		return NULL;
	for (i = 0; i < n; i++) {
		c = unit(p, i);
		if (c >= 0xd800 && c <= 0xdfff) {
			low = i + 1 < n ? unit(p, i + 1) : 0;
			if (c <= 0xdbff && low >= 0xdc00 && low <= 0xdfff) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (low - 0xdc00);
				i++;
			} else {
				c = REPLACEMENT;
			}
		}
		to = put_utf8(to, c);
	}
	*out_len = (size_t)(to - text);
	return text;
}

/**
 * reg_text() - An exported registry as UTF-8.
 * @bytes: the file
 * @len: its length
 * @out_len: the length of the text
 * @why: what is wrong with the file, where NULL is returned
 *
 * Return: the text, to be freed, without a byte order mark and without a NUL
 * in it but for the one behind its end; NULL if there is none to be had.
 */
char *reg_text(const void *bytes, size_t len, size_t *out_len,
	       const char **why)
{
	const uint8_t *p = bytes;
	bool wide = len >= 2 && p[0] == 0xff && p[1] == 0xfe;
	char *text;

	if (len >= 2 && p[0] == 0xfe && p[1] == 0xff) {
		*why = "UTF-16 in big-endian order, which regedit does not write";
		return NULL;
	}
	if (wide) {
		p += 2;
		len -= 2;
	} else if (len >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf) {
		p += 3;
		len -= 3;
	} else if (len >= 2 && p[0] && !p[1]) {
		/* its first line is ASCII: UTF-16LE without a mark */
		wide = true;
	}
	if (wide && len % 2) {
		*why = "ends in the middle of a character: is it cut off?";
		return NULL;
	}
	if (wide) {
		text = from_utf16(p, len / 2, &len);
	} else {
		text = malloc(len + 1);
		if (text && len)
			memcpy(text, p, len);
	}
	if (!text) {
		*why = "no memory";
		return NULL;
	}
	text[len] = '\0';
	if (memchr(text, '\0', len)) {
		*why = "holds a NUL: this is not text";
		free(text);
		return NULL;
	}
	*out_len = len;
	return text;
}
