// SPDX-License-Identifier: GPL-2.0
/* watch - the screen of `show`, live: drawn anew every second. */
#include <stdlib.h>
#include <string.h>

#include "nl.h"
#include "out.h"
#include "overview.h"
#include "settings.h"
#include "terminal.h"
#include "units.h"

/**
 * struct pace - counters of the frame before, to tell what happens now
 * @us: when that was, 0 for never
 * @resets: connections reset by then
 * @drops: SYNs dropped by then
 */
struct pace {
	int64_t us;
	uint64_t resets;
	uint64_t drops;
};

static void head(struct ctl *ctl, const struct overview *o, struct pace *pace)
{
	struct pace now = {
		.us = clock_us(ctl, false),
		.resets = counters_get(&o->counters, "resets"),
		.drops = counters_get(&o->counters, "syns_dropped"),
	};
	char when[UNITS_LEN];
	double s = (now.us - pace->us) / 1e6;

	out_text(ctl, "%smppctl watch%s  %s", out_color(ctl, CTL_BOLD),
		 out_color(ctl, CTL_PLAIN),
		 units_time(clock_us(ctl, true), when));
	if (o->has_counters && pace->us && s > 0)
		out_text(ctl, "  %s%.0f resets/s, %.0f SYNs dropped/s%s",
			 out_color(ctl, now.resets > pace->resets ? CTL_BAD :
				   CTL_DIM),
			 (now.resets - pace->resets) / s,
			 (now.drops - pace->drops) / s,
			 out_color(ctl, CTL_PLAIN));
	out_text(ctl, "  %sq quits%s\n\n", out_color(ctl, CTL_DIM),
		 out_color(ctl, CTL_PLAIN));
	*pace = now;
}

/* One frame; enum ctl_status, less than 0 when the terminal is gone. */
static int frame(struct ctl *ctl, struct pace *pace)
{
	static struct overview o;
	struct ctl on = *ctl;
	unsigned int rows;
	char *text = NULL;
	size_t len;
	int status;

	status = overview_read(ctl, &o);
	if (status)
		return status;
	terminal_size(&rows, &on.width);
	on.json = false;
	on.out = open_memstream(&text, &len);
	if (!on.out) {
		overview_free(&o);
		return ctl_error(ctl, "no memory");
	}
	head(&on, &o, pace);
	overview_show(&on, &o);
	fclose(on.out);
	status = terminal_draw(text, rows, on.width) ? CTL_OK : -1;
	free(text);
	overview_free(&o);
	return status;
}

/* What was said while the screen was ours is gone: have it said again. */
static int say_again(struct ctl *ctl)
{
	static struct overview o;
	int status;

	ctl_nl_close(ctl);
	status = overview_read(ctl, &o);
	if (!status)
		overview_free(&o);
	return status;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	enum terminal_event event = TERMINAL_TICK;
	struct pace pace = {};
	uint32_t seconds = 1;
	int status;

	if (argc > 1 || (argc && (!ctl_parse_u32(argv[0], &seconds) ||
				  !seconds || seconds > 3600)))
		return ctl_usage_error(ctl, "watch takes a number of seconds, 1 to 3600");
	/* what is wrong from the start is said before the screen is taken */
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	if (ctl->json || !terminal_begin())
		return ctl_usage_error(ctl, "watch needs a terminal, others show and monitor");
	while (event != TERMINAL_QUIT) {
		status = frame(ctl, &pace);
		if (status)
			break;
		event = terminal_wait(seconds * 1000);
	}
	terminal_end();
	terminal_die();
	return status > 0 ? say_again(ctl) : CTL_OK;
}

const struct ctl_object ctl_object_watch = {
	.name = "watch",
	.usage =
	"Usage: mppctl watch [ SECONDS ]\n"
	"What show tells, live, every second or every so many. q quits.\n",
	.run = run,
};
