#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: what has pointers into a TCP socket, or one below it: kTLS, a sockmap
# with a program, MPTCP, SMC (Debian's 7.3 has none). Honest ones go on through
# an episode and the unload, by bytes that are checked. (foreign, mptcp and smc
# prove what becomes of attackers there.)
# vm: timeout=90 long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

port_of() { case $1 in tls) echo 81 ;; sockmap) echo 82 ;; mptcp) echo 83 ;; smc) echo 84 ;; esac; }
# tls_ge N: connections that kTLS decrypts for now
tls_ge() { awk -v n="$1" '$1 == "TlsCurrRxSw" { exit !($2 >= n) }' /proc/net/tls_stat; }
# runs_ge N: the program of the sockmap has seen so many pieces
runs_ge()
{
	local n

	n=$(cat "/proc/${pid[ssockmap]}/fdinfo/"* 2>/dev/null |
		awk '$1 == "run_cnt:" { print $2 }')
	[ "${n:-0}" -ge "$1" ] || { echo "run ${n:-no} times"; false; }
}
speaks_mptcp() { [ "$(ss -HMtn state established '( sport = :83 )' | wc -l)" -ge 4 ]; }
speaks_smc() { awk '$1 == "SMC" { exit !($3 >= 5) }' /proc/net/protocols; }

kinds="tls sockmap mptcp smc"
[ "$KERNEL" != 7.3 ] || kinds="tls sockmap mptcp"
for m in tls gcm ctr ghash_generic mptcp_diag smc; do
	modprobe -q $m
done
sysctl -qw kernel.bpf_stats_enabled=1

need "link" link 1
need "module" load
need "a small budget" squeeze
for k in $kinds; do
	need "$k: server" talk_serve "s$k" --kind "$k" --port "$(port_of "$k")"
	need "$k: calm, two talk" talk "t$k" --kind "$k" --dst 10.1.0.1 \
		--port "$(port_of "$k")" --connections 4
	case $k in
	tls) check "tls: the kernel deciphers" tls_ge 4 ;;
	sockmap) check "sockmap: its program sees it" wait_for 10 runs_ge 10 ;;
	mptcp) check "mptcp: it is spoken" speaks_mptcp ;;
	smc) check "smc: its sockets are there" speaks_smc ;;
	esac
done
need "plain attackers" talk_serve plain --port 80
need "they stand" stands bad 1 4 80
need "an episode begins" episode
check "the attackers are reset" told bad
check "everything is looked at" sweeps 3
for k in $kinds; do
	check "$k: who talks goes on" goes_on "t$k"
done
check "unload in the middle of it" unload
for k in $kinds; do
	check "$k: who talks goes on without" goes_on "t$k"
	check "$k: who comes now gets in" gets_in --kind "$k" --dst 10.1.0.1 \
		--port "$(port_of "$k")"
done
finish
