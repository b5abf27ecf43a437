// SPDX-License-Identifier: GPL-2.0
/*
 * settings - the one table of settings, their defaults, and what a change makes
 * of them, with the words for what is wrong with it.
 *
 * In:  a copy of the settings and a change. Out: the changed copy, or an errno
 * and a text. No lock and no state: policy serialises and publishes.
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "core.h"
#include "settings.h"

static const char *const mpp_mode_words[] = {
	[MPP_MODE_ENFORCE]	= "enforce",
	[MPP_MODE_AUDIT]	= "audit",
};

#define S(field, lo, hi, ...) \
	{ #field, offsetof(struct mpp_settings, field), (lo), (hi), __VA_ARGS__ }

/* The one table of settings: every surface is a loop over it. */
const struct mpp_setting mpp_setting_table[MPP_NR_SETTINGS] = {
	S(enabled,		0,	1),
	S(ipv4,			0,	1),
	S(ipv6,			0,	1),
	S(profiles,		0,	1),
	S(mark_end,		1,	1000),
	S(mark_start,		2,	1000),
	S(mark_high,		3,	1000),
	S(epoch_ms,		10,	10000),
	S(hold_ms,		0,	600000),
	S(kill_rate_max,	1,	1000000),
	S(mode,	MPP_MODE_ENFORCE, MPP_MODE_AUDIT, .words = mpp_mode_words),
	S(rate_limit,		0,	1,	.rate_limit = true),
	S(rate_limit_max,	1,	1000,	.rate_limit = true),
	S(memory_low,		0,	40),
	S(memory_share,		1,	100),
	S(orphans_max,		0,	1000000000),
};

/**
 * mpp_settings_defaults() - the settings of a machine nobody touched (W13)
 * @set: the answer
 * @client: the machine's role is client (D9)
 *
 * The marks are percent of net.ipv4.tcp_mem[1], where the kernel itself
 * starts to speak of pressure; it calls that over below tcp_mem[0], 75 % of it
 * by default, and never lets a socket that can wait go past tcp_mem[2], 150 %.
 *
 * Context: any.
 */
void mpp_settings_defaults(struct mpp_settings *set, bool client)
{
	*set = (struct mpp_settings) {
		.enabled = !client,
		.ipv4 = 1,
		.ipv6 = 1,
		.profiles = 1,
		.mark_end = 75,
		.mark_start = 100,
		.mark_high = 140,
		.epoch_ms = 100,
		.hold_ms = 1000,
		.kill_rate_max = 20000,
		.mode = MPP_MODE_ENFORCE,
		.rate_limit = 0,
		.rate_limit_max = 10,
		.memory_low = 5,
		.memory_share = 15,
		.orphans_max = 0,
	};
}

/**
 * mpp_settings_value() - the value of one setting
 * @set: all of them
 * @setting: which, from mpp_setting_table
 *
 * Context: any.
 * Return: its value.
 */
u32 mpp_settings_value(const struct mpp_settings *set,
		       const struct mpp_setting *setting)
{
	return *(const u32 *)((const char *)set + setting->offset);
}

static u32 *field(struct mpp_settings *set, int i)
{
	return (u32 *)((char *)set + mpp_setting_table[i].offset);
}

static int refuse_setting(struct mpp_refusal *why, int i)
{
	why->setting = i;
	if (mpp_setting_table[i].words)
		snprintf(why->text, sizeof(why->text), "%s is enforce or audit",
			 mpp_setting_table[i].name);
	else
		snprintf(why->text, sizeof(why->text),
			 "%s is a number from %u to %u",
			 mpp_setting_table[i].name, mpp_setting_table[i].min,
			 mpp_setting_table[i].max);
	return -ERANGE;
}

static int validate(struct mpp_settings *set, const struct mpp_change *change,
		    struct mpp_refusal *why)
{
	int i, last = -1;

