// SPDX-License-Identifier: GPL-2.0
/*
 * state - all that can be set, as one value. Pure: no kernel, no files.
 */
#include <stdlib.h>
#include <string.h>

#include "state.h"

/**
 * state_init() - nothing is said
 * @state: the state
 */
void state_init(struct mpp_state *state)
{
	memset(state, 0, sizeof(*state));
}

/**
 * state_free() - be done with a state
 * @state: the state; it is empty afterwards
 */
void state_free(struct mpp_state *state)
{
	free(state->dev);
	state_init(state);
}

/**
 * state_copy() - another state like one
 * @to: the copy; to be freed also when this fails
 * @from: the state
 *
 * Return: whether there was memory.
 */
bool state_copy(struct mpp_state *to, const struct mpp_state *from)
{
	struct mpp_dev *dev;
	size_t i;

	*to = *from;
	to->nr_dev = 0;
	to->dev = NULL;
	for (i = 0; i < from->nr_dev; i++) {
		dev = state_dev(to, from->dev[i].name);
		if (!dev)
			return false;
		*dev = from->dev[i];
	}
	return true;
}

/**
 * state_set() - give a setting a value
 * @state: the state
 * @i: its index in ctl_settings
 * @value: the value
 */
void state_set(struct mpp_state *state, int i, uint32_t value)
{
	state->present |= 1U << i;
	state->to_default &= ~(1U << i);
	state->value[i] = value;
}

/**
 * state_set_default() - give a setting its default
 * @state: the state
 * @i: its index in ctl_settings
 */
void state_set_default(struct mpp_state *state, int i)
{
	state->present &= ~(1U << i);
	state->to_default |= 1U << i;
}

/**
 * state_reset() - everything gets its default; what was said so far is void
 * @state: the state
 * @keep_rate_limit: but for the rate limit (D15)
 */
void state_reset(struct mpp_state *state, bool keep_rate_limit)
{
	struct mpp_state was = *state;
	int i;

	free(state->dev);
	state_init(state);
	state->reset = true;
	state->keep_rate_limit = keep_rate_limit;
	state->has_exempt = true;
	if (!keep_rate_limit)
		return;
	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		if (ctl_settings[i].attr != TCP_MPP_A_SETTINGS_RATE_LIMIT &&
		    ctl_settings[i].attr != TCP_MPP_A_SETTINGS_RATE_LIMIT_MAX)
			continue;
		if (was.present & (1U << i))
			state_set(state, i, was.value[i]);
		else if (was.to_default & (1U << i))
			state_set_default(state, i);
	}
}

/**
 * state_to_default() - settings that are to get their default
 * @state: the state
 *
 * Return: these, by bit as in @state->to_default, also when it is only `reset`
 * that asks for it.
 */
uint32_t state_to_default(const struct mpp_state *state)
{
	uint32_t all = (1U << CTL_NR_SETTINGS) - 1;

	if (state->keep_rate_limit)
		all &= ~(TCP_MPP_SETTING_RATE_LIMIT |
			 TCP_MPP_SETTING_RATE_LIMIT_MAX);
	if (state->reset)
		return state->to_default | (all & ~state->present);
	return state->to_default;
}

/**
 * state_find_dev() - what is said about an interface
 * @state: the state
 * @name: its name
 *
 * Return: that, or NULL when nothing is.
 */
const struct mpp_dev *state_find_dev(const struct mpp_state *state,
				     const char *name)
{
	size_t i;

	for (i = 0; i < state->nr_dev; i++)
		if (!strcmp(state->dev[i].name, name))
			return &state->dev[i];
	return NULL;
}

/**
 * state_dev() - the entry of an interface, a new one if there is none
 * @state: the state
 * @name: its name
 *
 * Return: the entry, valid until the next call; NULL when the name cannot be
 * one, or without memory.
 */
struct mpp_dev *state_dev(struct mpp_state *state, const char *name)
{
	const struct mpp_dev *found = state_find_dev(state, name);
	size_t len = strlen(name);
	struct mpp_dev *dev;

	if (found)
		return &state->dev[found - state->dev];
	if (!len || len >= sizeof(dev->name) || strpbrk(name, "/ \t\n"))
		return NULL;
	if (!(state->nr_dev & (state->nr_dev - 1))) {
		dev = realloc(state->dev, (state->nr_dev ? 2 * state->nr_dev : 1) *
			      sizeof(*dev));
		if (!dev)
			return NULL;
		state->dev = dev;
	}
	dev = &state->dev[state->nr_dev++];
	memset(dev, 0, sizeof(*dev));
	memcpy(dev->name, name, len);
	return dev;
}

