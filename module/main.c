// SPDX-License-Identifier: GPL-2.0
/*
 * tcp_mpp - Memory Pressure Protection for TCP.
 *
 * The ladder of init, and its exact mirror in exit. Policy and interfaces
 * first, for everybody reads them; the engine before the surfaces, so that a
 * surface never shows something that does not run; surfaces last, so that
 * nobody can ask for anything before all is ready, and gone first.
 */
#include <linux/module.h>

#include "engine.h"
#include "event.h"
#include "heavy.h"
#include "hooks.h"
#include "iface.h"
#include "netlink.h"
#include "newcomer.h"
#include "pinned.h"
#include "policy.h"
#include "sysctl.h"
#include "sysfs.h"

static char *role = "server";
module_param(role, charp, 0444);
MODULE_PARM_DESC(role, "server (default) or client: what the defaults are");

static int __init mpp_init(void)
{
	int err;

	mpp_newcomer_init();
	mpp_heavy_init();
	err = mpp_event_init();
	if (err)
		return err;
	err = mpp_pinned_init();
	if (err)
		goto exit_event;
	err = mpp_policy_init(role);
	if (err)
		goto exit_pinned;
	err = mpp_iface_init();
	if (err)
		goto exit_policy;
	/* ORDER: before the engine, which arms its hooks. */
	err = mpp_hooks_init();
	if (err)
		goto exit_iface;
	err = mpp_engine_init();
	if (err)
		goto exit_hooks;
	err = mpp_sysctl_init();
	if (err)
		goto exit_engine;
	err = mpp_sysfs_init();
	if (err)
		goto exit_sysctl;
	err = mpp_sysfs_net_init();
	if (err)
		goto exit_sysfs;
	err = mpp_netlink_init();
	if (err)
		goto exit_sysfs_net;
	return 0;

exit_sysfs_net:
	mpp_sysfs_net_exit();
exit_sysfs:
	mpp_sysfs_exit();
exit_sysctl:
	mpp_sysctl_exit();
exit_engine:
	mpp_engine_exit();
exit_hooks:
	mpp_hooks_exit();
exit_iface:
	mpp_iface_exit();
exit_policy:
	mpp_policy_exit();
exit_pinned:
	mpp_pinned_exit();
exit_event:
	mpp_event_exit();
	return err;
}

static void __exit mpp_exit(void)
{
	mpp_netlink_exit();
	mpp_sysfs_net_exit();
	mpp_sysfs_exit();
	mpp_sysctl_exit();
	mpp_engine_exit();
	/* ORDER: waits for packets inside the hooks, which read the rest. */
	mpp_hooks_exit();
	mpp_iface_exit();
	mpp_policy_exit();
	mpp_pinned_exit();
	mpp_event_exit();
}

module_init(mpp_init);
module_exit(mpp_exit);

MODULE_DESCRIPTION("Memory Pressure Protection: TCP survives when attackers take its memory");
MODULE_LICENSE("GPL");
