#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D14: only CAP_NET_ADMIN in the initial user namespace may change anything,
# from whichever network namespace; settings and state are for all to read,
# exact counters are not.
# vm: timeout=60
. "${0%/*}/lib.sh"

files="$mpp/settings/enabled $mpp/settings/kill_rate_max $mpp/exempt_ports
	/proc/sys/net/tcp_mpp/enabled /sys/class/net/lo/tcp_mpp/profile
	/sys/class/net/lo/tcp_mpp/ipv4 /sys/class/net/lo/tcp_mpp/ipv6"

text_for()
{
	case $1 in
	*/exempt_ports) echo +6000-6009 ;;
	*/profile) echo public ;;
	*/ipv4 | */ipv6) echo disabled ;;
	*/kill_rate_max) echo 77 ;;
	*) echo 0 ;;
	esac
}
everything()
{
	grep . "$mpp"/settings/* "$mpp/exempt_ports" /sys/class/net/lo/tcp_mpp/*
}

# refused ERRNO COMMAND...: each file, written by the command, refuses so
refused()
{
	local want=$1 f got bad=0

	shift
	everything > "$tmp/before"
	for f in $files; do
		got=$("$@" mpp_write "$f" "$(text_for "$f")")
		[ "$got" = "$want" ] || { echo "$f: $got"; bad=1; }
	done
	everything > "$tmp/now"
	cmp "$tmp/before" "$tmp/now" && [ "$bad" = 0 ]
}
nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"

need "module" load
need "a range" exempt +5000-5009
# shellcheck disable=SC2086
check "a user is not let in" refused "open: EACCES" $nobody
check "root without the capability" refused EPERM \
	setpriv --inh-caps -net_admin --bounding-set -net_admin
check "root of a user namespace" refused EPERM unshare -U -r
# its network namespace has interfaces of its own, and may not tag them
tenant()
{
	# shellcheck disable=SC2016
	unshare -U -r -n -m sh -c 'mount -t sysfs sysfs /mnt &&
		for f in profile:private ipv4:disabled ipv6:disabled; do
			mpp_write "/mnt/class/net/lo/tcp_mpp/${f%:*}" "${f#*:}"
		done'
}
mkdir -p /mnt
check "a tenant's own interface" [ "$(tenant | tr '\n' ' ')" = "EPERM EPERM EPERM " ]
check "a tenant has no sysctl" unshare -U -r -n sh -c \
	'! test -e /proc/sys/net/tcp_mpp'

need "another network namespace" space one
check "its administrator from outside may" \
	[ "$(ip netns exec one mpp_write /sys/class/net/lo/tcp_mpp/profile private)" = OK ]
check "settings too" \
	[ "$(ip netns exec one mpp_write /sys/kernel/tcp_mpp/settings/enabled 0)" = OK ]
check "there is one of each: it holds everywhere" [ "$(< "$mpp/settings/enabled")" = 0 ]
need "on again" set_to enabled 1

# shellcheck disable=SC2086
check "all may read settings and state" $nobody \
	cat "$mpp"/settings/* "$mpp"/status/* "$mpp/exempt_ports" \
	/proc/sys/net/tcp_mpp/enabled /sys/class/net/lo/tcp_mpp/profile
# the root of a container owns the files, and lacks the capability
counters_shut()
{
	local f

	for f in "$mpp"/stats/*; do
		! setpriv --inh-caps -net_admin --bounding-set -net_admin \
			cat "$f" 2> /dev/null || { echo "$f"; return 1; }
	done
}
check "exact counters are not for root without the capability" counters_shut
hidden()
{
	local f

	for f in "$mpp"/stats/*; do
		# shellcheck disable=SC2086
		! $nobody cat "$f" 2>/dev/null || return 1
	done
}
check "counters are for root" hidden
finish
