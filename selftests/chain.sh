#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B9, B10: a chain of hundreds of victims in one bucket of a namespace's own
# table is worked off within a few epochs, not a batch in each pass.
# vm: timeout=90
. "${0%/*}/lib.sh"

trace=/sys/kernel/tracing

# epochs: how many had begun when the last reset of port 81 came
epochs()
{
	awk '/mpp_epoch:/ { n++ }
		/mpp_reset:.*\]:81 peer/ { last = n }
		END { print last + 0 }' "$trace/trace"
}

need "module" load
need "which waits" hush
need "link" link 1
need "a namespace with one bucket" space_of_one chain
need "link to it" link 2 chain
check "it has one bucket" \
	[ "$(ip netns exec chain sysctl -n net.ipv4.tcp_ehash_entries)" = 1 ]
need "a small budget" squeeze
NS=chain need "server" serve server --port 81 --answer 1000000
NS=chain
attack attack 2 4 81 --connections 600 --rate 300
need "attack stands" opened attack 600
NS=''
exempt +8080-8080
need "server" serve hold_server --port 8080 --family 46 --answer 1000000
attack holders 1 4 8080 --connections 300 --rate 300
need "holders stand" opened holders 300
echo 1 > "$trace/events/tcp_mpp/mpp_epoch/enable"
echo 1 > "$trace/events/tcp_mpp/mpp_reset/enable"
need "no more" speak
NS=chain
check "all are reset" wait_for 30 alive_at 81 0
NS=''
n=$(epochs)
check "within $n epochs, few" [ $((n >= 1 && n <= 12)) = 1 ]
stop attack
check "each attacker was told" field_is attack rst_received 600
check "holders were never reset" not_reset holders
finish
