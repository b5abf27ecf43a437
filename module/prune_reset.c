// SPDX-License-Identifier: GPL-2.0
/*
 * prune_reset - reset one connection and free what it holds, without waiting.
 *
 * In:  a referenced socket and the judgement to repeat (process context). Out:
 * what became of it.
 *
 * tcp_abort() is what ss -K uses, and is not enough here. It waits for the
 * socket's lock, which an owner may hold for as long as a page of its own that
 * never arrives (userfaultfd, FUSE). It leaves the receive queue, which is the
 * memory an unread upload occupies (D12). And it owns the socket while it
 * works, which inet_csk_listen_stop() warns about when a listener closes on a
 * connection that nobody accepted yet.
 *
 * So a connection that still has an owner goes the way in which the kernel
 * itself gets rid of those unaccepted ones (inet_child_forget()):
 * tcp_disconnect() with the spinlock held and bottom halves off. It sends the
 * RST, empties all three queues, leaves the error for the application, and
 * allocates atomically because bottom halves are off. The lock is only tried:
 * whoever owns it keeps it.
 *
 * An orphan has no owner whose page could be missing: its lock is only ever
 * held for a moment, and tcp_abort() also destroys it, which tcp_disconnect()
 * leaves to close().
 */
#include <net/inet_connection_sock.h>
#include <net/mptcp.h>
#include <net/tcp.h>

#include "compat.h"
#include "facts.h"
#include "look.h"
#include "prune_reset.h"
#include "stats.h"

static u32 receive_queue_bytes(struct sock *sk)
{
	const struct sk_buff *skb;
	u32 sum = 0;

	skb_queue_walk(&sk->sk_receive_queue, skb)
		sum += skb->truesize;
	return sum;
}

/*
 * Caller holds sk->sk_lock.slock with bottom halves off and nobody owns the
 * socket. tcp_prot's pointer is tcp_disconnect() for both families, and the
 * only way to it since it is no longer exported. Returns the bytes it must leave
 * to the application's close().
 */
static u32 disconnect(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	u32 copied_seq = tp->copied_seq;
	struct sk_buff_head aside;
	u32 kept = 0;
	bool shared = mpp_look_shared(sk);
	bool silent = (1 << sk->sk_state) & (TCPF_LAST_ACK | TCPF_CLOSING);

	__skb_queue_head_init(&aside);
	if (shared) {
		kept = receive_queue_bytes(sk);
		skb_queue_splice_init(&sk->sk_receive_queue, &aside);
	}

	tcp_prot.disconnect(sk, 0);

	if (shared) {
		skb_queue_splice(&aside, &sk->sk_receive_queue);
		WRITE_ONCE(tp->copied_seq, copied_seq);
	}
	/* Where no RST was due the application would read a clean end. */
	if (silent && !sk_is_mptcp(sk)) {
		WRITE_ONCE(sk->sk_err, ECONNRESET);
		sk_error_report(sk);
	}
	/* As after a reset by the peer: nothing more in either direction. */
	WRITE_ONCE(sk->sk_shutdown, SHUTDOWN_MASK);
	sk->sk_state_change(sk);
	return kept;
}

/**
 * mpp_reset() - judge a connection under its lock, and reset it
 * @sk: full socket; the caller holds a reference and no lock
 * @judge: fills in the evidence; false spares the connection after all
 * @ev: the evidence, for the caller's report
 *
 * Context: process, may sleep. Bottom halves are off while one socket is
 * judged and its queues are freed.
 * Return: enum mpp_reset.
 */
enum mpp_reset mpp_reset(struct sock *sk,
			 bool (*judge)(const struct sock *sk,
				       struct mpp_evidence *ev),
			 struct mpp_evidence *ev)
{
	enum mpp_reset ret = MPP_RESET_DONE;
	bool orphan = false;

	local_bh_disable();
	bh_lock_sock(sk);
	if (sock_owned_by_user_nocheck(sk)) {
		ret = MPP_RESET_LOCKED;
	} else if (!mpp_facts_state_ok(sk->sk_state) || !sk_hashed(sk)) {
		ret = MPP_RESET_GONE;
	} else if (!judge(sk, ev)) {
		ret = MPP_RESET_SPARED;
	} else {
		orphan = sock_flag(sk, SOCK_DEAD);
		if (!orphan)
			ev->kept_bytes = disconnect(sk);
	}
	bh_unlock_sock(sk);
	local_bh_enable();

	/* An orphan gets no new owner, so the judgement still holds. */
	if (orphan && sk->sk_prot->diag_destroy(sk, ECONNABORTED))
		ret = MPP_RESET_GONE;
	return ret;
}
