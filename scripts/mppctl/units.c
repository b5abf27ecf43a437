// SPDX-License-Identifier: GPL-2.0
/* units - amounts and times for people. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "units.h"

/**
 * units_bytes() - an amount of memory
 * @bytes: how much
 * @buf: the answer, UNITS_LEN long
 *
 * Return: @buf.
 */
const char *units_bytes(uint64_t bytes, char *buf)
{
	static const char *const names[] = { "KB", "MB", "GB", "TB" };
	double value = bytes / 1024.0;
	int i = 0;

	if (bytes < 1024) {
		snprintf(buf, UNITS_LEN, "%" PRIu64 " B", bytes);
		return buf;
	}
	for (; value >= 1024 && i < 3; i++)
		value /= 1024;
	snprintf(buf, UNITS_LEN, value < 10 ? "%.1f %s" : "%.0f %s", value,
		 names[i]);
	return buf;
}

/**
 * units_page_size() - what a page is
 *
 * Return: its bytes.
 */
uint64_t units_page_size(void)
{
	long size = sysconf(_SC_PAGESIZE);

	return size > 0 ? size : 4096;
}

/**
 * units_pages() - an amount of memory, counted in pages
 * @pages: how many
 * @buf: the answer, UNITS_LEN long
 *
 * Return: @buf.
 */
const char *units_pages(uint64_t pages, char *buf)
{
	return units_bytes(pages * units_page_size(), buf);
}

/**
 * units_ms() - a span of time
 * @ms: how long
 * @buf: the answer, UNITS_LEN long
 *
 * Return: @buf.
 */
const char *units_ms(uint64_t ms, char *buf)
{
	uint64_t s = ms / 1000;

	if (s < 100)
		snprintf(buf, UNITS_LEN, "%.1f s", ms / 1000.0);
	else if (s < 6000)
		snprintf(buf, UNITS_LEN, "%" PRIu64 " min %" PRIu64 " s",
			 s / 60, s % 60);
	else
		snprintf(buf, UNITS_LEN, "%" PRIu64 " h %" PRIu64 " min",
			 s / 3600, s / 60 % 60);
	return buf;
}

static const char *print_time(int64_t us, char *buf, const char *fmt)
{
	time_t s = us / 1000000;
	struct tm tm;

	if (us <= 0 || !localtime_r(&s, &tm) ||
	    !strftime(buf, UNITS_LEN, fmt, &tm))
		snprintf(buf, UNITS_LEN, "unknown");
	return buf;
}

/**
 * units_time() - a moment
 * @us: microseconds since 1970, 0 unknown
 * @buf: the answer, UNITS_LEN long
 *
 * Return: @buf.
 */
const char *units_time(int64_t us, char *buf)
{
	return print_time(us, buf, "%Y-%m-%d %H:%M:%S");
}

/**
 * units_iso() - a moment, for programs
 * @us: microseconds since 1970
 * @buf: the answer, UNITS_LEN long
 *
 * Return: @buf.
 */
const char *units_iso(int64_t us, char *buf)
{
	return print_time(us, buf, "%Y-%m-%dT%H:%M:%S%z");
}
