# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the guests of demo and defence have in common: a network with honest
# clients and attackers in namespaces of their own, a web server, a clock, and
# looks at the machine that need no process and no memory. To be sourced in a VM.

# What stands for other machines and for the measuring must not be the OOM
# killer's victim; the server is as any server is.
echo -1000 > /proc/self/oom_score_adj
as_server()
{
	(
		echo 0 > /proc/self/oom_score_adj
		exec "$@"
	)
}

network()
{
	local n=1 ns

	modprobe veth
	for ns in honest attack; do
		ip netns add $ns
		ip link add to-$ns type veth peer name eth0 netns $ns
		ip addr add 10.$n.0.1/24 dev to-$ns
		ip -6 addr add fd00:$n::1/64 dev to-$ns nodad
		ip link set to-$ns up
		ip -n $ns addr add 10.$n.0.2/24 dev eth0
		ip -n $ns -6 addr add fd00:$n::2/64 dev eth0 nodad
		ip -n $ns link set eth0 up
		ip -n $ns route add default via 10.$n.0.1
		ip -n $ns -6 route add default via fd00:$n::1
		n=$((n + 1))
	done
	# The attacker's addresses: nobody owns them, so no kernel answers for
	# them, and none complains about what it gets for them.
	ip route add 10.66.0.0/16 via 10.2.0.2
	ip -6 route add fd00:66::/64 via fd00:2::2
	ip -n attack route add blackhole 10.66.0.0/16
	ip -n attack -6 route add blackhole fd00:66::/64
}

# web CONF: files to ask for, and nginx
web()
{
	mkdir -p /srv /etc/nginx
	head -c 16384 /dev/urandom > /srv/small
	head -c 1048576 /dev/urandom > /srv/large
	head -c "$SLOW_BYTES" /dev/urandom > /srv/slow
	ulimit -n 100000
	as_server nginx -c "$1"
}

# value FILE: its first word, - if there is none
value()
{
	local v=-

	[ ! -r "$1" ] || read -r v _ < "$1"
	echo -n "$v"
}

# look: pages, avail, inuse, orphan and oom as they are now
# shellcheck disable=SC2034 # all five are for the caller
look()
{
	local name a rest

	pages=0 avail=0 inuse=0 orphan=0 oom=0
	while read -r name rest; do
		[ "$name" != TCP: ] ||
			read -r _ inuse _ orphan _ _ _ _ _ pages <<< "$rest"
	done < /proc/net/sockstat
	while read -r name a _; do
		[ "$name" != MemAvailable: ] || { avail=$a; break; }
	done < /proc/meminfo
	while read -r name a; do
		[ "$name" != oom_kill ] || { oom=$a; break; }
	done < /proc/vmstat
}

# A read that times out is a sleep that needs no process, hence no memory.
exec {clock}<> <(:)
sleep_until()
{
	local us=$(($1 - ${EPOCHREALTIME/./}))

	[ $us -gt 0 ] || return
	read -r -t "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))" \
		-u "$clock"
}

# last FIELD FILE: a number of the last line of JSON
last()
{
	tail -n 1 "$2" | sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p"
}

# wrk_figures FILE PREFIX: its own count of errors and requests, as R lines
wrk_figures()
{
	sed -n "s/.*connect \([0-9]*\), read \([0-9]*\), write \([0-9]*\), timeout \([0-9]*\).*/R ${2}_connect_errors \1\nR ${2}_read_errors \2\nR ${2}_write_errors \3\nR ${2}_timeouts \4/p" "$1"
	echo "R ${2}_requests $(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$1")"
}
