#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
netlink_random.py SEED OPERATIONS: random operations, right and wrong, against
a dumb model of the settings. Every errno is compared as it comes; settings,
exempt ranges, interfaces, generation and notifications after every batch.
Interfaces mpp0 to mpp2 exist and can be tagged, mpp3 is a port.
"""

import errno
import random
import sys

from mpp_netlink import Family, Refused, SETTINGS, Tap

BATCH = 50
SWITCH = {'disabled': 0, 'enabled': 1}
WORDS = {'enabled': SWITCH, 'ipv4': SWITCH, 'ipv6': SWITCH,
         'profiles': SWITCH, 'rate-limit': SWITCH,
         'mode': {'enforce': 0, 'audit': 1}}
PROFILES = ['public', 'private', 'domain']
#           lowest, highest, default, errno beyond
LIMITS = {'enabled': (0, 1, 1), 'ipv4': (0, 1, 1), 'ipv6': (0, 1, 1),
          'profiles': (0, 1, 1), 'mark-end': (1, 1000, 75),
          'mark-start': (2, 1000, 100), 'mark-high': (3, 1000, 140),
          'epoch-ms': (10, 10000, 100), 'hold-ms': (0, 600000, 1000),
          'kill-rate-max': (1, 1000000, 20000), 'mode': (0, 1, 0),
          'rate-limit': (0, 1, 0), 'rate-limit-max': (1, 1000, 10),
          'memory-low': (0, 40, 5), 'memory-share': (1, 100, 15),
          'orphans-max': (0, 1000000000, 0)}
MARKS = ('mark-end', 'mark-start', 'mark-high')
# beyond these limits the commit refuses; beyond the others the policy does
BY_COMMIT = {('hold-ms', 1), ('kill-rate-max', 1), ('orphans-max', 1)}
TAG = ['profile', 'ipv4', 'ipv6']
DEFAULT_TAG = ['public', 1, 1]
DEVICES = ['mpp0', 'mpp1', 'mpp2']


class Model:
    """ the settings, in the simplest way there is """
    def __init__(self):
        self.set = {k: v[2] for k, v in LIMITS.items()}
        self.ranges = set()
        self.tags = {}
        self.changes = 0
        self.reset_tags()

    def reset_tags(self):
        """ every interface by default """
        self.tags = {d: list(DEFAULT_TAG) for d in DEVICES}

    def changed(self):
        """ one more change took place """
        self.changes += 1
        return 0

    def settings_set(self, values, defaults, ranges=None):
        """ errno or 0; ranges is the new list, or None to leave it """
        for name, value in values.items():
            low, high, _ = LIMITS[name]
            if (value < low and (name, 0) not in BY_COMMIT or
                    value > high and (name, 1) not in BY_COMMIT):
                return errno.ERANGE
        if set(values) & set(defaults) or \
                not (values or defaults or ranges is not None):
            return errno.EINVAL
        err = self.list_error(ranges or [])
        if err:
            return err
        new = dict(self.set)
        new.update({k: LIMITS[k][2] for k in defaults})
        new.update(values)
        for name, value in values.items():
            if not LIMITS[name][0] <= value <= LIMITS[name][1]:
                return COMMIT_RANGE
        if not new['mark-end'] < new['mark-start'] < new['mark-high']:
            return errno.EINVAL
        self.set = new
        if ranges is not None:
            self.ranges = set(ranges)
        return self.changed()

    @staticmethod
    def list_error(ranges):
        """ errno of the first range that does not fit to those before it """
        for i, (first, last) in enumerate(ranges):
            if first > last:
                return errno.EINVAL
            if any(first <= b and last >= a for a, b in ranges[:i]):
                return errno.EEXIST
            if i == 12:
                return errno.ENOSPC
        return 0

    def settings_reset(self, keep):
        """ errno or 0 """
        for name in SETTINGS:
            if not (keep and name.startswith('rate-limit')):
                self.set[name] = LIMITS[name][2]
        self.ranges = set()
        self.reset_tags()
        return self.changed()

    def exempt_new(self, first, last):
        """ errno or 0 """
        if first > last:
            return errno.EINVAL
        if any(first <= b and last >= a for a, b in self.ranges):
            return errno.EEXIST
        if len(self.ranges) == 12:
            return errno.ENOSPC
        self.ranges.add((first, last))
        return self.changed()

    def exempt_del(self, first, last):
        """ errno or 0 """
        if first > last:
            return errno.EINVAL
        if (first, last) not in self.ranges:
            return errno.ENOENT
        self.ranges.remove((first, last))
        return self.changed()

    def iface_set(self, device, profile, ipv4, ipv6, default):
        """ errno or 0 """
        if profile == 3 or 2 in (ipv4, ipv6):
            return errno.ERANGE
        given = {n for n, v in (('profile', profile), ('ipv4', ipv4),
                                ('ipv6', ipv6)) if v is not None}
        if given & set(default) or not (given or default):
            return errno.EINVAL
        if device == 'mpp9':
            return errno.ENODEV
        if device == 'mpp3':
            return errno.EBUSY
        tag = self.tags[device]
        tag[0] = tag[0] if profile is None else PROFILES[profile]
        tag[1] = tag[1] if ipv4 is None else ipv4
        tag[2] = tag[2] if ipv6 is None else ipv6
        for name in default:
            tag[TAG.index(name)] = DEFAULT_TAG[TAG.index(name)]
        return self.changed()


def random_value(name):
    """ mostly allowed, sometimes on the edge, sometimes beyond """
    low, high, usual = LIMITS[name]
    return random.choice([low, high, usual, random.randint(low, high),
                          random.randint(low, high),
                          max(0, low - 1), high + 1])


def marks():
    """ three marks, which mostly ascend """
    three = random.sample(range(1, 1001), 3)
    if random.random() < 0.8:
        three.sort()
    return dict(zip(MARKS, three))


def some(names, most):
    """ up to so many of them """
    return random.sample(names, random.randint(0, most))


def a_list():
    """ ranges, which mostly fit; sometimes too many """
    ranges = []
    for i in range(random.choice([0, 1, 3, 12, 12, 13, 20])):
        first = 3000 * i + random.randint(0, 2000)
        last = first + random.randint(0, 900)
        if random.random() < 0.02:
            first, last = random.choice([(last + 1, first),
                                         (max(0, first - 4000), last)])
        ranges.append((first, last))
    random.shuffle(ranges)
    return ranges


def step(nl, model):
    """ one operation: what, errno wanted, answer """
    kind = random.choices(['set', 'marks', 'reset', 'new', 'del', 'iface'],
                          [30, 10, 2, 25, 15, 18])[0]
    if kind == 'set':
        values = {n: random_value(n)
                  for n in some([s for s in SETTINGS if s not in MARKS], 3)}
        defaults = some(SETTINGS, 2)
        request = dict(values)
        if defaults:
            request['default'] = defaults
        ranges = a_list() if random.random() < 0.3 else None
        if ranges:
            request['exempt'] = [{'first': a, 'last': b} for a, b in ranges]
        elif ranges is not None:
            request['exempt-none'] = True
        return ('settings-set', request,
                model.settings_set(values, defaults, ranges),
                nl.ask('settings-set', **request))
    if kind == 'marks':
        values = marks()
        return ('settings-set', values, model.settings_set(values, []),
                nl.ask('settings-set', **values))
    if kind == 'reset':
        keep = random.random() < 0.5
        return ('settings-reset', keep, model.settings_reset(keep),
                nl.ask('settings-reset', keep_rate_limit=keep))
    if kind in ('new', 'del'):
        if kind == 'del' and model.ranges and random.random() < 0.7:
            first, last = random.choice(sorted(model.ranges))
        else:
            first = random.choice([0, 65535, random.randint(0, 65535)])
            last = min(65535, max(0, first + random.randint(-3, 4000)))
        return (f'exempt-{kind}', (first, last),
                getattr(model, f'exempt_{kind}')(first, last),
                nl.ask(f'exempt-{kind}', first=first, last=last))
    device = random.choice(DEVICES * 4 + ['mpp3', 'mpp9'])
    tag = {n: v for n, v in
           (('profile', random.choice([None, 0, 1, 2, 0, 1, 2, 3])),
            ('ipv4', random.choice([None, None, 0, 1, 0, 1, 2])),
            ('ipv6', random.choice([None, None, 0, 1, 0, 1, 2])))}
    request = {n: v for n, v in tag.items() if v is not None}
    tag['default'] = some(TAG, 1)
    if tag['default']:
        request['default'] = tag['default']
    return ('iface-set', (device, tag), model.iface_set(device, **tag),
            nl.ask('iface-set', name=device, **request))


def compare(nl, watch, model, base):
    """ everything that can be read, with the model; a list of differences """
    wrong = []
    got, ranges, generation = nl.settings()
    want = {n: v if n not in WORDS else
            [w for w, i in WORDS[n].items() if i == v][0]
            for n, v in model.set.items()}
    if got != want:
        wrong.append(f'settings {got}, not {want}')
    if ranges != sorted(model.ranges):
        wrong.append(f'ranges {ranges}, not {sorted(model.ranges)}')
    listed = [(r['first'], r['last']) for r in nl.listing('exempt-get')]
    if listed != ranges:
        wrong.append(f'listed {listed}, not {ranges}')
    if generation != base + model.changes:
        wrong.append(f'generation {generation}, not {base + model.changes}')
    tags = {i['name']: [i['profile'], SWITCH[i['ipv4']], SWITCH[i['ipv6']]]
            for i in nl.listing('iface-get') if i['name'] in DEVICES}
    if tags != model.tags:
        wrong.append(f'tags {tags}, not {model.tags}')

    # one notification for each change, and the last tells of the last
    told = watch.events(20, lambda seen: any(m['generation'] == generation
                                             for _, m in seen))
    compare.told += len(told)
    if compare.told != model.changes:
        wrong.append(f'{compare.told} notifications, {model.changes} changes')
    return wrong


compare.told = 0
COMMIT_RANGE = errno.ERANGE


def main():
    """ the whole run """
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    tap = Tap()
    random.seed(seed)
    print(f'# seed {seed}')
    nl, watch, model = Family(), Family(['events']), Model()
    nl.ask('settings-reset')
    base = nl.settings()[2]
    watch.events(20, lambda seen: seen)
    refused = 0
    for done in range(count):
        what, how, want, got = step(nl, model)
        err = got.errno if isinstance(got, Refused) else 0
        refused += err != 0
        if err != want:
            tap.check(f'operation {done}: {what} {how}', False,
                      f'errno {err}, not {want}: {got}')
            break
        if err and not got.text:
            tap.check(f'operation {done}: a message', False, got)
            break
        if done % BATCH == BATCH - 1 or done == count - 1:
            wrong = compare(nl, watch, model, base)
            if wrong:
                tap.check(f'after {done + 1} operations', False,
                          '\n# '.join(wrong))
                break
    else:
        tap.check(f'{count} random operations: errno, settings, listings, '
                  f'generation, notifications as in the model ({refused} '
                  f'refused)', refused > count // 10)
    sys.exit(Tap.bad != 0)


main()
