#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D11: a connection that user space handed to the kernel for storage is never
# reset, nor one that is being checkpointed; the same peer's other one is.
# vm: timeout=60 kernels=6.1,6.12,7.3
. "${0%/*}/lib.sh"

need "link" link 1
need "network block device" modprobe nbd nbds_max=1
need "module" load
need "a small budget" squeeze
for kind in nbd:91 repair:92 plain:93; do
	name=${kind%:*}
	# nothing to read: NBD would take it for an answer, and hang up
	need "$name: server" special "$name" "${kind#*:}" --payload ""
	need "$name: ready" wait_for 10 ready "$name"
done
need "an episode begins" hold
check "the plain one is reset" wait_for 20 alive_at 93 0
check "everything is looked at again" sweeps 3
check "the kernel's is alive" alive_at 91 1
check "it is counted" stat_ge spared_kernel 1
check "the one in repair is alive" alive_at 92 1
check "it is counted" stat_ge spared_repair 1
check "the peers see it so: kernel's" not_reset attack_nbd
check "the peers see it so: repair" not_reset attack_repair
stop attack_nbd attack_repair attack_plain
stop nbd repair plain

# the owner of a user namespace has the right to TCP_REPAIR in his own: D10
unshare -Urn sleep 600 &
tenant=$!
owns() { [ "$(readlink "/proc/$tenant/ns/user")" != "$(readlink /proc/self/ns/user)" ]; }
need "a user namespace" wait_for 5 owns
need "its network namespace" ip netns attach tenant $tenant
spaces+=(tenant)
need "link to it" link 2 tenant
need "the first holders end" calm_again
nsenter -t $tenant -U -n mpp_special repair 94 > "$tmp/shelter" 2>&1 &
pid[shelter]=$!
need "a server in it" wait_for 10 grep -q listening "$tmp/shelter"
attack attack_shelter 2 4 94 --connections 1 --payload ""
need "in repair there" wait_for 10 ready shelter
need "an episode begins" hold
NS=tenant
check "a tenant's repair shelters nothing" wait_for 20 alive_at 94 0
NS=''
stop attack_shelter shelter
kill $tenant
finish
