#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Random operations on the netlink family against a dumb model of the settings.
# MPP_SEED=n repeats a run.
# vm: timeout=150 python debug
. "${0%/*}/lib.sh"

need "module" load
for n in 0 1 2 3; do
	need "interface mpp$n" ip link add "mpp$n" type dummy
done
need "a bridge" ip link add mppbr type bridge
need "mpp3 is its port" ip link set mpp3 master mppbr
results python3 "$tests/netlink_random.py" "${MPP_SEED:-$RANDOM}" 3000
finish
