// SPDX-License-Identifier: GPL-2.0
/*
 * sysfs - /sys/kernel/tcp_mpp: settings, exempt ports, status, counters.
 *
 * In:  text. Out: one commit for each write; text for each read. Settings and
 * counters are loops over the tables of policy and stats. Exact counters are
 * for root only: to somebody off the path they would be an oracle (D14).
 */
#include <linux/capability.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>

#include "engine.h"
#include "parse.h"
#include "policy.h"
#include "pressure.h"
#include "report.h"
#include "stats.h"
#include "sysfs.h"

static struct kobject *mpp_sysfs_root;

/* settings/ */

static struct kobj_attribute mpp_settings_attr[MPP_NR_SETTINGS];
static struct attribute *mpp_settings_attrs[MPP_NR_SETTINGS + 1];

static const struct mpp_setting *setting_of(const struct kobj_attribute *attr)
{
	return &mpp_setting_table[attr - mpp_settings_attr];
}

static ssize_t setting_show(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	const struct mpp_setting *setting = setting_of(attr);
	u32 value = mpp_policy_read(setting);

	if (setting->words)
		return sysfs_emit(buf, "%s\n", setting->words[value]);
	return sysfs_emit(buf, "%u\n", value);
}

static ssize_t setting_store(struct kobject *kobj, struct kobj_attribute *attr,
			     const char *buf, size_t len)
{
	struct mpp_change change;
	struct mpp_refusal why;
	int err;

	err = mpp_parse_setting(buf, len, setting_of(attr), &change);
	if (!err)
		err = mpp_policy_commit(&change, &why);
	return err ?: len;
}

static const struct attribute_group mpp_settings_group = {
	.name	= "settings",
	.attrs	= mpp_settings_attrs,
};

/* exempt_ports */

static ssize_t exempt_ports_show(struct kobject *kobj,
				 struct kobj_attribute *attr, char *buf)
{
	struct mpp_settings set;
	int len = 0;
	u32 i;

	mpp_policy_get(&set);
	for (i = 0; i < set.exempt.nr; i++)
		len += sysfs_emit_at(buf, len, "%u-%u\n",
				     set.exempt.range[i].first,
				     set.exempt.range[i].last);
	return len;
}

/* "+first-last" adds a range, "-first-last" deletes it; one a write. */
static ssize_t exempt_ports_store(struct kobject *kobj,
				  struct kobj_attribute *attr,
				  const char *buf, size_t len)
{
	struct mpp_change change = {};
	struct mpp_refusal why;
	int err;

	if (len && buf[0] == '+')
		change.op = MPP_RANGE_ADD;
	else if (len && buf[0] == '-')
		change.op = MPP_RANGE_DEL;
	else
		return -EINVAL;
	err = mpp_parse_range(buf + 1, len - 1, &change.first, &change.last);
	if (!err)
		err = mpp_policy_commit(&change, &why);
	return err ?: len;
}

static struct kobj_attribute mpp_exempt_ports_attr = __ATTR_RW(exempt_ports);

static struct attribute *mpp_root_attrs[] = {
	&mpp_exempt_ports_attr.attr,
	NULL
};

static const struct attribute_group mpp_root_group = {
	.attrs	= mpp_root_attrs,
};

/* status/ */

#define STATUS(name, fmt, expr)						\
static ssize_t name##_show(struct kobject *kobj,			\
			   struct kobj_attribute *attr, char *buf)	\
{									\
	struct mpp_status st;						\
									\
	mpp_engine_status(&st);						\
	return sysfs_emit(buf, fmt "\n", (expr));			\
}									\
static struct kobj_attribute mpp_status_##name = __ATTR_RO(name)

STATUS(state, "%s", st.ep.active ? "episode" : "calm");
STATUS(episode, "%u", st.ep.nr);
STATUS(epoch, "%u", st.ep.active ? st.ep.epoch : 0);
STATUS(syn_drop_rate, "%u", st.ep.syn_rate);
STATUS(syn_drop_rate_light, "%u", st.ep.syn_rate_light);
STATUS(kill_rate, "%u", st.ep.kill_rate);
STATUS(pages, "%lld", st.sample.gauge[MPP_SIGNAL_TCP].now);
STATUS(pages_end, "%lld", st.sample.gauge[MPP_SIGNAL_TCP].end);
STATUS(pages_start, "%lld", st.sample.gauge[MPP_SIGNAL_TCP].start);
STATUS(pages_high, "%lld", st.sample.gauge[MPP_SIGNAL_TCP].high);
STATUS(signal, "%s", mpp_signal_words[st.ep.signal]);
STATUS(available, "%lld", st.sample.available);
STATUS(share, "%lld", st.sample.share);
STATUS(orphans, "%lld", st.sample.gauge[MPP_SIGNAL_ORPHANS].now);
STATUS(peak_pages, "%lld", st.peak_pages);
STATUS(sensor, "%s", mpp_pressure_probed() ? "kprobe" : "sampled");
STATUS(role, "%s", mpp_policy_role());
STATUS(hooks, "%u", st.hooks);
STATUS(pinned, "%u", st.pinned);