/**
 * state_parse_range() - a range of ports: 5000-5009, or 80
 * @word: the text
 * @first: its first port
 * @last: its last port
 *
 * Whether the numbers are ports is not looked at.
 *
 * Return: NULL, or what is wrong.
 */
const char *state_parse_range(const char *word, uint32_t *first,
			      uint32_t *last)
{
	static const char shape[] = "a range is FIRST-LAST, or one port";
	const char *dash = strchr(word, '-');
	char begin[16];

	if (!dash) {
		if (!ctl_parse_u32(word, first))
			return shape;
		*last = *first;
		return NULL;
	}
	if ((size_t)(dash - word) >= sizeof(begin))
		return shape;
	memcpy(begin, word, dash - word);
	begin[dash - word] = '\0';
	if (!ctl_parse_u32(begin, first) || !ctl_parse_u32(dash + 1, last))
		return shape;
	return NULL;
}

/**
 * state_exempt_add() - add a range to the list
 * @state: the state
 * @first: its first port
 * @last: its last port
 * @why: when it cannot be, the reason
 * @len: its size
 *
 * The list may become longer than the kernel's; state_check() tells.
 *
 * Return: whether it was added.
 */
bool state_exempt_add(struct mpp_state *state, uint32_t first, uint32_t last,
		      char *why, size_t len)
{
	unsigned int i;

	state->has_exempt = true;
	if (first > UINT16_MAX || last > UINT16_MAX) {
		snprintf(why, len, "ports are 0 to 65535");
		return false;
	}
	if (first > last) {
		snprintf(why, len,
			 "the first port of a range is not above the last");
		return false;
	}
	for (i = 0; i < state->nr_exempt; i++) {
		if (first > state->exempt[i].last ||
		    last < state->exempt[i].first)
			continue;
		snprintf(why, len, "overlaps the exempt range %u-%u",
			 state->exempt[i].first, state->exempt[i].last);
		return false;
	}
	if (state->nr_exempt == STATE_RANGES) {
		snprintf(why, len, "%u ranges, and at most %u can be exempt",
			 STATE_RANGES, MPP_EXEMPT_MAX);
		return false;
	}
	state->exempt[state->nr_exempt].first = first;
	state->exempt[state->nr_exempt++].last = last;
	return true;
}

/**
 * state_exempt_del() - take a range from the list
 * @state: the state
 * @first: its first port
 * @last: its last port
 * @why: when it cannot be, the reason
 * @len: its size
 *
 * Return: whether it was there, exactly so (D4).
 */
bool state_exempt_del(struct mpp_state *state, uint32_t first, uint32_t last,
		      char *why, size_t len)
{
	struct mpp_range *r = state->exempt;
	unsigned int i;

	for (i = 0; i < state->nr_exempt; i++) {
		if (r[i].first != first || r[i].last != last)
			continue;
		state->nr_exempt--;
		memmove(r + i, r + i + 1, (state->nr_exempt - i) * sizeof(*r));
		return true;
	}
	snprintf(why, len, "no exempt range is exactly %u-%u", first, last);
	return false;
}

/**
 * state_check() - could the kernel take this?
 * @state: the state
 * @why: if not, the reason
 * @len: its size
 *
 * Marks that are not all named are left to the kernel.
 *
 * Return: whether it could.
 */
bool state_check(const struct mpp_state *state, char *why, size_t len)
{
	const struct ctl_setting *s;
	char allowed[64];
	int i;

	for (i = 0; i < CTL_NR_SETTINGS; i++) {
		s = &ctl_settings[i];
		if (!(state->present & (1U << i)) ||
		    (state->value[i] >= s->min && state->value[i] <= s->max))
			continue;
		snprintf(why, len, "%s is %s", s->name,
			 ctl_setting_allowed(s, allowed, sizeof(allowed)));
		return false;
	}
	if (state->nr_exempt > MPP_EXEMPT_MAX) {
		snprintf(why, len, "%u ranges, and at most %u can be exempt",
			 state->nr_exempt, MPP_EXEMPT_MAX);
		return false;
	}
	return true;
}
