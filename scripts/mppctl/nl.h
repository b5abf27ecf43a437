/* SPDX-License-Identifier: GPL-2.0 */
/*
 * nl.h - the kernel, through generic netlink. All of it goes through a few
 * operations, so that a test can hand in a recorded kernel.
 */
#ifndef MPPCTL_NL_H
#define MPPCTL_NL_H

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <sys/types.h>

#include "ctl.h"

#define CTL_NL_BUF	32768

struct ctl_nl;

/**
 * struct ctl_nl_ops - how messages come and go
 * @open: be ready; 0 or -errno
 * @send: a request; 0 or -errno
 * @recv: what came, its length or -errno; -ENOBUFS when some was lost
 * @join: hear a multicast group; 0 or -errno
 * @fd: to wait on
 * @close: be done
 */
struct ctl_nl_ops {
	int (*open)(struct ctl_nl *nl);
	int (*send)(struct ctl_nl *nl, const void *buf, size_t len);
	ssize_t (*recv)(struct ctl_nl *nl, void *buf, size_t len);
	int (*join)(struct ctl_nl *nl, uint32_t group);
	int (*fd)(struct ctl_nl *nl);
	void (*close)(struct ctl_nl *nl);
};

extern const struct ctl_nl_ops ctl_nl_socket;

/**
 * struct ctl_nl - a connection to the kernel
 * @ops: how
 * @priv: of the operations
 * @ready: the family is resolved
 * @family: its number
 * @group_events: number of the group events
 * @group_kills: number of the group kills
 * @seq: number of the last request
 * @why: why the last request was refused: the kernel's own words
 * @request: the request that is being made
 * @reply: what came
 */
struct ctl_nl {
	const struct ctl_nl_ops *ops;
	void *priv;
	bool ready;
	uint16_t family;
	uint32_t group_events;
	uint32_t group_kills;
	uint32_t seq;
	char why[256];
	char request[CTL_NL_BUF];
	char reply[CTL_NL_BUF];
};

/* What is done with each message of an answer; its attributes begin at @attr. */
typedef int (*ctl_nl_cb)(const struct nlmsghdr *nlh, void *data);

/*
 * A request: begin one, put attributes, send it. ctl_nl_try() gives -errno, and
 * nl->why says why. ctl_nl_talk() tells the user, and gives an enum ctl_status.
 */
struct nlmsghdr *ctl_nl_new(struct ctl *ctl, uint8_t cmd);
struct nlmsghdr *ctl_nl_new_dump(struct ctl *ctl, uint8_t cmd);
int ctl_nl_try(struct ctl *ctl, struct nlmsghdr *nlh, ctl_nl_cb cb, void *data);
int ctl_nl_talk(struct ctl *ctl, struct nlmsghdr *nlh, ctl_nl_cb cb,
		void *data);

int ctl_nl_ready(struct ctl *ctl);
int ctl_nl_refused(struct ctl *ctl, int err);
void ctl_nl_close(struct ctl *ctl);
uint8_t ctl_nl_cmd(const struct nlmsghdr *nlh);
void ctl_nl_parse(const struct nlmsghdr *nlh, const struct nlattr **attr,
		  unsigned int max);

/* nl_error.c */
void ctl_nl_explain(struct ctl_nl *nl, const struct nlmsghdr *answer, int err);

#endif /* MPPCTL_NL_H */
