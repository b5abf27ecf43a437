// SPDX-License-Identifier: GPL-2.0
/*
 * newcomer - the memory of sources, across episodes (B4).
 *
 * In:  addresses of peers that were reset, or that behave (the one worker of
 * prune); addresses of SYNs (softirq, any CPU). Out: what is known of those.
 *
 * Fixed memory, no lock, no allocation. Each namespace has sources of its own,
 * for whoever owns one can put any address into it; but they share the tables,
 * so that all he can do to the others is to make them forget.
 *
 * Three tables, so that neither the caught nor the well-behaved can crowd out
 * the others. The hashes are keyed: nobody can tell which addresses share a set.
 */
#include <linux/in6.h>
#include <linux/ktime.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <net/ipv6.h>

#include "core.h"
#include "newcomer.h"

/* How long sources are remembered, s. */
#define MPP_KEEP_CAUGHT		120
#define MPP_KEEP_NETWORK	60
#define MPP_KEEP_BEHAVED	600

/* What counts as a network, bits of an IPv6 address or a mapped one. */
#define MPP_PREFIX_ADDRESS	128
#define MPP_PREFIX_IPV4		(96 + 24)
#define MPP_PREFIX_IPV6		48

static struct mpp_source_table mpp_caught, mpp_networks, mpp_behaved;
static siphash_key_t mpp_source_key __read_mostly;

/*
 * The length of the prefix keeps an address apart from its network, and the
 * length of what is hashed keeps IPv4 apart from IPv6.
 */
static u64 hash_of(const struct net *net, const struct in6_addr *peer,
		   int prefix)
{
	struct in6_addr addr;
	u64 word[2];

	ipv6_addr_prefix(&addr, peer, prefix);
	if (ipv6_addr_v4mapped(peer))
		return siphash_2u64(net->net_cookie, (u64)prefix << 32 |
				    (__force u32)addr.s6_addr32[3],
				    &mpp_source_key);
	memcpy(word, &addr, sizeof(word));
	return siphash_4u64(net->net_cookie, word[0], word[1], prefix,
			    &mpp_source_key);
}

static u64 hash_of_network(const struct net *net, const struct in6_addr *peer)
{
	return hash_of(net, peer, ipv6_addr_v4mapped(peer) ? MPP_PREFIX_IPV4 :
							     MPP_PREFIX_IPV6);
}

/* Seconds, coarse: that is what ages are compared with. */
static u32 now(void)
{
	return ktime_get_seconds();
}

/**
 * mpp_newcomer_caught() - a connection of this peer was reset for abuse
 * @net: its namespace
 * @peer: the peer's address, IPv4 in mapped form; it completed a handshake
 *
 * Context: the worker of prune only.
 */
void mpp_newcomer_caught(const struct net *net, const struct in6_addr *peer)
{
	u64 address = hash_of(net, peer, MPP_PREFIX_ADDRESS);
	u64 network = hash_of_network(net, peer);
	bool another = !mpp_source_note(&mpp_caught, address, now(), false);

	mpp_source_note(&mpp_networks, network, now(), another);
}

/**
 * mpp_newcomer_behaved() - a connection of this peer is as it should be
 * @net: its namespace
 * @peer: the peer's address, IPv4 in mapped form; it completed a handshake
 *
 * Context: the worker of prune only.
 */
void mpp_newcomer_behaved(const struct net *net, const struct in6_addr *peer)
{
	mpp_source_note(&mpp_behaved, hash_of(net, peer, MPP_PREFIX_ADDRESS),
			now(), false);
}

/**
 * mpp_newcomer_look() - what is known of where a SYN comes from
 * @net: the namespace it came to
 * @peer: its source address, IPv4 in mapped form
 * @src: the answer
 *
 * Context: any.
 */
void mpp_newcomer_look(const struct net *net, const struct in6_addr *peer,
		       struct mpp_source *src)
{
	u64 address = hash_of(net, peer, MPP_PREFIX_ADDRESS);

	src->caught = mpp_source_find(&mpp_caught, address, now());
	src->behaved = mpp_source_find(&mpp_behaved, address, now());
	src->network = mpp_source_find(&mpp_networks,
				       hash_of_network(net, peer), now());
}

/**
 * mpp_newcomer_init() - a key that nobody knows
 *
 * The tables are empty when the module is loaded, and never again.
 *
 * Context: process, module load.
 */
void mpp_newcomer_init(void)
{
	mpp_caught.keep = MPP_KEEP_CAUGHT;
	mpp_networks.keep = MPP_KEEP_NETWORK;
	mpp_behaved.keep = MPP_KEEP_BEHAVED;
	get_random_bytes(&mpp_source_key, sizeof(mpp_source_key));
}
