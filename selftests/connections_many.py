#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
connections_many.py MANY CHAIN: so many connections stand at port 81 of this
namespace, and of the namespace "private"; those at port 82 come and go. The
client of the kernel tree takes a dump in one go, so this one receives it part
by part, and looks at no more than who it is.
"""

import os
import socket
import struct
import sys
import time
from collections import Counter

from mpp_netlink import Family, Netlink, SCALE, Tap, raw_attr

tap = Tap()
nl = Family()
HERE = os.stat('/proc/self/ns/net').st_ino
PRIVATE = os.stat('/run/netns/private').st_ino
MANY, CHAIN = int(sys.argv[1]), int(sys.argv[2])
ATTRS = {name: nl.attr_sets['evidence'][name].value for name in
         ('netns', 'local-port', 'peer-address', 'peer-port')}


class Dump:
    """ one listing, received in parts of a size """
    def __init__(self, size, attrs=b''):
        self.size = size
        self.parts = 0
        self.done = False
        self.seen = []
        self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                                  Netlink.NETLINK_GENERIC)
        self.sock.settimeout(20 * SCALE)
        self.sock.send(struct.pack(
            '=IHHIIBBH', 20 + len(attrs), nl.nlproto.family_id,
            Netlink.NLM_F_REQUEST | Netlink.NLM_F_DUMP, 1, 0,
            nl.ops['connection-get'].req_value, 1, 0) + attrs)

    def part(self):
        """ one more """
        data = self.sock.recv(self.size)
        self.parts += 1
        at = 0
        while at < len(data):
            size, kind = struct.unpack_from('=IH', data, at)
            if kind == Netlink.NLMSG_DONE:
                self.done = True
            elif kind == Netlink.NLMSG_ERROR:
                raise OSError(-struct.unpack_from('=i', data, at + 16)[0],
                              'dump')
            else:
                self.message(data, at + 20, at + size)
            at += (size + 3) & ~3

    def message(self, data, at, end):
        """ who it is """
        got = {}
        while at < end:
            size, kind = struct.unpack_from('=HH', data, at)
            got[kind] = data[at + 4:at + size]
            at += (size + 3) & ~3
        self.seen.append(tuple(got[ATTRS[n]] for n in ATTRS))

    def rest(self):
        """ all there is """
        while not self.done:
            self.part()
        self.sock.close()
        return self


def at_port(seen, netns, port):
    """ those of one crowd """
    want = (struct.pack('=I', netns), struct.pack('=H', port))
    return Counter(s for s in seen if s[:2] == want)


def listing(size):
    """ everybody who stands, and nobody twice """
    start = time.time()
    dump = Dump(size).rest()
    took = time.time() - start
    here, there = (at_port(dump.seen, n, 81) for n in (HERE, PRIVATE))
    print(f'# {len(dump.seen)} in {dump.parts} parts of {size} in {took:.1f} s')
    tap.equal(f'parts of {size}: everybody who stands is listed',
              (len(here), len(there)), (MANY, CHAIN))
    tap.equal('and once', {*here.values(), *there.values()}, {1})
    tap.check('the same as before', listing.stood in (None, {*here, *there}))
    listing.stood = {*here, *there}
    comers = Counter(s for s in dump.seen
                     if s not in here and s not in there)
    tap.check('so is who came and went meanwhile', comers and
              max(comers.values()) == 1, comers.most_common(3))
    tap.check('in many parts', dump.parts > len(dump.seen) * 200 // size,
              dump.parts)


listing.stood = None


def interleaved():
    """ two listings at once, part by part, and one that is given up """
    port = raw_attr(ATTRS['local-port'], struct.pack('=H', 81))
    dumps = [Dump(16384, port), Dump(8192)]
    given_up = Dump(4096)
    for _ in range(20):
        given_up.part()
    while not all(d.done for d in dumps):
        for dump in dumps:
            if not dump.done:
                dump.part()
    tap.check('two at once: each tells of all', all(
        (len(at_port(d.seen, HERE, 81)), len(at_port(d.seen, PRIVATE, 81))) ==
        (MANY, CHAIN) for d in dumps))
    tap.equal('the one of those at a port, and of nobody else',
              len(dumps[0].seen), MANY + CHAIN)
    given_up.sock.close()


for part_size in (32768, 8192, 4096):
    listing(part_size)
interleaved()
sys.exit(Tap.bad != 0)
