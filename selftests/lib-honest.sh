# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# A population of honest connections of every kind (mpp_honest), the links that
# they come by, and how each of them fared. To be sourced after lib.sh, whose
# tmp and pid it uses.
# shellcheck disable=SC2034,SC2154

# link of a kind, where it is not the good one
clean=1 bad=2 lossy=3 thin=4
declare -A by=([phone]=$bad [phone_upload]=$bad [backup]=$lossy
	[restore]=$lossy [gprs]=$thin)
# connections of a kind, in each family
each=2
# all that an episode has to spare, whatever else it takes
kinds="phone ssh websocket long_poll database download gprs backup
	restore video less device replica greeting slow_accept slow_upload"
trace=/sys/kernel/tracing

# netem N RULE...: both directions of link N
netem()
{
	local n=$1

	shift
	tc qdisc replace dev "v$n" root netem "$@" &&
		ip netns exec atk tc qdisc replace dev "a$n" root netem "$@"
}
lit() { netem $bad loss 10% delay 150ms; }
dark() { netem $bad loss 100%; }

# acquainted N: both ends of link N know each other for good. Three lost questions
# for an address (1 % of the time at 10 %) end in EHOSTUNREACH, which no phone
# gets from its network.
acquainted()
{
	local n=$1 v a f

	v=$(< "/sys/class/net/v$n/address")
	a=$(ip netns exec atk cat "/sys/class/net/a$n/address")
	for f in 4 6; do
		ip neigh replace "$(there "$n" $f)" lladdr "$a" dev "v$n" &&
			ip -n atk neigh replace "$(here "$n" $f)" lladdr "$v" \
				dev "a$n" || return 1
	done
}

# honest_links: the four, and their far ends out of our reach: the module judges
# the clients too, which are of this machine as well
honest_links()
{
	local n

	modprobe sch_netem || return 1
	for n in $clean $bad $lossy $thin; do
		link "$n" && acquainted "$n" || return 1
	done
	lit && netem $lossy loss 5% delay 20ms &&
		netem $thin delay 300ms rate 48kbit limit 30
}
honest_apart()
{
	local n

	for n in $clean $bad $lossy $thin; do
		ip netns exec atk bash -c \
			"[ \"\$(mpp_write /sys/class/net/a$n/tcp_mpp/profile private)\" = OK ]" ||
			return 1
	done
}

# honest_server: buffers of the size that kernels once began with, on both sides.
# Both are of this machine, and what a client has not read counts as well.
honest_server()
{
	sysctl -qw net.ipv4.tcp_wmem="4096 16384 131072" &&
		ip netns exec atk sysctl -qw net.ipv4.tcp_rmem="4096 65536 65536" &&
		ip netns exec atk sysctl -qw net.ipv4.tcp_wmem="4096 16384 131072" ||
		return 1
	mpp_honest --server --duration 7200 > "$tmp/honest" 2>&1 &
	pid[honest]=$!
	wait_for 20 grep -q listening "$tmp/honest" || { cat "$tmp/honest"; false; }
	mpp_honest --list > "$tmp/kinds"
}

# come ROUND KIND...: these come over both families
come()
{
	local round=$1 k f

	shift
	for k in "$@"; do
		for f in 4 6; do
			ip netns exec atk mpp_honest --kind "$k" --round "$round" \
				--dst "$(here "${by[$k]-$clean}" "$f")" \
				--connections $each --duration $((round + 400)) \
				> "$tmp/$k$f" 2>&1 &
			pid[$k$f]=$!
		done
	done
}
# here_are KIND...: all of them have connected
here_are()
{
	local k f

	for k in "$@"; do
		for f in 4 6; do
			wait_for 60 field_ge "$k$f" connected $each || return 1
		done
	done
}

port_of() { awk -v k="$1" '$2 == k { print $1 }' "$tmp/kinds"; }

# fared KIND: how the two families of a kind have ended, in words
fared()
{
	local k=$1 port f n

	port=$(port_of "$k")
	echo -n "at $SECONDS s: "
	for f in 4 6; do
		n=$(field "$k$f" completed)
		echo -n "IPv$f ${n:-0} of $each"
		sed -n "\$s/.*\"connected\"/connected/p" "$tmp/$k$f" |
			grep -o '"[a-z]*": [1-9][0-9]*' | grep -v completed |
			grep -v -e ended -e bytes | tr -d '"' | sed 's/^/, /' |
			tr -d '\n'
		echo -n "; "
	done
	sed -n "s/.*mpp_reset: .*local=\[[^]]*\]:$port .*reason=\([a-z_]*\) bytes=\([0-9]*\).*stall_ms=\([0-9]*\) hole_ms=\([0-9]*\).*unread_ms=\([0-9]*\).*/\1 (\2 bytes, stalled \3, hole \4, unread \5 ms)/p" \
		"$trace/trace" | head -n 8 | tr '\n' ';'
	echo
}
ended() { ! kill -0 "${pid[$1]}" 2>/dev/null; }
# lived KIND FAMILY: each of them did all it was for, and every byte was right
lived()
{
	# Who was out of reach, and then loses the first tries after it too, waits
	# for the next: 57 s, 114 s. What hangs can be looked at while it does.
	wait_for 240 ended "$1$2" ||
		in_ns atk ss -Htoin "( dport = :$(port_of "$1") )"
	end_of "$1$2" && field_is "$1$2" completed $each
}
