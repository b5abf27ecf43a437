// SPDX-License-Identifier: GPL-2.0
/*
 * heavy - the listeners that hold most of TCP's memory, in an episode (B9).
 *
 * In:  what the sweeps see connections hold (the one worker of prune). Out: is
 * the listener that a SYN comes to one of those (softirq, any CPU)?
 *
 * Fixed memory, no lock, no allocation. The numbers are keyed, so that a tenant
 * who opens ports cannot choose with whom he is counted together.
 */
#include <linux/random.h>
#include <linux/siphash.h>

#include "core.h"
#include "heavy.h"

/* Of the pass under way; the worker's own. */
static struct mpp_load mpp_heavy_load;
/* Of the last one; written by the worker, read by all. */
static struct mpp_heavy mpp_heavy_now;
static siphash_key_t mpp_heavy_key __read_mostly;

/* Whom the last one belonged to: mostly the next one, too. The worker's own. */
static struct {
	const struct net *net;
	u32 space;
	u32 listener;
	u16 port;
} mpp_heavy_last;

static u32 space_of(const struct net *net)
{
	return siphash_1u64((unsigned long)net, &mpp_heavy_key) %
	       MPP_LOAD_SPACES;
}

static u32 listener_of(const struct net *net, u16 port)
{
	return siphash_2u64((unsigned long)net, port, &mpp_heavy_key) %
	       MPP_LOAD_LISTENERS;
}

/**
 * mpp_heavy_forget() - a new episode: nobody is known to be light
 *
 * Context: the worker of prune; module load.
 */
void mpp_heavy_forget(void)
{
	memset(&mpp_heavy_load, 0, sizeof(mpp_heavy_load));
	mpp_listener_settle(&mpp_heavy_load, &mpp_heavy_now);
}

/**
 * mpp_heavy_add() - count a connection
 * @net: its network namespace; not looked into, it may be gone
 * @port: its local port, host order
 * @bytes: what it holds
 * @exempt: its port is exempt
 *
 * One that the machine made itself counts likewise. Nobody listens on its port,
 * but a listener may share the number and look heavier by it.
 *
 * Context: the worker of prune.
 */
void mpp_heavy_add(const struct net *net, u16 port, u32 bytes, bool exempt)
{
	if (net != mpp_heavy_last.net || port != mpp_heavy_last.port) {
		mpp_heavy_last.net = net;
		mpp_heavy_last.port = port;
		mpp_heavy_last.space = space_of(net);
		mpp_heavy_last.listener = listener_of(net, port);
	}
	mpp_listener_add(&mpp_heavy_load, mpp_heavy_last.space,
			 mpp_heavy_last.listener, bytes, exempt);
}

/**
 * mpp_heavy_settle() - enough was counted; begin anew
 * @held: what TCP itself says that those hold who were counted, bytes
 *
 * What no connection explains is of a listener that nobody knows: a connection
 * that its peer reset leaves the tables, and keeps what was not read.
 *
 * Context: the worker of prune.
 */
void mpp_heavy_settle(u64 held)
{
	mpp_heavy_load.total = max(mpp_heavy_load.total, held);
	mpp_listener_settle(&mpp_heavy_load, &mpp_heavy_now);
	memset(&mpp_heavy_load, 0, sizeof(mpp_heavy_load));
}

/**
 * mpp_heavy_is() - does the listener on this port hold much?
 * @net: the network namespace
 * @port: local port, host order
 *
 * Context: any.
 * Return: true if so, or if nobody can be told from the others.
 */
bool mpp_heavy_is(const struct net *net, u16 port)
{
	return mpp_listener_is_heavy(&mpp_heavy_now, space_of(net),
				     listener_of(net, port));
}

/**
 * mpp_heavy_init() - a key that nobody knows
 *
 * Context: process, module load.
 */
void mpp_heavy_init(void)
{
	get_random_bytes(&mpp_heavy_key, sizeof(mpp_heavy_key));
	mpp_heavy_forget();
}
