// SPDX-License-Identifier: GPL-2.0
/* state_diff - what of a state is not so in the kernel, as text and JSON. */
#include <string.h>

#include "out.h"
#include "state.h"

static void say(struct ctl *ctl, const char *name, const char *active,
		const char *persistent)
{
	out_object(ctl, NULL);
	out_str(ctl, "name", name, "%-22s", name);
	out_str(ctl, "active", active, " active %-14s", active);
	out_str(ctl, "persistent", persistent, " persistent %s\n", persistent);
	out_close(ctl);
}

static bool has_range(const struct mpp_state *state, const struct mpp_range *r)
{
	unsigned int i;

	for (i = 0; i < state->nr_exempt; i++)
		if (state->exempt[i].first == r->first &&
		    state->exempt[i].last == r->last)
			return true;
	return false;
}

static unsigned int diff_settings(struct ctl *ctl,
				  const struct mpp_state *active,
				  const struct mpp_state *wanted)
{
	unsigned int n = 0;
	char a[16], b[16];
	int i;

	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		const struct ctl_setting *s = &ctl_settings[i];

		if (!(wanted->present & active->present & (1U << i)) ||
		    wanted->value[i] == active->value[i])
			continue;
		say(ctl, s->name,
		    ctl_setting_text(s, active->value[i], a, sizeof(a)),
		    ctl_setting_text(s, wanted->value[i], b, sizeof(b)));
		n++;
	}
	return n;
}

static unsigned int diff_ranges(struct ctl *ctl, const struct mpp_state *from,
				const struct mpp_state *to, const char *active,
				const char *persistent)
{
	unsigned int i, n = 0;
	char name[32];

	for (i = 0; i < from->nr_exempt; i++) {
		if (has_range(to, &from->exempt[i]))
			continue;
		snprintf(name, sizeof(name), "exempt %u-%u",
			 from->exempt[i].first, from->exempt[i].last);
		say(ctl, name, active, persistent);
		n++;
	}
	return n;
}

static const char *dev_text(const struct mpp_dev *dev, uint32_t tag)
{
	if (tag == TCP_MPP_TAG_IPV4)
		return dev->ipv4 ? "enabled" : "disabled";
	if (tag == TCP_MPP_TAG_IPV6)
		return dev->ipv6 ? "enabled" : "disabled";
	return dev->profile <= TCP_MPP_PROFILE_DOMAIN ?
	       ctl_profile_words[dev->profile] : "unknown";
}

static unsigned int diff_dev(struct ctl *ctl, const struct mpp_dev *is,
			     const struct mpp_dev *wanted)
{
	static const struct {
		uint32_t tag;
		const char *name;
	} tags[] = {
		{ TCP_MPP_TAG_PROFILE, "profile" },
		{ TCP_MPP_TAG_IPV4, "ipv4" },
		{ TCP_MPP_TAG_IPV6, "ipv6" },
	};
	const char *a, *b;
	unsigned int i, n = 0;
	char name[32];

	for (i = 0; i < ARRAY_SIZE(tags); i++) {
		if (!(wanted->present & tags[i].tag))
			continue;
		a = is ? dev_text(is, tags[i].tag) : "not there";
		b = dev_text(wanted, tags[i].tag);
		if (!strcmp(a, b))
			continue;
		snprintf(name, sizeof(name), "dev %s %s", wanted->name,
			 tags[i].name);
		say(ctl, name, a, b);
		n++;
	}
	return n;
}

/**
 * state_diff() - what of a state is not so in the kernel
 * @ctl: the run, with an array of JSON open
 * @active: what is in force
 * @wanted: the state, with all defaults known (state_resolve())
 *
 * Return: how many differences there are.
 */
unsigned int state_diff(struct ctl *ctl, const struct mpp_state *active,
			const struct mpp_state *wanted)
{
	unsigned int n = diff_settings(ctl, active, wanted);
	const struct mpp_dev *dev;

	if (wanted->has_exempt) {
		n += diff_ranges(ctl, active, wanted, "exempt", "not exempt");
		n += diff_ranges(ctl, wanted, active, "not exempt", "exempt");
	}
	for (dev = wanted->dev; dev < wanted->dev + wanted->nr_dev; dev++)
		n += diff_dev(ctl, state_find_dev(active, dev->name), dev);
	return n;
}
