#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W12, D2: what regedit exported, in UTF-16, against the module: what is taken,
# what is not, and that a trial changes nothing.
# vm: timeout=60
. "${0%/*}/lib.sh"

here=${0%/*}
guid=3e0a1f77-5c1b-4d6e-9c58-0b6d9d1e7a01

# import STATUS ARGS...: its exit status; output and notes in files
import()
{
	local want=$1 status

	shift
	mppctl import "$@" > "$tmp/out" 2> "$tmp/notes" < /dev/null
	status=$?
	[ "$status" = "$want" ] || { echo "exit $status"; cat "$tmp/notes"; false; }
}
is() { [ "$(cat "$mpp/settings/$1")" = "$2" ]; }
exempted() { [ "$(tr '\n' ' ' < "$mpp/exempt_ports")" = "$1" ]; }
tagged() { [ "$(cat "/sys/class/net/$1/tcp_mpp/$2")" = "$3" ]; }
notes() { grep -qF "$1" "$tmp/notes" || { cat "$tmp/notes"; false; }; }
ignored() { [ "$(grep -c 'ignored: .*already' "$tmp/notes")" = "$1" ]; }
everything() { grep . "$mpp"/settings/* "$mpp/exempt_ports"; }
wide() { [ "$(head -c 4 "$1" | tr '\0' .)" = $'\xff\xfeW.' ]; }

need "link" link 1
check "the files are in UTF-16" wide "$here/server2003.utf16.reg"
check "a trial needs no module" import 0 --dry-run "$here/fourteen.utf16.reg"
need "module" load
need "a range of before" exempt +7000-7001
everything > "$tmp/before"
check "a trial" import 0 --dry-run --map "{$guid}=v1" \
	"$here/server2003.utf16.reg"
everything > "$tmp/now"
check "changes nothing" cmp "$tmp/before" "$tmp/now"
cp "$tmp/out" "$tmp/commands"
check "it shows commands" grep -qx 'exempt add 5000-5009' "$tmp/commands"
check "an interface of no name here is named" \
	notes "say --map {3e0a1f77-5c1b-4d6e-9c58-0b6d9d1e7a02}=IFACE"
check "the same in JSON" import 0 --dry-run "$here/fourteen.utf16.reg"

check "import" import 0 --map "{$guid}=v1" "$here/server2003.utf16.reg"
check "the commands were these" cmp "$tmp/out" "$tmp/commands"
check "EnableMPP of Tcpip" is ipv4 1
check "EnableMPP of Tcpip6" is ipv6 0
check "EnableConnectionRateLimiting" is rate_limit 0
check "both lists as one, in the place of the old one (D2)" \
	exempted "80-80 3389-3389 5000-5009 8080-8090 "
check "DisableMPPOnIF of Tcpip" tagged v1 ipv4 disabled
check "DisableMPPOnIF of Tcpip6" tagged v1 ipv6 disabled
check "the profile stays" tagged v1 profile public
check "what stands in one list only is told" \
	notes "3389-3389 stands under Tcpip only"

check "an interface that is not there yet is no error" \
	import 0 --map "$guid=later0" "$here/server2003.utf16.reg"
check "but told" notes later0
check "14 ranges (D2)" import 0 "$here/fourteen.utf16.reg"
check "are 12" exempted "1000-1009 2000-2009 3000-3009 4000-4009 5000-5009 6000-6009 7000-7009 8000-8009 9000-9009 10000-10009 11000-11009 12000-12009 "
check "the 13th is named" notes "ignored: 13000-13009"
check "and the 14th" notes "ignored: 14000-14009"
check "and no other" ignored 2
check "what the file does not speak of stays" is ipv6 0

everything > "$tmp/before"
check "another file is refused" import 2 "$0"
check "so is one that is not there" import 2 /nowhere.reg
check "and words that mean nothing" import 1 "$here/fourteen.utf16.reg" --map x
unable()
{
	setpriv --reuid 65534 --regid 65534 --clear-groups \
		mppctl import "$here/fourteen.utf16.reg" 2> "$tmp/notes"
	[ $? = 2 ]
}
check "D14: nobody else may" unable
everything > "$tmp/now"
check "nothing changed" cmp "$tmp/before" "$tmp/now"
finish
