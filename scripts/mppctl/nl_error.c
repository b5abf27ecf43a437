// SPDX-License-Identifier: GPL-2.0
/*
 * nl_error - why a request was refused, in the kernel's own words.
 *
 * The kernel answers with a message, and with the place of the attribute that is
 * at fault. When that is a setting whose limits were passed, they are told.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>

#include "attrs.h"
#include "nl.h"
#include "settings.h"

/* What the kernel says besides the errno. */
struct words {
	const char *text;
	uint32_t offset;
};

static void read_words(const struct nlmsghdr *answer, size_t skip,
		       struct words *words)
{
	const struct nlattr *a;

	mnl_attr_for_each(a, answer, skip) {
		switch (mnl_attr_get_type(a)) {
		case NLMSGERR_ATTR_MSG:
			if (mnl_attr_validate(a, MNL_TYPE_NUL_STRING) >= 0)
				words->text = mnl_attr_get_str(a);
			break;
		case NLMSGERR_ATTR_OFFS:
			if (mnl_attr_validate(a, MNL_TYPE_U32) >= 0)
				words->offset = mnl_attr_get_u32(a);
			break;
		}
	}
}

/* The name of the attribute at that place of the request, NULL if unknown. */
static const char *name_at(const struct nlmsghdr *request, uint32_t offset)
{
	const struct attr_set *set = attr_set_of(ctl_nl_cmd(request));
	const struct nlattr *a;
	uint32_t at;

	if (!offset || !set)
		return NULL;
	mnl_attr_for_each(a, request, sizeof(struct genlmsghdr)) {
		at = (const char *)a - (const char *)request;
		if (offset >= at && offset < at + a->nla_len)
			return attr_name(set, mnl_attr_get_type(a));
	}
	return NULL;
}

/**
 * ctl_nl_explain() - put the kernel's reason for a refusal into nl->why
 * @nl: the kernel, with the request that it refused
 * @answer: its answer, NLMSG_ERROR or NLMSG_DONE
 * @err: the errno in it, negative
 */
void ctl_nl_explain(struct ctl_nl *nl, const struct nlmsghdr *answer, int err)
{
	const struct nlmsghdr *req = (void *)nl->request;
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(answer);
	struct words words = {};
	size_t skip = sizeof(int);
	const char *name;
	char allowed[64];
	int i, n;

	if (answer->nlmsg_type == NLMSG_ERROR) {
		if (mnl_nlmsg_get_payload_len(answer) < sizeof(*e))
			return;
		skip = sizeof(*e);
		if (!(answer->nlmsg_flags & NLM_F_CAPPED) &&
		    e->msg.nlmsg_len >= sizeof(e->msg))
			skip += NLMSG_ALIGN(e->msg.nlmsg_len - sizeof(e->msg));
	}
	if (answer->nlmsg_flags & NLM_F_ACK_TLVS &&
	    mnl_nlmsg_get_payload_len(answer) > skip)
		read_words(answer, skip, &words);

	name = name_at(req, words.offset);
	n = snprintf(nl->why, sizeof(nl->why), "%s",
		     words.text ?: strerror(-err));
	if (n < 0 || (size_t)n >= sizeof(nl->why) || !name)
		return;
	i = ctl_setting_find(name);
	if (i < 0 || strstr(nl->why, name))
		return;
	if (err == -ERANGE)
		snprintf(nl->why + n, sizeof(nl->why) - n, ": %s is %s", name,
			 ctl_setting_allowed(&ctl_settings[i], allowed,
					     sizeof(allowed)));
	else
		snprintf(nl->why + n, sizeof(nl->why) - n, " (%s)", name);
}
