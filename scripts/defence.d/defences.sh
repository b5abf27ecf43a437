# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The defences of the matrix, in the guest: each is what its manual, or a
# competent administrator, would do about it. To be sourced.

defend_none() { :; }
defend_ample() { :; }

# As guides to hardening a server say.
defend_sysctl()
{
	sysctl -q -w net.ipv4.tcp_syncookies=1 net.ipv4.tcp_synack_retries=2 \
		net.ipv4.tcp_max_syn_backlog=4096 net.ipv4.tcp_max_orphans=1024 \
		net.ipv4.tcp_orphan_retries=1 net.ipv4.tcp_fin_timeout=10 \
		net.ipv4.tcp_retries2=5 net.ipv4.tcp_keepalive_time=60 \
		net.ipv4.tcp_keepalive_intvl=10 net.ipv4.tcp_keepalive_probes=3
}

# At most 50 connections of one address, and 50 new ones a second: the honest
# clients here are 40 behind one address.
defend_nft()
{
	modprobe nf_tables && modprobe nft_ct && modprobe nft_connlimit &&
		modprobe nft_limit && nft -f - <<- 'END'
		table inet guard {
			set held4 {
				type ipv4_addr
				size 65535
				flags dynamic
			}
			set held6 {
				type ipv6_addr
				size 65535
				flags dynamic
			}
			set fresh4 {
				type ipv4_addr
				size 65535
				flags dynamic,timeout
				timeout 1m
			}
			set fresh6 {
				type ipv6_addr
				size 65535
				flags dynamic,timeout
				timeout 1m
			}
			chain input {
				type filter hook input priority filter
				iif lo accept
				ct state established,related accept
				tcp flags & (fin|syn|rst|ack) != syn accept
				add @fresh4 { ip saddr limit rate over 50/second burst 100 packets } drop
				add @fresh6 { ip6 saddr & ffff:ffff:ffff:ffff:: limit rate over 50/second burst 100 packets } drop
				add @held4 { ip saddr ct count over 50 } drop
				add @held6 { ip6 saddr & ffff:ffff:ffff:ffff:: ct count over 50 } drop
			}
		}
	END
}

# What to kill: data waits that cannot be sent since the window is shut and
# nothing went out for 5 s, or that nobody has acknowledged for 15 s; data came
# and nobody reads it, and nothing else happened for 15 s.
suspects()
{
	ss -HtniO state connected | awk '
		{
			window = 0
			sent = ack = rcvd = 0
			for (i = 6; i <= NF; i++) {
				split($i, f, ":")
				if (f[1] == "snd_wnd") window = f[2]
				else if (f[1] == "lastsnd") sent = f[2]
				else if (f[1] == "lastack") ack = f[2]
				else if (f[1] == "lastrcv") rcvd = f[2]
			}
			stuck = $3 > 0 && ((window == 0 && sent >= 5000) || ack >= 15000)
			unread = $2 > 16384 && rcvd >= 15000
			if (stuck || unread) print $5
		}'
}

# One call kills a hundred: a process for each would never keep up.
kill_suspects()
{
	suspects | sed 's/\[::ffff:\([0-9.]*\)\]/\1/' |
		awk '
		{ printf "%sdst %s", k ? " or " : "", $0 }
		++k == 100 { print ""; k = 0 }
		END { if (k) print "" }' |
		while read -r filter; do
			# shellcheck disable=SC2086 # a filter is made of words
			ss -HKtn state connected $filter
		done
}

defend_sskill()
{
	(
		while sleep 1; do
			kill_suspects > /dev/null
		done
	) &
	# shellcheck disable=SC2034 # for the caller, who ends it
	watcher=$!
}

defend_tcp_mpp()
{
	insmod "$MPP_KO"
}
