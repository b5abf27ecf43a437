// SPDX-License-Identifier: GPL-2.0
/*
 * conf_words - what a command of the configuration file says
 *
 * In: the words of one command, the same as mppctl takes them. Out: the state
 * changed, or what is wrong with them, and what is allowed. Only commands that
 * say what is wanted have a place in the file, not those that show something.
 */
#include <stdarg.h>
#include <string.h>

#include "conf.h"

/* Where to say what is wrong. */
struct reason {
	char *why;
	size_t len;
};

static bool wrong(const struct reason *reason, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static bool wrong(const struct reason *reason, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason->why, reason->len, fmt, ap);
	va_end(ap);
	return false;
}

/* One setting; @word is NULL where the value is missing. */
static bool set_one(struct mpp_state *state, int i, const char *word,
		    const struct reason *reason)
{
	const struct ctl_setting *s = &ctl_settings[i];
	enum ctl_parsed parsed;
	char allowed[64];
	uint32_t value;

	ctl_setting_allowed(s, allowed, sizeof(allowed));
	if (!word)
		return wrong(reason, "%s needs a value: %s", s->name, allowed);
	parsed = ctl_setting_parse(s, word, &value);
	if (parsed == CTL_NOT ||
	    (parsed == CTL_VALUE && (value < s->min || value > s->max)))
		return wrong(reason, "%s %.40s: it takes %s", s->name, word,
			     allowed);
	if (parsed == CTL_DEFAULT)
		state_set_default(state, i);
	else
		state_set(state, i, value);
	return true;
}

static bool on_set(struct mpp_state *state, int nr, char *const *word,
		   const struct reason *reason)
{
	uint32_t named = 0;
	int k, i;

	if (!nr)
		return wrong(reason, "set what? set NAME VALUE");
	for (k = 0; k < nr; k += 2) {
		i = ctl_setting_find(word[k]);
		if (i < 0)
			return wrong(reason, "there is no setting %.40s",
				     word[k]);
		if (named & (1U << i))
			return wrong(reason, "%s is named twice",
				     ctl_settings[i].name);
		named |= 1U << i;
		if (!set_one(state, i, k + 1 < nr ? word[k + 1] : NULL, reason))
			return false;
	}
	return true;
}

static bool on_mode(struct mpp_state *state, int nr, char *const *word,
		    const struct reason *reason)
{
	if (nr > 1)
		return wrong(reason, "mode takes one word");
	return set_one(state, ctl_setting_find("mode"), nr ? word[0] : NULL,
		       reason);
}

static bool on_exempt(struct mpp_state *state, int nr, char *const *word,
		      const struct reason *reason)
{
	uint32_t first, last;
	const char *why;

	if (nr == 1 && !strcmp(word[0], "clear")) {
		state->has_exempt = true;
		state->nr_exempt = 0;
		return true;
	}
	if (nr != 2 || (strcmp(word[0], "add") && strcmp(word[0], "del")))
		return wrong(reason, "exempt: add RANGE, del RANGE or clear");
	why = state_parse_range(word[1], &first, &last);
	if (why)
		return wrong(reason, "%.40s: %s", word[1], why);
	if (word[0][0] == 'd')
		return state_exempt_del(state, first, last, reason->why,
					reason->len);
	if (!state_exempt_add(state, first, last, reason->why, reason->len))
		return false;
	if (state->nr_exempt > MPP_EXEMPT_MAX) {
		state->nr_exempt--;
		return wrong(reason, "%u ranges are exempt already, and that is the most",
			     MPP_EXEMPT_MAX);
	}
	return true;
}

/* What is said now is laid over what was said before. */
static void merge_dev(struct mpp_dev *dev, const struct mpp_dev *new)
{
	uint32_t named = new->present | new->to_default;

	dev->present = (dev->present & ~named) | new->present;
	dev->to_default = (dev->to_default & ~named) | new->to_default;
	if (new->present & TCP_MPP_TAG_PROFILE)
		dev->profile = new->profile;
	if (new->present & TCP_MPP_TAG_IPV4)
		dev->ipv4 = new->ipv4;
	if (new->present & TCP_MPP_TAG_IPV6)
		dev->ipv6 = new->ipv6;
}

static bool on_dev(struct mpp_state *state, int nr, char *const *word,
		   const struct reason *reason)
{
	struct mpp_dev new = { 0 }, *entry;
	int i;

	if (nr < 2)
		return wrong(reason, "dev: IFACE, and profile, ipv4 or ipv6 with a value");
	for (i = 1; i < nr; i += 2)
		if (!dev_parse(&new, word[i], i + 1 < nr ? word[i + 1] : NULL,
			       reason->why, reason->len))
			return false;
	if (state->nr_dev >= CONF_DEVS_MAX && !state_find_dev(state, word[0]))
		return wrong(reason, "more than %u interfaces", CONF_DEVS_MAX);
	entry = state_dev(state, word[0]);
	if (!entry)
		return wrong(reason, "%.40s: that is no interface's name",
			     word[0]);
	merge_dev(entry, &new);
	return true;
}

static bool on_reset(struct mpp_state *state, int nr, char *const *word,
		     const struct reason *reason)
{
	bool keep = nr == 1 && !strcmp(word[0], "--keep-rate-limit");

	if (nr && !keep)
		return wrong(reason, "reset takes --keep-rate-limit, or nothing");
	state_reset(state, keep);
	return true;
}

static const struct {
	const char *name;
	bool (*run)(struct mpp_state *state, int nr, char *const *word,
		    const struct reason *reason);
} commands[] = {
	{ "set", on_set },
	{ "mode", on_mode },
	{ "exempt", on_exempt },
	{ "dev", on_dev },
	{ "reset", on_reset },
};

/**
 * conf_words() - what one command says
 * @state: the state, which it changes
 * @nr: how many words it has, one at least
 * @word: the words
 * @why: what is wrong with them, and what is allowed
 * @len: its size
 *
 * Return: whether it was understood; if not, @state may be half changed.
 */
bool conf_words(struct mpp_state *state, int nr, char *const *word, char *why,
		size_t len)
{
	const struct reason reason = { .why = why, .len = len };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(word[0], commands[i].name))
			return commands[i].run(state, nr - 1, word + 1,
					       &reason);
	return wrong(&reason, "%.40s: a command here is set, mode, exempt, dev or reset",
		     word[0]);
}
