#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D12: what kTLS or a sockmap has a pointer into is not taken from under it. A
# reset frees the send queue of such a connection, counts its receive queue as
# waiting for close, and the memory is back when the application closes; what
# came in before can be read until then. A plain one's is gone with the reset.
# vm: timeout=150 debug
. "${0%/*}/lib.sh"

count=60 bytes=30000

need "link" link 1
# with what kTLS wants of the crypto layer; built in on some kernels
for m in tls gcm ctr ghash_generic; do
	modprobe -q "$m"
done
need "kTLS" [ -e /proc/net/tls_stat ]
need "module" load
need "a small budget" squeeze
holds() { server_says "$1" "$2"; }
unread() { [ "$(holds "$1" receive)" -ge $((count * bytes)) ]; }
# What they keep is 700 pages. The kernel's account of all lags by 256 pages on
# each processor, either way; the sockets' own, which is asked too, does not.
kept_pages=150 free_pages=530

# one KIND PORT: victims with both queues full, reset in an episode
one()
{
	local kind=$1 port=$2 waiting freed grew kept

	mpp_foreign "$kind" "$port" "$count" > "$tmp/$kind" 2>&1 &
	pid[$kind]=$!
	need "$kind: server" wait_for 10 grep -q listening "$tmp/$kind"
	# the first bytes are the head of a TLS record of 16 KB
	attack "attack_$kind" 1 4 "$port" --mode unread --bytes "$bytes" \
		--payload '\x17\x03\x03\x40\x00' --connections "$count" --rate 100
	need "$kind: all are accepted" wait_for 30 ready "$kind"
	need "$kind: unread bytes stand" wait_for 20 unread "$kind"
	say "$kind: send $(holds "$kind" send), receive $(holds "$kind" receive)"
	check "$kind: the send queues are full" \
		[ "$(holds "$kind" send)" -ge $((count * 10000)) ]
	waiting=$(stat waiting_close) freed=$(stat bytes_freed)
	need "$kind: an episode begins" hold
	check "$kind: all are reset" wait_for 30 alive_at "$port" 0
	check "$kind: the peers were told" \
		wait_for 10 field_is "attack_$kind" rst_received "$count"
	stop "attack_$kind"
	check "$kind: the send queues are empty" [ "$(holds "$kind" send)" = 0 ]
	grew=$(($(stat waiting_close) - waiting))
	kept=$(holds "$kind" receive)
	say "$kind: waiting_close grew by $grew, kept $kept, $(pages) pages"
	say "$kind: bytes_freed grew by $(($(stat bytes_freed) - freed))"
	need "$kind: the episode ends, for all it can do is done" calm_again
	say "$kind: $(pages) pages"
	if [ "$kind" = plain ]; then
		check "$kind: the receive queues are empty" [ "$kept" = 0 ]
		check "$kind: nothing waits for close" [ "$grew" = 0 ]
	else
		check "$kind: the receive queues are untouched" \
			[ "$kept" -ge $((count * bytes)) ]
		check "$kind: exactly that is counted" [ "$grew" = "$kept" ]
		check "$kind: TCP accounts for it" pages_above "$kept_pages"
	fi
	kill -USR2 "${pid[$kind]}"
	check "$kind: the application reads and closes" \
		wait_for 10 field_is "$kind" closed "$count"
	case $kind in
	plain) check "$kind: there is nothing to read" field_is plain read 0 ;;
	tls) check "$kind: kTLS still has its record" field_is tls broken "$count" ;;
	*)
		check "$kind: what came in can be read" \
			field_is "$kind" read $((count * bytes))
		;;
	esac
	[ "$kind" = tls ] ||
		check "$kind: then each is told" field_is "$kind" reset "$count"
	check "$kind: the memory is back" wait_for 20 pages_below "$free_pages"
	say "$kind: $(pages) pages"
	stop "$kind"
}

one plain 81
one ulp 82
one tls 83
one sockmap 84
finish
