#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: a group of servers on one port (SO_REUSEPORT). Attackers of each are
# reset; the others go on, also when one of the group leaves.
# vm: timeout=90 long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

share_ge() { [ "$(server_says "$1" accepted)" -ge "$2" ]; }

need "link" link 1
need "module" load
need "a small budget" squeeze
for i in 1 2 3; do
	need "server $i of the group" talk_serve "s$i" --port 80 --reuseport
done
need "calm: two talk" talk talk --dst 10.1.0.1 --port 80 --connections 40
each=40
need "attackers" stands bad 1 4 80
for i in 1 2 3; do
	check "server $i has its share" share_ge "s$i" 5
done
need "an episode begins" episode
check "the attackers are reset, and hear of it" told bad
syns syn 1 4 80
check "who talks goes on" goes_on talk
end_of syn
check "SYNs are dropped, whoever they would go to" all_dropped syn
check "unload in the middle of it" unload
check "who talks goes on without" goes_on talk
stop talk s1
check "one leaves the group, and who comes now gets in" \
	gets_in --dst 10.1.0.1 --port 80 --connections 20
finish
