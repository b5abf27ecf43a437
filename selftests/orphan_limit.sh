#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B3: the kernel limits how many connections without an owner there are, and
# denies the rest whoever they belong to. Near that limit those go that nobody
# takes the rest of, and nobody who has an owner. Alone on its machine: the limit
# is that of all namespaces, and orphans keep those of earlier tests for minutes,
# where nobody can end them.
# vm: timeout=150 alone
. "${0%/*}/lib.sh"

orphans() { awk '/^TCP:/ { print $5 }' /proc/net/sockstat; }
orphans_below() { [ "$(orphans)" -lt "$1" ] || { orphans; false; }; }
orphans_above() { [ "$(orphans)" -gt "$1" ] || { orphans; false; }; }

need "link" link 1
need "module" load
need "server that closes" serve closes --port 81 --family 46 --answer 30000
need "server that stays" serve stays --port 82 --family 46 --answer 1000000
no_orphans
need "no orphans of an earlier test" wait_for 20 orphans_below 10
check "without a limit of its own: the kernel's first one" \
	set_to orphans_max 0

attack owned 1 4 82 --connections 100
attack few 1 4 81 --connections 500 --rate 100
need "connections with an owner" opened owned 100
need "orphans" opened few 500
need "the kernel counts them" wait_for 20 orphans_above 450
now=$(stat samples)
wait_for 20 stat_ge samples $((now + 5)) > /dev/null
check "far below the limit: calm" status_is state calm

need "a limit that is near" set_to orphans_max 500
check "an episode begins" wait_for 20 status_is state episode
check "for the orphans' sake" status_is signal orphans
check "the log says so" logged 'episode 1 started: [0-9]+ orphans, mark 450, limit 500'
check "they become fewer" wait_for 30 orphans_below 400
check "and it ends" wait_for 30 status_is state calm
# as exact as an estimate is
check "not all of them had to go" orphans_above 150
check "nobody with an owner did" alive_at 82 100
check "none of these was told" not_reset owned
stop few owned
finish
