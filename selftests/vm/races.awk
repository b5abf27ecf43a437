# SPDX-License-Identifier: GPL-2.0
#
# Takes from a log the kernel's own data races: what KCSAN says between two lines of
# "=", unless one of the two accesses is tcp_mpp's. It may well be in the stack of
# others: ktime_get_seconds() reads plainly what an interrupt writes. Other lines stay
# as they are.

function flush()
{
	if (ours || !race)
		printf "%s", held
	held = ""
	ours = race = 0
}

/====================/ {
	if (race) {
		held = held $0 "\n"
		flush()
	} else {
		flush()
		held = $0 "\n"
	}
	next
}
held == "" { print; next }
{ held = held $0 "\n" }
/BUG: KCSAN/ {
	race = 1
	ours = /\[tcp_mpp\]/
}
!race { flush() }
END { flush() }
