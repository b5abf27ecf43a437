#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
netlink_listen.py FILE: listens to both groups, and writes each message as a
line of JSON into FILE until it is told to end. Beside it a second listener
hears the kills and never reads, to be too slow.
"""

import errno
import json
import signal
import socket
import sys

from mpp_netlink import Family, Netlink

NETLINK_BROADCAST_ERROR = 4


def plain(value):
    """ bytes are the only thing that JSON does not know """
    return value.hex() if isinstance(value, bytes) else str(value)


def slow_listener():
    """ too small, and nobody reads it """
    slow = Family()
    slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    slow.sock.setsockopt(Netlink.SOL_NETLINK, NETLINK_BROADCAST_ERROR, 1)
    slow.ntf_subscribe('kills')
    return slow


def main():
    """ until SIGTERM """
    nl = Family(['events', 'kills'])
    nl.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    slow = slow_listener()
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    with open(sys.argv[1], 'w', encoding='ascii') as out:
        print('listening', file=out, flush=True)
        while going:
            for msg in nl.poll_ntf(duration=0.2):
                print(json.dumps([msg['name'], msg['msg']], default=plain),
                      file=out, flush=True)
        try:
            slow.sock.recv(1, socket.MSG_DONTWAIT)
            told = 0
        except OSError as err:
            told = err.errno
        print('slow', errno.errorcode.get(told, told), file=out, flush=True)


main()
