#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D6 of the design (never wait for a socket lock): a sender that sleeps inside
# the kernel with its socket locked, for a page that never comes, delays no
# other reset and no unload; when it wakes its connection goes as well.
# vm: timeout=150 debug
. "${0%/*}/lib.sh"

trace=/sys/kernel/tracing

# took: ms from the episode's start to the last reset of port 81
took()
{
	awk '
		match($0, / [0-9]+\.[0-9]+: mpp_/) {
			t = substr($0, RSTART + 1, RLENGTH - 7) + 0
			if ($0 ~ /started/)
				start = t
			else if ($0 ~ /mpp_reset.*\]:81 peer/)
				last = t
		}
		END { printf "%d\n", (last - start) * 1000 }' "$trace/trace"
}

# round NAME: 100 attackers on port 81 stand before the episode begins
round()
{
	attack "$1" 1 4 81 --connections 100 && opened "$1" 100 || return 1
	echo > "$trace/trace"
	hold && wait_for 30 alive_at 81 0
}

need "link" link 1
need "module" load
need "server" serve server --port 81 --answer 1000000
need "a server that will be stuck" serve stuck --port 82 --answer 100000 --block 3
need "a small budget" squeeze
echo 1 > "$trace/events/tcp_mpp/mpp_episode/enable"
echo 1 > "$trace/events/tcp_mpp/mpp_reset/enable"

need "without a stuck sender: all are reset" round free
free=$(took)
need "the episode ends" let_go
stop free hold_server
exempt -8080-8080

attack blocked 1 4 82 --connections 3
need "three connections" opened blocked 3
need "three senders sleep with their sockets locked" wait_for 20 blocked_by stuck 3
need "with stuck senders: all others are reset" round stuck_too
stuck=$(took)
check "it took no longer: $stuck ms, without $free ms" \
	[ "$stuck" -le $((free * 2 + 1000 * TIME_SCALE)) ]
check "the locked ones are counted" wait_for 10 stat_ge spared_locked 3
check "they are not reset" alive_at 82 3

check "the module unloads at once, in the episode" unload
stop holders hold_server
need "it loads again" load
need "the next episode begins" hold
check "everything is looked at" sweeps 2
check "still not reset" alive_at 82 3
kill -USR2 "${pid[stuck]}"
is_released() { [ "$(server_says stuck released)" = "$1" ]; }
check "the senders wake up" wait_for 20 is_released 3
check "now they are reset" wait_for 20 alive_at 82 0
check "the attackers were told" wait_for 10 field_is blocked rst_received 3
check "holders were never reset" not_reset holders
finish
