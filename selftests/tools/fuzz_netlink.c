// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fuzz: messages to the generic netlink family tcp_mpp
 *
 * Half of them are in order, the others have had an accident; of these, where KCOV
 * tells, half were of use before. Every message asks for an acknowledgment. The
 * generation of the settings has to grow by one for each acknowledged change and
 * never otherwise; what a message in order was for is compared with the model.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../include/uapi/linux/tcp_mpp.h"
#include "fuzz.h"
#include "fuzz_cover.h"
#include "fuzz_message.h"
#include "util.h"

static int sock = -1;
static uint16_t family;
static uint32_t sequence, generation;

/* an outcome that the model leaves open */
static const int either = 1;

/* What came back. */
struct answer {
	bool acked;
	bool done;
	int error;
	bool has_generation;
	uint32_t generation;
	uint16_t id;
};

/*
 * What remains of a datagram when its message says that it is shorter is taken
 * for another message, and fails by itself: @ans->done is of the first.
 */
static void look(const struct nlmsghdr *nlh, uint32_t seq, struct answer *ans)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);
	const unsigned char *p = (const void *)nlh, *end = p + nlh->nlmsg_len;
	const struct nlattr *nla;
	uint16_t type;

	if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE) {
		ans->acked = true;
		if (nlh->nlmsg_type == NLMSG_ERROR && !err->error &&
		    err->msg.nlmsg_seq == seq)
			ans->done = true;
		/* one that failed counts, whatever else was acknowledged */
		if (nlh->nlmsg_type == NLMSG_ERROR && err->error)
			ans->error = err->error;
		return;
	}
	for (p += HEAD; p + NLA_HDRLEN <= end; p += NLA_ALIGN(nla->nla_len)) {
		nla = (const void *)p;
		type = nla->nla_type & NLA_TYPE_MASK;
		if (nla->nla_len < NLA_HDRLEN)
			break;
		if (nlh->nlmsg_type == GENL_ID_CTRL &&
		    type == CTRL_ATTR_FAMILY_ID)
			memcpy(&ans->id, p + NLA_HDRLEN, sizeof(ans->id));
		if (nlh->nlmsg_type == family &&
		    type == TCP_MPP_A_SETTINGS_GENERATION) {
			ans->has_generation = true;
			memcpy(&ans->generation, p + NLA_HDRLEN, 4);
		}
	}
}

/* Everything is answered before send() returns, dumps while they are read. */
static void ask(struct message *msg, struct answer *ans)
{
	static unsigned char buf[65536] __attribute__((aligned(8)));
	struct nlmsghdr *nlh;
	ssize_t len;

	*ans = (struct answer) {};
	if (send(sock, msg->raw, msg->len, 0) < 0) {
		ans->error = -errno;
		return;
	}
	while ((len = recv(sock, buf, sizeof(buf), MSG_DONTWAIT)) > 0)
		for (nlh = (void *)buf; NLMSG_OK(nlh, (size_t)len);
		     nlh = NLMSG_NEXT(nlh, len))
			look(nlh, msg->nlh.nlmsg_seq, ans);
}

static uint32_t read_generation(void)
{
	struct message msg;
	struct answer ans;

	begin(&msg, family, TCP_MPP_CMD_SETTINGS_GET, 0, ++sequence);
	msg.nlh.nlmsg_len = msg.len;
	ask(&msg, &ans);
	if (ans.error || !ans.has_generation)
		fail_case("settings-get", msg.raw, msg.len,
			  "error %d, generation or none", ans.error);
	return ans.generation;
}

static bool find_family(void)
{
	struct message msg;
	struct answer ans;

	begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, ++sequence);
	put(&msg, CTRL_ATTR_FAMILY_NAME, "tcp_mpp", 8);
	msg.nlh.nlmsg_len = msg.len;
	ask(&msg, &ans);
	family = ans.error ? 0 : ans.id;
	return family;
}

