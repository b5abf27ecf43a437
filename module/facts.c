// SPDX-License-Identifier: GPL-2.0
/*
 * facts - from a struct sock to the plain facts the pure rooms judge by.
 *
 * In:  sockets that a sweep meets. Out: facts, subjects, evidence. Nothing of
 * ours is kept in a socket (B8), so everything is read from what the stack
 * keeps for itself. All fields are read once and without a lock in the first
 * look, which may therefore be stale; the last look is taken under the lock.
 */
#include <linux/cgroup.h>
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>
#include <net/l3mdev.h>
#include <net/mptcp.h>
#include <net/tcp.h>

#include "compat.h"
#include "iface.h"
#include "facts.h"

/* States in which a connection can hold data that its peer does not take. */
#define MPP_STATES (TCPF_ESTABLISHED | TCPF_CLOSE_WAIT | TCPF_FIN_WAIT1 | \
		    TCPF_CLOSING | TCPF_LAST_ACK)

/**
 * mpp_facts_ipv4() - is it a connection over IPv4, be the socket of either family?
 * @sk: full socket
 *
 * Context: any.
 * Return: true if so.
 */
bool mpp_facts_ipv4(const struct sock *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	return sk->sk_family == AF_INET ||
	       ipv6_addr_v4mapped(&sk->sk_v6_daddr);
#else
	return true;
#endif
}

/*
 * The stack notes the interface of a passive connection when it makes the
 * socket, in the field that multicast would use. An active one has none there.
 */
static int born_in(const struct sock *sk)
{
	if (mpp_facts_ipv4(sk))
		return READ_ONCE(inet_sk(sk)->mc_index);
#if IS_ENABLED(CONFIG_IPV6)
	{
		const struct ipv6_pinfo *np = inet6_sk(sk);

		if (np)
			return READ_ONCE(np->mcast_oif);
	}
#endif
	return 0;
}

/**
 * mpp_facts_state_ok() - is this a connection a sweep may judge?
 * @state: sk_state, read once
 *
 * Mini-sockets (TIME_WAIT, NEW_SYN_RECV) share the tables with full ones and
 * have none of the fields looked at here.
 *
 * Context: any.
 * Return: true for a full socket that can hold unsent data.
 */
bool mpp_facts_state_ok(int state)
{
	return state > 0 && state < TCP_MAX_STATES && (MPP_STATES & (1 << state));
}

/* A packet may stamp a newer jiffy between two reads: that is no age at all. */
static u32 age_ms(u32 since)
{
	return jiffies_to_msecs(max_t(s32, tcp_jiffies32 - since, 0));
}

/*
 * Since when the peer takes nothing: since data was last delivered, or since
 * the queue filled or met the peer's window, whichever is later. Without the
 * second, an hour of honest silence before an answer would count as a stall.
 */
static u32 stall_ms(const struct tcp_sock *tp, u64 now_us)
{
	u64 delivered = READ_ONCE(tp->delivered_mstamp);
	u64 ms = age_ms(READ_ONCE(tp->chrono_start));

	if (delivered) {
		s64 us = now_us - delivered;

		ms = min_t(u64, ms, div_u64(max_t(s64, us, 0), USEC_PER_MSEC));
	}
	return min_t(u64, ms, U32_MAX);
}

/*
 * For how long there has been something for the peer to take, at least: the
 * stack keeps books on what a sender waits for, and opens a new one when that
 * changes. In sum they would tell of the peer's whole life, and condemn one who
 * was sent a little very often.
 */
static u32 busy_ms(const struct tcp_sock *tp)
{
	/* A bit field in some kernels: read as it is, beside whoever writes it. */
	return data_race(tp->chrono_type == TCP_CHRONO_UNSPEC) ? 0 :
	       age_ms(READ_ONCE(tp->chrono_start));
}

/*
 * The receiving side. Data in order are stamped as they come, segments behind
 * a hole are not. The application's last read is known where the stack tunes
 * the receive buffer by it.
 */
static void look_received(const struct sock *sk, struct mpp_facts *facts,
			  u64 now_us)
{
	const struct tcp_sock *tp = tcp_sk(sk);
	u32 since_data, since_read;

	since_data = age_ms(READ_ONCE(inet_csk(sk)->icsk_ack.lrcvtime));
	since_read = div_u64(max_t(s64, now_us -
				   READ_ONCE(tp->rcvq_space.time), 0),
			     USEC_PER_MSEC);
	facts->hole_ms = READ_ONCE(tp->out_of_order_queue.rb_node) ?
			 since_data : 0;
	facts->unread = max_t(s32, 0, READ_ONCE(tp->rcv_nxt) -
				      READ_ONCE(tp->copied_seq));
	facts->unread_ms = facts->unread ? min(since_data, since_read) : 0;
	/* The stamp of data is set as the socket is made, too. */
	facts->silent_ms = READ_ONCE(sk->sk_state) == TCP_ESTABLISHED &&
			   born_in(sk) && !READ_ONCE(tp->bytes_received) ? since_data : 0;
}

