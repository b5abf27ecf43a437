// SPDX-License-Identifier: GPL-2.0
/*
 * reg_value - the values of the registry that are ours
 *
 * In: a value of a key of ours, or a key that is deleted. Out: the import
 * filled in, and a note on what was taken or not. A value that the file
 * deletes is one that is missing, and Windows takes that for enabled, no
 * exemption and no rate limit.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ctl.h"
#include "reg_job.h"

/* More interfaces are ignored. */
#define IFACES_MAX	1024

static struct reg_iface *iface(struct reg_job *job, const char *guid)
{
	struct reg_import *out = job->out;
	struct reg_iface *new;
	size_t i;

	for (i = 0; i < out->nr_ifaces; i++)
		if (!strcasecmp(out->iface[i].guid, guid))
			return &out->iface[i];
	if (out->nr_ifaces == IFACES_MAX)
		return NULL;
	/* room for all of them at once is 50 kB */
	if (!out->iface)
		out->iface = calloc(IFACES_MAX, sizeof(*out->iface));
	if (!out->iface)
		return NULL;
	new = &out->iface[out->nr_ifaces++];
	memcpy(new->guid, guid, sizeof(new->guid));
	new->off[REG_V4] = -1;
	new->off[REG_V6] = -1;
	return new;
}

/* Each takes its value into the import; @number is that of a dword. */
static void take_enabled(struct reg_job *job, const struct reg_item *it,
			 uint32_t number)
{
	(void)it;
	job->out->enabled[job->here.family] = (signed char)number;
}

static void take_rate_limit(struct reg_job *job, const struct reg_item *it,
			    uint32_t number)
{
	(void)it;
	job->rate[job->here.family] = (signed char)number;
}

static void take_ports(struct reg_job *job, const struct reg_item *it,
		       uint32_t number)
{
	(void)number;
	reg_list_read(&job->lists[job->here.family], it, job->old,
		      &job->notes);
}

static void take_off(struct reg_job *job, const struct reg_item *it,
		     uint32_t number)
{
	struct reg_iface *new = iface(job, job->here.guid);

	if (!new) {
		reg_note(&job->notes, it->line,
			 "ignored: DisableMPPOnIF: more than %u interfaces",
			 IFACES_MAX);
		return;
	}
	new->off[job->here.family] = (signed char)number;
	new->line = it->line;
}

static const struct ours {
	const char *name;
	enum reg_type type;
	enum reg_depth depth;	/* of the key it belongs to */
	uint32_t missing;	/* what Windows takes a missing one for */
	void (*take)(struct reg_job *job, const struct reg_item *it,
		     uint32_t number);
} ours[] = {
	{ "EnableMPP", REG_TYPE_DWORD, REG_PARAMETERS, 1, take_enabled },
	{ "EnableConnectionRateLimiting", REG_TYPE_DWORD, REG_PARAMETERS, 0,
	  take_rate_limit },
	{ "MPPExcludedPorts", REG_TYPE_MULTI, REG_PARAMETERS, 0, take_ports },
	{ "DisableMPPOnIF", REG_TYPE_DWORD, REG_INTERFACE, 0, take_off },
};

static const struct ours *find_ours(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ours); i++)
		if (!strcasecmp(name, ours[i].name))
			return &ours[i];
	return NULL;
}

static bool type_fits(const struct ours *our, const struct reg_item *it,
		      bool old)
{
	if (it->type != our->type)
		return false;
	if (our->type == REG_TYPE_DWORD)
		return it->len == 4;
	return old || it->len % 2 == 0;
}

/**
 * reg_value() - Take a value of the current key.
 * @job: the import; its current key is ours
 * @it: the value
 */
void reg_value(struct reg_job *job, const struct reg_item *it)
{
	const struct ours *our = find_ours(it->name);
	const char *family = reg_family_names[job->here.family];
	/* of an interface it is taken once somebody maps that */
	const char *verb = *job->here.guid ? "found" : "taken";
	const char *slash = *job->here.guid ? "\\" : "";
	uint32_t number = 0;

	if (!our) {
		job->other_values++;
		return;
	}
	if (our->depth != job->here.depth) {
		reg_note(&job->notes, it->line,
			 "ignored: %s belongs %s", our->name,
			 our->depth == REG_INTERFACE ?
			 "under Parameters\\Interfaces\\{GUID}" :
			 "under Parameters itself");
		return;
	}
	if (it->kind == REG_VALUE_GONE) {
		reg_note(&job->notes, it->line,
			 "%s: %s of %s%s%s is deleted there", verb, our->name,
			 family, slash, job->here.guid);
		our->take(job, it, our->missing);
		return;
	}
	if (!type_fits(our, it, job->old)) {
		reg_note(&job->notes, it->line, "ignored: %s is no %s",
			 our->name, our->type == REG_TYPE_DWORD ?
			 "dword" : "list of strings, hex(7)");
		return;
	}
	if (our->type == REG_TYPE_DWORD) {
		number = it->data[0] | (uint32_t)it->data[1] << 8 |
			 (uint32_t)it->data[2] << 16 |
			 (uint32_t)it->data[3] << 24;
		if (number > 1) {
			reg_note(&job->notes, it->line,
				 "ignored: %s is %u, and neither 0 nor 1",
				 our->name, number);
			return;
		}
		reg_note(&job->notes, it->line, "%s: %s of %s%s%s is %u", verb,
			 our->name, family, slash, job->here.guid, number);
	} else {
		reg_note(&job->notes, it->line, "taken: %s of %s", our->name,
			 family);
	}
	our->take(job, it, number);
}

/**
 * reg_gone() - A key is deleted: all that lies in it or below is missing.
 * @job: the import
 * @gone: the key
 * @line: where
 */
void reg_gone(struct reg_job *job, const struct reg_place *gone,
	      unsigned int line)
{
	const struct reg_item none = { .kind = REG_VALUE_GONE, .line = line };
	struct reg_import *out = job->out;
	unsigned int f;
	size_t i, k;

	for (f = 0; f < REG_FAMILIES; f++) {
		if (gone->depth >= REG_TCPIP && gone->family != f)
			continue;
		job->here.family = f;
		for (k = 0; k < ARRAY_SIZE(ours); k++)
			if (ours[k].depth == REG_PARAMETERS &&
			    gone->depth <= REG_PARAMETERS)
				ours[k].take(job, &none, ours[k].missing);
		for (i = 0; i < out->nr_ifaces; i++)
			if (gone->depth < REG_INTERFACE ||
			    !strcasecmp(out->iface[i].guid, gone->guid))
				out->iface[i].off[f] = 0;
	}
	reg_note(&job->notes, line, "taken: the key and all in it are deleted there");
	job->here.depth = REG_NOT_OURS;
}
