// SPDX-License-Identifier: GPL-2.0
/*
 * connections - who would go first, and why.
 *
 * The kernel gives each connection the reason and the rank that a sweep would
 * give it now. Of perhaps half a million only the wanted number is kept, in a
 * heap whose root goes last.
 */
#include <errno.h>
#include <linux/tcp_mpp.h>
#include <stdlib.h>
#include <string.h>

#include "attrs.h"
#include "conns.h"
#include "nl.h"
#include "out.h"
#include "settings.h"
#include "units.h"

#define DEFAULT_TOP	20

/**
 * struct top - the connections that go first
 * @conn: as a heap, who goes last at the root; sorted in the end
 * @nr: how many there are
 * @max: how many are wanted
 * @room: how many there is room for
 * @reason: only of this reason, or -1
 * @sums: all that were seen
 */
struct top {
	struct conn *conn;
	size_t nr;
	size_t max;
	size_t room;
	int reason;
	struct conns_sums sums;
};

/* Whether @a goes before @b; what spares somebody is sorted by memory only. */
static bool before(const struct conn *a, const struct conn *b)
{
	if (a->rank != b->rank)
		return a->rank > b->rank;
	return a->bytes > b->bytes;
}

static void swap(struct conn *a, struct conn *b)
{
	struct conn was = *a;

	*a = *b;
	*b = was;
}

static void sink(struct top *t)
{
	size_t i = 0, child;

	for (;;) {
		child = 2 * i + 1;
		if (child >= t->nr)
			return;
		if (child + 1 < t->nr &&
		    before(&t->conn[child], &t->conn[child + 1]))
			child++;
		if (before(&t->conn[child], &t->conn[i]))
			return;
		swap(&t->conn[i], &t->conn[child]);
		i = child;
	}
}

static void rise(struct top *t)
{
	size_t i = t->nr - 1, parent;

	for (; i; i = parent) {
		parent = (i - 1) / 2;
		if (!before(&t->conn[parent], &t->conn[i]))
			return;
		swap(&t->conn[i], &t->conn[parent]);
	}
}

static int on_conn(const struct conn *conn, const struct nlmsghdr *nlh,
		   void *data)
{
	struct conn *more;
	struct top *t = data;

	(void)nlh;
	if (t->reason >= 0 && conn->reason != (uint32_t)t->reason)
		return 0;
	conns_add(&t->sums, conn);
	if (t->nr == t->max) {
		if (before(conn, &t->conn[0])) {
			t->conn[0] = *conn;
			sink(t);
		}
		return 0;
	}
	if (t->nr == t->room) {
		t->room = t->room ? 2 * t->room : DEFAULT_TOP;
		more = realloc(t->conn, t->room * sizeof(*more));
		if (!more)
			return -ENOMEM;
		t->conn = more;
	}
	t->conn[t->nr++] = *conn;
	rise(t);
	return 0;
}

static int compare(const void *a, const void *b)
{
	return before(a, b) ? -1 : before(b, a) ? 1 : 0;
}

static void show_one(struct ctl *ctl, const struct conn *c)
{
	char local[CONNS_ADDRESS], peer[CONNS_ADDRESS];
	char bytes[UNITS_LEN], stall[UNITS_LEN];
	const char *reason = attr_reason(c->reason);
	bool victim = c->rank;

	conns_address(c->family, c->local, c->local_port, local, sizeof(local));
	conns_address(c->family, c->peer, c->peer_port, peer, sizeof(peer));
	out_object(ctl, NULL);
	out_str(ctl, "reason", reason, "%s%-12s%s",
		out_color(ctl, victim ? CTL_BAD : CTL_PLAIN), reason,
		out_color(ctl, CTL_PLAIN));
	out_uint(ctl, "rank", c->rank, " %4u", c->rank);
	out_uint(ctl, "bytes", c->bytes, " %8s", units_bytes(c->bytes, bytes));
	out_uint(ctl, "kept_bytes", c->kept, NULL);
	out_uint(ctl, "queued", c->queued, NULL);
	out_uint(ctl, "stall_ms", c->stall_ms, " %12s",
		 units_ms(c->stall_ms, stall));
	out_str(ctl, "state", attr_tcp_state(c->state), " %-11s",
		attr_tcp_state(c->state));
	out_str(ctl, "local", local, " %-21s", local);
	out_str(ctl, "peer", peer, " %s", peer);
	out_uint(ctl, "netns", c->netns, NULL);
	out_uint(ctl, "ifindex", c->ifindex, NULL);
	out_uint(ctl, "uid", c->uid, NULL);
	out_bool(ctl, "orphan", c->orphan, NULL);
	out_bool(ctl, "locked", c->locked, "%s\n",
		 c->locked ? " (locked now)" : "");
	out_close(ctl);
}

