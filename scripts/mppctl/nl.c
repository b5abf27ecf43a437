// SPDX-License-Identifier: GPL-2.0
/*
 * nl - requests to the kernel, and what it answers.
 *
 * In:  a request with its attributes. Out: each message of the answer to a
 * callback; a refusal in the kernel's own words. How bytes come and go is a
 * table of operations (nl.h).
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/tcp_mpp.h>
#include <string.h>

#include "nl.h"

static struct nlmsghdr *request(struct ctl_nl *nl, uint16_t type, uint8_t cmd,
				uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(nl->request);
	struct genlmsghdr *genl;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	nlh->nlmsg_seq = ++nl->seq;
	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = 1;
	return nlh;
}

/**
 * ctl_nl_new() - begin a request
 * @ctl: the run, with the kernel ready
 * @cmd: enum of TCP_MPP_CMD_*
 *
 * Return: the request, to put attributes to. It is valid until the next one.
 */
struct nlmsghdr *ctl_nl_new(struct ctl *ctl, uint8_t cmd)
{
	return request(ctl->nl, ctl->nl->family, cmd, 0);
}

/**
 * ctl_nl_new_dump() - begin a request for all objects of a kind
 * @ctl: the run, with the kernel ready
 * @cmd: enum of TCP_MPP_CMD_*
 *
 * Return: the request.
 */
struct nlmsghdr *ctl_nl_new_dump(struct ctl *ctl, uint8_t cmd)
{
	return request(ctl->nl, ctl->nl->family, cmd, NLM_F_DUMP);
}

/**
 * ctl_nl_cmd() - what a message is
 * @nlh: the message
 *
 * Return: TCP_MPP_CMD_*.
 */
uint8_t ctl_nl_cmd(const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	return genl->cmd;
}

/**
 * ctl_nl_parse() - the attributes of a message, by number
 * @nlh: the message
 * @attr: the answer, @max + 1 of them, NULL for those that are missing
 * @max: the highest number wanted
 */
void ctl_nl_parse(const struct nlmsghdr *nlh, const struct nlattr **attr,
		  unsigned int max)
{
	const struct nlattr *a;

	memset(attr, 0, (max + 1) * sizeof(*attr));
	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr))
		if (mnl_attr_get_type(a) <= max)
			attr[mnl_attr_get_type(a)] = a;
}

/*
 * One message of an answer. Positive: there are more to come; 0 or -errno: it
 * was the last.
 */
static int one_message(struct ctl_nl *nl, const struct nlmsghdr *nlh,
		       ctl_nl_cb cb, void *data, bool *torn)
{
	const int *code = mnl_nlmsg_get_payload(nlh);
	int err = 0;

	if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
		*torn = true;
	if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE) {
		if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(*code))
			err = *code;
		if (err < 0)
			ctl_nl_explain(nl, nlh, err);
		return err < 0 ? err : 0;
	}
	if (nlh->nlmsg_type < NLMSG_MIN_TYPE)
		return 1;
	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(struct genlmsghdr))
		return -EBADMSG;
	if (cb)
		err = cb(nlh, data);
	return err < 0 ? err : 1;
}

/* A dump that changed while it was made is told by -EINTR, after all of it. */
static int exchange(struct ctl_nl *nl, const struct nlmsghdr *nlh, ctl_nl_cb cb,
		    void *data)
{
	const struct nlmsghdr *got;
	bool torn = false;
	ssize_t len;
	int left, err;

	nl->why[0] = '\0';
	err = nl->ops->send(nl, nlh, nlh->nlmsg_len);
	if (err)
		return err;
	do {
		len = nl->ops->recv(nl, nl->reply, sizeof(nl->reply));
		if (len < 0)
			return len;
		left = len;
		err = 1;
		for (got = (void *)nl->reply; mnl_nlmsg_ok(got, left) && err > 0;
		     got = mnl_nlmsg_next(got, &left))
			if (got->nlmsg_seq == nlh->nlmsg_seq)
				err = one_message(nl, got, cb, data, &torn);
	} while (err > 0);
	return err ?: torn ? -EINTR : 0;
}

