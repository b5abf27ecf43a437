#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W13-W19, D1-D5, D13, D14: the administrators' tool against the module. What it
# prints for every command, refused ones included, is what the golden files say,
# which the unit tests hold against a recorded kernel; then an episode, as it is
# shown, explained and monitored.
# vm: timeout=240 alone
. "${0%/*}/lib.sh"

# scene NAME [PREFIX...]: the commands of that golden file, results as ours
scene()
{
	local name=$1

	shift
	# not by env: busybox would take its own setpriv
	REAL=1 results "$@" "$tests/golden/run" "$tests/mppctl" "$name"
}
unprivileged="setpriv --reuid 65534 --regid 65534 --clear-groups"

answers() { local want=$1; shift; mppctl "$@" 2>&1 | grep -qE -- "$want"; }
status_of() { local want=$1; shift; mppctl "$@" > "$tmp/out" 2>&1; [ $? = "$want" ]; }
# peer: of the connection that would go first
peer() { mppctl -j connections top 1 | sed -n 's/.*"peer":"\([^"]*\)".*/\1/p'; }
explained() { mppctl explain "$(peer)" | grep -q 'in an episode it is reset'; }
# victims: those that go first are the attackers of port 81, all ten
victims()
{
	[ "$(mppctl connections top 10 |
		grep -cE '^never_opened +[1-9][0-9]* .* 10\.1\.0\.1:81 +10\.101\.')" = 10 ]
}
# untouchable: memory that the exempt holders have, as show tells it
untouchable() { mppctl -j show | grep -qE '"exempt_port":\{"connections":2[0-9]{2},"bytes":[0-9]{6,}'; }
lines_of_json() { [ "$(grep -cE '^\{"time":.*\}$' "$tmp/$1")" -ge "$2" ]; }

# what a monitor says to one who has no rights: it waits for events that are not
monitor_of_user()
{
	# shellcheck disable=SC2086
	timeout 3 $unprivileged mppctl monitor 2>&1 |
		grep -q 'resets are not told of: Operation not permitted'
}

# limits: what the tool says is allowed is what the kernel takes, no more
limits()
{
	local name low high

	for name in epoch_ms hold_ms kill_rate_max rate_limit_max memory_low \
		memory_share orphans_max mark_end mark_start mark_high; do
		read -r low high < <(mppctl set "$name" x 2>&1 |
			sed -n 's/.* from \([0-9]*\) to \([0-9]*\), .*/\1 \2/p')
		status_of 2 set "$name" $((high + 1)) ||
			{ echo "$name: $((high + 1)) is taken"; return 1; }
		[ "$low" = 0 ] || status_of 2 set "$name" $((low - 1)) ||
			{ echo "$name: $((low - 1)) is taken"; return 1; }
		# marks have to ascend as well
		[[ $name = mark_* ]] || { mppctl set "$name" "$low" &&
			mppctl set "$name" "$high"; } || return 1
	done
	mppctl set mark_end 1 mark_start 2 mark_high 3 &&
		mppctl set mark_end 998 mark_start 999 mark_high 1000
}
# defaults: those the tool knows are those of the module, in this role
defaults()
{
	echo reset > "$tmp/reset"
	mppctl diff "$tmp/reset" | grep -qx 'no difference'
}

check "without the module it says so, and how to load it" \
	answers 'tcp_mpp is not loaded: modprobe tcp_mpp' show
check "with status 2" status_of 2 show
need "link" link 1
need "module" load
scene calm
# a place that one without rights may write to
chmod 711 "$tmp"
mkdir -m 777 "$tmp/user"
export TMPDIR=$tmp/user
# shellcheck disable=SC2086
scene user $unprivileged
check "a monitor that may not hear resets says so, and goes on" \
	monitor_of_user

exempt +8080-8080
squeeze
need "servers" serve hold_server --port 8080 --family 46 --answer 1000000
need "servers" serve server --port 81 --family 46 --answer 1000000
mppctl -j monitor > "$tmp/monitor" 2>&1 &
pid[monitor]=$!
hush
attack holders 1 4 8080 --connections 250 --rate 250
attack four 1 4 81 --connections 10 --rate 10
check "who would go first are the attackers" wait_for 20 victims
check "and that is explained" explained
speak
check "an episode is shown, with its beginning" \
	wait_for 30 answers 'EPISODE 1 since [0-9]{4}-' show
check "and what is short" answers 'short of the memory of TCP' show
check "resets are shown by reason" \
	wait_for 30 answers 'connections reset \(.*(never_opened|zero_window|no_progress) [0-9]+' show
check "so is the memory that exempt ports hold" wait_for 20 untouchable
check "the attackers are gone" [ "$(mppctl connections port 81 | tail -n 1)" = \
	"0 of 0 connections, which hold 0 B" ]
check "an exempt connection is explained" answers 'exempt_port: the local port is exempt' explain 8080
check "the monitor tells of it, one object a line" wait_for 20 lines_of_json monitor 20
stop holders four
wait_for 30 status_is state calm
stop monitor
check "with the evidence for resets" grep -q '"event":"reset".*"reason":"' "$tmp/monitor"
check "and the end" grep -q '"event":"episode_end"' "$tmp/monitor"
check "history has the episode" answers '^ *1  [0-9-]+ [0-9:]+  tcp +enforce +[0-9.]+ s +[0-9]+ ' history
check "counters for Prometheus" \
	answers '^tcp_mpp_resets_total\{reason="never_opened"\} [0-9]+$' stats --prometheus

check "save writes what is in force" status_of 0 save "$tmp/saved"
check "reset puts all back" status_of 0 reset
check "which differs from the file" answers '^exempt 8080-8080 +active not exempt +persistent exempt' diff "$tmp/saved"
check "restore makes it so again" status_of 0 restore "$tmp/saved"
check "no difference" answers '^no difference$' diff "$tmp/saved"
printf 'set mark_start 90\nset mark_high 95\nset mark_end 94\n' > "$tmp/broken"
before=$(mppctl save -)
check "marks that do not ascend are refused" status_of 1 restore "$tmp/broken"
check "and nothing is changed" [ "$(mppctl save -)" = "$before" ]
check "the limits it tells are the kernel's" limits
check "reset" status_of 0 reset
check "the defaults it knows are the kernel's" defaults
need "the module leaves" unload
need "and comes back as on a client" load role=client
check "whose defaults it knows, too" defaults
finish
