#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W9, W14-W18, W22, D1, D4, D5, D15: the sentences of netsh, as they are written
# on Windows, against the module: what they set, what they refuse, what they
# show, and what they put into the configuration file.
# vm: timeout=60
. "${0%/*}/lib.sh"

conf=/etc/tcp-mpp.conf
said=$tmp/sentence
line=----------------------------------------------

# tcp WORDS...: a sentence; its exit status, its output in files
tcp()
{
	mppctl netsh int tcp "$@" > "$said" 2> "$said.err"
}
# does SENTENCE: it is carried out, and says so as Windows does
does()
{
	# shellcheck disable=SC2086
	if ! tcp $1 || ! printf 'Ok.\n\n' | cmp - "$said"; then
		cat "$said"*
		return 1
	fi
}
# refuses STATUS TEXT SENTENCE: that exit status, that text, nothing changed
refuses()
{
	local status

	everything > "$tmp/before"
	# shellcheck disable=SC2086
	tcp $3
	status=$?
	everything > "$tmp/now"
	if [ "$status" != "$1" ] || ! cmp "$tmp/before" "$tmp/now" ||
		! grep -qF "$2" "$said.err"; then
		echo "exit $status"
		cat "$said"*
		return 1
	fi
}
everything()
{
	grep . "$mpp"/settings/* "$mpp/exempt_ports" "$conf" 2>/dev/null
}
is() { [ "$(cat "$mpp/settings/$1")" = "$2" ]; }
both() { is enabled "$1" && is profiles "$2"; }
exempted() { [ "$(tr '\n' ' ' < "$mpp/exempt_ports")" = "$1" ]; }
filed() { [ "$(tr '\n' ';' < "$conf")" = "$1" ] || { cat "$conf"; false; }; }
no_file() { [ ! -e "$conf" ]; }
# shows SENTENCE: exactly what stands on standard input
shows()
{
	cat > "$tmp/want"
	# shellcheck disable=SC2086
	tcp $1 && diff "$tmp/want" "$said"
}
shown()
{
	printf '%s\n' "Querying $1 state..." '' 'TCP Security Parameters' $line
	printf '%-36s: %s\n' 'Memory Pressure Protection' "$2" Profiles "$3"
	shift 3
	[ $# = 0 ] || printf '%s\n' '' 'Port Exemptions' $line
	while [ $# -gt 0 ]; do
		echo
		printf '%-36s: %s\n' 'Start Port' "$1" 'Number of Ports' "$2"
		shift 2
	done
	echo
}

rm -f "$conf"
range="startport=5000 numberofports=10"
check "not loaded: told, and how to" refuses 2 "modprobe tcp_mpp" "show security"
check "a sentence without the module stays out of the file" \
	refuses 2 "not loaded" "set security mpp=disabled"
check "there is no file yet" no_file
need "module" load

check "W15: what is in force" shows "show security" < <(shown active enabled enabled)
check "W15: the file says nothing yet" shows "show security store=persistent" \
	< <(shown persistent default default)
check "W16: off" does "set security mpp=disabled"
check "so it is" both 0 1
check "W16: on" does "SET Security MPP=Enabled"
check "so it is" both 1 1
check "W17: profiles off" does "set security profiles=disabled"
check "so it is" both 1 0
check "W17: both in one, D1" does "set security mpp=disable profiles=enable"
check "so it is" both 0 1
check "W16, W22: the default" does "set security mpp=Default profiles=DEFAULT"
check "so it is" both 1 1
check "a sentence that asks for more is refused whole" \
	refuses 1 "there is no rss=" "set security mpp=disabled rss=enabled"

check "W9, W18: ten ports from 5000 on" does "set security $range mpp=disabled"
check "5000-5009 are exempt" exempted "5000-5009 "
check "the switch is not meant" both 1 1
check "W15: they are shown" shows "show security" \
	< <(shown active enabled enabled 5000 10)
check "D4: an overlapping range is refused" refuses 2 "overlaps" \
	"set security startport=5009 numberofports=2 mpp=disabled"
check "by the kernel, in its own words, where no file is asked" \
	refuses 2 "5000-5009" \
	"set security startport=5009 numberofports=2 mpp=disabled store=active"
check "D4: what is not quite the range does not delete it" refuses 2 "" \
	"set security startport=5000 numberofports=9 mpp=enabled"
check "D5: nor is its default that" refuses 2 "" \
	"set security startport=5000 numberofports=9 mpp=default"
check "W8: past the last port" refuses 1 "end past 65535" \
	"set security startport=65530 numberofports=7 mpp=disabled"
check "W9: the same start and count, enabled" \
	does "set security $range mpp=enabled"
check "no port is exempt" exempted ""
check "D5: the default of a range that is not exempt" \
	does "set security $range mpp=default"
check "D5: exempt" does "set security $range mpp=disable"
check "D5: and the default again" does "set security $range mpp=default"
check "no port is exempt" exempted ""

rm -f "$conf"
check "store=active: in force" \
	does "set security mpp=disabled profiles=disabled store=active"
check "so it is" both 0 0
check "and not in the file" no_file
printf '# mine\nset rate_limit on' > "$conf"
check "without a store: in the file as well" does "set security mpp=enabled"
check "store=persistent: the same" \
	does "set security startport=80 numberofports=1 mpp=disabled store=persistent"
check "what was written there stays" \
	filed "# mine;set rate_limit on;set enabled enabled;exempt add 80-80;"
check "W15: what the file says" shows "show security store=persistent" \
	< <(shown persistent enabled default 80 1)
echo 'set speed 3' >> "$conf"
check "a broken file is told of, and nothing is done" \
	refuses 2 "there is no setting speed" "set security mpp=disabled"
sed -i '$d' "$conf"

need "the rate limit is on" set_to rate_limit 1
check "W14: reset" does reset
check "everything has its default" both 1 1
check "no port is exempt" exempted ""
check "D15: but for the rate limit" is rate_limit 1
check "the file says the same" filed \
	"# mine;set rate_limit on;set enabled enabled;exempt add 80-80;reset --keep-rate-limit;"

ln -s "$(command -v mppctl)" "$tmp/netsh"
linked()
{
	"$tmp/netsh" Interface TCP Set Security MPP=Disabled Store=Active
}
check "through a link named netsh" linked
check "so it is" both 0 1
as_user()
{
	! setpriv --reuid 65534 --regid 65534 --clear-groups mppctl netsh \
		int tcp set security mpp=enabled store=active 2> "$said" &&
		grep -q '^mppctl: ' "$said" && both 0 1
}
check "D14: nobody else may" as_user
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	need "range $i" exempt "+${i}00-${i}09"
done
check "D2: a 13th is refused" refuses 2 12 \
	"set security startport=1300 numberofports=10 mpp=disabled store=active"
rm -f "$conf"
finish
