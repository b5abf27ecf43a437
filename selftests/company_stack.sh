#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: a VRF over a bridge over a VLAN over a bond of two links. Verdicts by
# each of them are pinned_stack's; this is that all of it works, changes its
# active link in an episode, outlives the module, and can be taken down after it.
# vm: timeout=90 long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

# bond NS PORT PORT: of two links, with VLAN 5 on it
bond()
{
	local ns=$1 p

	in_ns "$ns" ip link add bond7 type bond mode active-backup miimon 50 ||
		return 1
	for p in "$2" "$3"; do
		in_ns "$ns" ip addr flush dev "$p"
		in_ns "$ns" ip link set "$p" down
		in_ns "$ns" ip link set "$p" master bond7 || return 1
		in_ns "$ns" ip link set "$p" up
	done
	in_ns "$ns" ip link set bond7 up &&
		in_ns "$ns" ip link add link bond7 name vlan5 type vlan id 5 &&
		in_ns "$ns" ip link set vlan5 up
}
stack()
{
	bond '' v2 v3 && bond atk a2 a3 &&
		ip link add br5 type bridge && ip link set vlan5 master br5 &&
		ip link add vrf5 type vrf table 55 && ip link set vrf5 up &&
		ip link set br5 master vrf5 && ip link set br5 up &&
		ip addr add 10.5.0.1/24 dev br5 &&
		ip route add 10.105.0.0/16 via 10.5.0.2 table 55 &&
		ip -n atk addr add 10.5.0.2/24 dev vlan5 &&
		ip -n atk route add blackhole 10.105.0.0/16 &&
		sysctl -qw net.ipv4.tcp_l3mdev_accept=1
}
through=(--dst 10.5.0.1 --src 10.105.0.0/16 --dev vlan5)
active() { grep -qx "Currently Active Slave: $1" /proc/net/bonding/bond7; }
seen() { [ "$(cat "/sys/class/net/$1/statistics/rx_packets")" -ge "$2" ]; }
after()
{
	local d

	for d in br5 vlan5 bond7 vrf5; do
		ip link delete "$d"
	done
}

for m in 8021q bonding bridge vrf; do
	modprobe -q $m
done
for n in 1 2 3; do
	need "link $n" link $n
done
need "the stack" stack
need "module" load
need "a small budget" squeeze
need "server" talk_serve server --port 80
need "calm: two talk" talk talk --dst 10.5.0.1 --port 80 --connections 4
need "attackers" stands bad 5 4 80 "${through[@]}"
for d in bond7 vlan5 br5 vrf5; do
	check "by way of $d" wait_for 10 seen "$d" 50
done
need "an episode begins" episode
check "the attackers are reset, and hear of it" told bad
syns syn 5 4 80 "${through[@]}"
check "who talks goes on" goes_on talk
end_of syn
check "SYNs are dropped" all_dropped syn
need "the active link fails" ip link set v2 down
check "the other takes over" wait_for 10 active v3
check "who talks goes on by that" goes_on talk
check "unload in the middle of it" unload
check "who talks goes on without" goes_on talk
check "who comes now gets in" gets_in --dst 10.5.0.1 --port 80
stop talk server
for d in br5 vlan5 bond7 vrf5; do
	check "$d can go" timeout $((10 * TIME_SCALE)) ip link delete $d
done
finish
