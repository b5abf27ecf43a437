// SPDX-License-Identifier: GPL-2.0
/*
 * dev - interfaces of this network namespace: what kind of network they lead
 * to (W3), and whether the protection acts on an IP version there (W12).
 */
#include <string.h>

#include "nl.h"
#include "out.h"
#include "state.h"

/**
 * dev_out() - one interface, as text and an object of JSON
 * @ctl: the run, with an array open
 * @dev: the interface
 */
void dev_out(struct ctl *ctl, const struct mpp_dev *dev)
{
	const char *profile = dev->profile <= TCP_MPP_PROFILE_DOMAIN ?
			      ctl_profile_words[dev->profile] : "unknown";

	out_object(ctl, NULL);
	out_uint(ctl, "ifindex", dev->ifindex, NULL);
	out_str(ctl, "name", dev->name, "%-15s", dev->name);
	out_uint(ctl, "netns", dev->netns, NULL);
	out_str(ctl, "profile", profile, " profile %-7s", profile);
	out_bool(ctl, "ipv4", dev->ipv4, " ipv4 %-8s",
		 dev->ipv4 ? "enabled" : "disabled");
	out_bool(ctl, "ipv6", dev->ipv6, " ipv6 %s\n",
		 dev->ipv6 ? "enabled" : "disabled");
	out_close(ctl);
}

static int show(struct ctl *ctl, const char *name)
{
	struct mpp_state state;
	int status;
	size_t i;

	status = state_read(ctl, &state);
	if (status)
		return status;
	if (name && !state_find_dev(&state, name)) {
		state_free(&state);
		return ctl_error(ctl, "%s: no such interface in this network namespace",
				 name);
	}
	out_begin(ctl);
	out_array(ctl, "interfaces");
	for (i = 0; i < state.nr_dev; i++)
		if (!name || !strcmp(state.dev[i].name, name))
			dev_out(ctl, &state.dev[i]);
	out_close(ctl);
	out_end(ctl);
	state_free(&state);
	return CTL_OK;
}

/**
 * dev_parse() - one word and value about an interface
 * @dev: where to
 * @word: profile, ipv4 or ipv6
 * @value: its value, NULL when there is none
 * @why: what is wrong, and what is allowed
 * @len: its size
 *
 * Return: whether it was understood.
 */
bool dev_parse(struct mpp_dev *dev, const char *word, const char *value,
	       char *why, size_t len)
{
	static const char *const names[] = { "profile", "ipv4", "ipv6", NULL };
	static const char *const allowed[] = {
		"public, private, domain or default",
		"enabled, disabled or default",
		"enabled, disabled or default",
	};
	uint32_t *const field[] = { &dev->profile, &dev->ipv4, &dev->ipv6 };
	enum ctl_parsed parsed;
	uint32_t i, bit;

	if (ctl_parse_words(names, word, &i) != CTL_VALUE) {
		snprintf(why, len, "%s: there are profile, ipv4 and ipv6", word);
		return false;
	}
	bit = 1U << i;
	if ((dev->present | dev->to_default) & bit) {
		snprintf(why, len, "%s is named twice", names[i]);
		return false;
	}
	if (!value) {
		snprintf(why, len, "%s needs a value: %s", names[i], allowed[i]);
		return false;
	}
	parsed = i ? ctl_parse_switch(value, field[i]) :
		     ctl_parse_words(ctl_profile_words, value, field[i]);
	if (parsed == CTL_NOT) {
		snprintf(why, len, "%s %s: it takes %s", names[i], value,
			 allowed[i]);
		return false;
	}
	if (parsed == CTL_DEFAULT)
		dev->to_default |= bit;
	else
		dev->present |= bit;
	return true;
}

/**
 * dev_request() - the request that tags an interface
 * @ctl: the run, with the kernel ready
 * @dev: the interface, by name, and what is said about it
 *
 * Return: the request.
 */
struct nlmsghdr *dev_request(struct ctl *ctl, const struct mpp_dev *dev)
{
	struct nlmsghdr *nlh = ctl_nl_new(ctl, TCP_MPP_CMD_IFACE_SET);

	mnl_attr_put_strz(nlh, TCP_MPP_A_IFACE_NAME, dev->name);
	if (dev->present & TCP_MPP_TAG_PROFILE)
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_PROFILE, dev->profile);
	if (dev->present & TCP_MPP_TAG_IPV4)
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_IPV4, dev->ipv4);
	if (dev->present & TCP_MPP_TAG_IPV6)
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_IPV6, dev->ipv6);
	if (dev->to_default)
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_DEFAULT, dev->to_default);
	return nlh;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	struct mpp_dev dev = {};
	char why[128];
	int i, status;

	if (argc < 2)
		return show(ctl, argc ? argv[0] : NULL);
	if (strlen(argv[0]) >= sizeof(dev.name))
		return ctl_usage_error(ctl, "%s: that is no interface's name",
				       argv[0]);
	strcpy(dev.name, argv[0]);
	for (i = 1; i < argc; i += 2)
		if (!dev_parse(&dev, argv[i], i + 1 < argc ? argv[i + 1] : NULL,
			       why, sizeof(why)))
			return ctl_usage_error(ctl, "dev %s: %s", argv[0], why);
	status = ctl_nl_ready(ctl);
	if (status)
		return status;
	return ctl_nl_talk(ctl, dev_request(ctl, &dev), NULL, NULL);
}

const struct ctl_object ctl_object_dev = {
	.name = "dev",
	.usage =
	"Usage: mppctl dev [ IFACE [ profile PROFILE ] [ ipv4 SWITCH ] [ ipv6 SWITCH ] ]\n"
	"where PROFILE := { public | private | domain | default }\n"
	"      SWITCH := { enabled | enable | on | 1 | disabled | disable | off | 0 |\n"
	"                  default }\n"
	"Interfaces of this network namespace. Without more than IFACE: what is set.\n",
	.run = run,
};
