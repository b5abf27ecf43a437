// SPDX-License-Identifier: GPL-2.0
/*
 * conf_write - a state as a configuration file
 *
 * In: a state. Out: the commands that say the same; conf_parse() makes the
 * state of them again. Left out is an interface about which nothing is said
 * that is not the default anyway: containers come and go by the hundred. The
 * default of the loopback device is another one, so `lo` is never left out.
 */
#include <string.h>

#include "conf.h"

static void write_settings(FILE *file, const struct mpp_state *state)
{
	const char *text;
	char buf[16];
	int i;

	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		if (state->present & (1U << i))
			text = ctl_setting_text(&ctl_settings[i],
						state->value[i], buf,
						sizeof(buf));
		else if (state->to_default & (1U << i))
			text = "default";
		else
			continue;
		fprintf(file, "set %s %s\n", ctl_settings[i].name, text);
	}
}

static void write_exempt(FILE *file, const struct mpp_state *state)
{
	unsigned int i;

	if (!state->has_exempt)
		return;
	/* the list is these and no others, also where commands are carried out
	 * one by one (mppctl -b)
	 */
	if (!state->reset)
		fputs("exempt clear\n", file);
	for (i = 0; i < state->nr_exempt; i++)
		fprintf(file, "exempt add %u-%u\n", state->exempt[i].first,
			state->exempt[i].last);
}

static bool is_default(const struct mpp_dev *dev)
{
	return !dev->to_default && strcmp(dev->name, "lo") &&
	       dev->present == (TCP_MPP_TAG_PROFILE | TCP_MPP_TAG_IPV4 |
				TCP_MPP_TAG_IPV6) &&
	       dev->profile == TCP_MPP_PROFILE_PUBLIC && dev->ipv4 &&
	       dev->ipv6;
}

static void write_tag(FILE *file, const struct mpp_dev *dev, uint32_t bit,
		      const char *name, const char *value)
{
	if (dev->present & bit)
		fprintf(file, " %s %s", name, value);
	else if (dev->to_default & bit)
		fprintf(file, " %s default", name);
}

/* A name may hold what would mean something in the file: that is quoted. */
static void write_name(FILE *file, const char *name)
{
	for (; *name; name++)
		fprintf(file, *name == '\'' ? "\"%c\"" :
			strchr("#\"\\", *name) ? "'%c'" : "%c", *name);
}

static void write_dev(FILE *file, const struct mpp_dev *dev)
{
	static const char *const on[] = { "disabled", "enabled" };

	if (!(dev->present | dev->to_default) || is_default(dev) ||
	    dev->profile > TCP_MPP_PROFILE_DOMAIN)
		return;
	fputs("dev ", file);
	write_name(file, dev->name);
	write_tag(file, dev, TCP_MPP_TAG_PROFILE, "profile",
		  ctl_profile_words[dev->profile]);
	write_tag(file, dev, TCP_MPP_TAG_IPV4, "ipv4", on[!!dev->ipv4]);
	write_tag(file, dev, TCP_MPP_TAG_IPV6, "ipv6", on[!!dev->ipv6]);
	fputc('\n', file);
}

/**
 * conf_commands() - write what a state says, and no more than the commands
 * @file: where to
 * @state: the state
 */
void conf_commands(FILE *file, const struct mpp_state *state)
{
	size_t i;

	if (state->reset)
		fprintf(file, "reset%s\n", state->keep_rate_limit ?
			" --keep-rate-limit" : "");
	write_settings(file, state);
	write_exempt(file, state);
	for (i = 0; i < state->nr_dev; i++)
		write_dev(file, &state->dev[i]);
}

/**
 * conf_write() - write a configuration file
 * @file: where to
 * @state: what it has to say
 */
void conf_write(FILE *file, const struct mpp_state *state)
{
	fprintf(file,
		"# Settings of tcp_mpp, as mppctl found them. Each line is a command of mppctl;\n"
		"# mppctl restore carries them out, all or none. What is not named here %s.\n"
		"# See tcp-mpp.conf(5).\n", state->reset ?
		"gets its\n# default" : "stays as\n# it is");
	conf_commands(file, state);
}
