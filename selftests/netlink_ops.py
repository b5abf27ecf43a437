#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
Every operation of the family, right and wrong: answers, listings, errno,
message and attribute at fault. Interface mpp0 exists and can be tagged, mpp1
is a port of mppbr.
"""

import errno
import os
import sys

from mpp_netlink import Family, Netlink, RIGHTS, SETTINGS, Tap, \
    raw_attr, raw_request

tap = Tap()
nl = Family()

DEFAULTS = {'enabled': 'enabled', 'ipv4': 'enabled', 'ipv6': 'enabled',
            'profiles': 'enabled', 'mark-end': 75, 'mark-start': 100,
            'mark-high': 140, 'epoch-ms': 100, 'hold-ms': 1000,
            'kill-rate-max': 20000, 'mode': 'enforce',
            'rate-limit': 'disabled', 'rate-limit-max': 10,
            'memory-low': 5, 'memory-share': 15, 'orphans-max': 0}


def word(name):
    """ the last word of a file of the module """
    with open(f'/sys/kernel/tcp_mpp/{name}', encoding='ascii') as file:
        return file.read().strip()


def settings():
    """ settings-get, settings-set, settings-reset """
    tap.equal('settings-get: all settings at their defaults',
              nl.settings()[:2], (DEFAULTS, []))
    generation = nl.settings()[2]
    new = {'enabled': 'disabled', 'ipv4': 'disabled', 'ipv6': 'disabled',
           'profiles': 'disabled', 'mark-end': 50, 'mark-start': 60,
           'mark-high': 70, 'epoch-ms': 200, 'hold-ms': 3000,
           'kill-rate-max': 500, 'mode': 'audit', 'rate-limit': 'enabled',
           'rate-limit-max': 20, 'memory-low': 0, 'memory-share': 33,
           'orphans-max': 1000}
    for name in SETTINGS:
        got = nl.ask('settings-set', **{name: new[name]}) \
            if not name.startswith('mark') else {}
        tap.check(f'settings-set: {name}', got == {}, got)
    got = nl.ask('settings-set', mark_end=50, mark_start=60, mark_high=70)
    tap.check('settings-set: three marks in one message', got == {}, got)
    tap.equal('all of it is in force', nl.settings()[:2], (new, []))
    tap.equal('each change is a generation', nl.settings()[2], generation + 14)
    for name in SETTINGS:
        tap.equal(f'sysfs says the same: {name}',
                  word('settings/' + name.replace('-', '_')),
                  {'enabled': '1', 'disabled': '0'}.get(new[name],
                                                        str(new[name])))
    got = nl.ask('settings-set', default=['epoch-ms', 'mode'], hold_ms=2000)
    tap.check('two to default, one to a value', got == {}, got)
    now = nl.settings()[0]
    tap.equal('and so they are', [now['epoch-ms'], now['mode'],
                                  now['hold-ms']], [100, 'enforce', 2000])
    nl.ask('exempt-new', first=1, last=2)
    nl.ask('iface-set', name='mpp0', profile='domain')
    got = nl.ask('settings-reset', keep_rate_limit=True)
    tap.check('settings-reset, the rate limit kept', got == {}, got)
    kept = dict(DEFAULTS)
    kept.update({'rate-limit': 'enabled', 'rate-limit-max': 20})
    tap.equal('defaults but for that, no exemption', nl.settings()[:2],
              (kept, []))
    tap.equal('the interface too has its default',
              nl.ask('iface-get', name='mpp0')['profile'], 'public')
    nl.ask('settings-reset')
    tap.equal('settings-reset: that as well', nl.settings()[0], DEFAULTS)


def settings_refused():
    """ what settings-set does not take, and that nothing of it is taken """
    before = nl.settings()
    for name, low, high in (('mark-end', 0, 1001), ('mark-start', 1, 1001),
                            ('mark-high', 2, 1001), ('epoch-ms', 9, 10001),
                            ('rate-limit-max', 0, 1001)):
        for value in (low, high):
            tap.refused(f'{name} {value} is out of range',
                        nl.ask('settings-set', **{name: value, 'ipv4': 0}),
                        errno.ERANGE, name)
    for name, value in (('kill-rate-max', 0), ('enabled', 2), ('mode', 2),
                        ('rate-limit', 2)):
        tap.refused(f'{name} {value} is out of range',
                    nl.ask('settings-set', **{name: value}),
                    errno.ERANGE, name)
    for name, value in (('hold-ms', 600001), ('kill-rate-max', 1000001)):
        tap.refused(f'{name} {value} is out of range',
                    nl.ask('settings-set', **{name: value}),
                    errno.ERANGE, name, str(value - 1))
    tap.refused('marks that do not ascend',
                nl.ask('settings-set', mark_end=100, profiles=0),
                errno.EINVAL, 'mark-end', 'ascend')
    tap.refused('a value and default at once',
                nl.ask('settings-set', default=['ipv4', 'mode'], mode=1),
                errno.EINVAL, 'mode', 'not both')
    tap.refused('nothing at all', nl.ask('settings-set'), errno.EINVAL)
    tap.refused('an empty list of defaults', nl.ask('settings-set', default=0),
                errno.EINVAL, 'default')
    tap.refused('default of what there is not',
                nl.ask('settings-set', default=0x10000), errno.EINVAL,
                'default')
    tap.refused('an attribute of another operation',
                nl.ask('settings-set', ipv4=0, keep_rate_limit=True),
                errno.EINVAL, 'keep-rate-limit')
    op = nl.ops['settings-set'].req_value
    tap.check('an attribute nobody knows',
              raw_request(nl, op, raw_attr(99, b'\0\0\0\0')))
    tap.check('a number of two bytes where four belong',
              raw_request(nl, op, raw_attr(
                  nl.attr_sets['settings']['enabled'].value, b'\0\0')))
    tap.check('padding where no attribute belongs',
              raw_request(nl, nl.ops['settings-get'].req_value,
                          raw_attr(1, b'')))
    tap.check('a listing where there is none',
              raw_request(nl, nl.ops['settings-get'].req_value, b'',
                          Netlink.NLM_F_DUMP))
    tap.check('an operation that there is not', raw_request(nl, 200, b''))
    tap.equal('nothing of all that changed a thing', nl.settings(), before)


def exempt():
    """ exempt-new, exempt-del, exempt-get """
    tap.check('exempt-new', nl.ask('exempt-new', first=5000, last=5009) == {})
    tap.check('exempt-new: one port', nl.ask('exempt-new', first=0,
                                             last=0) == {})
    tap.check('exempt-new: the last port',
              nl.ask('exempt-new', first=65535, last=65535) == {})
    got = nl.listing('exempt-get')
    tap.equal('exempt-get lists them', [(r['first'], r['last']) for r in got],
              [(0, 0), (5000, 5009), (65535, 65535)])
    tap.equal('all of one generation', {r['generation'] for r in got},
              {nl.settings()[2]})
    tap.equal('so does settings-get', nl.settings()[1],
              [(0, 0), (5000, 5009), (65535, 65535)])
    got = nl.ask('exempt-get', port=5004)
    tap.equal('exempt-get: the range a port lies in',
              (got['first'], got['last']), (5000, 5009))
    tap.refused('a port that lies in none', nl.ask('exempt-get', port=4999),
                errno.ENOENT, 'port')
    tap.refused('no port', nl.ask('exempt-get'), errno.EINVAL)
    tap.refused('an overlap', nl.ask('exempt-new', first=5009, last=5010),
                errno.EEXIST, 'first', '5000-5009')
    tap.refused('upside down', nl.ask('exempt-new', first=10, last=9),
                errno.EINVAL, 'first')
    tap.refused('no last port', nl.ask('exempt-new', first=10), errno.EINVAL)
    tap.refused('part of a range', nl.ask('exempt-del', first=5000,
                                          last=5008), errno.ENOENT, 'first')
    for i in range(9):
        nl.ask('exempt-new', first=100 + i, last=100 + i)
    tap.refused('the 13th range', nl.ask('exempt-new', first=200, last=200),
                errno.ENOSPC, 'first', '12')
    tap.equal('there are twelve', len(nl.listing('exempt-get')), 12)
    tap.check('exempt-del', nl.ask('exempt-del', first=5000, last=5009) == {})
    tap.equal('there are eleven', len(nl.listing('exempt-get')), 11)
    nl.ask('settings-reset')


def ranges(*pairs):
    """ pairs as settings-set takes them """
    return [{'first': a, 'last': b} for a, b in pairs]


def exempt_list():
    """ settings-set with the list of exempt ranges """
    generation = nl.settings()[2]
    nl.ask('exempt-new', first=7, last=7)
    got = nl.ask('settings-set', epoch_ms=300,
                 exempt=ranges((5000, 5009), (0, 0), (65535, 65535)))
    tap.check('settings-set: a setting and three ranges', got == {}, got)
    tap.equal('exactly those are exempt, ascending', nl.settings()[1],
              [(0, 0), (5000, 5009), (65535, 65535)])
    tap.equal('the setting is in force', nl.settings()[0]['epoch-ms'], 300)
    tap.equal('that was one change', nl.settings()[2], generation + 2)
    tap.equal('sysfs says the same', word('exempt_ports'),
              '0-0\n5000-5009\n65535-65535')
    twelve = [(100 * i, 100 * i + 50) for i in range(12, 0, -1)]
    tap.check('settings-set: twelve ranges, and nothing else',
              nl.ask('settings-set', exempt=ranges(*twelve)) == {})
    tap.equal('they are', nl.settings()[1], sorted(twelve))

    before = nl.settings()
    for text, pairs, err, say in (
            ('13 ranges', twelve + [(1, 2)], errno.ENOSPC, '12'),
            ('40 ranges', [(i, i) for i in range(40)], errno.ENOSPC, '12'),
            ('an overlap', [(1, 9), (20, 30), (9, 10)], errno.EEXIST, '1-9'),
            ('a range twice', [(1, 9), (1, 9)], errno.EEXIST, '1-9'),
            ('one upside down', [(1, 2), (10, 9)], errno.EINVAL, 'above')):
        tap.refused(f'a list with {text}',
                    nl.ask('settings-set', ipv4=0, exempt=ranges(*pairs)),
                    err, 'exempt', say)
    tap.refused('a range without an end',
                nl.ask('settings-set', ipv4=0, exempt=[{'first': 1}]),
                errno.EINVAL, 'exempt', 'first and last')
    tap.refused('an empty range', nl.ask('settings-set', exempt=[{}]),
                errno.EINVAL, 'exempt', 'first and last')
    tap.refused('ranges and none',
                nl.ask('settings-set', exempt=ranges((1, 2)),
                       exempt_none=True), errno.EINVAL, 'exempt-none', 'both')
    tap.refused('a good list and a bad setting',
                nl.ask('settings-set', hold_ms=600001, exempt=ranges((1, 2))),
                errno.ERANGE, 'hold-ms')
    tap.refused('a good list and marks that do not ascend',
                nl.ask('settings-set', mark_end=100, exempt_none=True),
                errno.EINVAL, 'mark-end', 'ascend')
    attrs = nl.attr_sets['settings']
    tap.check('a range in another nest', raw_request(
        nl, nl.ops['settings-set'].req_value,
        raw_attr(attrs['exempt'].value | 0x8000,
                 raw_attr(attrs['exempt'].value | 0x8000,
                          raw_attr(1, b'\1\0') + raw_attr(2, b'\1\0')))))
    tap.equal('nothing of all that changed a thing', nl.settings(), before)
    tap.check('exempt-none', nl.ask('settings-set', exempt_none=True,
                                    profiles='disabled') == {})
    tap.equal('no range is exempt', (nl.settings()[1],
                                     nl.settings()[0]['profiles']),
              ([], 'disabled'))
    tap.check('once more, of none', nl.ask('settings-set',
                                           exempt_none=True) == {})
    nl.ask('settings-reset')


def iface():
    """ iface-get, iface-set """
    index = int(open('/sys/class/net/mpp0/ifindex', encoding='ascii').read())
    netns = os.stat('/proc/self/ns/net').st_ino
    got = nl.ask('iface-get', name='mpp0')
    got.pop('generation')
    tap.equal('iface-get by name', got,
              {'ifindex': index, 'name': 'mpp0', 'netns': netns,
               'profile': 'public', 'ipv4': 'enabled', 'ipv6': 'enabled'})
    tap.equal('iface-get by ifindex', nl.ask('iface-get', ifindex=index),
              nl.ask('iface-get', name='mpp0'))
    for vals in ({'profile': 'private'}, {'ipv4': 'disabled'},
                 {'profile': 'domain', 'ipv4': 'enabled', 'ipv6': 'disabled'}):
        tap.check(f'iface-set: {vals}',
                  nl.ask('iface-set', ifindex=index, **vals) == {})
        got = nl.ask('iface-get', name='mpp0')
        tap.check('and so it is', all(got[k] == v for k, v in vals.items()),
                  got)
    got = nl.ask('iface-set', name='mpp0', default=['ipv6'], ipv4='disabled')
    tap.check('iface-set: one to its default, one to a value', got == {}, got)
    got = nl.ask('iface-get', name='mpp0')
    tap.equal('and so they are, and the third as it was',
              (got['profile'], got['ipv4'], got['ipv6']),
              ('domain', 'disabled', 'enabled'))
    tap.refused('a value and default at once',
                nl.ask('iface-set', name='mpp0', default=['profile', 'ipv4'],
                       ipv4='enabled'), errno.EINVAL, 'default', 'not both')
    tap.refused('default of what there is not',
                nl.ask('iface-set', name='mpp0', default=8), errno.EINVAL,
                'default')
    tap.refused('an empty list of defaults',
                nl.ask('iface-set', name='mpp0', default=0), errno.EINVAL,
                'default')
    nl.ask('iface-set', name='lo', profile='public')
    nl.ask('iface-set', name='lo', default=['profile'])
    tap.equal('the default of loopback is private',
              nl.ask('iface-get', name='lo')['profile'], 'private')
    got = {i['name']: i['profile'] for i in nl.listing('iface-get')}
    tap.equal('iface-get lists all interfaces', set(got),
              set(os.listdir('/sys/class/net')) - {'bonding_masters'})
    tap.equal('with their tags', (got['mpp0'], got['lo']),
              ('domain', 'private'))
    tap.refused('no interface named', nl.ask('iface-set', profile='public'),
                errno.EINVAL)
    tap.refused('two names', nl.ask('iface-get', ifindex=index, name='mpp0'),
                errno.EINVAL, 'name')
    tap.refused('no such name', nl.ask('iface-get', name='mpp77'),
                errno.ENODEV, 'name')
    tap.refused('no such index', nl.ask('iface-set', ifindex=77777, ipv4=0),
                errno.ENODEV, 'ifindex')
    tap.refused('index 0', nl.ask('iface-get', ifindex=0), errno.ERANGE,
                'ifindex')
    tap.refused('nothing to set', nl.ask('iface-set', name='mpp0'),
                errno.EINVAL)
    tap.refused('a profile that there is not',
                nl.ask('iface-set', name='mpp0', profile=3), errno.ERANGE,
                'profile')
    tap.refused('a port of a bridge', nl.ask('iface-set', name='mpp1',
                                             profile='private'), errno.EBUSY,
                'name', 'mppbr')
    tap.refused('a name too long', nl.ask('iface-get', name='x' * 16),
                errno.EINVAL, 'name')
    tap.refused('a listing with a choice', nl.listing('iface-get', name='lo'),
                errno.EINVAL, nl.listing('iface-get', name='lo').attr)
    nl.ask('settings-reset')


def status():
    """ status-get, stats-get """
    got = nl.ask('status-get')
    for attr, file in (('state', 'state'), ('episode', 'episode'),
                       ('epoch', 'epoch'), ('syn-drop-rate', 'syn_drop_rate'),
                       ('kill-rate', 'kill_rate'), ('sensor', 'sensor'),
                       ('pages-end', 'pages_end'), ('role', 'role'),
                       ('pages-start', 'pages_start'), ('hooks', 'hooks'),
                       ('pages-high', 'pages_high'), ('pinned', 'pinned')):
        tap.equal(f'status-get: {attr}', str(got[attr]),
                  word('status/' + file))
    tap.equal('status-get: mode', got['mode'], 'enforce')
    tap.check('status-get: memory', got['pages-peak'] >= got['pages'])

    listed = {c['name']: c['value'] for c in nl.listing('stats-get')}
    tap.equal('stats-get lists the files of stats/', set(listed),
              set(os.listdir('/sys/kernel/tcp_mpp/stats')))
    for name in ('resets', 'syns_dropped', 'episodes'):
        tap.equal(f'stats-get: {name}',
                  str(nl.ask('stats-get', name=name)['value']),
                  word('stats/' + name))
    tap.refused('no such counter', nl.ask('stats-get', name='nobody'),
                errno.ENOENT, 'name')
    tap.refused('no counter named', nl.ask('stats-get'), errno.EINVAL)


def policy():
    """ what the kernel says of its own checks is what the contract says """
    pol = nl.get_policy('settings-set', 'do')
    want = set(SETTINGS) | {'default'}
    # attributes that only stand between the others are told as well
    tap.check('the kernel knows the settings by their names',
              want <= set(pol.keys()), list(pol.keys()))
    tap.equal('and their limits', (pol['mark-end'].min_value,
                                   pol['mark-end'].max_value), (1, 1000))


assert RIGHTS
settings()
settings_refused()
exempt()
exempt_list()
iface()
status()
policy()
sys.exit(Tap.bad != 0)
