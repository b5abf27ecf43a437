#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B1: memory is above the mark by those who may hold it, and a few connections
# look bad beside them: to reset these would bring nothing, and one of them may
# be a phone that lost its network at the wrong moment. When they are many, they
# go. Above the high mark everybody goes, however few.
# vm: timeout=200 counted
. "${0%/*}/lib.sh"

# deaf NAME LINK FAMILY N: they ask, and acknowledge nothing of the answer
deaf()
{
	attack "$1" "$2" "$3" 81 --mode deaf --connections "$4" --rate 100
	opened "$1" "$4"
}

since() { [ $((SECONDS - $1)) -ge "$2" ]; }

need "link" link 1
need "another" link 2
need "module" load
need "server" serve server --port 81 --family 46 --answer 1000000
need "a small budget" squeeze
hush
need "an exempt port" exempt +8080-8080
need "its server" serve hold_server --port 8080 --family 46 --answer 1000000
attack holders 1 4 8080 --connections 300 --rate 300
need "holders on it" opened holders 300
need "they hold memory" wait_for 30 pages_above 3000
need "two connections to nobody's ear" deaf few 1 4 2
began=$SECONDS
total=$(pages)
need "memory is a little above the mark" \
	sysctl -qw net.ipv4.tcp_mem="$((total / 2)) $((total * 10 / 11)) 400000"
speak
check "an episode begins" wait_for 20 status_is state episode
# 7.5 s are what one has who took nothing, and 4 round trips
check "they have been deaf for long" wait_for 40 since "$began" 20
check "everything is looked at again" sweeps 3
check "the episode lasts" status_is state episode
check "nobody was reset" stat_is resets 0
check "nobody's SYN was dropped" stat_is syns_dropped 0

# or their SYNs would be dropped
hush
need "eighty of them" deaf many 1 6 80
speak
check "below the high mark" pages_below $((total * 14 / 11))
check "the many are reset" wait_for 60 field_is many rst_received 80
check "and the few with them" wait_for 60 field_is few rst_received 2
check "for what they did" [ "$(stat resets)" = "$(stat reset_trickle)" ]
check "holders stand" not_reset holders
stop few many

hush
was=$(stat resets)
# by where nobody was caught
need "two again" deaf last 2 4 2
# 175 %
sysctl -qw net.ipv4.tcp_mem="$((total / 3)) $((total * 4 / 7)) 400000"
speak
check "above the high mark they are reset" \
	wait_for 60 field_is last rst_received 2
check "they alone" stat_is resets $((was + 2))
stop last holders
finish
