#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B1, B6, D14, W11: connection-get tells of every connection what ss tells, and
# how it stands: the rule that spares it, or its class. It counts nothing and
# changes nothing. Whom audit mode then names, and enforce mode resets, are those
# that it told, for the reasons that it told.
# vm: timeout=300 python
. "${0%/*}/lib.sh"

some=10
told() { python3 "$tests/connections.py" "$@"; }
# stands NAME ARGS...: attackers
stands() { attack "$@" --connections "$some" && opened "$1" "$some"; }
waiting_is() { [ "$(ss -Htn state fin-wait-1 "( sport = :$1 )" | wc -l)" = "$2" ]; }
all_gone()
{
	local p

	for p in 81 82 83 84 85; do
		alive_at "$p" 0 || return 1
	done
	waiting_is 88 0
}

need "link" link 1
need "a namespace that shares the table" space shared
need "link to it" link 2 shared
need "a namespace with a table of its own" space_of_one private
need "link to it" link 3 private
need "a link that is private" link 4
need "module" load
need "its profile" tag v4 profile private
need "a port is exempt" exempt +87-87
need "and another" exempt +90-90
need "server" serve server --port 80-87 --family 46 --answer 1000000
need "server that closes" serve closes --port 88 --answer 100000
for ns in shared private; do
	NS=$ns serve "$ns" --port 81 --family 46 --answer 1000000
done
need "MPP off" set_to enabled 0
need "made meanwhile" stands off 1 4 86
need "MPP on" set_to enabled 1
need "window never opened, IPv4" stands never4 1 4 81
need "window never opened, IPv6" stands never6 1 6 82
need "took plenty, then closed the window" stands zero4 1 4 83 --window 60000 --accept 100000
need "tiny window and silence" stands tiny6 1 6 84 --window 100 --silent
need "a hole" stands hole4 1 4 85 --mode ofo --bytes 60000
need "exempt" stands exempt 1 4 87
mpp_foreign sockmap 90 $some > "$tmp/sockmap" 2>&1 &
pid[sockmap]=$!
need "one with a sockmap" wait_for 10 grep -q listening "$tmp/sockmap"
need "unread there" stands shared_queue 1 4 90 --mode unread --bytes 30000
need "all accepted" wait_for 20 ready sockmap
need "on a private link" stands home 4 6 80
need "another namespace" stands shared4 2 4 81
need "one with its own table" stands private6 3 6 81
attack orphans 1 4 88 --connections $some --window 20000 --accept 70000
need "orphans" wait_for 20 waiting_is 88 $some
client idle --dst "$(here 1 4)" --port 87 --connections $some --idle \
	--duration 900
NS='' client loopback --dst 127.0.0.1 --port 86 --connections 3 --idle \
	--duration 900
need "connections within this machine" wait_for 20 alive_is 3 "( dport = :86 )"

# --- while all is calm ---
results told calm "$tmp/told"

# --- what comes of it ---
python3 "$tests/netlink_listen.py" "$tmp/heard" > "$tmp/listener" 2>&1 &
pid[listener]=$!
need "a listener" wait_for 30 grep -qs listening "$tmp/heard"
need "audit" set_to mode audit
tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
need "a small budget" sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
need "an episode begins" hold
victims=$((8 * some))
check "audit: each victim is counted" wait_for 40 stat_is would_reset $victims
results told episode "$tmp/told"
need "enforce" set_to mode enforce
check "they are reset" wait_for 40 all_gone
check "in the other namespaces, too" wait_for 20 stat_is resets $victims
check "everything is looked at again" sweeps 3
check "nobody else was" stat_is resets $victims
let_go
kill -TERM "${pid[listener]}"
check "the listener ends" end_of listener
results told agree "$tmp/told" "$tmp/heard"
finish
