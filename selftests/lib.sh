# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What every test of tcp_mpp begins with: results in TAP, waiting for a
# condition instead of sleeping, the module, a network with an attacker in it.
# To be sourced. Only ever run in a virtual machine: the tests squeeze the
# memory of TCP and attack their own servers.
#
# The network: link N joins interface vN here (10.N.0.1, fd00:N::1) to aN in the
# namespace "atk" (.2). Behind it lie addresses that nobody owns, from which
# mpp_attack speaks: 10.(100+N).0.0/16 and fd00:(100+N)::/64.

tests=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
PATH=$tests:$PATH
TIME_SCALE=${TIME_SCALE:-1}
mpp=/sys/kernel/tcp_mpp
tmp=$(mktemp -d /tmp/mpp.XXXXXX) || exit 1
test_nr=0 test_bad=0
tcp_mem_was=''
declare -A pid=()
spaces=() links=() prefix=()

say()
{
	printf '# %s\n' "$*"
}

# check TEXT COMMAND...: one result
check()
{
	local text=$1

	shift
	test_nr=$((test_nr + 1))
	# not in a subshell: servers started here are this shell's children
	if "$@" > "$tmp/said" 2>&1; then
		echo "ok $test_nr - $text"
		return 0
	fi
	sed "s/^/# /" "$tmp/said"
	echo "not ok $test_nr - $text"
	test_bad=$((test_bad + 1))
	return 1
}

# need TEXT COMMAND...: one result, without which there is no point in going on
need()
{
	check "$@" || finish
}

# wait_for SECONDS COMMAND...: until the condition holds
wait_for()
{
	local limit=$(($1 * TIME_SCALE)) end text

	shift
	end=$((SECONDS + limit))
	until text=$("$@" 2>&1); do
		if ((SECONDS > end)); then
			echo "$text"
			echo "not within $limit s: $*"
			state
			return 1
		fi
		sleep 0.05
	done
}

