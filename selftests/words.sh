#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W13, W16, W17, D9, D13: "default" is a value of every setting on every file,
# and means what the role says; modes are words; what is no word of a file is
# refused with EINVAL and changes nothing.
# vm: timeout=60
. "${0%/*}/lib.sh"

both() { echo "$mpp/settings/$1 /proc/sys/net/tcp_mpp/$1"; }
# reads NAME VALUE: on both
reads()
{
	local f

	for f in $(both "$1"); do
		[ "$(< "$f")" = "$2" ] || { echo "$f: $(< "$f"), not $2"; return 1; }
	done
}
everything() { grep . "$mpp"/settings/* /proc/sys/net/tcp_mpp/* "$mpp/exempt_ports"; }
# all_refused FILE < lines
all_refused()
{
	local rc=0

	cat > "$tmp/lines"
	everything > "$tmp/before"
	mpp_write "$1" < "$tmp/lines" > "$tmp/results"
	everything > "$tmp/now"
	! grep -vx EINVAL "$tmp/results" || rc=1
	[ "$(wc -l < "$tmp/results")" = "$(wc -l < "$tmp/lines")" ] || rc=1
	cmp "$tmp/before" "$tmp/now" || rc=1
	return "$rc"
}

# setting, its default, another value
cat > "$tmp/table" << 'END'
enabled 1 0
ipv4 1 0
ipv6 1 0
profiles 1 0
mark_end 75 80
mark_start 100 110
mark_high 140 200
epoch_ms 100 250
hold_ms 1000 0
kill_rate_max 20000 1
mode enforce audit
rate_limit 0 1
rate_limit_max 10 1000
memory_low 5 40
memory_share 15 100
orphans_max 0 1000000000
END
cat > "$tmp/no_default" << 'END'
Default
DEFAULT
defaul
defaults
default 
 default
default\n\n
default\0
default\r\n
default,default
default 1
d
END
cat > "$tmp/no_mode" << 'END'
0
1
2
Audit
AUDIT
audi
audits
audit 
 audit
audit\n\n
audit\0
audit\r\n
enforce audit
enabled
disabled
off
\n
END

need "module" load
check "the table has every setting" \
	[ "$(cut -d' ' -f1 "$tmp/table" | sort)" = "$(ls "$mpp/settings")" ]
check "sysctl has the same" \
	[ "$(ls "$mpp/settings")" = "$(ls /proc/sys/net/tcp_mpp)" ]
while read -r name def other; do
	check "$name is $def at first" reads "$name" "$def"
	for file in $(both "$name"); do
		check "$file takes $other" put "$file" "$other\n"
		check "both say so" reads "$name" "$other"
		check "$file refuses what is almost \"default\"" \
			all_refused "$file" < "$tmp/no_default"
		check "$file takes \"default\"" put "$file" default
		check "both say $def" reads "$name" "$def"
		check "$file takes it with a newline, and twice" put "$file" "default\n"
	done
done < "$tmp/table"
for file in $(both mode); do
	check "$file: no mode" all_refused "$file" < "$tmp/no_mode"
	put "$file" audit
	check "$file: no mode, with the other one set" all_refused "$file" < "$tmp/no_mode"
	check "$file: enforce" put "$file" enforce
done
for name in enabled mark_high kill_rate_max; do
	for file in $(both $name); do
		check "$file: words of others" all_refused "$file" << 'END'
enforce
audit
public
END
	done
done

# a default that does not go with the other marks is refused as any value is
need "a high end mark" set_to mark_high 900
need "a high start mark" set_to mark_start 800
need "and end mark" set_to mark_end 700
for file in $(both mark_start) $(both mark_high); do
	check "$file: its default is below the end mark" all_refused "$file" <<< default
done
check "from below upwards it works" set_to mark_end default
check "next" set_to mark_start default
check "and last" set_to mark_high default
need "unload" unload

# --- the other role ---
need "module of a client" load role=client
check "it says so" status_is role client
while read -r name def other; do
	[ "$name" != enabled ] || def=0 other=1
	check "client: $name is $def at first" reads "$name" "$def"
	for file in $(both "$name"); do
		put "$file" "$other"
		check "client: $file back to the default" put "$file" default
		check "client: that is $def" reads "$name" "$def"
	done
done < "$tmp/table"
need "unload" unload
check "there is no third role" eval '! load role=router 2> /dev/null'
check "nor an empty one" eval '! load role= 2> /dev/null'
finish
