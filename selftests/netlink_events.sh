#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W19-W21, B6: every kind of event, as the kernel tree's own python client hears
# it, from an episode with resets, a rate limit that is hit, a change of
# settings and of an interface. A listener that is too slow is told and counted.
# vm: timeout=150 python
. "${0%/*}/lib.sh"

listener()
{
	python3 "$tests/netlink_listen.py" "$tmp/heard" > "$tmp/listener" 2>&1 &
	pid[listener]=$!
	wait_for 30 grep -qs listening "$tmp/heard" || { cat "$tmp/listener"; false; }
}
heard() { grep -q "^\[\"$1\"" "$tmp/heard"; }
# many_connects: more connections than may be half open, to nobody
many_connects()
{
	python3 - <<-'EOP'
		import socket, time
		socks = []
		for i in range(30):
		    s = socket.socket()
		    s.setblocking(False)
		    s.connect_ex(('10.101.9.9', 9))
		    socks.append(s)
		time.sleep(2)
	EOP
}

need "link" link 1
need "module" load
need "server" serve server --port 81 --family 46 --answer 1000000
need "a listener" listener
check "settings change" set_to hold_ms 700
check "it is heard" wait_for 10 heard settings-ntf
check "an interface changes" tag v1 ipv6 disabled
check "it is heard" wait_for 10 heard iface-ntf
check "and changes back" tag v1 ipv6 enabled
check "a rate limit" set_to rate_limit 1
many_connects
check "it is hit, and that is heard" wait_for 10 heard rate-limit
check "no rate limit" set_to rate_limit 0

squeeze
attack four 1 4 81 --connections 150 --rate 150
attack six 1 6 81 --connections 150 --rate 150
check "an episode is heard" wait_for 30 heard episode-start
check "resets are heard" wait_for 30 heard reset
check "its end is heard" wait_for 60 heard episode-end
stop four six
wait_for 5 status_is state calm
kill -TERM "${pid[listener]}"
check "the listener ends" end_of listener
results python3 "$tests/netlink_heard.py" "$tmp/heard" v1
finish
