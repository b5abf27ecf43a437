// SPDX-License-Identifier: GPL-2.0
/*
 * import_test - the command import as far as it needs no kernel: what it makes
 * of its words, and which commands come of a registry
 */
#include <fcntl.h>
#include <unistd.h>

#include "../ctl.h"
#include "test.h"

#define A	"3e0a1f77-5c1b-4d6e-9c58-0b6d9d1e7a01"
#define B	"3e0a1f77-5c1b-4d6e-9c58-0b6d9d1e7a02"
#define SETTINGS \
	"set enabled enabled\nset ipv4 enabled\nset ipv6 disabled\n" \
	"set rate_limit disabled\n"
#define RANGES \
	"exempt clear\nexempt add 5000-5009\nexempt add 3389-3389\n" \
	"exempt add 80-80\nexempt add 8080-8090\n"

static const struct {
	const char *words;
	int status;
	const char *out;
	const char *err;	/* has to be among what is said */
} cases[] = {
	{ "reg/server2003.reg --dry-run", CTL_OK, SETTINGS RANGES,
	  "ignored: DisableMPPOnIF of {3E0A1F77" },
	{ "--dry-run --map {" A "}=eth0 reg/server2003.reg --map " B "=eth1",
	  CTL_OK,
	  SETTINGS RANGES "dev eth0 ipv4 disabled ipv6 disabled\n"
	  "dev eth1 ipv4 enabled\n", "taken: EnableMPP of Tcpip is 1" },
	{ "--dry-run --map ffffffff-5c1b-4d6e-9c58-0b6d9d1e7a02=eth1 reg/fourteen.reg",
	  CTL_OK,
	  "exempt clear\n"
	  "exempt add 1000-1009\nexempt add 2000-2009\nexempt add 3000-3009\n"
	  "exempt add 4000-4009\nexempt add 5000-5009\nexempt add 6000-6009\n"
	  "exempt add 7000-7009\nexempt add 8000-8009\nexempt add 9000-9009\n"
	  "exempt add 10000-10009\nexempt add 11000-11009\n"
	  "exempt add 12000-12009\n",
	  "ignored: --map {ffffffff-5c1b-4d6e-9c58-0b6d9d1e7a02}: it is not there" },
	{ "--dry-run reg/fourteen.reg --map", CTL_USAGE, "",
	  "--map needs GUID=IFACE" },
	{ "--dry-run reg/fourteen.reg --map " A, CTL_USAGE, "",
	  "--map needs GUID=IFACE" },
	{ "--dry-run reg/fourteen.reg --map {}=eth0", CTL_USAGE, "",
	  "{}: that is no GUID" },
	{ "--dry-run reg/fourteen.reg --map " A "=eth0 --map " A "=eth1",
	  CTL_USAGE, "", "is mapped twice" },
	{ "--dry-run reg/fourteen.reg --map " A "=eth0 --map " B "=eth0",
	  CTL_USAGE, "", "eth0 is mapped twice" },
	{ "--dry-run reg/server2003.reg --map " A "=a/b", CTL_REFUSED, "",
	  "a/b: that is no interface's name" },
	{ "--dry-run", CTL_USAGE, "", "import which file?" },
	{ "--dry-run reg/fourteen.reg reg/union.reg", CTL_USAGE, "",
	  "import takes one file" },
	{ "--dry-run reg/nothing.reg", CTL_REFUSED, "",
	  "nothing about MPP in it" },
	{ "--dry-run import_test.c", CTL_REFUSED, "",
	  "no exported registry begins like this" },
	{ "--dry-run reg/nowhere.reg", CTL_REFUSED, "",
	  "No such file or directory" },
	{ "--dry-run reg", CTL_REFUSED, "", "Is a directory" },
};

/* Carry out the command with stderr in @file; what it says on stdout. */
static char *run(const char *command, int file, int *status)
{
	char *words[16], *copy = strdup(command), *save = NULL, *p;
	struct ctl ctl = { 0 };
	char *text = NULL;
	size_t size = 0;
	int n = 0, was;

	for (p = strtok_r(copy, " ", &save); p; p = strtok_r(NULL, " ", &save))
		words[n++] = p;
	ctl.out = open_memstream(&text, &size);
	fflush(stderr);
	was = dup(STDERR_FILENO);
	dup2(file, STDERR_FILENO);
	*status = ctl_object_import.run(&ctl, n, words);
	fflush(stderr);
	dup2(was, STDERR_FILENO);
	close(was);
	fclose(ctl.out);
	free(copy);
	return text;
}

static void check_case(size_t i)
{
	FILE *said = tmpfile();
	char *out, err[8192];
	int status;
	size_t len;

	out = run(cases[i].words, fileno(said), &status);
	rewind(said);
	len = fread(err, 1, sizeof(err) - 1, said);
	err[len] = '\0';
	test_ok(status == cases[i].status, "import %s: status %d",
		cases[i].words, cases[i].status);
	test_same(out, cases[i].out, "import %s", cases[i].words);
	if (!test_ok(!!strstr(err, cases[i].err), "it says: %s", cases[i].err))
		printf("# but:\n%s\n", err);
	fclose(said);
	free(out);
}

/* On a terminal it asks; an empty answer leaves the interface out. */
static void check_asked(void)
{
	static const char answers[] = "eth7\n\n";
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave, status;
	char *out, said[8192];
	ssize_t len;

	if (master < 0 || grantpt(master) || unlockpt(master)) {
		test_ok(false, "there is a terminal: %s", strerror(errno));
		return;
	}
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	dup2(slave, STDIN_FILENO);
	len = write(master, answers, strlen(answers));
	out = run("--dry-run reg/server2003.reg", slave, &status);
	test_ok(len == 6 && !status, "import, and answers at a terminal");
	test_same(out, SETTINGS RANGES "dev eth7 ipv4 disabled ipv6 disabled\n",
		  "the interface that was answered");
	len = read(master, said, sizeof(said) - 1);
	said[len > 0 ? len : 0] = '\0';
	test_ok(!!strstr(said, "eth7"), "the terminal was used");
	free(out);
	close(slave);
	close(master);
}

int main(void)
{
	size_t i;

	test_begin();
	/* nobody is there to be asked */
	close(STDIN_FILENO);
	if (open("/dev/null", O_RDONLY) != STDIN_FILENO)
		return 1;
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_case(i);
	check_asked();
	return test_end();
}
