#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W7, W8, D2, D4, D13: every write that is not understood, out of range, over
# the limit or overlapping is refused with its own errno on every surface, and
# changes nothing.
# vm: timeout=90
. "${0%/*}/lib.sh"

# everything: all that can be set, as it stands
everything()
{
	grep . "$mpp"/settings/* /proc/sys/net/tcp_mpp/* "$mpp/exempt_ports" \
		/sys/class/net/*/tcp_mpp/*
}

# all_refused ERRNO FILE < lines: each line, in a write of its own, is refused
# with that errno, and nothing has changed
all_refused()
{
	local rc=0

	cat > "$tmp/lines"
	everything > "$tmp/before"
	mpp_write "$2" < "$tmp/lines" > "$tmp/results"
	everything > "$tmp/now"
	if grep -qvx "$1" "$tmp/results"; then
		paste "$tmp/results" "$tmp/lines" | grep -v "^$1\s"
		rc=1
	fi
	[ "$(wc -l < "$tmp/results")" = "$(wc -l < "$tmp/lines")" ] || rc=1
	cmp "$tmp/before" "$tmp/now" || rc=1
	return "$rc"
}

# both SETTING: its files
both() { echo "$mpp/settings/$1 /proc/sys/net/tcp_mpp/$1"; }
# takes SETTING VALUE...: each is taken on both surfaces, and read back on both
takes()
{
	local name=$1 v f g was

	was=$(< "$mpp/settings/$name")
	shift
	for v in "$@" "$was"; do
		for f in $(both "$name"); do
			put "$f" "$v\n" || return 1
			for g in $(both "$name"); do
				[ "$(< "$g")" = "$v" ] || { echo "$g: not $v"; return 1; }
			done
		done
	done
}

need "module" load
need "a range, so that there is something to lose" exempt +5000-5009

# no setting takes these; \n and the like are what they look like
cat > "$tmp/no_number" << 'END'
x
1x
x1
 1
1 
+1
-1
--1
0x1
1.0
1e0
1,0
1 1
1\t
\t1
1\n\n
\n1
1\r\n
\n
1\0
1\01
\01
on
true
off
ENABLED
Enabled
enabledx
enabled 
enabled\0
4294967296x
END
# numbers, but nothing is as large
cat > "$tmp/no_limit" << 'END'
4294967296
4294967297
18446744073709551617
99999999999999999999999999
END
printf '%05000d\n' 0 | tr 0 1 >> "$tmp/no_limit"
for name in enabled ipv4 ipv6 profiles mark_end mark_start mark_high epoch_ms \
	hold_ms kill_rate_max rate_limit rate_limit_max memory_low memory_share \
	orphans_max; do
	for file in $(both $name); do
		check "$file: no number" all_refused EINVAL "$file" < "$tmp/no_number"
		check "$file: beyond all limits" all_refused ERANGE "$file" \
			< "$tmp/no_limit"
	done
done

# D1: switches take words, too, and read as numbers; other settings do not
for name in enabled ipv4 ipv6 profiles rate_limit; do
	for file in $(both $name); do
		for pair in disable:0 enable:1 disabled:0 enabled:1; do
			check "$file: ${pair%:*}" put "$file" "${pair%:*}\n"
			check "it reads ${pair#*:}" [ "$(< "$file")" = "${pair#*:}" ]
		done
		put "$file" default
	done
done
for name in mark_end epoch_ms kill_rate_max rate_limit_max; do
	for file in $(both $name); do
		check "$file is no switch" all_refused EINVAL "$file" \
			<<< $'enable\nenabled\ndisable\ndisabled'
	done
done

# SETTING: what it takes: what is out of its range: what is not below or above
# the others (marks are 75, 100, 140)
while IFS=: read -r name good bad clash; do
	# shellcheck disable=SC2086
	check "$name takes $good" takes "$name" $good
	for file in $(both "$name"); do
		check "$file refuses $bad" all_refused ERANGE "$file" \
			<<< "${bad// /$'\n'}"
		[ -z "$clash" ] || check "$file refuses $clash" \
			all_refused EINVAL "$file" <<< "${clash// /$'\n'}"
	done
done << 'END'
enabled:0 1:2 10 4294967295
ipv4:0 1:2 11 4294967295
ipv6:0 1:2 12 4294967295
profiles:0 1:2 13 4294967295
mark_end:1 99:0 1001 4294967295:100 101 1000
mark_start:76 139:0 1 1001 4294967295:75 140 141
mark_high:101 1000:0 1 2 1001 4294967295:75 100
epoch_ms:10 10000:0 9 10001 4294967295
hold_ms:0 600000:600001 4294967295
kill_rate_max:1 1000000:0 1000001 4294967295
rate_limit:0 1:2 4294967295
rate_limit_max:1 1000:0 1001 4294967295
memory_low:0 40:41 4294967295
memory_share:1 100:0 101 4294967295
orphans_max:0 1000000000:1000000001 4294967295
END

cat > "$tmp/no_range" << 'END'
5000-5009
5000
+
-
+5000
-5000
+-
--
+5000-
+-5009
+5010-5009
-5009-5000
++6000-6009
+-6000-6009
+6000--6009
+6000-+6009
+ 6000-6009
 +6000-6009
+6000 -6009
+6000- 6009
+6000-6009 
+6000-6009-6019
+6000-6009,7000-7009
+6000-6009 +7000-7009
+6000-6009\n+7000-7009
+6000-6009\n\n
+6000-6009\r\n
+6000-6009\0
+6000-6009\0+7000-7009
\0+6000-6009
+0x10-0x20
+6000:6009
+6000/10
+a-b
*6000-6009
=6000-6009
\n
+\n
+6000.0-6009
+6000-6009x
clear
END
check "exempt_ports: no ports" all_refused ERANGE "$mpp/exempt_ports" << 'END'
+0-65536
+65536-65536
+65535-65536
+65536-0
+4294967295-4294967295
+4294967296-4294967301
+5-4294967296
+18446744073709551616-18446744073709551617
-0-65536
END
check "exempt_ports: no range" all_refused EINVAL "$mpp/exempt_ports" < "$tmp/no_range"

check "overlaps of every kind" all_refused EEXIST "$mpp/exempt_ports" << 'END'
+5000-5009
+5000-5000
+5009-5009
+5004-5005
+4999-5000
+5009-5010
+4000-6000
+0-65535
END
check "no entry, though parts of one" all_refused ENOENT "$mpp/exempt_ports" << 'END'
-5000-5008
-5001-5009
-5000-5010
-4999-5009
-5004-5004
-6000-6009
-0-65535
END

fill()
{
	local i

	for i in 0 1 2 3 4 5 6 7 8 9; do
		exempt "+$((1000 + i * 2))-$((1000 + i * 2))" || return 1
	done
	exempt "+65535-65535\n"
}
check "up to twelve ranges" fill
check "they are all there, in order" [ "$(tr '\n' ' ' < "$mpp/exempt_ports")" = \
	"1000-1000 1002-1002 1004-1004 1006-1006 1008-1008 1010-1010 1012-1012 1014-1014 1016-1016 1018-1018 5000-5009 65535-65535 " ]
check "a 13th is refused" all_refused ENOSPC "$mpp/exempt_ports" << 'END'
+6000-6009
+0-0
+5010-5010
+1001-1001
END
check "an overlap is one in a full list too" \
	all_refused EEXIST "$mpp/exempt_ports" <<< +5009-6000
check "one deleted" exempt -1004-1004
check "another fits" exempt +0-999
empty()
{
	local range ranges

	mapfile -t ranges < "$mpp/exempt_ports"
	for range in "${ranges[@]}"; do
		exempt "-$range" || return 1
	done
	[ -z "$(< "$mpp/exempt_ports")" ]
}
check "all deleted" empty
check "all ports at once" exempt +0-65535
check "deleted" empty

cat > "$tmp/no_word" << 'END'
x
Public
PUBLIC
publi
publicx
 public
public 
public\n\n
public\r\n
public\0
public,private
public private
\n
0
1
\0
none
END
modprobe -q dummy numdummies=0
need "an interface" ip link add mppdummy type dummy
for file in profile ipv4 ipv6; do
	check "$file: no word of it" all_refused EINVAL \
		"/sys/class/net/mppdummy/tcp_mpp/$file" < "$tmp/no_word"
done
check "profile is no switch" all_refused EINVAL \
	/sys/class/net/mppdummy/tcp_mpp/profile <<< $'enabled\ndisabled'
check "a switch is no profile" all_refused EINVAL \
	/sys/class/net/mppdummy/tcp_mpp/ipv4 <<< $'public\nprivate\ndomain'
for word in private domain public; do
	check "profile: $word" tag mppdummy profile "$word\n"
	check "it says so" [ "$(cat /sys/class/net/mppdummy/tcp_mpp/profile)" = $word ]
done
need "a profile" tag mppdummy profile domain
check "profile: default" tag mppdummy profile default
check "that is public" [ "$(cat /sys/class/net/mppdummy/tcp_mpp/profile)" = public ]
check "loopback: public" tag lo profile public
check "loopback: default" tag lo profile "default\n"
check "that is private" [ "$(cat /sys/class/net/lo/tcp_mpp/profile)" = private ]
for file in ipv4 ipv6; do
	for word in disabled enabled disable enable disabled default; do
		is=${word/default/enabled}
		check "$file: $word" tag mppdummy $file $word
		check "it says so" [ "$(cat "/sys/class/net/mppdummy/tcp_mpp/$file")" = \
			"${is%d}d" ]
	done
done
ip link delete mppdummy

# nothing but settings can be written
readonly_files()
{
	local f got

	for f in "$mpp"/status/* "$mpp"/stats/*; do
		got=$(mpp_write "$f" 1)
		[ "$got" != OK ] || { echo "$f took it"; return 1; }
	done
}
check "status and stats take nothing" readonly_files
finish
