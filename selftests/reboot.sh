#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The machine is restarted in an episode, in the middle of resets, without an
# unload before and without that a task is ended first: the kernel has nothing to
# complain of. What check-vm looks for is the last word here, and the kernel's own.
# vm: timeout=120 ends debug long
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "resets at once" set_to hold_ms 0
need "the rate limit, for its probes" set_to rate_limit 1
need "server" serve server --port 81 --answer 1000000
need "a small budget" squeeze
need "memory is held" hold
# no SYN is dropped any more, so there are always some to be reset
need "attackers get in" set_to mark_high 1000
attack attack 1 4 81 --connections 200 --rate 200 --reconnect
need "resets go on" wait_for 30 stat_ge resets 50
now=$(stat resets)
need "and on" wait_for 30 stat_ge resets $((now + 20))
need "in an episode" status_is state episode
echo "tcp_mpp-test: ends here, after $(stat resets) resets" > /dev/kmsg
reboot -f
check "the machine restarts" false
finish
