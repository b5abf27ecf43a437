// SPDX-License-Identifier: GPL-2.0
/*
 * netsh_file_test - what the sentences of netsh make of the configuration file
 *
 * Each case is a file as it was, a sentence, and the file as it has to be; one
 * that has to stay as it was must not even be written again.
 */
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../conf_file.h"
#include "../netsh_job.h"
#include "test.h"

#define SAME		NULL
#define RANGE(port, count) \
	"int tcp set security startport=" port " numberofports=" count " mpp="
#define TWELVE \
	"exempt add 1\nexempt add 2\nexempt add 3\nexempt add 4\n" \
	"exempt add 5\nexempt add 6\nexempt add 7\nexempt add 8\n" \
	"exempt add 9\nexempt add 10\nexempt add 11\nexempt add 12\n"

static char dir[64];
static char path[128];

static const struct {
	const char *what;
	const char *before;	/* NULL: no file */
	const char *sentence;
	const char *after;	/* SAME: not touched */
	int status;
} cases[] = {
	{ "no file", NULL, "int tcp set security mpp=disabled",
	  "set enabled disabled\n", CTL_OK },
	{ "no file, both settings", NULL,
	  "int tcp set security mpp=default profiles=enabled",
	  "set enabled default profiles enabled\n", CTL_OK },
	{ "comments stay", "# mine\nset ipv4 off\n",
	  "int tcp set security profiles=disabled",
	  "# mine\nset ipv4 off\nset profiles disabled\n", CTL_OK },
	{ "said already", "set enabled off\n# mine\n",
	  "int tcp set security mpp=disabled", SAME, CTL_OK },
	{ "said before, and taken back", "set enabled off\nset enabled on\n",
	  "int tcp set security mpp=disabled",
	  "set enabled off\nset enabled on\nset enabled disabled\n", CTL_OK },
	{ "no newline at the end", "mode audit",
	  "int tcp set security mpp=enabled",
	  "mode audit\nset enabled enabled\n", CTL_OK },
	{ "a last line that goes on", "mode audit \\",
	  "int tcp set security mpp=enabled",
	  "mode audit \\\n\nset enabled enabled\n", CTL_OK },
	{ "a last line that goes on to nothing", "mode audit \\\n",
	  "int tcp set security mpp=enabled",
	  "mode audit \\\n\nset enabled enabled\n", CTL_OK },
	{ "a range", "mode audit\n", RANGE("5000", "10") "disabled",
	  "mode audit\nexempt add 5000-5009\n", CTL_OK },
	{ "the same range", "exempt add 5000-5009\n",
	  RANGE("5000", "10") "disabled", SAME, CTL_OK },
	{ "a range deleted", "exempt add 5000-5009\n",
	  RANGE("5000", "10") "enabled",
	  "exempt add 5000-5009\nexempt del 5000-5009\n", CTL_OK },
	{ "a range put to its default", "exempt add 5000-5009\n",
	  RANGE("5000", "10") "default",
	  "exempt add 5000-5009\nexempt del 5000-5009\n", CTL_OK },
	{ "a range that is not there", "exempt add 5000-5009\n",
	  RANGE("6000", "10") "enabled", SAME, CTL_OK },
	{ "an overlapping range", "exempt add 5000-5009\n",
	  RANGE("5005", "10") "disabled", SAME, CTL_REFUSED },
	{ "the 13th range", TWELVE, RANGE("13", "1") "disabled", SAME,
	  CTL_REFUSED },
	{ "a broken file", "mode audit\nset speed 3\n",
	  "int tcp set security mpp=enabled", SAME, CTL_REFUSED },
	{ "reset", "mode audit\n", "int tcp reset",
	  "mode audit\nreset --keep-rate-limit\n", CTL_OK },
	{ "reset, twice", "mode audit\nreset --keep-rate-limit\n",
	  "int tcp reset", SAME, CTL_OK },
	{ "reset of a file that says nothing", "# mine\n", "int tcp reset",
	  SAME, CTL_OK },
	{ "reset, no file", NULL, "int tcp reset", SAME, CTL_OK },
};

static void put(const char *text)
{
	FILE *f;

	unlink(path);
	if (!text)
		return;
	f = fopen(path, "w");
	if (!f || fputs(text, f) == EOF || fclose(f)) {
		printf("Bail out! %s: %s\n", path, strerror(errno));
		exit(1);
	}
}

