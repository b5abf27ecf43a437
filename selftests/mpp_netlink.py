# SPDX-License-Identifier: GPL-2.0
"""
The family tcp_mpp, driven by the kernel tree's own python client, and results
in TAP: what the netlink_*.py tests have in common.
"""

import errno
import os
import socket
import struct
import sys
import time

YNL = os.environ.get('MPP_YNL', '/ynl')
sys.path.append(YNL)
# pylint: disable=wrong-import-position
from pyynl.lib import Netlink, NlError, YnlFamily  # noqa: E402

SPEC = YNL + '/specs/tcp_mpp.yaml'
SETTINGS = ['enabled', 'ipv4', 'ipv6', 'profiles', 'mark-end', 'mark-start',
            'mark-high', 'epoch-ms', 'hold-ms', 'kill-rate-max', 'mode',
            'rate-limit', 'rate-limit-max', 'memory-low', 'memory-share',
            'orphans-max']
SCALE = int(os.environ.get('TIME_SCALE', '1'))
RIGHTS = 'needs CAP_NET_ADMIN in the initial user namespace'


class Refused:
    """ What came instead of an answer """
    def __init__(self, err):
        self.errno = err.error
        self.extack = err.nl_msg.extack or {}
        self.text = self.extack.get('msg', '')
        self.attr = self.extack.get('bad-attr', '').lstrip('.')

    def __repr__(self):
        return f'{errno.errorcode[self.errno]} {self.extack}'


class Family(YnlFamily):
    """ The client, with refusals as values """
    def __init__(self, groups=()):
        # that the specification is valid is checked when it is built
        super().__init__(SPEC, schema='')
        for group in groups[:1]:
            self.ntf_subscribe(group)
        # that binds the socket, which can be done once only
        for group in groups[1:]:
            self.sock.setsockopt(
                Netlink.SOL_NETLINK, Netlink.NETLINK_ADD_MEMBERSHIP,
                self.nlproto.get_mcast_id(group, self.mcast_groups))

    def ask(self, op, /, **vals):
        """ do: the answer ({} when there is none to give) or Refused """
        try:
            return self.do(op, dashed(vals)) or {}
        except NlError as err:
            return Refused(err)

    def listing(self, op, /, **vals):
        """ dump: the list or Refused """
        try:
            return self.dump(op, dashed(vals))
        except NlError as err:
            return Refused(err)

    def settings(self):
        """ the settings by name, the ranges as pairs, the generation """
        got = self.do('settings-get', {})
        ranges = [(r['first'], r['last']) for r in got.pop('exempt', [])]
        generation = got.pop('generation')
        return got, ranges, generation

    def events(self, seconds, until=lambda seen: False):
        """ what came in, as (name, payload), until enough or time is over """
        seen = []
        end = time.time() + seconds * SCALE
        while not until(seen) and time.time() < end:
            for msg in self.poll_ntf(duration=0.05):
                seen.append((msg['name'], msg['msg']))
        return seen


def dashed(vals):
    """ python's names to netlink's """
    return {k.replace('_', '-'): v for k, v in vals.items()}


def raw_attr(kind, payload):
    """ one attribute as bytes """
    size = 4 + len(payload)
    return struct.pack('HH', size, kind) + payload + b'\0' * (-size % 4)


def raw_request(family, cmd, attrs, flags=0):
    """ send bytes that the client would never send; errno or 0 """
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW,
                         Netlink.NETLINK_GENERIC)
    head = struct.pack('=IHHIIBBH', 20 + len(attrs),
                       family.nlproto.family_id,
                       Netlink.NLM_F_REQUEST | Netlink.NLM_F_ACK | flags,
                       1, 0, cmd, 1, 0)
    with sock:
        sock.settimeout(10 * SCALE)
        sock.send(head + attrs)
        while True:
            reply = sock.recv(65536)
            if struct.unpack_from('H', reply, 4)[0] in (Netlink.NLMSG_ERROR,
                                                         Netlink.NLMSG_DONE):
                return -struct.unpack_from('i', reply, 16)[0]


class Tap:
    """ results, one line each; lib.sh numbers them """
    bad = 0

    def check(self, text, cond, why=''):
        """ one result """
        if not cond:
            Tap.bad += 1
            print('#', why)
        print(f"{'ok' if cond else 'not ok'} - {text}", flush=True)
        return cond

    def equal(self, text, got, want):
        """ one result: two values are the same """
        return self.check(text, got == want, f'got {got}, not {want}')

    def refused(self, text, got, err, attr='', word=''):
        """ one result: refused with errno, attribute and a message """
        return self.check(text, isinstance(got, Refused) and got.errno == err
                          and got.text and word in got.text
                          and got.attr == attr,
                          f'got {got}, not {errno.errorcode[err]} {attr}')
