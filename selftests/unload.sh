#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Unloading in the middle of an attack leaves a sound machine, time and again:
# new connections work, the kernel has nothing to say, the memory comes back.
# vm: timeout=120
. "${0%/*}/lib.sh"

works()
{
	client new --dst "$(here 1 "$1")" --port 82 --connections 20 \
		--expect 10000 --duration 20 && end_of new
}

need "link" link 1
need "link to another namespace" space srv
need "link" link 2 srv
need "server" serve server --port 81 --family 46 --answer 1000000
need "server to be asked afterwards" serve other --port 82 --family 46 --answer 10000
NS=srv need "server in the other namespace" serve far --port 81 --answer 1000000
NS=''
need "a small budget" squeeze
attack here4 1 4 81 --connections 200 --rate 150 --reconnect
attack here6 1 6 81 --connections 200 --rate 150 --reconnect
attack there 2 4 81 --connections 200 --rate 150 --reconnect
for i in 1 2 3 4; do
	need "$i: load" load
	check "$i: an episode" wait_for 20 status_is state episode
	check "$i: resets" wait_for 20 stat_ge resets 20
	need "$i: unload in the middle of it" unload
	check "$i: new connections over IPv4 work" works 4
	check "$i: new connections over IPv6 work" works 6
done
stop here4 here6 there
need "load" load
check "it is calm" wait_for 20 status_is state calm
check "no hooks" wait_for 5 status_is hooks 0
stop server far
check "memory is back" wait_for 30 pages_below 800
check "new connections work" works 4
finish
