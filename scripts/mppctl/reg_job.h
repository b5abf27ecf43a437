/* SPDX-License-Identifier: GPL-2.0 */
/* reg_job.h - between the parts of reg: keys, lists of ports, notes */
#ifndef MPPCTL_REG_JOB_H
#define MPPCTL_REG_JOB_H

#include "reg.h"
#include "reg_read.h"

/* More ranges in one list are not looked at. */
#define REG_LIST_MAX	256

/* More notes are not told: a file may have a million broken lines. */
#define REG_NOTES_MAX	400

/**
 * struct reg_list - one MPPExcludedPorts
 * @there: the file speaks of it
 * @line: where
 * @nr: ranges in it
 * @range: the ranges
 */
struct reg_list {
	bool there;
	unsigned int line;
	unsigned int nr;
	struct mpp_range range[REG_LIST_MAX];
};

/**
 * struct reg_notes - where to say what was taken and what was not
 * @out: there
 * @name: of the file
 * @nr: how much was said
 */
struct reg_notes {
	FILE *out;
	const char *name;
	unsigned int nr;
};

void reg_note(struct reg_notes *notes, unsigned int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* How deep into the tree a key lies, where it is on the way to ours. */
enum reg_depth {
	REG_NOT_OURS,
	REG_HIVE,	/* HKEY_LOCAL_MACHINE */
	REG_SYSTEM,
	REG_CONTROL_SET,
	REG_SERVICES,
	REG_TCPIP,
	REG_PARAMETERS,
	REG_INTERFACES,
	REG_INTERFACE,
};

/**
 * struct reg_place - what a key is to us
 * @depth: how deep it lies
 * @set: number of the control set, 0 for the current one
 * @family: Tcpip or Tcpip6, from REG_TCPIP on
 * @guid: of an interface
 */
struct reg_place {
	enum reg_depth depth;
	unsigned int set;
	enum reg_family family;
	char guid[REG_GUID_LEN + 1];
};

void reg_place(const char *key, size_t len, struct reg_place *place);

/**
 * struct reg_job - one import
 * @out: what is found
 * @notes: what is said about it
 * @old: the file is of REGEDIT4
 * @here: the key that values belong to
 * @set: the control set that counts
 * @other_values: how many values in our keys are none of ours
 * @rate: EnableConnectionRateLimiting, or -1; by family
 * @lists: MPPExcludedPorts, by family
 */
struct reg_job {
	struct reg_import *out;
	struct reg_notes notes;
	bool old;
	struct reg_place here;
	unsigned int set;
	unsigned int other_values;
	signed char rate[REG_FAMILIES];
	struct reg_list lists[REG_FAMILIES];
};

void reg_value(struct reg_job *job, const struct reg_item *it);
void reg_gone(struct reg_job *job, const struct reg_place *gone,
	      unsigned int line);

void reg_list_read(struct reg_list *list, const struct reg_item *it, bool old,
		   struct reg_notes *notes);
void reg_list_union(const struct reg_list *lists, struct reg_import *out,
		    struct reg_notes *notes);

extern const char *const reg_family_names[REG_FAMILIES];

#endif /* MPPCTL_REG_JOB_H */
