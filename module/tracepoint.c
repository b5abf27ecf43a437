// SPDX-License-Identifier: GPL-2.0
/*
 * tracepoint - find a tracepoint of the kernel by its name.
 *
 * In:  a name. Out: what tracepoint_probe_register() wants. Few tracepoints are
 * exported to modules, but all of them can be walked.
 */
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "tracepoint.h"

struct mpp_tracepoint_query {
	const char *name;
	struct tracepoint *found;
};

static void compare(struct tracepoint *tp, void *data)
{
	struct mpp_tracepoint_query *query = data;

	if (!strcmp(tp->name, query->name))
		query->found = tp;
}

/**
 * mpp_tracepoint_find() - find a tracepoint of the kernel itself
 * @name: its name
 *
 * Context: process.
 * Return: the tracepoint, or NULL on a kernel without it.
 */
struct tracepoint *mpp_tracepoint_find(const char *name)
{
	struct mpp_tracepoint_query query = { .name = name };

	for_each_kernel_tracepoint(compare, &query);
	return query.found;
}
