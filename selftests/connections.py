#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
connections.py calm FILE: connection-get while all is calm, against ss and
against what connections.sh has set up; what it told of whom goes to FILE.
connections.py episode FILE: the same people in an episode of audit mode.
connections.py agree FILE HEARD: whom events told of, as netlink_listen.py wrote
them into HEARD, are those of FILE, for those reasons.
"""

import errno
import ipaddress
import json
import os
import re
import socket
import subprocess
import sys
import time

from mpp_netlink import Family, Netlink, Refused, SCALE, Tap, raw_attr, \
    raw_request

tap = Tap()
nl = Family()
SOME = 10
# by local port, in the initial namespace
CLASSES = {81: 'never-opened', 82: 'never-opened', 83: 'zero-window',
           84: 'no-progress', 85: 'healthy', 88: 'orphan'}
SPARED = {86: 'disabled', 87: 'exempt-port'}
SPACES = ('', 'shared', 'private', 'atk')
FULL = {'ESTAB': 'established', 'FIN-WAIT-1': 'fin-wait1',
        'FIN-WAIT-2': 'fin-wait2', 'CLOSE-WAIT': 'close-wait',
        'LAST-ACK': 'last-ack', 'CLOSING': 'closing', 'SYN-SENT': 'syn-sent'}
# what goes on by itself
MOVING = {'samples', 'pressure_calls'}


def number_of(space):
    """ of a namespace """
    path = f'/run/netns/{space}' if space else '/proc/self/ns/net'
    return os.stat(path).st_ino


HERE = number_of('')


def key(conn):
    """ who it is """
    return (conn['netns'], conn['local-address'], conn['local-port'],
            conn['peer-address'], conn['peer-port'])


def end_point(text):
    """ address and port as ss prints them """
    address, port = text.rsplit(':', 1)
    address = ipaddress.ip_address(address.strip('[]').split('%')[0])
    mapped = getattr(address, 'ipv4_mapped', None)
    return str(mapped or address), int(port)


def by_ss(space):
    """ by who they are: state, Recv-Q, Send-Q, the rest of the line """
    words = ['ip', 'netns', 'exec', space] if space else []
    text = subprocess.run(words + ['ss', '-HtanOemi'], check=True,
                          capture_output=True, text=True).stdout
    found = {}
    for line in text.splitlines():
        state, recv, send, local, peer, *rest = line.split(None, 5)
        if state in FULL:
            found[(number_of(space), *end_point(local), *end_point(peer))] = \
                (FULL[state], int(recv), int(send), ' '.join(rest))
    return found


def as_ss_has_it(conn, line):
    """ what ss tells of it as well, from both """
    state, unread, queued, rest = line
    held, ahead, sent = map(int, re.search(
        r'skmem:\(r(\d+),rb\d+,t\d+,tb\d+,f(\d+),w(\d+)', rest).groups())
    said = {n: int(v) for n, v in
            re.findall(r'\b(snd_wnd|bytes_acked):(\d+)', rest)}
    return ([conn['state'], conn['unread'], conn['queued'],
             conn['receive-bytes'], conn['send-bytes'], conn['bytes'],
             conn['snd-wnd'], conn['acked']],
            [state, unread, queued, held, sent, held + ahead + sent,
             said.get('snd_wnd', 0), said.get('bytes_acked', 0)])


def dump(**by):
    """ connections, by who they are """
    listed = nl.listing('connection-get', **by)
    found = {key(c): c for c in listed}
    assert len(found) == len(listed), 'somebody twice'
    return found


def counters():
    """ those that stand still while all is calm, and what is pinned """
    got = {c['name']: c['value'] for c in nl.listing('stats-get')}
    status = nl.ask('status-get')
    return {n: v for n, v in got.items() if n not in MOVING} | \
        {'now': (status['pinned'], status['episode'])}


def reasons(conns, port):
    """ of those at a port of this namespace; whom they come from is not """
    return [c['reason'] for c in conns.values()
            if c['netns'] == HERE and c['local-port'] == port and
            c['ifindex'] == socket.if_nametoindex('v1')]


def classes_told():
    """ until every attacker counts as what he is """
    end = time.time() + 40 * SCALE
    while time.time() < end:
        conns = dump()
        if all(reasons(conns, p) == [r] * SOME for p, r in CLASSES.items()):
            return conns
    return conns


def whole(conns):
    """ everybody, in every namespace, as ss has it """
    for space in SPACES:
        told = {k: c for k, c in conns.items() if k[0] == number_of(space)}
        said = by_ss(space)
        tap.check(f'everybody that ss names in "{space}", and nobody else',
                  set(told) == set(said) and told,
                  f'{set(told) ^ set(said)}')
        wrong = []
        for who, conn in told.items():
            ours, theirs = as_ss_has_it(conn, said[who])
            if ours != theirs:
                wrong.append((who, ours, theirs))
        tap.check('with the state and the queues that ss tells of',
                  not wrong, wrong[:3])


def standing(conns):
    """ rules, classes, ranks """
    for port, reason in CLASSES.items():
        tap.equal(f'port {port}: {reason}', reasons(conns, port),
                  [reason] * SOME)
    tap.equal('made while MPP was off: disabled', reasons(conns, 86),
              ['disabled'] * SOME)
    tap.equal('to an exempt port', reasons(conns, 87),
              ['exempt-port'] * 2 * SOME)
    here = [c for k, c in conns.items() if k[0] == HERE]
    tap.equal('on a private link: private',
              [c['reason'] for c in here
               if c['ifindex'] == socket.if_nametoindex('v4')],
              ['private'] * SOME)
    tap.equal('within this machine: private, both ends',
              [c['reason'] for c in here
               if c['peer-address'] == '127.0.0.1'], ['private'] * 6)
    for space in ('shared', 'private'):
        tap.equal(f'in namespace {space}: never-opened',
                  [c['reason'] for k, c in conns.items()
                   if k[0] == number_of(space)], ['never-opened'] * SOME)
    tap.equal('the ends of honest clients: healthy',
              {c['reason'] for k, c in conns.items()
               if k[0] == number_of('atk')}, {'healthy'})
    low = {r: min(c['rank'] for c in here if c['reason'] == r)
           for r in set(CLASSES.values()) | set(SPARED.values())}
    tap.check('ranks: as the classes follow each other',
              low['never-opened'] > low['no-progress'] > low['zero-window'] >
              low['orphan'] > 0, low)
    tap.equal('nobody else has one', {c['rank'] for c in conns.values()
                                      if c['reason'] not in CLASSES.values()
                                      or c['reason'] == 'healthy'}, {0})
    tap.check('orphans are told', all(('orphan' in c) == (k[2] == 88)
                                      for k, c in conns.items()
                                      if k[0] == HERE))
    kept = {k: c for k, c in conns.items() if k[2] == 90 and k[0] == HERE}
    tap.check('what a sockmap has would wait for close', len(kept) == SOME and
              all(c['kept-bytes'] == c['receive-bytes'] >= 30000
                  for c in kept.values()), kept)
    tap.equal('nothing else would', {c['kept-bytes'] for k, c in conns.items()
                                     if k not in kept}, {0})
    tap.equal('owner and cgroup', {(c['uid'], bool(c['cgroup']))
                                   for c in here if not c.get('orphan')},
              {(0, True)})


def choices(conns):
    """ what a listing and a question can name """
    port = {k: c for k, c in conns.items() if k[2] == 81}
    tap.check('a local port, of every namespace',
              set(dump(local_port=81)) == set(port) and len(port) == 3 * SOME)
    who = next(k for k in conns if k[0] == HERE and k[2] == 81)
    six = next(k for k in conns if k[0] == HERE and k[2] == 82)
    for one in (who, six):
        tap.equal(f'a peer: {one[3]}', set(dump(peer_address=one[3])),
                  {k for k in conns if k[3] == one[3]})
        tap.equal('a peer and its port',
                  set(dump(peer_address=one[3], peer_port=one[4])),
                  {k for k in conns if k[3:] == one[3:]})
        got = nl.ask('connection-get', peer_address=one[3], peer_port=one[4])
        tap.check('one connection: the same', not isinstance(got, Refused) and
                  (key(got), got['reason'], got['rank']) ==
                  (one, conns[one]['reason'], conns[one]['rank']), got)
    mapped = b'\0' * 10 + b'\xff\xff' + socket.inet_aton(who[3])
    tap.equal('an IPv4 address in mapped form',
              set(dump(peer_address=mapped, peer_port=who[4])),
              {k for k in conns if k[3:] == who[3:]})
    tap.equal('a port that nobody has', dump(local_port=9), {})
    tap.equal('a peer that nobody has, at a port that one has',
              dump(local_port=81, peer_address='192.0.2.1'), {})
    for vals in ({}, {'peer_port': who[4]}, {'peer_address': who[3]},
                 {'local_port': 81}):
        tap.refused(f'which one? {set(vals)}',
                    nl.ask('connection-get', **vals), errno.EINVAL)
    tap.refused('nobody', nl.ask('connection-get', peer_address='192.0.2.1',
                                 peer_port=1), errno.ENOENT, 'peer-address')
    tap.refused('the peer, but another port here',
                nl.ask('connection-get', peer_address=who[3],
                       peer_port=who[4], local_port=82),
                errno.ENOENT, 'peer-address')
    for size in (3, 5, 15, 17):
        # too short is the policy's, with another errno; a listing's refusal
        # names no attribute, on older kernels
        got = nl.ask('connection-get', peer_address=b'x' * size, peer_port=1)
        tap.check(f'an address of {size} bytes', isinstance(got, Refused) and
                  got.attr == 'peer-address' and
                  got.errno in (errno.EINVAL, errno.ERANGE), got)
        got = nl.listing('connection-get', peer_address=b'x' * size)
        tap.check('nor in a listing', isinstance(got, Refused) and
                  got.errno in (errno.EINVAL, errno.ERANGE), got)
    attr = nl.attr_sets['evidence']['reason'].value
    for flags in (0, Netlink.NLM_F_DUMP):
        tap.check('by a reason, which cannot be asked for', raw_request(
            nl, nl.ops['connection-get'].req_value,
            raw_attr(attr, b'\1\0\0\0'), flags))


def twins():
    """ one port of a peer, two connections """
    src = f"""
