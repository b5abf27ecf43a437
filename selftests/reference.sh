#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The reference (include/netlink/reference.md) is true of the module that runs:
# it names every file, tracepoint and field, and none besides; modes, defaults
# and ranges are as it says, for both roles.
# vm: timeout=60
. "${0%/*}/lib.sh"

reference=$tests/reference.md
events=/sys/kernel/tracing/events/tcp_mpp
# what a value out of range is refused with
outside=ERANGE

# rows HEADING: the tables below it, a|b|c, without their heads
rows()
{
	awk -v h="$1" '
		/^#/ { sub(/^#+ /, ""); on = $0 == h }
		on && /^\| `/ {
			sub(/^\| /, "")
			sub(/ *\|$/, "")
			gsub(/ *\| */, "|")
			gsub(/`/, "")
			print
		}' "$reference"
}
# names HEADING: their first column, one name a line
names() { rows "$1" | sed 's/|.*//; s/, /\n/g'; }

# told: every file that the reference names, as "mode path"
told()
{
	local path section mode name

	rows Files | while IFS='|' read -r path section mode _; do
		path=${path/IF/lo}
		section=${section#[}
		for name in $(names "${section%%]*}"); do
			echo "${mode:--} ${path/NAME/$name}"
		done
		[[ $path = *NAME* ]] || echo "${mode:--} $path"
	done | sort -u
}
# found: every file there is; of tracepoints the directories
found()
{
	find "$mpp" /proc/sys/net/tcp_mpp /sys/class/net/lo/tcp_mpp \
		/sys/module/tcp_mpp/parameters -type f |
		while read -r f; do command stat -c '%a %n' "$f"; done
	find "$events" -mindepth 1 -type d | sed 's/^/- /'
}
# only_in A B: lines of A that B lacks; there should be none
only_in() { ! grep -vxFf "$tmp/$2" "$tmp/$1"; }

fields()
{
	diff <(names "$1") <(sed -n 's/^\tfield:[^;]* \([a-z0-9_]*\)[^;]*;.*/\1/p' \
		"$events/$1/format" | grep -v '^common_')
}

# default_of TEXT ROLE: "X" or "X by role server, Y by role client"
default_of()
{
	local def=$1

	case $def in
	*" by role $2"*) def=${def%% by role "$2"*} def=${def##* } ;;
	esac
	echo "$def"
}
both() { echo "$mpp/settings/$1 /proc/sys/net/tcp_mpp/$1"; }
defaults()
{
	local name def file rc=0

	while IFS='|' read -r name def _; do
		def=$(default_of "$def" "$1")
		for file in $(both "$name"); do
			[ "$(< "$file")" = "$def" ] ||
				{ echo "$file: $(< "$file"), not $def"; rc=1; }
		done
	done < <(rows Settings)
	return "$rc"
}
# tagged IF: "X" or "X, but Y for IF in the initial network namespace"
tagged()
{
	local name def file rc=0

	while IFS='|' read -r name _ _ def _; do
		case $def in
		*" for $1 "*) def=${def%% for "$1" *} def=${def##* } ;;
		esac
		file=/sys/class/net/$1/tcp_mpp/$name
		[ "$(< "$file")" = "${def%%,*}" ] ||
			{ echo "$file: $(< "$file"), not $def"; rc=1; }
	done < <(rows Interfaces)
	return "$rc"
}

refused()
{
	local was now got

	was=$(< "$1")
	got=$(mpp_write "$1" "$2")
	now=$(< "$1")
	[[ $got =~ ^($outside)$ && $now = "$was" ]] || { echo "$1 <- $2: $got"; false; }
}
# low, high: the ends of each range are taken, and what lies beyond is not. In
# the table's order the lowest marks ascend; of the highest only one can be had.
low()
{
	local name range file rc=0

	while IFS='|' read -r name _ range _; do
		for file in $(both "$name"); do
			[[ $range = [0-9]*-* ]] || range=${range//, /-}
			put "$file" "${range%%-*}" || rc=1
			[[ $range != [1-9]* ]] ||
				refused "$file" $((${range%%-*} - 1)) || rc=1
		done
	done < <(rows Settings)
	return "$rc"
}
high()
{
	local name range file rc=0

	while IFS='|' read -r name _ range _; do
		for file in $(both "$name"); do
			[[ $range = [0-9]*-* ]] || range=${range//, /-}
			[[ $name = mark_end || $name = mark_start ]] ||
				put "$file" "${range##*-}" || rc=1
			[[ $range != [0-9]* ]] ||
				refused "$file" $((${range##*-} + 1)) || rc=1
		done
	done < <(rows Settings)
	return "$rc"
}

need "there is a reference" [ -s "$reference" ]
need "module" load
need "tracepoints are to be seen" [ -d "$events" ]
told > "$tmp/told"
found > "$tmp/found"
say "$(wc -l < "$tmp/told") files told, $(wc -l < "$tmp/found") found"
check "it tells of files" [ "$(wc -l < "$tmp/told")" -gt 50 ]
check "every file is told of, with its mode" only_in found told
check "every file told of is there" only_in told found
for t in $(names Tracepoints); do
	check "$t has the fields told" fields "$t"
done
check "defaults" defaults server
need "an interface" ip link add mpp0 type dummy
check "defaults of an interface" tagged mpp0
check "defaults of lo" tagged lo
check "lowest values" low
check "highest values" high
need "unload" unload
need "module of a client" load role=client
check "defaults of a client" defaults client
ip link del mpp0
finish
