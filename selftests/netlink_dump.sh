#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D13: a listing is of one moment, or says that it is not. The interfaces of
# this namespace do not fit into one part of a netlink dump; what changes between
# two parts makes the kernel flag the rest (NLM_F_DUMP_INTR).
# vm: timeout=90 python
. "${0%/*}/lib.sh"

count=200

need "module" load
for ((i = 0; i < count; i++)); do
	echo "link add mppd$i type dummy"
done > "$tmp/batch"
need "$count interfaces" ip -batch "$tmp/batch"
results python3 "$tests/netlink_dump.py" "$count"
ip -o link | sed -n 's/^[0-9]*: \(mppd[0-9]*\).*/link delete \1/p' > "$tmp/batch"
check "they go again" ip -batch "$tmp/batch"
finish