static int on_group(struct ctl_nl *nl, const struct nlattr *group)
{
	const struct nlattr *a, *name = NULL, *id = NULL;

	mnl_attr_for_each_nested(a, group) {
		if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_NAME)
			name = a;
		else if (mnl_attr_get_type(a) == CTRL_ATTR_MCAST_GRP_ID)
			id = a;
	}
	if (!name || mnl_attr_validate(name, MNL_TYPE_NUL_STRING) < 0 ||
	    !id || mnl_attr_validate(id, MNL_TYPE_U32) < 0)
		return -EBADMSG;
	if (!strcmp(mnl_attr_get_str(name), TCP_MPP_MCGRP_EVENTS))
		nl->group_events = mnl_attr_get_u32(id);
	else if (!strcmp(mnl_attr_get_str(name), TCP_MPP_MCGRP_KILLS))
		nl->group_kills = mnl_attr_get_u32(id);
	return 0;
}

static int on_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr[CTRL_ATTR_MAX + 1], *group;
	struct ctl_nl *nl = data;
	int err;

	ctl_nl_parse(nlh, attr, CTRL_ATTR_MAX);
	if (!attr[CTRL_ATTR_FAMILY_ID] ||
	    mnl_attr_validate(attr[CTRL_ATTR_FAMILY_ID], MNL_TYPE_U16) < 0)
		return -EBADMSG;
	nl->family = mnl_attr_get_u16(attr[CTRL_ATTR_FAMILY_ID]);
	if (!attr[CTRL_ATTR_MCAST_GROUPS])
		return 0;
	mnl_attr_for_each_nested(group, attr[CTRL_ATTR_MCAST_GROUPS]) {
		err = on_group(nl, group);
		if (err)
			return err;
	}
	return 0;
}

/**
 * ctl_nl_ready() - reach the kernel, and the module
 * @ctl: the run
 *
 * Return: CTL_OK, or CTL_REFUSED after a message.
 */
int ctl_nl_ready(struct ctl *ctl)
{
	struct ctl_nl *nl = ctl->nl;
	struct nlmsghdr *nlh;
	int err;

	if (nl->ready)
		return CTL_OK;
	err = nl->ops->open(nl);
	if (err)
		return ctl_error(ctl, "netlink: %s", strerror(-err));
	nlh = request(nl, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, TCP_MPP_FAMILY_NAME);
	err = exchange(nl, nlh, on_family, nl);
	if (err == -ENOENT)
		return ctl_error(ctl, "tcp_mpp is not loaded: modprobe tcp_mpp");
	if (err)
		return ctl_error(ctl, "netlink: %s", strerror(-err));
	nl->ready = true;
	return CTL_OK;
}

/**
 * ctl_nl_try() - send a request, and hear the answer
 * @ctl: the run
 * @nlh: the request
 * @cb: for each message of the answer; less than 0 ends it. NULL for none
 * @data: passed on
 *
 * Return: 0 or -errno; ctl->nl->why says why. -EINTR: all of a dump came, but
 * what it tells of changed meanwhile.
 */
int ctl_nl_try(struct ctl *ctl, struct nlmsghdr *nlh, ctl_nl_cb cb, void *data)
{
	int err = exchange(ctl->nl, nlh, cb, data);

	if (err && !ctl->nl->why[0])
		snprintf(ctl->nl->why, sizeof(ctl->nl->why), "%s",
			 strerror(-err));
	return err;
}

/**
 * ctl_nl_refused() - tell the user of a refusal
 * @ctl: the run
 * @err: what ctl_nl_try() returned
 *
 * Return: CTL_OK when it was none, else CTL_REFUSED.
 */
int ctl_nl_refused(struct ctl *ctl, int err)
{
	return err ? ctl_error(ctl, "%s", ctl->nl->why) : CTL_OK;
}

/**
 * ctl_nl_talk() - the same, and tell the user of a refusal
 * @ctl: the run
 * @nlh: the request
 * @cb: as of ctl_nl_try()
 * @data: passed on
 *
 * Return: enum ctl_status.
 */
int ctl_nl_talk(struct ctl *ctl, struct nlmsghdr *nlh, ctl_nl_cb cb,
		void *data)
{
	return ctl_nl_refused(ctl, ctl_nl_try(ctl, nlh, cb, data));
}

/**
 * ctl_nl_close() - let go of the kernel
 * @ctl: the run
 */
void ctl_nl_close(struct ctl *ctl)
{
	ctl->nl->ops->close(ctl->nl);
	ctl->nl->ready = false;
}
