#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
One change, made through sysctl, sysfs and netlink: the same notification, and
its payload is that of get. Interface mpp0 exists and can be tagged.
"""

import sys

from mpp_netlink import Family, SETTINGS, Tap

NEW = {'enabled': '0', 'ipv4': '0', 'ipv6': '0', 'profiles': '0',
       'mark-end': '70', 'mark-start': '110', 'mark-high': '150',
       'epoch-ms': '120', 'hold-ms': '1200', 'kill-rate-max': '1234',
       'mode': 'audit', 'rate-limit': '1', 'rate-limit-max': '12',
       'memory-low': '7', 'memory-share': '22', 'orphans-max': '4000'}

tap = Tap()
nl = Family()
watch = Family(['events'])


def write(path, text):
    """ one write to a file """
    with open(path, 'w', encoding='ascii') as file:
        file.write(text)


def told(change):
    """ the one event that a change causes, without its generation """
    change()
    seen = watch.events(20, lambda seen: seen)
    # and no second one
    seen += watch.events(0.1)
    for _, payload in seen:
        payload.pop('generation')
    return seen


def same(what, ways, get):
    """ every way of one change is told as the same; so is its undoing """
    first = None
    for name, do, undo in ways:
        seen = told(do)
        want = get()
        want.pop('generation')
        tap.equal(f'{what} by {name}: one event, the payload of get',
                  [payload for _, payload in seen], [want])
        if first is not None:
            tap.equal(f'{what} by {name}: as by {ways[0][0]}', seen, first)
        first = first or seen
        told(undo)


def settings():
    """ each setting, three ways """
    for name in SETTINGS:
        file = name.replace('-', '_')
        sysctl = f'/proc/sys/net/tcp_mpp/{file}'
        sysfs = f'/sys/kernel/tcp_mpp/settings/{file}'
        new = NEW[name]
        with open(sysctl, encoding='ascii') as was:
            old = was.read().strip()
        ways = [(way, lambda p=path: write(p, new), lambda p=path: write(p, old))
                for way, path in (('sysctl', sysctl), ('sysfs', sysfs))]
        ways.append(('netlink', lambda: nl.ask('settings-set', **{name: new}),
                     lambda: nl.ask('settings-set', default=[name])))
        same(name, ways, lambda: nl.ask('settings-get'))


def exempt():
    """ an exempt range, two ways """
    file = '/sys/kernel/tcp_mpp/exempt_ports'
    same('a range', [
        ('sysfs', lambda: write(file, '+5000-5009'),
         lambda: write(file, '-5000-5009')),
        ('netlink', lambda: nl.ask('exempt-new', first=5000, last=5009),
         lambda: nl.ask('exempt-del', first=5000, last=5009))],
         lambda: nl.ask('settings-get'))


def iface():
    """ each part of a tag, two ways """
    for name, new, old in (('profile', 'domain', 'public'),
                           ('ipv4', 'disabled', 'enabled'),
                           ('ipv6', 'disabled', 'enabled')):
        file = f'/sys/class/net/mpp0/tcp_mpp/{name}'
        same(f"an interface's {name}", [
            ('sysfs', lambda f=file, n=new: write(f, n),
             lambda f=file, o=old: write(f, o)),
            ('netlink',
             lambda k=name, n=new: nl.ask('iface-set', name='mpp0', **{k: n}),
             lambda k=name, o=old: nl.ask('iface-set', name='mpp0', **{k: o}))],
             lambda: nl.ask('iface-get', name='mpp0'))


settings()
exempt()
iface()
sys.exit(Tap.bad != 0)
