#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B5, D6: in audit mode everything is decided, counted and traced, and nothing
# is touched; the connections that enforce mode then resets are those, no more
# and no fewer, for the same reasons.
# vm: timeout=150 debug-long
. "${0%/*}/lib.sh"

trace=/sys/kernel/tracing

# stands NAME KIND ARGS...: candidates of three classes of abuse, each 15
stands() { attack "$@" --connections 15 && opened "$1" 15; }
# named: whom the trace names, for what: "local peer reason" a line, sorted
named()
{
	sed -n 's/.* mpp_reset: .*\(local=[^ ]*\) \(peer=[^ ]*\) .*\(reason=[^ ]*\) .*/\1 \2 \3/p' \
		"$trace/trace" | sort
}
victims=90
ports="81 82 83 84 85 86"
all_alive()
{
	local p

	for p in $ports 87; do
		alive_at "$p" 15 || return 1
	done
}
all_gone()
{
	local p

	for p in $ports; do
		alive_at "$p" 0 || return 1
	done
}
marked() { grep 'mpp_reset: ' "$trace/trace" | grep -c ' audit$'; }
in_trace() { grep -c 'mpp_reset: ' "$trace/trace"; }
in_trace_is() { [ "$(in_trace)" = "$1" ] || { in_trace; false; }; }

need "link" link 1
need "module" load
need "audit" set_to mode audit
check "it says so" [ "$(< "$mpp/settings/mode")" = audit ]
need "server" serve server --port 81-87 --family 46 --answer 1000000
need "a port is exempt" exempt +87-87
echo 1 > "$trace/events/tcp_mpp/mpp_reset/enable"
echo 1 > "$trace/events/tcp_mpp/mpp_syn_drop/enable"
echo > "$trace/trace"

need "window never opened, IPv4" stands never4 1 4 81
need "window never opened, IPv6" stands never6 1 6 82
need "took some, then closed the window, IPv4" stands zero4 1 4 83 --accept 20000
need "the same, IPv6" stands zero6 1 6 84 --accept 20000
need "tiny window and silence, IPv4" stands tiny4 1 4 85 --window 100 --silent
need "the same, IPv6" stands tiny6 1 6 86 --window 100 --silent
need "exempt" stands exempt 1 4 87
sleep 16	# until each of them counts as stalled
need "a small budget" sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
tcp_mem_was="7000 10000 20000"
need "an episode begins" hold

# --- audit ---
check "each victim is counted" wait_for 30 stat_is would_reset $victims
check "everything is looked at again, often" sweeps 10
check "each only once" stat_is would_reset $victims
check "and traced once" in_trace_is $victims
check "with the mark of audit" [ "$(marked)" = $victims ]
check "nobody was reset" all_alive
check "none counts as reset" stat_is resets 0
check "no reason counts a reset" stat_is reset_never_opened 0
check "the spared are counted as ever" stat_ge spared_exempt_port 15
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
check "SYNs are looked at" [ "$(status hooks)" -gt 0 ]
would=$(stat would_drop)
syns audited 1 4 81
syns audited6 1 6 81
end_of audited && end_of audited6
check "SYNs are answered" all_answered audited
check "SYNs over IPv6 too" all_answered audited6
check "what would have been dropped is counted" [ "$(stat would_drop)" = $((would + 80)) ]
check "none counts as dropped" stat_is syns_dropped 0
named > "$tmp/audited"
check "the attackers noticed nothing" not_reset never4

# --- enforce ---
echo > "$trace/trace"
need "enforce, in the same episode" set_to mode enforce
check "the victims are reset" wait_for 20 all_gone
check "everything is looked at again" sweeps 3
named > "$tmp/enforced"
check "they are those audit named, for the same reasons" \
	diff "$tmp/audited" "$tmp/enforced"
check "no trace has the mark now" [ "$(marked)" = 0 ]
check "they count as reset" stat_is resets $victims
check "audit's counter stands" stat_is would_reset $victims
check "the exempt stand" alive_at 87 15
syns enforced 1 4 81
end_of enforced
check "SYNs are dropped" all_dropped enforced
check "audit's counter of SYNs stands" [ "$(stat would_drop)" = $((would + 80)) ]

# --- and back ---
resets=$(stat resets)
need "audit again" set_to mode audit
need "one more attack" stands again 1 4 81
check "it would be reset" wait_for 20 stat_is would_reset $((victims + 15))
check "it is not" alive_at 81 15
check "resets stand" stat_is resets "$resets"
check "holders were never reset" not_reset holders

# --- the next episode knows nothing of this one ---
would=$(stat would_reset)
need "the episode ends" calm_again
need "another begins" hold
check "who is named is named again" wait_for 20 stat_is would_reset $((would + 15))
at_once() { set_to enabled 0 && set_to enabled 1; }
need "off, and on again at once" at_once
check "and again" wait_for 20 stat_is would_reset $((would + 30))
check "it is an episode of its own" stat_is episodes 3
let_go
check "the episode has its line in the log" logged 'event 4229: .* [0-9]+ connections were reset'
echo 0 > "$trace/events/tcp_mpp/enable"
finish