/**
 * mpp_facts_bytes() - memory that the queues of a connection hold
 * @sk: full socket
 *
 * Context: any.
 * Return: truesize and reserve, bytes.
 */
u32 mpp_facts_bytes(const struct sock *sk)
{
	return (u32)max(0, READ_ONCE(sk->sk_wmem_queued)) +
	       max(0, atomic_read(&sk->sk_rmem_alloc)) +
	       max(0, READ_ONCE(sk->sk_forward_alloc));
}

/**
 * mpp_facts_look() - one look at a connection
 * @sk: full socket in a state that mpp_facts_state_ok() accepts
 * @now_us: the time as of a moment ago, tcp_clock_us()
 * @facts: the answer
 *
 * Context: any; under RCU for a first look, under the socket's lock for one
 * that decides.
 */
void mpp_facts_look(const struct sock *sk, u64 now_us, struct mpp_facts *facts)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	facts->bytes = mpp_facts_bytes(sk);
	facts->queued = max_t(s32, 0, READ_ONCE(tp->write_seq) -
				      READ_ONCE(tp->snd_una));
	facts->snd_wnd = READ_ONCE(tp->snd_wnd);
	facts->max_window = READ_ONCE(tp->max_window);
	/* What the peer announced: mss_cache shrinks with a tiny window. */
	facts->mss = READ_ONCE(tp->rx_opt.mss_clamp);
	/* Kept as eighths. */
	facts->rtt_ms = (READ_ONCE(tp->srtt_us) >> 3) / USEC_PER_MSEC;
	facts->acked = READ_ONCE(tp->bytes_acked);
	facts->received = READ_ONCE(tp->bytes_received);
	facts->orphan = sock_flag(sk, SOCK_DEAD);
	facts->stall_ms = facts->queued ? stall_ms(tp, now_us) : 0;
	facts->busy_ms = busy_ms(tp);
	/* Only one who looks again can tell. */
	facts->slow_ms = 0;
	facts->sip_ms = 0;
	look_received(sk, facts, now_us);
}

/**
 * mpp_facts_own_bytes() - memory that a connection takes without its queues
 * @sk: full socket
 *
 * Context: any.
 * Return: bytes of slab.
 */
u32 mpp_facts_own_bytes(const struct sock *sk)
{
	const struct proto *prot;
	u32 size;

	/* That of kTLS or of a sockmap may go, with a module, as the socket closes. */
	rcu_read_lock();
	prot = READ_ONCE(sk->sk_prot);
	/* Without a reference it may be a socket that is just being made. */
	size = prot ? prot->obj_size : 0;
	rcu_read_unlock();
	return size +
	       (sock_flag(sk, SOCK_DEAD) ? 0 : sizeof(struct socket_alloc));
}

/*
 * Of an active connection counts where its peer's packets come in, which holds
 * on when our routes change or the device goes; and before the first of them,
 * the device that it is bound to or routed through.
 */
static int ifindex_of(const struct sock *sk)
{
	const struct net_device *dev;
	const struct dst_entry *dst;
	int ifindex = born_in(sk);

	if (!ifindex)
		ifindex = READ_ONCE(sk->sk_rx_dst_ifindex);
	if (!ifindex)
		ifindex = READ_ONCE(sk->sk_bound_dev_if);
	if (!ifindex) {
		dst = rcu_dereference(sk->sk_dst_cache);
		dev = dst ? READ_ONCE(dst->dev) : NULL;
		if (dev)
			ifindex = dev->ifindex;
	}
	return ifindex;
}

#if IS_ENABLED(CONFIG_IPV6)
/*
 * May a packet from this address be our own? An address of a link counts on
 * its own device only, one that another host turned out to have not at all.
 */
static bool is_ours(const struct inet6_ifaddr *ifa, const struct in6_addr *addr,
		    const struct net_device *dev)
{
	u32 flags = READ_ONCE(ifa->flags);

	if (!ipv6_addr_equal(&ifa->addr, addr))
		return false;
	if (flags & IFA_F_TENTATIVE && !(flags & IFA_F_OPTIMISTIC))
		return false;
	return !(ifa->scope & (IFA_LINK | IFA_HOST)) || ifa->idev->dev == dev;
}

/*
 * ipv6_chk_addr() would make this module depend on ipv6 where that is a module
 * of its own, so the lists it keeps are read directly.
 */
