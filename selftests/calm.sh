#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B8, W21: while calm no netfilter hook is registered and the only probe is on
# a function that a calm kernel never calls; an episode's hooks go with it.
# vm: timeout=90
. "${0%/*}/lib.sh"

tracing=/sys/kernel/tracing
probes=/sys/kernel/debug/kprobes/list

# hits EVENT: calls of a function since we began to count
hits() { awk -v e="$1" '$1 ~ e"$" { n += $2 } END { print n + 0 }' "$tracing/kprobe_profile"; }
hits_are() { [ "$(hits "$1")" = "$2" ] || { echo "$(hits "$1") calls"; false; }; }
hits_above() { [ "$(hits "$1")" -gt "$2" ]; }
balanced()
{
	[ "$(hits mpp_reg)" = "$(hits mpp_unreg)" ] ||
		{ echo "$(hits mpp_reg) come, $(hits mpp_unreg) gone"; false; }
}

# count: the kernel's own functions tell who registers, whatever we say
count()
{
	{
		echo p:mpp_reg nf_register_net_hooks
		echo p:mpp_unreg nf_unregister_net_hooks
		echo p:mpp_reg1 nf_register_net_hook
		echo p:mpp_enter tcp_enter_memory_pressure
	} > "$tracing/kprobe_events" &&
		echo 1 > "$tracing/events/kprobes/enable"
}
uncount()
{
	echo 0 > "$tracing/events/kprobes/enable"
	echo > "$tracing/kprobe_events"
}

# Where and what the probes are, without the marks that may change.
new_probes()
{
	awk -v old="$tmp/probes" '
		BEGIN { while ((getline line < old) > 0) seen[line] }
		{ line = $1 " " $2 " " $3 }
		!(line in seen) { print $3 }' "$probes"
}
only_probe()
{
	[[ $(new_probes) =~ ^tcp_enter_memory_pressure\+0x[0-9a-f]$ ]] ||
		{ new_probes; false; }
}
honest()
{
	client honest --dst "$(here 1 "$1")" --port 80 --connections 20 \
		--expect 100000 && end_of honest
}

need "link" link 1
need "server" serve server --port 80 --family 46 --answer 100000
awk '{ print $1, $2, $3 }' "$probes" | sort > "$tmp/probes"
need "module" load
check "its only probe is on the pressure callback" only_probe
need "functions are watched" count
check "downloads over IPv4 go well" honest 4
check "downloads over IPv6 go well" honest 6
check "it has looked several times" wait_for 20 stat_ge samples 3
check "the state is calm" status_is state calm
check "no hooks, it says" status_is hooks 0
check "no hooks were registered, the kernel says" hits_are mpp_reg 0
check "nor one by one" hits_are mpp_reg1 0
check "the probed function was never called" hits_are mpp_enter 0
check "no episode was counted" stat_is episodes 0
check "nothing was looked at" stat_is sockets_seen 0

need "a small budget" squeeze
need "an episode begins" hold
check "hooks in both namespaces" wait_for 5 status_is hooks 2
check "they were registered, the kernel says" hits_above mpp_reg 0
check "the probed function was called" hits_above mpp_enter 0
check "the episode ends" let_go
check "the hooks are gone, it says" wait_for 5 status_is hooks 0
check "the hooks are gone, the kernel says" wait_for 5 balanced
check "downloads go well again" honest 4
uncount
finish
