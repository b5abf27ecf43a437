/* SPDX-License-Identifier: GPL-2.0 */
/* netsh_job.h - between the parts of netsh: the kernel, the file, the screen */
#ifndef MPPCTL_NETSH_JOB_H
#define MPPCTL_NETSH_JOB_H

#include "netsh.h"
#include "state.h"

/**
 * struct netsh_file - the configuration file, and what it is to become
 * @path: its name
 * @text: its text, or NULL
 * @len: how long that is
 * @lock: keeps others from changing it, or -1
 * @add: the command that is to be added, empty where there is none
 */
struct netsh_file {
	const char *path;
	char *text;
	size_t len;
	int lock;
	char add[128];
};

/* netsh_file.c */
int netsh_file_read(struct ctl *ctl, const char *path, struct mpp_state *state);
int netsh_file_plan(struct ctl *ctl, const struct netsh_sentence *s,
		    struct netsh_file *file);
int netsh_file_write(struct ctl *ctl, struct netsh_file *file);
void netsh_file_free(struct netsh_file *file);

/* netsh_show.c */
void netsh_show(struct ctl *ctl, const struct mpp_state *state, bool active);

#endif /* MPPCTL_NETSH_JOB_H */
