#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B9, D13: thousands of connections are listed in hundreds of parts while others
# come and go all the time: whoever is connected throughout is listed, and once,
# whether chains are short or thousands share one.
# vm: timeout=300 python
. "${0%/*}/lib.sh"

many=4000 chain=1500

crowd() { attack "$@" --mode idle --rate 500; }
# stand NAME N: so many, or nearly, for a server may have missed a few
stand()
{
	wait_for 60 field_ge "$1" established "$2" &&
		[ "$(alive_ours)" -ge $(($2 * 8 / 10)) ]
}
alive_ours() { alive "( sport = :81 )"; }

need "link" link 1
need "a namespace with one bucket" space_of_one private
need "link to it" link 2 private
need "module" load
need "server" serve server --port 81-82 --family 46 --answer 1000
NS=private need "server in one bucket" serve private --port 81-82 --family 46 \
	--answer 1000
crowd all 1 4 81 --connections "$many"
need "$many connections" stand all "$many"
crowd chained 2 6 81 --connections "$chain"
NS=private need "$chain in one chain" stand chained "$chain"
# counted now: ss itself names some twice while others come and go in their chain
stand_here=$(alive_ours) stand_there=$(NS=private alive_ours)
# from the attacker's kernel: both ends come and go, the one's in the shared table
client comers1 --dst "$(here 1 6)" --port 82 --connections 30 --repeat \
	--duration 900 --progress
client comers2 --dst "$(here 2 4)" --port 82 --connections 30 --repeat \
	--duration 900 --progress
need "others come and go" wait_for 20 field_ge comers1 completed 100
need "in the chain, too" wait_for 20 field_ge comers2 completed 100
went=$(field comers2 completed)
results python3 "$tests/connections_many.py" "$stand_here" "$stand_there"
check "others went on to come and go" \
	field_ge comers2 completed $((went + 200))
stop comers1 comers2 all chained
finish
