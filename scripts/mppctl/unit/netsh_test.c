// SPDX-License-Identifier: GPL-2.0
/* netsh_test - the sentences of netsh, as they are written on Windows */
#include "../ctl.h"
#include "../netsh.h"
#include "test.h"

#define WORDS_MAX	32

/* What @text says, in short; it is cut into words at blanks. */
static void say(const char *text, char *out, size_t len)
{
	static const char *const verbs[] = { "set", "show", "reset", "help" };
	static const char *const values[] = { "off", "on", "default", "-" };
	static const char *const stores[] = { "active", "persistent", "-" };
	char *words[WORDS_MAX + 1], *copy = strdup(text), *p, *save = NULL;
	struct netsh_sentence s;
	char why[160];
	int n = 0;

	for (p = strtok_r(copy, " ", &save); p; p = strtok_r(NULL, " ", &save))
		words[n++] = strdup(p);	/* each of its own, for ASan */
	words[n] = NULL;
	if (netsh_parse(n, words, &s, why, sizeof(why)))
		snprintf(out, len, "%s", why);
	else if (s.verb == NETSH_HELP)
		snprintf(out, len, "help");
	else if (s.has_range)
		snprintf(out, len, "%s %u-%u mpp %s store %s",
			 verbs[s.verb], s.first, s.last,
			 values[s.mpp], stores[s.store]);
	else
		snprintf(out, len, "%s mpp %s profiles %s store %s",
			 verbs[s.verb], values[s.mpp],
			 values[s.profiles], stores[s.store]);
	while (n)
		free(words[--n]);
	free(copy);
}

static const struct {
	const char *text;
	const char *means;
} cases[] = {
	/* W14, W15 */
	{ "int tcp reset", "reset mpp - profiles - store -" },
	{ "interface tcp reset", "reset mpp - profiles - store -" },
	{ "int tcp show security", "show mpp - profiles - store -" },
	{ "int tcp show security store=active",
	  "show mpp - profiles - store active" },
	{ "INTERFACE TCP SHOW SECURITY STORE=PERSISTENT",
	  "show mpp - profiles - store persistent" },
	/* W16, W17 */
	{ "int tcp set security mpp=enabled",
	  "set mpp on profiles - store -" },
	{ "int tcp set security mpp=disabled",
	  "set mpp off profiles - store -" },
	{ "int tcp set security mpp=default",
	  "set mpp default profiles - store -" },
	{ "int tcp set security profiles=enabled",
	  "set mpp - profiles on store -" },
	{ "int tcp set security profiles=disabled",
	  "set mpp - profiles off store -" },
	{ "int tcp set security profiles=default",
	  "set mpp - profiles default store -" },
	{ "int tcp set security mpp=enabled profiles=disabled",
	  "set mpp on profiles off store -" },
	{ "int tcp set security Profiles=Enabled MPP=Disabled store=active",
	  "set mpp off profiles on store active" },
	/* D1 */
	{ "int tcp set security mpp=enable profiles=disable",
	  "set mpp on profiles off store -" },
	/* W22 */
	{ "int tcp set security MemoryPressureProtection=Default",
	  "set mpp default profiles - store -" },
	/* W18, with both examples of W9, and D5 */
	{ "int tcp set security startport=5000 numberofports=10 mpp=disabled",
	  "set 5000-5009 mpp off store -" },
	{ "int tcp set security startport=5000 numberofports=10 mpp=enabled",
	  "set 5000-5009 mpp on store -" },
	{ "int tcp set security mpp=default numberofports=10 startport=5000",
	  "set 5000-5009 mpp default store -" },
	{ "int tcp set security startport = 80 numberofports= 1 mpp =disable",
	  "set 80-80 mpp off store -" },
	/* W8 */
	{ "int tcp set security startport=0 numberofports=65536 mpp=disabled",
	  "set 0-65535 mpp off store -" },
	{ "int tcp set security startport=65535 numberofports=1 mpp=disabled",
	  "set 65535-65535 mpp off store -" },
	{ "int tcp set security startport=65535 numberofports=2 mpp=disabled",
	  "2 ports from 65535 on end past 65535" },
	{ "int tcp set security startport=1 numberofports=65536 mpp=disabled",
	  "65536 ports from 1 on end past 65535" },
	{ "int tcp set security startport=65536 numberofports=1 mpp=disabled",
	  "startport=65536: it is a number from 0 to 65535" },
	{ "int tcp set security startport=1 numberofports=0 mpp=disabled",
	  "numberofports=0: it is a number from 1 to 65536" },
	{ "int tcp set security startport=99999999999999999999 mpp=disabled",
	  "startport=99999999999999999999: it is a number from 0 to 65535" },
	{ "int tcp set security startport=-1 numberofports=1 mpp=disabled",
	  "startport=-1: it is a number from 0 to 65535" },
	{ "int tcp set security startport=0x50 numberofports=1 mpp=disabled",
	  "startport=0x50: it is a number from 0 to 65535" },
	/* a sentence that does not say all it has to */
	{ "int tcp set security startport=5000 mpp=disabled",
	  "startport= needs numberofports=" },
	{ "int tcp set security numberofports=5 mpp=disabled",
	  "numberofports= needs startport=" },
	{ "int tcp set security startport=5000 numberofports=10",
	  "a range needs mpp=disabled, which exempts it, or mpp=enabled" },
	{ "int tcp set security startport=1 numberofports=1 mpp=disabled profiles=enabled",
	  "profiles= is not of a range: give it by itself" },
	{ "int tcp set security",
	  "nothing to set: give mpp= or profiles=" },
	{ "int tcp set security store=active",
	  "nothing to set: give mpp= or profiles=" },
	{ "", "here follows interface tcp set security, show security or reset" },
	{ "int", "here follows tcp" },
	{ "int tcp", "here follows set security, show security or reset" },
	{ "int tcp set", "here follows security" },
	/* or too much, or something else */
	{ "int tcp set security mpp=enabled mpp=disabled",
	  "mpp= is given twice" },
	{ "int tcp set security mpp=on",
	  "mpp=on: it is enabled, disabled or default" },
	{ "int tcp set security mpp=", "mpp=: it is enabled, disabled or default" },
	{ "int tcp set security enabled", "enabled is not TAG=VALUE" },
	{ "int tcp set security mpp=on =off",
	  "mpp=on=off: it is enabled, disabled or default" },
	{ "int tcp set security mpp=enabled rss=enabled", "there is no rss=" },
	{ "int tcp show security store=both",
	  "store=both: it is active or persistent" },
	{ "int tcp show security mpp=enabled",
	  "show security takes store= only" },
	{ "int tcp reset mpp=enabled", "reset takes store= only" },
	{ "int tcp set global rss=enabled", "global: here follows security" },
	{ "int ipv4 show interfaces", "ipv4: here follows tcp" },
	{ "advfirewall show",
	  "advfirewall: here follows interface tcp set security, show security or reset" },
	{ "int tcp set security mpp=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	  "a word is too long: mpp=xxxxxxxxxxxxxxxx..." },
	/* help */
	{ "?", "help" },
	{ "int tcp set security ?", "help" },
	{ "int tcp set security mpp=enabled /?", "help" },
	{ "int tcp show help", "help" },
};

int main(void)
{
	char got[256];
	size_t i;

	test_begin();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		say(cases[i].text, got, sizeof(got));
		test_same(got, cases[i].means, "netsh %s", cases[i].text);
	}
	return test_end();
}
