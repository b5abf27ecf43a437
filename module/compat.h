/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every difference between the kernels this module builds for, 6.1 to 7.3.
 * Nothing else in module/ may test for a kernel. Guards name the macro or the
 * declaration they need: distributions carry patches back, so versions lie.
 * What has no macro to test, Kbuild looks up in the kernel's own headers.
 */
#ifndef _TCP_MPP_COMPAT_H
#define _TCP_MPP_COMPAT_H

#include <linux/sysctl.h>
#include <linux/version.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/tcp.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0)
#error "tcp_mpp needs Linux 6.1 or newer"
#endif

/* It may well build for what came later, and even run; compat.c tells. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 4, 0)
#define MPP_KERNEL_UNTESTED
#endif

#ifdef CONFIG_PREEMPT_RT
#error "tcp_mpp is not made for PREEMPT_RT: its probes take locks that sleep there"
#endif

#ifndef CONFIG_NETFILTER
#error "tcp_mpp needs a kernel with CONFIG_NETFILTER"
#endif

#ifndef CONFIG_SYSFS
#error "tcp_mpp needs a kernel with CONFIG_SYSFS"
#endif

/* The table became const in 6.11; the handler's type follows it. */
#ifdef MPP_HAVE_CONST_CTL_TABLE
#define mpp_ctl_table const struct ctl_table
#else
#define mpp_ctl_table struct ctl_table
#endif

/* The unbound system queue got this name, and warns under its old one. */
#ifdef MPP_HAVE_SYSTEM_DFL_WQ
#define mpp_system_wq system_dfl_wq
#else
#define mpp_system_wq system_unbound_wq
#endif

/*
 * Since 6.6 the number of entries is passed, before that an empty entry ends
 * the table. Tables here carry that entry, which is not counted.
 */
static inline struct ctl_table_header *
mpp_register_net_sysctl(struct net *net, const char *path,
			struct ctl_table *table, size_t nr)
{
#ifdef register_net_sysctl
	return register_net_sysctl_sz(net, path, table, nr);
#else
	return register_net_sysctl(net, path, table);
#endif
}

/*
 * A socket that must not borrow its task's page fragment belongs to the
 * kernel, also when user space made it. The mark came with 6.2 and was carried
 * back to 6.1 in a stable release.
 */
static inline bool mpp_sk_avoids_task_frag(const struct sock *sk)
{
#ifdef MPP_HAVE_SK_USE_TASK_FRAG
	return !READ_ONCE(sk->sk_use_task_frag);
#else
	return false;
#endif
}

/*
 * Since 6.3 a refusal carries its text, before that it points to one; see
 * compat.c.
 */
#ifdef NL_SET_ERR_MSG_FMT
#define mpp_set_err_text(extack, text) NL_SET_ERR_MSG_FMT(extack, "%s", text)
#else
const char *mpp_keep_text(const char *text);
#define mpp_set_err_text(extack, text) ((extack)->_msg = mpp_keep_text(text))
#endif

/* The attributes of a dump's request; since 6.6 they are within its info. */
static inline struct nlattr **mpp_genl_dump_attrs(struct netlink_callback *cb)
{
#ifdef MPP_HAVE_GENL_INFO_DUMP
	return genl_info_dump(cb)->attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

#endif /* _TCP_MPP_COMPAT_H */
