/* SPDX-License-Identifier: GPL-2.0 */
/* test.h - results in TAP, and golden files, for the tests of mppctl's parts */
#ifndef MPPCTL_TEST_H
#define MPPCTL_TEST_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned int test_nr;
static unsigned int test_bad;

static inline bool test_result(bool good, const char *fmt, va_list ap)
{
	test_nr++;
	test_bad += !good;
	printf("%sok %u - ", good ? "" : "not ", test_nr);
	vprintf(fmt, ap);
	putchar('\n');
	return good;
}

/* One result. Returns @good. */
__attribute__((format(printf, 2, 3)))
static inline bool test_ok(bool good, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	test_result(good, fmt, ap);
	va_end(ap);
	return good;
}

/* @got has to be @want; if it is not, both are shown. */
__attribute__((format(printf, 3, 4)))
static inline bool test_same(const char *got, const char *want,
			     const char *fmt, ...)
{
	bool good = !strcmp(got, want);
	va_list ap;

	va_start(ap, fmt);
	test_result(good, fmt, ap);
	va_end(ap);
	if (!good)
		printf("# got:\n%s\n# and not:\n%s\n", got, want);
	return good;
}

/* First of all: golden files are named from the directory of the tests. */
static inline void test_begin(void)
{
	if (chdir(TEST_DIR)) {
		printf("Bail out! %s: %s\n", TEST_DIR, strerror(errno));
		exit(1);
	}
}

/* The plan, and the exit status of the program. */
static inline int test_end(void)
{
	printf("1..%u\n", test_nr);
	return test_bad || !test_nr;
}

static inline const char *test_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The whole of a file, with a NUL behind it; to be freed. */
static inline char *test_read(const char *path, size_t *len)
{
	FILE *f = fopen(path, "r");
	char *text = malloc(1 << 20);

	if (!f || !text) {
		printf("Bail out! %s: %s\n", path, strerror(errno));
		exit(1);
	}
	*len = fread(text, 1, (1 << 20) - 1, f);
	text[*len] = '\0';
	fclose(f);
	return text;
}

/*
 * The golden file of @path: @ending in the place of what ends its name;
 * UPDATE in the environment makes it of @got.
 */
static inline char *test_golden(const char *path, const char *ending,
				const char *got)
{
	char name[4096];
	size_t len = 0;
	FILE *f;

	snprintf(name, sizeof(name), "%s", path);
	len = strrchr(name, '.') - name;
	snprintf(name + len, sizeof(name) - len, "%s", ending);
	if (getenv("UPDATE")) {
		f = fopen(name, "w");
		if (!f || fputs(got, f) == EOF || fclose(f)) {
			printf("Bail out! %s: %s\n", name, strerror(errno));
			exit(1);
		}
	}
	return test_read(name, &len);
}

#endif /* MPPCTL_TEST_H */
