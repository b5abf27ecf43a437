#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# W3, W4, W5, W11, W12, D6: what came in on a private or domain interface is spared while
# Profiles is on; a public interface saves nothing; the switch of an interface
# for each IP version.
# vm: timeout=240
. "${0%/*}/lib.sh"

need "link 1" link 1
need "link 2" link 2
need "module" load
need "server" serve server --port 80-99 --family 46 --answer 1000000
need "a small budget" squeeze

is() { [ "$(cat "/sys/class/net/$1/tcp_mpp/$2")" = "$3" ]; }
stand() { attack "$@" --connections 15 && opened "$1" 15; }
# two_syns NAME LINK PORT: of both IP versions
two_syns()
{
	syns "$1" "$2" 4 "$3"
	syns "${1}6" "$2" 6 "$3"
	end_of "$1" && end_of "${1}6"
}

check "interfaces are public at first" is v2 profile public
need "link 2 is private" tag v2 profile private
check "it says so" is v2 profile private
need "attack on the public link, IPv4" stand pub4 1 4 81
need "attack on the public link, IPv6" stand pub6 1 6 82
need "attack on the private link, IPv4" stand priv4 2 4 83
need "attack on the private link, IPv6" stand priv6 2 6 84
need "an episode begins" hold
check "public, IPv4: reset, Profiles or not" wait_for 20 alive_at 81 0
check "public, IPv6: reset, Profiles or not" wait_for 20 alive_at 82 0
check "everything is looked at again" sweeps 3
check "private, IPv4: alive" alive_at 83 15
check "private, IPv6: alive" alive_at 84 15
check "they are counted" stat_ge spared_private 30
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
two_syns public 1 81
two_syns private 2 83
check "public, IPv4: SYNs dropped" all_dropped public
check "public, IPv6: SYNs dropped" all_dropped public6
check "private, IPv4: SYNs answered" all_answered private
check "private, IPv6: SYNs answered" all_answered private6

need "Profiles off" set_to profiles 0
check "everything is looked at again" sweeps 3
check "private at birth, IPv4: alive (W11)" alive_at 83 15
check "private at birth, IPv6: alive (W11)" alive_at 84 15
two_syns off 2 83
check "SYNs are judged by now (D6), IPv4: dropped" all_dropped off
check "IPv6: dropped" all_dropped off6

need "the episode ends" calm_again
need "attack without Profiles, IPv4" stand noprof4 2 4 87
need "attack without Profiles, IPv6" stand noprof6 2 6 88
need "Profiles on" set_to profiles 1
need "link 2 is a domain's" tag v2 profile domain
need "attack on it, IPv4" stand dom4 2 4 85
need "attack on it, IPv6" stand dom6 2 6 86
need "an episode begins" hold
check "private without Profiles at birth, IPv4: reset" wait_for 20 alive_at 87 0
check "private without Profiles at birth, IPv6: reset" wait_for 20 alive_at 88 0
check "everything is looked at again" sweeps 3
check "domain, IPv4: alive" alive_at 85 15
check "domain, IPv6: alive" alive_at 86 15
check "they are counted" stat_ge spared_domain 30
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
two_syns domain 2 85
check "domain, IPv4: SYNs answered" all_answered domain
check "domain, IPv6: SYNs answered" all_answered domain6

need "link 2 opts out for IPv4" tag v2 ipv4 disabled
need "and is public" tag v2 profile public
check "everything is looked at again" sweeps 3
check "domain at birth, IPv4: alive (W11)" alive_at 85 15
check "domain at birth, IPv6: alive (W11)" alive_at 86 15
two_syns one 2 85
check "IPv4: SYNs answered" all_answered one
check "IPv6: SYNs dropped" all_dropped one6

need "the episode ends" calm_again
need "attack on the link that opted out for IPv4" stand off4 2 4 89
need "the same over IPv6" stand off6 2 6 90
need "the other way about: IPv6 off" tag v2 ipv6 disabled
need "IPv4 on" tag v2 ipv4 enabled
need "attack over IPv4" stand other4 2 4 91
need "attack over IPv6" stand other6 2 6 92
need "an episode begins" hold
check "IPv6, IPv4 opted out: reset" wait_for 20 alive_at 90 0
check "IPv4, IPv6 opted out: reset" wait_for 20 alive_at 91 0
check "everything is looked at again" sweeps 3
check "IPv4 opted out: alive" alive_at 89 15
check "IPv6 opted out: alive" alive_at 92 15
check "they are counted" stat_ge spared_iface_off 30
need "the drop rate climbs to all" wait_for 20 status_is syn_drop_rate 1000
two_syns two 2 85
check "IPv4: SYNs dropped" all_dropped two
check "IPv6: SYNs answered" all_answered two6
check "holders were never reset" not_reset holders
finish
