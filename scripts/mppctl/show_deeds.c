// SPDX-License-Identifier: GPL-2.0
/* show_deeds - the parts of the screen about what was done, and what cannot be. */
#include <string.h>

#include "attrs.h"
#include "out.h"
#include "overview.h"
#include "units.h"

/* How many episodes a screen has room for. */
#define LAST_EPISODES	5

/* Memory without a connection that is worth a line, bytes. */
#define LAG		(8 << 20)

static void row(struct ctl *ctl, const char *name)
{
	out_text(ctl, "%s%-13s%s", out_color(ctl, CTL_DIM), name,
		 out_color(ctl, CTL_PLAIN));
}

static void denied(struct ctl *ctl, const char *name, const char *what,
		   const char *why)
{
	row(ctl, name);
	out_str(ctl, what, why, "%s%s%s\n", out_color(ctl, CTL_WARN), why,
		out_color(ctl, CTL_PLAIN));
}

/* Those of a family that are not 0: " (hole 3, trickle 2)". */
static void by_reason(struct ctl *ctl, const struct counters *c,
		      const char *prefix)
{
	const char *between = " (", *reason;
	size_t i;

	for (i = c->nr; i--;) {
		reason = counters_of(c->counter[i].name, prefix);
		if (!reason || !c->counter[i].value)
			continue;
		out_text(ctl, "%s%s %llu", between, reason,
			 (unsigned long long)c->counter[i].value);
		between = ", ";
	}
	if (*between == ',')
		out_text(ctl, ")");
}

static void did(struct ctl *ctl, const struct counters *c)
{
	unsigned long long resets = counters_get(c, "resets");
	unsigned long long drops = counters_get(c, "syns_dropped");
	unsigned long long caught = counters_get(c, "syns_dropped_caught");
	unsigned long long network = counters_get(c, "syns_dropped_network");
	unsigned long long would_reset = counters_get(c, "would_reset");
	unsigned long long would_drop = counters_get(c, "would_drop");
	char freed[UNITS_LEN];

	row(ctl, "did");
	out_text(ctl, "%s%llu%s connections reset", out_color(ctl, CTL_BOLD),
		 resets, out_color(ctl, CTL_PLAIN));
	by_reason(ctl, c, "reset_");
	out_text(ctl, ", %s freed\n",
		 units_bytes(counters_get(c, "bytes_freed"), freed));
	row(ctl, "");
	out_text(ctl, "%s%llu%s SYNs dropped", out_color(ctl, CTL_BOLD), drops,
		 out_color(ctl, CTL_PLAIN));
	if (drops)
		out_text(ctl, " (address caught %llu, its network %llu, rate %llu)",
			 caught, network,
			 drops > caught + network ? drops - caught - network : 0);
	out_text(ctl, "\n");
	if (would_reset || would_drop) {
		row(ctl, "");
		out_text(ctl, "audit: would have reset %llu connections and dropped %llu SYNs\n",
			 would_reset, would_drop);
	}
}

/**
 * show_deeds() - what was done: counters, and the last episodes
 * @ctl: the run
 * @o: what was read
 */
void show_deeds(struct ctl *ctl, const struct overview *o)
{
	size_t i;

	if (o->has_counters) {
		did(ctl, &o->counters);
		out_object(ctl, "stats");
		for (i = 0; i < o->counters.nr; i++)
			out_uint(ctl, o->counters.counter[i].name,
				 o->counters.counter[i].value, NULL);
		out_close(ctl);
	} else {
		denied(ctl, "did", "no_stats", o->why_no_counters);
	}
	if (o->has_history)
		history_table(ctl, &o->history, LAST_EPISODES);
	else
		denied(ctl, "episodes", "no_episodes", o->why_no_history);
}

