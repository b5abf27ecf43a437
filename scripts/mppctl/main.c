// SPDX-License-Identifier: GPL-2.0
/*
 * mppctl - settings, state and deeds of tcp_mpp, for administrators.
 *
 * In:  options and one command, or a file of them. Out: text or JSON on
 * standard output, messages on stderr; exit 0 done, 1 not understood, 2
 * refused by the kernel.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nl.h"
#include "out.h"
#ifdef MPPCTL_TEST
#include "nl_replay.h"
#endif

#ifndef MPPCTL_VERSION
#define MPPCTL_VERSION "unknown"
#endif

static const struct ctl_object *const objects[] = {
	&ctl_object_show,
	&ctl_object_watch,
	&ctl_object_set,
	&ctl_object_mode,
	&ctl_object_exempt,
	&ctl_object_dev,
	&ctl_object_reset,
	&ctl_object_stats,
	&ctl_object_history,
	&ctl_object_connections,
	&ctl_object_explain,
	&ctl_object_monitor,
	&ctl_object_save,
	&ctl_object_restore,
	&ctl_object_diff,
	&ctl_object_netsh,
	&ctl_object_import,
};

static void usage(FILE *out)
{
	size_t i, column = 0;

	fputs("Usage: mppctl [ OPTIONS ] OBJECT { COMMAND | help }\n"
	      "       mppctl [ OPTIONS ] -b FILE\n"
	      "where OBJECT := {", out);
	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		column += strlen(objects[i]->name) + 3;
		fprintf(out, "%s%s %s", i ? " |" : "",
			column > 60 ? "\n                  " : "",
			objects[i]->name);
		if (column > 60)
			column = strlen(objects[i]->name) + 3;
	}
	fputs(" }\n"
	      "      OPTIONS := { -j[son] | -p[retty] | -b[atch] FILE | -V[ersion] }\n"
	      "Without OBJECT it is show.\n", out);
}

static bool asks_help(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], "help"))
			return true;
	return false;
}

/**
 * ctl_run() - carry out one command
 * @ctl: the run
 * @argc: its words
 * @argv: the same; the first is the object
 *
 * Return: enum ctl_status.
 */
int ctl_run(struct ctl *ctl, int argc, char **argv)
{
	int status;
	size_t i;

	if (!strcmp(argv[0], "help")) {
		usage(ctl->out);
		return CTL_OK;
	}
	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		if (strcmp(argv[0], objects[i]->name))
			continue;
		if (asks_help(argc - 1, argv + 1)) {
			fputs(objects[i]->usage, ctl->out);
			return CTL_OK;
		}
		status = objects[i]->run(ctl, argc - 1, argv + 1);
		if (status == CTL_USAGE)
			fputs(objects[i]->usage, stderr);
		out_drop(ctl);
		return status == CTL_BROKEN ? CTL_USAGE : status;
	}
	status = ctl_usage_error(ctl, "there is no object %s", argv[0]);
	usage(stderr);
	return status;
}

static void look_at_terminal(struct ctl *ctl)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");
	struct winsize size;

	if (!isatty(fileno(ctl->out)))
		return;
	if (!ioctl(fileno(ctl->out), TIOCGWINSZ, &size))
		ctl->width = size.ws_col;
	ctl->color = !(no_color && *no_color) && term && strcmp(term, "dumb");
}

/* Loopback is private by default, but only there. */
static uint32_t init_netns(void)
{
	struct stat st;

	return stat("/proc/1/ns/net", &st) ? 0 : st.st_ino;
}

static int options(struct ctl *ctl, int argc, char **argv, const char **batch)
{
	static const struct option all[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "pretty", no_argument, NULL, 'p' },
		{ "batch", required_argument, NULL, 'b' },
		{ "Version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{}
	};
	int c;

	/* messages of our own: they begin with the tool's name, not its path */
	opterr = 0;
	while ((c = getopt_long_only(argc, argv, "+jpb:Vh", all, NULL)) != -1) {
		switch (c) {
		case 'j':
			ctl->json = true;
			break;
		case 'p':
			ctl->pretty = true;
			break;
		case 'b':
			*batch = optarg;
			break;
		case 'V':
			puts("mppctl " MPPCTL_VERSION);
			exit(CTL_OK);
		case 'h':
			usage(ctl->out);
			exit(CTL_OK);
		default:
			ctl_usage_error(ctl, "there is no option %s, or it needs a value",
					argv[optind - 1]);
			usage(stderr);
			return CTL_USAGE;
		}
	}
	return CTL_OK;
}

/* Called through a link named netsh, the tool takes the words of netsh. */
static bool is_netsh(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return path && !strcmp(slash ? slash + 1 : path, "netsh");
}

int main(int argc, char **argv)
{
	static char *const show[] = { "show", NULL };
	static struct ctl_nl nl = { .ops = &ctl_nl_socket };
	struct ctl ctl = {
		.out = stdout,
		.nl = &nl,
		.kmsg = "/dev/kmsg",
		.init_netns = init_netns(),
	};
	const char *batch = NULL;
	int status;

#ifdef MPPCTL_TEST
	ctl_replay_begin(&ctl);
#endif
	if (is_netsh(argv[0])) {
		argv[0] = "netsh";
		optind = 0;
	} else {
		status = options(&ctl, argc, argv, &batch);
		if (status)
			return status;
	}
	look_at_terminal(&ctl);
	if (batch && argc > optind)
		status = ctl_usage_error(&ctl, "either a file of commands or a command");
	else if (batch)
		status = ctl_batch(&ctl, batch);
	else if (argc > optind)
		status = ctl_run(&ctl, argc - optind, argv + optind);
	else
		status = ctl_run(&ctl, 1, (char **)show);
	ctl_nl_close(&ctl);
	if (fflush(stdout) || ferror(stdout)) {
		perror("mppctl: standard output");
		status = CTL_REFUSED;
	}
	return status;
}
