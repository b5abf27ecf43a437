#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: a transparent proxy (TPROXY) takes connections to addresses that are
# not ours. Their local port is the one they were made to, and not that of the
# proxy's listener; so that is the one to exempt.
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

foreign=10.77.0.1 foreign6=fd00:77::1

routes()
{
	ip -n atk route add 10.77.0.0/16 via 10.1.0.1 &&
		ip -n atk -6 route add fd00:77::/64 via fd00:1::1 &&
		ip rule add fwmark 1 lookup 100 &&
		ip -6 rule add fwmark 1 lookup 100 &&
		ip route add local 0.0.0.0/0 dev lo table 100 &&
		ip -6 route add local ::/0 dev lo table 100
}
rules()
{
	local f

	for f in ip ip6; do
		nft -f - <<- END || return 1
			table $f mpp {
				counter taken { }
				chain pre {
					type filter hook prerouting priority mangle
					iifname v1 tcp dport 80-81 counter name taken tproxy to :3129 meta mark set 1 accept
				}
			}
		END
	done
}
after()
{
	ip rule del fwmark 1
	ip -6 rule del fwmark 1
	ip route flush table 100
	ip -6 route flush table 100
	nft flush ruleset
}

need "link" link 1
need "TPROXY" rules
need "routes" routes
need "module" load
need "a small budget" squeeze
need "exempt: the proxy's own port, which no connection has" exempt +3129-3129
need "exempt: one of those that clients speak to" exempt +81-81
need "proxy" talk_serve proxy4 --port 3129 --transparent
need "proxy, IPv6" talk_serve proxy6 --port 3129 --transparent --family 6
need "calm: two talk" talk talk4 --dst $foreign --port 80 --connections 4
need "calm: two talk, IPv6" talk talk6 --dst $foreign6 --port 80 --connections 4
need "attackers" stands bad4 1 4 80 --dst $foreign
need "attackers, IPv6" stands bad6 1 6 80 --dst $foreign6
need "attackers of an exempt port" stands spared 1 4 81 --dst $foreign
for f in ip ip6; do
	check "by way of the proxy ($f)" counted "$f mpp" taken $((4 + each))
done
check "whose addresses are not ours" alive_is $((4 + each)) \
	"( sport = :80 and src $foreign )"
need "an episode begins" episode
check "the attackers are reset, and hear of it" told bad4
check "IPv6 as well" told bad6
syns syn4 1 4 80 --dst $foreign
syns syn6 1 6 80 --dst $foreign6
syns syn81 1 4 81 --dst $foreign
check "who talks goes on" goes_on talk4
check "who talks goes on, IPv6" goes_on talk6
for s in syn4 syn6 syn81; do
	end_of $s
done
check "SYNs are dropped" all_dropped syn4
check "SYNs are dropped, IPv6" all_dropped syn6
check "to the exempt port they pass" all_answered syn81
check "its attackers are spared" not_reset spared
check "who comes now gets in there" gets_in --dst $foreign --port 81
check "unload in the middle of it" unload
check "who talks goes on without" goes_on talk4
check "who talks goes on without, IPv6" goes_on talk6
check "who comes now gets in" gets_in --dst $foreign --port 80
finish
