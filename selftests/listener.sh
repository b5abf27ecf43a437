#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B9: SYNs to the listener that holds the memory are dropped before those to
# others, of its own network namespace or of another, over IPv4 and IPv6. Where
# many listeners hold a little each, or memory belongs to none that is known,
# nobody is spared.
# vm: timeout=150 counted
. "${0%/*}/lib.sh"

# all_dropped_at / all_answered_at LINK PORT: SYNs of both families
syns_to()
{
	local f

	for f in 4 6; do
		syns "to$2_$f" "$1" "$f" "$2"
	done
	for f in 4 6; do
		end_of "to$2_$f" || return 1
	done
}
at_port() { "$1" "to$2_4" && "$1" "to$2_6"; }

need "module" load
need "link to this namespace" link 1
need "another namespace" space other
need "link to it" link 2 other
need "an application that hangs" serve hangs --port 81 --family 46 --noread
need "one that never closes" serve keeps --port 90 --family 46 --noread --noclose
need "others" serve busy --port 100-139 --family 46 --noread
NS=other
need "one in the other namespace" serve there --port 81 --family 46
NS=''
need "a small budget" squeeze

# Whose data are not read goes last, and not for 30 s: time enough to see what
# becomes of SYNs.
hush
attack hung 1 4 81 --mode unread --bytes 60000 --connections 300 --rate 300
need "memory is above the high mark" wait_for 30 pages_above 3500
speak
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
need "every connection was seen" sweeps 2
need "SYNs are sent to the one that hangs" syns_to 1 81
check "all were dropped" at_port all_dropped 81
need "SYNs are sent to one beside it" syns_to 1 100
check "all were answered" at_port all_answered 100
need "SYNs are sent to the other namespace" syns_to 2 81
check "all were answered there" at_port all_answered 81
check "the rate of the others is 0" status_is syn_drop_rate_light 0
check "nobody was reset in the meantime" stat_is resets 0
stop hung
check "the episode ends" wait_for 20 status_is state calm

hush
for p in $(seq 100 2 138); do
	attack "some$p" 1 4 "$p" --mode unread --bytes 60000 --connections 15
done
need "memory is above the high mark again" wait_for 30 pages_above 3500
speak
need "the drop rate climbs to all again" wait_for 20 status_is syn_drop_rate 1000
need "every connection was seen" sweeps 2
need "SYNs are sent to one that holds nothing" syns_to 1 81
check "all were dropped" at_port all_dropped 81
need "SYNs are sent to the other namespace" syns_to 2 81
check "all were answered there" at_port all_answered 81
for p in $(seq 100 2 138); do
	stop "some$p"
done
check "this episode ends, too" wait_for 20 status_is state calm

# A connection that its peer resets leaves the tables, and keeps what was not
# read. Who is left there must not pay for it alone.
hush
attack gone 1 4 90 --mode unread --bytes 60000 --connections 300 --rate 300
need "memory is above the high mark once more" wait_for 30 pages_above 3500
stop gone
check "it stays when they are gone" pages_above 3000
attack left 1 4 100 --mode unread --bytes 60000 --connections 20
need "some are left" opened left 20
speak
need "the drop rate climbs to all once more" wait_for 20 status_is syn_drop_rate 1000
need "every connection was seen" sweeps 2
need "SYNs are sent to the one that never closes" syns_to 1 90
check "all were dropped" at_port all_dropped 90
finish
