// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_settings - settings and exempt ports.
 *
 * In:  requests, checked by the policies generated from the specification.
 * Out: one commit for each write; answers and listings; on every refusal a
 * message, and the attribute at fault if one is. Process context, no lock of
 * its own.
 */
#include <net/genetlink.h>

#include <uapi/linux/tcp_mpp.h>

#include "netlink_msg.h"
#include "nl_gen.h"
#include "policy.h"

/* The nest of a list that holds its range number @nr. */
static const struct nlattr *range_at(const struct genl_info *info, u32 nr)
{
	const struct nlattr *attr;
	int rem;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem)
		if (nla_type(attr) == TCP_MPP_A_SETTINGS_EXEMPT && !nr--)
			return attr;
	return NULL;
}

/* The attribute that the commit found fault with, as far as there is one. */
static const struct nlattr *attr_at_fault(const struct genl_info *info,
					  const struct mpp_change *change,
					  const struct mpp_refusal *why)
{
	if (why->range)
		return change->op == MPP_RANGE_LIST ?
		       range_at(info, why->nr) :
		       info->attrs[TCP_MPP_A_EXEMPT_FIRST];
	if (change->reset || why->setting < 0)
		return NULL;
	return info->attrs[TCP_MPP_A_SETTINGS_ENABLED + why->setting] ?:
	       info->attrs[TCP_MPP_A_SETTINGS_DEFAULT];
}

static int commit(struct sk_buff *skb, struct genl_info *info,
		  const struct mpp_change *change)
{
	struct mpp_refusal why;
	int err;

	if (!mpp_netlink_admin(skb))
		return mpp_netlink_refuse_rights(info->extack);
	err = mpp_policy_commit(change, &why);
	if (!err)
		return 0;
	return mpp_netlink_refuse(info->extack,
				  attr_at_fault(info, change, &why), why.text,
				  err);
}

/* settings */

/**
 * tcp_mpp_nl_settings_get_doit() - the settings in force
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0, -ENOMEM, -EMSGSIZE.
 */
int tcp_mpp_nl_settings_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *msg;
	void *hdr;

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr, mpp_msg_settings(msg));
}

static int parse_range(const struct genl_info *info, const struct nlattr *attr,
		       struct mpp_range *range)
{
	struct nlattr *tb[TCP_MPP_A_RANGE_LAST + 1];

	if (nla_parse_nested(tb, TCP_MPP_A_RANGE_LAST, attr,
			     tcp_mpp_range_nl_policy, info->extack) ||
	    !tb[TCP_MPP_A_RANGE_FIRST] || !tb[TCP_MPP_A_RANGE_LAST])
		return mpp_netlink_refuse(info->extack, attr,
					  "a range is given as first and last",
					  -EINVAL);
	range->first = nla_get_u16(tb[TCP_MPP_A_RANGE_FIRST]);
	range->last = nla_get_u16(tb[TCP_MPP_A_RANGE_LAST]);
	return 0;
}

/* What comes after the 13th makes it no worse: that one will be refused. */
static int parse_list(const struct genl_info *info, struct mpp_change *change)
{
	const struct nlattr *none = info->attrs[TCP_MPP_A_SETTINGS_EXEMPT_NONE];
	const struct nlattr *attr;
	int rem, err;

	if (none && info->attrs[TCP_MPP_A_SETTINGS_EXEMPT])
		return mpp_netlink_refuse(info->extack, none,
					  "either ranges or none, not both",
					  -EINVAL);
	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rem) {
		if (nla_type(attr) != TCP_MPP_A_SETTINGS_EXEMPT)
			continue;
		if (change->nr == MPP_RANGES_ASKED)
			break;
		err = parse_range(info, attr, &change->list[change->nr++]);
		if (err)
			return err;
	}
	if (change->nr || none)
		change->op = MPP_RANGE_LIST;
	return 0;
}

/**
 * tcp_mpp_nl_settings_set_doit() - change settings
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL when nothing is named, or something twice; -ERANGE; the
 * errno of mpp_policy_commit().
 */
