#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The netlink family, driven by the kernel tree's own python client: every
# operation, right and wrong; the same change through every surface; the rights
# (D14).
# vm: timeout=120 python
. "${0%/*}/lib.sh"

need "module" load
need "an interface" ip link add mpp0 type dummy
need "a bridge" ip link add mppbr type bridge
need "and its port" ip link add mpp1 type dummy
need "the port is in it" ip link set mpp1 master mppbr
results python3 "$tests/netlink_ops.py"
results python3 "$tests/netlink_surfaces.py"
for i in mpp0 mpp1 mppbr; do
	ip link del $i
done
results python3 "$tests/netlink_rights.py"
finish
