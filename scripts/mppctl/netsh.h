/* SPDX-License-Identifier: GPL-2.0 */
/* netsh.h - the sentences of Windows' netsh about MPP (W14-W18) */
#ifndef MPPCTL_NETSH_H
#define MPPCTL_NETSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum netsh_verb {
	NETSH_SET,
	NETSH_SHOW,
	NETSH_RESET,
	NETSH_HELP,
};

/* The first two are what the kernel's switches are. */
enum netsh_value {
	NETSH_DISABLED,
	NETSH_ENABLED,
	NETSH_DEFAULT,
	NETSH_UNSAID,
};

/* Active is the kernel, persistent the configuration file. */
enum netsh_store {
	NETSH_ACTIVE,
	NETSH_PERSISTENT,
	NETSH_ANY_STORE,
};

/**
 * struct netsh_sentence - what a sentence says
 * @verb: what is to be done
 * @mpp: of the protection, or of the range if there is one
 * @profiles: of the profiles
 * @has_range: startport and numberofports were given
 * @first: first port of the range
 * @last: last port of the range
 * @store: where
 */
struct netsh_sentence {
	enum netsh_verb verb;
	enum netsh_value mpp;
	enum netsh_value profiles;
	bool has_range;
	uint16_t first;
	uint16_t last;
	enum netsh_store store;
};

int netsh_parse(int argc, char **argv, struct netsh_sentence *out, char *why,
		size_t len);

#endif /* MPPCTL_NETSH_H */