static bool ipv6_is_local(struct net *net, const struct in6_addr *addr,
			  const struct net_device *in)
{
	int vrf = in ? l3mdev_master_ifindex_rcu(in) : 0;
	const struct inet6_ifaddr *ifa;
	const struct inet6_dev *idev;
	struct net_device *dev;

	if (ipv6_addr_loopback(addr))
		return true;
	for_each_netdev_rcu(net, dev) {
		idev = __in6_dev_get(dev);
		if (!idev || l3mdev_master_ifindex_rcu(dev) != vrf)
			continue;
		list_for_each_entry_rcu(ifa, &idev->addr_list, if_list)
			if (is_ours(ifa, addr, in))
				return true;
	}
	return false;
}
#endif

/*
 * A peer address of the namespace itself means loopback in both families: IPv4
 * records lo for such a connection, IPv6 the device that has the address (D10).
 * What is local is a matter of the VRF, and on a link of the device.
 */
static bool peer_is_local(const struct sock *sk, int ifindex)
{
	struct net *net = sock_net(sk);
	const struct net_device *dev = NULL;

	if (ifindex)
		dev = dev_get_by_index_rcu(net, ifindex);
#if IS_ENABLED(CONFIG_IPV6)
	if (!mpp_facts_ipv4(sk))
		return ipv6_addr_equal(&sk->sk_v6_daddr, &sk->sk_v6_rcv_saddr) ||
		       ipv6_is_local(net, &sk->sk_v6_daddr, dev);
#endif
	return sk->sk_daddr == sk->sk_rcv_saddr ||
	       inet_addr_type_dev_table(net, dev, sk->sk_daddr) == RTN_LOCAL;
}

/**
 * mpp_facts_kernel() - does the kernel itself use this connection? (D11)
 * @sk: full socket, a reference is held
 *
 * sk_kern_sock alone is wrong both ways: MPTCP and SMC make their TCP sockets
 * as kernel sockets, while nfsd, iSCSI initiators, NBD and others get theirs
 * from user space. What tells them apart:
 *
 *	MPTCP		says so itself; judged like any other
 *	a bare pointer in sk_user_data
 *			nfsd, sunrpc, iSCSI, nvmet, rds, o2net: the kernel's.
 *			Sockmap and SMC mark theirs as not to be copied
 *	SMC		sk_kern_sock, but with an application's file
 *	storage		must not allocate from, or borrow of, what reclaim
 *			may wait for: NBD, iSCSI, NVMe, NFS clients, 9p
 *
 * Context: any, within rcu_read_lock(), which keeps a struct socket.
 * Return: true to spare it; in doubt, too.
 */
bool mpp_facts_kernel(const struct sock *sk)
{
	unsigned long user = (unsigned long)READ_ONCE(sk->sk_user_data);
	const struct socket *sock = READ_ONCE(sk->sk_socket);

	if (sk_is_mptcp(sk))
		return false;
	if (user && !(user & SK_USER_DATA_NOCOPY))
		return true;
	/* A bit field, beside others that are written. */
	if (data_race(!!sk->sk_kern_sock) && !(sock && READ_ONCE(sock->file)))
		return true;
	return mpp_sk_avoids_task_frag(sk) ||
	       READ_ONCE(sk->sk_allocation) != GFP_KERNEL ||
	       sock_flag(sk, SOCK_MEMALLOC);
}

/**
 * mpp_facts_repair() - is this connection being checkpointed or restored?
 * @sk: full socket, a reference is held, and mpp_facts_net_held()
 *
 * The owner of a user namespace may set TCP_REPAIR in network namespaces of
 * his own, and would shelter all he holds that way; his is not asked (D10).
 *
 * Context: any.
 * Return: true to spare it.
 */
bool mpp_facts_repair(const struct sock *sk)
{
	/* A bit field, beside others that are written. */
	return data_race(!!tcp_sk(sk)->repair) && sock_net(sk)->user_ns == &init_user_ns;
}

/**
 * mpp_facts_net_held() - may the namespace of this socket be looked at?
 * @sk: full socket, a reference is held
 *
 * Sockets the kernel made for itself may hold no reference on their namespace,
 * and an orphan of that kind can outlive it in the shared table.
 *
 * Context: any.
 * Return: false when sock_net() may dangle.
 */
bool mpp_facts_net_held(const struct sock *sk)
{
	/* A bit field, beside others that are written. */
	return data_race(!!sk->sk_net_refcnt) || net_eq(sock_net(sk), &init_net);
}

/**
 * mpp_facts_subject() - what the verdict asks about a connection
 * @sk: full socket, a reference is held, and mpp_facts_net_held()
 * @sub: the answer
 * @what_if: a tag to assume of one interface, or NULL for things as they are
 *
 * Context: any, within rcu_read_lock().
 */
