#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: SYNPROXY answers SYNs itself, and connects who completes the
# handshake: to a server of this host, through the loopback device, and to one
# behind it. Neither makes an attacker one of the house. (That the attackers do not
# hear of it is no matter of ours: nor do they of ss -K, without the module.)
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

rules()
{
	nft -f - <<- 'END' &&
		table ip mpp {
			counter here { }
			counter behind { }
			chain raw {
				type filter hook prerouting priority raw
				iifname v1 tcp dport 80 tcp flags & (fin|syn|rst|ack) == syn notrack
			}
			chain in {
				type filter hook input priority 0
				iifname v1 tcp dport 80 ct state invalid,untracked counter name here synproxy mss 1460 wscale 7 timestamp sack-perm
				ct state invalid drop
			}
			chain through {
				type filter hook forward priority 0
				iifname v1 tcp dport 80 ct state invalid,untracked counter name behind synproxy mss 1460 wscale 7 timestamp sack-perm
				ct state invalid drop
			}
		}
	END
		sysctl -qw net.ipv4.tcp_syncookies=1 net.ipv4.tcp_timestamps=1 \
			net.netfilter.nf_conntrack_tcp_loose=0
}
# pile NAME ADDRESS: attackers with a whole stack, for a proxy's window is closed
# until the server behind it has answered
pile()
{
	talk_start "$1" --dst "$2" --port 80 --connections "$each" --pile
	wait_for 20 field_ge "$1" connected "$each"
}
# of those that hold something the server's queue is full
filled() { [ "$(in_ns "$1" ss -Htn state established '( sport = :80 )' |
	awk '$2 > 10000' | wc -l)" -ge "$each" ]; }
gone() { in_ns "$1" ss -Htn state established '( sport = :80 )' |
	awk '$2 > 10000' | grep -c . | grep -qx 0; }
after() { nft flush ruleset; }

need "link" link 1
need "a namespace behind us" behind srv 0
need "the clients know the way" ip -n atk route add 10.9.0.0/24 via 10.1.0.1
need "SYNPROXY" rules
need "module" load
need "a small budget" squeeze
need "the clients' end is out of reach" apart
need "server" talk_serve here --port 80
NS=srv need "server behind us" talk_serve behind --port 80
need "calm: two talk" talk talk_here --dst 10.1.0.1 --port 80 --connections 4
need "calm: two talk with who is behind" talk talk_behind --dst 10.9.0.2 \
	--port 80 --connections 4
need "attackers" pile bad_here 10.1.0.1
need "attackers of who is behind" pile bad_behind 10.9.0.2
check "by way of the proxy" counted "ip mpp" here $((4 + each))
check "by way of the proxy, behind" counted "ip mpp" behind $((4 + each))
need "their queues are full" wait_for 20 filled ''
need "their queues are full, behind" wait_for 20 filled srv
need "an episode begins" episode
check "the attackers of who is behind are reset" wait_for 40 gone srv
check "those of our own server as well" wait_for 40 gone ''
dropped=$(stat syns_dropped)
talk_start late --dst 10.1.0.1 --port 80
check "a SYN for us is dropped, before the proxy sees it" \
	wait_for 10 stat_ge syns_dropped $((dropped + 1))
check "who talks goes on" goes_on talk_here
check "who talks with who is behind goes on" goes_on talk_behind
check "unload in the middle of it" unload
check "who waited gets in" wait_for 40 field_ge late rounds 3
check "who talks goes on without" goes_on talk_here
check "who talks with who is behind goes on without" goes_on talk_behind
check "who comes now gets in" gets_in --dst 10.1.0.1 --port 80
finish