static void spared_kind(struct ctl *ctl, const struct conns_sum *sum,
			const char *reason, const char *what)
{
	char bytes[UNITS_LEN];

	out_object(ctl, reason);
	out_uint(ctl, "connections", sum->nr, NULL);
	out_uint(ctl, "bytes", sum->bytes, NULL);
	out_close(ctl);
	if (!sum->nr)
		return;
	row(ctl, "");
	out_text(ctl, "%9s in %llu connection%s: %s\n",
		 units_bytes(sum->bytes, bytes), (unsigned long long)sum->nr,
		 sum->nr == 1 ? "" : "s", what);
}

/* What no connection that is listed accounts for. */
static void rest(struct ctl *ctl, const struct overview *o)
{
	uint64_t pages = o->status.pages * units_page_size();
	uint64_t other = pages > o->sums.all.bytes ?
			 pages - o->sums.all.bytes : 0;
	char bytes[UNITS_LEN];

	out_uint(ctl, "other_bytes", other, NULL);
	/* the kernel's account lags behind by a megabyte for each processor */
	if (other < LAG)
		return;
	row(ctl, "");
	out_text(ctl, "%9s in no connection: closed by the peer and not by the application,\n",
		 units_bytes(other, bytes));
	row(ctl, "");
	out_text(ctl, "%9s of listeners, or not accounted for yet\n", "");
}

static void waiting(struct ctl *ctl, const struct overview *o)
{
	unsigned long long bytes = counters_get(&o->counters, "waiting_close");
	char now[UNITS_LEN], all[UNITS_LEN];

	out_uint(ctl, "kept_bytes", o->sums.all.kept, NULL);
	if (!bytes && !o->sums.all.kept)
		return;
	row(ctl, "");
	out_text(ctl, "%9s would wait for close() after a reset (kTLS, sockmap, MPTCP);\n",
		 units_bytes(o->sums.all.kept, now));
	row(ctl, "");
	out_text(ctl, "%9s did so far, in connections that were reset\n",
		 units_bytes(bytes, all));
}

/**
 * show_untouchable() - what is out of reach, and how much memory that holds
 * @ctl: the run
 * @o: what was read
 */
void show_untouchable(struct ctl *ctl, const struct overview *o)
{
	static const struct {
		uint32_t reason;
		const char *what;
	} kinds[] = {
		{ TCP_MPP_REASON_EXEMPT_PORT, "on exempt ports" },
		{ TCP_MPP_REASON_PRIVATE, "on private interfaces" },
		{ TCP_MPP_REASON_DOMAIN, "on domain interfaces" },
		{ TCP_MPP_REASON_IFACE_OFF, "on interfaces that were opted out" },
		{ TCP_MPP_REASON_FAMILY_OFF, "of an IP version that was off" },
		{ TCP_MPP_REASON_DISABLED, "made while the protection was off" },
		{ TCP_MPP_REASON_KERNEL, "of the kernel itself" },
		{ TCP_MPP_REASON_REPAIR, "being checkpointed" },
	};
	char bytes[UNITS_LEN], all[UNITS_LEN];
	uint64_t sum = 0;
	size_t i;

	if (!o->has_sums) {
		denied(ctl, "out of reach", "no_connections", o->why_no_sums);
		return;
	}
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		sum += o->sums.of[kinds[i].reason].bytes;
	row(ctl, "out of reach");
	out_text(ctl, "%s of %s in %llu connections%s\n",
		 units_bytes(sum, bytes), units_bytes(o->sums.all.bytes, all),
		 (unsigned long long)o->sums.all.nr, sum ? ":" : "");
	out_object(ctl, "untouchable");
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		spared_kind(ctl, &o->sums.of[kinds[i].reason],
			    attr_reason(kinds[i].reason), kinds[i].what);
	waiting(ctl, o);
	rest(ctl, o);
	out_close(ctl);
	out_object(ctl, "connections");
	for (i = 0; i < CONNS_NR_REASONS; i++) {
		if (!o->sums.of[i].nr)
			continue;
		out_object(ctl, attr_reason(i));
		out_uint(ctl, "connections", o->sums.of[i].nr, NULL);
		out_uint(ctl, "bytes", o->sums.of[i].bytes, NULL);
		out_close(ctl);
	}
	out_close(ctl);
}
