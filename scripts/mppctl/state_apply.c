// SPDX-License-Identifier: GPL-2.0
/*
 * state_apply - make the kernel be as a state says, whole or not at all (D13).
 *
 * Settings and exempt ranges are one message, so no connection is made under
 * half of them. Interfaces come one by one after it; when one is refused, all
 * that was changed is put back. An interface that is not there is no error: it
 * may come later.
 */
#include <errno.h>
#include <string.h>

#include "nl.h"
#include "state.h"

/**
 * struct undo - what was changed, and how it was before
 * @before: all of it
 * @settings: settings and ranges were changed
 * @nr_dev: interfaces that were looked at
 */
struct undo {
	struct mpp_state before;
	bool settings;
	size_t nr_dev;
};

static void put_ranges(struct nlmsghdr *nlh, const struct mpp_state *state)
{
	struct nlattr *nest;
	unsigned int i;

	if (!state->nr_exempt)
		mnl_attr_put(nlh, TCP_MPP_A_SETTINGS_EXEMPT_NONE, 0, NULL);
	for (i = 0; i < state->nr_exempt; i++) {
		nest = mnl_attr_nest_start(nlh, TCP_MPP_A_SETTINGS_EXEMPT);
		mnl_attr_put_u16(nlh, TCP_MPP_A_RANGE_FIRST,
				 state->exempt[i].first);
		mnl_attr_put_u16(nlh, TCP_MPP_A_RANGE_LAST,
				 state->exempt[i].last);
		mnl_attr_nest_end(nlh, nest);
	}
}

/* The message for settings and ranges; NULL when there is nothing to say. */
static struct nlmsghdr *settings_request(struct ctl *ctl,
					 const struct mpp_state *state)
{
	uint32_t to_default = state_to_default(state);
	struct nlmsghdr *nlh;
	int i;

	if (!to_default && !state->present && !state->has_exempt)
		return NULL;
	nlh = ctl_nl_new(ctl, TCP_MPP_CMD_SETTINGS_SET);
	if (to_default)
		mnl_attr_put_u32(nlh, TCP_MPP_A_SETTINGS_DEFAULT, to_default);
	if (state->has_exempt)
		put_ranges(nlh, state);
	for (i = 0; i < CTL_NR_SETTINGS; i++)
		if (state->present & (1U << i))
			mnl_attr_put_u32(nlh, ctl_settings[i].attr,
					 state->value[i]);
	return nlh;
}

/* What is wanted of an interface and not so yet, with all defaults known. */
static bool dev_differs(const struct mpp_dev *is, const struct mpp_dev *wanted,
			struct mpp_dev *change)
{
	*change = *wanted;
	change->present = 0;
	if (wanted->present & TCP_MPP_TAG_PROFILE &&
	    wanted->profile != is->profile)
		change->present |= TCP_MPP_TAG_PROFILE;
	if (wanted->present & TCP_MPP_TAG_IPV4 && wanted->ipv4 != is->ipv4)
		change->present |= TCP_MPP_TAG_IPV4;
	if (wanted->present & TCP_MPP_TAG_IPV6 && wanted->ipv6 != is->ipv6)
		change->present |= TCP_MPP_TAG_IPV6;
	return change->present;
}

static int apply_devs(struct ctl *ctl, const struct mpp_state *goal,
		      const char *only, struct undo *undo)
{
	const struct mpp_dev *dev, *is;
	struct mpp_dev change;
	int err;

	for (; undo->nr_dev < goal->nr_dev; undo->nr_dev++) {
		dev = &goal->dev[undo->nr_dev];
		if (only && strcmp(dev->name, only))
			continue;
		is = state_find_dev(&undo->before, dev->name);
		if (!is) {
			ctl_note(ctl, "%s: not there now, left out", dev->name);
			continue;
		}
		if (!dev_differs(is, dev, &change))
			continue;
		err = ctl_nl_try(ctl, dev_request(ctl, &change), NULL, NULL);
		if (err == -ENODEV || err == -EBUSY)
			ctl_note(ctl, "%s: %s, left out", dev->name,
				 ctl->nl->why);
		else if (err)
			return err;
	}
	return 0;
}

static void put_back(struct ctl *ctl, const struct mpp_state *goal,
		     const char *only, const struct undo *undo)
{
	const struct mpp_dev *is;
	struct nlmsghdr *nlh;
	int err;
	size_t i;

	for (i = 0; i < undo->nr_dev; i++) {
		is = state_find_dev(&undo->before, goal->dev[i].name);
		if (!is || (only && strcmp(is->name, only)))
			continue;
		err = ctl_nl_try(ctl, dev_request(ctl, is), NULL, NULL);
		if (err && err != -ENODEV && err != -EBUSY)
			ctl_note(ctl, "%s could not be put back: %s", is->name,
				 ctl->nl->why);
	}
	if (!undo->settings)
		return;
	nlh = settings_request(ctl, &undo->before);
	if (nlh && ctl_nl_try(ctl, nlh, NULL, NULL))
		ctl_note(ctl, "settings could not be put back: %s",
			 ctl->nl->why);
}

static int apply(struct ctl *ctl, const struct mpp_state *wanted,
		 const struct mpp_state *goal, const char *only,
		 struct undo *undo)
{
	struct nlmsghdr *nlh = only ? NULL : settings_request(ctl, wanted);
	int err;

	if (nlh) {
		err = ctl_nl_try(ctl, nlh, NULL, NULL);
		if (err)
			return ctl_nl_refused(ctl, err);
		undo->settings = true;
	}
	err = apply_devs(ctl, goal, only, undo);
	if (!err)
		return CTL_OK;
	ctl_error(ctl, "%s: %s; everything is put back as it was",
		  goal->dev[undo->nr_dev].name, ctl->nl->why);
	put_back(ctl, goal, only, undo);
	return CTL_REFUSED;
}

/**
 * state_apply() - make the kernel be as a state says, or leave it as it is
 * @ctl: the run
 * @wanted: the state; what it does not name stays, unless it says reset
 * @only: of all that only the interface of this name, or NULL
 *
 * Return: enum ctl_status.
 */
int state_apply(struct ctl *ctl, const struct mpp_state *wanted,
		const char *only)
{
	struct undo undo = {};
	struct mpp_state goal;
	uint32_t role;
	int status;

	status = state_role(ctl, &role);
	if (status)
		return status;
	status = state_read(ctl, &undo.before);
	if (status)
		return status;
	if (state_copy(&goal, wanted) &&
	    state_resolve(ctl, &goal, &undo.before, role))
		status = apply(ctl, wanted, &goal, only, &undo);
	else
		status = ctl_error(ctl, "no memory");
	state_free(&goal);
	state_free(&undo.before);
	return status;
}
