#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D13, D2, D4, W7, W8: random and mutated writes to every file that takes
# settings, and malformed netlink messages: what a dumb model says is taken, all
# else is refused and changes nothing, and the kernel has nothing to say.
# FUZZ_COUNT: tries of each kind. FUZZ_SEED: the same again. A module compiled with
# KCOV_INSTRUMENT=y tells what messages reach, and those to come begin with these.
# vm: timeout=400 debug
. "${0%/*}/lib.sh"

count=500000
# a debug kernel finds what one message can do wrong, not one in many
[ "${KERNEL-}" = "${KERNEL%-debug}" ] || count=5000
count=${FUZZ_COUNT:-$count}
modprobe -q dummy numdummies=0
modprobe -q vrf
need "an interface" ip link add mppd0 type dummy
need "a port of a VRF" ip link add mppd1 type dummy
ip link add mppvrf type vrf table 77 && ip link set mppd1 master mppvrf
need "module" load
# a warning for every refused tag would push all else out of the log
dmesg -n 1
quiet()
{
	! dmesg | sed "1,/$mark/d" | grep -E "BUG|WARNING|Oops|UBSAN|KASAN|rcu.*stall"
}
mark=mpp_fuzz_begins
echo "$mark" > /dev/kmsg

# fuzz KIND: its last line is for the record
fuzz()
{
	local rc

	mpp_fuzz "$1" --count "$count" ${FUZZ_SEED:+--seed "$FUZZ_SEED"} \
		--iface lo --iface mppd0 --port mppd1 > "$tmp/fuzz" 2>&1
	rc=$?
	cat "$tmp/fuzz"
	return "$rc"
}
check "$count writes to files" fuzz text
say "$(tr '\n' ' ' < "$tmp/fuzz")"
check "the kernel has nothing to say" quiet
check "$count messages of netlink" fuzz netlink
say "$(tr '\n' ' ' < "$tmp/fuzz")"
points=$(sed -n 's/.*"points": \([0-9]*\).*/\1/p' "$tmp/fuzz")
if grep -q __sanitizer_cov_trace_pc "$MPP_KO"; then
	check "they reached $points points of the module" test "$points" -gt 500
fi
check "the kernel has nothing to say" quiet
ip link delete mppvrf
ip link delete mppd1
ip link delete mppd0
finish
