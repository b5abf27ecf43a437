#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B3: the last call before the OOM killer. Memory that abusive connections hold
# goes to the task that would have been killed; where TCP holds none, the killer
# does what it always did, and no connection is lost.
# vm: timeout=240 counted
. "${0%/*}/lib.sh"

killed() { awk '$1 == "oom_kill" { print $2 }' /proc/vmstat; }
available() { awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo; }

# take MB: a task that wants so much at once, and is the first to be killed
take()
{
	(
		echo 1000 > /proc/self/oom_score_adj
		exec dd if=/dev/zero of=/dev/null bs="$1M" count=1 2> "$tmp/dd"
	)
}
deny() { ! take "$1"; }

need "link" link 1
need "module" load
need "server" serve server --port 81-82 --family 46 --answer 1000000

# only the last call is to act: TCP's own marks far off, the machine's at 1 %
need "no other signal" hush
need "short below 1 %" set_to memory_low 1
# nobody is told no before there is nothing left
sysctl -qw vm.overcommit_memory=1
# Nor killed while there is: fragmentation may raise the kernel's own mark for a
# while, to 144 MB of this machine with 138 MB free.
sysctl -qw vm.watermark_boost_factor=0
# as room for the kernel's own account as there is
tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
sysctl -qw net.ipv4.tcp_mem="200000 300000 400000"

attack few 1 4 82 --connections 50
need "a few that stall" opened few 50
check "too much is denied, as ever" deny $(($(available) + 150))
check "by the OOM killer" [ "$(killed)" = 1 ]
check "which was heard" stat_ge oom_calls 1
check "nothing was won" stat_is oom_pages 0
check "no connection was lost" stat_is resets 0
check "they stand" alive_at 82 50

# last_call: those who stall give what they hold to a task that wants it
last_call()
{
	local held was reset

	attack stalled 1 4 81 --connections 6000 --rate 600
	need "connections that stall" opened stalled 6000
	wait_for 30 pages_above 50000
	held=$(pages)
	say "TCP holds $held pages, $(available) MB are available"
	check "TCP holds a large share" [ "$held" -gt 40000 ]
	was=$(killed)
	reset=$(stat resets)
	# Once TCP holds less than memory_share it is no longer to blame; and what
	# is said to be available is an estimate. So not all that it holds can be
	# had.
	check "as much is given" take $(($(available) + held / 256 / 4))
	check "nobody was killed for it" [ "$(killed)" = "$was" ]
	say "$(state)"
	check "by resets" stat_ge resets $((reset + 500))
	stop stalled
	check "calm again" wait_for 30 status_is state calm
}
won() { stat_ge oom_pages 1000; }

# The looks at the machine go on. One that comes in the moment between short and
# out of memory leaves nothing for the last call to win: then once more.
last_call
won || last_call
won || last_call
check "pages were won" won
stop few
speak
finish
