// SPDX-License-Identifier: GPL-2.0
/*
 * mpp_fault: requests to the netlink family, and its events
 *
 * send() does the whole of a request in the sender's task, its answer too; a
 * dump goes on in recv(), so that counts as well. Without memory for an answer
 * the kernel sets the socket's error: then nobody says what became of it.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../include/uapi/linux/tcp_mpp.h"
#include "fault.h"
#include "message.h"
#include "util.h"

static struct message request;
static unsigned char buf[65536] __attribute__((aligned(8)));
/* messages of the complete answer */
static int complete = -1;

static int open_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct sockaddr_nl me = { .nl_family = AF_NETLINK };
	int on = 1;

	if (fd < 0 || bind(fd, (void *)&me, sizeof(me)))
		die_errno("netlink");
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	return fd;
}

static const struct nlattr *next(const struct nlattr *nla, const void *end)
{
	const char *p = (const char *)nla + NLA_ALIGN(nla->nla_len);

	return p + NLA_HDRLEN <= (const char *)end ? (const void *)p : NULL;
}

static const struct nlattr *within(const struct nlattr *nla)
{
	return nla->nla_len > 2 * NLA_HDRLEN ? nla + 1 : NULL;
}

static const void *end_of(const struct nlattr *nla)
{
	return (const char *)nla + nla->nla_len;
}

static int type_of(const struct nlattr *nla)
{
	return nla->nla_type & NLA_TYPE_MASK;
}

/* CTRL_ATTR_MCAST_GROUPS: the ids, in the order of the specification */
static void read_groups(const struct nlattr *all, uint32_t *groups)
{
	const struct nlattr *group, *nla;
	int n = 0;

	for (group = within(all); group && n < GROUPS_MAX;
	     group = next(group, end_of(all)))
		for (nla = within(group); nla; nla = next(nla, end_of(group)))
			if (type_of(nla) == CTRL_ATTR_MCAST_GRP_ID)
				memcpy(&groups[n++], nla + 1, 4);
}

bool netlink_family(uint16_t *id, uint32_t *groups)
{
	const struct nlmsghdr *nlh = (void *)buf;
	const struct nlattr *nla;
	struct message msg;
	ssize_t len;
	int fd = open_socket();

	begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0, 1);
	put(&msg, CTRL_ATTR_FAMILY_NAME, TCP_MPP_FAMILY_NAME,
	    sizeof(TCP_MPP_FAMILY_NAME));
	msg.nlh.nlmsg_len = msg.len;
	if (send(fd, msg.raw, msg.len, 0) < 0)
		die_errno("netlink");
	len = recv(fd, buf, sizeof(buf), 0);
	close(fd);
	if (len <= (ssize_t)HEAD || nlh->nlmsg_type != GENL_ID_CTRL)
		return false;
	for (nla = (void *)(buf + HEAD); nla; nla = next(nla, buf + len)) {
		if (type_of(nla) == CTRL_ATTR_FAMILY_ID)
			memcpy(id, nla + 1, sizeof(*id));
		if (type_of(nla) == CTRL_ATTR_MCAST_GROUPS)
			read_groups(nla, groups);
	}
	return true;
}

static void family(uint16_t *id, uint32_t *groups)
{
	if (!netlink_family(id, groups))
		die("tcp_mpp cannot be found by netlink");
}

/* --- events --- */

int netlink_join(void)
{
	uint32_t groups[GROUPS_MAX];
	int fd = open_socket();
	uint16_t id;

	family(&id, groups);
	if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[0], 4))
		die_errno("joining the events");
	return fd;
}

int netlink_heard(int fd, uint8_t cmd)
{
	const struct genlmsghdr *genl = NLMSG_DATA(buf);
	int nr = 0;
	ssize_t len;

	while ((len = recv(fd, buf, sizeof(buf), MSG_DONTWAIT)) >= 0)
		nr += len >= (ssize_t)HEAD && genl->cmd == cmd;
	return errno == ENOBUFS ? -1 : nr;
}

int join_act(unsigned int nth)
{
	uint32_t groups[GROUPS_MAX];
	int fd = open_socket(), err;
	uint16_t id;

	family(&id, groups);
	nth_arm(nth);
	err = setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &groups[0],
			 4) ? -errno : 0;
	nth_disarm();
	close(fd);
	return err;
}

