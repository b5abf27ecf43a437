#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: nftables changes where connections go: REDIRECT to a port of this
# host, DNAT into a namespace behind it, with and without masquerade. The port
# that is judged is the socket's, not that on the wire.
# vm: timeout=150 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

rules()
{
	nft -f - <<- 'END'
		table ip mpp {
			counter p80 { }
			counter p81 { }
			counter p83 { }
			counter p84 { }
			chain pre {
				type nat hook prerouting priority -100
				iifname v1 tcp dport 80 counter name p80 redirect to :8180
				iifname v1 tcp dport 81 counter name p81 redirect to :8181
				iifname v1 tcp dport 83 counter name p83 dnat to 10.9.0.2:8183
				iifname v1 tcp dport 84 dnat to 10.9.0.2:8184
			}
			chain post {
				type nat hook postrouting priority 100
				oifname d0 tcp dport 8184 counter name p84 masquerade
			}
		}
	END
}
after() { nft flush ruleset; }

need "link" link 1
need "a namespace behind us" behind srv 0
need "NAT" rules
need "module" load
need "a small budget" squeeze
need "exempt: 80, which only the wire knows" exempt +80-80
need "exempt: 8181, which only the socket knows" exempt +8181-8181
for p in 80 81 83 84; do
	ns=''
	[ $p -lt 83 ] || ns=srv
	NS=$ns need "server of port $p" talk_serve "s$p" --port "81$p"
	need "port $p: calm, two talk" talk "t$p" --dst 10.1.0.1 --port $p \
		--connections 4
	need "port $p: attackers" stands "a$p" 1 4 $p
	check "port $p: by way of the rule" counted "ip mpp" "p$p" $((4 + each))
done
need "an episode begins" episode
for p in 80 83 84; do
	check "port $p: the attackers are reset, and hear of it" told "a$p"
done
for p in 80 81 83 84; do
	check "port $p: who talks goes on" goes_on "t$p"
	check "port $p: SYNs" syns "n$p" 1 4 $p
done
for p in 80 83 84; do
	end_of "n$p"
	check "port $p: SYNs are dropped" all_dropped "n$p"
done
end_of n81
check "port 81: SYNs to an exempt socket pass" all_answered n81
check "port 81: its attackers are spared" not_reset a81
check "port 81: who comes now gets in" gets_in --dst 10.1.0.1 --port 81
check "unload in the middle of it" unload
for p in 80 81 83 84; do
	check "port $p: who talks goes on without" goes_on "t$p"
done
check "who comes now gets in" gets_in --dst 10.1.0.1 --port 80
check "who comes now gets in, behind" gets_in --dst 10.1.0.1 --port 84
finish
