/* SPDX-License-Identifier: GPL-2.0 */
/* ctl.h - what every command of mppctl is given, and how it ends */
#ifndef MPPCTL_CTL_H
#define MPPCTL_CTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CTL_CONF	"/etc/tcp-mpp.conf"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/**
 * enum ctl_status - how a command ends, and the exit status
 * @CTL_OK: it was done
 * @CTL_USAGE: it was not understood
 * @CTL_REFUSED: the kernel refused, or there is nothing to ask
 * @CTL_BROKEN: a file was not understood; the exit status is that of CTL_USAGE,
 *	but how to use the command is not the point
 */
enum ctl_status {
	CTL_OK,
	CTL_USAGE,
	CTL_REFUSED,
	CTL_BROKEN,
};

struct ctl_doc;
struct ctl_nl;

/**
 * struct ctl - one run of the tool
 * @json: say it in JSON
 * @pretty: and indented
 * @color: text in colour
 * @dry: change nothing, only say what would be changed
 * @out: where answers go
 * @width: columns of the terminal, 0 when there is none
 * @doc: the JSON document that is being made
 * @nl: the kernel
 * @kmsg: the kernel's log
 * @fixed_clock: for tests: the log's clock and the real one, us; or NULL
 * @init_netns: number of the initial network namespace, 0 when not known
 * @file: the batch file that is being carried out, or NULL
 * @line: its line
 */
struct ctl {
	bool json;
	bool pretty;
	bool color;
	bool dry;
	FILE *out;
	unsigned int width;
	struct ctl_doc *doc;
	struct ctl_nl *nl;
	const char *kmsg;
	const int64_t *fixed_clock;
	uint32_t init_netns;
	const char *file;
	unsigned int line;
};

/**
 * struct ctl_object - the first word of a command
 * @name: that word
 * @usage: EBNF of the whole command, lines that end with a newline
 * @run: carry it out; the words after the first. Returns enum ctl_status.
 */
struct ctl_object {
	const char *name;
	const char *usage;
	int (*run)(struct ctl *ctl, int argc, char **argv);
};

/* Each in the file of its name; the table is in main.c. */
extern const struct ctl_object ctl_object_show;
extern const struct ctl_object ctl_object_watch;
extern const struct ctl_object ctl_object_set;
extern const struct ctl_object ctl_object_mode;
extern const struct ctl_object ctl_object_reset;
extern const struct ctl_object ctl_object_exempt;
extern const struct ctl_object ctl_object_dev;
extern const struct ctl_object ctl_object_stats;
extern const struct ctl_object ctl_object_history;
extern const struct ctl_object ctl_object_connections;
extern const struct ctl_object ctl_object_explain;
extern const struct ctl_object ctl_object_monitor;
extern const struct ctl_object ctl_object_save;
extern const struct ctl_object ctl_object_restore;
extern const struct ctl_object ctl_object_diff;
extern const struct ctl_object ctl_object_netsh;
extern const struct ctl_object ctl_object_import;

/* main.c */
int ctl_run(struct ctl *ctl, int argc, char **argv);

/* batch.c */
int ctl_batch(struct ctl *ctl, const char *file);

/* say.c */
int ctl_usage_error(struct ctl *ctl, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
int ctl_error(struct ctl *ctl, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void ctl_note(struct ctl *ctl, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* MPPCTL_CTL_H */
