// SPDX-License-Identifier: GPL-2.0
/*
 * sysctl - net.tcp_mpp.*, in the initial network namespace only.
 *
 * In:  numbers as text. Out: one commit each. The table is made from
 * mpp_setting_table, so a new setting needs no line here.
 */
#include <linux/sysctl.h>
#include <net/net_namespace.h>

#include "compat.h"
#include "parse.h"
#include "policy.h"
#include "sysctl.h"

/* One more than settings: older kernels end a table with an empty entry. */
static struct ctl_table mpp_sysctl_table[MPP_NR_SETTINGS + 1];
static struct ctl_table_header *mpp_sysctl_header;

static int show(const struct mpp_setting *setting, void *buffer, size_t *lenp,
		loff_t *ppos)
{
	u32 value = mpp_policy_read(setting);
	char text[16];
	struct ctl_table copy = { .data = text, .maxlen = sizeof(text) };

	if (setting->words)
		strscpy(text, setting->words[value], sizeof(text));
	else
		snprintf(text, sizeof(text), "%u", value);
	return proc_dostring(&copy, 0, buffer, lenp, ppos);
}

static int handler(mpp_ctl_table *table, int write, void *buffer, size_t *lenp,
		   loff_t *ppos)
{
	const struct mpp_setting *setting = table->extra1;
	struct mpp_change change;
	struct mpp_refusal why;
	int err;

	if (!write)
		return show(setting, buffer, lenp, ppos);
	if (*ppos)
		return -EINVAL;
	err = mpp_parse_setting(buffer, *lenp, setting, &change);
	if (!err)
		err = mpp_policy_commit(&change, &why);
	if (!err)
		*ppos += *lenp;
	return err;
}

/**
 * mpp_sysctl_init() - register net.tcp_mpp.*
 *
 * Context: process, module load.
 * Return: 0 or -ENOMEM.
 */
int mpp_sysctl_init(void)
{
	const struct mpp_setting *setting = mpp_setting_table;
	int i;

	for (i = 0; i < MPP_NR_SETTINGS; i++, setting++)
		mpp_sysctl_table[i] = (struct ctl_table) {
			.procname	= setting->name,
			.maxlen		= sizeof(u32),
			.mode		= 0644,
			.proc_handler	= handler,
			.extra1		= (void *)setting,
		};
	mpp_sysctl_header = mpp_register_net_sysctl(&init_net, "net/tcp_mpp",
						    mpp_sysctl_table,
						    MPP_NR_SETTINGS);
	return mpp_sysctl_header ? 0 : -ENOMEM;
}

/**
 * mpp_sysctl_exit() - take net.tcp_mpp.* away; waits for handlers under way
 *
 * Context: process, module unload.
 */
void mpp_sysctl_exit(void)
{
	unregister_net_sysctl_table(mpp_sysctl_header);
}
