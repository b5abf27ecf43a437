#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company, D11: a disk by NVMe/TCP, both ends of it the kernel's. It is written
# and read through an episode and the unload, and neither end is ever judged;
# not even one that speaks to the target and is an attacker.
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

target()
{
	local at=/sys/kernel/config/nvmet

	modprobe brd rd_nr=1 rd_size=8192 && modprobe nvmet_tcp &&
		modprobe nvme_tcp || return 1
	mount -t configfs none /sys/kernel/config
	mkdir -p "$at/subsystems/mpp/namespaces/1" "$at/ports/1" || return 1
	echo 1 > "$at/subsystems/mpp/attr_allow_any_host"
	echo /dev/ram0 > "$at/subsystems/mpp/namespaces/1/device_path"
	echo 1 > "$at/subsystems/mpp/namespaces/1/enable"
	echo ipv4 > "$at/ports/1/addr_adrfam"
	echo tcp > "$at/ports/1/addr_trtype"
	echo 10.2.0.1 > "$at/ports/1/addr_traddr"
	echo 4420 > "$at/ports/1/addr_trsvcid"
	ln -s "$at/subsystems/mpp" "$at/ports/1/subsystems/mpp"
}
no_target()
{
	local at=/sys/kernel/config/nvmet

	rm "$at/ports/1/subsystems/mpp" && rmdir "$at/ports/1" &&
		echo 0 > "$at/subsystems/mpp/namespaces/1/enable" &&
		rmdir "$at/subsystems/mpp/namespaces/1" "$at/subsystems/mpp"
}
connect_disk()
{
	echo "transport=tcp,traddr=10.2.0.1,trsvcid=4420,nqn=mpp,nr_io_queues=1" \
		> /dev/nvme-fabrics
}
# copy FROM TO: write it to the disk, and read it back past the cache
copy()
{
	dd if=/dev/urandom of="$1" bs=64k count=16 2> /dev/null &&
		dd if="$1" of=/dev/nvme0n1 bs=64k conv=fsync 2> /dev/null &&
		echo 1 > /proc/sys/vm/drop_caches &&
		dd if=/dev/nvme0n1 of="$2" bs=64k count=16 2> /dev/null &&
		cmp "$1" "$2"
}
# use_disk FILE: with other bytes each time
use_disk()
{
	local n=0

	while [ ! -e "$1.stop" ]; do
		copy "$1.in" "$1.out" || { echo bad; return 1; }
		n=$((n + 1))
		echo "{\"rounds\": $n}"
	done
}
has_disk() { [ -b /dev/nvme0n1 ]; }
# both_ends: each of the connections to the target is told to be the kernel's
both_ends()
{
	mppctl connections all reason kernel > "$tmp/list"
	[ "$(grep -c ':4420\b' "$tmp/list")" -ge 4 ] ||
		{ cat "$tmp/list"; false; }
}
goes()
{
	local now

	now=$(field disk rounds)
	wait_for 30 field_ge disk rounds $((${now:-0} + 2)) &&
		! grep -q bad "$tmp/disk"
}

need "link" link 1
need "link, to the disk" link 2
need "target" target
need "connected" ip netns exec atk bash -c "$(declare -f connect_disk); connect_disk"
need "disk" wait_for 10 has_disk
need "module" load
need "a small budget" squeeze
use_disk "$tmp/data" > "$tmp/disk" 2>&1 &
pid[disk]=$!
need "calm: the disk is used" goes
check "its connections are told to be the kernel's" both_ends
need "server, for comparison" talk_serve plain --port 80
need "a hole in what it is sent" stands plain_hole 1 4 80 --mode ofo --bytes 20000
need "the same for the target" stands kernel_hole 2 4 4420 --mode ofo --bytes 20000
need "an episode begins" episode
check "the server's are reset" told plain_hole
check "everything is looked at" sweeps 3
check "the target's are not" not_reset kernel_hole
check "nor is one gone" alive_is $((each + 2)) "( sport = :4420 )"
check "that is counted" stat_ge spared_kernel $((each + 4))
check "its connections are still there" both_ends
check "the disk goes on" goes
check "unload in the middle of it" unload
check "the disk goes on without" goes
touch "$tmp/data.stop"
check "and ends well" end_of disk
echo 1 > /sys/class/nvme/nvme0/delete_controller
stop kernel_hole
check "the target can go" no_target
finish
