#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# B9: network namespaces come and go in an episode, with sockets in them and
# tables of their own; each has hooks while it lives.
# vm: timeout=120 alone
. "${0%/*}/lib.sh"

need "link" link 1
need "module" load
need "a small budget" squeeze
spaces+=(churn)
need "an episode begins" hold
check "hooks in two namespaces" wait_for 10 status_is hooks 2

# one ROUND: a namespace, a server and clients that do not read in it; SYNs are
# dropped by now, so the port is exempt while they connect
one()
{
	sysctl -qw net.ipv4.tcp_child_ehash_entries=$((($1 % 2) * 16))
	ip netns add churn && ip -n churn link set lo up || return 1
	NS=churn
	wait_for 5 status_is hooks 3 || return 1
	serve churn --port 81 --answer 100000 --keep || return 1
	exempt +81-81 || return 1
	client held --dst 127.0.0.1 --port 81 --hold --connections 5 --rcvbuf 8192
	wait_for 20 alive_at 81 5 || return 1
	exempt -81-81 || return 1
	NS=''
	[ $(($1 % 3)) = 0 ] || stop held churn
	ip netns delete churn || return 1
	[ $(($1 % 3)) != 0 ] || stop held churn
	wait_for 20 status_is hooks 2
}
for i in 1 2 3 4 5 6; do
	check "$i: a namespace is born, has hooks, and is gone" one $i
done
sysctl -qw net.ipv4.tcp_child_ehash_entries=0

storm()
{
	local i

	for ((i = 0; i < 30; i++)); do
		ip netns add "storm$i" || return 1
		spaces+=("storm$i")
	done
	wait_for 20 status_is hooks 32 || return 1
	for ((i = 0; i < 30; i++)); do
		ip netns delete "storm$i" || return 1
	done
	wait_for 30 status_is hooks 2
}
check "thirty at once" storm
check "no hook failed" stat_is hook_failures 0
for ((i = 0; i < 10; i++)); do
	ip netns add "last$i"
	spaces+=("last$i")
done
check "ten more" wait_for 20 status_is hooks 12
check "the episode ends" let_go
check "no hooks are left anywhere" wait_for 10 status_is hooks 0
finish
