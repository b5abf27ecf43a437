# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154 # mpp: of the scripts that source this
#
# What the guests of calm and settings have in common: the module, and the
# program that is the peer of all connections (calm.c), on a device "bench" of
# its own. To be sourced in a VM.

fail() { echo "# $*"; exit 1; }

# ask ORDER...: of the program that measures, and wait until it is ready
ask()
{
	local line

	echo "$*" >&"${calm[1]}"
	while read -r line <&"${calm[0]}"; do
		[ "$line" != ready ] || return 0
		echo "$line"
	done
	fail "$*: it ended"
}

# wait_for SECONDS COMMAND...
wait_for()
{
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		[ $SECONDS -lt $end ] || fail "not in time: $*"
		sleep 0.1
	done
}
set_to() { echo "$2" > "$mpp/settings/$1" || fail "$1 $2"; }
exempt() { echo "+$1" > "$mpp/exempt_ports" || fail "exempt $1"; }

load() { insmod "$MPP_KO" || fail insmod; }
unload() { rmmod tcp_mpp || fail rmmod; }
# Far from the kernel's own pressure, which has a price of its own; and in it
plenty() { echo 60000 80000 120000 > /proc/sys/net/ipv4/tcp_mem; }
pressure() { echo 1000 2000 120000 > /proc/sys/net/ipv4/tcp_mem; }

modprobe tun
ip tuntap add mode tun dev bench || fail tun
ip addr add 10.9.0.1/24 dev bench
ip link set bench up
ip route add 10.66.0.0/16 dev bench
plenty
coproc calm { exec /bench/calm bench 10.9.0.1 2>&1; }
read -r line <&"${calm[0]}"
[ "$line" = ready ] || fail "$line"