/* --- requests --- */

static const struct {
	const char *name;
	uint8_t cmd;
	int flags;
} kinds[] = {
	{ "settings-get", TCP_MPP_CMD_SETTINGS_GET, 0 },
	{ "settings-set", TCP_MPP_CMD_SETTINGS_SET, 0 },
	{ "settings-reset", TCP_MPP_CMD_SETTINGS_RESET, 0 },
	{ "exempt-new", TCP_MPP_CMD_EXEMPT_NEW, 0 },
	{ "exempt-del", TCP_MPP_CMD_EXEMPT_DEL, 0 },
	{ "exempt-dump", TCP_MPP_CMD_EXEMPT_GET, NLM_F_DUMP },
	{ "iface-get", TCP_MPP_CMD_IFACE_GET, 0 },
	{ "iface-set", TCP_MPP_CMD_IFACE_SET, 0 },
	{ "iface-dump", TCP_MPP_CMD_IFACE_GET, NLM_F_DUMP },
	{ "status-get", TCP_MPP_CMD_STATUS_GET, 0 },
	{ "stats-dump", TCP_MPP_CMD_STATS_GET, NLM_F_DUMP },
	{ "connection-dump", TCP_MPP_CMD_CONNECTION_GET, NLM_F_DUMP },
};

static void put_range(struct message *msg)
{
	put_u16(msg, TCP_MPP_A_EXEMPT_FIRST, 5000);
	put_u16(msg, TCP_MPP_A_EXEMPT_LAST, 5009);
}

/* MESSAGE [INTERFACE] */
void netlink_open(char **word, int nr)
{
	uint32_t groups[GROUPS_MAX];
	uint16_t id;
	size_t i;

	family(&id, groups);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, word[0]))
			break;
	if (i == ARRAY_SIZE(kinds))
		die("no message '%s'", word[0]);
	begin(&request, id, kinds[i].cmd, kinds[i].flags, 1);
	switch (kinds[i].flags ? 0 : kinds[i].cmd) {
	case TCP_MPP_CMD_SETTINGS_SET:
		put_u32(&request, TCP_MPP_A_SETTINGS_HOLD_MS, 700);
		put_u32(&request, TCP_MPP_A_SETTINGS_PROFILES, 0);
		break;
	case TCP_MPP_CMD_EXEMPT_NEW:
	case TCP_MPP_CMD_EXEMPT_DEL:
		put_range(&request);
		break;
	case TCP_MPP_CMD_IFACE_SET:
		put_u32(&request, TCP_MPP_A_IFACE_PROFILE, 1);
		/* fall through */
	case TCP_MPP_CMD_IFACE_GET:
		put_u32(&request, TCP_MPP_A_IFACE_IFINDEX,
			if_nametoindex(nr > 1 ? word[1] : "lo"));
		break;
	}
	request.nlh.nlmsg_len = request.len;
}

/* Counts messages into @nr; true when the last one was there, with @err. */
static bool look(ssize_t len, int *nr, int *err)
{
	const struct nlmsghdr *nlh;

	for (nlh = (void *)buf; NLMSG_OK(nlh, (size_t)len);
	     nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_type != NLMSG_ERROR &&
		    nlh->nlmsg_type != NLMSG_DONE) {
			(*nr)++;
			continue;
		}
		memcpy(err, NLMSG_DATA(nlh), sizeof(*err));
		return true;
	}
	return false;
}

int netlink_act(unsigned int nth)
{
	int fd = open_socket(), nr = 0, err = 0;
	bool done = false;
	ssize_t len;

	nth_arm(nth);
	if (send(fd, request.raw, request.len, 0) < 0) {
		err = -errno;
		done = true;
	}
	while (!done) {
		len = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);
		if (len < 0) {
			/* nothing more is to come: the socket says so or not */
			err = errno == ENOBUFS || errno == ENOMEM ? UNSAID :
								   -errno;
			break;
		}
		done = look(len, &nr, &err);
	}
	nth_disarm();
	close(fd);
	if (err)
		return err;
	if (complete < 0)
		complete = nr;
	return nr == complete ? 0 : -EPROTO;
}
