#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# D10, W3: a tag belongs to a device in its namespace. Renamed it keeps it, in
# another namespace it has lost it; loopback is private in the initial namespace
# only; a port of a bridge has no tag of its own, a VRF's port has its master's.
# vm: timeout=60 debug
. "${0%/*}/lib.sh"

is()
{
	local got

	got=$(cat "/sys/class/net/$1/tcp_mpp/$2")
	[ "$got" = "$3" ] || { echo "$1: $2 is $got"; false; }
}
is_in() { ip netns exec "$1" cat "/sys/class/net/$2/tcp_mpp/$3" | grep -qx "$4"; }
fails_with() { [ "$(mpp_write "/sys/class/net/$1/tcp_mpp/$2" "$3")" = "$4" ]; }
files() { ls "/sys/class/net/$1/tcp_mpp" > /dev/null; }

for m in veth dummy bridge vrf; do
	modprobe -q $m
done
need "a device before the module" ip link add early type dummy
need "module" load
need "a device after it" ip link add late type dummy
spaces_made() { space one && space two; }
need "namespaces" spaces_made
for d in early late; do
	check "$d: public at first" is $d profile public
	check "$d: IPv4 covered" is $d ipv4 enabled
	check "$d: IPv6 covered" is $d ipv6 enabled
done
check "loopback is private here" is lo profile private
check "loopback is public elsewhere" is_in one lo profile public

need "a tag" tag late profile private
need "another" tag late ipv6 disabled
check "it holds" is late profile private
check "the other too" is late ipv6 disabled
check "one file leaves the others alone" is late ipv4 enabled
check "another device has none of it" is early profile public
need "renamed" ip link set late name newer
check "it keeps its tag" is newer profile private
check "all of it" is newer ipv6 disabled

need "moved" ip link set newer netns one
check "it lost its tag" is_in one newer profile public
check "all of it" is_in one newer ipv6 enabled
need "an administrator tags it there" \
	ip netns exec one mpp_write /sys/class/net/newer/tcp_mpp/profile domain
check "it holds" is_in one newer profile domain
need "moved on" ip -n one link set newer netns two
check "it lost its tag" is_in two newer profile public
need "moved back" ip -n two link set newer netns 1
check "it has none" is newer profile public

need "a tag" tag early profile private
number=$(cat /sys/class/net/early/ifindex)
need "deleted" ip link delete early
need "made again, with the same index" \
	ip link add early index "$number" type dummy
check "it has no tag" is early profile public

need "bridge" ip link add br0 type bridge
need "a port of it" ip link set early master br0
check "the port takes no tag" fails_with early profile private EBUSY
check "nor a switch" fails_with early ipv4 disabled EBUSY
check "nothing has changed" is early profile public
check "the bridge takes one" tag br0 profile private
need "no port any more" ip link set early nomaster
check "it takes a tag" tag early profile private

need "VRF" ip link add vrf0 type vrf table 10
need "a port of it" ip link set newer master vrf0
check "the port takes no tag" fails_with newer profile private EBUSY
need "the VRF takes one" tag vrf0 profile domain
check "it holds for the port" is newer profile domain

# 6.1 refuses such a device when others have seen it already, and not we. The
# result is the kernel's business; that it has nothing to complain of is ours.
odd_name()
{
	local name

	for name in all default; do
		unshare -Urn ip link add name "$name" type dummy
	done
	! dmesg | grep -A3 "WARNING:"
}
check "a device that is refused half way does no harm" odd_name

need "unload" unload
check "no files are left" [ ! -e /sys/class/net/br0/tcp_mpp ]
need "load" load
check "tags are gone with the module" is br0 profile public
check "and there are files again" files vrf0
ip link delete br0
ip link delete vrf0
ip link delete early
ip link delete newer
finish
