#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Lifetimes: the module comes and goes a thousand times (LOADS says another
# number) under attack, most times in the middle of an episode, of resets or of
# dropped SYNs. Then processors, memory, interfaces and hundreds of namespaces come
# and go in an episode. On a debug kernel, the leak detector looks at what remains.
# vm: timeout=2400 alone debug-long long
. "${0%/*}/lib.sh"

loads=${LOADS:-1000}
batch=100
cpu=/sys/devices/system/cpu/cpu1
blocks=/sys/devices/system/memory
cpu_can() { [ -w "$cpu/online" ]; }
cpu_is() { echo "$1" > "$cpu/online"; }
trap '! cpu_can || cpu_is 1; cleanup' EXIT

# --- loads and unloads ---

# keep: memory above the high mark whether the module is there or not, by
# neighbours that do not read: loopback is private, and spared from the first look
keep()
{
	NS='' client neighbours --dst 127.0.0.1 --port 8080 --hold \
		--connections 300 --rcvbuf 8192 --duration 3600 &&
		wait_for 60 alive_at 8080 300 && wait_for 30 pages_above 3500
}

episodes=0 resetting=0 dropping=0 sum_resets=0 sum_drops=0

# fresh: the module anew, and nobody has to be looked at for long
fresh() { load role=server && set_to hold_ms 0; }

# cycle N: one load, until something is under way, and the unload
cycle()
{
	local n

	load role=server || return 1
	# every fifth at once: the first looks may be under way
	[ $(($1 % 5)) = 0 ] || set_to hold_ms 0 || return 1
	case $(($1 % 5)) in
	1) wait_for 20 status_is state episode || return 1 ;;
	2)
		# no SYN is dropped, so there are always some to be reset
		set_to mark_high 1000 && wait_for 20 stat_ge resets 1 || return 1
		;;
	3) wait_for 20 stat_ge syns_dropped 1 || return 1 ;;
	4) wait_for 20 stat_ge sweeps $((RANDOM % 8)) || return 1 ;;
	esac
	if status_is state episode; then
		episodes=$((episodes + 1))
	fi
	n=$(stat resets)
	resetting=$((resetting + (n > 0)))
	sum_resets=$((sum_resets + n))
	n=$(stat syns_dropped)
	dropping=$((dropping + (n > 0)))
	sum_drops=$((sum_drops + n))
	unload
}

# cycles FROM TO, with attackers of this batch's own
cycles()
{
	local i

	attack attack4 1 4 81 --connections 200 --rate 200 --reconnect \
		--syn-retries 0 --duration 3600
	attack attack6 1 6 82 --connections 200 --rate 200 --reconnect \
		--syn-retries 0 --duration 3600
	opened attack4 50 && opened attack6 50 || return 1
	for ((i = $1; i <= $2; i++)); do
		cycle "$i" || { echo "at load $i"; return 1; }
	done
	kill -0 "${pid[attack4]}" && kill -0 "${pid[attack6]}" || return 1
	stop attack4 attack6
}

# kernel_kb: what the kernel holds for itself, but for sockets' memory
kernel_kb()
{
	awk '/^(SUnreclaim|Percpu|VmallocUsed):/ { n += $2 } END { print n }' \
		/proc/meminfo
}
held_below() { [ "$(kernel_kb)" -lt "$1" ] || { kernel_kb; false; }; }

need "link" link 1
need "server" serve server --port 80-84 --family 46 --answer 1000000 \
	--duration 3600
need "server" serve hold_server --port 8080 --answer 80000 --keep \
	--duration 3600
need "a small budget" squeeze
need "memory is above the high mark" keep
began=$SECONDS
for ((from = 1; from <= loads; from += batch)); do
	to=$((from + batch - 1 < loads ? from + batch - 1 : loads))
	need "loads $from to $to" cycles "$from" "$to"
	# after the first ones every cache of the kernel is as full as it gets
	[ "$from" != 1 ] || kb=$(kernel_kb)
done
say "$loads loads in $((SECONDS - began)) s: unloaded in an episode $episodes," \
	"after resets $resetting ($sum_resets), after dropped SYNs $dropping" \
	"($sum_drops)"
check "most unloads were in an episode" [ $((episodes * 2)) -gt "$loads" ]
check "many were after resets" [ $((resetting * 4)) -gt "$loads" ]
check "many were after dropped SYNs" [ $((dropping * 5)) -ge "$loads" ]
# what a load leaks it leaks each time
say "the kernel held $kb KB after the first batch, and now $(kernel_kb)"
check "the kernel holds no more than before" \
	wait_for 30 held_below $((kb + 2048 + loads * 2))
check "neighbours were spared in all of them" alive_at 8080 300

# --- a processor leaves and comes back in an episode ---

# sweeps_on: sweeps go on, and so do resets. Who was reset does not get in again, so
# each time others come, of another network.
wave=0
sweeps_on()
{
	local now

	wave=$((wave + 1))
	now=$(stat resets)
	attack wave 1 4 81 --src "10.101.$wave.0/24" --connections 20 --rate 200
	sweeps 3 && wait_for 30 stat_ge resets $((now + 5)) || return 1
	stop wave
}