import socket, sys
socks = []
for port in (86, 87):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('10.1.0.2', 7777))
    s.connect(('10.1.0.1', port))
    socks.append(s)
print('there', flush=True)
sys.stdin.readline()
"""
    with subprocess.Popen(['ip', 'netns', 'exec', 'atk', sys.executable, '-c',
                           src], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as proc:
        proc.stdout.readline()
        vals = {'peer_address': '10.1.0.2', 'peer_port': 7777}
        tap.refused('one of two', nl.ask('connection-get', **vals),
                    errno.ENOTUNIQ, 'peer-address')
        got = nl.ask('connection-get', local_port=87, **vals)
        tap.check('the one at port 87', not isinstance(got, Refused) and
                  got['reason'] == 'exempt-port', got)
        tap.equal('both', len(dump(**vals)), 2)
        proc.stdin.write('\n')
        proc.stdin.flush()


def calm():
    """ as the first lines say """
    before = counters()
    conns = classes_told()
    whole(conns)
    standing(conns)
    choices(conns)
    twins()
    tap.equal('a hole is no hole by looking at it', reasons(dump(), 85),
              ['healthy'] * SOME)
    tap.equal('nothing was counted, nothing is pinned for it', counters(),
              before)
    with open(sys.argv[2], 'w', encoding='ascii') as file:
        json.dump([[k, c['reason']] for k, c in conns.items()], file)


def saved():
    """ what calm() told of whom, and what becomes of the holes """
    with open(sys.argv[2], encoding='ascii') as file:
        told = {tuple(k): r for k, r in json.load(file)}
    return {k: 'hole' if k[0] == HERE and k[2] == 85 else r
            for k, r in told.items()}


def episode():
    """ in audit mode everybody is still there """
    want = saved()
    now = {k: c['reason'] for k, c in dump().items() if k in want}
    tap.equal('everybody is there, and stands as told while it was calm', now,
              want)


def agree():
    """ events """
    want = saved()
    victims = {k: r for k, r in want.items()
               if r in CLASSES.values() and r != 'healthy' or r == 'hole'}
    with open(sys.argv[3], encoding='ascii') as file:
        heard = [json.loads(line) for line in file if line.startswith('[')]
    for mode in ('audit', 'enforce'):
        found = {key(m): m['reason'] for name, m in heard
                 if name == 'reset' and m['mode'] == mode}
        tap.equal(f'{mode}: those that were told, for the same reasons', found,
                  victims)


{'calm': calm, 'episode': episode, 'agree': agree}[sys.argv[1]]()
sys.exit(Tap.bad != 0)
