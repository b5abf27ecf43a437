// SPDX-License-Identifier: GPL-2.0
/*
 * apply_test - a state is applied whole or not at all, also when the kernel
 * refuses halfway; listings that were torn are read again; what a broken kernel
 * answers is survived. The kernel is a small one of our own.
 */
#include <errno.h>
#include <linux/genetlink.h>

#include "../attrs.h"
#include "../nl.h"
#include "../state.h"
#include "test.h"

#define FAMILY	30

/**
 * struct fake - a kernel
 * @state: what is set in it
 * @refuse: interface that it refuses to tag, with ENOMEM
 * @sets: how many requests changed something, or tried to
 * @torn: how many listings it still tears
 * @seq: number of the request that it answers
 * @cmd: what was asked, 0 when all is answered
 * @err: what it says in the end
 * @cut: of an answer only so many bytes arrive, 0 all
 */
static struct fake {
	struct mpp_state state;
	const char *refuse;
	unsigned int sets;
	unsigned int torn;
	uint32_t seq;
	uint8_t cmd;
	bool ctrl;
	int err;
	size_t cut;
} fake;

static struct ctl_nl nl;
static struct ctl ctl;

static void take_settings(const struct nlmsghdr *nlh)
{
	const struct nlattr *a;
	unsigned int type;
	uint32_t first, last;
	const uint16_t *port;
	char why[64];

	mnl_attr_for_each(a, nlh, sizeof(struct genlmsghdr)) {
		type = mnl_attr_get_type(a);
		if (type == TCP_MPP_A_SETTINGS_EXEMPT_NONE) {
			fake.state.nr_exempt = 0;
		} else if (type == TCP_MPP_A_SETTINGS_EXEMPT) {
			/* the first of a list begins a new one */
			if (fake.state.has_exempt)
				fake.state.nr_exempt = 0;
			fake.state.has_exempt = false;
			port = mnl_attr_get_payload(a) + 4;
			first = port[0];
			last = port[4];
			state_exempt_add(&fake.state, first, last, why,
					 sizeof(why));
			fake.state.has_exempt = false;
		} else if (type >= TCP_MPP_A_SETTINGS_ENABLED) {
			state_set(&fake.state,
				  type - TCP_MPP_A_SETTINGS_ENABLED,
				  mnl_attr_get_u32(a));
		}
	}
	fake.state.has_exempt = true;
}

static int take_iface(const struct nlmsghdr *nlh)
{
	const struct nlattr *attr[TCP_MPP_A_IFACE_MAX + 1];
	const char *name;
	struct mpp_dev *dev;

	ctl_nl_parse(nlh, attr, TCP_MPP_A_IFACE_MAX);
	name = attr_string(attr[TCP_MPP_A_IFACE_NAME]);
	if (fake.refuse && !strcmp(name, fake.refuse))
		return -ENOMEM;
	dev = state_dev(&fake.state, name);
	if (attr[TCP_MPP_A_IFACE_PROFILE])
		dev->profile = attr_uint(attr[TCP_MPP_A_IFACE_PROFILE]);
	if (attr[TCP_MPP_A_IFACE_IPV4])
		dev->ipv4 = attr_uint(attr[TCP_MPP_A_IFACE_IPV4]);
	if (attr[TCP_MPP_A_IFACE_IPV6])
		dev->ipv6 = attr_uint(attr[TCP_MPP_A_IFACE_IPV6]);
	return 0;
}

static int fake_open(struct ctl_nl *unused)
{
	(void)unused;
	return 0;
}

static int fake_send(struct ctl_nl *unused, const void *buf, size_t len)
{
	const struct nlmsghdr *nlh = buf;

	(void)unused;
	(void)len;
	fake.seq = nlh->nlmsg_seq;
	fake.cmd = ctl_nl_cmd(nlh);
	fake.ctrl = nlh->nlmsg_type == GENL_ID_CTRL;
	fake.err = 0;
	if (fake.ctrl)
		return 0;
	if (fake.cmd == TCP_MPP_CMD_SETTINGS_SET) {
		fake.sets++;
		take_settings(nlh);
	} else if (fake.cmd == TCP_MPP_CMD_IFACE_SET) {
		fake.sets++;
		fake.err = take_iface(nlh);
	}
	return 0;
}

static struct nlmsghdr *begin(char *at, uint16_t type, uint16_t flags)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(at);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = fake.seq;
	return nlh;
}

static struct nlmsghdr *answer(char *at, uint16_t flags)
{
	struct nlmsghdr *nlh = begin(at, fake.ctrl ? GENL_ID_CTRL : FAMILY,
				     flags);
	struct genlmsghdr *genl;

	genl = mnl_nlmsg_put_extra_header(nlh, sizeof(*genl));
	genl->cmd = fake.cmd;
	return nlh;
}

