// SPDX-License-Identifier: GPL-2.0
/* status - the controller and the counters, read from the kernel. */
#include <errno.h>
#include <string.h>

#include "attrs.h"
#include "nl.h"
#include "out.h"
#include "status.h"

#define TRIES	20

static int on_status(const struct nlmsghdr *nlh, void *data)
{
	const struct attr_set *set = attr_set_of(TCP_MPP_CMD_STATUS_GET);
	const struct nlattr *attr[TCP_MPP_A_EPISODE_MAX + 1];
	struct mpp_status *st = data;

	ctl_nl_parse(nlh, attr, TCP_MPP_A_EPISODE_MAX);
	*st = (struct mpp_status){
		.episode_lasts = attr_uint(attr[TCP_MPP_A_EPISODE_STATE]) ==
				 TCP_MPP_STATE_EPISODE,
		.episode = attr_uint(attr[TCP_MPP_A_EPISODE_EPISODE]),
		.epoch = attr_uint(attr[TCP_MPP_A_EPISODE_EPOCH]),
		.mode = attr_word(set, attr[TCP_MPP_A_EPISODE_MODE]),
		.syn_drop_rate = attr_uint(attr[TCP_MPP_A_EPISODE_SYN_DROP_RATE]),
		.has_light = attr[TCP_MPP_A_EPISODE_SYN_DROP_RATE_LIGHT],
		.syn_drop_rate_light =
			attr_uint(attr[TCP_MPP_A_EPISODE_SYN_DROP_RATE_LIGHT]),
		.kill_rate = attr_uint(attr[TCP_MPP_A_EPISODE_KILL_RATE]),
		.pages = attr_uint(attr[TCP_MPP_A_EPISODE_PAGES]),
		.pages_end = attr_uint(attr[TCP_MPP_A_EPISODE_PAGES_END]),
		.pages_start = attr_uint(attr[TCP_MPP_A_EPISODE_PAGES_START]),
		.pages_high = attr_uint(attr[TCP_MPP_A_EPISODE_PAGES_HIGH]),
		.pages_peak = attr_uint(attr[TCP_MPP_A_EPISODE_PAGES_PEAK]),
		.signal = attr_word(set, attr[TCP_MPP_A_EPISODE_SIGNAL]),
		.available = attr_uint(attr[TCP_MPP_A_EPISODE_AVAILABLE]),
		.share = attr_uint(attr[TCP_MPP_A_EPISODE_SHARE]),
		.orphans = attr_uint(attr[TCP_MPP_A_EPISODE_ORPHANS]),
		.sensor = attr_word(set, attr[TCP_MPP_A_EPISODE_SENSOR]),
		.role = attr_word(set, attr[TCP_MPP_A_EPISODE_ROLE]),
		.hooks = attr_uint(attr[TCP_MPP_A_EPISODE_HOOKS]),
		.pinned = attr_uint(attr[TCP_MPP_A_EPISODE_PINNED]),
	};
	return 0;
}

/**
 * status_read() - what the protection does right now
 * @ctl: the run
 * @status: the answer
 *
 * Return: enum ctl_status.
 */
int status_read(struct ctl *ctl, struct mpp_status *status)
{
	int ready = ctl_nl_ready(ctl);

	memset(status, 0, sizeof(*status));
	if (ready)
		return ready;
	return ctl_nl_talk(ctl, ctl_nl_new(ctl, TCP_MPP_CMD_STATUS_GET),
			   on_status, status);
}

/**
 * status_out() - all of it, in JSON
 * @ctl: the run, with an object open
 * @status: what was read
 */
void status_out(struct ctl *ctl, const struct mpp_status *status)
{
	out_str(ctl, "state", status->episode_lasts ? "episode" : "calm", NULL);
	out_uint(ctl, "episode", status->episode, NULL);
	out_uint(ctl, "epoch", status->epoch, NULL);
	out_str(ctl, "mode", status->mode, NULL);
	out_uint(ctl, "syn_drop_rate", status->syn_drop_rate, NULL);
	if (status->has_light)
		out_uint(ctl, "syn_drop_rate_light",
			 status->syn_drop_rate_light, NULL);
	out_uint(ctl, "kill_rate", status->kill_rate, NULL);
	out_uint(ctl, "pages", status->pages, NULL);
	out_uint(ctl, "pages_end", status->pages_end, NULL);
	out_uint(ctl, "pages_start", status->pages_start, NULL);
	out_uint(ctl, "pages_high", status->pages_high, NULL);
	out_uint(ctl, "pages_peak", status->pages_peak, NULL);
	out_str(ctl, "signal", status->signal, NULL);
	out_uint(ctl, "available", status->available, NULL);
	out_uint(ctl, "share", status->share, NULL);
	out_uint(ctl, "orphans", status->orphans, NULL);
	out_str(ctl, "sensor", status->sensor, NULL);
	out_str(ctl, "role", status->role, NULL);
	out_uint(ctl, "hooks", status->hooks, NULL);
	out_uint(ctl, "pinned", status->pinned, NULL);
}

static int on_counter(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr[TCP_MPP_A_COUNTER_MAX + 1];
	struct counters *c = data;
	const char *name;

	ctl_nl_parse(nlh, attr, TCP_MPP_A_COUNTER_MAX);
	name = attr_string(attr[TCP_MPP_A_COUNTER_NAME]);
	if (!*name || c->nr == ARRAY_SIZE(c->counter))
		return 0;
	snprintf(c->counter[c->nr].name, sizeof(c->counter[c->nr].name), "%s",
		 name);
	c->counter[c->nr++].value = attr_uint(attr[TCP_MPP_A_COUNTER_VALUE]);
	return 0;
}

/**
 * counters_try() - all counters
 * @ctl: the run, with the kernel ready
 * @counters: the answer
 *
 * Return: 0 or -errno, -EPERM without the right to; ctl->nl->why says why.
 */
int counters_try(struct ctl *ctl, struct counters *counters)
{
	int err, tries = 0;

	do {
		counters->nr = 0;
		err = ctl_nl_try(ctl, ctl_nl_new_dump(ctl, TCP_MPP_CMD_STATS_GET),
				 on_counter, counters);
	} while (err == -EINTR && ++tries < TRIES);
	return err;
}

/**
 * counters_get() - one of them
 * @counters: all
 * @name: its name
 *
 * Return: its value, 0 when there is none of that name.
 */
uint64_t counters_get(const struct counters *counters, const char *name)
{
	size_t i;

	for (i = 0; i < counters->nr; i++)
		if (!strcmp(counters->counter[i].name, name))
			return counters->counter[i].value;
	return 0;
}

/**
 * counters_of() - does a counter belong to a family of them?
 * @name: its name, reset_hole
 * @prefix: the family, "reset_"
 *
 * Return: the rest of the name, or NULL.
 */
const char *counters_of(const char *name, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(name, prefix, len) ? NULL : name + len;
}
