/* SPDX-License-Identifier: GPL-2.0 */
/* mpp_fuzz: a generator of bad input, and a dumb model of what is set */
#ifndef MPP_TOOLS_FUZZ_H
#define MPP_TOOLS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NR_SETTINGS 16
#define NR_MARKS_AT 4	/* mark_end, mark_start, mark_high: one after the other */
#define EXEMPT_MAX 12
#define IFACES_MAX 8
#define INPUT_MAX 4000

struct setting {
	const char *name;
	uint32_t min, max, def;
	const char *words[2];	/* or NULL: numbers */
};

struct model {
	uint32_t set[NR_SETTINGS];
	uint32_t nr;
	struct { uint32_t first, last; } range[EXEMPT_MAX];
	uint8_t profile[IFACES_MAX], ipv4[IFACES_MAX], ipv6[IFACES_MAX];
};

struct iface {
	const char *name;
	bool port;	/* of a bond, bridge or VRF: takes no tag */
};

extern const struct setting settings[NR_SETTINGS];
extern const char *const profile_words[3];
extern const char *const switch_words[2];
extern struct iface ifaces[IFACES_MAX];
extern int nr_ifaces;

/* mpp_fuzz.c */
uint32_t rnd(uint32_t below);
bool one_in(uint32_t n);
uint64_t tries(void);
void fail_case(const char *where, const void *input, size_t len,
	       const char *fmt, ...) __attribute__((noreturn, format(printf, 4, 5)));
size_t mutate(unsigned char *buf, size_t len, size_t max, const char *alphabet);

/* fuzz_text.c */
void text_open(bool keep);
bool text_try(struct model *m);
bool text_blind(const struct model *m);
void text_read(struct model *m);
void text_compare_all(const struct model *m);
int model_add_range(struct model *m, uint32_t first, uint32_t last);
int model_delete_range(struct model *m, uint32_t first, uint32_t last);

/* fuzz_netlink.c */
void netlink_open(bool there);
bool netlink_try(struct model *m);
bool netlink_blind(const struct model *m);

#endif
