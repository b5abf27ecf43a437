#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B8, W2, W21: pressure makes the engine look, but not without end: neither while
# it is switched off nor within an epoch.
# vm: timeout=90
. "${0%/*}/lib.sh"

now_ms() { awk '{ print int($1 * 1000) }' /proc/uptime; }
more_than_ms() { [ "$(now_ms)" -ge "$1" ]; }

# stir: allocations, and with them calls of the pressure callback, all the time
stir()
{
	attack stir 1 4 81 --connections 2000 --rate 400 --reconnect \
		--mode unread --bytes 20000
}

need "link" link 1
need "module, switched off" load role=client
need "server" serve server --port 81 --family 46
need "a small budget" squeeze
exempt +8080-8080
need "server" serve hold_server --port 8080 --family 46 --answer 1000000
attack holders 1 4 8080 --connections 300 --rate 300
need "memory is above the mark" wait_for 30 pages_above 3500
need "traffic goes on" stir
need "the callback is heard" wait_for 20 stat_ge pressure_calls 20

t=$(now_ms) n=$(stat samples)
wait_for 5 more_than_ms $((t + 3000)) > /dev/null
n=$(($(stat samples) - n)) t=$(($(now_ms) - t))
check "off: $n looks in $t ms are less than 200 a second" \
	[ $((n * 1000)) -lt $((t * 200)) ]

need "on" set_to enabled 1
need "an episode begins" wait_for 10 status_is state episode
t=$(now_ms) n=$(stat epochs)
wait_for 20 more_than_ms $((t + 3000)) > /dev/null
n=$(($(stat epochs) - n)) t=$(($(now_ms) - t))
check "on: $n epochs in $t ms are none too many" \
	[ "$n" -le $((t * 11 / 1000 + 2)) ]
check "and none too few" [ "$n" -ge $((t * 10 / 1000 / (3 * TIME_SCALE))) ]
finish
