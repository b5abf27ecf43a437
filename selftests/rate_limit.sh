#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W19, D15: the limit of half-open outgoing connections. Off by default, and
# then nothing is hooked; on, so many have a SYN on the wire, the others wait,
# and go when one of those got through, gave up or was closed. Counted, and told
# as event 4226.
# vm: timeout=120
. "${0%/*}/lib.sh"

probes=/sys/kernel/tracing/kprobe_events
hits=/sys/kernel/tracing/kprobe_profile

# watch NAME: count the targets of SYNs that come out at the other end
watch()
{
	ip netns exec atk mpp_syns a1 > "$tmp/$1" 2>&1 &
	pid[$1]=$!
	wait_for 10 grep -q targets "$tmp/$1"
}
targets_is() { field_is "$1" targets "$2"; }
# go NAME N ADDRESS ARGS...: connect to N addresses from ADDRESS on; nobody answers
go()
{
	local name=$1 n=$2 addr=$3

	shift 3
	mpp_active --dst "$addr" --port 9 --spread --idle --connections "$n" \
		"$@" > "$tmp/$name" 2>&1 &
	pid[$name]=$!
}
# how often an outgoing packet met the hook
hooked() { awk '$1 == "mppout" { print $2 }' "$hits"; }
hooked_is() { [ "$(hooked)" = "$1" ] || { hooked; false; }; }
half_open() { ss -Htn state syn-sent | wc -l; }
half_open_is() { [ "$(half_open)" = "$1" ] || { half_open; false; }; }

need "link" link 1
need "module" load
need "a probe where outgoing packets meet the module" \
	eval "echo 'p:mppout tcp_mpp:hook_out' > $probes"
echo 1 > /sys/kernel/tracing/events/kprobes/mppout/enable
NS=atk need "a server that can be reached" \
	serve far --port 80 --family 46 --answer 1000

# --- off ---
check "off by default" [ "$(< "$mpp/settings/rate_limit")" = 0 ]
check "ten by default" [ "$(< "$mpp/settings/rate_limit_max")" = 10 ]
watch off
go off_conns 40 10.101.1.0
check "off: 40 SYNs are on the wire" wait_for 5 targets_is off 40
check "off: nothing is hooked" hooked_is 0
check "off: nothing is counted" stat_is held_back 0
stop off_conns off

# --- on ---
need "on" set_to rate_limit 1
# the hooks come a moment after the setting
meets()
{
	NS='' client first --dst 10.1.0.2 --port 80 --connections 1 \
		--expect 1000 --duration 9
	end_of first
	[ "$(hooked)" -gt 0 ]
}
check "on: something is hooked" wait_for 10 meets
watch on
go a 10 10.101.2.0 --syn-retries 2	# gives up after 7 s
go_a=$SECONDS
check "the first ten go" wait_for 5 targets_is on 10
go b 30 10.101.3.0
sleep 2
check "the eleventh and more wait" targets_is on 10
check "they are half open for their owners" half_open_is 40
check "they are counted" stat_ge held_back 30
check "event 4226 is in the log" logged 'tcp_mpp: event 4226'
check "none of theirs is on the wire while the ten have not given up" \
	wait_for $((7 - SECONDS + go_a)) targets_is on 10
check "the ten give up, and ten of the others go" wait_for 12 targets_is on 20
check "no more than ten" half_open_is 30
stop b
go c 10 10.101.4.0
check "closed: ten others go at once" wait_for 5 targets_is on 30
stop c
check "SYNs of one come again without a slot more" targets_is on 30
stop on

# --- what gets through gives its slot back ---
quick()
{
	local t=$SECONDS

	NS='' client "$1" --dst "$2" --port 80 --connections 100 --rate 100 \
		--expect 1000 --timeout 20 --duration 30
	end_of "$1" && field_is "$1" completed 100 &&
		[ $((SECONDS - t)) -lt $((15 * TIME_SCALE)) ]
}
check "100 to one that answers, IPv4" quick quick4 10.1.0.2
check "100 to one that answers, IPv6" quick quick6 fd00:1::2

# --- limits that change ---
need "at most three" set_to rate_limit_max 3
watch three
go d 20 fd00:101::1000
sleep 1.5
check "IPv6: three go" wait_for 5 targets_is three 3
need "at most five" set_to rate_limit_max 5
check "two more, when their SYNs come again" wait_for 10 targets_is three 5
need "off" set_to rate_limit 0
held=$(stat held_back)
check "off: all the others go" wait_for 20 targets_is three 20
check "off: nothing more is held back" stat_is held_back "$held"
now=$(hooked)
stop d three
watch finally
go e 40 10.101.5.0
e_at=${EPOCHREALTIME/./}
check "off: 40 at once" wait_for 5 targets_is finally 40
check "off: nothing is hooked" hooked_is "$now"
# their SYNs come again after 1, 3 and 7 s, and would take slots then
left=$((3400000 - ${EPOCHREALTIME/./} + e_at))
[ "$left" -le 0 ] || sleep "$((left / 1000000)).$((left / 100000 % 10))"
need "on, over those that are half open already" set_to rate_limit 1
stop finally
watch again
go f 20 10.101.6.0
sleep 1.5
check "those hold no slot: five go" targets_is again 5
stop e f again

# --- loopback counts, another namespace does not ---
need "another namespace" space other
need "default again" set_to rate_limit_max default
watch both
go g 10 10.101.7.0
check "ten from here" wait_for 5 targets_is both 10
NS='' client local --dst 127.0.0.1 --port 9 --connections 1 --timeout 1 --duration 2
end_of local > /dev/null
check "an eleventh waits, even for loopback" field_is local timeout 1
NS=other client elsewhere --dst 127.0.0.1 --port 9 --connections 1 --timeout 1 --duration 2
end_of elsewhere > /dev/null
check "one of another namespace does not" field_is elsewhere timeout 0
stop g both
echo 0 > /sys/kernel/tracing/events/kprobes/mppout/enable
echo > "$probes"
go h 20 10.101.8.0
wait_for 5 half_open_is 20
finish