int tcp_mpp_nl_settings_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *def = info->attrs[TCP_MPP_A_SETTINGS_DEFAULT];
	struct mpp_change change = {};
	const struct nlattr *attr;
	int i, err;

	if (def)
		change.to_default = nla_get_u32(def);
	for (i = 0; i < MPP_NR_SETTINGS; i++) {
		attr = info->attrs[TCP_MPP_A_SETTINGS_ENABLED + i];
		if (!attr)
			continue;
		change.set |= BIT(i);
		change.value[i] = nla_get_u32(attr);
		if (change.to_default & BIT(i))
			return mpp_netlink_refuse(info->extack, attr,
						  "either a value or the default, not both",
						  -EINVAL);
	}
	err = parse_list(info, &change);
	if (err)
		return err;
	if (!change.set && !change.to_default && change.op == MPP_RANGE_KEEP)
		return mpp_netlink_refuse(info->extack, def,
					  "no setting is named", -EINVAL);
	return commit(skb, info, &change);
}

/**
 * tcp_mpp_nl_settings_reset_doit() - back to the defaults (W14)
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0 or the errno of mpp_policy_commit().
 */
int tcp_mpp_nl_settings_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct mpp_change change = {
		.reset = true,
		.keep_rate_limit =
			!!info->attrs[TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT],
	};

	return commit(skb, info, &change);
}

/* exempt ports */

static int change_range(struct sk_buff *skb, struct genl_info *info, u8 op)
{
	struct mpp_change change = { .op = op };

	if (GENL_REQ_ATTR_CHECK(info, TCP_MPP_A_EXEMPT_FIRST) ||
	    GENL_REQ_ATTR_CHECK(info, TCP_MPP_A_EXEMPT_LAST))
		return mpp_netlink_refuse(info->extack, NULL,
					  "a range is given as first and last",
					  -EINVAL);
	change.first = nla_get_u16(info->attrs[TCP_MPP_A_EXEMPT_FIRST]);
	change.last = nla_get_u16(info->attrs[TCP_MPP_A_EXEMPT_LAST]);
	return commit(skb, info, &change);
}

/**
 * tcp_mpp_nl_exempt_new_doit() - exempt one more range
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0, -EINVAL, or the errno of mpp_policy_commit().
 */
int tcp_mpp_nl_exempt_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return change_range(skb, info, MPP_RANGE_ADD);
}

/**
 * tcp_mpp_nl_exempt_del_doit() - end the exemption of a range
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0, -EINVAL, or the errno of mpp_policy_commit().
 */
int tcp_mpp_nl_exempt_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return change_range(skb, info, MPP_RANGE_DEL);
}

/**
 * tcp_mpp_nl_exempt_get_doit() - the range that a port lies in
 * @skb: the request
 * @info: the same, parsed
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL without a port; -ENOENT: it is not exempt; -ENOMEM.
 */
int tcp_mpp_nl_exempt_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[TCP_MPP_A_EXEMPT_PORT];
	struct mpp_settings set;
	struct sk_buff *msg;
	void *hdr;
	u16 port;
	u32 i;

	if (GENL_REQ_ATTR_CHECK(info, TCP_MPP_A_EXEMPT_PORT))
		return mpp_netlink_refuse(info->extack, NULL, "of which port?",
					  -EINVAL);
	port = nla_get_u16(attr);
	mpp_policy_get(&set);
	for (i = 0; i < set.exempt.nr; i++)
		if (port >= set.exempt.range[i].first &&
		    port <= set.exempt.range[i].last)
			break;
	if (i == set.exempt.nr)
		return mpp_netlink_refuse(info->extack, attr,
					  "this port is not exempt", -ENOENT);

	msg = mpp_netlink_begin(info, &hdr);
	if (!msg)
		return -ENOMEM;
	return mpp_netlink_end(info, msg, hdr,
			       mpp_msg_range(msg, &set.exempt.range[i]));
}

/**
 * tcp_mpp_nl_exempt_get_dumpit() - all exempt ranges
 * @skb: the listing
 * @cb: where it has come to: args[0] is the next range
 *
 * Context: process, may sleep.
 * Return: length of this part, 0 at the end, or -EINVAL.
 */
int tcp_mpp_nl_exempt_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct mpp_settings set;
	void *hdr;
	int err;

	err = mpp_netlink_dump_begin(cb);
	if (err)
		return err;
	mpp_policy_get(&set);
	for (; cb->args[0] < set.exempt.nr; cb->args[0]++) {
		hdr = mpp_netlink_dump_put(skb, cb, TCP_MPP_CMD_EXEMPT_GET);
		if (!hdr)
			break;
		if (mpp_msg_range(skb, &set.exempt.range[cb->args[0]])) {
			genlmsg_cancel(skb, hdr);
			break;
		}
		genlmsg_end(skb, hdr);
	}
	return mpp_netlink_dump_end(skb, cb);
}
