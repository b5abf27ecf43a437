// SPDX-License-Identifier: GPL-2.0
/*
 * netsh_show_test - `show security` as text and JSON (W15)
 *
 * Each FILE.conf is shown as the kernel's state and as
 * the file's, and has to give FILE.show. UPDATE=1 writes the golden files anew.
 */
#include <glob.h>

#include "../conf.h"
#include "../netsh_job.h"
#include "test.h"

static void check_file(const char *path)
{
	struct ctl ctl = { 0 };
	struct mpp_state state;
	char *text = NULL, *golden;
	FILE *in = fopen(path, "r");
	size_t size = 0;

	ctl.out = open_memstream(&text, &size);
	state_init(&state);
	if (!in || conf_parse(in, path, &state, stdout)) {
		test_ok(false, "%s is there, and no broken one", path);
		exit(test_end());
	}
	netsh_show(&ctl, &state, true);
	netsh_show(&ctl, &state, false);
	ctl.json = true;
	netsh_show(&ctl, &state, true);
	fclose(ctl.out);
	golden = test_golden(path, ".show", text);
	test_same(text, golden, "%s", test_base(path));
	state_free(&state);
	free(golden);
	free(text);
	fclose(in);
}

int main(void)
{
	glob_t found;
	size_t i;

	test_begin();
	if (glob("netsh/*.conf", 0, NULL, &found)) {
		test_ok(false, "there are files netsh/*.conf");
		return test_end();
	}
	for (i = 0; i < found.gl_pathc; i++)
		check_file(found.gl_pathv[i]);
	globfree(&found);
	return test_end();
}
