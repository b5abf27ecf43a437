#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D12, W1: what a victim's socket holds is free at once, its application does
# not have to close it: the send queue, the receive queue, the out-of-order
# queue. Each would by itself keep memory above the mark at which it ends.
# vm: timeout=120
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "which waits" hush
# writes at once, never reads, never closes
need "server" serve server --port 81-82 --family 46 --answer 1000000 --greet \
	--noread --noclose

# purged MODE FAMILY PORT: 250 victims, with 30 KB each in both directions
purged()
{
	local mode=$1 f=$2 port=$3 resets=0

	need "$mode: a small budget" squeeze
	# slow machines lose some SYNs, more than once
	attack "$mode" 1 "$f" "$port" --mode "$mode" --bytes 30000 \
		--connections 250 --rate 150 --syn-retries 6
	need "$mode: attackers stand" opened "$mode" 250
	check "$mode: queues are full" wait_for 40 pages_above 6500
	say "$(pages) pages; $(NS='' alive "( sport = :$port )") connections"
	resets=$(stat resets)
	need "$mode: it waits no more" speak
	check "$mode: an episode starts" wait_for 10 status_is state episode
	check "$mode: it ends, because memory is back" \
		wait_for 30 status_is state calm
	check "$mode: memory is below the mark" pages_below 1500
	check "$mode: most of them had to go for it" \
		stat_ge resets $((resets + 150))
	check "$mode: the application has closed none" \
		[ "$(server_says server open)" = "$(server_says server accepted)" ]
	check "$mode: nothing waits for it" stat_is waiting_close 0
	check "$mode: it was told" [ "$(server_says server kept)" -ge 150 ]
	hush
	stop "$mode"
	# the application ends, so that the next begins with nothing
	stop server
	serve server --port 81-82 --family 46 --answer 1000000 --greet \
		--noread --noclose
}

purged unread 4 81
purged ofo 6 82
finish
