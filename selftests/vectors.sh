#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B2, B1: segments behind a hole, and data that an application does not read, hold
# memory above the mark; they are found for what they are, and honest slow
# connections stand beside them.
# vm: timeout=300 counted
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "servers" serve server --port 81-84 --family 46 --answer 1000000
need "one that hangs" serve hung --port 85 --family 46 --noread --noclose
need "a small budget" squeeze

# honest: idle, and a device that reads 1,000 bytes a second with a small buffer
for f in 4 6; do
	client "idle$f" --dst "$(here 1 $f)" --port 84 --connections 10 \
		--idle --duration 900
	client "device$f" --dst "$(here 1 $f)" --port 83 --connections 5 \
		--read-rate 1000 --rcvbuf 2304 --duration 900 --progress
	need "IPv$f: honest ones" wait_for 20 field_ge "device$f" connected 5
done
need "idle ones" wait_for 20 alive_at 84 20
honest()
{
	alive_at 84 20 && alive_at 83 10
}

# vector NAME REASON SECONDS FAMILY PORT ARGS...: it goes for that reason, and all
# others stand
vector()
{
	local name=$1 reason=$2 seconds=$3 family=$4 port=$5 was count=200

	shift 5
	was=$(stat "reset_$reason")
	# with no episode yet, or SYNs would be dropped
	hush
	attack "$name" 1 "$family" "$port" --connections $count --rate 200 "$@"
	need "$name: attackers stand" opened "$name" $count
	need "$name: they hold memory" wait_for 20 pages_above 2900
	speak
	check "$name: an episode begins" wait_for 30 status_is state episode
	check "$name: they are reset, as $reason" \
		wait_for $((seconds + 25)) stat_ge "reset_$reason" $((was + 100))
	check "$name: the episode ends" wait_for 40 status_is state calm
	check "$name: memory is below the mark" pages_below 2000
	check "$name: for no other reason" \
		[ "$(stat resets)" = "$(reasons)" ]
	check "$name: the honest stand" honest
	stop "$name"
}
# what the reasons sum up to
reasons()
{
	echo $(($(stat reset_hole) + $(stat reset_unread)))
}

vector hole hole 15 4 81 --mode ofo --bytes 60000
vector hole6 hole 15 6 82 --mode ofo --bytes 60000
vector unread unread 30 4 85 --mode unread --bytes 60000

# both at once, above the high mark, where everything abusive is to go: those
# whose application hangs may be honest, and stand as soon as that is enough
was=$(stat reset_unread) holes=$(stat reset_hole)
hush
# what the honest and the patient hold is below it
need "both: a higher mark for the end" set_to mark_end 95
attack patient 1 4 85 --mode unread --bytes 60000 --connections 8
attack abusers 1 6 82 --mode ofo --bytes 60000 --connections 200 --rate 200
need "both: the patient stand" opened patient 8
need "both: the abusers stand" opened abusers 200
need "both: they hold memory" wait_for 20 pages_above 2900
sleep 32
speak
check "both: an episode begins" wait_for 30 status_is state episode
check "both: the abusers are reset" wait_for 20 stat_ge reset_hole $((holes + 150))
check "both: the episode ends" wait_for 40 status_is state calm
check "both: the patient stand" alive_at 85 8
check "both: none of them was reset" stat_is reset_unread "$was"
check "both: the honest stand" honest
stop patient abusers
set_to mark_end default
for f in 4 6; do
	stop "idle$f" "device$f"
	check "IPv$f: no idle client was reset" field_is "idle$f" reset 0
	check "IPv$f: no device was reset" field_is "device$f" reset 0
done
finish
