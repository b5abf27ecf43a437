#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B4, B5, B9: who may come in while an episode lasts. SYNs from addresses that
# were caught are dropped, half of those from their network, and none from
# elsewhere as long as the drop rate is 0; who behaved gets in until the rate is
# at its top. IPv4 and IPv6; another namespace is not concerned; audit mode
# counts the same and drops none.
# vm: timeout=240 counted
. "${0%/*}/lib.sh"

# Where they come from, by IP version: caught ones, others of that network,
# those from elsewhere, and the one who behaves.
declare -A caught=([4]=10.101.0.0/27 [6]=fd00:101::/123)
declare -A near=([4]=10.101.0.128/25 [6]=fd00:101:0:1::/121)
declare -A far=([4]=10.101.9.0/27 [6]=fd00:101:7::/123)
declare -A good=([4]=10.1.0.2/32 [6]=fd00:1::2/128)
# those whose application does not read, which proves nothing
declare -A patient=([4]=10.101.30.0/28)

# come NAME LINK FAMILY PREFIX N PORT: N SYNs
come()
{
	attack "$1" "$2" "$3" "$6" --mode syn --src "$4" --connections "$5" \
		--rate 200 --syn-retries 0 --duration $(($5 / 200 + 2 + TIME_SCALE))
}
# each_answered NAME N; each_dropped NAME N
each_answered() { field_is "$1" synack "$2"; }
each_dropped() { field_is "$1" synack 0 && field_is "$1" syn_unanswered "$2"; }
answered_in()
{
	local n

	n=$(field "$1" synack)
	echo "$1: $n answered"
	[ "$n" -ge "$2" ] && [ "$n" -le "$3" ]
}
rate_from()
{
	local rate

	rate=$(status syn_drop_rate)
	[ "$rate" -ge "$1" ] && [ "$rate" -lt 1000 ]
}

need "link" link 1
need "a namespace" space tenant
need "link to it" link 2 tenant
ip -6 route add fd00:101::/48 via fd00:1::2
ip -6 route add fd00:101:7::/64 via fd00:1::2
ip -n tenant route add 10.101.0.0/16 via 10.2.0.2
ip -n tenant -6 route add fd00:101::/48 via fd00:2::2
need "module" load
need "server" serve server --port 81-83 --family 46 --answer 1000000
need "one that hangs" serve hung --port 85 --family 46 --noread --noclose
NS=tenant need "server of the namespace" serve other --port 81 --family 46
need "a small budget" squeeze
hush
need "audit" set_to mode audit

attack unread 1 4 85 --src "${patient[4]}" --mode unread --bytes 60000 \
	--connections 8
for f in 4 6; do
	attack "bad$f" 1 $f 81 --src "${caught[$f]}" --connections 30
	need "IPv$f: attackers stand" opened "bad$f" 30
done
need "some that are not read" opened unread 8
speak
need "an episode begins" hold
hush
need "it lasts" status_is state episode

# --- audit ---
need "audit: attackers are counted" wait_for 30 stat_is would_reset 60
need "the drop rate is 0" wait_for 20 status_is syn_drop_rate 0
for f in 4 6; do
	come "a$f" 1 $f "${caught[$f]}" 40 82
	come "af$f" 1 $f "${far[$f]}" 40 82
	end_of "a$f" && end_of "af$f"
	check "audit, IPv$f: SYNs of the caught are answered" each_answered "a$f" 40
	check "audit, IPv$f: others' are" each_answered "af$f" 40
done
check "audit: those of the caught are counted" stat_is would_drop_caught 80
check "audit: and no others" stat_is would_drop 80
check "audit: none was dropped" stat_is syns_dropped 0

# --- enforce ---
need "enforce, in the same episode" set_to mode enforce
need "the attackers are reset" wait_for 30 stat_is reset_never_opened 60
need "the drop rate is still 0" status_is syn_drop_rate 0
echo 1 > /sys/kernel/tracing/events/tcp_mpp/mpp_syn_drop/enable
for f in 4 6; do
	was=$(stat syns_dropped_network)
	come "c$f" 1 $f "${caught[$f]}" 40 82
	come "f$f" 1 $f "${far[$f]}" 40 82
	come "t$f" 2 $f "${caught[$f]}" 40 81
	end_of "c$f" && end_of "f$f" && end_of "t$f"
	check "IPv$f: SYNs of the caught are dropped" each_dropped "c$f" 40
	check "IPv$f: from elsewhere they are answered" each_answered "f$f" 40
	check "IPv$f: and in another namespace" each_answered "t$f" 40
	come "n$f" 1 $f "${near[$f]}" 400 82
	end_of "n$f"
	check "IPv$f: of their network about half are" answered_in "n$f" 100 300
	check "IPv$f: the others are counted" stat_is syns_dropped_network \
		$((was + 400 - $(field "n$f" synack)))
done
check "those of the caught are counted" stat_is syns_dropped_caught 80
check "the namespace's were looked at" stat_ge syns_seen 1120
traced() { [ "$(grep -c "mpp_syn_drop: .*fate=$1\$" /sys/kernel/tracing/trace)" = "$2" ]; }
check "the trace says why: caught" traced caught 80
check "the trace says why: network" traced network "$(stat syns_dropped_network)"
check "the trace says nothing else" traced rate 0
echo 0 > /sys/kernel/tracing/events/tcp_mpp/mpp_syn_drop/enable

# --- a reset that is no proof ---
need "some are reset because nobody reads" wait_for 45 stat_is reset_unread 8
come p4 1 4 "${patient[4]}" 40 82
end_of p4
check "their SYNs are answered" each_answered p4 40

# --- who behaved ---
check "nobody was spared for it yet" stat_is syn_spared_behaved 0
for f in 4 6; do
	client "loads$f" --dst "$(here 1 $f)" --port 83 --repeat --connections 2 \
		--expect 1000000 --duration $((5 * TIME_SCALE))
done
check "IPv4: downloads" end_of loads4
check "IPv6: downloads" end_of loads6
# so slow that the rate stays in between for long enough
set_to epoch_ms 5000
speak
need "the drop rate climbs" wait_for 60 rate_from 600
for f in 4 6; do
	come "g$f" 1 $f "${good[$f]}" 40 82
	come "s$f" 1 $f "${far[$f]}" 40 82
done
end_of g4 && end_of g6 && end_of s4 && end_of s6
check "it is below its top" rate_from 600
for f in 4 6; do
	check "IPv$f: those of one who behaved are answered" each_answered "g$f" 40
	check "IPv$f: those of a stranger not all" answered_in "s$f" 0 32
done
check "they are counted" stat_ge syn_spared_behaved 24
set_to epoch_ms default
need "the drop rate is at its top" wait_for 20 status_is syn_drop_rate 1000
for f in 4 6; do
	come "x$f" 1 $f "${good[$f]}" 40 82
	end_of "x$f"
	check "IPv$f: at the top all are dropped" each_dropped "x$f" 40
done

# --- afterwards ---
check "the holders were spared" not_reset holders
check "the episode ends" let_go
check "no hook is left" wait_for 10 status_is hooks 0
come z4 1 4 "${caught[4]}" 40 82
end_of z4
check "SYNs of the caught are answered again" each_answered z4 40
finish
