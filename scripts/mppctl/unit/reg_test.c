// SPDX-License-Identifier: GPL-2.0
/*
 * reg_test - exported registries (W12, D2) against golden files
 *
 * Each FILE.reg in reg is read as it stands, with CRLF and a
 * byte order mark, and in UTF-16 with and without one: all have to give
 * FILE.out. Every file cut off anywhere has to be survived.
 * UPDATE=1 writes the golden files anew.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "../ctl.h"
#include "../reg.h"
#include "test.h"

struct text {
	char *p;
	size_t len;
};

static void put(struct text *t, unsigned int c, bool wide)
{
	t->p[t->len++] = (char)c;
	if (wide)
		t->p[t->len++] = (char)(c >> 8);
}

/* One character of UTF-8; the golden files hold none above U+FFFF. */
static unsigned int next(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	unsigned int len = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : 3;

	*p += len;
	if (len == 1)
		return s[0];
	if (len == 2)
		return (s[0] & 0x1fU) << 6 | (s[1] & 0x3fU);
	return (s[0] & 0xfU) << 12 | (s[1] & 0x3fU) << 6 | (s[2] & 0x3fU);
}

/* The file as regedit would have written it. */
static struct text as(const struct text *from, bool mark, bool wide)
{
	struct text to = { .p = malloc(4 * from->len + 8) };
	const char *p = from->p;
	unsigned int c;

	if (mark && wide)
		put(&to, 0xfeff, true);
	else if (mark)
		to.len = (size_t)sprintf(to.p, "\xef\xbb\xbf");
	while (p < from->p + from->len) {
		if (*p == '\n')
			put(&to, '\r', wide);
		c = wide ? next(&p) : (unsigned char)*p++;
		put(&to, c, wide);
	}
	return to;
}

/* What the parser makes of it, as text. */
static char *parse(const char *bytes, size_t len)
{
	struct reg_import got;
	char *text = NULL, *copy;
	size_t size = 0, i;
	FILE *out = open_memstream(&text, &size);

	/* exactly so long, for whoever reads too far */
	copy = malloc(len ? len : 1);
	memcpy(copy, bytes, len);
	if (reg_parse(copy, len, "FILE", &got, out)) {
		fprintf(out, "=> refused\n");
	} else {
		fprintf(out, "=> enabled %d %d, rate limit %d%s\n",
			got.enabled[REG_V4], got.enabled[REG_V6],
			got.rate_limit, reg_empty(&got) ? ", empty" : "");
		if (got.has_ranges)
			fprintf(out, "=> %u ranges\n", got.nr_ranges);
		for (i = 0; i < got.nr_ranges; i++)
			fprintf(out, "=> %u-%u\n", got.range[i].first,
				got.range[i].last);
		for (i = 0; i < got.nr_ifaces; i++)
			fprintf(out, "=> %s off %d %d\n", got.iface[i].guid,
				got.iface[i].off[REG_V4],
				got.iface[i].off[REG_V6]);
	}
	fclose(out);
	reg_free(&got);
	free(copy);
	return text;
}

static void check_as(const char *name, const char *how, const struct text *file,
		     const char *golden)
{
	char *got = parse(file->p, file->len);

	test_same(got, golden, "%s, %s", name, how);
	free(got);
}

static void check_cut(const char *name, const struct text *file)
{
	size_t i;

	for (i = 0; i < file->len; i++)
		free(parse(file->p, i));
	test_ok(true, "%s, cut off anywhere", name);
}

static void check_file(const char *path)
{
	struct text file = { 0 }, other;
	char *golden, *got;

	file.p = test_read(path, &file.len);
	got = parse(file.p, file.len);
	golden = test_golden(path, ".out", got);
	free(got);
	check_as(test_base(path), "as it stands", &file, golden);
	other = as(&file, true, false);
	check_as(test_base(path), "CRLF and a mark", &other, golden);
	free(other.p);
	other = as(&file, false, true);
	check_as(test_base(path), "UTF-16", &other, golden);
	free(other.p);
	other = as(&file, true, true);
	check_as(test_base(path), "UTF-16 with a mark", &other, golden);
	check_cut(test_base(path), &other);
	free(other.p);
	free(golden);
	free(file.p);
}

/* What is not a registry at all. */
static void check_refused(void)
{
	static const struct {
		const char *what;
		const char *bytes;
		size_t len;
	} bad[] = {
		{ "an empty file", "", 0 },
		{ "one byte", "W", 1 },
		{ "a mark alone", "\xff\xfe", 2 },
		{ "half a character", "\xff\xfeR\0E", 5 },
		{ "big-endian", "\xfe\xff\0R\0E", 6 },
		{ "a NUL", "REGEDIT4\n\0\n", 11 },
		{ "another version",
		  "Windows Registry Editor Version 6.00\n", 37 },
		{ "more in the first line", "REGEDIT42\n", 10 },
		{ "a program", "\177ELF\002\001\001", 7 },
	};
	size_t i;
	char *got;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		got = parse(bad[i].bytes, bad[i].len);
		test_ok(strstr(got, "=> refused") && strstr(got, "FILE"),
			"%s is refused", bad[i].what);
		free(got);
	}
}

/* Pairs of surrogates, and halves of them, in a name that is not ours. */
static void check_surrogates(void)
{
	static const char head[] =
		"REGEDIT4\n[HKLM\\SYSTEM\\ControlSet001\\Services\\Tcpip\\Parameters]\n\"";
	static const char tail[] = "\"=dword:1\n\"EnableMPP\"=dword:1\n";
	static const unsigned int units[] = { 0xd83d, 0xde00, 0xd83d, 0xdc00,
					      0xdc00, 0xd83d, 'x', 0xd83d };
	struct text t = { .p = malloc(1024) };
	size_t i;
	char *got;

	put(&t, 0xfeff, true);
	for (i = 0; head[i]; i++)
		put(&t, (unsigned char)head[i], true);
	for (i = 0; i < ARRAY_SIZE(units); i++)
		put(&t, units[i], true);
	for (i = 0; tail[i]; i++)
		put(&t, (unsigned char)tail[i], true);
	got = parse(t.p, t.len);
	test_ok(strstr(got, "=> enabled 1 -1") && strstr(got, "1 other values"),
		"surrogates, whole and halved");
	free(got);
	free(t.p);
}

int main(void)
{
	glob_t found;
	size_t i;

	test_begin();
	if (glob("reg/*.reg", 0, NULL, &found)) {
		test_ok(false, "there are files reg/*.reg");
		return test_end();
	}
	for (i = 0; i < found.gl_pathc; i++)
		check_file(found.gl_pathv[i]);
	globfree(&found);
	check_refused();
	check_surrogates();
	return test_end();
}