# state: what the module says, for the record of a failure
state()
{
	[ -d "$mpp" ] || return 0
	(
		cd "$mpp" && grep -s . status/* | tr '\n' ' '
		echo
		grep -s -v '^0$' stats/* | tr '\n' ' '
	)
	echo
}

all_ended()
{
	local p

	for p in "${pid[@]}"; do
		! kill -0 "$p" 2>/dev/null || return 1
	done
}

cleanup()
{
	local p s

	# attackers take leave with RST, or the kernel would keep what they held
	for p in "${pid[@]}"; do
		kill -TERM "$p" 2>/dev/null
	done
	wait_for 3 all_ended > /dev/null
	for p in "${pid[@]}"; do
		kill -KILL "$p" 2>/dev/null
	done
	wait 2>/dev/null
	for p in "${links[@]}"; do
		ip -n atk link delete "$p" 2>/dev/null
	done
	for s in "${spaces[@]}"; do
		ip netns delete "$s" 2>/dev/null
	done
	[ ! -d /sys/module/tcp_mpp ] || rmmod tcp_mpp
	[ -z "$tcp_mem_was" ] || sysctl -qw net.ipv4.tcp_mem="$tcp_mem_was"
	rm -rf "$tmp"
}
trap cleanup EXIT

# finish: the plan and the exit status; the module has to leave as well
finish()
{
	if [ "$test_bad" != 0 ]; then
		say "$(state)"
		say "$(dmesg | grep tcp_mpp | tail -n 5)"
	fi
	[ ! -d /sys/module/tcp_mpp ] || check "the module can be unloaded" unload
	echo "1..$test_nr"
	[ "$test_bad" = 0 ]
	exit
}

# --- the module ---

load()
{
	if [ -n "${MPP_KO-}" ]; then
		insmod "$MPP_KO" "$@"
	else
		modprobe tcp_mpp "$@"
	fi
}

unload()
{
	timeout $((30 * TIME_SCALE)) rmmod tcp_mpp && [ ! -d /sys/module/tcp_mpp ]
}

# put FILE TEXT: one write(); prints and returns failure unless it is taken
put()
{
	local result

	result=$(mpp_write "$1" "$2")
	[ "$result" = OK ] || { echo "$1 <- '$2': $result"; return 1; }
}

set_to() { put "$mpp/settings/$1" "$2"; }
exempt() { put "$mpp/exempt_ports" "$1"; }
tag() { put "/sys/class/net/$1/tcp_mpp/$2" "$3"; }

stat() { cat "$mpp/stats/$1"; }
status() { cat "$mpp/status/$1"; }
stat_ge() { [ "$(stat "$1")" -ge "$2" ] || { echo "$1 is $(stat "$1")"; false; }; }
stat_is() { [ "$(stat "$1")" = "$2" ] || { echo "$1 is $(stat "$1")"; false; }; }
status_is() { [ "$(status "$1")" = "$2" ]; }
logged() { dmesg | grep -qE "$1"; }

# sweeps N: wait for N more whole passes over all sockets
sweeps()
{
	local now

	now=$(stat sweeps)
	wait_for 20 stat_ge sweeps $((now + $1)) > /dev/null
}

# pages: memory of TCP, by the kernel's own account
pages() { awk '/^TCP:/ { print $NF }' /proc/net/sockstat; }
pages_below() { [ "$(pages)" -lt "$1" ]; }
pages_above() { [ "$(pages)" -gt "$1" ]; }

# no_orphans: end those of an earlier test
no_orphans()
{
	local s

	for s in fin-wait-1 fin-wait-2 last-ack closing; do
		ss -HKtn state "$s" > /dev/null
	done
}

# squeeze: an episode starts at 2000 pages, ends below 1500, high is 2800. The
# third number is wide, so that the kernel itself denies nobody anything. Orphans
# of an earlier test hold memory for minutes: they go first.
squeeze()
{
	[ -n "$tcp_mem_was" ] || tcp_mem_was=$(sysctl -n net.ipv4.tcp_mem)
	no_orphans
	wait_for 20 pages_below 800 &&
		sysctl -qw net.ipv4.tcp_mem="1500 2000 400000"
}

# --- namespaces and links ---

# prefix NAME: what has to stand before a command that is to run there. In an
# array, so that a command in the background is this shell's own child.
prefix()
{
	prefix=()
	[ -z "$1" ] || prefix=(ip netns exec "$1")
}

# in_ns NAME COMMAND...: "" is the initial namespace
in_ns()
{
	prefix "$1"
	shift
	"${prefix[@]}" "$@"
}

# space NAME: a network namespace
space()
{
	ip netns add "$1" && ip -n "$1" link set lo up && spaces+=("$1")
}

# space_of_one NAME: one with a socket table of its own, of one bucket
space_of_one()
{
	local err

	sysctl -qw net.ipv4.tcp_child_ehash_entries=1
	space "$1"
	err=$?
	sysctl -qw net.ipv4.tcp_child_ehash_entries=0
	return $err
}

# link N [NS]: interface vN in NS (here), with the attacker's land behind it
link()
{
	local n=$1 ns=${2-} far=$((100 + $1))

	modprobe -q veth
	[ -e /run/netns/atk ] || space atk || return 1
	ip link add "v$n" type veth peer name "a$n" netns atk || return 1
	links+=("a$n")
	[ -z "$ns" ] || ip link set "v$n" netns "$ns"
	in_ns "$ns" ip addr add "10.$n.0.1/24" dev "v$n"
	in_ns "$ns" ip -6 addr add "fd00:$n::1/64" dev "v$n" nodad
	in_ns "$ns" ip link set "v$n" up
	ip -n atk addr add "10.$n.0.2/24" dev "a$n"
	ip -n atk -6 addr add "fd00:$n::2/64" dev "a$n" nodad
	ip -n atk link set "a$n" up
	in_ns "$ns" ip route add "10.$far.0.0/16" via "10.$n.0.2" &&
		in_ns "$ns" ip -6 route add "fd00:$far::/64" via "fd00:$n::2" &&
		ip -n atk route add blackhole "10.$far.0.0/16" &&
		ip -n atk -6 route add blackhole "fd00:$far::/64"
}

# here N FAMILY: the server's address on link N
here()
{
	if [ "$2" = 4 ]; then echo "10.$1.0.1"; else echo "fd00:$1::1"; fi
}

# there N FAMILY: the address at its far end
there()
{
	if [ "$2" = 4 ]; then echo "10.$1.0.2"; else echo "fd00:$1::2"; fi
}

# --- servers, attackers, clients; each has a name, and its output a file ---

# anew NAME: what an earlier one of that name said is not to be taken for this one's,
# before it has come so far as to empty the file itself
anew() { : > "$tmp/$1"; }

# serve NAME ARGS...: mpp_server in namespace $NS
serve()
{
	local name=$1

	shift
	prefix "${NS-}"
	anew "$name"
	"${prefix[@]}" mpp_server --duration 900 "$@" > "$tmp/$name" 2>&1 &
	pid[$name]=$!
	wait_for 20 grep -q listening "$tmp/$name" || { cat "$tmp/$name"; false; }
}

# server_says NAME FIELD: from statistics of this moment
server_says()
{
	local lines

	lines=$(wc -l < "$tmp/$1")
	kill -USR1 "${pid[$1]}"
	wait_for 10 more_lines "$tmp/$1" "$lines" && field "$1" "$2"
}
more_lines() { [ "$(wc -l < "$1")" -gt "$2" ]; }
# blocked_by SERVER N: so many of its senders sleep with their sockets locked
blocked_by()
{
	server_says "$1" blocked > /dev/null
	field_is "$1" blocked "$2" || { tail -n 1 "$tmp/$1"; false; }
}

# attack NAME LINK FAMILY PORT ARGS...
attack()
{
	local name=$1 n=$2 family=$3 port=$4 src

	shift 4
	src=10.$((100 + n)).0.0/16
	[ "$family" = 4 ] || src=fd00:$((100 + n))::/64
	anew "$name"
	ip netns exec atk mpp_attack --dst "$(here "$n" "$family")" \
		--src "$src" --dev "a$n" --port "$port" --duration 900 \
		--reset-at-end --progress "$@" > "$tmp/$name" 2>&1 &
	pid[$name]=$!
}

# special KIND PORT ARGS...: mpp_special of that name, and one attacker of it
special()
{
	local kind=$1 port=$2

	shift 2
	anew "$kind"
	mpp_special "$kind" "$port" > "$tmp/$kind" 2>&1 &
	pid[$kind]=$!
	wait_for 10 grep -q listening "$tmp/$kind" || return 1
	attack "attack_$kind" 1 4 "$port" --connections 1 "$@"
}
ready() { grep -q ready "$tmp/$1"; }

# client NAME ARGS...: mpp_client in namespace ${NS-atk}
client()
{
	local name=$1

	shift
	prefix "${NS-atk}"
	anew "$name"
	"${prefix[@]}" mpp_client "$@" > "$tmp/$name" 2>&1 &
	pid[$name]=$!
}

# end_of NAME: its exit status, when it has ended by itself
end_of()
{
	wait "${pid[$1]}"
	local rc=$?

	unset "pid[$1]"
	[ $rc = 0 ] || cat "$tmp/$1"
	return $rc
}

# stop NAME...: end it now; its last line stays in the file
stop()
{
	local name

	for name in "$@"; do
		kill -TERM "${pid[$name]}"
		wait "${pid[$name]}"
		unset "pid[$name]"
	done
}

# field NAME FIELD: a number of the last line of its output that is whole
field()
{
	sed -n "s/.*\"$2\": \\([0-9]*\\).*}\$/\\1/p" "$tmp/$1" | tail -n 1
}
field_is()
{
	[ "$(field "$1" "$2")" = "$3" ] ||
		{ echo "$1: $2 is $(field "$1" "$2")"; false; }
}
field_ge()
{
	[ "$(field "$1" "$2")" -ge "$3" ] 2>/dev/null ||
		{ echo "$1: $2 is $(field "$1" "$2")"; false; }
}
# open_ge NAME N: it has opened N connections; not_reset NAME: it lost none
opened() { wait_for 30 field_ge "$1" established "$2"; }
not_reset() { field_is "$1" rst_received 0; }

# alive FILTER...: established connections of namespace $NS, as ss filters them
alive() { in_ns "${NS-}" ss -Htn state established "$@" | wc -l; }
alive_is()
{
	local n=$1

	shift
	[ "$(alive "$@")" = "$n" ] || { echo "$(alive "$@") alive"; false; }
}
alive_at() { alive_is "$2" "( sport = :$1 )"; }

# hold: keep memory above the high mark by connections on exempt port 8080, so
# that an episode lasts, every victim goes, and SYNs are dropped
hold()
{
	exempt +8080-8080 && serve hold_server --port 8080 --family 46 \
		--answer 1000000 || return 1
	attack holders 1 4 8080 --connections 300 --rate 300
	opened holders 300 && wait_for 30 pages_above 3500 &&
		wait_for 10 status_is state episode
}

# let_go: the holders leave, and the episode ends
let_go()
{
	stop holders
	wait_for 20 status_is state calm
}

# calm_again: the holders are gone, and hold can be called once more. For what is
# to be connected in between: its verdict is that of its birth (W11).
calm_again()
{
	let_go && stop hold_server && exempt -8080-8080
}

# hush: no episode, whatever memory is held; speak: marks as they were. Unlike
# the switch this decides about nobody.
hush() { set_to mark_high 1000 && set_to mark_start 999; }
speak() { set_to mark_start 100 && set_to mark_high 140; }

# syns NAME LINK FAMILY PORT: 40 SYNs; the figures are there when it has ended
syns()
{
	attack "$@" --mode syn --connections 40 --rate 100 --syn-retries 0 \
		--duration $((2 + TIME_SCALE))
}
all_answered() { field_is "$1" synack 40 && field_is "$1" syn_unanswered 0; }
all_dropped() { field_is "$1" synack 0 && field_is "$1" syn_unanswered 40; }

# results COMMAND...: the results that a program prints, as ours
results()
{
	local line last=''

	while IFS= read -r line; do
		last=$line
		case $line in
		"ok - "*)
			test_nr=$((test_nr + 1))
			echo "ok $test_nr - ${line#ok - }"
			;;
		"not ok - "*)
			test_nr=$((test_nr + 1))
			test_bad=$((test_bad + 1))
			echo "not ok $test_nr - ${line#not ok - }"
			;;
		*)
			echo "# ${line#\# }"
			;;
		esac
	done < <("$@" 2>&1; echo "# status $?")
	# a program that fell over has failed, whatever it said before
	[ "$last" = "# status 0" ] || [ "$test_bad" != 0 ] ||
		check "$*" false
}
