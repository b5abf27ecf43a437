// SPDX-License-Identifier: GPL-2.0
/*
 * prune_audit - whom audit mode has named already (B5).
 *
 * In:  connections that would be reset. Out: is this one new? A connection that
 * lives on would be counted anew in every sweep. One bit for each of a million
 * cookies tells who was, in this episode; two that share a bit are counted once.
 */
#include <linux/bitmap.h>
#include <linux/hash.h>
#include <linux/sock_diag.h>

#include "prune_audit.h"

#define MPP_AUDIT_BITS		20

static DECLARE_BITMAP(mpp_audit_bits, 1 << MPP_AUDIT_BITS);

/**
 * mpp_audit_named() - was it named before, in this episode? From now on it was.
 * @sk: full socket, a reference is held
 *
 * Context: the worker of prune only.
 * Return: true if so.
 */
bool mpp_audit_named(struct sock *sk)
{
	u32 cookie[2];

	sock_diag_save_cookie(sk, cookie);
	return test_and_set_bit(hash_64(cookie[0] | (u64)cookie[1] << 32,
					MPP_AUDIT_BITS), mpp_audit_bits);
}

/**
 * mpp_audit_forget() - a new episode
 *
 * Takes a tenth of a millisecond, so under no lock.
 *
 * Context: the worker of prune only.
 */
void mpp_audit_forget(void)
{
	bitmap_zero(mpp_audit_bits, 1 << MPP_AUDIT_BITS);
}
