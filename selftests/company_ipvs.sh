#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: IPVS shares out connections over two servers behind this host. They
# are the servers' and judged there; but their SYNs come to this host first, and
# are dropped here already.
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

balance()
{
	local p i

	modprobe ip_vs_rr || return 1
	for p in 80 81; do
		ipvsadm -A -t "10.1.0.1:$p" -s rr || return 1
		for i in 1 2; do
			ipvsadm -a -t "10.1.0.1:$p" -r "10.9.$i.2:$p" -m || return 1
		done
	done
}
# balanced N: each server had at least so many connections of port 80, by IPVS
balanced()
{
	ipvsadm -Ln --stats | awk -v n="$1" '
		/10\.9\.[12]\.2:80 / { servers++; bad += $3 < n }
		END { exit servers != 2 || bad }' ||
		{ ipvsadm -Ln --stats; false; }
}
# also what it knows of connections: others would be taken for them
after() { ipvsadm -C && rmmod ip_vs_rr ip_vs; }

need "link" link 1
for i in 1 2; do
	need "namespace $i" behind "real$i" "$i"
done
need "IPVS" balance
need "module" load
need "a small budget" squeeze
need "exempt" exempt +81-81
for i in 1 2; do
	for p in 80 81; do
		NS=real$i need "server $i, $p" talk_serve "s$i$p" --port $p
	done
done
need "calm: two talk" talk talk --dst 10.1.0.1 --port 80 --connections 4
need "attackers" stands bad 1 4 80
check "by way of IPVS" wait_for 10 balanced $((2 + each / 2))
need "an episode begins" episode
check "the attackers are reset, and hear of it" told bad
syns syn 1 4 80
syns syn81 1 4 81
check "who talks goes on" goes_on talk
end_of syn
end_of syn81
check "SYNs are dropped" all_dropped syn
check "to an exempt port they pass" all_answered syn81
check "who comes now gets in there" gets_in --dst 10.1.0.1 --port 81
check "unload in the middle of it" unload
check "who talks goes on without" goes_on talk
check "who comes now gets in" gets_in --dst 10.1.0.1 --port 80
finish
