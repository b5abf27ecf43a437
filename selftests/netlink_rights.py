#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
D14 on netlink: who may read, change, see counters and listen, from the initial
and from another user namespace and network namespace. Started without an
argument it is the administrator, and starts itself as the others.
"""

import errno
import json
import os
import subprocess
import sys

from mpp_netlink import Family, RIGHTS, Refused, SCALE, Tap

NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']
WITHOUT = ['setpriv', '--inh-caps', '-net_admin', '--bounding-set',
           '-net_admin']
WHO = {
    # who: how to become it, may change, may join kills, hears events
    'root without the capability': (WITHOUT, False, False, True),
    'a user': (NOBODY, False, False, True),
    'root of a user namespace': (['unshare', '-U', '-r'], False, False, True),
    'a tenant': (['unshare', '-U', '-r', '-n'], False, True, False),
    'a user\'s tenant': (NOBODY + ['unshare', '-U', '-r', '-n'], False, True,
                         False),
    'the administrator elsewhere': (['unshare', '-n'], True, True, False),
}
WRITES = [('settings-set', {'epoch_ms': 100}), ('settings-reset', {}),
          ('exempt-new', {'first': 7000, 'last': 7001}),
          ('exempt-del', {'first': 7000, 'last': 7001}),
          ('iface-set', {'name': 'lo', 'ipv4': 'disabled'})]


def plain(got):
    """ an answer that fits into JSON """
    return [got.errno, got.text] if isinstance(got, Refused) else got


def other():
    """ tries everything, tells on standard output what came of it """
    nl = Family()
    report = {'settings': nl.settings()[0],
              'ranges': plain(nl.listing('exempt-get')),
              'status': nl.ask('status-get')['state'],
              'ifaces': [i['name'] for i in nl.listing('iface-get')],
              'counters': plain(nl.listing('stats-get')),
              'counter': plain(nl.ask('stats-get', name='resets')),
              'connections': plain(nl.listing('connection-get')),
              'connection': plain(nl.ask('connection-get', peer_port=1,
                                         peer_address='192.0.2.1')),
              'writes': {op: plain(nl.ask(op, **vals)) for op, vals in WRITES}}
    report['join'] = {}
    listeners = []
    for group in ('events', 'kills'):
        try:
            listeners.append(Family([group]))
            report['join'][group] = 0
        except OSError as err:
            report['join'][group] = err.errno
    print(json.dumps(report), flush=True)
    sys.stdin.readline()
    heard = sum(len(each.events(0.5)) for each in listeners)
    print(heard, flush=True)


def judge(tap, nl, who):
    """ what somebody could do, and should """
    how, writes, kills, hears = WHO[who]
    before = nl.settings()
    with subprocess.Popen(how + [sys.executable, sys.argv[0], 'other'],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as proc:
        line = proc.stdout.readline()
        if not tap.check(f'{who}: can speak to the family', line):
            return
        got = json.loads(line)
        after = nl.settings()
        nl.ask('settings-set', hold_ms=1001)
        nl.ask('settings-set', hold_ms=1000)
        proc.stdin.write('\n')
        proc.stdin.flush()
        heard = int(proc.stdout.readline() or -1)
    tap.equal(f'{who}: reads settings', got['settings'], before[0])
    tap.check(f'{who}: reads exempt ranges and state',
              isinstance(got['ranges'], list) and got['status'] == 'calm')
    tap.equal(f'{who}: sees interfaces of its own namespace',
              sorted(got['ifaces']),
              sorted(set(os.listdir('/sys/class/net')) - {'bonding_masters'})
              if '-n' not in how
              else ['lo'])
    refused = [errno.EPERM, RIGHTS]
    for op, _ in WRITES:
        tap.equal(f'{who}: {op} is {"taken" if writes else "refused"}',
                  got['writes'][op], {} if writes else refused)
    if not writes:
        tap.equal(f'{who}: nothing changed', after, before)
    for what in ('counter', 'counters', 'connection', 'connections'):
        tap.equal(f'{who}: {what} {"to be seen" if writes else "refused"}',
                  got[what] != refused, writes)
    tap.equal(f'{who}: joins events', got['join']['events'], 0)
    tap.equal(f'{who}: {"joins" if kills else "may not join"} kills',
              got['join']['kills'], 0 if kills else errno.EPERM)
    tap.equal(f'{who}: hears {"events" if hears else "nothing"}', heard,
              2 if hears else 0)


def main():
    """ the administrator """
    tap = Tap()
    nl = Family()
    nl.ask('exempt-new', first=7000, last=7001)
    for who in WHO:
        judge(tap, nl, who)
    sys.exit(Tap.bad != 0)


assert SCALE
if len(sys.argv) > 1:
    other()
else:
    main()