hotplug()
{
	local i

	for ((i = 0; i < 10; i++)); do
		cpu_is 0 && sweeps_on && cpu_is 1 && sweeps_on || return 1
	done
}

# beside it, and without waiting for anything
flutter()
{
	local i

	for ((i = 0; i < 20; i++)); do
		cpu_is 0 && cpu_is 1 || return 1
	done
	sweeps_on
}

need "module" fresh
need "no SYN is dropped" set_to mark_high 1000
check "an episode begins" wait_for 20 status_is state episode
if cpu_can; then
	check "a processor leaves and comes back, ten times" hotplug
	check "twenty times, at once" flutter
	need "it leaves" cpu_is 0
	need "unload" unload
	need "load" fresh
	need "no SYN is dropped" set_to mark_high 1000
	need "it comes back" cpu_is 1
	check "the module that was loaded meanwhile acts" sweeps_on
else
	say "this machine has one processor"
fi

# --- memory leaves and comes back ---

# blocks_offline: how many blocks could be taken offline, and came back
blocks_offline()
{
	local b n=0

	for b in "$blocks"/memory*/; do
		[ "$n" -lt 3 ] || break
		[ "$(cat "$b/removable" 2> /dev/null)" = 1 ] || continue
		# the kernel may find pages in it that cannot be moved
		echo offline 2> /dev/null > "$b/state" || continue
		n=$((n + 1))
		sweeps_on || return 1
		echo online > "$b/state" && sweeps_on || return 1
	done
	say "$n blocks of memory went offline and came back" > "$tmp/blocks"
}

if ls $blocks/memory*/removable > /dev/null 2>&1; then
	check "memory leaves and comes back" blocks_offline
	cat "$tmp/blocks"
fi

# --- interfaces, tagged, with connections over them ---

profile_is() { in_ns "$1" grep -qx "$3" "/sys/class/net/$2/tcp_mpp/profile"; }

# device I: one is tagged, renamed, moved and deleted; attackers speak over it
device()
{
	local new=gone$1

	# left of the last one
	ip -n atk route delete blackhole 10.103.0.0/16 2> /dev/null
	ip -n atk -6 route delete blackhole fd00:103::/64 2> /dev/null
	link 3 || return 1
	tag v3 profile domain && tag v3 ipv6 disabled || return 1
	attack over4 3 4 83 --connections 10
	attack over6 3 6 84 --connections 10
	opened over4 10 && opened over6 10 || return 1
	# a device that is up cannot be renamed
	ip link set v3 down && ip link set v3 name "$new" &&
		ip link set "$new" up || return 1
	profile_is '' "$new" domain || { echo "the tag is lost"; return 1; }
	if [ $(($1 % 2)) = 0 ]; then
		ip link set "$new" netns else || return 1
		profile_is else "$new" public ||
			{ echo "the tag was taken along"; return 1; }
		ip netns exec else mpp_write "/sys/class/net/$new/tcp_mpp/profile" \
			private > /dev/null
		sweeps 1
		ip -n else link delete "$new" || return 1
	else
		sweeps 1
		ip link delete "$new" || return 1
	fi
	alive_at 83 10 && alive_at 84 10 && not_reset over4 && not_reset over6 ||
		return 1
	# those who lost their way hold memory until somebody ends them
	ss -HKtn "( sport = :83 or sport = :84 )" > /dev/null
	stop over4 over6
	sweeps 1
}

devices()
{
	local i

	for ((i = 0; i < 20; i++)); do
		device "$i" || { echo "device $i"; return 1; }
	done
}

need "a namespace" space else
check "tagged devices are renamed, moved and deleted, twenty" devices

# --- namespaces by the hundred ---

# storm I: a hundred, each with a device that is tagged, all with hooks
storm()
{
	local i had

	had=$(status hooks)
	for ((i = 0; i < 100; i++)); do
		ip netns add "s$i" || return 1
		spaces+=("s$i")
		ip -n "s$i" link add name tagged type dummy || return 1
		in_ns "s$i" mpp_write /sys/class/net/tagged/tcp_mpp/profile \
			domain | grep -qx OK || return 1
	done
	wait_for 20 status_is hooks $((had + 100)) || return 1
	for ((i = 0; i < 100; i++)); do
		ip netns delete "s$i" || return 1
	done
	wait_for 60 status_is hooks "$had"
}

modprobe -q dummy
for i in 1 2 3; do
	check "$i: a hundred namespaces are born, have hooks, and are gone" storm
done
check "no hook failed" stat_is hook_failures 0
check "the episode goes on" status_is state episode
check "resets go on" sweeps_on

for ((i = 0; i < 100; i++)); do
	ip netns add "s$i"
done
hooks_ge() { [ "$(status hooks)" -ge "$1" ] || { status hooks; false; }; }
need "a hundred more have hooks" wait_for 20 hooks_ge 100
( for ((i = 0; i < 100; i++)); do ip netns delete "s$i"; done ) &
deleting=$!
check "unload while they go" unload
wait $deleting
need "load" load role=server
check "neighbours were spared" alive_at 8080 300
stop neighbours hold_server
check "it is calm" wait_for 60 status_is state calm
check "no hooks are left" wait_for 10 status_is hooks 0
finish
