#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W11, W12, D6, D7, D8: a connection keeps the verdict of the moment its TCB was
# made, whatever becomes of the settings: exemptions, the switches, Profiles,
# tags of its interface, the interface renamed, moved, removed. Passive, active,
# mapped, bound, still in the accept queue. The history is made while it is
# calm; then one episode takes all who may be taken. SYNs and new connections
# follow the settings of now.
# vm: timeout=300
. "${0%/*}/lib.sh"
. "${0%/*}/lib-fate.sh"

declare -A base=([4]=1100 [6]=2100 [m]=3100)

# stand KIND LINK OFFSET: connections to us; 4, 6, or m: IPv4 to a socket of IPv6
stand()
{
	local family=${1/m/4} name=at$1.$2.$3

	attack "$name" "$2" "$family" $((base[$1] + $3)) --connections "$each"
}

# group FATE LINK OFFSET [KIND...]: connections of each kind, and what they face
group()
{
	local f=$1 n=$2 off=$3 kind

	shift 3
	[ $# -gt 0 ] || set -- 4 6 m
	for kind; do
		stand "$kind" "$n" "$off"
		fate[sport:$((base[$kind] + off))]=$f
	done
	for kind; do
		leave "at$kind.$n.$off" $((base[$kind] + off)) || return 1
	done 2>/dev/null
}

# pinned_ge N: so many verdicts are remembered now
pinned_ge() { [ "$(status pinned)" -ge "$1" ] || { status pinned; false; }; }
is() { [ "$(cat "/sys/class/net/$1/tcp_mpp/$2")" = "$3" ]; }
exempt_all()
{
	local b

	for b in 1150-1159 2150-2159 3150-3159; do
		exempt "$1$b" || return 1
	done
}

tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
sysctl -qw net.ipv4.tcp_mem="300000 400000 600000"
for n in 1 2 3 4 5 6 7; do
	need "link $n" link $n
done
need "module" load
need "server, IPv4" serve s4 --port 1100-1199 --family 4 --answer 1000000
need "server, IPv6" serve s6 --port 2100-2199 --family 6 --answer 1000000
need "server, both" serve sm --port 3100-3199 --family 46 --answer 1000000
need "server that accepts later" serve later --port 4100-4103 --family 46 --answer 1000000
# whose end does not read, and is judged as well: not its fate is in question
need "the peers' end is exempt" exempt +7000-7040
NS=atk need "peer of our own connections" \
	serve peer --port 7000-7040 --family 46 --noread --noclose

# --- what stood before anything was changed ---
check "public, all on" group reset 1 0
check "ports to be exempted" group reset 1 50
check "ours, IPv4" active reset 7000 --dst 10.1.0.2 --local-port 20000
check "ours, IPv6" active reset 7001 --dst fd00:1::2 --local-port 20010
check "ours, mapped" active reset 7002 --dst 10.1.0.2 --mapped --local-port 20020
check "ours, bound to the link" active reset 7003 --dst 10.1.0.2 --device v1 --local-port 20030
check "nothing is remembered of that" status_is pinned 0

# --- exemptions ---
need "exempt them" exempt_all +
need "ours as well" exempt +20000-20099
check "those of before are remembered" pinned_ge $((7 * each))
check "exempt from birth" group alive 1 51
check "ours, exempt from birth" active alive 7004 --dst 10.1.0.2 --local-port 20040
check "ours, IPv6, exempt from birth" active alive 7005 --dst fd00:1::2 --local-port 20050
need "ours are exempt no more" exempt -20000-20099
need "delete the exemptions" exempt_all -
check "after the deletion" group reset 1 52

# --- the switch ---
kill -STOP "${pid[later]}"
attack queue_on 1 4 4100 --connections "$each"
check "in the accept queue" opened queue_on "$each"
fate[sport:4100]=reset
need "off" set_to enabled 0
check "made while it is off" group alive 1 1
check "ours, made while it is off" active alive 7006 --dst 10.1.0.2
attack queue_off 1 4 4101 --connections "$each"
attack queue_off6 1 6 4102 --connections "$each"
check "in the accept queue, made while it is off" opened queue_off "$each"
check "the same, IPv6" opened queue_off6 "$each"
fate[sport:4101]=alive fate[sport:4102]=alive
need "on" set_to enabled 1
check "made after that" group reset 1 2
need "off once more" set_to enabled 0
need "and on" set_to enabled 1
kill -CONT "${pid[later]}"

# --- the switch of each IP version ---
need "IPv4 off" set_to ipv4 0
check "IPv4, made while that is off" group alive 1 3 4 m
check "IPv6 meanwhile" group reset 1 3 6
need "IPv4 on" set_to ipv4 1
need "IPv6 off" set_to ipv6 0
check "IPv6, made while that is off" group alive 1 4 6
check "IPv4 meanwhile" group reset 1 4 4 m
need "IPv6 on" set_to ipv6 1

# --- profiles ---
check "before link 2 is private" group reset 2 10
need "link 2 is private" tag v2 profile private
check "private from birth" group alive 2 11
check "ours through it, private from birth" active alive 7010 --dst 10.2.0.2
check "ours, IPv6" active alive 7011 --dst fd00:2::2
check "ours, mapped and bound" active alive 7012 --dst 10.2.0.2 --mapped --device v2
need "Profiles off" set_to profiles 0
check "private without Profiles" group reset 2 12
need "Profiles on" set_to profiles 1
need "link 2 is a domain's" tag v2 profile domain
check "domain from birth" group alive 2 13
need "link 2 is public" tag v2 profile public
check "public again" group reset 2 14
need "link 2 opts out for IPv4" tag v2 ipv4 disabled
check "opted out from birth" group alive 2 15 4 m
check "IPv6 did not" group reset 2 15 6
need "link 2 is in again" tag v2 ipv4 enabled

# --- what becomes of interfaces ---
for n in 3 4 5 7; do
	need "link $n is private" tag v$n profile private
	check "private from birth" group alive $n $((10 + n * 5))
done
check "ours through link 3" active alive 7020 --dst 10.3.0.2
check "link 6 is public" group reset 6 40
renamed()
{
	ip link set v3 down && ip link set v3 name v3new &&
		ip link set v3new up && ip route add 10.103.0.0/16 via 10.3.0.2
}
need "link 3 gets another name" renamed
check "and keeps its tag" is v3new profile private
check "private under the new name" group alive 3 26 4 m
need "another namespace" space other
need "link 4 moves there" ip link set v4 netns other
moved() { in_ns other cat /sys/class/net/v4/tcp_mpp/profile; }
check "there it has lost its tag" [ "$(moved)" = public ]
need "link 5 is removed" ip link delete v5
need "link 6 is removed" ip link delete v6
index7=$(cat /sys/class/net/v7/ifindex)
need "link 7 is removed" ip link delete v7
modprobe -q dummy numdummies=0
need "its index is used again" ip link add name mppnew index "$index7" type dummy
check "by one that has not inherited its tag" is mppnew profile public
for n in 4 5 6 7; do
	unset "links[$((n - 1))]"
done

# --- the reckoning ---
sleep 11	# until our own connections count as stalled
sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
need "an episode begins" hold
check "all go that were candidates at birth" wait_for 30 settled
check "everything is looked at again" sweeps 3
check "all the others stand" all_judged
say "pinned $(status pinned), ever $(stat pinned)"

# --- SYNs and new connections: by the settings of now ---
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
syns before 1 4 1170
end_of before
check "SYNs are dropped" all_dropped before
need "exempt their port" exempt +1170-1170
syns exempt 1 4 1170
end_of exempt
check "at once they are answered" all_answered exempt
attack new 1 4 1170 --connections "$each"
check "a new connection is exempt" opened new "$each"
fate[sport:1170]=alive
need "the exemption goes" exempt -1170-1170
syns after 1 4 1170
end_of after
check "at once SYNs are dropped again" all_dropped after
check "everything is looked at again" sweeps 3
check "the connection of meanwhile stands, as do all" all_judged

# --- the end: pins go with their connections; the module goes with pins ---
pins=$(status pinned)
check "verdicts are remembered" [ "$pins" -gt 0 ]
stop new
check "and forgotten with their connections" \
	wait_for 10 status_is pinned $((pins - each))
check "the module leaves with $(status pinned) pins" unload
need "and comes again" load
all_gone()
{
	local g

	for g in "${!fate[@]}"; do
		case $g in
		sport:*) [ "$(count "$g")" = 0 ] || return 1 ;;
		esac
	done
}
check "those it finds are born now (D7): reset" wait_for 30 all_gone
check "nothing is remembered" status_is pinned 0
check "holders too, they are exempt no more" wait_for 20 alive_at 8080 0
finish
