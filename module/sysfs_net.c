// SPDX-License-Identifier: GPL-2.0
/*
 * sysfs_net - /sys/class/net/<if>/tcp_mpp: profile, ipv4, ipv6 (W3, W12).
 *
 * In:  words. Out: the interface's tag. Every device of every namespace gets
 * the files; only CAP_NET_ADMIN in the initial user namespace may write them.
 *
 * A device goes away under RTNL and waits for its files to be left. So a store
 * must not take RTNL, and needs not: the open file keeps the device, and the
 * commit finds out whether it is on its way out.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/netdevice.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "iface.h"
#include "parse.h"
#include "policy.h"
#include "sysfs.h"

static const char *const mpp_profile_words[] = {
	[MPP_PROFILE_PUBLIC]	= "public",
	[MPP_PROFILE_PRIVATE]	= "private",
	[MPP_PROFILE_DOMAIN]	= "domain",
};

/* Index by whether it is off. */
static const char *const mpp_switch_words[] = { "enabled", "disabled" };

static ssize_t profile_show(struct device *dev, struct device_attribute *attr,
			    char *buf)
{
	struct mpp_iface_tag tag;

	mpp_iface_read(to_net_dev(dev), &tag);
	return sysfs_emit(buf, "%s\n", mpp_profile_words[tag.profile]);
}

static ssize_t ipv4_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct mpp_iface_tag tag;

	mpp_iface_read(to_net_dev(dev), &tag);
	return sysfs_emit(buf, "%s\n", mpp_switch_words[tag.ipv4_off]);
}

static ssize_t ipv6_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	struct mpp_iface_tag tag;

	mpp_iface_read(to_net_dev(dev), &tag);
	return sysfs_emit(buf, "%s\n", mpp_switch_words[tag.ipv6_off]);
}

static ssize_t tag_device(struct device *dev, size_t len,
			  const struct mpp_tag_change *change)
{
	struct net_device *ndev = to_net_dev(dev);
	struct mpp_refusal why;
	int err;

	err = mpp_policy_tag(ndev, change, &why);
	if (err == -EBUSY)
		netdev_warn(ndev, "tcp_mpp: %s\n", why.text);
	return err ?: len;
}

static ssize_t profile_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t len)
{
	struct mpp_tag_change change = {};
	int word;

	if (mpp_parse_default(buf, len)) {
		change.to_default = MPP_TAG_PROFILE;
		return tag_device(dev, len, &change);
	}
	word = mpp_parse_word(buf, len, mpp_profile_words,
			      ARRAY_SIZE(mpp_profile_words));
	if (word < 0)
		return word;
	change.set = MPP_TAG_PROFILE;
	change.tag.profile = word;
	return tag_device(dev, len, &change);
}

static ssize_t switch_store(struct device *dev, const char *buf, size_t len,
			    u8 which)
{
	struct mpp_tag_change change = {};
	int on;

	if (mpp_parse_default(buf, len)) {
		change.to_default = which;
		return tag_device(dev, len, &change);
	}
	on = mpp_parse_switch(buf, len);
	if (on < 0)
		return on;
	change.set = which;
	change.tag.ipv4_off = !on;
	change.tag.ipv6_off = !on;
	return tag_device(dev, len, &change);
}

static ssize_t ipv4_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t len)
{
	return switch_store(dev, buf, len, MPP_TAG_IPV4);
}

static ssize_t ipv6_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t len)
{
	return switch_store(dev, buf, len, MPP_TAG_IPV6);
}

static DEVICE_ATTR_RW(profile);
static DEVICE_ATTR_RW(ipv4);
static DEVICE_ATTR_RW(ipv6);

static struct attribute *mpp_net_attrs[] = {
	&dev_attr_profile.attr,
	&dev_attr_ipv4.attr,
	&dev_attr_ipv6.attr,
	NULL
};

static const struct attribute_group mpp_net_group = {
	.name	= KBUILD_MODNAME,
	.attrs	= mpp_net_attrs,
};

/*
 * A device may be unregistered here that never was registered here: another
 * notifier refused it, or there was no memory for the files.
 */
static void remove_files(struct net_device *dev)
{
	struct kernfs_node *dir;

	dir = sysfs_get_dirent(dev->dev.kobj.sd, mpp_net_group.name);
	if (!dir)
		return;
	sysfs_put(dir);
	sysfs_remove_group(&dev->dev.kobj, &mpp_net_group);
}

/* Set under RTNL when there was no memory for a device's files. */
static bool mpp_net_no_memory;

/*
 * RTNL held. A device that moves to another namespace is unregistered and
 * registered here as well. Without its files a device is still protected, so
 * it is not refused.
 */
static int net_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	int err;

	switch (event) {
	case NETDEV_REGISTER:
		err = sysfs_create_group(&dev->dev.kobj, &mpp_net_group);
		if (err)
			pr_warn_ratelimited("%s: no files for its profile\n",
					    dev->name);
		if (err == -ENOMEM)
			WRITE_ONCE(mpp_net_no_memory, true);
		break;
	case NETDEV_UNREGISTER:
		remove_files(dev);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block mpp_net_nb = {
	.notifier_call = net_event,
};

/**
 * mpp_sysfs_net_init() - give every device its files
 *
 * A load is refused rather than that a device does without its files until the
 * next one, for a shortage that passes.
 *
 * Context: process, module load.
 * Return: 0; -ENOMEM; or the errno of register_netdevice_notifier().
 */
int mpp_sysfs_net_init(void)
{
	int err = register_netdevice_notifier(&mpp_net_nb);

	if (err || !READ_ONCE(mpp_net_no_memory))
		return err;
	unregister_netdevice_notifier(&mpp_net_nb);
	return -ENOMEM;
}

/**
 * mpp_sysfs_net_exit() - take the files away; waits for those in use
 *
 * Context: process, module unload. Unregistering the notifier replays
 * NETDEV_UNREGISTER for every device.
 */
void mpp_sysfs_net_exit(void)
{
	unregister_netdevice_notifier(&mpp_net_nb);
}
