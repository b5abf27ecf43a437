// SPDX-License-Identifier: GPL-2.0
/*
 * reg_fuzz - any bytes as an exported registry, for libFuzzer
 *
 * Each input is read as it stands and once more widened to UTF-16, so that
 * seeds in plain text lead everywhere. What comes out has to keep to its rules.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../reg.h"
#include "fuzz.h"

static void check(const struct reg_import *got)
{
	const struct mpp_range *a, *b;
	unsigned int i, k;

	fuzz_assert(got->nr_ranges <= MPP_EXEMPT_MAX);
	fuzz_assert(got->has_ranges || !got->nr_ranges);
	for (i = 0; i < got->nr_ranges; i++) {
		a = &got->range[i];
		fuzz_assert(a->first <= a->last);
		for (k = 0; k < i; k++) {
			b = &got->range[k];
			fuzz_assert(a->last < b->first || b->last < a->first);
		}
	}
	for (i = 0; i < got->nr_ifaces; i++)
		fuzz_assert(strlen(got->iface[i].guid) == REG_GUID_LEN);
}

static void parse(const uint8_t *data, size_t len)
{
	struct reg_import got;

	reg_parse(data, len, "FILE", &got, fuzz_null());
	check(&got);
	reg_free(&got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t *wide = malloc(2 * len + 2);
	size_t i;

	if (!wide)
		abort();
	wide[0] = 0xff;
	wide[1] = 0xfe;
	for (i = 0; i < len; i++) {
		wide[2 * i + 2] = data[i];
		wide[2 * i + 3] = 0;
	}
	parse(data, len);
	parse(wide, 2 * len + 2);
	free(wide);
	return 0;
}
