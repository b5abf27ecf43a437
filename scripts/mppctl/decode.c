// SPDX-License-Identifier: GPL-2.0
/*
 * decode - attributes of a message as text and JSON, by the tables of attrs.c.
 * What is not as the tables say it is left out, never read past its end.
 */
#include <arpa/inet.h>
#include <linux/genetlink.h>

#include "attrs.h"
#include "nl.h"
#include "out.h"

/**
 * attr_uint() - a number of whichever size
 * @attr: the attribute, NULL counts as 0
 *
 * Return: the number.
 */
uint64_t attr_uint(const struct nlattr *attr)
{
	switch (attr ? mnl_attr_get_payload_len(attr) : 0) {
	case 2:
		return mnl_attr_get_u16(attr);
	case 4:
		return mnl_attr_get_u32(attr);
	case 8:
		return mnl_attr_get_u64(attr);
	default:
		return 0;
	}
}

/**
 * attr_string() - a text
 * @attr: the attribute, NULL counts as empty
 *
 * Return: the text, valid as long as the message is.
 */
const char *attr_string(const struct nlattr *attr)
{
	if (!attr || mnl_attr_validate(attr, MNL_TYPE_NUL_STRING) < 0)
		return "";
	return mnl_attr_get_str(attr);
}

/**
 * attr_address() - an IP address
 * @attr: the attribute
 * @buf: the answer
 * @len: its size
 *
 * Return: the address as text, "?" when it is none.
 */
const char *attr_address(const struct nlattr *attr, char *buf, size_t len)
{
	size_t n = attr ? mnl_attr_get_payload_len(attr) : 0;

	if ((n != 4 && n != 16) ||
	    !inet_ntop(n == 4 ? AF_INET : AF_INET6, mnl_attr_get_payload(attr),
		       buf, len))
		return "?";
	return buf;
}

/**
 * attr_word() - the word for a number
 * @set: of which set the attribute is
 * @attr: the attribute
 *
 * Return: the word; "unknown" if this tool is older than the kernel.
 */
const char *attr_word(const struct attr_set *set, const struct nlattr *attr)
{
	if (!attr)
		return "unknown";
	return attr_nth(set->attr[mnl_attr_get_type(attr)].words,
			attr_uint(attr));
}

static void out_range(struct ctl *ctl, const struct nlattr *attr)
{
	const struct nlattr *a;
	unsigned int first = 0, last = 0;

	mnl_attr_for_each_nested(a, attr) {
		if (mnl_attr_get_type(a) == TCP_MPP_A_RANGE_FIRST)
			first = attr_uint(a);
		else if (mnl_attr_get_type(a) == TCP_MPP_A_RANGE_LAST)
			last = attr_uint(a);
	}
	out_object(ctl, NULL);
	out_uint(ctl, "first", first, " exempt %u-%u", first, last);
	out_uint(ctl, "last", last, NULL);
	out_close(ctl);
}

/**
 * attr_out() - one attribute as " name value", and as a pair of JSON
 * @ctl: the run
 * @set: of which set it is
 * @attr: the attribute; not a range
 */
void attr_out(struct ctl *ctl, const struct attr_set *set,
	      const struct nlattr *attr)
{
	const struct attr_desc *desc;
	unsigned long long n = attr_uint(attr);
	char buf[INET6_ADDRSTRLEN];
	const char *text;

	if (mnl_attr_get_type(attr) > set->max)
		return;
	desc = &set->attr[mnl_attr_get_type(attr)];
	switch (desc->kind) {
	case ATTR_FLAG:
		out_bool(ctl, desc->name, true, " %s", desc->name);
		break;
	case ATTR_U16:
	case ATTR_U32:
	case ATTR_U64:
		out_uint(ctl, desc->name, n, " %s %llu", desc->name, n);
		break;
	case ATTR_SWITCH:
		out_bool(ctl, desc->name, n, " %s %s", desc->name,
			 n ? "enabled" : "disabled");
		break;
	case ATTR_WORD:
		text = attr_word(set, attr);
		out_str(ctl, desc->name, text, " %s %s", desc->name, text);
		break;
	case ATTR_STRING:
		text = attr_string(attr);
		out_str(ctl, desc->name, text, " %s %s", desc->name, text);
		break;
	case ATTR_ADDRESS:
		text = attr_address(attr, buf, sizeof(buf));
		out_str(ctl, desc->name, text, " %s %s", desc->name, text);
		break;
	case ATTR_RANGE:
	case ATTR_NONE:
		break;
	}
}

/**
 * attr_out_all() - all attributes of a message, in its order
 * @ctl: the run
 * @nlh: the message
 */
void attr_out_all(struct ctl *ctl, const struct nlmsghdr *nlh)
{
	const struct attr_set *set = attr_set_of(ctl_nl_cmd(nlh));
	const struct nlattr *a;
	bool ranges = false;

	if (!set)
		return;
	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		if (set->attr == attr_set_of(TCP_MPP_CMD_SETTINGS_GET)->attr &&
		    mnl_attr_get_type(a) == TCP_MPP_A_SETTINGS_EXEMPT)
			ranges = true;
		else
			attr_out(ctl, set, a);
	}
	if (!ranges)
		return;
	out_array(ctl, "exempt");
	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(a) == TCP_MPP_A_SETTINGS_EXEMPT)
			out_range(ctl, a);
	out_close(ctl);
}
