#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D10: a connection over loopback is spared in the initial namespace, to
# 127.0.0.1, to ::1, and to the host's own addresses of both IP versions; in
# another namespace it is reset like any. Made public it spares no new ones (W11).
# vm: timeout=150
. "${0%/*}/lib.sh"

need "module" load

# Spared for its port, and after a reset for loopback: but settings change before
# tags do, and between them is a moment in which neither holds (W11).
between()
{
	tag lo profile public && exempt +85-85 && exempt +1024-65535 || return 1
	serve brief --port 85 --answer 100000 --keep || return 1
	NS='' client both --dst 127.0.0.1 --port 85 --hold --connections 5 \
		--rcvbuf 8192 --duration 600
	wait_for 20 alive_at 85 5 || return 1
	status_is pinned 0 && mppctl reset || return 1
	status_is pinned 10 || { status pinned; return 1; }
	stop both brief
}
check "no moment of a reset decides anew" between
need "link to this namespace" link 1
need "another namespace" space ten
need "link to it" link 2 ten
need "a small budget" squeeze

# talk NS LINK: clients that never read, with the server's own kernel
talk()
{
	local port=85 dst

	NS=$1
	need "${NS:-init}: server" serve "server$NS" --port 85-88 --family 46 \
		--answer 100000 --keep
	for dst in 127.0.0.1 ::1 "$(here "$2" 4)" "$(here "$2" 6)"; do
		client "client$NS$port" --dst "$dst" --port $port --hold \
			--connections 5 --rcvbuf 8192 --duration 600
		need "${NS:-init}: connections to $dst" \
			wait_for 20 alive_at $port 5
		port=$((port + 1))
	done
}
talk '' 1
talk ten 2
NS=''

# a neighbour with addresses that we have on another link: not ours on this one
borrow()
{
	local i mac to

	mac=$(ip netns exec atk cat /sys/class/net/a1/address)
	to=$(ip -6 -o addr show dev v1 scope link | awk '{ sub("/.*", "", $4); print $4 }')
	ip link add mppdummy type dummy && ip link set mppdummy up || return 1
	for i in 1 2 3 4 5 6; do
		ip -6 addr add "fe80::ba0$i/64" dev mppdummy nodad &&
			ip -6 neigh replace "fe80::ba0$i" lladdr "$mac" dev v1 \
				nud permanent || return 1
	done
	ip netns exec atk mpp_attack --dst "$to" --src fe80::ba00/125 --dev a1 \
		--port 90 --connections 6 --duration 900 > "$tmp/borrower" 2>&1 &
	pid[borrower]=$!
	wait_for 20 alive_at 90 6
}
modprobe -q dummy numdummies=0
need "a server for a neighbour" serve other --port 90 --family 6 --answer 1000000
need "a neighbour that borrows addresses of ours" borrow
need "an episode begins" hold

port=85
for what in "to 127.0.0.1" "to ::1" "to its own IPv4" "to its own IPv6"; do
	NS=ten
	check "another namespace, $what: reset" wait_for 40 alive_at $port 0
	port=$((port + 1))
done
check "they had gone on for a while" stat_ge reset_zero_window 20
NS=''
check "the neighbour is not taken for ourselves: reset" wait_for 20 alive_at 90 0
check "everything is looked at again" sweeps 3
port=85
for what in "to 127.0.0.1" "to ::1" "to its own IPv4" "to its own IPv6"; do
	check "initial namespace, $what: alive" alive_at $port 5
	port=$((port + 1))
done
check "they are counted" stat_ge spared_private 20

need "the episode ends" calm_again
need "here loopback is made public" tag lo profile public
port=85
for dst in 127.0.0.1 ::1 "$(here 1 4)" "$(here 1 6)"; do
	NS='' client "new$port" --dst "$dst" --port $port --hold \
		--connections 5 --rcvbuf 8192 --duration 600
	need "more connections to $dst" wait_for 20 alive_at $port 10
	port=$((port + 1))
done
NS=''
need "an episode begins" hold
port=85
for what in "to 127.0.0.1" "to ::1" "to its own IPv4" "to its own IPv6"; do
	check "loopback is public, $what: the new are reset, the old stand" \
		wait_for 40 alive_at $port 5
	port=$((port + 1))
done
check "everything is looked at again" sweeps 3
check "W11: the old stand, to 127.0.0.1" alive_at 85 5
check "W11: the old stand, to its own IPv6" alive_at 88 5
check "holders were never reset" not_reset holders
finish
