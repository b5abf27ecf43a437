/* SPDX-License-Identifier: GPL-2.0 */
/* mpp_fault: operations of which one allocation fails, and what they leave */
#ifndef MPP_TOOLS_FAULT_H
#define MPP_TOOLS_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An outcome: 0, -errno, or that nobody said which */
#define UNSAID 1

#define GROUPS_MAX 8

/* One kind of operation. */
struct op {
	const char *name;
	/* the words of the command line that are its own */
	void (*open)(char **word, int nr);
	/* the first allocation that is worth it, or NULL */
	unsigned int (*first)(void);
	/* fails its NTH allocation (0: none), and says what became of it */
	int (*act)(unsigned int nth);
	void (*undo)(void);
};

extern const struct op ops[];
extern const size_t nr_ops;

/* fault_nth.c: which allocation is to fail, of this task or of all kworkers */
void nth_open(void);
void nth_arm(unsigned int nth);
/* keeps errno, and how many were left; 0: the fault was injected */
void nth_disarm(void);
extern unsigned int nth_left;
void workers_arm(unsigned int nth);
/* in how many of them it was injected */
unsigned int workers_disarm(void);

/* fault_state.c: what is to be the same afterwards */
char *state_read(char **pattern, int nr);
/* prints the lines in which they differ */
void state_differ(const char *was, const char *is);
long number_in(const char *path);
void write_file(const char *path, const char *text);

/* fault_deliver.c */
void deliver_open(char **word, int nr);
int deliver_run(void);

/* fault_netlink.c */
bool netlink_family(uint16_t *id, uint32_t *groups);
int netlink_join(void);
/* how many messages CMD wait in that socket; -1: some were lost to it */
int netlink_heard(int fd, uint8_t cmd);
void netlink_open(char **word, int nr);
int netlink_act(unsigned int nth);
int join_act(unsigned int nth);

#endif
