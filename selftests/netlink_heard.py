#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
netlink_heard.py FILE DEVICE: what netlink_listen.py wrote into FILE about the
episode of netlink_events.sh makes sense. DEVICE is where the attack came in.
"""

import ipaddress
import json
import os
import sys
from collections import Counter

from mpp_netlink import Family, SPEC, Tap

ABUSE = {'small-window', 'orphan', 'zero-window', 'no-progress',
         'never-opened'}
KINDS = {'settings-ntf', 'iface-ntf', 'episode-start', 'episode-end',
         'epoch-start', 'epoch-end', 'evaluation', 'rate-limit', 'reset'}

tap = Tap()
nl = Family()
with open(sys.argv[1], encoding='ascii') as file:
    lines = file.read().splitlines()
heard = [json.loads(line) for line in lines if line.startswith('[')]
by_kind = {}
for kind, payload in heard:
    by_kind.setdefault(kind, []).append(payload)


def counter(name):
    """ a counter now """
    return nl.ask('stats-get', name=name)['value']


def episode():
    """ starts, epochs, end """
    story = [(k, m) for k, m in heard if k in
             ('episode-start', 'epoch-start', 'epoch-end', 'episode-end')]
    kinds = [k for k, _ in story]
    tap.equal('it starts and ends with the episode',
              (kinds[0], kinds[-1]), ('episode-start', 'episode-end'))
    tap.equal('one of each', (kinds.count('episode-start'),
                              kinds.count('episode-end')), (1, 1))
    epochs = [k for k in kinds if k.startswith('epoch')]
    tap.check('epochs start and end in turn',
              epochs == ['epoch-start', 'epoch-end'] * (len(epochs) // 2),
              epochs)
    starts = [m for k, m in story if k == 'epoch-start']
    tap.equal('epochs are numbered', [m['epoch'] for m in starts],
              list(range(1, len(starts) + 1)))
    tap.check('an epoch begins with the rates of the one before',
              all((a['syn-drop-rate'], a['kill-rate']) ==
                  (b['syn-drop-rate-old'], b['kill-rate-old'])
                  for a, b in zip(starts, starts[1:])))
    tap.check('rates were raised', max(m['kill-rate'] for m in starts) > 0)
    first = story[0][1]
    tap.check('it starts above its mark', first['pages'] >
              first['pages-start'], first)
    tap.check('it ends below its mark', story[-1][1]['pages'] <
              story[-1][1]['pages-end'], story[-1])
    tap.check('no exact counter where everybody may listen',
              not {'resets', 'drops'} & set(first))


def resets():
    """ evidence """
    seen = by_kind['reset']
    lost = counter('events_lost')
    tap.check('a report for each reset, or a loss counted',
              counter('resets') - lost <= len(seen) <= counter('resets'),
              f"{counter('resets')} resets, {lost} lost, {len(seen)} seen")
    with open(f'/sys/class/net/{sys.argv[2]}/ifindex',
              encoding='ascii') as index:
        ifindex = int(index.read())
    netns = os.stat('/proc/self/ns/net').st_ino
    tap.equal('namespace', {m['netns'] for m in seen}, {netns})
    tap.equal('interface', {m['ifindex'] for m in seen}, {ifindex})
    tap.equal('listener', {m['local-port'] for m in seen}, {81})
    tap.equal('local addresses', {m['local-address'] for m in seen},
              {'10.1.0.1', 'fd00:1::1'})
    land = (ipaddress.ip_network('10.101.0.0/16'),
            ipaddress.ip_network('fd00:101::/64'))
    tap.check('peers', all(any(ipaddress.ip_address(m['peer-address']) in net
                               for net in land) for m in seen))
    tap.check('ports of peers', all(m['peer-port'] for m in seen))
    tap.check('reasons are classes of abuse',
              {m['reason'] for m in seen} <= ABUSE,
              Counter(m['reason'] for m in seen))
    tap.check('bytes held', all(m['bytes'] > 0 for m in seen))
    tap.equal('state', {m['state'] for m in seen}, {'established'})
    tap.equal('owner', {m['uid'] for m in seen}, {0})
    tap.check('control group', all(m['cgroup'] for m in seen), seen[0])
    tap.equal('mode', {m['mode'] for m in seen}, {'enforce'})
    tap.equal('who is too slow is told so', lines[-1], 'slow ENOBUFS')
    tap.check('and it is counted', lost > 0)


def main():
    """ all of it """
    tap.equal('every kind of event was seen', set(by_kind), KINDS)
    declared = {op for op in nl.msgs if nl.msgs[op].is_async}
    tap.equal('these are all there are', declared, KINDS)
    if Tap.bad:
        print('#', Counter(k for k, _ in heard))
        sys.exit(1)
    episode()
    resets()
    held = by_kind['rate-limit'][0]
    tap.equal('connections were held back', held['limit'], 10)
    tap.check('a loss is told to all, without a number',
              any(m.get('events-lost') for k in KINDS - {'reset'}
                  for m in by_kind.get(k, ())))
    sys.exit(Tap.bad != 0)


assert SPEC
main()
