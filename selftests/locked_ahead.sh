#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D6 of the design, B7: who is due and locked takes nothing from those behind him:
# neither of what is to be freed, nor of the budget. In a table of one bucket the
# newest connection comes first. A sender that is locked holds 16 KB, and so do
# the others: they are as bad as he is.
# vm: timeout=120 debug-long
. "${0%/*}/lib.sh"

need "module" load
need "which waits" hush
need "a namespace with one bucket" space_of_one chain
need "link to it" link 1 chain
tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
NS=chain
need "server" serve server --port 81 --answer 16384
need "a server that will be stuck" serve stuck --port 82 --answer 100000 --block 12
attack others 1 4 81 --connections 100 --rate 100
need "others stand" opened others 100
attack blocked 1 4 82 --connections 12
need "twelve connections" opened blocked 12
need "twelve senders sleep with their sockets locked" wait_for 20 blocked_by stuck 12
is_first()
{
	in_ns chain ss -Htn state established | head -n 12 | grep -c ':82 ' |
		grep -qx 12
}
need "they come first" is_first

# The account is behind by what the processors keep, which stays as it is while
# nothing moves.
need "there is an account" wait_for 10 pages_above 100
now=$(pages)
locked=$(in_ns chain ss -Htnm state established '( sport = :82 )' |
	sed -n 's/.*,w\([0-9]*\),.*/\1/p' | awk '{ s += $1 } END { print int(s / 4096) }')
sysctl -qw net.ipv4.tcp_mem="$((now - 8)) $((now - 8)) 400000"
excess=$((now - (now - 8) * 99 / 100 + 1))
say "TCP holds $now pages, $excess too many, the locked have $locked"
check "they hold more than is to be freed" [ "$locked" -gt "$excess" ]
need "ten resets a second" set_to kill_rate_max 10
need "not above high" set_to mark_high 1000
need "an end that is near" set_to mark_end 99
need "no more" set_to mark_start 100
check "an episode begins" wait_for 20 stat_ge episodes 1
# what they held stays in the processors' own accounts: the episode may last
check "others are reset" wait_for 30 stat_ge resets 30
check "the locked ones were met" stat_ge spared_locked 12
check "they are not reset" alive_at 82 12
kill -USR2 "${pid[stuck]}"
finish