void mpp_facts_subject(const struct sock *sk, struct mpp_subject *sub,
		       const struct mpp_iface_what_if *what_if)
{
	struct mpp_iface_tag tag, lo;
	struct net *net = sock_net(sk);
	int ifindex = ifindex_of(sk);

	sub->port = READ_ONCE(inet_sk(sk)->inet_num);
	sub->ipv6 = !mpp_facts_ipv4(sk);
	sub->kernel = mpp_facts_kernel(sk);
	sub->repair = mpp_facts_repair(sk);

	mpp_iface_lookup(net, ifindex, &tag, what_if);
	mpp_iface_lookup(net, LOOPBACK_IFINDEX, &lo, what_if);
	/* Asked only where the answer matters: IPv6 has to search for it. */
	if (memcmp(&tag, &lo, sizeof(tag)) && peer_is_local(sk, ifindex))
		tag = lo;
	sub->profile = tag.profile;
	sub->iface_off = sub->ipv6 ? tag.ipv6_off : tag.ipv4_off;
}

static u64 cgroup_of(const struct sock *sk)
{
#ifdef CONFIG_SOCK_CGROUP_DATA
	const struct cgroup *cgrp;

	cgrp = sock_cgroup_ptr((struct sock_cgroup_data *)&sk->sk_cgrp_data);
	return cgroup_id(cgrp);
#else
	return 0;
#endif
}

/**
 * mpp_facts_peer() - the address of the other end
 * @sk: full socket, a reference is held
 * @peer: the answer, IPv4 in mapped form
 *
 * Context: any; before the reset, which wipes it.
 */
void mpp_facts_peer(const struct sock *sk, struct in6_addr *peer)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		*peer = sk->sk_v6_daddr;
		return;
	}
#endif
	ipv6_addr_set_v4mapped(sk->sk_daddr, peer);
}

static void local_address(const struct sock *sk, struct in6_addr *local)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6) {
		*local = sk->sk_v6_rcv_saddr;
		return;
	}
#endif
	ipv6_addr_set_v4mapped(sk->sk_rcv_saddr, local);
}

/**
 * mpp_facts_evidence() - who a connection is between, and what it holds
 * @sk: full socket, a reference is held
 * @ev: the answer, except for facts and reason
 *
 * Context: any, within rcu_read_lock(); before the reset, which wipes some.
 */
void mpp_facts_evidence(const struct sock *sk, struct mpp_evidence *ev)
{
	struct in6_addr local, peer;

	ev->netns = sock_net(sk)->ns.inum;
	ev->ifindex = ifindex_of(sk);
	ev->family = READ_ONCE(sk->sk_family);
	ev->local_port = READ_ONCE(inet_sk(sk)->inet_num);
	ev->peer_port = ntohs(READ_ONCE(inet_sk(sk)->inet_dport));
	ev->uid = from_kuid_munged(&init_user_ns, READ_ONCE(sk->sk_uid));
	ev->cgroup = cgroup_of(sk);
	local_address(sk, &local);
	mpp_facts_peer(sk, &peer);
	memcpy(ev->local, &local, sizeof(ev->local));
	memcpy(ev->peer, &peer, sizeof(ev->peer));
	mpp_facts_held(sk, ev);
}

/**
 * mpp_facts_held() - what a connection holds by now
 * @sk: full socket, a reference is held
 * @ev: from mpp_facts_evidence(), brought up to date
 *
 * Context: any; before the reset.
 */
void mpp_facts_held(const struct sock *sk, struct mpp_evidence *ev)
{
	ev->state = READ_ONCE(sk->sk_state);
	ev->send_bytes = max(0, READ_ONCE(sk->sk_wmem_queued));
	ev->receive_bytes = max(0, atomic_read(&sk->sk_rmem_alloc));
	ev->kept_bytes = 0;
}

/**
 * mpp_facts_same() - is this still the connection of the evidence?
 * @sk: full socket, a reference is held
 * @ev: from mpp_facts_evidence(), of the same socket
 *
 * Context: any; before the reset.
 * Return: false when its owner has made another connection of the socket.
 */
bool mpp_facts_same(const struct sock *sk, const struct mpp_evidence *ev)
{
	struct in6_addr local, peer;

	if (ev->local_port != inet_sk(sk)->inet_num ||
	    ev->peer_port != ntohs(inet_sk(sk)->inet_dport))
		return false;
	local_address(sk, &local);
	mpp_facts_peer(sk, &peer);
	return !memcmp(ev->local, &local, sizeof(ev->local)) &&
	       !memcmp(ev->peer, &peer, sizeof(ev->peer));
}
