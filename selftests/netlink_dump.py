#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
netlink_dump.py COUNT: listings during which something changes. The client of
the kernel tree takes a dump in one go, so this one receives it part by part.
There are COUNT interfaces mppd0, mppd1...
"""

import os
import socket
import struct
import subprocess
import sys

from mpp_netlink import Family, Netlink, SCALE, Tap

NLM_F_DUMP_INTR = 0x10
# smaller than the listing, larger than any message: a page, as the kernel's
PART = 4096

tap = Tap()
nl = Family()
COUNT = int(sys.argv[1])
ATTRS = nl.attr_sets['iface']


class Dump:
    """ One iface-get dump, of which the caller receives part after part """
    def __init__(self):
        self.interrupted = self.done = False
        self.names, self.generations = [], []
        self.parts = 0
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                                  Netlink.NETLINK_GENERIC)
        self.sock.settimeout(10 * SCALE)
        self.sock.send(struct.pack('=IHHIIBBH', 20, nl.nlproto.family_id,
                                   Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP,
                                   1, 0, nl.ops['iface-get'].req_value, 1, 0))

    def part(self):
        """ receive one more """
        data = self.sock.recv(PART)
        self.parts += 1
        while data:
            size, kind, flags = struct.unpack_from('=IHH', data)
            self.interrupted |= bool(flags & NLM_F_DUMP_INTR)
            if kind == Netlink.NLMSG_DONE:
                self.done = True
            elif kind == Netlink.NLMSG_ERROR:
                raise OSError(-struct.unpack_from('=i', data, 16)[0], 'dump')
            else:
                self.message(data[20:size])
            data = data[(size + 3) & ~3:]

    def message(self, attrs):
        """ one interface """
        got = {}
        while attrs:
            size, kind = struct.unpack_from('=HH', attrs)
            got[kind] = attrs[4:size]
            attrs = attrs[(size + 3) & ~3:]
        name = got[ATTRS['name'].value]
        self.names.append(name.rstrip(b'\0').decode())
        number = got.get(ATTRS['generation'].value)
        self.generations.append(number and struct.unpack('=I', number)[0])

    def rest(self):
        """ receive all that is left """
        while not self.done:
            self.part()
        self.sock.close()
        return self


def listing(after, change):
    """ a dump, with a change when so many parts were received """
    dump = Dump()
    for _ in range(after):
        dump.part()
    change()
    return dump.rest()


def retag():
    """ another tag of an interface, through sysfs """
    path = '/sys/class/net/mppd0/tcp_mpp/profile'
    with open(path, encoding='ascii') as file:
        new = 'public' if file.read().strip() == 'private' else 'private'
    with open(path, 'w', encoding='ascii') as file:
        file.write(new)


def setting():
    """ a setting, which is of the same generation """
    with open('/sys/kernel/tcp_mpp/settings/hold_ms', 'r+',
              encoding='ascii') as file:
        new = '2000' if file.read().strip() == '1000' else '1000'
        file.seek(0)
        file.write(new)


def refused():
    """ a change that is not made """
    try:
        with open('/sys/class/net/mppd0/tcp_mpp/profile', 'w',
                  encoding='ascii') as file:
            file.write('nonsense')
    except OSError:
        return
    raise AssertionError('taken')


def link(*words):
    """ an interface comes or goes """
    subprocess.run(['ip', 'link', *words], check=True)


def undisturbed():
    """ what a listing is when nothing happens; returns its number of parts """
    dump = listing(0, lambda: None)
    tap.check('a listing has several parts', dump.parts > 3, dump.parts)
    tap.check('nothing changed: no flag', not dump.interrupted)
    tap.equal('each interface is listed once', sorted(dump.names),
              sorted(set(os.listdir('/sys/class/net')) - {'bonding_masters'}))
    tap.check('all of those there are', len(dump.names) > COUNT,
              len(dump.names))
    tap.equal('each carries the generation', set(dump.generations),
              {nl.settings()[2]})
    dump = listing(1, refused)
    tap.check('a refused change: no flag', not dump.interrupted)
    tap.equal('and no new generation', len(set(dump.generations)), 1)
    return dump.parts


def disturbed(parts):
    """ a change after each part that leaves one to be made """
    # one part is always made before it is asked for
    for after in range(parts - 1):
        before = nl.settings()[2]
        dump = listing(after, retag)
        tap.check(f'a tag changed after part {after} of {parts}: flag',
                  dump.interrupted)
        tap.equal('each carries its generation', set(dump.generations) -
                  {before, before + 1, None}, set())
        # the very last may hold nothing but the end
        tap.check('the old one first, the new one as far as any follow',
                  dump.generations[0] == before and
                  (dump.generations[-1] == before + 1 or after > parts - 3),
                  dump.generations)
    tap.check('changed when all was made: no flag',
              not listing(parts - 1, retag).interrupted)
    tap.check('a setting changed: flag', listing(1, setting).interrupted)
    for word, args in (('came', ('add', 'mppdx', 'type', 'dummy')),
                       ('went', ('delete', 'mppdx'))):
        dump = listing(1, lambda words=args: link(*words))
        tap.check(f'an interface {word}: flag', dump.interrupted)
    dump = listing(1, lambda: (link('add', 'mppdx', 'type', 'dummy'),
                               link('delete', 'mppdx')))
    tap.check('one came and went: flag', dump.interrupted)
    tap.check('then again: no flag', not listing(1, lambda: None).interrupted)


disturbed(undisturbed())
nl.ask('settings-reset')
sys.exit(Tap.bad != 0)
