// SPDX-License-Identifier: GPL-2.0
/*
 * reg_list - MPPExcludedPorts: ranges as text, and the union of two lists
 *
 * In: the bytes of a REG_MULTI_SZ, entries such as `5000-5009`, both ends
 * included. Out: at most 12 ranges that do not overlap (W7, D2, D4), and a
 * word about each that is not among them. Windows keeps a list for each IP
 * version; there is one here, so equal ranges count once, and one that is in
 * one list only is told of.
 */
#include <ctype.h>
#include <string.h>

#include "reg_job.h"

/* Longer than any entry that means something. */
#define ENTRY_MAX	32

/* Digits at *@p, a port; steps over them. */
static bool read_port(const char **p, unsigned int *port)
{
	const char *s = *p;

	*port = 0;
	for (; isdigit((unsigned char)*s); s++) {
		*port = 10 * *port + (unsigned int)(*s - '0');
		if (*port > 65535)
			return false;
	}
	if (s == *p)
		return false;
	*p = s;
	return true;
}

/* NULL, or what is wrong with `first-last`. */
static const char *read_range(const char *s, struct mpp_range *range)
{
	unsigned int first, last;

	if (!read_port(&s, &first) || *s++ != '-' || !read_port(&s, &last) ||
	    *s)
		return "is not FIRST-LAST, two ports from 0 to 65535";
	if (first > last)
		return "has its first port above its last";
	range->first = (u16)first;
	range->last = (u16)last;
	return NULL;
}

/* False when no more is looked at. */
static bool add_entry(struct reg_list *list, const char *entry,
		      struct reg_notes *notes)
{
	struct mpp_range range;
	const char *why;

	if (list->nr == REG_LIST_MAX) {
		reg_note(notes, list->line,
			 "ignored: \"%s\" and what follows: more than %u ranges",
			 entry, REG_LIST_MAX);
		return false;
	}
	why = read_range(entry, &range);
	if (why)
		reg_note(notes, list->line, "ignored: \"%s\" %s", entry, why);
	else
		list->range[list->nr++] = range;
	return true;
}

/**
 * reg_list_read() - Read a list of ports.
 * @list: the list; what was in it is gone
 * @it: the value, a REG_MULTI_SZ
 * @old: its characters are bytes and not UTF-16
 * @notes: for what is not understood
 */
void reg_list_read(struct reg_list *list, const struct reg_item *it, bool old,
		   struct reg_notes *notes)
{
	size_t i, n = 0, step = old ? 1 : 2;
	char entry[ENTRY_MAX];
	unsigned int c;

	list->there = true;
	list->line = it->line;
	list->nr = 0;
	for (i = 0; ; i += step) {
		c = 0;
		if (i + step <= it->len)
			c = it->data[i] | (old ? 0 : it->data[i + 1] << 8);
		if (c && (c != ' ' || n)) {
			if (n == sizeof(entry) - 1)
				entry[n - 1] = '?';
			else
				entry[n++] = c >= ' ' && c < 0x7f ? (char)c : '?';
		}
		if (c)
			continue;
		while (n && entry[n - 1] == ' ')
			n--;
		entry[n] = '\0';
		if (n && !add_entry(list, entry, notes))
			return;
		n = 0;
		if (i + step > it->len)
			return;
	}
}

static bool equal(const struct mpp_range *a, const struct mpp_range *b)
{
	return a->first == b->first && a->last == b->last;
}

static bool overlap(const struct mpp_range *a, const struct mpp_range *b)
{
	return a->first <= b->last && b->first <= a->last;
}

static bool in_list(const struct reg_list *list, unsigned int nr,
		    const struct mpp_range *range)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (equal(&list->range[i], range))
			return true;
	return false;
}

/* Take one range into the import, or say why not. */
static void take(const struct reg_list *list, const struct mpp_range *range,
		 struct reg_import *out, struct reg_notes *notes)
{
	const struct mpp_range *met;
	unsigned int i;

	for (i = 0; i < out->nr_ranges; i++) {
		met = &out->range[i];
		if (overlap(met, range)) {
			reg_note(notes, list->line,
				 "ignored: %u-%u: it overlaps %u-%u",
				 range->first, range->last, met->first,
				 met->last);
			return;
		}
	}
	if (out->nr_ranges == MPP_EXEMPT_MAX) {
		reg_note(notes, list->line,
			 "ignored: %u-%u: there are %u ranges already",
			 range->first, range->last, MPP_EXEMPT_MAX);
		return;
	}
	out->range[out->nr_ranges++] = *range;
}

/**
 * reg_list_union() - Make one list of those of both IP versions.
 * @lists: by family
 * @out: takes the ranges
 * @notes: says which are not taken, and which stand in one list only
 */
void reg_list_union(const struct reg_list *lists, struct reg_import *out,
		    struct reg_notes *notes)
{
	const struct reg_list *list, *other;
	const struct mpp_range *range;
	unsigned int i, f, before;

	for (f = 0; f < REG_FAMILIES; f++) {
		list = &lists[f];
		other = &lists[!f];
		out->has_ranges |= list->there;
		if (list->nr && !other->there)
			reg_note(notes, list->line,
				 "the ranges stand under %s only; they will hold for both IP versions",
				 reg_family_names[f]);
		for (i = 0; i < list->nr; i++) {
			range = &list->range[i];
			if (in_list(list, i, range) ||
			    (f && in_list(other, other->nr, range)))
				continue;
			before = out->nr_ranges;
			take(list, range, out, notes);
			if (out->nr_ranges > before && other->there &&
			    !in_list(other, other->nr, range))
				reg_note(notes, list->line,
					 "%u-%u stands under %s only; it will hold for both IP versions",
					 range->first, range->last,
					 reg_family_names[f]);
		}
	}
}
