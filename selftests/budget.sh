#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W21, B7: no more connections are reset in a second than the administrator
# allows, and what had to wait is counted.
# vm: timeout=90
. "${0%/*}/lib.sh"

trace=/sys/kernel/tracing/trace

# resets FROM TO: how many between so many seconds after the episode's start
resets()
{
	awk -v from="$1" -v to="$2" '
		match($0, / [0-9]+\.[0-9]+: mpp_/) {
			t = substr($0, RSTART + 1, RLENGTH - 7) + 0
			if ($0 ~ /started/)
				start = t
			else if ($0 ~ /mpp_reset/ && t >= start + from && t < start + to)
				n++
		}
		END { print n + 0 }' "$trace"
}

need "link" link 1
need "module" load
need "which waits" hush
need "20 resets a second" set_to kill_rate_max 20
need "server" serve server --port 81-82 --answer 1000000
# with so small a budget SYNs are dropped as well
need "a port for the honest" exempt +82-82
need "a small budget" squeeze
for e in mpp_episode mpp_reset; do
	echo 1 > "/sys/kernel/tracing/events/tcp_mpp/$e/enable"
done
attack attack 1 4 81 --connections 400 --rate 200
need "attack stands" opened attack 400
need "memory is above the high mark" pages_above 2800
echo > "$trace"
need "no more" speak
check "an episode begins" wait_for 10 status_is state episode
# allocations of others make the callback come all the time
client load --dst "$(here 1 4)" --port 82 --repeat --connections 2 \
	--expect 1000000 --duration 10
check "connections wait for the budget" wait_for 20 stat_ge spared_budget 100
check "connections are reset" wait_for 20 stat_ge resets 100
n=$(resets 0 4)
check "$n in 4 s are not more than 20 a second" [ "$n" -le 100 ]
check "$n in 4 s are not much less" [ "$n" -ge 30 ]
check "the rate is what is allowed" status_is kill_rate 20
check "downloads go on" end_of load
need "let it be more" set_to kill_rate_max 10000
check "now it ends quickly" wait_for 20 status_is state calm
check "no connection waited that was not reset later" pages_below 1500
finish
