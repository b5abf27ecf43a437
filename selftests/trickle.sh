#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B2, B1: who takes a few bytes now and then makes progress, and holds a full send
# queue all the same; who never acknowledges through an open window, too. They
# are found, also when they took plenty first; honest slow readers stand.
# vm: timeout=500 counted
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 81-85 --family 46 --answer 1000000
need "a small budget" squeeze

# a device of 1,000 bytes a second with a small buffer, and a modem
for f in 4 6; do
	client "device$f" --dst "$(here 1 $f)" --port 85 --connections 5 \
		--read-rate 1000 --rcvbuf 2304 --duration 900 --progress
	client "modem$f" --dst "$(here 1 $f)" --port 85 --connections 5 \
		--read-rate 3000 --rcvbuf 8192 --duration 900 --progress
	need "IPv$f: honest ones" wait_for 20 field_ge "device$f" connected 5
	need "IPv$f: honest ones" wait_for 20 field_ge "modem$f" connected 5
done
honest() { alive_at 85 20; }

# trickles NAME FAMILY PORT ARGS...: they are reset as that, and nobody else is
trickles()
{
	local name=$1 family=$2 port=$3 was

	shift 3
	was=$(stat reset_trickle)
	# with no episode yet, or SYNs would be dropped
	hush
	attack "$name" 1 "$family" "$port" --connections 250 --rate 250 "$@"
	need "$name: attackers stand" opened "$name" 250
	need "$name: they hold memory" wait_for 20 pages_above 2900
	speak
	check "$name: an episode begins" wait_for 30 status_is state episode
	check "$name: they are reset, as those who trickle" \
		wait_for 100 stat_ge reset_trickle $((was + 100))
	check "$name: the episode ends" wait_for 40 status_is state calm
	check "$name: for no other reason" \
		[ "$(stat resets)" = "$(stat reset_trickle)" ]
	check "$name: the honest stand" honest
	stop "$name"
}

trickles sips 4 81 --mode trickle
trickles sips6 6 82 --mode trickle --take 100 --every 4000
# 64 KB and more first: only looks that are repeated can tell
trickles after 4 83 --mode trickle --window 20000 --accept 90000
trickles wide 4 84 --mode trickle --open
trickles deaf 6 81 --mode deaf
for f in 4 6; do
	stop "device$f" "modem$f"
	check "IPv$f: no device was reset" field_is "device$f" reset 0
	check "IPv$f: no modem was reset" field_is "modem$f" reset 0
done
finish
