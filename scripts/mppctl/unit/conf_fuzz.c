// SPDX-License-Identifier: GPL-2.0
/*
 * conf_fuzz - any bytes as a configuration file, for libFuzzer
 *
 * A file that is refused leaves nothing behind; of one that is understood, the
 * state is written, read and written again, and nothing may be lost on the way.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../conf.h"
#include "fuzz.h"

static int parse(const void *text, size_t len, struct mpp_state *state)
{
	/* fmemopen refuses a buffer of nothing */
	FILE *in = fmemopen((void *)text, len ? len : 1, "r");
	int err;

	if (!in)
		abort();
	if (!len)
		getc(in);
	state_init(state);
	err = conf_parse(in, "FILE", state, fuzz_null());
	fclose(in);
	return err;
}

static char *write_out(const struct mpp_state *state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		abort();
	conf_write(out, state);
	fclose(out);
	return text;
}

static void check_empty(const struct mpp_state *state)
{
	fuzz_assert(!state->present && !state->to_default);
	fuzz_assert(!state->has_exempt && !state->nr_exempt && !state->reset);
	fuzz_assert(!state->nr_dev && !state->dev);
}

static void check_state(const struct mpp_state *state)
{
	struct mpp_state back;
	char *first, *second, why[128];

	fuzz_assert(state_check(state, why, sizeof(why)));
	fuzz_assert(state->nr_exempt <= MPP_EXEMPT_MAX);
	fuzz_assert(!(state->present & state->to_default));
	first = write_out(state);
	fuzz_assert(!parse(first, strlen(first), &back));
	second = write_out(&back);
	fuzz_assert(!strcmp(first, second));
	fuzz_assert(back.present == state->present);
	fuzz_assert(back.to_default == state->to_default);
	fuzz_assert(back.has_exempt == state->has_exempt);
	fuzz_assert(back.nr_exempt == state->nr_exempt);
	fuzz_assert(back.reset == state->reset);
	state_free(&back);
	free(first);
	free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct mpp_state state;

	if (parse(data, len, &state))
		check_empty(&state);
	else
		check_state(&state);
	state_free(&state);
	return 0;
}