/* Carry out @sentence, as far as the file is concerned. */
static int carry_out(const char *sentence)
{
	struct ctl ctl = { .out = stdout };
	struct netsh_file file = { .path = path, .lock = -1 };
	char *words[16], *copy = strdup(sentence), *save = NULL, *p, why[160];
	struct netsh_sentence s;
	int n = 0, status;

	for (p = strtok_r(copy, " ", &save); p; p = strtok_r(NULL, " ", &save))
		words[n++] = p;
	if (netsh_parse(n, words, &s, why, sizeof(why))) {
		printf("Bail out! %s: %s\n", sentence, why);
		exit(1);
	}
	status = netsh_file_plan(&ctl, &s, &file);
	if (!status)
		status = netsh_file_write(&ctl, &file);
	netsh_file_free(&file);
	free(copy);
	return status;
}

static void check_case(size_t i)
{
	const char *after = cases[i].after;
	struct stat was = { 0 }, is = { 0 };
	char *text;
	size_t len;

	put(cases[i].before);
	stat(path, &was);
	test_ok(carry_out(cases[i].sentence) == cases[i].status,
		"%s: status %d", cases[i].what, cases[i].status);
	stat(path, &is);
	if (!after) {
		test_ok(was.st_ino == is.st_ino && was.st_size == is.st_size,
			"%s: the file is not touched", cases[i].what);
		return;
	}
	text = test_read(path, &len);
	test_same(text, after, "%s", cases[i].what);
	test_ok((is.st_mode & 07777) == 0644, "%s: mode 0644", cases[i].what);
	free(text);
}

/* Where the file is a link, what it leads to is changed, and stays a link. */
static void check_link(void)
{
	char real[sizeof(path) + 8];
	struct stat st;
	char *text;
	size_t len;

	put(NULL);
	snprintf(real, sizeof(real), "%s.real", path);
	if (symlink(real, path))
		abort();
	carry_out("int tcp set security mpp=enabled");
	test_ok(!lstat(path, &st) && S_ISREG(st.st_mode),
		"a link that leads nowhere is replaced");
	rename(path, real);
	if (symlink(real, path))
		abort();
	carry_out("int tcp set security mpp=disabled");
	test_ok(!lstat(path, &st) && S_ISLNK(st.st_mode), "a link stays one");
	text = test_read(real, &len);
	test_same(text, "set enabled enabled\nset enabled disabled\n",
		  "what it leads to is changed");
	free(text);
	unlink(real);
}

/* To rename a file over /dev/null would be the end of many programs. */
static void check_special(void)
{
	struct stat st;

	put(NULL);
	if (mkfifo(path, 0600))
		abort();
	test_ok(conf_file_replace(path, "mode audit\n", 11) == -EOPNOTSUPP,
		"a pipe is refused");
	test_ok(!lstat(path, &st) && S_ISFIFO(st.st_mode), "and stays one");
	test_ok(conf_file_replace(dir, "mode audit\n", 11) == -EISDIR,
		"a directory is refused");
}

/* A file that others may not read is not to be read by them after a change. */
static void check_rights(void)
{
	struct stat st;

	put("# mine\n");
	if (chmod(path, 0600))
		abort();
	test_ok(!conf_file_replace(path, "mode audit\n", 11), "a text is replaced");
	test_ok(!stat(path, &st) && (st.st_mode & 0777) == 0600,
		"who may read it does not change");
	put(NULL);
	test_ok(!conf_file_replace(path, "mode audit\n", 11), "a file is made");
	test_ok(!stat(path, &st) && (st.st_mode & 0777) == 0644,
		"everybody may read a new one");
}

/* Many at once: what each adds is there in the end. */
static void check_race(void)
{
	char sentence[96], line[32], *text;
	unsigned int i, nr = 0;
	size_t len;

	put("# mine\n");
	fflush(stdout);
	for (i = 0; i < MPP_EXEMPT_MAX; i++) {
		snprintf(sentence, sizeof(sentence), RANGE("%u", "1") "disabled",
			 7000 + i);
		if (!fork())
			_exit(carry_out(sentence));
	}
	while (wait(NULL) > 0)
		;
	text = test_read(path, &len);
	for (i = 0; i < MPP_EXEMPT_MAX; i++) {
		snprintf(line, sizeof(line), "exempt add %u-%u\n", 7000 + i,
			 7000 + i);
		nr += !!strstr(text, line);
	}
	test_ok(nr == MPP_EXEMPT_MAX, "many at once: %u are there", nr);
	free(text);
}

int main(void)
{
	size_t i;

	test_begin();
	strcpy(dir, "/tmp/netsh_file_test.XXXXXX");
	if (!mkdtemp(dir)) {
		printf("Bail out! %s: %s\n", dir, strerror(errno));
		return 1;
	}
	snprintf(path, sizeof(path), "%s/tcp-mpp.conf", dir);
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_case(i);
	check_race();
	check_link();
	check_special();
	check_rights();
	unlink(path);
	test_ok(!rmdir(dir), "nothing else is left in the directory");
	return test_end();
}
