#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B7, B10: the resets of a sweep are done on more than one processor, each once,
# and are counted as by one; on one processor alone they are done likewise, also
# when the other leaves in the middle.
# vm: timeout=150
. "${0%/*}/lib.sh"

trace=/sys/kernel/tracing
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

# round NAME N: so many attackers stand, and then they go. The first ones are
# enough for the mark.
round()
{
	before=$(stat resets)
	episodes=$(stat episodes)
	attack "$1" 1 4 81 --connections "$2" --rate 150
	need "$1: $2 stand" opened "$1" "$2"
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

leave()
{
	echo 1 > "$other"
	echo 0 > "$trace/events/kprobes/enable"
	echo > "$trace/kprobe_events"
	cleanup
}

need "a second processor" [ "$(nproc)" -ge 2 ]
need "link" link 1
need "module" load
need "which waits" hush
need "a small budget" squeeze
need "server" serve server --port 81 --answer 1000000
trap leave EXIT
need "resets are seen" eval "echo p:crew mpp_reset > $trace/kprobe_events"
need "and the search" eval "echo p:slice prune_slice >> $trace/kprobe_events"
echo 1 > "$trace/events/kprobes/enable"
# a rate at which it takes some epochs, for a busy machine that emulates ours
need "400 resets a second" set_to kill_rate_max 400

round both 400
need "no more" speak
over both 400
n=$(helped)
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
need "50 resets a second" set_to kill_rate_max 50
round budget 400
need "no more" speak
check "it comes and goes meanwhile" off_and_on
check "and the budget is kept" \
	[ "$(($(stat resets) - before))" -lt 400 ]
need "let it be more" set_to kill_rate_max 10000
over budget 400

finish
