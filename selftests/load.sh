#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W13, D9: what is in force after loading, by role; loading and unloading.
# vm: timeout=60 debug-long
. "${0%/*}/lib.sh"

# defaults ENABLED: everything that can be set is as it should be
defaults()
{
	local want

	want=$(sort <<- END
		enabled:$1
		epoch_ms:100
		hold_ms:1000
		ipv4:1
		ipv6:1
		mark_end:75
		mark_high:140
		mark_start:100
		memory_low:5
		memory_share:15
		mode:enforce
		orphans_max:0
		profiles:1
		rate_limit:0
		rate_limit_max:10
	END
	)
	[ "$(cd "$mpp/settings" && grep . -- * | grep -v kill_rate_max | sort)" = "$want" ] ||
		{ grep . "$mpp"/settings/*; return 1; }
	[ -z "$(< "$mpp/exempt_ports")" ]
}

# same: sysctl and sysfs show the same
same()
{
	local s

	for s in "$mpp"/settings/*; do
		[ "$(< "$s")" = "$(sysctl -n "net.tcp_mpp.${s##*/}")" ] ||
			{ echo "${s##*/}"; return 1; }
	done
}

modes()
{
	local odd

	odd=$(find "$mpp/stats" -type f ! -perm 400
		find "$mpp/settings" -type f ! -perm 644
		find "$mpp/status" -type f ! -perm 444
		find "$mpp/exempt_ports" ! -perm 644)
	[ -z "$odd" ] || { echo "$odd"; false; }
}

fails() { ! "$@"; }
profile_of() { [ "$(cat "/sys/class/net/$1/tcp_mpp/profile")" = "$2" ]; }

need "no role means server" load
check "it says so" status_is role server
check "a server's defaults: on" defaults 1
check "sysctl says the same" same
check "files are as readable as they should be" modes
check "loopback is private here" profile_of lo private
check "no sysctl in another namespace" \
	unshare -n sh -c '! test -e /proc/sys/net/tcp_mpp'
need "unload" unload
check "nothing is left in sysfs" fails test -e "$mpp"
check "nothing is left in sysctl" fails test -e /proc/sys/net/tcp_mpp
check "nothing is left at an interface" fails test -e /sys/class/net/lo/tcp_mpp

need "role=client" load role=client
check "it says so" status_is role client
check "a client's defaults: off" defaults 0
need "unload" unload

need "role=server" load role=server
check "a server's defaults: on" defaults 1
need "unload" unload

for role in nonsense serve Server clients ""; do
	check "role='$role' is refused" fails load role="$role"
done
check "nothing of it is left" fails test -e "$mpp"

again()
{
	local i

	for ((i = 0; i < 20; i++)); do
		load role=server && unload || return 1
	done
}
check "twenty times in and out" again
finish
