#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B4, W1: SYNs over IPv6 that come in fragments are dropped as any, also where the
# chain of headers is cut so that the first fragment hides the TCP header; other
# fragments are left alone.
# vm: timeout=120 python
. "${0%/*}/lib.sh"

# fragments NAME HOW PORT: 20 SYNs in fragments, and who answers
fragments()
{
	in_ns atk python3 "$tests/fragments.py" a1 "$(here 1 6)" fd00:101:: "$2" \
		"$3" 20 > "$tmp/$1"
}
hows="header chain"
need "link" link 1
need "module" load
need "server" serve server --port 81 --family 46
for how in $hows; do
	check "calm, $how: SYNs are sent" fragments "$how" "$how" 81
	need "calm, $how: they are answered" field_is "$how" synack 20
done
need "a small budget" squeeze
need "memory is held on an exempt port" hold
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
dropped=$(stat syns_dropped)
for how in $hows; do
	dropped=$((dropped + 20))
	check "$how: SYNs are sent" fragments "$how" "$how" 81
	check "$how: none is answered" field_is "$how" synack 0
	check "$how: they count as dropped" stat_is syns_dropped "$dropped"
done
check "SYNs to the exempt port are sent" fragments exempt header 8080
check "they are answered" field_is exempt synack 20
check "big echo requests are answered" \
	ip netns exec atk ping -6 -c 3 -W 5 -s 4000 "$(here 1 6)"
check "none of them counts" stat_is syns_dropped "$dropped"
check "the episode ends" let_go
finish
