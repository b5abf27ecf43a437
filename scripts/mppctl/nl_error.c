// SPDX-License-Identifier: GPL-2.0
/*
 * nl_error - why a request was refused, in the kernel's own words.
 *
 * The kernel answers with a message, with the place of the attribute that is at
 * fault, and, when a limit of it was passed, with the limits.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>

#include "attrs.h"
#include "nl.h"

/* What the kernel says besides the errno. */
struct words {
	const char *text;
	uint32_t offset;
	const struct nlattr *policy;
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
		case NLMSGERR_ATTR_POLICY:
			if (mnl_attr_validate(a, MNL_TYPE_NESTED) >= 0)
				words->policy = a;
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

static bool limits(const struct nlattr *policy, uint64_t *min, uint64_t *max)
{
	const struct nlattr *a;
	int found = 0;

	mnl_attr_for_each_nested(a, policy) {
		if (mnl_attr_validate(a, MNL_TYPE_U64) < 0)
			continue;
		if (mnl_attr_get_type(a) == NL_POLICY_TYPE_ATTR_MIN_VALUE_U) {
			*min = mnl_attr_get_u64(a);
			found |= 1;
		} else if (mnl_attr_get_type(a) ==
			   NL_POLICY_TYPE_ATTR_MAX_VALUE_U) {
			*max = mnl_attr_get_u64(a);
			found |= 2;
		}
	}
	return found == 3;
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
	uint64_t min, max;
	const char *name;
	int n;

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
	if (words.policy && limits(words.policy, &min, &max))
		snprintf(nl->why + n, sizeof(nl->why) - n,
			 " (%s: %llu to %llu)", name, (unsigned long long)min,
			 (unsigned long long)max);
	else if (!words.text || !strstr(words.text, name))
		snprintf(nl->why + n, sizeof(nl->why) - n, " (%s)", name);
}
