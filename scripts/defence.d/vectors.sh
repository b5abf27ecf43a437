# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The vectors of the matrix: one row each. To be sourced, by host and guest.
#
# Rates are what breaks a machine of 1 GB that has no defence, as far as that
# can be done at all, while one of 20 GB and one emulated processor still serves
# the honest. Sources: "few" are 14 addresses, a handful of rented machines,
# where a limit per address has a chance; "many" are 65,534, one for each
# connection.

# shellcheck disable=SC2034 # for whoever sources this
all_vectors="zero_window tiny_window trickle hole idle orphan deaf half_open"
all_vectors+=" half_open6 unread distributed storm"
few=10.66.0.0/28
many=10.66.0.0/16

# row RATE CONNECTIONS SOURCES PORT ARGS...
# shellcheck disable=SC2034
row()
{
	attack_rate=$1 attack_connections=$2 attack_sources=$3 attack_port=$4
	shift 4
	attack_args=("$@")
}

# vector NAME: sets attack_rate, attack_connections, attack_sources,
# attack_port and attack_args; false if there is no such vector
vector()
{
	case $1 in
	# each pins a send buffer in the kernel and two of nginx's, some 140 KB:
	# measured, 1 GB is gone after 18 s. The processor is busy by 12 %.
	zero_window) row 300 250000 "$few" 80 --get /large ;;
	tiny_window) row 300 250000 "$few" 80 --get /large --window 500 --silent ;;
	# honest at first: what gives it away must be what it does later
	trickle) row 300 250000 "$few" 80 --get /large --mode trickle \
		--window 8000 --accept 8000 ;;
	# some 130 KB each, in 41 segments: that is what costs the processor
	hole) row 200 250000 "$few" 80 --mode ofo --bytes 60000 ;;
	# a socket and nginx's record of it, some 5 KB: 1 GB would need 200,000
	idle) row 300 250000 "$few" 80 --mode idle ;;
	# nginx has written all and closed: only the kernel holds it
	orphan) row 300 250000 "$few" 80 --get /orphan --fin --silent ;;
	deaf) row 300 250000 "$few" 80 --get /large --mode deaf ;;
	# spoofed, hence many; the request queue is bounded, memory is not at stake
	half_open) row 1000 250000 "$many" 80 --mode syn --syn-retries 0 ;;
	half_open6) row 1000 250000 fd00:66::/64 80 --mode syn --syn-retries 0 ;;
	# a server that hangs, beside the web server
	unread) row 200 250000 "$few" 81 --mode unread --bytes 60000 ;;
	# 20,000 addresses in 40 s
	distributed) row 500 250000 "$many" 80 --get /large ;;
	# whoever was reset is back as fast as he may
	storm) row 600 12000 "$few" 80 --get /large --reconnect ;;
	*) return 1 ;;
	esac
}
