#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Company: a WireGuard tunnel. What comes out of it is judged by the tunnel's
# device, whatever the link below it is; its own packets are none of ours.
# vm: timeout=90 company long
. "${0%/*}/lib.sh"
. "${0%/*}/lib-company.sh"

# tunnel NS LINK INSIDE PEER_KEY ALLOWED PEER: one end
tunnel()
{
	local ns=$1 n=$2 inside=$3 key=$4 allowed=$5 peer=$6

	in_ns "$ns" ip link add wg0 type wireguard &&
		in_ns "$ns" wg set wg0 private-key "$tmp/key$n" listen-port 51820 \
			peer "$key" allowed-ips "$allowed" endpoint "$peer:51820" &&
		in_ns "$ns" ip addr add "$inside/24" dev wg0 &&
		in_ns "$ns" ip link set wg0 up
}
tunnels()
{
	(umask 077 && wg genkey > "$tmp/key1" && wg genkey > "$tmp/key2")
	tunnel '' 1 10.50.0.1 "$(wg pubkey < "$tmp/key2")" \
		10.50.0.2/32,10.150.0.0/16 10.2.0.2 &&
		tunnel atk 2 10.50.0.2 "$(wg pubkey < "$tmp/key1")" \
			10.50.0.1/32 10.2.0.1 &&
		ip route add 10.150.0.0/16 dev wg0 &&
		ip -n atk route add blackhole 10.150.0.0/16
}
inside=(--dst 10.50.0.1 --src 10.150.0.0/16 --dev wg0)
# bytes_ge N: that came out of the tunnel
bytes_ge() { [ "$(wg show wg0 transfer | awk '{ print $2 }')" -ge "$1" ]; }
after() { ip link delete wg0; }

need "link" link 1
need "link, for the tunnel" link 2
need "module for it" modprobe wireguard
need "tunnel" tunnels
need "module" load
need "a small budget" squeeze
need "the link below the tunnel is private" tag v2 profile private
need "server" talk_serve server --port 80
need "calm: two talk" talk talk --dst 10.50.0.1 --port 80 --connections 4
need "attackers" stands bad 2 4 80 "${inside[@]}"
check "by way of the tunnel" wait_for 10 bytes_ge 50000
need "an episode begins" episode
check "the attackers are reset, and hear of it" told bad
syns syn 2 4 80 "${inside[@]}"
check "who talks goes on" goes_on talk
end_of syn
check "SYNs are dropped" all_dropped syn
need "the tunnel is private" tag wg0 profile private
syns syn2 2 4 80 "${inside[@]}"
check "who comes now gets in" gets_in --dst 10.50.0.1 --port 80
end_of syn2
check "SYNs pass" all_answered syn2
check "unload in the middle of it" unload
check "who talks goes on without" goes_on talk
check "who comes now gets in" gets_in --dst 10.50.0.1 --port 80
stop talk server
check "the tunnel can go" ip link delete wg0
finish
