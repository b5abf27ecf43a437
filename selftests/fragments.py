# SPDX-License-Identifier: GPL-2.0
"""
fragments.py DEV SERVER PREFIX HOW PORT N: send N SYNs, each in two IPv6
fragments and from its own address of PREFIX, and print as JSON how many of
them were answered by SYN and ACK within two seconds.

HOW is "header": the first fragment has the TCP header, the second data that
the SYN carries; or "chain": the first ends between two headers with options,
before TCP.
"""

import json
import os
import socket
import struct
import sys
import time

TCP, FRAGMENT, OPTIONS = 6, 44, 60
SYN, ACK = 2, 16
ETH_P_IPV6 = 0x86dd
MORE = 1
SCALE = int(os.environ.get('TIME_SCALE', '1'))
# a header without options: the next one, its length, six bytes of padding
PADDING = bytes((0, 1, 4, 0, 0, 0, 0))


def checksum(data):
    """ of the Internet """
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def syn(src, dst, sport, dport):
    """ a TCP header with an option, 24 bytes, and 8 bytes of data """
    def header(check):
        return struct.pack('!HHIIBBHHHBBH', sport, dport, 1000, 0, 6 << 4, SYN,
                           64240, check, 0, 2, 4, 1440)
    data = b'fragment'
    pseudo = src + dst + struct.pack('!II', 32, TCP)
    return header(checksum(pseudo + header(0) + data)) + data


def packets(src, dst, how, ports, ident):
    """ the two fragments """
    segment = syn(src, dst, *ports)
    if how == 'header':
        proto, whole, cut = TCP, segment, 24
    else:
        proto, cut = OPTIONS, 8
        whole = bytes((OPTIONS,)) + PADDING + bytes((TCP,)) + PADDING + segment
    for at, part, more in ((0, whole[:cut], MORE), (cut, whole[cut:], 0)):
        yield struct.pack('!IHBB', 6 << 28, 8 + len(part), FRAGMENT, 64) + \
            src + dst + struct.pack('!BBHI', proto, 0, at | more, ident) + part


def main():
    """ send, and count the answers """
    dev, server, prefix, how, port, count = sys.argv[1:]
    dst = socket.inet_pton(socket.AF_INET6, server)
    base = socket.inet_pton(socket.AF_INET6, prefix)[:14]
    heard = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                          socket.htons(ETH_P_IPV6))
    heard.bind((dev, ETH_P_IPV6))
    heard.settimeout(0.1)
    raw = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
    sport = 1024 + os.getpid() % 30000
    for i in range(1, int(count) + 1):
        src = base + struct.pack('!H', 0x1000 + i)
        for packet in packets(src, dst, how, (sport, int(port)),
                              os.getpid() << 16 | i):
            raw.sendto(packet, (server, 0, 0, 0))
    answered, end = set(), time.monotonic() + 2 * SCALE
    while time.monotonic() < end:
        try:
            packet = heard.recv(65536)
        except socket.timeout:
            continue
        if len(packet) < 60 or packet[6] != TCP or packet[8:24] != dst:
            continue
        if packet[53] == SYN | ACK and packet[42:44] == struct.pack('!H', sport):
            answered.add(packet[24:40])
    print(json.dumps({'sent': int(count), 'synack': len(answered)}))


main()
