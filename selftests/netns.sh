#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B9, W1: sockets of another network namespace are reset and its SYNs dropped,
# whether it shares the socket table or has a private one, with long chains.
# vm: timeout=150
. "${0%/*}/lib.sh"

need "module" load
need "link to this namespace" link 1
need "a namespace that shares the table" space shared
need "link to it" link 2 shared
need "a namespace with a table of its own" space_of_one private
need "link to it" link 3 private

# buckets NS: negative means: those of the initial namespace
buckets() { ip netns exec "$1" sysctl -n net.ipv4.tcp_ehash_entries; }
check "the one has no table" [ "$(buckets shared)" -lt 0 ]
check "the other has one bucket" [ "$(buckets private)" = 1 ]

need "a small budget" squeeze
n=1
for ns in shared private; do
	n=$((n + 1))
	NS=$ns
	need "$ns: server" serve "$ns" --port 81-83 --family 46 --answer 1000000
	# more than a look takes at once, all in one chain where there is one
	NS=atk client "idle_$ns" --dst "$(here $n 4)" --port 83 --idle \
		--connections 1300 --duration 600
	need "$ns: idle connections" wait_for 40 alive_at 83 1300
	attack "${ns}4" $n 4 81 --connections 30
	attack "${ns}6" $n 6 82 --connections 30
	need "$ns: attack over IPv4" opened "${ns}4" 30
	need "$ns: attack over IPv6" opened "${ns}6" 30
done
NS=''
need "an episode begins" hold
check "hooks in all four namespaces" wait_for 10 status_is hooks 4
for ns in shared private; do
	NS=$ns
	check "$ns: IPv4 reset" wait_for 30 alive_at 81 0
	check "$ns: IPv6 reset" wait_for 30 alive_at 82 0
	check "$ns: idle connections live" alive_at 83 1300
done
NS=''
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
syns shared_syn 2 4 83
syns private_syn 3 6 83
end_of shared_syn && end_of private_syn
check "shared: SYNs dropped" all_dropped shared_syn
check "private: SYNs dropped" all_dropped private_syn
for a in shared4 shared6 private4 private6; do
	stop $a
	check "$a: each attacker was told" field_is $a rst_received 30
done
check "the episode ends" let_go
finish
