#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W6, W9, W11, D3, D6: connections and SYNs of exempt ports survive an episode, those
# beside them do not; the range deleted, new ones are like any other.
# vm: timeout=150
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 4999-5010 --family 46 --answer 1000000
need "a small budget" squeeze
need "ten ports from 5000 on are exempt" exempt +5000-5009
attack below 1 4 4999 --connections 20
attack first 1 4 5000 --connections 20
attack last 1 6 5009 --connections 20
attack above 1 6 5010 --connections 20
for a in below first last above; do
	need "attack $a stands" opened $a 20
done
need "an episode begins" hold
check "IPv4, port below the range: reset" wait_for 20 alive_at 4999 0
check "IPv6, port above the range: reset" wait_for 20 alive_at 5010 0
check "everything is looked at again" sweeps 3
check "IPv4, first port of the range: alive" alive_at 5000 20
check "IPv6, last port of the range: alive" alive_at 5009 20
check "the attackers see it so: first" not_reset first
check "the attackers see it so: last" not_reset last
check "the spared are counted" stat_ge spared_exempt_port 40

need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
syns syn_below 1 4 4999
syns syn_first 1 4 5000
syns syn_last 1 6 5009
syns syn_above 1 6 5010
for a in below first last above; do
	end_of syn_$a
done
check "SYNs below the range are dropped" all_dropped syn_below
check "SYNs to its first port are answered" all_answered syn_first
check "SYNs to its last port are answered" all_answered syn_last
check "SYNs above the range are dropped" all_dropped syn_above

need "the range is deleted" exempt -5000-5009
check "everything is looked at again" sweeps 3
check "exempt at birth, first port: alive (W11)" alive_at 5000 20
check "exempt at birth, last port: alive (W11)" alive_at 5009 20
syns again 1 4 5000
end_of again
check "SYNs to it are judged by now (D6): dropped" all_dropped again
need "a single port is exempt" exempt +5000-5000
syns once_more 1 4 5000
end_of once_more
check "SYNs to it are answered" all_answered once_more

need "the episode ends" calm_again
attack later 1 4 5001 --connections 20
need "a new attack, on a port that is not exempt any more" opened later 20
need "exempt once more" exempt +5001-5009
need "an episode begins" hold
check "not exempt at birth: reset, whatever is exempt now (W11)" \
	wait_for 20 alive_at 5001 0
check "everything is looked at again" sweeps 3
check "exempt at birth: alive still" alive_at 5000 20
check "those over IPv6 too" alive_at 5009 20
stop later first last
check "the attacker was told" field_is later rst_received 20
check "the others were not" not_reset first
check "nor the last" not_reset last
check "holders were never reset" not_reset holders
finish
