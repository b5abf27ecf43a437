#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D11: SMC makes its TCP sockets as the kernel's own. A peer that speaks plain
# TCP to an SMC listener gets such a one, and is judged like any other as soon as
# an application has accepted it; by the verdict of its birth (W11).
# vm: timeout=60 kernels=6.1,6.12
. "${0%/*}/lib.sh"

need "link" link 1
# Debian's 7.3 has none
need "SMC" modprobe smc
need "module" load
need "a small budget" squeeze
for kind in smc:91 plain:92 smc_late:93; do
	name=${kind%:*}
	need "$name: server" special "$name" "${kind#*:}"
	opened "attack_$name" 1
	[ "$name" = smc_late ] ||
		need "$name: accepted, its queue full" wait_for 10 ready "$name"
done
need "one waits to be accepted" alive_at 93 1
check "the listener is SMC's" grep -q '^SMC ' /proc/net/protocols
spared=$(stat spared_kernel)
need "an episode begins" hold
check "plain TCP: reset" wait_for 20 alive_at 92 0
check "the same from an SMC listener: reset" wait_for 20 alive_at 91 0
for a in smc plain; do
	check "$a: the peer was told" \
		wait_for 10 field_is attack_$a rst_received 1
done
check "everything is looked at again" sweeps 3
check "who sent nothing stays, accepted or not" alive_at 93 1
say "spared as the kernel's: $(($(stat spared_kernel) - spared))"
kill -USR1 "${pid[smc_late]}"
need "it is accepted now, and its queue fills" wait_for 10 ready smc_late
check "that one is reset as well" wait_for 20 alive_at 93 0
check "its peer was told" wait_for 10 field_is attack_smc_late rst_received 1
check "the episode ends" calm_again
stop attack_smc attack_plain attack_smc_late
stop smc plain smc_late

# W11: what it was born under holds, though its owner changes
need "off" set_to enabled 0
for kind in smc_late:93 plain:92; do
	name=${kind%:*}
	need "$name: server" special "$name" "${kind#*:}"
	opened "attack_$name" 1
done
need "plain: its queue is full" wait_for 10 ready plain
need "on again, before one is accepted" set_to enabled 1
kill -USR1 "${pid[smc_late]}"
need "it is accepted now" wait_for 10 ready smc_late
need "an episode begins" hold
check "everything is looked at" sweeps 3
check "plain TCP, made while it was off: spared" alive_at 92 1
check "SMC, accepted after that: spared as well" alive_at 93 1
check "the episode ends" let_go
finish
