// SPDX-License-Identifier: GPL-2.0
/*
 * conf_test - configuration files against golden files
 *
 * Each FILE.conf has to give FILE.out: what is wrong
 * with it, or what it says. What it says is written, read and written again,
 * and both times the same. Every file cut off anywhere has to be survived.
 * UPDATE=1 writes the golden files anew.
 */
#include <glob.h>

#include "../conf.h"
#include "test.h"

static char *parse(const char *text, size_t len, struct mpp_state *state)
{
	FILE *in = len ? fmemopen((void *)text, len, "r") :
			 fopen("/dev/null", "r");
	char *said = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&said, &size);

	state_init(state);
	if (conf_parse(in, "FILE", state, out))
		fputs("=> refused\n", out);
	fclose(in);
	fclose(out);
	return said;
}

static char *write_out(const struct mpp_state *state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	conf_write(out, state);
	fclose(out);
	return text;
}

/* A refused file leaves nothing behind that could be applied by halves. */
static bool is_empty(const struct mpp_state *state)
{
	return !state->present && !state->to_default && !state->has_exempt &&
	       !state->nr_exempt && !state->reset && !state->nr_dev;
}

static void check_again(const char *name, const char *written)
{
	struct mpp_state state;
	char *said, *again;

	said = parse(written, strlen(written), &state);
	again = write_out(&state);
	test_same(said, "", "%s, written, is understood", name);
	test_same(again, written, "%s, read and written again", name);
	state_free(&state);
	free(again);
	free(said);
}

static void check_file(const char *path)
{
	const char *name = test_base(path);
	char *text, *said, *written, *golden, *both;
	struct mpp_state state;
	size_t len, i;

	text = test_read(path, &len);
	said = parse(text, len, &state);
	written = write_out(&state);
	if (strstr(said, "=> refused"))
		test_ok(is_empty(&state), "%s, refused, says nothing", name);
	if (asprintf(&both, "%s%s", said, is_empty(&state) ? "" : written) < 0)
		abort();
	golden = test_golden(path, ".out", both);
	test_same(both, golden, "%s", name);
	check_again(name, written);
	state_free(&state);
	for (i = 0; i < len; i++) {
		free(said);
		said = parse(text, i, &state);
		state_free(&state);
	}
	test_ok(true, "%s, cut off anywhere", name);
	free(said);
	free(written);
	free(both);
	free(golden);
	free(text);
}

static void check_text(const char *what, const char *text, size_t len,
		       const char *want)
{
	struct mpp_state state;
	char *said = parse(text, len, &state);

	test_same(said, want, "%s", what);
	state_free(&state);
	free(said);
}

/* What does not fit into a text file. */
static void check_odd(void)
{
	char *line = malloc(3 * CONF_LINE_MAX);
	unsigned int i;
	size_t n = 0;

	check_text("an empty file", "", 0, "");
	check_text("a NUL", "mode audit\0\n", 12,
		   "FILE:1: holds a NUL: this is not text\n=> refused\n");
	check_text("escapes for a terminal", "\033[2J\n", 5,
		   "FILE:1: ?[2J: a command here is set, mode, exempt, dev or reset\n=> refused\n");
	check_text("CRLF", "mode audit\r\n# no\r\nset ipv4 off\r\n", 31, "");
	check_text("a backslash at the end", "mode audit \\", 12, "");
	memset(line, 'x', 3 * CONF_LINE_MAX);
	memcpy(line + CONF_LINE_MAX + 1, "\nmod\n", 5);
	check_text("a long line", line, CONF_LINE_MAX + 6,
		   "FILE:1: the line is too long\n"
		   "FILE:2: mod: a command here is set, mode, exempt, dev or reset\n=> refused\n");
	for (i = 0; i <= CONF_WORDS_MAX; i++)
		n += (size_t)sprintf(line + n, "set ");
	check_text("many words", line, n,
		   "FILE:1: there are too many words\n=> refused\n");
	free(line);
}

static void check_many(void)
{
	char *text = malloc(64 * (CONF_DEVS_MAX + 40)), want[4096];
	size_t n = 0, m;
	unsigned int i;

	for (i = 0; i < CONF_DEVS_MAX; i++)
		n += (size_t)sprintf(text + n, "dev veth%u profile domain\n", i);
	check_text("4096 interfaces", text, n, "");
	n += (size_t)sprintf(text + n, "dev veth7 ipv4 off\ndev one ipv4 off\n");
	check_text("4097 interfaces", text, n,
		   "FILE:4098: more than 4096 interfaces\n=> refused\n");
	for (n = 0, m = 0, i = 1; i <= 30; i++) {
		n += (size_t)sprintf(text + n, "no\n");
		if (i <= 20)
			m += (size_t)sprintf(want + m,
				"FILE:%u: no: a command here is set, mode, exempt, dev or reset\n",
				i);
	}
	sprintf(want + m, "FILE:21: and so on\n=> refused\n");
	check_text("30 broken lines", text, n, want);
	free(text);
}

/* Any name that the kernel allows comes back from the file as it was. */
static void check_names(void)
{
	static const char *const names[] = {
		"eth0", "lo", "a#b", "#b", "it's", "a\"b", "'\"'", "\\", "a\\",
		"\xc3\xa4", "-x", "dev",
	};
	struct mpp_state state, back;
	char *written, *said;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		struct mpp_dev *dev;

		state_init(&state);
		dev = state_dev(&state, names[i]);
		dev->present = TCP_MPP_TAG_IPV6;
		written = write_out(&state);
		said = parse(written, strlen(written), &back);
		test_ok(!*said && back.nr_dev == 1 &&
			!strcmp(back.dev[0].name, names[i]) &&
			back.dev[0].present == TCP_MPP_TAG_IPV6 &&
			!back.dev[0].ipv6, "an interface named %s", names[i]);
		state_free(&state);
		state_free(&back);
		free(written);
		free(said);
	}
}

int main(void)
{
	glob_t found;
	size_t i;

	test_begin();
	if (glob("conf/*.conf", 0, NULL, &found)) {
		test_ok(false, "there are files conf/*.conf");
		return test_end();
	}
	for (i = 0; i < found.gl_pathc; i++)
		check_file(found.gl_pathv[i]);
	globfree(&found);
	check_odd();
	check_many();
	check_names();
	return test_end();
}