static struct attribute *mpp_status_attrs[] = {
	&mpp_status_state.attr,
	&mpp_status_episode.attr,
	&mpp_status_epoch.attr,
	&mpp_status_syn_drop_rate.attr,
	&mpp_status_syn_drop_rate_light.attr,
	&mpp_status_kill_rate.attr,
	&mpp_status_pages.attr,
	&mpp_status_pages_end.attr,
	&mpp_status_pages_start.attr,
	&mpp_status_pages_high.attr,
	&mpp_status_peak_pages.attr,
	&mpp_status_signal.attr,
	&mpp_status_available.attr,
	&mpp_status_share.attr,
	&mpp_status_orphans.attr,
	&mpp_status_sensor.attr,
	&mpp_status_role.attr,
	&mpp_status_hooks.attr,
	&mpp_status_pinned.attr,
	NULL
};

static const struct attribute_group mpp_status_group = {
	.name	= "status",
	.attrs	= mpp_status_attrs,
};

/* stats/ */

static struct kobj_attribute mpp_stats_attr[MPP_NR_COUNTERS];
static struct attribute *mpp_stats_attrs[MPP_NR_COUNTERS + 1];

static ssize_t stat_show(struct kobject *kobj, struct kobj_attribute *attr,
			 char *buf)
{
	const struct mpp_counter *counter;

	/* A container's root owns the file, and may not know (D14). */
	if (!capable(CAP_NET_ADMIN))
		return -EPERM;
	counter = &mpp_counter_table[attr - mpp_stats_attr];
	return sysfs_emit(buf, "%llu\n", mpp_stat_read(counter->stat));
}

static const struct attribute_group mpp_stats_group = {
	.name	= "stats",
	.attrs	= mpp_stats_attrs,
};

static const struct attribute_group *mpp_groups[] = {
	&mpp_root_group,
	&mpp_settings_group,
	&mpp_status_group,
	&mpp_stats_group,
	NULL
};

/**
 * mpp_sysfs_init() - make /sys/kernel/tcp_mpp
 *
 * Context: process, module load.
 * Return: 0, -ENOMEM, or the errno of sysfs_create_groups().
 */
int mpp_sysfs_init(void)
{
	int err, i;

	for (i = 0; i < MPP_NR_SETTINGS; i++) {
		mpp_settings_attr[i] = (struct kobj_attribute) {
			.attr = {
				.name = mpp_setting_table[i].name,
				.mode = 0644,
			},
			.show = setting_show,
			.store = setting_store,
		};
		sysfs_attr_init(&mpp_settings_attr[i].attr);
		mpp_settings_attrs[i] = &mpp_settings_attr[i].attr;
	}
	for (i = 0; i < MPP_NR_COUNTERS; i++) {
		mpp_stats_attr[i] = (struct kobj_attribute) {
			.attr = {
				.name = mpp_counter_table[i].name,
				.mode = 0400,
			},
			.show = stat_show,
		};
		sysfs_attr_init(&mpp_stats_attr[i].attr);
		mpp_stats_attrs[i] = &mpp_stats_attr[i].attr;
	}

	mpp_sysfs_root = kobject_create_and_add(KBUILD_MODNAME, kernel_kobj);
	if (!mpp_sysfs_root)
		return -ENOMEM;
	err = sysfs_create_groups(mpp_sysfs_root, mpp_groups);
	if (err)
		kobject_put(mpp_sysfs_root);
	return err;
}

/**
 * mpp_sysfs_exit() - take /sys/kernel/tcp_mpp away; waits for files in use
 *
 * Context: process, module unload.
 */
void mpp_sysfs_exit(void)
{
	sysfs_remove_groups(mpp_sysfs_root, mpp_groups);
	kobject_put(mpp_sysfs_root);
}