/* Without @there the module need not be. */
void netlink_open(bool there)
{
	int on = 1;

	sock = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (sock < 0)
		die_errno("netlink");
	setsockopt(sock, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	if (!there)
		return;
	if (!find_family())
		die("no netlink family tcp_mpp");
	generation = read_generation();
	cover_open();
}

/* --- messages in order, and what they are for --- */

static uint32_t a_value(const struct setting *s)
{
	if (one_in(8))
		return one_in(2) ? s->min - 1 : s->max + 1;
	return s->min + rnd(s->max - s->min + 1);
}

/* What settings-set makes of the exempt ports: all of them anew. */
static void make_list(struct message *msg, struct model *m)
{
	uint16_t range[8] = {
		NLA_HDRLEN + 2, TCP_MPP_A_RANGE_FIRST, 0, 0,
		NLA_HDRLEN + 2, TCP_MPP_A_RANGE_LAST,
	};
	uint32_t n = rnd(15);

	m->nr = 0;
	if (!n)
		put(msg, TCP_MPP_A_SETTINGS_EXEMPT_NONE, NULL, 0);
	while (n--) {
		range[2] = rnd(65536);
		range[6] = range[2] + rnd(one_in(3) ? 65536 : 300);
		put(msg, TCP_MPP_A_SETTINGS_EXEMPT | NLA_F_NESTED, range,
		    sizeof(range));
		/* one that does not fit is refused, and all with it */
		model_add_range(m, range[2], range[6]);
	}
}

static void make_set(struct message *msg, struct model *m)
{
	uint32_t n = 1 + rnd(4), value, mask = 0;
	int i;

	if (one_in(6))
		make_list(msg, m);
	while (n--) {
		i = rnd(NR_SETTINGS);
		if (mask & 1U << i)
			continue;
		mask |= 1U << i;
		if (one_in(5)) {
			put_u32(msg, TCP_MPP_A_SETTINGS_DEFAULT, 1U << i);
			m->set[i] = settings[i].def;
			return;
		}
		value = a_value(&settings[i]);
		put_u32(msg, TCP_MPP_A_SETTINGS_ENABLED + i, value);
		m->set[i] = value;
	}
}

static void make_reset(struct message *msg, struct model *m)
{
	bool keep = one_in(2);
	int i;

	if (keep)
		put(msg, TCP_MPP_A_SETTINGS_KEEP_RATE_LIMIT, NULL, 0);
	for (i = 0; i < NR_SETTINGS; i++)
		if (!keep || strncmp(settings[i].name, "rate_limit", 10))
			m->set[i] = settings[i].def;
	m->nr = 0;
	for (i = 0; i < nr_ifaces; i++) {
		m->profile[i] = !strcmp(ifaces[i].name, "lo");
		m->ipv4[i] = 0;
		m->ipv6[i] = 0;
	}
}

static int make_range(struct message *msg, struct model *m, bool new)
{
	uint32_t first = rnd(65536), last = first + rnd(300);

	if (m->nr && rnd(3)) {
		first = m->range[0].first - one_in(6);
		last = m->range[0].last + one_in(6);
	}
	first &= 0xffff;
	last &= 0xffff;
	put_u16(msg, TCP_MPP_A_EXEMPT_FIRST, first);
	put_u16(msg, TCP_MPP_A_EXEMPT_LAST, last);
	if (first > last)
		return -EINVAL;
	return new ? model_add_range(m, first, last) :
		     model_delete_range(m, first, last);
}

static void make_iface(struct message *msg, struct model *m)
{
	int i = rnd(nr_ifaces);
	uint32_t value;

	if (one_in(2))
		put_u32(msg, TCP_MPP_A_IFACE_IFINDEX,
			if_nametoindex(ifaces[i].name));
	else
		put(msg, TCP_MPP_A_IFACE_NAME, ifaces[i].name,
		    strlen(ifaces[i].name) + 1);
	if (one_in(2)) {
		value = rnd(3);
		put_u32(msg, TCP_MPP_A_IFACE_PROFILE, value);
		m->profile[i] = value;
	}
	if (one_in(2)) {
		value = rnd(2);
		put_u32(msg, TCP_MPP_A_IFACE_IPV4, value);
		m->ipv4[i] = !value;	/* the file says disabled, we enabled */
	}
	if (one_in(2)) {
		value = rnd(2);
		put_u32(msg, TCP_MPP_A_IFACE_IPV6, value);
		m->ipv6[i] = !value;
	}
	if (one_in(4)) {
		value = 1 + rnd(7);
		put_u32(msg, TCP_MPP_A_IFACE_DEFAULT, value);
		if (value & TCP_MPP_TAG_PROFILE)
			m->profile[i] = !strcmp(ifaces[i].name, "lo");
		if (value & TCP_MPP_TAG_IPV4)
			m->ipv4[i] = 0;
		if (value & TCP_MPP_TAG_IPV6)
			m->ipv6[i] = 0;
	}
}

/* Returns the error expected, 0 for success, or either. */
static int make(struct message *msg, struct model *m)
{
	uint8_t cmd = 1 + rnd(one_in(30) ? 255 : TCP_MPP_CMD_STATS_GET);

	if (one_in(40))
		cmd = TCP_MPP_CMD_CONNECTION_GET;
	begin(msg, family, cmd, one_in(8) ? NLM_F_DUMP : 0, ++sequence);
	switch (cmd) {
	case TCP_MPP_CMD_SETTINGS_SET:
		make_set(msg, m);
		return either;
	case TCP_MPP_CMD_SETTINGS_RESET:
		make_reset(msg, m);
		return msg->nlh.nlmsg_flags & NLM_F_ROOT ? either : 0;
	case TCP_MPP_CMD_EXEMPT_NEW:
	case TCP_MPP_CMD_EXEMPT_DEL:
		return msg->nlh.nlmsg_flags & NLM_F_ROOT ?
			       (make_range(msg, m, true), either) :
			       make_range(msg, m, cmd == TCP_MPP_CMD_EXEMPT_NEW);
	case TCP_MPP_CMD_EXEMPT_GET:
		if (one_in(2))
			put_u16(msg, TCP_MPP_A_EXEMPT_PORT, rnd(65536));
		return either;
	case TCP_MPP_CMD_IFACE_GET:
		if (one_in(2))
			put_u32(msg, TCP_MPP_A_IFACE_IFINDEX, rnd(8));
		return either;
	case TCP_MPP_CMD_IFACE_SET:
		make_iface(msg, m);
		return either;
	case TCP_MPP_CMD_CONNECTION_GET:
		if (one_in(2))
			put_u16(msg, TCP_MPP_A_EVIDENCE_LOCAL_PORT, rnd(65536));
		if (one_in(2))
			put(msg, TCP_MPP_A_EVIDENCE_PEER_ADDRESS,
			    "0123456789abcdef", one_in(2) ? 16 : 4);
		if (one_in(2))
			put_u16(msg, TCP_MPP_A_EVIDENCE_PEER_PORT, rnd(65536));
		return either;
	case TCP_MPP_CMD_STATS_GET:
		if (one_in(2))
			put(msg, TCP_MPP_A_COUNTER_NAME, "resets", 7);
		return either;
	}
	return either;
}

static bool is_change(struct message *msg)
{
	if (msg->len < HEAD || !(msg->nlh.nlmsg_flags & NLM_F_REQUEST))
		return false;
	switch (genl_of(msg)->cmd) {
	case TCP_MPP_CMD_SETTINGS_SET:
	case TCP_MPP_CMD_SETTINGS_RESET:
	case TCP_MPP_CMD_EXEMPT_NEW:
	case TCP_MPP_CMD_EXEMPT_DEL:
	case TCP_MPP_CMD_IFACE_SET:
		return true;
	}
	return false;
}

/* What is set stays possible, whatever it was set by. */
static void plausible(const struct model *m, const struct message *msg)
{
	const uint32_t *mark = &m->set[NR_MARKS_AT];
	uint32_t i;

	for (i = 0; i < NR_SETTINGS; i++)
		if (m->set[i] < settings[i].min || m->set[i] > settings[i].max)
			fail_case("netlink", msg->raw, msg->len, "%s is %u",
				  settings[i].name, m->set[i]);
	if (mark[0] >= mark[1] || mark[1] >= mark[2])
		fail_case("netlink", msg->raw, msg->len, "marks");
	for (i = 0; i < m->nr; i++)
		if (m->range[i].first > m->range[i].last ||
		    m->range[i].last > 65535 || m->nr > EXEMPT_MAX ||
		    (i && m->range[i].first <= m->range[i - 1].last))
			fail_case("netlink", msg->raw, msg->len, "ranges");
}

static void accidents(struct message *msg, int n)
{
	for (; n; n--) {
		accident(msg);
		if (msg->len < NLMSG_HDRLEN + 1)
			msg->len = HEAD;
		if (rnd(8))
			msg->nlh.nlmsg_len = msg->len;
	}
	/* an accident must not take away how we learn of a success */
	msg->nlh.nlmsg_flags |= NLM_F_ACK;
}

/* One message, of what nobody knows the outcome, to a family that may be gone. */
bool netlink_blind(const struct model *m)
{
	static struct message msg;
	struct model after = *m;
	struct answer ans;

	if (!family && !find_family())
		return false;
	make(&msg, &after);
	msg.nlh.nlmsg_len = msg.len;
	accidents(&msg, rnd(4));
	ask(&msg, &ans);
	if (ans.error == -ENOENT)
		find_family();
	return ans.done;
}

/* One message. True when it was an acknowledged change. */
bool netlink_try(struct model *m)
{
	static struct message msg;
	struct model after = *m;
	struct answer ans;
	bool broken, change;
	int want;

	want = make(&msg, &after);
	msg.nlh.nlmsg_len = msg.len;
	broken = one_in(2);
	if (broken && one_in(2) && cover_pick(&msg))
		msg.nlh.nlmsg_seq = sequence;
	accidents(&msg, broken ? 1 + rnd(3) : 0);
	cover_begin();
	ask(&msg, &ans);
	if (cover_end())
		cover_keep(&msg);
	change = ans.done && is_change(&msg);

	if (!broken && want != either && ans.error != want)
		fail_case("netlink", msg.raw, msg.len,
			  "error %d, the model says %d", ans.error, want);
	generation += change;
	if ((change || one_in(8)) && read_generation() != generation)
		fail_case("netlink", msg.raw, msg.len,
			  "generation %u is not the one expected; error %d",
			  read_generation(), ans.error);
	if (!change)
		return false;
	if (!broken)
		text_compare_all(&after);
	text_read(m);
	plausible(m, &msg);
	return true;
}
