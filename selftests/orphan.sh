#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W1, B2: orphans whose rest nobody takes are reset; a peer that takes nothing
# through an open window too; connections nobody has accepted yet are left
# alone, whatever they have sent.
# vm: timeout=120 debug
. "${0%/*}/lib.sh"

waiting() { ss -Htn state "$2" "( sport = :$1 )" | wc -l; }
waiting_is() { [ "$(waiting "$1" "$2")" = "$3" ]; }

need "link" link 1
need "module" load
# writes less than a send buffer and closes: the kernel is left with the rest
need "server that closes" serve closes --port 81-83 --family 46 --answer 30000
need "server that stays" serve stays --port 84 --family 46 --answer 1000000
need "server that never accepts" serve deaf --port 85 --family 46 --noaccept
need "a small budget" squeeze
attack never4 1 4 81 --connections 20
attack never6 1 6 82 --connections 20
attack took 1 4 83 --connections 20 --window 20000 --accept 5000
attack small 1 4 84 --connections 20 --window 100 --silent
attack early 1 4 85 --connections 20 --mode unread --bytes 10000
for a in never4 never6 took small early; do
	need "attack $a stands" opened $a 20
done
for p in 81 82 83; do
	need "port $p: orphans" wait_for 20 waiting_is $p fin-wait-1 20
done
orphans=$(stat reset_orphan)
need "an episode begins" hold
check "orphans, IPv4: gone" wait_for 20 waiting_is 81 fin-wait-1 0
check "orphans, IPv6: gone" wait_for 20 waiting_is 82 fin-wait-1 0
check "orphans whose peer had begun to read: gone" \
	wait_for 20 waiting_is 83 fin-wait-1 0
check "for that reason" stat_ge reset_orphan $((orphans + 20))
check "nothing taken through a small window: reset" wait_for 20 alive_at 84 0
check "for that reason" stat_ge reset_no_progress 20
for a in never4 never6 took small; do
	check "$a: each attacker was told" \
		wait_for 10 field_is $a rst_received 20
done
check "everything is looked at again" sweeps 3
check "not yet accepted: alive" alive_at 85 20
check "the attackers see it so" not_reset early
check "the episode ends" let_go
finish
