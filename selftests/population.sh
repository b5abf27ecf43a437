#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B1, B2: honest connections of every kind that looks like an attacker live
# through an episode in which everything abusive goes, and real attackers beside
# them do go. A connection whose peer takes nothing for longer than any rule
# allows lives as long as the target is met by worse ones.
# vm: timeout=600 counted
. "${0%/*}/lib.sh"
. "$tests/lib-honest.sh"

# what an honest peer may do and the rules do not forgive, when all is to go
doubtful="phone_upload less_long checksums"
declare -A rule=([phone_upload]=hole [less_long]=zero_window [checksums]=unread)
# who is patient longer than that, while a worse one is left
patient="less_30 replica_30 checksums"
round=65

# zero NAME PORT MODE...: attackers, each of whom has to go
zero()
{
	attack "$1" 5 4 "$2" --connections 100 --rate 100 "${@:3}"
}

gone() { field_ge "$1" rst_received 100; }

# only KIND REASON: if any of that kind were reset, then for that
only()
{
	local port

	port=$(port_of "$1")
	! grep "mpp_reset: .*\]:$port peer" "$trace/trace" |
		grep -v " reason=$2 "
}

# Who is lost to the world before he ever acknowledged a byte is taken for one
# who never means to (7.5 s); these are in the middle of something.
phones_take()
{
	[ "$(ss -Htin "( sport = :$(port_of phone) )" |
		grep -c 'bytes_acked:')" = $((2 * each)) ]
}

need "links, three of them bad ones" honest_links
need "the attackers' link" link 5
need "module" load
need "clients are out of its reach" honest_apart
need "server" serve server --port 81-83 --family 46 --answer 1000000
need "honest server" honest_server
echo 1 > "$trace/events/tcp_mpp/mpp_reset/enable"
need "a small budget" squeeze
hush

# --- everything abusive goes; who holds what does not is there before ---
need "holders on an exempt port" exempt +8080-8080
need "their server" serve hold_server --port 8080 --family 46 --answer 1000000
attack holders 5 4 8080 --connections 300 --rate 300
need "they hold memory" opened holders 300
zero never 81
zero closed 82 --accept 20000 --window 20000
zero hoard 83 --mode ofo --bytes 60000
for a in never closed hoard; do
	need "attackers stand: $a" opened $a 100
done
need "memory is above the high mark" pages_above 3500
# shellcheck disable=SC2086
come $round $kinds $doubtful
# shellcheck disable=SC2086
need "honest connections of each kind" here_are $kinds $doubtful
need "the phones have begun to take" wait_for 30 phones_take
began=$SECONDS
speak
check "an episode begins" wait_for 20 status_is state episode
check "the phone's link goes dark" dark
away() { [ $((SECONDS - since)) -ge 20 ]; }
since=$SECONDS
check "for 20 s" wait_for 25 away
check "and comes back" lit
for a in never closed hoard; do
	check "attackers are reset: $a" wait_for 30 gone $a
done
over() { [ $((SECONDS - began)) -ge $((round - 3)) ]; }
check "the episode lasts" wait_for $round over
check "it is still the same" status_is state episode
check "above the high mark all the time" pages_above 2800
say "$(pages) pages, $(stat resets) resets"
stop holders never closed hoard
for k in $kinds; do
	for f in 4 6; do
		check "$k, IPv$f: alive, every byte right" lived "$k" $f ||
			say "$k: $(fared "$k")"
	done
done
for k in $doubtful; do
	for f in 4 6; do
		end_of "$k$f" > /dev/null
	done
	check "$k: reset by the rule for it, if at all" only "$k" "${rule[$k]}"
	say "$k: $(fared "$k")"
done
check "the episode ends" wait_for 30 status_is state calm

# --- a little above the marks, and worse ones hold more than that ---
hush
echo > "$trace/trace"
was=$(stat resets) others=$(stat reset_never_opened)
since=$SECONDS
come 1 checksums
need "those who do not read stand" here_are checksums
waited() { [ $((SECONDS - since)) -ge "$1" ]; }
# then the others are beyond their 10 s when these are beyond their 30 s
need "for a while" wait_for 25 waited 18
come 1 less_30 replica_30
need "those who do not take stand" here_are less_30 replica_30
need "for longer than the rules allow" wait_for 25 waited 33
base=$(pages)
attack worse 5 4 81 --connections 200 --rate 200
need "worse ones stand" opened worse 200
need "they hold more than the patient" pages_above $((2 * base))
total=$(pages)
# so that the worse ones are the excess: it starts at 83 % of what there is, and
# the patient alone are below its end
need "memory is a little above the mark" \
	sysctl -qw net.ipv4.tcp_mem="$((total / 2)) $((total * 10 / 12)) 400000"
say "$base pages with the patient only, $total with the worse ones"
speak
check "an episode begins" wait_for 20 status_is state episode
check "and ends" wait_for 20 status_is state calm
check "worse ones were reset" stat_ge reset_never_opened $((others + 50))
check "and nobody else" \
	[ $(($(stat resets) - was)) = $(($(stat reset_never_opened) - others)) ]
say "$(pages) pages, $(($(stat resets) - was)) of 200 reset"
for k in $patient; do
	for f in 4 6; do
		check "$k, IPv$f: alive, every byte right" lived "$k" $f ||
			say "$k: $(fared "$k")"
	done
done
stop worse
finish
