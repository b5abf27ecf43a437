// SPDX-License-Identifier: GPL-2.0
/* stats - the counters, for people, for programs, and for Prometheus. */
#include <string.h>

#include "nl.h"
#include "out.h"
#include "prometheus.h"
#include "status.h"

static int show(struct ctl *ctl, bool all)
{
	static struct counters c;
	size_t i;
	int err;

	err = counters_try(ctl, &c);
	if (err)
		return ctl_nl_refused(ctl, err);
	out_begin(ctl);
	for (i = 0; i < c.nr; i++)
		if (all || ctl->json || c.counter[i].value)
			out_uint(ctl, c.counter[i].name, c.counter[i].value,
				 "%-24s %12llu\n", c.counter[i].name,
				 (unsigned long long)c.counter[i].value);
	out_end(ctl);
	return CTL_OK;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	int status;

	if (argc > 1 || (argc && strcmp(argv[0], "all") &&
			 strcmp(argv[0], "--prometheus")))
		return ctl_usage_error(ctl, "stats %s: it takes all or --prometheus",
				       argv[argc - 1]);
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	if (argc && !strcmp(argv[0], "--prometheus"))
		return prometheus(ctl);
	return show(ctl, argc);
}

const struct ctl_object ctl_object_stats = {
	.name = "stats",
	.usage =
	"Usage: mppctl stats [ all | --prometheus ]\n"
	"Counters since the module was loaded, those of 0 with all. --prometheus:\n"
	"these and the state in the exposition format.\n",
	.run = run,
};
