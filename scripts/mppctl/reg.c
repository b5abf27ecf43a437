// SPDX-License-Identifier: GPL-2.0
/*
 * reg - what an exported Windows registry says about MPP (W12, D2)
 *
 * In: the bytes of a .reg file. Out: the values that are ours, as they would
 * stand in the registry once the file was merged into an empty one, and notes
 * on what was taken, what was not, and why. No I/O but the notes.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "reg_job.h"
#include "reg_text.h"

const char *const reg_family_names[REG_FAMILIES] = { "Tcpip", "Tcpip6" };

/**
 * reg_note() - Say something about the file, if not too much was said.
 * @notes: where
 * @line: about which line, or 0
 * @fmt: what
 */
void reg_note(struct reg_notes *notes, unsigned int line, const char *fmt, ...)
{
	va_list ap;

	if (notes->nr++ >= REG_NOTES_MAX) {
		if (notes->nr == REG_NOTES_MAX + 1)
			fprintf(notes->out, "%s: and so on\n", notes->name);
		return;
	}
	if (line)
		fprintf(notes->out, "%s:%u: ", notes->name, line);
	else
		fprintf(notes->out, "%s: ", notes->name);
	va_start(ap, fmt);
	vfprintf(notes->out, fmt, ap);
	va_end(ap);
	fputc('\n', notes->out);
}

/* Whether values of the current key matter at all. */
static bool here_is_ours(const struct reg_job *job)
{
	return job->here.set == job->set && job->here.depth >= REG_PARAMETERS;
}

static void take_key(struct reg_job *job, const struct reg_item *it)
{
	struct reg_place place;

	reg_place(it->key, it->key_len, &place);
	job->here = place;
	if (it->kind != REG_KEY_GONE)
		return;
	job->here.depth = REG_NOT_OURS;
	if (place.depth >= REG_CONTROL_SET && place.set == job->set)
		reg_gone(job, &place, it->line);
}

/*
 * The control set that counts: the current one if the file has it, or else
 * that of the lowest number.
 */
static unsigned int choose_set(struct reg_reader *r, struct reg_job *job)
{
	unsigned int best = 1000, worst = 0;
	struct reg_place place;
	struct reg_item it;

	for (reg_next(r, &it); it.kind != REG_END && it.kind != REG_NO_MEMORY;
	     reg_next(r, &it)) {
		if (it.kind != REG_KEY)
			continue;
		reg_place(it.key, it.key_len, &place);
		if (place.depth < REG_TCPIP)
			continue;
		best = place.set < best ? place.set : best;
		worst = place.set > worst ? place.set : worst;
	}
	if (best < worst)
		reg_note(&job->notes, 0, best ?
			 "ignored: all control sets but that of the lowest number" :
			 "ignored: all control sets but the current one");
	return best <= worst ? best : 0;
}

static int read_all(struct reg_reader *r, struct reg_job *job)
{
	struct reg_item it;

	for (;;) {
		reg_next(r, &it);
		switch (it.kind) {
		case REG_END:
			return 0;
		case REG_NO_MEMORY:
			reg_note(&job->notes, it.line, "no memory");
			return -1;
		case REG_KEY:
		case REG_KEY_GONE:
			take_key(job, &it);
			break;
		case REG_VALUE:
		case REG_VALUE_GONE:
			if (here_is_ours(job))
				reg_value(job, &it);
			break;
		case REG_BROKEN:
			/* a key, for what follows it */
			if (it.key)
				job->here.depth = REG_NOT_OURS;
			reg_note(&job->notes, it.line,
				 "ignored: not understood");
			break;
		}
	}
}

static void finish(struct reg_job *job)
{
	struct reg_import *out = job->out;

	out->rate_limit = job->rate[REG_V4];
	if (out->rate_limit < 0)
		out->rate_limit = job->rate[REG_V6];
	if (job->rate[REG_V4] >= 0 && job->rate[REG_V6] >= 0 &&
	    job->rate[REG_V4] != job->rate[REG_V6])
		reg_note(&job->notes, 0,
			 "ignored: EnableConnectionRateLimiting of Tcpip6: there is one limit for both IP versions");
	reg_list_union(job->lists, out, &job->notes);
	if (job->other_values)
		reg_note(&job->notes, 0,
			 "ignored: %u other values in keys of Tcpip and Tcpip6",
			 job->other_values);
}

/**
 * reg_parse() - What an exported registry says about MPP.
 * @buf: the file
 * @len: its length
 * @name: its name, for the notes
 * @out: what was found; reg_free() it in any case
 * @notes: what was taken, what was ignored and why, a line each
 *
 * Return: 0, or -1 if it is no exported registry; @notes says why.
 */
int reg_parse(const void *buf, size_t len, const char *name,
	      struct reg_import *out, FILE *notes)
{
	const char *why = "no exported registry begins like this";
	struct reg_job job = {
		.out = out,
		.notes = { .out = notes, .name = name },
		.rate = { -1, -1 },
	};
	struct reg_reader r = { 0 };
	int err = -1;
	char *text;

	*out = (struct reg_import){ .enabled = { -1, -1 }, .rate_limit = -1 };
	text = reg_text(buf, len, &len, &why);
	if (text && reg_open(&r, text, len)) {
		job.set = choose_set(&r, &job);
		reg_close(&r);
		reg_open(&r, text, len);
		job.old = r.old;
		err = read_all(&r, &job);
		if (!err)
			finish(&job);
	} else {
		reg_note(&job.notes, text ? 1 : 0, "%s", why);
	}
	reg_close(&r);
	free(text);
	return err;
}

/**
 * reg_empty() - Whether nothing was found.
 * @import: what was found
 *
 * Return: whether it is nothing at all.
 */
bool reg_empty(const struct reg_import *import)
{
	return import->enabled[REG_V4] < 0 && import->enabled[REG_V6] < 0 &&
	       import->rate_limit < 0 && !import->has_ranges &&
	       !import->nr_ifaces;
}

/**
 * reg_free() - Forget what was found.
 * @import: what was found
 */
void reg_free(struct reg_import *import)
{
	free(import->iface);
	import->iface = NULL;
	import->nr_ifaces = 0;
}
