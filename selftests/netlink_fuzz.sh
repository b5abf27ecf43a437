#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D13: malformed messages to the netlink family: no change without a success, no
# warning in the log. MPP_SEED=n repeats a run, MPP_FUZZ=n sends so many.
# vm: timeout=300 python
. "${0%/*}/lib.sh"

need "module" load
need "an interface" ip link add mpp0 type dummy
results python3 "$tests/netlink_fuzz.py" "${MPP_SEED:-$RANDOM}" \
	"${MPP_FUZZ:-200000}"
finish
