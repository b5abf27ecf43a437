// SPDX-License-Identifier: GPL-2.0
/*
 * prometheus - counters and state in the text exposition format.
 *
 * A family of counters (reset_hole, reset_trickle, ...) is one metric with a
 * label. A counter that is not in the table, of a newer kernel, is shown under
 * its own name. Sums that the labels add up to are left out.
 */
#include <inttypes.h>
#include <string.h>

#include "nl.h"
#include "prometheus.h"
#include "state.h"
#include "status.h"
#include "units.h"

/**
 * struct family - counters that are one metric
 * @prefix: what their names begin with
 * @metric: the metric
 * @help: what it counts
 */
struct family {
	const char *prefix;
	const char *metric;
	const char *help;
};

static const struct family families[] = {
	{ "reset_", "resets", "Connections reset, by class of abuse." },
	{ "spared_", "spared",
	  "Connections found and not reset, anew in every sweep, by reason." },
	{ "syn_spared_", "syns_spared",
	  "SYNs not dropped while an episode lasted, by reason." },
};

/* Of one counter: its name, the metric, what it counts. */
static const struct family singles[] = {
	{ "resets", NULL, NULL },	/* the sum of reset_* */
	{ "syns_seen", "syns_seen", "SYNs that passed a hook during an episode." },
	{ "syns_dropped", "syns_dropped", "SYNs dropped." },
	{ "syns_dropped_caught", "syns_dropped_caught",
	  "SYNs dropped because their address was caught." },
	{ "syns_dropped_network", "syns_dropped_network",
	  "SYNs dropped because addresses of their network were caught." },
	{ "syn_spared_behaved", "syns_spared_behaved",
	  "SYNs let pass because their address was seen to behave." },
	{ "episodes", "episodes", "Episodes begun." },
	{ "epochs", "epochs", "Epochs begun." },
	{ "samples", "samples", "Looks at the memory of TCP." },
	{ "pressure_calls", "pressure_calls",
	  "Pressure callbacks that asked for a sample." },
	{ "sweeps", "sweeps", "Whole passes over all socket tables." },
	{ "sockets_seen", "sockets_seen", "Connections looked at in sweeps." },
	{ "bytes_freed", "freed_bytes",
	  "Memory of the queues of connections that were reset." },
	{ "waiting_close", "waiting_close_bytes",
	  "Memory of reset connections that only close() can free." },
	{ "hook_failures", "hook_failures",
	  "Namespaces whose SYN hooks could not be registered." },
	{ "would_reset", "would_reset",
	  "Connections that audit mode would have reset." },
	{ "would_drop", "would_drop", "SYNs that audit mode would have dropped." },
	{ "events_lost", "events_lost",
	  "Events that did not reach a listener." },
	{ "pinned", "pinned",
	  "Verdicts remembered because settings changed." },
	{ "held_back", "held_back",
	  "Outgoing SYNs held back by the rate limit." },
	{ "oom_calls", "oom_calls",
	  "Times the kernel was about to kill a task for memory." },
	{ "oom_pages", "oom_pages", "Pages that resets won back for it then." },
};

static void head(FILE *out, const char *metric, const char *type,
		 const char *help)
{
	const char *total = strcmp(type, "counter") ? "" : "_total";

	fprintf(out, "# HELP tcp_mpp_%s%s %s\n", metric, total, help);
	fprintf(out, "# TYPE tcp_mpp_%s%s %s\n", metric, total, type);
}

static const struct family *single_of(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(singles); i++)
		if (!strcmp(name, singles[i].prefix))
			return &singles[i];
	return NULL;
}

static const struct family *family_of(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(families); i++)
		if (counters_of(name, families[i].prefix))
			return &families[i];
	return NULL;
}

static void put_family(FILE *out, const struct counters *c,
		       const struct family *family)
{
	const char *name;
	size_t i;

	head(out, family->metric, "counter", family->help);
	for (i = 0; i < c->nr; i++) {
		name = c->counter[i].name;
		if (!single_of(name) && family_of(name) == family)
			fprintf(out, "tcp_mpp_%s_total{reason=\"%s\"} %" PRIu64 "\n",
				family->metric,
				counters_of(name, family->prefix),
				c->counter[i].value);
	}
}

static void put_single(FILE *out, const char *name, uint64_t value)
{
	const struct family *single = single_of(name);
	const char *metric = single ? single->metric : name;

	if (!metric)
		return;
	head(out, metric, "counter", single ? single->help :
	     "A counter that this mppctl does not know.");
	fprintf(out, "tcp_mpp_%s_total %" PRIu64 "\n", metric, value);
}

