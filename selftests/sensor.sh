#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Sensor (issue 2), B3: the pressure callback starts an episode at once; where
# kprobes are switched off, sampling does, and the state and the log say so.
# vm: timeout=90
. "${0%/*}/lib.sh"

tracing=/sys/kernel/tracing
armed=/sys/kernel/debug/kprobes/enabled

probed() { grep -q ' tcp_enter_memory_pressure+0x' /sys/kernel/debug/kprobes/list; }

# delay: ms from the first call of the callback to the episode
delay()
{
	awk '
		match($0, / [0-9]+\.[0-9]+: /) {
			t = substr($0, RSTART + 1) + 0
			if ($0 ~ /mpp_enter/ && !enter)
				enter = t
			else if ($0 ~ /mpp_episode.*started/)
				start = t
		}
		END {
			if (enter && start)
				printf "%d\n", (start - enter) * 1000
			else
				print 1000000
		}' "$tracing/trace"
}

need "link" link 1
need "module" load
need "server" serve server --port 81 --answer 1000000
check "it says: kprobe" status_is sensor kprobe
check "the kernel says so" probed
check "while calm it was never called" stat_is pressure_calls 0

need "a small budget" squeeze
# the first call alone is of interest, and there are many
echo 'p:mpp_enter tcp_enter_memory_pressure' > "$tracing/kprobe_events"
echo 1 > "$tracing/events/kprobes/enable"
echo 1 > "$tracing/events/tcp_mpp/mpp_episode/enable"
need "an episode begins" hold
ms=$(delay)
check "$ms ms after the callback" [ "$ms" -le $((300 * TIME_SCALE)) ]
check "the callback was heard" stat_ge pressure_calls 1
check "it says: kprobe" status_is sensor kprobe
echo 0 > "$tracing/events/kprobes/enable"
echo > "$tracing/kprobe_events"
check "the episode ends" let_go
stop hold_server
need "unload" unload
check "its probe is gone" [ "$(grep -c tcp_enter_memory_pressure /sys/kernel/debug/kprobes/list)" = 0 ]

# Loaded under pressure it must not take that for a probe that does not work.
exempt_server() { serve hold_server --port 8080 --family 46 --answer 1000000; }
need "server" exempt_server
attack holders 1 4 8080 --connections 300 --rate 300
need "pressure without the module" wait_for 30 pages_above 3500
need "module" load role=client
exempt +8080-8080
need "on" set_to enabled 1
check "loaded under pressure: an episode begins" \
	wait_for 10 status_is state episode
check "loaded under pressure: it says kprobe" status_is sensor kprobe
check "the episode ends" let_go
stop hold_server
exempt -8080-8080

need "kprobes are switched off" put "$armed" 0
need "an episode begins all the same" hold
check "it says: sampled" wait_for 5 status_is sensor sampled
check "the log says so" logged 'tcp_mpp: pressure came without a call'
check "the episode ends" let_go
need "kprobes are switched on" put "$armed" 1
stop hold_server
exempt -8080-8080
need "an episode begins" hold
check "it says: kprobe again" wait_for 5 status_is sensor kprobe
check "the episode ends" let_go
finish
