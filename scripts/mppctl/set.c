// SPDX-License-Identifier: GPL-2.0
/*
 * set - settings: change some, all that are named or none; the mode; all back
 * to their defaults.
 */
#include <linux/tcp_mpp.h>
#include <string.h>

#include "nl.h"
#include "out.h"
#include "state.h"

/* Show what is set: all settings, or one by its index. */
static int show(struct ctl *ctl, int only)
{
	const struct ctl_setting *s;
	struct mpp_state state;
	const char *text;
	char buf[16];
	int status, i;

	status = state_read(ctl, &state);
	if (status)
		return status;
	out_begin(ctl);
	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		s = &ctl_settings[i];
		if (!(state.present & (1U << i)) || (only >= 0 && only != i))
			continue;
		text = ctl_setting_text(s, state.value[i], buf, sizeof(buf));
		if (s->kind == CTL_SWITCH)
			out_bool(ctl, s->name, state.value[i], "%-15s %s\n",
				 s->name, text);
		else if (s->kind == CTL_WORD)
			out_str(ctl, s->name, text, "%-15s %s\n", s->name, text);
		else
			out_uint(ctl, s->name, state.value[i], "%-15s %s %s\n",
				 s->name, text, s->unit);
	}
	out_end(ctl);
	state_free(&state);
	return CTL_OK;
}

static int set(struct ctl *ctl, int argc, char **argv)
{
	uint32_t value[CTL_NR_SETTINGS], present = 0, to_default = 0;
	const struct ctl_setting *s;
	enum ctl_parsed parsed;
	struct nlmsghdr *nlh;
	char allowed[64];
	int i, k, status;

	for (k = 0; k < argc; k += 2) {
		i = ctl_setting_find(argv[k]);
		if (i < 0)
			return ctl_usage_error(ctl, "there is no setting %s",
					       argv[k]);
		s = &ctl_settings[i];
		ctl_setting_allowed(s, allowed, sizeof(allowed));
		if (k + 1 == argc)
			return ctl_usage_error(ctl, "%s needs a value: %s",
					       s->name, allowed);
		if ((present | to_default) & (1U << i))
			return ctl_usage_error(ctl, "%s is named twice", s->name);
		parsed = ctl_setting_parse(s, argv[k + 1], &value[i]);
		if (parsed == CTL_NOT)
			return ctl_usage_error(ctl, "%s %s: it takes %s", s->name,
					       argv[k + 1], allowed);
		if (parsed == CTL_DEFAULT)
			to_default |= 1U << i;
		else
			present |= 1U << i;
	}
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	nlh = ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_SET);
	if (to_default)
		mnl_attr_put_u32(nlh, TCP_MPP_A_SETTINGS_DEFAULT, to_default);
	for (i = 0; i < CTL_NR_SETTINGS; i++)
		if (present & (1U << i))
			mnl_attr_put_u32(nlh, ctl_settings[i].attr, value[i]);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

static int run_set(struct ctl *ctl, int argc, char **argv)
{
	if (!argc)
		return show(ctl, -1);
	return set(ctl, argc, argv);
}

static int run_mode(struct ctl *ctl, int argc, char **argv)
{
	char *words[2] = { "mode" };

	if (!argc)
		return show(ctl, ctl_setting_find("mode"));
	if (argc > 1)
		return ctl_usage_error(ctl, "mode takes one word");
	words[1] = argv[0];
	return set(ctl, 2, words);
}

static int run_reset(struct ctl *ctl, int argc, char **argv)
{
	bool keep = argc == 1 && !strcmp(argv[0], "--keep-rate-limit");
	struct nlmsghdr *nlh;
	int status;

	if (argc && !keep)
		return ctl_usage_error(ctl, "reset %s: it takes --keep-rate-limit, or nothing",
				       argv[0]);
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	nlh = ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_RESET);
	if (keep)
		mnl_attr_put(nlh, TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT, 0, NULL);
	return ctl_nl_talk(ctl, nlh, NULL, NULL);
}

const struct ctl_object ctl_object_set = {
	.name = "set",
	.usage =
	"Usage: mppctl set [ NAME VALUE [ NAME VALUE ]... ]\n"
	"where NAME := { enabled | ipv4 | ipv6 | profiles | mark_end | mark_start |\n"
	"                mark_high | epoch_ms | hold_ms | kill_rate_max | mode |\n"
	"                rate_limit | rate_limit_max | memory_low | memory_share |\n"
	"                orphans_max }\n"
	"      VALUE := { NUMBER | SWITCH | { enforce | audit } | default }\n"
	"      SWITCH := { enabled | enable | on | 1 | disabled | disable | off | 0 }\n"
	"All that are named are changed, or none. Without NAME: what is set.\n",
	.run = run_set,
};

const struct ctl_object ctl_object_mode = {
	.name = "mode",
	.usage =
	"Usage: mppctl mode [ enforce | audit | default ]\n",
	.run = run_mode,
};

const struct ctl_object ctl_object_reset = {
	.name = "reset",
	.usage =
	"Usage: mppctl reset [ --keep-rate-limit ]\n"
	"Every setting and interface gets its default, and no port is exempt.\n",
	.run = run_reset,
};
