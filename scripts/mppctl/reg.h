/* SPDX-License-Identifier: GPL-2.0 */
/* reg.h - what an exported Windows registry says about MPP (W12) */
#ifndef MPPCTL_REG_H
#define MPPCTL_REG_H

#include <stddef.h>
#include <stdio.h>

#include "../../module/types.h"

#define REG_GUID_LEN	38	/* {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx} */

/* What is said twice, in Tcpip and in Tcpip6. */
enum reg_family {
	REG_V4,
	REG_V6,
	REG_FAMILIES,
};

/**
 * struct reg_iface - an interface
 * @guid: its name on Windows, with braces
 * @off: MPP is off for it, -1 where nothing is said; by family
 * @line: where it was last spoken of
 */
struct reg_iface {
	char guid[REG_GUID_LEN + 1];
	signed char off[REG_FAMILIES];
	unsigned int line;
};

/**
 * struct reg_import - what was found
 * @enabled: EnableMPP, -1 where nothing is said; by family
 * @rate_limit: EnableConnectionRateLimiting, or -1
 * @has_ranges: a list of ports was there, be it empty
 * @nr_ranges: how many ranges are taken
 * @range: the ranges, in the file's order
 * @nr_ifaces: how many interfaces are spoken of
 * @iface: the interfaces
 */
struct reg_import {
	signed char enabled[REG_FAMILIES];
	signed char rate_limit;
	bool has_ranges;
	unsigned int nr_ranges;
	struct mpp_range range[MPP_EXEMPT_MAX];
	size_t nr_ifaces;
	struct reg_iface *iface;
};

int reg_parse(const void *buf, size_t len, const char *name,
	      struct reg_import *out, FILE *notes);
bool reg_empty(const struct reg_import *import);
void reg_free(struct reg_import *import);

#endif /* MPPCTL_REG_H */
