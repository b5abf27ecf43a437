#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W1, W21, B1, B6: zero-window connections are reset until the memory is back,
# over IPv4 and IPv6, and the honest ones beside them live.
# vm: timeout=120
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 80-81 --family 46 --answer 1000000

trace=/sys/kernel/tracing
echo 1 > "$trace/events/tcp_mpp/enable"

family()
{
	local f=$1 before peak

	echo > "$trace/trace"
	need "a small budget" squeeze
	client idle --dst "$(here 1 "$f")" --port 81 --idle --connections 10 \
		--duration $((25 * TIME_SCALE))
	client loads --dst "$(here 1 "$f")" --port 80 --repeat --connections 2 \
		--expect 1000000 --duration $((10 * TIME_SCALE))
	before=$(stat resets)
	# SYNs that are dropped must not come again, for a third episode
	attack attack 1 "$f" 80 --connections 300 --rate 200 --syn-retries 0
	check "IPv$f: an episode starts" wait_for 20 status_is state episode
	check "IPv$f: attackers are reset" \
		wait_for 20 stat_ge resets $((before + 30))
	check "IPv$f: downloads go on during it" end_of loads
	check "IPv$f: the episode ends" wait_for 30 status_is state calm
	check "IPv$f: memory was below the mark by then" ended_below 1500
	peak=$(status peak_pages)
	check "IPv$f: there was pressure (peak $peak)" [ "$peak" -gt 2000 ]
	stop attack
	check "IPv$f: each reset reached its attacker" field_is attack \
		rst_received $(($(stat resets) - before))
	check "IPv$f: the trace has the evidence of each" \
		evidence $(($(stat resets) - before)) "$(here 1 "$f")"
	check "IPv$f: idle connections live" \
		alive_at 81 10
	stop idle
	check "IPv$f: none of them was lost" field_is idle short 0
}

# ended_below PAGES: some attackers may come after the end, and hold a little
ended_below()
{
	local n

	n=$(dmesg | sed -n 's/.* ended, event 4229: .*; TCP holds \([0-9]*\) pages.*/\1/p' |
		tail -n 1)
	[ -n "$n" ] && [ "$n" -lt "$1" ]
}

# evidence N ADDRESS: N trace lines, that say what an administrator would ask
evidence()
{
	local n

	n=$(grep -c "mpp_reset: .*local=\[[:f]*$2\]:80 .*reason=never_opened bytes=[1-9][0-9]* queued=[1-9][0-9]* snd_wnd=0 max_window=0 " "$trace/trace")
	[ "$n" = "$1" ] || { echo "$n lines"; tail -n 3 "$trace/trace"; false; }
}

family 4
family 6
check "the reason is counted" stat_is reset_never_opened "$(stat resets)"
check "two episodes were counted" stat_is episodes 2
check "the log has their start" logged \
	'tcp_mpp: episode 2 started: TCP holds [0-9]+ pages'
check "the log has their end" logged \
	'tcp_mpp: episode 2 ended, event 4229: .* [0-9]+ connections were reset'
check "the trace has the episode's end" \
	grep -q 'mpp_episode: episode=2 ended' "$trace/trace"
echo 0 > "$trace/events/tcp_mpp/enable"
finish
