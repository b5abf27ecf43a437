# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Company: two who talk through something that is not ours (mpp_talk), all the
# time, and every byte has to be right; attackers who come by the same way. To be
# sourced after lib.sh, whose tmp and pid it uses.
# shellcheck disable=SC2034,SC2154

# attackers of a group
each=10

# after: what a test leaves behind besides what cleanup knows
after() { :; }
trap 'after > /dev/null 2>&1; cleanup' EXIT
# apart: the clients' end of link 1 is not judged, for only the server's is in
# question; both are of this machine
apart()
{
	[ "$(ip netns exec atk mpp_write \
		/sys/class/net/a1/tcp_mpp/profile private)" = OK ]
}

# episode: one that lasts, and in which no SYN of a candidate gets through
episode() { hold && wait_for 20 status_is syn_drop_rate 1000; }

# behind NAME N: a namespace of that name, 10.9.N.2 by dN, whose way to all others
# is through us
behind()
{
	local name=$1 n=$2

	space "$name" && ip link add "d$n" type veth peer name e netns "$name" &&
		ip addr add "10.9.$n.1/24" dev "d$n" && ip link set "d$n" up &&
		ip -n "$name" addr add "10.9.$n.2/24" dev e &&
		ip -n "$name" link set e up &&
		ip -n "$name" route add default via "10.9.$n.1" &&
		sysctl -qw net.ipv4.ip_forward=1
}

# talk_start NAME ARGS...: who asks, in namespace ${NS-atk}
talk_start()
{
	local name=$1

	shift
	prefix "${NS-atk}"
	anew "$name"
	"${prefix[@]}" mpp_talk "$@" > "$tmp/$name" 2>&1 &
	pid["$name"]=$!
}

# talk_serve NAME ARGS...: who answers, in namespace $NS
talk_serve()
{
	NS=${NS-} talk_start "$@"
	wait_for 10 grep -q listening "$tmp/$1" || { cat "$tmp/$1"; false; }
}

# talk NAME ARGS...: the same, and all its connections work
talk()
{
	talk_start "$@"
	wait_for 15 field_ge "$1" rounds 3 || { tail -n 3 "$tmp/$1"; false; }
}

# goes_on NAME: each of its connections has five more rounds from now on, every
# byte was right, and none was lost
goes_on()
{
	local now

	# who lost all of them has ended
	kill -0 "${pid[$1]}" || { tail -n 3 "$tmp/$1"; return 1; }
	now=$(server_says "$1" rounds)
	wait_for 20 field_ge "$1" rounds $((${now:-0} + 5)) &&
		field_is "$1" wrong 0 && field_is "$1" lost 0 && return
	tail -n 3 "$tmp/$1"
	return 1
}

# gets_in ARGS...: a new one, whose first rounds go well
gets_in()
{
	in_ns "${NS-atk}" mpp_talk --rounds 3 --duration $((10 * TIME_SCALE)) "$@"
}

# stands NAME ARGS...: a group of attackers that hold what they were sent
stands()
{
	attack "$@" --connections "$each"
	opened "$1" "$each"
}
# told NAME: all of a group were reset, and heard of it
told() { wait_for 30 field_is "$1" rst_received "$each"; }

# counted TABLE NAME N: a counter of nftables has seen N packets
counted()
{
	local n

	# shellcheck disable=SC2086
	n=$(nft list counter $1 "$2" | awk '$1 == "packets" { print $2 }')
	[ "${n:-0}" -ge "$3" ] || { echo "$2: ${n:-no} packets"; false; }
}
