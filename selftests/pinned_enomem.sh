#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W11, D13: a change whose verdicts cannot be remembered is refused whole. What
# is remembered is charged to the writer's memory cgroup; when that is full the
# write gets ENOMEM, nobody is killed for it, all settings stay, and what was
# remembered so far is forgotten. Given room, the same write is taken.
# vm: timeout=120
. "${0%/*}/lib.sh"

count=4000
top=/sys/fs/cgroup
cg=$top/mpp_small

pinned_is() { status_is pinned "$1" || { status pinned; false; }; }
settings() { grep -s . "$mpp"/settings/* "$mpp"/exempt_ports; }
# event NAME: how often, in that group
event() { awk -v name="$1" '$1 == name { print $2 }' "$cg/memory.events"; }
# write_from CGROUP FILE TEXT: what became of the write
write_from() { mpp_write "$mpp/$2" "$3" "$1/cgroup.procs"; }
# refused FILE TEXT: for want of memory, and by an error, not by a signal
refused()
{
	local result

	result=$(write_from "$cg" "$@")
	[ "$result" = ENOMEM ] || { echo "$* -> '$result'"; false; }
}
taken()
{
	local result

	result=$(write_from "$cg" "$@")
	[ "$result" = OK ] || { echo "$* -> '$result'"; false; }
}
same_settings()
{
	[ "$(settings)" = "$before" ] || diff <(echo "$before") <(settings)
}

# whatever happens the group goes: the next test finds things as they were
had=$(cat "$top/cgroup.subtree_control")
leave()
{
	rmdir "$cg" 2>/dev/null
	[[ " $had " = *" memory "* ]] || echo -memory > "$top/cgroup.subtree_control"
	cleanup
}
trap leave EXIT
need "control groups count memory" \
	eval "echo +memory > $top/cgroup.subtree_control"
need "a small one" mkdir "$cg"

sysctl -qw net.ipv4.tcp_mem="300000 400000 600000"
need "link" link 1
need "module" load
need "server" serve server --port 81 --family 46
attack crowd 1 4 81 --connections "$count" --rate 1500 --payload ''
need "$count connections" wait_for 60 field_ge crowd established "$count"
need "none is remembered" pinned_is 0
before=$(settings)

# a quarter of what they take by themselves
echo 64K > "$cg/memory.max"
check "off: refused for want of memory" refused settings/enabled 0
check "it was the group's limit" [ "$(event max)" -gt 0 ]
check "MPP is on" [ "$(cat "$mpp/settings/enabled")" = 1 ]
check "all settings are as they were" same_settings
check "nothing is remembered" pinned_is 0
check "the same once more, after what was given back" \
	refused settings/enabled 0
check "exempting them all: refused" refused exempt_ports +0-65535
check "and the tag of their interface, which is in no file of settings" \
	refused ../../class/net/v1/tcp_mpp/profile private
check "the interface is public" \
	[ "$(cat /sys/class/net/v1/tcp_mpp/profile)" = public ]
check "all settings are as they were" same_settings
check "nothing is remembered" pinned_is 0
check "the OOM killer was not called" [ "$(event oom)" = 0 ]
check "nobody was killed" [ "$(event oom_kill)" = 0 ]
check "a mark decides about nobody, and is taken" taken settings/mark_high 150
echo max > "$cg/memory.max"
check "off: taken now that there is room" taken settings/enabled 0
check "MPP is off" [ "$(cat "$mpp/settings/enabled")" = 0 ]
check "each is remembered" pinned_is "$count"
check "they stand" alive_at 81 "$count"
stop crowd
check "and are forgotten when they have gone" wait_for 20 pinned_is 0
finish
