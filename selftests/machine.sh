#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B3: the machine runs short of memory. When others fill it no connection pays
# for it; when TCP holds much of it, those that abuse it do, also where sockets
# bypass the account of TCP (kernels from 6.19), and those who connect and never
# say a word.
# vm: timeout=240 counted
. "${0%/*}/lib.sh"

bypass=/proc/sys/net/core/bypass_prot_mem
total=$(awk '/^MemTotal:/ { print int($2 / 4) }' /proc/meminfo)

# percent N: so much of the machine, pages
percent() { echo $((total * $1 / 100)); }
available_below() { [ "$(status available)" -lt "$1" ]; }
share_above() { [ "$(status share)" -gt "$1" ]; }

# fill PERCENT: leave no more than that to be had; others' memory, none of TCP's
fill()
{
	local mb

	mkdir -p "$tmp/ram" && mount -t tmpfs -o size=95% none "$tmp/ram" || return 1
	mb=$((($(status available) - $(percent "$1")) / 256 + 1))
	dd if=/dev/zero of="$tmp/ram/filled" bs=1M count="$mb" 2> /dev/null
}
drain() { umount "$tmp/ram"; }
trap 'umount "$tmp/ram" 2>/dev/null; cleanup' EXIT

# looks N: N more looks at memory
looks()
{
	local now

	now=$(stat samples)
	wait_for 20 stat_ge samples $((now + $1))
}

need "link" link 1
need "module" load
need "server" serve server --port 81-83 --family 46 --answer 1000000
need "one that keeps" serve keeps --port 84 --answer 100 --keep
need "short below 40 %" set_to memory_low 40
need "TCP's doing from 9 % on" set_to memory_share 9

# others fill it; connections that stall hold a little
attack stalled 1 4 81 --connections 100
need "connections that stall" opened stalled 100
need "they hold memory" wait_for 20 pages_above 500
need "others fill the machine" fill 35
check "the machine is seen to be short" wait_for 10 available_below "$(percent 40)"
check "what TCP holds is looked at" wait_for 10 share_above 500
# long enough for every one of them to be a victim
check "looks go on" looks 12
check "calm" status_is state calm
check "nobody was reset" stat_is resets 0
check "all of them stand" alive_at 81 100

# TCP has its share of the blame
attack more 1 4 82 --connections 500
need "more of them" opened more 500
need "TCP's doing from 1 % on" set_to memory_share 1
check "an episode begins" wait_for 20 status_is state episode
check "for the machine's sake" status_is signal machine
check "the log says so" logged 'episode 1 started: the machine has [0-9]+ pages left'
check "TCP's own mark was not reached" \
	[ "$(status pages)" -lt "$(status pages_start)" ]
check "connections are reset" wait_for 20 stat_ge resets 300
stop more stalled
check "it ends when TCP holds little" wait_for 30 status_is state calm

# sockets alone: connected, and never a word; and one who spoke once
client spoke --dst 10.1.0.1 --port 84 --connections 20 --request 'HELO\n' \
	--hold --duration 900 --progress
need "some who spoke" wait_for 20 field_ge spoke connected 20
was=$(stat resets)
# or SYNs would be dropped
need "not TCP's doing" set_to memory_share 100
attack silent 1 4 83 --mode idle --connections 5000 --rate 600
need "connections that say nothing" opened silent 5000
need "TCP's doing from 1 % on" set_to memory_share 1
check "an episode begins" wait_for 60 status_is state episode
check "they are reset, as silent" wait_for 60 stat_ge reset_silent 1000
check "who spoke stands" alive_at 84 20
stop silent
check "it ends" wait_for 40 status_is state calm
check "for no other reason" [ "$(stat resets)" = $((was + $(stat reset_silent))) ]
stop spoke
check "no client was told otherwise" field_is spoke reset 0

if [ -e $bypass ]; then
	# for sockets made from now on
	echo 1 > $bypass
	need "a server that bypasses the account" serve bypasses --port 85 \
		--family 46 --answer 1000000
	was=$(stat resets)
	need "not TCP's doing" set_to memory_share 100
	attack unseen 1 6 85 --connections 500
	need "connections that nobody accounts for" opened unseen 500
	check "the account does not see them" pages_below 2000
	need "TCP's doing from 1 % on" set_to memory_share 1
	check "an episode begins all the same" wait_for 20 status_is state episode
	check "for the machine's sake" status_is signal machine
	check "they are reset" wait_for 20 stat_ge resets $((was + 300))
	echo 0 > $bypass
	stop unseen
	check "it ends" wait_for 30 status_is state calm
else
	say "no $bypass: this kernel's sockets cannot bypass the account"
fi

# switched off, the signal is none
need "never short" set_to memory_low 0
attack again 1 4 81 --connections 500
need "connections that stall" opened again 500
check "looks go on" looks 5
check "calm" status_is state calm
check "all of them stand" alive_at 81 500
need "memory is given back" drain
finish