	for (i = 0; i < MPP_NR_SETTINGS; i++) {
		if (*field(set, i) < mpp_setting_table[i].min ||
		    *field(set, i) > mpp_setting_table[i].max)
			return refuse_setting(why, i);
		if ((change->set | change->to_default) & (1U << i))
			last = i;
	}
	if (set->mark_end < set->mark_start && set->mark_start < set->mark_high)
		return 0;
	why->setting = last;
	snprintf(why->text, sizeof(why->text),
		 "marks must ascend: end %u, start %u, high %u", set->mark_end,
		 set->mark_start, set->mark_high);
	return -EINVAL;
}

static int refuse_range(const struct mpp_exempt *ex, u32 first, u32 last,
			struct mpp_refusal *why, int err)
{
	const struct mpp_range *met;

	why->range = true;
	switch (err) {
	case -ERANGE:
		snprintf(why->text, sizeof(why->text), "ports are 0 to 65535");
		break;
	case -EINVAL:
		snprintf(why->text, sizeof(why->text),
			 "the first port of a range is not above the last");
		break;
	case -EEXIST:
		met = mpp_exempt_meets(ex, first, last);
		snprintf(why->text, sizeof(why->text),
			 "%u-%u overlaps the exempt range %u-%u", first, last,
			 met->first, met->last);
		break;
	case -ENOSPC:
		snprintf(why->text, sizeof(why->text),
			 "no more than %u ranges can be exempt",
			 MPP_EXEMPT_MAX);
		break;
	case -ENOENT:
		snprintf(why->text, sizeof(why->text),
			 "no exempt range is exactly %u-%u", first, last);
		break;
	}
	return err;
}

/* The list as it is to be, from nothing. */
static int apply_list(struct mpp_exempt *ex, const struct mpp_change *change,
		      struct mpp_refusal *why)
{
	const struct mpp_range *r;
	u32 i;
	int err;

	*ex = (struct mpp_exempt) {};
	for (i = 0; i < change->nr; i++) {
		r = &change->list[i];
		err = mpp_exempt_add(ex, r->first, r->last);
		if (err) {
			why->nr = i;
			return refuse_range(ex, r->first, r->last, why, err);
		}
	}
	return 0;
}

static int apply_ranges(struct mpp_exempt *ex, const struct mpp_change *change,
			struct mpp_refusal *why)
{
	int err = 0;

	switch (change->op) {
	case MPP_RANGE_ADD:
		err = mpp_exempt_add(ex, change->first, change->last);
		break;
	case MPP_RANGE_DEL:
		err = mpp_exempt_del(ex, change->first, change->last);
		break;
	case MPP_RANGE_LIST:
		return apply_list(ex, change, why);
	}
	return err ? refuse_range(ex, change->first, change->last, why, err) : 0;
}

/**
 * mpp_settings_apply() - make a change on a copy of the settings
 * @set: the copy
 * @change: what is asked for
 * @client: the machine's role is client
 * @why: filled in when it is refused
 *
 * Context: any.
 * Return: 0; -ERANGE out of range; -EINVAL marks that do not ascend; -ERANGE,
 * -EINVAL, -EEXIST, -ENOSPC, -ENOENT for a range as mpp_exempt_add() and
 * mpp_exempt_del(). After an error the copy is of no use.
 */
int mpp_settings_apply(struct mpp_settings *set,
		       const struct mpp_change *change, bool client,
		       struct mpp_refusal *why)
{
	struct mpp_settings def;
	int i, err;

	mpp_settings_defaults(&def, client);
	for (i = 0; i < MPP_NR_SETTINGS; i++) {
		if (change->reset && !(change->keep_rate_limit &&
				       mpp_setting_table[i].rate_limit))
			*field(set, i) = *field(&def, i);
		if (change->set & (1U << i))
			*field(set, i) = change->value[i];
		if (change->to_default & (1U << i))
			*field(set, i) = *field(&def, i);
	}
	if (change->reset)
		set->exempt = def.exempt;

	err = apply_ranges(&set->exempt, change, why);
	return err ?: validate(set, change, why);
}
