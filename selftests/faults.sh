#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D13: every allocation fails once, one after the other: of loading the module,
# of each kind of change, of a new network namespace, of answers and listings,
# of the delivery of events and of the hooks of an episode. A load or a change is
# refused then and all is as before, or it is whole. The kernel's leak detector
# looks at what remains.
# vm: timeout=1800 alone debug-long kernels=6.1-debug
. "${0%/*}/lib.sh"

fault=/sys/kernel/debug
iface=/sys/class/net/v1/tcp_mpp
# what is there when the module is, and is not when it is not
there=(/sys/module/tcp_mpp /sys/kernel/tcp_mpp/ "$mpp/status/sensor"
	"$mpp/settings/*" "$mpp/exempt_ports" "$mpp/status/role"
	/proc/sys/net/tcp_mpp/ '/sys/class/net/*/tcp_mpp/*'
	"$fault/kprobes/list")
# what a change may change
settings=("$mpp/settings/*" "$mpp/exempt_ports" "$mpp/status/pinned"
	"$mpp/status/hooks" '/proc/sys/net/tcp_mpp/*'
	'/sys/class/net/*/tcp_mpp/*' "$fault/kprobes/list")

# can_inject: this kernel lets a chosen allocation fail, of every kind
can_inject()
{
	local f

	[ -w /proc/self/fail-nth ] || { echo "no /proc/self/fail-nth"; false; } ||
		return 1
	for f in failslab fail_page_alloc; do
		echo N > "$fault/$f/ignore-gfp-wait" || return 1
		# a stack trace each on the console would take hours
		echo 0 > "$fault/$f/verbose" || return 1
	done
	echo 0 > "$fault/fail_page_alloc/min-order" &&
		echo N > "$fault/fail_page_alloc/ignore-gfp-highmem"
}

faults()
{
	local op=$1

	shift
	results mpp_fault "$op" --step "${FAULT_STEP:-1}" "$@"
}
change() { faults "$@" -- "${settings[@]}"; }

need "this kernel can inject faults" can_inject
need "link" link 1
# the kernel has much to say about pages that it did not get
dmesg -n 1

# Devices that this kernel makes of itself: each has files, as v1 has.
fewer_devices()
{
	local d

	for d in /sys/class/net/*/ifindex; do
		d=${d%/ifindex}
		d=${d##*/}
		[ "$d" = lo ] || [ "$d" = v1 ] || ip link delete "$d" || return 1
	done
}
need "one device, and loopback" fewer_devices

faults load "$MPP_KO" '' -- "${there[@]}"

need "module" load
change write "$mpp/settings/hold_ms" 700 "$mpp/settings/hold_ms" default
change write /proc/sys/net/tcp_mpp/mode audit /proc/sys/net/tcp_mpp/mode default
change write "$mpp/settings/enabled" 0 "$mpp/settings/enabled" 1
change write "$mpp/exempt_ports" +81-81 "$mpp/exempt_ports" -81-81
change write $iface/profile private $iface/profile default
change write $iface/ipv6 disabled $iface/ipv6 enabled
change request settings-set "$mpp/settings/hold_ms" default \
	"$mpp/settings/profiles" 1
change request exempt-new "$mpp/exempt_ports" -5000-5009
set_to hold_ms 900
exempt +5000-5009
tag v1 profile domain
change request exempt-del "$mpp/exempt_ports" +5000-5009
change request settings-reset "$mpp/settings/hold_ms" 900 \
	"$mpp/exempt_ports" +5000-5009 $iface/profile domain
change request iface-set v1 $iface/profile domain
for m in settings-get exempt-dump iface-get iface-dump status-get stats-dump; do
	change request $m
done
change join

# --- a change that has connections to remember: a success cannot be undone, so
# the module comes anew after each ---

count=20
pinned_is() { status_is pinned "$1" || { status pinned; false; }; }