static char *put_settings(char *at)
{
	struct nlmsghdr *nlh = answer(at, 0);
	struct nlattr *nest;
	unsigned int i;

	for (i = 0; i < fake.state.nr_exempt; i++) {
		nest = mnl_attr_nest_start(nlh, TCP_MPP_A_SETTINGS_EXEMPT);
		mnl_attr_put_u16(nlh, TCP_MPP_A_RANGE_FIRST,
				 fake.state.exempt[i].first);
		mnl_attr_put_u16(nlh, TCP_MPP_A_RANGE_LAST,
				 fake.state.exempt[i].last);
		mnl_attr_nest_end(nlh, nest);
	}
	for (i = 0; i < CTL_NR_SETTINGS; i++)
		mnl_attr_put_u32(nlh, ctl_settings[i].attr,
				 fake.state.value[i]);
	return at + nlh->nlmsg_len;
}

static char *put_ifaces(char *at, uint16_t flags)
{
	struct nlmsghdr *nlh;
	size_t i;

	for (i = 0; i < fake.state.nr_dev; i++) {
		nlh = answer(at, NLM_F_MULTI | flags);
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_IFINDEX, i + 1);
		mnl_attr_put_strz(nlh, TCP_MPP_A_IFACE_NAME,
				  fake.state.dev[i].name);
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_PROFILE,
				 fake.state.dev[i].profile);
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_IPV4,
				 fake.state.dev[i].ipv4);
		mnl_attr_put_u32(nlh, TCP_MPP_A_IFACE_IPV6,
				 fake.state.dev[i].ipv6);
		at += nlh->nlmsg_len;
	}
	return at;
}

static char *put_end(char *at, uint16_t type)
{
	struct nlmsghdr *nlh = begin(at, type, 0);
	int *code = mnl_nlmsg_put_extra_header(nlh, type == NLMSG_ERROR ?
					       sizeof(struct nlmsgerr) :
					       sizeof(int));

	*code = fake.err;
	return at + nlh->nlmsg_len;
}

static ssize_t fake_recv(struct ctl_nl *unused, void *buf, size_t len)
{
	struct nlmsghdr *nlh;
	uint16_t end = NLMSG_ERROR;
	char *at = buf;
	size_t n;

	(void)unused;
	(void)len;
	if (fake.ctrl) {
		nlh = answer(at, 0);
		mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, FAMILY);
		at += nlh->nlmsg_len;
	} else if (fake.cmd == TCP_MPP_CMD_SETTINGS_GET) {
		at = put_settings(at);
	} else if (fake.cmd == TCP_MPP_CMD_IFACE_GET) {
		at = put_ifaces(at, fake.torn ? NLM_F_DUMP_INTR : 0);
		fake.torn -= !!fake.torn;
		end = NLMSG_DONE;
	} else if (fake.cmd == TCP_MPP_CMD_STATUS_GET) {
		nlh = answer(at, 0);
		mnl_attr_put_u32(nlh, TCP_MPP_A_EPISODE_ROLE, 0);
		at += nlh->nlmsg_len;
	}
	n = put_end(at, end) - (char *)buf;
	if (fake.cut && fake.cut < n) {
		/* and nothing more comes */
		n = fake.cut;
		fake.cut = 1;
	}
	return fake.cut == 1 && n == 1 ? -EAGAIN : (ssize_t)n;
}

static int fake_none(struct ctl_nl *unused)
{
	(void)unused;
	return -1;
}

static void fake_close(struct ctl_nl *unused)
{
	(void)unused;
}

static const struct ctl_nl_ops ops = {
	.open = fake_open,
	.send = fake_send,
	.recv = fake_recv,
	.fd = fake_none,
	.close = fake_close,
};

static void setup(void)
{
	static const char *const names[] = { "lo", "eth0", "eth1", "bad0" };
	struct mpp_dev *dev;
	size_t i;
	int k;

	state_free(&fake.state);
	memset(&fake, 0, sizeof(fake));
	for (k = 0; k < CTL_NR_SETTINGS; k++)
		state_set(&fake.state, k, ctl_settings[k].def);
	fake.state.has_exempt = true;
	fake.state.nr_exempt = 1;
	fake.state.exempt[0] = (struct mpp_range){ 22, 22 };
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		dev = state_dev(&fake.state, names[i]);
		dev->profile = i ? TCP_MPP_PROFILE_PUBLIC :
				   TCP_MPP_PROFILE_PRIVATE;
		dev->ipv4 = 1;
		dev->ipv6 = 1;
	}
	nl = (struct ctl_nl){ .ops = &ops };
	ctl = (struct ctl){ .out = stdout, .nl = &nl };
}