static void show(struct ctl *ctl, struct top *t)
{
	char bytes[UNITS_LEN];
	size_t i;

	if (t->nr)
		qsort(t->conn, t->nr, sizeof(*t->conn), compare);
	out_begin(ctl);
	if (t->nr)
		out_text(ctl, "%s%-12s RANK %8s %12s %-11s %-21s PEER%s\n",
			 out_color(ctl, CTL_DIM), "REASON", "MEMORY", "STALLED",
			 "STATE", "LOCAL", out_color(ctl, CTL_PLAIN));
	out_array(ctl, "connections");
	for (i = 0; i < t->nr; i++)
		show_one(ctl, &t->conn[i]);
	out_close(ctl);
	out_uint(ctl, "total", t->sums.all.nr, "%s%zu of %llu connections",
		 out_color(ctl, CTL_DIM), t->nr,
		 (unsigned long long)t->sums.all.nr);
	out_uint(ctl, "total_bytes", t->sums.all.bytes, ", which hold %s%s\n",
		 units_bytes(t->sums.all.bytes, bytes),
		 out_color(ctl, CTL_PLAIN));
	out_end(ctl);
}

static int parse(struct ctl *ctl, int argc, char **argv,
		 struct conns_filter *filter, struct top *t)
{
	uint32_t n;
	int i;

	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "all")) {
			t->max = SIZE_MAX;
			continue;
		}
		if (i + 1 == argc)
			return ctl_usage_error(ctl, "connections %s: not understood",
					       argv[i]);
		if (!strcmp(argv[i], "reason")) {
			t->reason = attr_reason_find(argv[++i]);
			if (t->reason < 0)
				return ctl_usage_error(ctl, "there is no reason %s",
						       argv[i]);
			continue;
		}
		if (!ctl_parse_u32(argv[i + 1], &n))
			return ctl_usage_error(ctl, "connections %s %s: that is no number",
					       argv[i], argv[i + 1]);
		if (!strcmp(argv[i], "top") && n) {
			t->max = n;
		} else if (!strcmp(argv[i], "port") && n <= UINT16_MAX) {
			filter->has_local_port = true;
			filter->local_port = n;
		} else {
			return ctl_usage_error(ctl, "connections %s %s: not understood",
					       argv[i], argv[i + 1]);
		}
		i++;
	}
	return CTL_OK;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct top t = { .max = DEFAULT_TOP, .reason = -1 };
	struct conns_filter filter = {};
	int status;

	status = parse(ctl, argc, argv, &filter, &t);
	if (status)
		return status;
	status = ctl_nl_ready(ctl);
	if (!status)
		status = ctl_nl_refused(ctl, conns_try(ctl, &filter, on_conn,
						       &t));
	if (!status)
		show(ctl, &t);
	free(t.conn);
	return status;
}

const struct ctl_object ctl_object_connections = {
	.name = "connections",
	.usage =
	"Usage: mppctl connections [ all | top NUMBER ] [ port PORT ] [ reason REASON ]\n"
	"Who would be reset first, and why; without all or top, the first 20. The\n"
	"higher the rank, the sooner; those of rank 0 are nobody's victim, and the\n"
	"reason says what spares them. PORT is the local one. For root.\n"
	"REASON := { healthy | disabled | family_off | iface_off | private | domain |\n"
	"            exempt_port | kernel | repair | locked | unread | silent |\n"
	"            small_window | orphan | zero_window | trickle | hole |\n"
	"            no_progress | never_opened }\n",
	.run = run,
};
