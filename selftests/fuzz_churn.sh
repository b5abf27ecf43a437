#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D13, B9: two fuzzers on every file and on the netlink family, while the module comes
# and goes, tagged interfaces are renamed, moved and deleted, namespaces live and die,
# a listener hears events, and attackers fill memory: nobody knows what is set at any
# moment, and the kernel has nothing to say. FUZZ_COUNT: tries of both together.
# vm: timeout=900 alone debug-long long
. "${0%/*}/lib.sh"

count=200000
[ "${KERNEL-}" = "${KERNEL%-debug}" ] || count=40000
count=${FUZZ_COUNT:-$count}
modprobe -q dummy numdummies=0
modprobe -q vrf

need "link" link 1
need "server" serve server --port 80-81 --family 46 --answer 1000000 --duration 3600
need "a small budget" squeeze
need "an interface" ip link add mppd0 type dummy
need "a port of a VRF" ip link add mppd1 type dummy
ip link add mppvrf type vrf table 77 && ip link set mppd1 master mppvrf

# Each goes on until the file "stop" is there, and tells how often it came around.
# What it does has to succeed: that settings are any is no excuse.
loads()
{
	local n=0

	while [ ! -e "$tmp/stop" ]; do
		load role=server || return 1
		sleep "0.$((RANDOM % 9))"
		# a reader may hold it for a moment
		wait_for 30 unload || return 1
		n=$((n + 1))
	done
	echo "$n" > "$tmp/loads.n"
}

namespaces()
{
	local n=0 name

	while [ ! -e "$tmp/stop" ]; do
		name=f$((n % 10))
		[ ! -e "/run/netns/$name" ] || ip netns delete "$name" || return 1
		ip netns add "$name" || return 1
		ip -n "$name" link add "mppn$n" type dummy || return 1
		ip netns exec "$name" mpp_write \
			"/sys/class/net/mppn$n/tcp_mpp/profile" private > /dev/null
		ip -n "$name" link set "mppn$n" name "mppm$n" || return 1
		[ $((n % 3)) != 0 ] || ip -n "$name" link set "mppm$n" netns 1 || return 1
		[ $((n % 3)) != 0 ] || ip link delete "mppm$n" || return 1
		n=$((n + 1))
	done
	echo "$n" > "$tmp/namespaces.n"
}

listener()
{
	local n=0

	while [ ! -e "$tmp/stop" ]; do
		timeout 1 mppctl watch > /dev/null 2>&1
		mppctl connections > /dev/null 2>&1
		n=$((n + 1))
	done
	echo "$n" > "$tmp/listener.n"
}

# goes WHAT: in the background
goes()
{
	"$1" > "$tmp/$1" 2>&1 &
	pid[$1]=$!
}

# went WHAT: it came to its end by itself, and had work
went()
{
	end_of "$1" || return 1
	[ "$(cat "$tmp/$1.n")" -gt 5 ] || { cat "$tmp/$1.n"; return 1; }
}

attack attack4 1 4 80 --connections 100 --rate 100 --reconnect --syn-retries 0 \
	--duration 3600
attack attack6 1 6 81 --connections 100 --rate 100 --reconnect --syn-retries 0 \
	--duration 3600
need "attackers come" opened attack4 50
dmesg -n 1
for what in loads namespaces listener; do
	goes "$what"
done

# fuzz N: one of the two
fuzz()
{
	mpp_fuzz blind --count $((count / 2)) ${FUZZ_SEED:+--seed $((FUZZ_SEED + $1))} \
		--iface lo --iface mppd0 --port mppd1 > "$tmp/fuzz$1" 2>&1
}
fuzz 1 &
other=$!
check "the first fuzzer ends by itself" fuzz 2
check "and so does the second" wait "$other"
say "$(tr '\n' ' ' < "$tmp/fuzz1") $(tr '\n' ' ' < "$tmp/fuzz2")"
: > "$tmp/stop"
check "the module came and went meanwhile" went loads
check "namespaces and interfaces did, too" went namespaces
check "so did listeners" went listener
say "loads $(cat "$tmp/loads.n"), namespaces $(cat "$tmp/namespaces.n")"
# both heard of changes that were taken, or they spoke to nobody
taken() { [ "$(sed -n 's/.*"taken": \([0-9]*\).*/\1/p' "$tmp/fuzz$1")" -gt 100 ]; }
check "some of the first one's were taken" taken 1
check "and of the second one's" taken 2
need "load" load role=server
check "what is set now is the default" grep -qx 100 "$mpp/settings/mark_start"
check "and attackers are reset" wait_for 60 stat_ge resets 1
stop attack4 attack6
ip link delete mppvrf
ip link delete mppd1
ip link delete mppd0
for n in 0 1 2 3 4 5 6 7 8 9; do
	[ ! -e "/run/netns/f$n" ] || ip netns delete "f$n"
done
finish
