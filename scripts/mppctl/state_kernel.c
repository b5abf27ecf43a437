// SPDX-License-Identifier: GPL-2.0
/* state_kernel - what is set in the kernel right now, and what its role is. */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>

#include "attrs.h"
#include "nl.h"
#include "state.h"

/* How often a listing is begun anew because what it lists changed. */
#define TRIES	20

/* Where callbacks put what they hear. */
struct reading {
	struct mpp_state *state;
	uint32_t init_netns;
};

static void add_range(struct mpp_state *state, const struct nlattr *range)
{
	const struct nlattr *a;
	struct mpp_range *r;

	if (state->nr_exempt == STATE_RANGES)
		return;
	r = &state->exempt[state->nr_exempt++];
	mnl_attr_for_each_nested(a, range) {
		if (mnl_attr_get_type(a) == TCP_MPP_A_RANGE_FIRST)
			r->first = attr_uint(a);
		else if (mnl_attr_get_type(a) == TCP_MPP_A_RANGE_LAST)
			r->last = attr_uint(a);
	}
}

static int on_settings(const struct nlmsghdr *nlh, void *data)
{
	struct reading *reading = data;
	const struct nlattr *a;
	unsigned int type;
	int i;

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		type = mnl_attr_get_type(a);
		if (type == TCP_MPP_A_SETTINGS_EXEMPT) {
			add_range(reading->state, a);
			continue;
		}
		i = (int)type - TCP_MPP_A_SETTINGS_ENABLED;
		if (i >= 0 && i < CTL_NR_SETTINGS)
			state_set(reading->state, i, attr_uint(a));
	}
	reading->state->has_exempt = true;
	return 0;
}

static int on_iface(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr[TCP_MPP_A_IFACE_MAX + 1];
	struct reading *reading = data;
	struct mpp_dev *dev;

	ctl_nl_parse(nlh, attr, TCP_MPP_A_IFACE_MAX);
	dev = state_dev(reading->state, attr_string(attr[TCP_MPP_A_IFACE_NAME]));
	if (!dev)
		return 0;
	dev->present = TCP_MPP_TAG_PROFILE | TCP_MPP_TAG_IPV4 | TCP_MPP_TAG_IPV6;
	dev->ifindex = attr_uint(attr[TCP_MPP_A_IFACE_IFINDEX]);
	dev->netns = attr_uint(attr[TCP_MPP_A_IFACE_NETNS]);
	dev->profile = attr_uint(attr[TCP_MPP_A_IFACE_PROFILE]);
	dev->ipv4 = attr_uint(attr[TCP_MPP_A_IFACE_IPV4]);
	dev->ipv6 = attr_uint(attr[TCP_MPP_A_IFACE_IPV6]);
	return 0;
}

/**
 * state_read() - the settings, ranges and interfaces in force
 * @ctl: the run
 * @state: the answer, to be freed by the caller when this succeeds
 *
 * Return: enum ctl_status.
 */
int state_read(struct ctl *ctl, struct mpp_state *state)
{
	struct reading reading = { .state = state };
	int status = ctl_nl_ready(ctl);
	int err, tries = 0;

	state_init(state);
	if (status)
		return status;
	err = ctl_nl_try(ctl, ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_GET),
			 on_settings, &reading);
	if (err)
		return ctl_nl_refused(ctl, err);
	do {
		state->nr_dev = 0;
		err = ctl_nl_try(ctl, ctl_nl_new_dump(ctl, TCP_MPP_CMD_IFACE_GET),
				 on_iface, &reading);
	} while (err == -EINTR && ++tries < TRIES);
	if (err)
		state_free(state);
	return ctl_nl_refused(ctl, err);
}

static int on_status(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr[TCP_MPP_A_EPISODE_MAX + 1];
	uint32_t *role = data;

	ctl_nl_parse(nlh, attr, TCP_MPP_A_EPISODE_MAX);
	*role = attr_uint(attr[TCP_MPP_A_EPISODE_ROLE]);
	return 0;
}

/**
 * state_role() - what decides the defaults
 * @ctl: the run
 * @role: the answer, enum tcp_mpp_role
 *
 * Return: enum ctl_status.
 */
int state_role(struct ctl *ctl, uint32_t *role)
{
	int status = ctl_nl_ready(ctl);

	if (status)
		return status;
	return ctl_nl_talk(ctl, ctl_nl_new(ctl, TCP_MPP_CMD_STATUS_GET),
			   on_status, role);
}

/* The default tag: public, but private for lo of the initial namespace. */
static void dev_default(const struct ctl *ctl, struct mpp_dev *dev,
			uint32_t which)
{
	bool loopback = !strcmp(dev->name, "lo") &&
			(!ctl->init_netns || dev->netns == ctl->init_netns);

	if (which & TCP_MPP_TAG_PROFILE)
		dev->profile = loopback ? TCP_MPP_PROFILE_PRIVATE :
					  TCP_MPP_PROFILE_PUBLIC;
	if (which & TCP_MPP_TAG_IPV4)
		dev->ipv4 = 1;
	if (which & TCP_MPP_TAG_IPV6)
		dev->ipv6 = 1;
	dev->present |= which;
	dev->to_default &= ~which;
}

/**
 * state_resolve() - put values where a state says default
 * @ctl: the run
 * @wanted: the state; with `reset` it becomes complete
 * @now: what is in force, for the interfaces there are
 * @role: enum tcp_mpp_role
 *
 * Return: whether there was memory for it.
 */
bool state_resolve(struct ctl *ctl, struct mpp_state *wanted,
		   const struct mpp_state *now, uint32_t role)
{
	const uint32_t all = TCP_MPP_TAG_PROFILE | TCP_MPP_TAG_IPV4 |
			     TCP_MPP_TAG_IPV6;
	uint32_t to_default = state_to_default(wanted);
	size_t j;
	int i;

	for (i = 0; i < CTL_NR_SETTINGS; i++)
		if (to_default & (1U << i))
			state_set(wanted, i,
				  ctl_setting_default(&ctl_settings[i], role));
	for (j = 0; wanted->reset && j < now->nr_dev; j++)
		if (!state_dev(wanted, now->dev[j].name))
			return false;
	for (j = 0; j < wanted->nr_dev; j++) {
		struct mpp_dev *dev = &wanted->dev[j];
		const struct mpp_dev *is = state_find_dev(now, dev->name);

		/* nothing is said about one that is not there but what it says */
		if (is)
			dev->netns = is->netns;
		dev_default(ctl, dev, wanted->reset && is ?
			    all & ~dev->present : dev->to_default);
	}
	return true;
}
