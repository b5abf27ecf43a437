#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W11, D8: 20,000 connections keep the verdicts they were born with while MPP is
# switched off and on and exemptions come and go: a sample is compared with a
# model in an episode. What was remembered for them is given back when they
# close.
# vm: mem=2G timeout=300
. "${0%/*}/lib.sh"

each=5000 some=40

# crowd NAME FAMILY PORT: connections that ask for nothing, and some among them
# that do, at the next port: those an episode can find
crowd()
{
	local name=$1

	shift
	attack "$name" 1 "$@" --connections "$each" --rate 1500 --payload ''
	attack "${name}_some" 1 "$1" $(($2 + 10)) --connections "$some"
	wait_for 90 field_ge "$name" established "$each" &&
		opened "${name}_some" "$some"
}
all=$((each + some))
pinned_is() { status_is pinned "$1" || { status pinned; false; }; }
# kilobytes of all slabs
slab() { awk '/^Slab:/ { print $2 }' /proc/meminfo; }
slab_below() { [ "$(slab)" -lt "$1" ] || { slab; false; }; }
# nothing is given back any more: what RCU frees takes a while
slab_rests()
{
	local was

	was=$(slab)
	sleep 0.3
	[ "$(slab)" -ge $((was - 50)) ]
}
free_kb() { awk '/^MemAvailable:/ { print $2 }' /proc/meminfo; }
free_above() { [ "$(free_kb)" -gt "$1" ] || { free_kb; false; }; }
# took COMMAND...: what a change costs while all these stand
took()
{
	local t0=${EPOCHREALTIME/./} rc

	"$@"
	rc=$?
	say "$*: $(((${EPOCHREALTIME/./} - t0) / 1000)) ms, pinned $(status pinned)" >&3
	return "$rc"
}
exec 3>&1

tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
sysctl -qw net.ipv4.tcp_mem="300000 400000 600000"
need "link" link 1
need "module" load
need "server" serve server --port 81-98 --family 46 --answer 1000000
# what the first use takes for good is no leak: a change and a crowd beforehand
need "a first crowd" crowd first 4 88
exempt +1-1 && exempt -1-1
set_to enabled 0 && set_to enabled 1
check "its verdicts are remembered" pinned_is $all
stop first first_some
check "and forgotten when it has gone" wait_for 20 pinned_is 0
check "slabs have come to rest" wait_for 20 slab_rests
slab0=$(slab) free0=$(free_kb)
say "slab $slab0 kB, available $free0 kB"

need "5,000 before anything, IPv4" crowd a 4 81
need "MPP off" took set_to enabled 0
check "each is remembered" pinned_is $all
need "5,000 while it is off, IPv6" crowd b 6 82
need "MPP on" took set_to enabled 1
check "those too" pinned_is $((2 * all))
need "an exemption" took exempt +83-93
need "5,000 exempt from birth, IPv4" crowd c 4 83
need "the exemption goes" took exempt -83-93
check "the exempt are remembered" pinned_is $((3 * all))
need "5,000 that were never exempt, IPv6" crowd d 6 84
need "all ports are exempt" took exempt +0-65535
check "all are remembered" pinned_is $((4 * all))
need "no port is" took exempt -0-65535
need "off" took set_to enabled 0
need "on" took set_to enabled 1
need "a mark, which decides about nobody" took set_to mark_high 150
check "no more than all" pinned_is $((4 * all))
check "20,000 stand" alive_is $((4 * each)) "( sport >= :81 and sport <= :84 )"
slab1=$(slab) free1=$(free_kb)
say "slab $slab1 kB, available $free1 kB"

# --- the sample against the model: spared who was born while it was off, or exempt ---
sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
need "an episode begins" hold
check "born before it was switched off: reset" wait_for 60 alive_at 91 0
check "never exempt: reset" wait_for 60 alive_at 94 0
check "everything is looked at again" sweeps 3
check "born while it was off: stand" alive_at 92 $some
check "born exempt: stand" alive_at 93 $some
check "the attackers see it so" not_reset b_some
check "each of the reset was told" wait_for 5 field_is a_some rst_received $some
check "who asks for nothing stands" \
	alive_is $((4 * each)) "( sport >= :81 and sport <= :84 )"
check "the reset are forgotten" wait_for 10 pinned_is $((4 * each + 2 * some))
stop holders

# --- the memory comes back ---
stop a a_some b b_some c c_some d d_some
check "all have closed" wait_for 60 alive_is 0 "( sport >= :81 and sport <= :94 )"
check "nothing is remembered" wait_for 20 pinned_is 0
# within a tenth of what they took: slabs keep some pages for themselves; the
# lists of free pages of each CPU, which kernels from 6.7 on let grow, keep more
check "slabs are as before" \
	wait_for 60 slab_below $((slab0 + (slab1 - slab0) / 10))
check "memory is as before" \
	wait_for 60 free_above $((free0 - (free0 - free1) / 3))
say "slab $(slab) kB, available $(free_kb) kB"
finish
