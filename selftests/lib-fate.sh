# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Groups of connections, what each faces when an episode takes all who may be
# taken, and the reckoning (W11). To be sourced after lib.sh, whose tmp and pid
# it uses.
# shellcheck disable=SC2154

# alive or reset, by a filter: sport:PORT, or dport:PORT for our own
declare -A fate=()
# connections of a group
each=5

# loaded PORT: all of them have asked, and their answer waits in the queue
loaded()
{
	[ "$(ss -Htn state established "( sport = :$1 )" |
		awk '$2 > 0' | wc -l)" = "$each" ]
}

# leave NAME PORT: the attacker goes without a word, and what it holds stays
leave()
{
	wait_for 20 loaded "$2" || return 1
	kill -KILL "${pid[$1]}"
	wait "${pid[$1]}"
	unset "pid[$1]"
}

# active FATE PORT ARGS...: connections of ours, to a peer that reads nothing
active()
{
	local f=$1 port=$2

	shift 2
	fate[dport:$port]=$f
	mpp_active --port "$port" --connections "$each" "$@" > "$tmp/ac$port" 2>&1 &
	pid[ac$port]=$!
	opened "ac$port" "$each"
}

count() { ss -Htn state established "( ${1%:*} = :${1#*:} )" | wc -l; }
# settled: of those that face it none is left
settled()
{
	local g

	for g in "${!fate[@]}"; do
		[ "${fate[$g]}" = alive ] || [ "$(count "$g")" = 0 ] ||
			{ echo "$g: $(count "$g") alive"; return 1; }
	done
}
# judged GROUP
judged()
{
	local want=0

	[ "${fate[$1]}" = reset ] || want=$each
	[ "$(count "$1")" = "$want" ] ||
		{ echo "$1: $(count "$1") alive, not $want"; false; }
}
# all_judged: each has met with its fate
all_judged()
{
	local g rc=0

	for g in "${!fate[@]}"; do
		judged "$g" || rc=1
	done
	return "$rc"
}
