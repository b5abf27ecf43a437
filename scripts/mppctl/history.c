// SPDX-License-Identifier: GPL-2.0
/* history - show past episodes: of the kernel's log, or of a saved one. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "history.h"
#include "out.h"
#include "units.h"

static void show_one(struct ctl *ctl, const struct episode *e)
{
	char when[UNITS_LEN], lasted[UNITS_LEN], peak[UNITS_LEN];

	units_time(e->started_us, when);
	out_object(ctl, NULL);
	out_uint(ctl, "episode", e->nr, "%7u", e->nr);
	if (e->started_us)
		out_real(ctl, "started", e->started_us / 1e6, "  %-19s", when);
	else
		out_text(ctl, "  %-19s", when);
	out_str(ctl, "signal", e->signal, "  %-7s", e->signal);
	out_bool(ctl, "audit", e->audit, "  %-7s",
		 e->audit ? "audit" : "enforce");
	out_bool(ctl, "ended", e->ended, NULL);
	if (e->ended) {
		out_uint(ctl, "ms", e->ms, "  %12s", units_ms(e->ms, lasted));
		out_uint(ctl, "epochs", e->epochs, NULL);
		out_uint(ctl, "resets", e->resets, "  %8llu",
			 (unsigned long long)e->resets);
		out_uint(ctl, "syns_dropped", e->drops, "  %8llu",
			 (unsigned long long)e->drops);
		out_uint(ctl, "pages_peak", e->peak_pages, "  %9s\n",
			 units_pages(e->peak_pages, peak));
	} else {
		out_text(ctl, "  %12s  %8s  %8s  %9s\n", "goes on", "-", "-",
			 "-");
	}
	out_close(ctl);
}

/**
 * history_table() - episodes as a table, and an array of JSON
 * @ctl: the run
 * @h: the history
 * @last: only so many, the last ones
 */
void history_table(struct ctl *ctl, const struct history *h, size_t last)
{
	size_t i = h->nr > last ? h->nr - last : 0;

	if (h->nr)
		out_text(ctl, "%sEPISODE  %-19s  %-7s  %-7s  %12s  %8s  %8s  %9s%s\n",
			 out_color(ctl, CTL_DIM), "STARTED", "SIGNAL", "MODE",
			 "LASTED", "RESETS", "SYNS", "PEAK",
			 out_color(ctl, CTL_PLAIN));
	out_array(ctl, "episodes");
	for (; i < h->nr; i++)
		show_one(ctl, &h->episode[i]);
	out_close(ctl);
}

/* When a line of a saved log was written; 0 when it does not tell. */
static int64_t time_of(const struct ctl *ctl, const char *line)
{
	double s;

	/* whatever stands there: 1e11 s is more than any clock has run */
	if (sscanf(line, "[%lf]", &s) == 1 && s >= 0 && s < 1e11)
		return (int64_t)(s * 1e6) + clock_us(ctl, true) -
		       clock_us(ctl, false);
	/* journalctl -o short-unix; a smaller number is something else */
	if (sscanf(line, "%lf ", &s) == 1 && s > 1e8 && s < 1e11)
		return (int64_t)(s * 1e6);
	return 0;
}

static int read_file(struct ctl *ctl, const char *name, struct history *h)
{
	FILE *f = strcmp(name, "-") ? fopen(name, "re") : stdin;
	char *line = NULL, *text;
	int status = CTL_OK;
	size_t room = 0;

	memset(h, 0, sizeof(*h));
	if (!f)
		return ctl_error(ctl, "%s: %s", name, strerror(errno));
	while (getline(&line, &room, f) >= 0) {
		text = strstr(line, "tcp_mpp: episode ");
		if (text)
			history_line(h, time_of(ctl, line), text);
	}
	free(line);
	if (ferror(f)) {
		history_free(h);
		status = ctl_error(ctl, "%s: cannot be read to its end", name);
	}
	if (f != stdin)
		fclose(f);
	return status;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct history h;
	char since[UNITS_LEN];
	int err, status = CTL_OK;

	if (argc > 1)
		return ctl_usage_error(ctl, "history takes one file");
	if (argc) {
		status = read_file(ctl, argv[0], &h);
	} else {
		err = history_read(ctl, &h);
		if (err)
			status = ctl_error(ctl, "the kernel's log, %s: %s",
					   ctl->kmsg, strerror(-err));
	}
	if (status)
		return status;
	out_begin(ctl);
	history_table(ctl, &h, h.nr);
	if (h.since_us)
		out_real(ctl, "since", h.since_us / 1e6,
			 "%s%sthe kernel's log begins at %s%s\n",
			 out_color(ctl, CTL_DIM),
			 h.nr ? "" : "no episode: ",
			 units_time(h.since_us, since),
			 out_color(ctl, CTL_PLAIN));
	out_end(ctl);
	history_free(&h);
	return CTL_OK;
}

const struct ctl_object ctl_object_history = {
	.name = "history",
	.usage =
	"Usage: mppctl history [ FILE | - ]\n"
	"Episodes, from the kernel's log. It is a ring, and begins anew at every boot;\n"
	"the journal keeps more: journalctl -k -o short-unix | mppctl history -\n",
	.run = run,
};
