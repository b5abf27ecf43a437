// SPDX-License-Identifier: GPL-2.0
/*
 * netlink_reply - how to answer, to list and to refuse.
 *
 * In:  a request. Out: its answer, or why there is none. Process context, no
 * lock.
 */
#include <linux/capability.h>
#include <net/genetlink.h>

#include "compat.h"
#include "netlink_msg.h"
#include "policy.h"

/**
 * mpp_netlink_admin() - may the sender change things and see counters (D14)?
 * @skb: the request
 *
 * Asks for the task that sends, and for the one that opened the socket: a
 * socket handed to a privileged program does not borrow its rights.
 *
 * Context: process.
 * Return: it has CAP_NET_ADMIN in the initial user namespace.
 */
bool mpp_netlink_admin(const struct sk_buff *skb)
{
	return netlink_capable(skb, CAP_NET_ADMIN);
}

/**
 * mpp_netlink_refuse() - say why
 * @extack: where to
 * @attr: the attribute at fault, or NULL when none is
 * @text: what is wrong, for a person; copied
 * @err: the errno
 *
 * Context: process.
 * Return: @err.
 */
int mpp_netlink_refuse(struct netlink_ext_ack *extack,
		       const struct nlattr *attr, const char *text, int err)
{
	if (extack) {
		mpp_set_err_text(extack, text);
		NL_SET_BAD_ATTR(extack, attr);
	}
	return err;
}

/**
 * mpp_netlink_refuse_rights() - say that the sender is no administrator
 * @extack: where to
 *
 * Context: process.
 * Return: -EPERM.
 */
int mpp_netlink_refuse_rights(struct netlink_ext_ack *extack)
{
	return mpp_netlink_refuse(extack, NULL, MPP_REFUSAL_RIGHTS, -EPERM);
}

/**
 * mpp_netlink_begin() - begin an answer, of the same command as the question
 * @info: the question
 * @hdr: to be passed to mpp_netlink_end()
 *
 * Context: process, may sleep.
 * Return: the message, or NULL when there is no memory.
 */
struct sk_buff *mpp_netlink_begin(struct genl_info *info, void **hdr)
{
	struct sk_buff *skb = genlmsg_new(MPP_MSG_SIZE, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = genlmsg_put_reply(skb, info, &mpp_netlink_family, 0,
				 info->genlhdr->cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

/**
 * mpp_netlink_end() - send an answer
 * @info: the question
 * @skb: the message, given away
 * @hdr: from mpp_netlink_begin()
 * @err: what went wrong with the payload, or 0
 *
 * Context: process, may sleep.
 * Return: @err, or the errno of sending.
 */
int mpp_netlink_end(struct genl_info *info, struct sk_buff *skb, void *hdr,
		    int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

/**
 * mpp_netlink_dump_watch() - note the generation that a dump is of
 * @cb: the dump
 *
 * A listing is of one generation, or its messages carry NLM_F_DUMP_INTR: so
 * the generation is read before and after each part. 0 would mean none.
 *
 * Context: process.
 */
void mpp_netlink_dump_watch(struct netlink_callback *cb)
{
	cb->seq = (mpp_policy_generation() << 1) | 1;
}

/**
 * mpp_netlink_dump_begin() - begin or go on with a dump that has no choice
 * @cb: the dump
 *
 * Context: process.
 * Return: 0, or -EINVAL when the request carries an attribute: a listing has
 * no choice, and what is ignored today cannot get a meaning tomorrow.
 */
int mpp_netlink_dump_begin(struct netlink_callback *cb)
{
	struct nlattr **attrs = mpp_genl_dump_attrs(cb);
	int i;

	for (i = 1; i <= genl_dumpit_info(cb)->op.maxattr; i++)
		if (attrs && attrs[i])
			return mpp_netlink_refuse(cb->extack, attrs[i],
						  "a dump lists everything, it takes no attribute",
						  -EINVAL);
	mpp_netlink_dump_watch(cb);
	return 0;
}

/**
 * mpp_netlink_dump_put() - begin the next message of a dump
 * @skb: the listing
 * @cb: the dump
 * @cmd: the command
 *
 * Context: process.
 * Return: to be passed to genlmsg_end() or genlmsg_cancel(); NULL when the
 * listing has no more room.
 */
void *mpp_netlink_dump_put(struct sk_buff *skb, struct netlink_callback *cb,
			   u8 cmd)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				cb->nlh->nlmsg_seq, &mpp_netlink_family,
				NLM_F_MULTI, cmd);

	if (hdr)
		genl_dump_check_consistent(cb, hdr);
	return hdr;
}

/**
 * mpp_netlink_dump_end() - end this part of a dump
 * @skb: the listing
 * @cb: the dump
 *
 * Context: process.
 * Return: what dumpit returns.
 */
int mpp_netlink_dump_end(struct sk_buff *skb, struct netlink_callback *cb)
{
	mpp_netlink_dump_watch(cb);
	return skb->len;
}
