#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W11, D10: the tag of a VLAN, a bond, a bridge, a VRF decides about what came
# in through it, and goes on to do so when a port leaves it or joins it. So does
# the tag of the device by which our own connections were made, whatever becomes
# of the route and of the device.
# vm: timeout=240
. "${0%/*}/lib.sh"
. "${0%/*}/lib-fate.sh"

server=1100

# people DEV THERE N [TABLE]: our side and the attacker's of link N speak through
# these devices, with our routes in that table
people()
{
	local here=$1 there=$2 n=$3 table=${4-main}

	ip addr flush dev "v$n"
	ip -n atk addr flush dev "a$n"
	ip addr add "10.$n.0.1/24" dev "$here"
	ip -6 addr add "fd00:$n::1/64" dev "$here" nodad
	ip link set "$here" up
	if [ "$there" != "a$n" ]; then
		ip -n atk link set "$there" up
	fi
	ip -n atk addr add "10.$n.0.2/24" dev "$there"
	ip -n atk -6 addr add "fd00:$n::2/64" dev "$there" nodad
	ip route replace "10.$((100 + n)).0.0/16" via "10.$n.0.2" dev "$here" \
		table "$table"
	ip -6 route replace "fd00:$((100 + n))::/64" via "fd00:$n::2" \
		dev "$here" table "$table"
}
# group FATE LINK OFFSET [DEV]: over IPv4 and IPv6, to one port each
group()
{
	local f=$1 n=$2 port=$((server + $3)) dev=${4-a$2} family

	for family in 4 6; do
		port=$((port + family * 100))
		attack "g$port" "$n" "$family" "$port" --connections "$each" --dev "$dev"
		fate[sport:$port]=$f
		leave "g$port" "$port" || return 1
		port=$((server + $3))
	done 2>/dev/null
}
is() { [ "$(cat "/sys/class/net/$1/tcp_mpp/$2")" = "$3" ]; }

tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
sysctl -qw net.ipv4.tcp_mem="300000 400000 600000"
for m in 8021q bonding bridge vrf dummy; do
	modprobe -q $m
done
for n in 1 2 3 4 5 6; do
	need "link $n" link $n
done
need "module" load
need "server" serve server --port 1500-1799 --family 46 --answer 1000000
# whose end does not read, and is judged as well: not its fate is in question
need "the peers' end is exempt" exempt +7000-7040
NS=atk need "peer of our own connections" \
	serve peer --port 7000-7040 --family 46 --noread --noclose

# --- VLAN ---
vlan()
{
	ip link add link v2 name v2.5 type vlan id 5 &&
		ip -n atk link add link a2 name a2.5 type vlan id 5 &&
		people v2.5 a2.5 2
}
need "a VLAN" vlan
need "the VLAN is private, the device below is not" tag v2.5 profile private
check "through the VLAN: spared" group alive 2 1 a2.5
need "the other way about" tag v2.5 profile public
need "the device below is private" tag v2 profile private
check "through the VLAN: not spared" group reset 2 2 a2.5
need "the VLAN is removed" ip link delete v2.5

# --- bond ---
bond()
{
	ip link add mppbond type bond mode active-backup &&
		ip link set v3 down && ip link set v3 master mppbond &&
		ip link set v3 up && people mppbond a3 3
}
need "the link is private" tag v3 profile private
check "before it joins a bond: spared" group alive 3 3
need "a bond" bond
check "through the bond: not spared" group reset 3 4
need "the bond is private" tag mppbond profile private
check "through the bond: spared" group alive 3 5
need "the port leaves the bond" ip link set v3 nomaster
need "the bond is removed" ip link delete mppbond

# --- bridge ---
bridge()
{
	ip link add mppbr type bridge && ip link set v4 master mppbr &&
		people mppbr a4 4
}
check "before it joins a bridge: not spared" group reset 4 6
need "a bridge" bridge
need "the bridge opts out for both" tag mppbr ipv4 disabled
need "IPv6 too" tag mppbr ipv6 disabled
check "through the bridge: spared" group alive 4 7
need "the bridge takes part again" tag mppbr ipv4 enabled
need "IPv6 too" tag mppbr ipv6 enabled
check "through the bridge: not spared" group reset 4 8

# --- VRF ---
vrf()
{
	sysctl -qw net.ipv4.tcp_l3mdev_accept=1
	ip link add mppvrf type vrf table 77 && ip link set mppvrf up &&
		ip link set v5 master mppvrf && people v5 a5 5 77
}
need "link 5 is private" tag v5 profile private
check "before it joins a VRF: spared" group alive 5 9
need "a VRF" vrf
check "through the VRF: not spared" group reset 5 10
need "the VRF is private" tag mppvrf profile private
check "through the VRF: spared" group alive 5 11
need "the VRF is public" tag mppvrf profile public
need "link 5 leaves the VRF" ip link set v5 nomaster

# --- our own ---
need "link 6 is private" tag v6 profile private
check "ours through it" active alive 7000 --dst 10.6.0.2
check "ours, IPv6" active alive 7001 --dst fd00:6::2
check "ours, bound" active alive 7002 --dst 10.6.0.2 --device v6
check "ours, public" active reset 7003 --dst 10.1.0.2
need "its route moves to a public link" ip route add 10.6.0.2/32 via 10.1.0.2
check "ours by the route of now" active reset 7004 --dst 10.6.0.2
# with nothing more to come: their queues and the peers' are full
filled() { [ "$(ss -Htn state established '( dport >= :7000 and dport <= :7004 )' |
	awk '$2 > 0' | wc -l)" = $((5 * each)) ]; }
need "all of ours hold something" wait_for 20 filled
need "link 6 is removed" ip link delete v6

sleep 11
sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
need "an episode begins" hold
check "all go that were candidates at birth" wait_for 30 settled
check "everything is looked at again" sweeps 3
for g in $(printf '%s\n' "${!fate[@]}" | sort); do
	check "$g: ${fate[$g]}" judged "$g"
done
for d in mppvrf mppbr; do
	ip link delete $d
done
finish
