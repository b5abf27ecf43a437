#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B2: the attackers are what they say. Each mode of mpp_attack does to a server's
# sockets what it is named for, as the server's own kernel sees it. Without the
# module.
# vm: timeout=240
. "${0%/*}/lib.sh"

modprobe tcp_diag
need "link" link 1
need "server" serve server --port 81-88 --family 46 --answer 1000000
need "server that closes" serve closes --port 89 --answer 30000

# info PORT NAME: that figure of each connection to PORT, as ss -i names it; 0
# where ss leaves it out
info()
{
	ss -HtniO state established "( sport = :$1 )" | awk -v name="$2" '{
		v = 0
		for (i = 5; i <= NF; i++)
			if (index($i, name ":") == 1)
				v = substr($i, length(name) + 2)
		print $4, v
	}' | sort
}
# all PORT NAME MIN MAX: of each connection; there must be some
all()
{
	info "$1" "$2" | awk -v min="$3" -v max="$4" '
		{ n++; if ($2 + 0 < min || $2 + 0 > max) { print; bad = 1 } }
		END { exit bad || !n }'
}
# queued PORT MIN: every connection has so much in its send queue
queued()
{
	ss -Htn state established "( sport = :$1 )" | awk -v min="$2" '
		{ n++; if ($2 + 0 < min) { print; bad = 1 } }
		END { exit bad || !n }'
}
# more_acked PORT FILE: every connection has more acknowledged than FILE says
more_acked()
{
	info "$1" bytes_acked | awk '
		NR == FNR { had[$1] = $2; next }
		{ n++; if ($2 <= had[$1]) { print; bad = 1 } }
		END { exit bad || !n }' "$2" -
}
# slowly NAME PORT: it goes on, every 10 s at least, but 8 bytes each second are
# the most
slowly()
{
	local name=$1 port=$2 i begin had

	begin=$EPOCHSECONDS
	had=$(field "$name" bytes_accepted)
	for ((i = 0; i < 3; i++)); do
		info "$port" bytes_acked > "$tmp/acked"
		wait_for 10 more_acked "$port" "$tmp/acked" || return 1
	done
	[ $(($(field "$name" bytes_accepted) - had)) -le \
		$((20 * 8 * (EPOCHSECONDS - begin + 2))) ] && queued "$port" 20000
}
half_open_is() { [ "$(ss -Htn state syn-recv "( sport = :$1 )" | wc -l)" = "$2" ]; }
last_ack_is() { [ "$(ss -Htn state last-ack "( sport = :$1 )" | wc -l)" = "$2" ]; }
reassembled() { awk '$1 == "Ip6ReasmOKs" { print $2 }' /proc/net/snmp6; }

# segments are not longer than half the largest window ever: some for a start
attack trickle 1 4 81 --mode trickle --window 8000 --accept 8000 --connections 20
attack open 1 6 82 --mode trickle --open --connections 20
attack idle 1 4 83 --mode idle --connections 20
attack deaf 1 6 84 --mode deaf --connections 20
attack tiny 1 4 85 --window 500 --silent --connections 20
for a in trickle open idle deaf tiny; do
	need "$a: stands" opened $a 20
done
for p in 81 82 84; do
	need "port $p: answers wait" wait_for 20 queued $p 20000
done
# in segments of half the window, each with the overhead of a whole one
need "port 85: answers wait" wait_for 20 queued 85 10000
check "tiny: the window is 500 bytes" all 85 snd_wnd 500 500
check "tiny: and full" all 85 bytes_acked 0 1
check "trickle: the window is as small as a bite" all 81 snd_wnd 0 8
check "trickle: takes a bite now and then, no more" slowly trickle 81
check "open: the window is large" all 82 snd_wnd 65535 65535
check "open: takes a bite now and then, no more" slowly open 82
check "deaf: the window is large" all 84 snd_wnd 65535 65535
check "deaf: the answer was sent" all 84 unacked 1 1000
check "deaf: and nothing of it acknowledged" all 84 bytes_acked 0 1
check "idle: stands still" alive_at 83 20
check "idle: nothing was said" all 83 bytes_received 0 0
check "idle: nothing was answered" all 83 bytes_acked 0 1
for a in trickle open idle deaf tiny; do
	check "$a: was left alone" not_reset $a
done
stop trickle open idle deaf tiny

attack orphan 1 4 89 --fin --silent --connections 20
check "orphan: the server closed and has the rest" wait_for 20 last_ack_is 89 20
stop orphan
for f in 4 6; do
	attack "half$f" 1 $f 86 --mode syn --syn-retries 0 --connections 20
	check "half_open, IPv$f: requests stand" wait_for 10 half_open_is 86 20
	stop "half$f"
	ss -HKtn state syn-recv "( sport = :86 )" > /dev/null
done
was=$(reassembled)
attack parts 1 6 87 --mode syn --fragment --syn-retries 0 --connections 20
check "fragments: every SYN is answered" wait_for 10 field_is parts synack 20
check "fragments: each came in parts" [ "$(reassembled)" = $((was + 20)) ]
stop parts

attack storm 1 4 88 --reconnect --connections 20
need "storm: stands" opened storm 20
ss -HKtn state established "( sport = :88 )" > /dev/null
check "storm: was reset" wait_for 10 field_ge storm rst_received 20
check "storm: is there again" wait_for 10 field_ge storm established 40
stop storm
finish
