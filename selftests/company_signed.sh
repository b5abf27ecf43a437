#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: signed segments, TCP-MD5 and TCP-AO. A reset has to be signed as well,
# or the peer would not take it. (TCP-AO: of Debian's kernels 7.3 has it.)
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

# mib NAME: a counter of TcpExt, of who calls
mib()
{
	awk -v want="$1" '$1 == "TcpExt:" && !n { n = split($0, name); next }
		$1 == "TcpExt:" { for (i = 2; i <= n; i++)
			if (name[i] == want) print $i }' /proc/net/netstat
}
mib_ge() { [ "$(mib "$1")" -ge "$2" ] || { echo "$1: $(mib "$1")"; false; }; }
fails() { ! "$@"; }

kinds=md5
case $KERNEL in 7.3*) kinds="md5 ao" ;; esac
for m in hmac sha1_generic; do
	modprobe -q $m
done

need "link" link 1
need "module" load
need "a small budget" squeeze
need "the clients' end is out of reach" apart
for k in $kinds; do
	port=80
	[ "$k" = md5 ] || port=90
	need "$k: server" talk_serve "s$k" --kind "$k" --port "$port"
	need "$k: calm, two talk" talk "t$k" --kind "$k" --dst 10.1.0.1 \
		--port "$port" --connections 4
	talk_start "p$k" --kind "$k" --dst 10.1.0.1 --port "$port" --connections 5 --pile
	need "$k: who piles up" wait_for 20 field_ge "p$k" connected 5
	check "$k: who does not sign is not heard" fails \
		ip netns exec atk mpp_talk --dst 10.1.0.1 --port "$port" \
		--rounds 1 --duration 2
done
for k in $kinds; do
	case $k in
	md5) check "md5: that is counted" mib_ge TCPMD5NotFound 1 ;;
	ao) check "ao: signatures are looked at" wait_for 10 mib_ge TCPAOGood 20 ;;
	esac
done
need "an episode begins" episode
for k in $kinds; do
	check "$k: who piles up is reset, and believes it" \
		wait_for 40 field_is "p$k" reset 5
	check "$k: who talks goes on" goes_on "t$k"
done
dropped=$(stat syns_dropped)
talk_start late --kind md5 --dst 10.1.0.1 --port 80
check "a signed SYN is dropped" \
	wait_for 10 stat_ge syns_dropped $((dropped + 1))
check "unload in the middle of it" unload
check "who waited gets in" wait_for 40 field_ge late rounds 3
for k in $kinds; do
	port=80
	[ "$k" = md5 ] || port=90
	check "$k: who talks goes on without" goes_on "t$k"
	check "$k: who comes now gets in" gets_in --kind "$k" --dst 10.1.0.1 --port "$port"
done
finish
