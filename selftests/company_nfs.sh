#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company, D11: a file system by NFS 4.2, server and client of the kernel. It is
# written and read through an episode and the unload, and neither end is ever
# judged; not even one that speaks to the server and is an attacker.
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

# server: without nfs-utils, so that we tell the kernel who may have what. Flags:
# any port, no subtree check, this is the root of all (fsid 0).
server()
{
	local flags=$((2 | 0x400 | 0x2000)) rpc=/proc/net/rpc never=2147483647

	modprobe nfsd && modprobe nfsv4 || return 1
	mount -t nfsd nfsd /proc/fs/nfsd
	mkdir -p /export && mount -t tmpfs export /export || return 1
	echo "nfsd 10.2.0.2 $never mpp" > "$rpc/auth.unix.ip/channel" &&
		echo "0 $never 0" > "$rpc/auth.unix.gid/channel" &&
		echo "mpp /export $never $flags 65534 65534 0" > "$rpc/nfsd.export/channel" &&
		printf 'mpp 1 \\x00000000 %s /export\n' "$never" > "$rpc/nfsd.fh/channel" || return 1
	echo 10 > /proc/fs/nfsd/nfsv4leasetime
	echo 10 > /proc/fs/nfsd/nfsv4gracetime
	echo "-2 -3 +4 +4.1 +4.2" > /proc/fs/nfsd/versions
	echo "tcp 2049" > /proc/fs/nfsd/portlist || return 1
	echo 2 > /proc/fs/nfsd/threads || return 1
	# nobody is to come back: where the kernel does not see that by itself
	echo Y > /proc/fs/nfsd/v4_end_grace 2> /dev/null || true
}
no_server()
{
	echo 0 > /proc/fs/nfsd/threads
	umount /proc/fs/nfsd && umount /export
}
# copy FROM DIR: write it there, and read it back past the cache
copy()
{
	dd if=/dev/urandom of="$1" bs=64k count=16 2> /dev/null &&
		dd if="$1" of="$2/file" bs=64k conv=fsync 2> /dev/null &&
		echo 1 > /proc/sys/vm/drop_caches && cmp "$1" "$2/file"
}
# use_files FILE: in the client's namespace, where the mount ends with us
use_files()
{
	local n=0 at=/mnt

	mkdir -p "$at"
	mount -i -t nfs4 -o vers=4.2,proto=tcp,sec=sys,addr=10.2.0.1,clientaddr=10.2.0.2 \
		10.2.0.1:/ "$at" || return 1
	while [ ! -e "$1.stop" ]; do
		copy "$1.in" "$at" || { echo bad; return 1; }
		n=$((n + 1))
		echo "{\"rounds\": $n}"
	done
	umount "$at"
}
# both_ends: of the connection, each told to be the kernel's
both_ends()
{
	mppctl connections all reason kernel > "$tmp/list"
	[ "$(grep -c ':2049\b' "$tmp/list")" -ge 2 ] ||
		{ cat "$tmp/list"; false; }
}
goes()
{
	local now

	now=$(field files rounds)
	wait_for 30 field_ge files rounds $((${now:-0} + 2)) || cat "$tmp/files"
	! grep -q bad "$tmp/files" && field_ge files rounds $((${now:-0} + 2))
}

need "link" link 1
need "link, to the files" link 2
need "NFS server" server
need "module" load
need "a small budget" squeeze
ip netns exec atk bash -c "$(declare -f copy use_files); use_files $tmp/data" \
	> "$tmp/files" 2>&1 &
pid[files]=$!
need "calm: files are used" goes
check "its connection is told to be the kernel's" both_ends
need "server, for comparison" talk_serve plain --port 80
need "a hole in what it is sent" stands plain_hole 1 4 80 --mode ofo --bytes 20000
need "the same for the NFS server" stands kernel_hole 2 4 2049 --mode ofo --bytes 20000
need "an episode begins" episode
check "the server's are reset" told plain_hole
check "everything is looked at" sweeps 3
check "the NFS server's are not" not_reset kernel_hole
check "nor is one gone" alive_is $((each + 1)) "( sport = :2049 )"
check "that is counted" stat_ge spared_kernel $((each + 2))
check "its connection is still there" both_ends
check "files go on" goes
check "unload in the middle of it" unload
check "files go on without" goes
touch "$tmp/data.stop"
check "and end well" end_of files
stop kernel_hole
check "the server can go" no_server
finish