# pinned_faults: the results, for results()
pinned_faults()
{
	local from=1 status=3 left

	while [ "$status" = 3 ]; do
		unload && load "$@" || return 1
		mpp_fault write --from "$from" --step "${FAULT_STEP:-1}" --once \
			"$mpp/settings/enabled" 0 -- "${settings[@]}" \
			> "$tmp/once"
		status=$?
		cat "$tmp/once"
		[ "$status" = 0 ] || [ "$status" = 3 ] || return 1
		pinned_is "$count" || { echo "not ok - $count are remembered"; return 1; }
		left=$(sed -n 's/^# next //p' "$tmp/once")
		from=${left:-$from}
	done
}

need "server" serve server --port 82 --family 46 --answer 1000000
attack crowd 1 4 82 --connections "$count" --rate 100 --payload ''
need "$count connections" opened crowd "$count"
results pinned_faults
need "the module anew" unload
need "module" load
change request connection-dump
stop crowd

# --- a network namespace, then what is done by kworkers ---

# Those before are of parts of the kernel that are older than we, and fib4_rules_init()
# of 6.1 complains about itself when one of its own fails.
ours=150
change unshare --from $ours
results mpp_fault deliver "$mpp/settings/hold_ms" 700 701
set_to hold_ms default

# limit_faults: switching the rate limit on, of which its probes are the first
limit_faults()
{
	local n before

	hit=0
	for n in 1 2 3 4 5 6; do
		before=$(stat hook_failures)
		mpp_fault workers "$n"
		set_to rate_limit 1 || return 1
		# the later ones may be of somebody else
		TIME_SCALE=1 wait_for 1 stat_ge hook_failures $((before + 1)) > /dev/null
		hit=$((hit + $(mpp_fault workers 0)))
		set_to rate_limit 0 || return 1
	done
	[ "$(stat hook_failures)" -ge 2 ]
}
check "the rate limit's probes fail one after the other" limit_faults
say "rate limit: $hit faults injected into kworkers, $(stat hook_failures) felt"
before=$(stat hook_failures)
check "the rate limit is on when nothing fails" set_to rate_limit 1
check "and off" set_to rate_limit 0
check "without a failure" stat_is hook_failures "$before"

# --- the hooks of an episode ---

episode()
{
	tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
	set_to hold_ms 0 && rest && exempt +8080-8080 &&
		sysctl -qw net.ipv4.tcp_mem="150 200 400000" &&
		serve hold_server --port 8080 --answer 1000000 || return 1
	attack holders 1 4 8080 --connections 40 --rate 40
	opened holders 40 && wait_for 30 pages_above 250
}
# begin: with its last change, since each in an episode is one more try to have
# the hooks; rest: no episode, although memory is held
begin() { set_to mark_end 75 && set_to mark_start 100; }
rest() { hush && set_to mark_end 998; }

# settled BEFORE: each of the two namespaces has its hooks, or that is counted
settled()
{
	[ $(($(status hooks) + $(stat hook_failures) - $1)) = 2 ] ||
		{ echo "$(status hooks) hooks, $(stat hook_failures) failures"; false; }
}

hooks_faults()
{
	local n before

	hit=0
	felt=$(stat hook_failures)
	for n in 1 2 3 4 5 6 8 10 12; do
		before=$(stat hook_failures)
		mpp_fault workers "$n"
		begin || return 1
		wait_for 10 settled "$before" || return 1
		hit=$((hit + $(mpp_fault workers 0)))
		rest && wait_for 10 status_is state calm &&
			wait_for 10 status_is hooks 0 || return 1
	done
	felt=$(($(stat hook_failures) - felt))
	[ "$felt" -ge 2 ]
}

need "an episode can be had" episode
check "hooks fail one after the other, and are counted" hooks_faults
say "hooks: $hit faults injected into kworkers, $felt felt"
before=$(stat hook_failures)
mpp_fault workers 1
check "once more" begin
check "the episode begins" wait_for 10 settled "$before"
attack victims 1 4 82 --connections 3
check "resets go on" wait_for 30 stat_ge resets 3
say "faults in kworkers: $(mpp_fault workers 0)"
change unshare --from $ours --step $((4 * ${FAULT_STEP:-1}))
stop victims holders
check "it ends" wait_for 20 status_is state calm
# its own allocations fail like others, and without a reserve it would give up
check "the leak detector still works" eval "! logged 'leak detector disabled'"
finish
