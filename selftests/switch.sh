#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W2, D6, D8, W11, W12: switched off nothing is reset, dropped or hooked, whatever the
# pressure; switched off in an episode, it ends. One IP version switched off is
# left alone, the other is not.
# vm: timeout=200
. "${0%/*}/lib.sh"

# looks N: wait for N more samples of a module that does nothing
looks()
{
	local now

	now=$(stat samples)
	wait_for 30 stat_ge samples $((now + $1))
}
stand() { attack "$@" --connections 15 && opened "$1" 15; }

need "link" link 1
need "module, switched off by its role" load role=client
need "server" serve server --port 81-86 --family 46 --answer 1000000
need "a small budget" squeeze
need "attack over IPv4" stand off4 1 4 81
need "attack over IPv6" stand off6 1 6 82
exempt +8080-8080
serve hold_server --port 8080 --family 46 --answer 1000000
attack holders 1 4 8080 --connections 300 --rate 300
need "memory goes above the high mark" wait_for 30 pages_above 3500
need "it has looked several times" looks 3
check "off: calm" status_is state calm
check "off: no hooks" status_is hooks 0
check "off: nothing reset" stat_is resets 0
check "off: IPv4 alive" alive_at 81 15
check "off: IPv6 alive" alive_at 82 15
syns off_syns 1 4 83
end_of off_syns
check "off: SYNs answered" all_answered off_syns
check "off: no SYN was even looked at" stat_is syns_seen 0

need "on" set_to enabled 1
check "on: an episode starts" wait_for 10 status_is state episode
check "everything is looked at" sweeps 3
check "made while it was off: IPv4 alive (D8)" alive_at 81 15
check "made while it was off: IPv6 alive (D8)" alive_at 82 15
check "they are counted" stat_ge spared_disabled 30

need "off in the middle of the episode" set_to enabled 0
check "the episode ends, under pressure still" \
	wait_for 10 status_is state calm
check "pressure is still there" pages_above 2800
check "hooks are gone" wait_for 10 status_is hooks 0
syns now_off 1 6 83
end_of now_off
check "SYNs are answered" all_answered now_off

need "on again" set_to enabled 1
need "the episode ends" calm_again
need "only IPv6 is covered" set_to ipv4 0
need "attack over IPv4" stand four 1 4 84
need "attack over IPv6" stand six 1 6 85
need "an episode begins" hold
check "ipv4=0: IPv6 reset" wait_for 20 alive_at 85 0
check "everything is looked at again" sweeps 3
check "ipv4=0: IPv4 alive" alive_at 84 15
check "they are counted" stat_ge spared_family_off 15
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
syns syn4 1 4 83
syns syn6 1 6 83
end_of syn4 && end_of syn6
check "ipv4=0: SYNs over IPv4 answered" all_answered syn4
check "ipv4=0: SYNs over IPv6 dropped" all_dropped syn6

need "IPv4 is covered" set_to ipv4 1
need "IPv6 is not" set_to ipv6 0
check "everything is looked at again" sweeps 3
check "IPv4, made while that was off: alive (W11)" alive_at 84 15
syns other4 1 4 83
syns other6 1 6 83
end_of other4 && end_of other6
check "ipv6=0: SYNs over IPv4 dropped (D6)" all_dropped other4
check "ipv6=0: SYNs over IPv6 answered (D6)" all_answered other6
need "the episode ends" calm_again
need "attack over IPv4" stand last4 1 4 86
need "attack over IPv6" stand last6 1 6 86
need "an episode begins" hold
check "ipv6=0: IPv4 reset, IPv6 alive" wait_for 20 alive_at 86 15
check "everything is looked at again" sweeps 3
stop last4 last6
check "all of IPv4 were told" field_is last4 rst_received 15
check "none of IPv6" not_reset last6
finish