static void put_counters(FILE *out, const struct counters *c)
{
	size_t i;

	for (i = 0; i < c->nr; i++)
		if (single_of(c->counter[i].name) ||
		    !family_of(c->counter[i].name))
			put_single(out, c->counter[i].name,
				   c->counter[i].value);
	for (i = 0; i < ARRAY_SIZE(families); i++)
		put_family(out, c, &families[i]);
}

static void gauge(FILE *out, const char *metric, const char *help,
		  uint64_t value)
{
	head(out, metric, "gauge", help);
	fprintf(out, "tcp_mpp_%s %" PRIu64 "\n", metric, value);
}

/* A rate of 1000, as Prometheus has them: of 1. */
static void ratio(FILE *out, const char *metric, const char *help,
		  uint32_t rate)
{
	head(out, metric, "gauge", help);
	fprintf(out, "tcp_mpp_%s %u.%03u\n", metric, rate / 1000, rate % 1000);
}

static void put_status(FILE *out, const struct mpp_status *st)
{
	uint64_t page = units_page_size();

	head(out, "info", "gauge", "What the protection runs as; always 1.");
	fprintf(out, "tcp_mpp_info{role=\"%s\",sensor=\"%s\",mode=\"%s\"} 1\n",
		st->role, st->sensor, st->mode);
	gauge(out, "episode_active", "Whether memory is short and it acts.",
	      st->episode_lasts);
	gauge(out, "episode_number", "Number of this or the last episode.",
	      st->episode);
	head(out, "signal", "gauge",
	     "What runs short in this episode, or did in the last one.");
	fprintf(out, "tcp_mpp_signal{signal=\"%s\"} 1\n", st->signal);
	gauge(out, "kill_rate", "Connections a second that may be reset.",
	      st->kill_rate);
	ratio(out, "syn_drop_ratio",
	      "Share of SYNs to candidates that is dropped.",
	      st->syn_drop_rate);
	if (st->has_light)
		ratio(out, "syn_drop_light_ratio",
		      "The same for listeners that hold little of the memory.",
		      st->syn_drop_rate_light);
	gauge(out, "memory_bytes", "Memory of all TCP sockets.",
	      st->pages * page);
	gauge(out, "memory_peak_bytes", "Most of it since the module was loaded.",
	      st->pages_peak * page);
	gauge(out, "mark_end_bytes", "Below this an episode ends.",
	      st->pages_end * page);
	gauge(out, "mark_start_bytes", "Above this an episode begins.",
	      st->pages_start * page);
	gauge(out, "mark_high_bytes", "Above this everything abusive goes.",
	      st->pages_high * page);
	gauge(out, "available_bytes", "Memory of the machine that can be had.",
	      st->available * page);
	gauge(out, "share_bytes",
	      "What TCP holds of the machine, 0 when nothing asked for that.",
	      st->share * page);
	gauge(out, "orphans", "Connections without an owner, as estimated.",
	      st->orphans);
	gauge(out, "syn_hooks", "Network namespaces in which SYNs are looked at.",
	      st->hooks);
	gauge(out, "pinned_connections",
	      "Connections that keep the verdict of their creation.",
	      st->pinned);
}

/* Switches and figures; the mode is in tcp_mpp_info. */
static void put_settings(FILE *out, const struct mpp_state *state)
{
	int i;

	head(out, "setting", "gauge", "A setting, by name; switches are 0 or 1.");
	for (i = 0; i < CTL_NR_SETTINGS; i++)
		if (ctl_settings[i].kind != CTL_WORD)
			fprintf(out, "tcp_mpp_setting{name=\"%s\"} %u\n",
				ctl_settings[i].name, state->value[i]);
	gauge(out, "exempt_ranges", "Ranges of exempt ports.",
	      state->nr_exempt);
}

/**
 * prometheus() - counters, state and settings
 * @ctl: the run, with the kernel ready
 *
 * Return: enum ctl_status. Nothing is printed unless all of it can be.
 */
int prometheus(struct ctl *ctl)
{
	static struct counters c;
	struct mpp_status st;
	struct mpp_state state;
	int err, status;

	err = counters_try(ctl, &c);
	if (err)
		return ctl_nl_refused(ctl, err);
	status = status_read(ctl, &st);
	if (status)
		return status;
	status = state_read(ctl, &state);
	if (status)
		return status;
	put_status(ctl->out, &st);
	put_settings(ctl->out, &state);
	put_counters(ctl->out, &c);
	state_free(&state);
	return CTL_OK;
}
