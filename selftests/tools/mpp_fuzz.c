// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fuzz text|netlink|blind [--count N] [--seed S] [--iface NAME] [--port NAME]
 *
 * Random and mutated input for everything of tcp_mpp that takes settings. A
 * dumb model tells which writes to the files have to succeed, and with which
 * error the others fail; of netlink messages it asks that nothing changes
 * without an acknowledgment of success, and that what is set stays possible.
 * What can be read is compared with the model: what a write was for at once,
 * everything every 1,000 tries. Ends with the first difference. Blind, it does
 * both and asks for nothing: the module may come and go, and others change things.
 */
#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"
#include "fuzz_cover.h"
#include "util.h"

#define FULL_EVERY 1000

static const char usage[] =
"usage: mpp_fuzz text|netlink|blind [--count N] [--seed S] [--iface NAME] [--port NAME]";

const struct setting settings[NR_SETTINGS] = {
	{ "enabled", 0, 1, 1, { NULL } },
	{ "ipv4", 0, 1, 1, { NULL } },
	{ "ipv6", 0, 1, 1, { NULL } },
	{ "profiles", 0, 1, 1, { NULL } },
	{ "mark_end", 1, 1000, 75, { NULL } },
	{ "mark_start", 2, 1000, 100, { NULL } },
	{ "mark_high", 3, 1000, 140, { NULL } },
	{ "epoch_ms", 10, 10000, 100, { NULL } },
	{ "hold_ms", 0, 600000, 1000, { NULL } },
	{ "kill_rate_max", 1, 1000000, 20000, { NULL } },
	{ "mode", 0, 1, 0, { "enforce", "audit" } },
	{ "rate_limit", 0, 1, 0, { NULL } },
	{ "rate_limit_max", 1, 1000, 10, { NULL } },
	{ "memory_low", 0, 40, 5, { NULL } },
	{ "memory_share", 1, 100, 15, { NULL } },
	{ "orphans_max", 0, 1000000000, 0, { NULL } },
};

const char *const profile_words[3] = { "public", "private", "domain" };

const char *const switch_words[2] = { "enabled", "disabled" };

int nr_ifaces;
struct iface ifaces[IFACES_MAX];

static uint64_t seed, state, done, taken;

/* splitmix64: the same sequence everywhere for a seed */
static uint64_t next(void)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

uint32_t rnd(uint32_t below)
{
	return below ? next() % below : next();
}

bool one_in(uint32_t n)
{
	return rnd(n) == 0;
}

uint64_t tries(void)
{
	return done;
}

void fail_case(const char *where, const void *input, size_t len,
	       const char *fmt, ...)
{
	const unsigned char *p = input;
	va_list args;
	size_t i;

	printf("FAILED after %llu tries, seed %llu: %s: ",
	       (unsigned long long)done, (unsigned long long)seed, where);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\ninput, %zu bytes: ", len);
	for (i = 0; i < len && i < 200; i++) {
		if (isprint(p[i]) && p[i] != '\\')
			putchar(p[i]);
		else
			printf("\\x%02x", p[i]);
	}
	puts("");
	exit(1);
}

static unsigned char any_byte(const char *alphabet)
{
	if (alphabet && !one_in(4))
		return alphabet[rnd(strlen(alphabet))];
	return rnd(256);
}

/* One to four small changes; returns the new length, at least 1. */
size_t mutate(unsigned char *buf, size_t len, size_t max, const char *alphabet)
{
	uint32_t n = 1 + rnd(4);
	size_t at, size;

	while (n--) {
		at = rnd(len + 1);
		size = 1 + rnd(8);
		switch (rnd(6)) {
		case 0:		/* flip a bit */
			if (at < len)
				buf[at] ^= 1 << rnd(8);
			break;
		case 1:		/* another byte */
			if (at < len)
				buf[at] = any_byte(alphabet);
			break;
		case 2:		/* one more */
			if (len < max) {
				memmove(buf + at + 1, buf + at, len - at);
				buf[at] = any_byte(alphabet);
				len++;
			}
			break;
		case 3:		/* some less */
			if (size > len - at)
				size = len - at;
			memmove(buf + at, buf + at + size, len - at - size);
			len -= size;
			break;
		case 4:		/* some twice */
			if (size > len - at)
				size = len - at;
			if (len + size <= max) {
				memmove(buf + at + size, buf + at, len - at);
				len += size;
			}
			break;
		case 5:		/* the end is missing */
			len = at;
			break;
		}
	}
	if (!len)
		buf[len++] = any_byte(alphabet);
	return len;
}

static void add_iface(const char *name, bool port)
{
	if (nr_ifaces == IFACES_MAX)
		die("at most %d interfaces", IFACES_MAX);
	ifaces[nr_ifaces].name = name;
	ifaces[nr_ifaces++].port = port;
}

static uint64_t parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "count", required_argument, NULL, 'c' },
		{ "seed", required_argument, NULL, 's' },
		{ "iface", required_argument, NULL, 'i' },
		{ "port", required_argument, NULL, 'p' },
		{ }
	};
	uint64_t count = 10000;
	int o;

	seed = now_us() ^ (uint64_t)time(NULL) << 20;
	seed %= 1000000000;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (o) {
		case 'c':
			count = parse_number(optarg, "count", 1, 1ULL << 40);
			break;
		case 's':
			seed = parse_number(optarg, "seed", 0, UINT64_MAX);
			break;
		case 'i':
			add_iface(optarg, false);
			break;
		case 'p':
			add_iface(optarg, true);
			break;
		default:
			die("%s", usage);
		}
	}
	return count;
}

int main(int argc, char **argv)
{
	uint64_t start, count = parse(argc, argv);
	const char *what = optind + 1 == argc ? argv[optind] : "";
	bool netlink = !strcmp(what, "netlink"), blind = !strcmp(what, "blind");
	struct model m = {};

	if (!netlink && !blind && strcmp(what, "text"))
		die("text, netlink or blind?");
	printf("# seed %llu\n", (unsigned long long)seed);
	fflush(stdout);
	state = seed;
	text_open(!blind);
	if (netlink || blind)
		netlink_open(!blind);
	if (!blind)
		text_read(&m);
	start = now_us();
	for (done = 0; done < count; done++) {
		if (blind) {
			taken += one_in(2) ? netlink_blind(&m) : text_blind(&m);
			continue;
		}
		taken += netlink ? netlink_try(&m) : text_try(&m);
		if (done % FULL_EVERY == FULL_EVERY - 1)
			text_compare_all(&m);
	}
	if (!blind)
		text_compare_all(&m);
	printf("{\"tries\": %llu, \"taken\": %llu, \"points\": %u, \"ms\": %llu}\n",
	       (unsigned long long)done, (unsigned long long)taken, cover_points(),
	       (unsigned long long)((now_us() - start) / 1000));
	return 0;
}
