#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D11: an MPTCP attacker is reset like any other, though MPTCP makes its TCP
# sockets as the kernel's own. An MPTCP listener takes plain TCP as well.
# vm: timeout=60
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 81-84 --family 46 --answer 1000000 --mptcp
# the application is gone before its answer is
need "server that closes" serve closes --port 85 --family 46 --answer 30000 --mptcp
need "a small budget" squeeze
attack mptcp4 1 4 81 --connections 20 --mptcp
attack mptcp6 1 6 82 --connections 20 --mptcp
attack plain 1 4 83 --connections 20
attack orphan 1 4 85 --connections 20 --mptcp
client idle --dst "$(here 1 4)" --port 84 --idle --connections 5 --mptcp \
	--duration 600
for a in mptcp4 mptcp6 plain orphan; do
	need "attack $a stands" opened $a 20
done
need "it speaks MPTCP over IPv4" field_is mptcp4 mptcp 20
need "it speaks MPTCP over IPv6" field_is mptcp6 mptcp 20
closed() { [ "$(server_says closes answered)" = 20 ]; }
need "the other server has closed" wait_for 20 closed
need "idle connections" wait_for 20 alive_at 84 5
need "an episode begins" hold
check "MPTCP over IPv4: reset" wait_for 20 alive_at 81 0
check "MPTCP over IPv6: reset" wait_for 20 alive_at 82 0
check "plain TCP to an MPTCP listener: reset" wait_for 20 alive_at 83 0
for a in mptcp4 mptcp6 plain orphan; do
	check "$a: each attacker was told" \
		wait_for 10 field_is $a rst_received 20
done
check "honest MPTCP lives" alive_at 84 5
check "the episode ends" let_go
finish
