#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: TCP Fast Open. The SYN has data, and the connection is there with it;
# so the episode takes it like any SYN, and its data with it. The client sends
# both again.
# vm: timeout=90 long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

# passive: connections that came with data in their SYN
passive()
{
	awk '$1 == "TcpExt:" && !n { n = split($0, name); next }
		$1 == "TcpExt:" { for (i = 2; i <= n; i++)
			if (name[i] == "TCPFastOpenPassive") print $i }' \
		/proc/net/netstat
}
passive_is() { [ "$(passive)" = "$1" ] || { passive; false; }; }
fast() { gets_in --kind fastopen --dst "$1" --port "$2"; }

need "link" link 1
# with data from the first SYN on, without a cookie
need "on" sysctl -qw net.ipv4.tcp_fastopen=0x207
need "on, there" ip netns exec atk sysctl -qw net.ipv4.tcp_fastopen=0x207
need "module" load
need "a small budget" squeeze
need "the clients' end is out of reach" apart
need "exempt" exempt +81-81
for p in 80 81; do
	need "server on $p" talk_serve "s$p" --kind fastopen --port $p
	need "IPv6 on $((p + 10))" talk_serve "s6$p" --kind fastopen \
		--port $((p + 10)) --family 6
done
need "calm: two talk" talk talk --kind fastopen --dst 10.1.0.1 --port 80 \
	--connections 4
need "calm: two talk, IPv6" talk talk6 --kind fastopen --dst fd00:1::1 \
	--port 90 --connections 4
talk_start bad --kind fastopen --dst 10.1.0.1 --port 80 --connections 5 --pile
need "who piles up" wait_for 20 field_ge bad connected 5
check "all of them with data in the SYN" passive_is 13
need "an episode begins" episode
check "who piles up is reset" wait_for 40 field_is bad reset 5
dropped=$(stat syns_dropped)
talk_start late --kind fastopen --dst 10.1.0.1 --port 80
check "a SYN with data is dropped" \
	wait_for 10 stat_ge syns_dropped $((dropped + 1))
check "and nothing came of it" passive_is 13
check "to an exempt port it passes" fast 10.1.0.1 81
check "with its data" passive_is 14
check "who talks goes on" goes_on talk
check "who talks goes on, IPv6" goes_on talk6
check "unload in the middle of it" unload
check "who waited gets in" wait_for 40 field_ge late rounds 3
check "who talks goes on without" goes_on talk
check "who comes now comes with data" fast fd00:1::1 90
check "as it was" passive_is 15
finish
