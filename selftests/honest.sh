#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B1: slow but honest readers all get their answer while attackers come back
# again and again, and nobody who is idle loses a connection.
# vm: timeout=150
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 81-83 --family 46 --answer 400000
need "another" serve quiet --port 84 --family 46
need "a small budget" squeeze
port=80
for f in 4 6; do
	port=$((port + 1))
	client "slow$f" --dst "$(here 1 $f)" --port $port --connections 10 \
		--read-rate 40000 --duration $((60 * TIME_SCALE)) \
		--progress
	client "idle$f" --dst "$(here 1 $f)" --port 84 --connections 20 \
		--idle --duration $((100 * TIME_SCALE))
	need "IPv$f: readers" wait_for 20 field_ge "slow$f" connected 10
done
need "idle connections" wait_for 20 alive_at 84 40
attack attack 1 4 83 --connections 300 --rate 300 --reconnect
check "an episode begins" wait_for 20 status_is state episode
check "attackers are reset" wait_for 20 stat_ge resets 300
check "IPv4: every slow reader has its answer" end_of slow4
check "IPv6: every slow reader has its answer" end_of slow6
# most come from caught addresses by then
came_back() { [ $(($(stat resets) + $(stat syns_dropped))) -ge 1000 ]; }
check "attackers came back all the time" came_back
check "idle connections live" alive_at 84 40
stop attack
check "the episode ends" wait_for 20 status_is state calm
check "each reset was an attacker's" \
	stat_is reset_never_opened "$(stat resets)"
for f in 4 6; do
	stop "idle$f"
	check "IPv$f: no idle client lost its connection" field_is "idle$f" short 0
	check "IPv$f: nor was one reset" field_is "idle$f" reset 0
done
finish
