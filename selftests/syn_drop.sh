#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W1, W6, D6: where resets cannot bring memory down, incoming SYNs are dropped,
# over IPv4 and IPv6; those to an exempt port are all answered.
# vm: timeout=90 debug
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "server" serve server --port 81 --family 46
need "a small budget" squeeze
check "before: the rate is 0" status_is syn_drop_rate 0
need "memory is held on an exempt port" hold
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000

echo 1 > /sys/kernel/tracing/events/tcp_mpp/mpp_syn_drop/enable
dropped=$(stat syns_dropped)
spared=$(stat syn_spared_exempt_port)
for f in 4 6; do
	syns "other$f" 1 $f 81
	syns "exempt$f" 1 $f 8080
done
for f in 4 6; do
	check "IPv$f: SYNs are sent" end_of "other$f"
	check "IPv$f: all were dropped" all_dropped "other$f"
	check "IPv$f: SYNs to the exempt port are sent" end_of "exempt$f"
	check "IPv$f: all were answered" all_answered "exempt$f"
done
check "the dropped ones are counted" stat_is syns_dropped $((dropped + 80))
check "the spared ones are counted" \
	stat_is syn_spared_exempt_port $((spared + 80))

traced() { [ "$(grep -c "mpp_syn_drop: .*local=\[[:f]*$1\]:81 " /sys/kernel/tracing/trace)" = 40 ]; }
check "IPv4: a trace line for each" traced 10.1.0.1
check "IPv6: a trace line for each" traced fd00:1::1
echo 0 > /sys/kernel/tracing/events/tcp_mpp/mpp_syn_drop/enable

check "the holders were spared" not_reset holders
check "the episode ends" let_go
check "after: the rate is 0" status_is syn_drop_rate 0
for f in 4 6; do
	syns "after$f" 1 $f 81
	end_of "after$f"
	check "IPv$f: SYNs are answered again" all_answered "after$f"
done
finish
