/* SPDX-License-Identifier: GPL-2.0 */
/* attrs.h - the attributes of the netlink family, by name, and their words */
#ifndef MPPCTL_ATTRS_H
#define MPPCTL_ATTRS_H

#include <linux/netlink.h>
#include <linux/tcp_mpp.h>

#include "ctl.h"

/**
 * enum attr_kind - how an attribute is read
 * @ATTR_NONE: there is no such attribute, or it is padding
 * @ATTR_FLAG: present or not
 * @ATTR_U16: number
 * @ATTR_U32: number
 * @ATTR_U64: number
 * @ATTR_WORD: u32, shown as a word
 * @ATTR_SWITCH: u32, shown as a truth value
 * @ATTR_STRING: text
 * @ATTR_ADDRESS: 4 or 16 bytes
 * @ATTR_RANGE: nested, a range of ports; may come repeatedly
 */
enum attr_kind {
	ATTR_NONE,
	ATTR_FLAG,
	ATTR_U16,
	ATTR_U32,
	ATTR_U64,
	ATTR_WORD,
	ATTR_SWITCH,
	ATTR_STRING,
	ATTR_ADDRESS,
	ATTR_RANGE,
};

/**
 * struct attr_desc - one attribute
 * @name: as in the specification, with underscores
 * @kind: how it is read
 * @words: of ATTR_WORD, by value, ended with NULL
 */
struct attr_desc {
	const char *name;
	enum attr_kind kind;
	const char *const *words;
};

/**
 * struct attr_set - the attributes of a message
 * @max: the highest number
 * @attr: by number
 */
struct attr_set {
	unsigned int max;
	const struct attr_desc *attr;
};

const struct attr_set *attr_set_of(uint8_t cmd);
const char *attr_cmd_name(uint8_t cmd);
const char *attr_name(const struct attr_set *set, unsigned int type);

const char *attr_nth(const char *const *words, uint64_t value);
const char *attr_reason(uint32_t reason);
int attr_reason_find(const char *word);
const char *attr_tcp_state(uint32_t state);

/* decode.c */
uint64_t attr_uint(const struct nlattr *attr);
const char *attr_string(const struct nlattr *attr);
const char *attr_address(const struct nlattr *attr, char *buf, size_t len);
const char *attr_word(const struct attr_set *set, const struct nlattr *attr);
void attr_out(struct ctl *ctl, const struct attr_set *set,
	      const struct nlattr *attr);
void attr_out_all(struct ctl *ctl, const struct nlmsghdr *nlh);

#endif /* MPPCTL_ATTRS_H */