/* What is set, as text that can be compared. */
static const char *picture(void)
{
	static char text[1024];
	size_t i, n = 0;
	int k;

	for (k = 0; k < CTL_NR_SETTINGS; k++)
		n += snprintf(text + n, sizeof(text) - n, "%u ",
			      fake.state.value[k]);
	for (i = 0; i < fake.state.nr_exempt; i++)
		n += snprintf(text + n, sizeof(text) - n, "%u-%u ",
			      fake.state.exempt[i].first,
			      fake.state.exempt[i].last);
	for (i = 0; i < fake.state.nr_dev; i++)
		n += snprintf(text + n, sizeof(text) - n, "%s:%u,%u,%u ",
			      fake.state.dev[i].name,
			      fake.state.dev[i].profile, fake.state.dev[i].ipv4,
			      fake.state.dev[i].ipv6);
	return text;
}

static void want(struct mpp_state *wanted, const char *dev)
{
	char why[64];

	state_init(wanted);
	state_set(wanted, ctl_setting_find("mark_start"), 90);
	state_exempt_add(wanted, 5000, 5009, why, sizeof(why));
	state_dev(wanted, "eth0")->profile = TCP_MPP_PROFILE_DOMAIN;
	state_dev(wanted, "eth0")->present = TCP_MPP_TAG_PROFILE;
	state_dev(wanted, dev)->ipv6 = 0;
	state_dev(wanted, dev)->present = TCP_MPP_TAG_IPV6;
}

#define WHOLE \
	"1 1 1 1 75 90 140 100 1000 20000 0 0 10 5 15 0 5000-5009 " \
	"lo:1,1,1 eth0:2,1,1 eth1:0,1,0 bad0:0,1,1 "

static void whole(void)
{
	struct mpp_state wanted;

	setup();
	want(&wanted, "eth1");
	test_ok(state_apply(&ctl, &wanted, NULL) == CTL_OK, "a state is applied");
	test_same(picture(), WHOLE, "as it says, and the rest is as it was");
	test_ok(fake.sets == 3, "in one message for all settings, and one for each interface");
	test_ok(state_apply(&ctl, &wanted, NULL) == CTL_OK && fake.sets == 4,
		"again: no interface is touched");
	state_free(&wanted);
}

static void undone(void)
{
	struct mpp_state wanted;
	char before[1024];

	setup();
	strcpy(before, picture());
	want(&wanted, "bad0");
	fake.refuse = "bad0";
	test_ok(state_apply(&ctl, &wanted, NULL) == CTL_REFUSED,
		"refused halfway");
	test_ok(fake.sets > 3, "after something was changed");
	test_same(picture(), before, "all is as it was");
	state_free(&wanted);
}

static void only_one(void)
{
	struct mpp_state wanted;

	setup();
	want(&wanted, "eth1");
	test_ok(state_apply(&ctl, &wanted, "eth1") == CTL_OK && fake.sets == 1,
		"only one interface");
	test_ok(state_apply(&ctl, &wanted, "eth7") == CTL_OK && fake.sets == 1,
		"one that the file does not name: nothing");
	state_free(&wanted);
}

static void defaults(void)
{
	struct mpp_state wanted;

	setup();
	state_dev(&fake.state, "eth1")->profile = TCP_MPP_PROFILE_DOMAIN;
	state_init(&wanted);
	state_reset(&wanted, false);
	test_ok(state_apply(&ctl, &wanted, NULL) == CTL_OK &&
		!fake.state.nr_exempt &&
		state_dev(&fake.state, "eth1")->profile == TCP_MPP_PROFILE_PUBLIC &&
		state_dev(&fake.state, "lo")->profile == TCP_MPP_PROFILE_PRIVATE,
		"reset: no range, and every interface is as by default");
	state_free(&wanted);
}

static void torn_listing(void)
{
	struct mpp_state state;

	setup();
	fake.torn = 3;
	test_ok(state_read(&ctl, &state) == CTL_OK && state.nr_dev == 4 &&
		!fake.torn, "a torn listing is read again");
	state_free(&state);
	setup();
	fake.torn = 1000;
	test_ok(state_read(&ctl, &state) == CTL_REFUSED,
		"not for ever");
}

static void short_answers(void)
{
	struct mpp_state state;
	size_t n;

	for (n = 2; n < 400; n++) {
		setup();
		if (ctl_nl_ready(&ctl))
			break;
		fake.cut = n;
		if (state_read(&ctl, &state) == CTL_OK)
			state_free(&state);
	}
	test_ok(n == 400, "answers that are cut off are survived");
}

int main(void)
{
	/* the messages are not looked at here */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	whole();
	undone();
	only_one();
	defaults();
	torn_listing();
	short_answers();
	state_free(&fake.state);
	return test_end();
}
