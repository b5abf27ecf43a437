// SPDX-License-Identifier: GPL-2.0
/*
 * verdict_test - the whole truth table of mpp_verdict(): the rows of its
 * comment one by one, then every combination against a reference that was
 * written the other way about, from the last rule to the first.
 */
#include "tap.h"

#define EXEMPT_FIRST	5000
#define EXEMPT_LAST	5009

static struct mpp_settings settings(bool enabled, bool ipv4, bool ipv6, bool profiles)
{
	struct mpp_settings set = {
		.enabled = enabled,
		.ipv4 = ipv4,
		.ipv6 = ipv6,
		.profiles = profiles,
		.exempt = {
			.nr = 2,
			.range = { { 22, 22 }, { EXEMPT_FIRST, EXEMPT_LAST } },
		},
	};

	return set;
}

struct row {
	const char *what;
	bool enabled, ipv4, ipv6, profiles;
	struct mpp_subject sub;
	enum mpp_reason want;
};

static const struct row rows[] = {
	{ "a plain subject is a candidate", 1, 1, 1, 1, { .port = 80 }, MPP_HEALTHY },
	{ "a plain subject over IPv6 too", 1, 1, 1, 1, { .port = 80, .ipv6 = true }, MPP_HEALTHY },
	{ "W2: MPP off", 0, 1, 1, 1, { .port = 80 }, MPP_DISABLED },
	{ "W12: IPv4 off", 1, 0, 1, 1, { .port = 80 }, MPP_FAMILY_OFF },
	{ "W12: IPv4 off, but this is IPv6", 1, 0, 1, 1,
	  { .port = 80, .ipv6 = true }, MPP_HEALTHY },
	{ "W12: IPv6 off", 1, 1, 0, 1, { .port = 80, .ipv6 = true },
	  MPP_FAMILY_OFF },
	{ "W12: IPv6 off, but this is IPv4", 1, 1, 0, 1, { .port = 80 },
	  MPP_HEALTHY },
	{ "D11: the kernel's own", 1, 1, 1, 1, { .port = 80, .kernel = true }, MPP_KERNEL },
	{ "in repair", 1, 1, 1, 1, { .port = 80, .repair = true }, MPP_REPAIR },
	{ "W12: interface opted out", 1, 1, 1, 1,
	  { .port = 80, .iface_off = true }, MPP_IFACE_OFF },
	{ "W4: private", 1, 1, 1, 1,
	  { .port = 80, .profile = MPP_PROFILE_PRIVATE }, MPP_PRIVATE },
	{ "W4: domain", 1, 1, 1, 1, { .port = 80, .profile = MPP_PROFILE_DOMAIN }, MPP_DOMAIN },
	{ "W4: private, Profiles off", 1, 1, 1, 0,
	  { .port = 80, .profile = MPP_PROFILE_PRIVATE }, MPP_HEALTHY },
	{ "W4: domain, Profiles off", 1, 1, 1, 0,
	  { .port = 80, .profile = MPP_PROFILE_DOMAIN }, MPP_HEALTHY },
	{ "W5: public, Profiles on: not spared", 1, 1, 1, 1,
	  { .port = 80, .profile = MPP_PROFILE_PUBLIC }, MPP_HEALTHY },
	{ "W6: first exempt port", 1, 1, 1, 1, { .port = EXEMPT_FIRST }, MPP_EXEMPT_PORT },
	{ "W6: last exempt port", 1, 1, 1, 1, { .port = EXEMPT_LAST }, MPP_EXEMPT_PORT },
	{ "W6: a port before it", 1, 1, 1, 1, { .port = EXEMPT_FIRST - 1 }, MPP_HEALTHY },
	{ "W6: a port behind it", 1, 1, 1, 1, { .port = EXEMPT_LAST + 1 }, MPP_HEALTHY },
	{ "W6: over IPv6", 1, 1, 1, 1, { .port = 22, .ipv6 = true }, MPP_EXEMPT_PORT },
	{ "W18: MPP off comes before an exemption", 0, 1, 1, 1,
	  { .port = 22 }, MPP_DISABLED },
	{ "W4: private comes before an exemption", 1, 1, 1, 1,
	  { .port = 22, .profile = MPP_PROFILE_PRIVATE }, MPP_PRIVATE },
	{ "W12: opted out comes before private", 1, 1, 1, 1,
	  { .port = 80, .iface_off = true, .profile = MPP_PROFILE_PRIVATE }, MPP_IFACE_OFF },
	{ "D11: the kernel's comes before the interface", 1, 1, 1, 1,
	  { .port = 80, .kernel = true, .repair = true, .iface_off = true }, MPP_KERNEL },
};

/* The last rule that applies overwrites those before. */
static enum mpp_reason reference(const struct mpp_settings *set,
				 const struct mpp_subject *sub, bool exempt)
{
	enum mpp_reason reason = MPP_HEALTHY;
	const u32 family[2] = { set->ipv4, set->ipv6 };

	if (exempt)
		reason = MPP_EXEMPT_PORT;
	if (set->profiles) {
		if (sub->profile == MPP_PROFILE_DOMAIN)
			reason = MPP_DOMAIN;
		if (sub->profile == MPP_PROFILE_PRIVATE)
			reason = MPP_PRIVATE;
	}
	if (sub->iface_off)
		reason = MPP_IFACE_OFF;
	if (sub->repair)
		reason = MPP_REPAIR;
	if (sub->kernel)
		reason = MPP_KERNEL;
	if (!family[sub->ipv6])
		reason = MPP_FAMILY_OFF;
	if (!set->enabled)
		reason = MPP_DISABLED;
	return reason;
}

static void exhaustive(void)
{
	u32 bits, profile, wrong = 0, n = 0;
	u32 seen[MPP_NR_REASONS] = { 0 };

	for (bits = 0; bits < 1 << 9; bits++) {
		struct mpp_settings set = settings(bits & 1, bits & 2, bits & 4,
						   bits & 8);

		for (profile = 0; profile < MPP_NR_PROFILES; profile++) {
			struct mpp_subject sub = {
				.port = bits & 16 ? EXEMPT_FIRST + 3 : 80,
				.ipv6 = bits & 32,
				.iface_off = bits & 64,
				.kernel = bits & 128,
				.repair = bits & 256,
				.profile = profile,
			};
			enum mpp_reason got = mpp_verdict(&set, &sub);

			n++;
			seen[got]++;
			wrong += got != reference(&set, &sub, bits & 16);
		}
	}
	tap(!wrong, "%u combinations, %u wrong", n, wrong);
	tap(seen[MPP_HEALTHY] && seen[MPP_DISABLED] && seen[MPP_FAMILY_OFF] &&
	    seen[MPP_IFACE_OFF] && seen[MPP_PRIVATE] && seen[MPP_DOMAIN] &&
	    seen[MPP_EXEMPT_PORT] && seen[MPP_KERNEL] && seen[MPP_REPAIR],
	    "every verdict came up");
}

int main(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct row *r = &rows[i];
		struct mpp_settings set = settings(r->enabled, r->ipv4, r->ipv6,
						   r->profiles);

		tap(mpp_verdict(&set, &r->sub) == r->want, "%s", r->what);
	}
	exhaustive();
	return tap_end();
}
