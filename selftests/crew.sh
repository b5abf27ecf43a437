#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B7, B10: the resets of a sweep are done on more than one processor, each once,
# and are counted as by one; on one processor alone they are done likewise, also
# when the other leaves in the middle.
# vm: timeout=180 debug
. "${0%/*}/lib.sh"

tracing=/sys/kernel/tracing
# a buffer of its own
trace=$tracing/instances/crew
other=/sys/devices/system/cpu/cpu1/online

# helped: how many were reset by another thread than the one that searches: only
# one does at a time
helped()
{
	awk '{ who = $1 }
		/ slice: / { sweep = who }
		/ crew: / && who != sweep { n++ }
		END { print n + 0 }' "$trace/trace"
}

# round NAME N [PREFIX]: so many attackers stand, and then they go. The first ones are
# enough for the mark.
round()
{
	before=$(stat resets)
	episodes=$(stat episodes)
	attack "$1" 1 4 81 --src "${3:-10.101.0.0/16}" --connections "$2" --rate 150
	need "$1: $2 stand" wait_for 60 field_ge "$1" established "$2"
	need "$1: memory is above the high mark" pages_above 2800
	echo > "$trace/trace"
}

# over NAME N: until the memory is back; who is counted is gone, and nobody else
over()
{
	local n

	check "$1: an episode begins" wait_for 10 stat_ge episodes $((episodes + 1))
	check "$1: it ends" wait_for 60 status_is state calm
	n=$(($(stat resets) - before))
	check "$1: $n are reset" [ "$n" -ge 100 ]
	check "$1: the others are left" alive_at 81 $(($2 - n))
	stop "$1"
	check "$1: each of the $n was told" field_is "$1" rst_received "$n"
}

off_and_on()
{
	local i

	for ((i = 0; i < 3; i++)); do
		echo 0 > "$other" && sleep 0.2 && echo 1 > "$other" || return 1
	done
}

# One thread may emulate both processors, a tenth of a second the one and then the
# other. A reset that takes longer leaves the other time to help.
slowly()
{
	printf '%s\n' 'tcp_*' 'skb_*' 'ip_*' 'sk_*' 'kmem_*' 'dev_*' \
		> "$tracing/set_ftrace_filter" &&
		echo function > "$tracing/current_tracer"
}
at_leisure()
{
	echo nop > "$tracing/current_tracer"
	echo > "$tracing/set_ftrace_filter"
}

leave()
{
	echo 1 > "$other"
	at_leisure
	echo 0 > "$trace/events/kprobes/enable"
	rmdir "$trace"
	echo > "$tracing/kprobe_events"
	cleanup
}

need "a second processor" [ "$(nproc)" -ge 2 ]
need "link" link 1
need "module" load
need "which waits" hush
need "a small budget" squeeze
need "server" serve server --port 81 --answer 1000000
trap leave EXIT
need "resets are seen" eval "echo p:crew mpp_reset > $tracing/kprobe_events"
need "and the search" eval "echo p:slice prune_slice >> $tracing/kprobe_events"
mkdir "$trace"
echo 1 > "$trace/events/kprobes/enable"

n=0
for ((i = 0; i < 4 && n == 0; i++)); do
	need "which waits" hush
	round both 400
	need "a reset takes time" slowly
	need "no more" speak
	over both 400
	at_leisure
	n=$(helped)
done
check "others than the sweep did $n of it" [ "$n" -ge 1 ]
check "each counted once, by its reason" stat_is reset_never_opened "$(stat resets)"

need "which waits" hush
need "one processor leaves" eval "echo 0 > $other"
round alone 300
need "no more" speak
over alone 300
check "by the sweep itself" [ "$(helped)" = 0 ]
need "it is back" eval "echo 1 > $other"

need "which waits" hush
need "20 resets a second" set_to kill_rate_max 20
round budget 400 10.101.5.0/28
need "no more" speak
check "it comes and goes meanwhile" off_and_on
need "a quarter is gone" wait_for 20 stat_ge resets $((before + 100))
attack again 1 4 81 --src 10.101.5.0/28 --mode syn --connections 40 --rate 200 \
	--syn-retries 0 --duration $((3 + TIME_SCALE))
end_of again
check "SYNs of those who were reset are dropped" stat_ge syns_dropped_caught 30
check "and the budget is kept" \
	[ "$(($(stat resets) - before))" -lt 400 ]
need "let it be more" set_to kill_rate_max 10000
over budget 400

finish
