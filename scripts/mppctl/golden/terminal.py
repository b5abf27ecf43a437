#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""terminal.py TOOL: `watch` in a terminal of a recorded kernel.

It draws, fits itself to the terminal, and gives the terminal back as it was
whichever way it ends.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ENTER, LEAVE = b'\x1b[?1049h', b'\x1b[?1049l'
BAD = 0


def result(good, text):
    global BAD
    print(('ok - ' if good else 'not ok - ') + 'watch: ' + text, flush=True)
    BAD += not good
    return good


class Watch:
    """The tool in a terminal of its own."""

    def __init__(self, tool, rows=40, columns=100, section='1',
                 command='watch', **more):
        env = dict(os.environ, TERM='xterm', TZ='UTC', **more,
                   MPPCTL_REPLAY=HERE + '/calm.rec', MPPCTL_SECTION=section,
                   MPPCTL_KMSG=HERE + '/calm.kmsg')
        self.master, slave = pty.openpty()
        self.slave = slave
        self.resize(rows, columns)
        self.before = termios.tcgetattr(slave)
        self.out = b''
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(slave, fd)
            os.execve(tool, ['mppctl', command], env)
        self.status = None

    def resize(self, rows, columns):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ,
                    struct.pack('HHHH', rows, columns, 0, 0))

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.out += os.read(self.master, 65536)

    def wait_for(self, what, since=0, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if what in self.out[since:]:
                return True
            self.read(0.1)
        return False

    def fits(self, rows, columns, seconds=20):
        """The frames come to fit; those on their way may still be larger."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            last = list(frames(self.out))[-1]
            if (len(last) <= rows and last[0].startswith('mppctl watch') and
                    max(len(line) for line in last) <= columns):
                return True
            self.read(0.1)
        return False

    def state(self):
        with open('/proc/%d/stat' % self.pid) as f:
            return f.read().rsplit(')', 1)[1].split()[0]

    def ended(self, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
                self.read(0.05)
                return True
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return False

    def restored(self):
        return (self.out.count(ENTER) == self.out.count(LEAVE) and
                self.out.rfind(LEAVE) > self.out.rfind(ENTER) and
                b'\x1b[?25h' in self.out and
                termios.tcgetattr(self.slave) == self.before)


def frames(out):
    """What is on the screen after each whole frame, lines without colours."""
    for frame in out.split(b'\x1b[H')[1:]:
        if b'\x1b[J' not in frame:
            continue
        text = re.sub(rb'\x1b\[[0-9;?]*[A-Za-z]', b'', frame)
        yield text.decode().split('\r\n')


def ends_by(tool, nr):
    watch = Watch(tool)
    watch.wait_for(b'memory')
    os.kill(watch.pid, nr)
    name = signal.Signals(nr).name
    if not result(watch.ended(), name + ' ends it'):
        return
    result(os.WIFSIGNALED(watch.status) and os.WTERMSIG(watch.status) == nr,
           name + ' is what it ended by')
    result(watch.restored(), name + ': the terminal is as it was')


def main():
    tool = os.path.abspath(sys.argv[1])

    watch = Watch(tool)
    result(watch.wait_for(b'protects'), 'draws what show tells')
    result(b'\x1b[32m' in watch.out, 'in colour')
    again = len(watch.out)
    result(watch.wait_for(b'memory', again), 'draws again by itself')
    watch.resize(8, 30)
    os.kill(watch.pid, signal.SIGWINCH)
    result(watch.fits(8, 30), 'fits a small terminal')
    os.write(watch.master, b'x')
    watch.wait_for(b'\x1b[J', len(watch.out))
    result(watch.state() != 'Z',
           'other keys do not end it')
    os.write(watch.master, b'q')
    result(watch.ended() and watch.status == 0, 'q ends it, with status 0')
    result(watch.restored(), 'q: the terminal is as it was')

    watch = Watch(tool)
    watch.wait_for(b'memory')
    os.kill(watch.pid, signal.SIGTSTP)
    end = time.monotonic() + 20
    while watch.state() != 'T' and time.monotonic() < end:
        watch.read(0.05)
    watch.wait_for(LEAVE)
    result(watch.state() == 'T' and watch.restored(),
           'stopped: the terminal is as it was')
    since = len(watch.out)
    os.kill(watch.pid, signal.SIGCONT)
    result(watch.wait_for(ENTER, since) and watch.wait_for(b'memory', since),
           'continued: it draws again')
    os.write(watch.master, b'q')
    result(watch.ended() and watch.restored(), 'and ends as before')

    for nr in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT,
               signal.SIGSEGV):
        ends_by(tool, nr)

    # a section without a recorded kernel: the module is not there
    watch = Watch(tool, section='9999')
    result(watch.ended() and os.WEXITSTATUS(watch.status) == 2 and
           ENTER not in watch.out, 'without a kernel it does not take the screen')

    show = Watch(tool, command='show')
    result(show.ended() and b'\x1b[32m' in show.out, 'show is in colour, too')
    show = Watch(tool, command='show', NO_COLOR='1')
    result(show.ended() and b'tcp_mpp' in show.out and b'\x1b' not in show.out,
           'but not with NO_COLOR')
    return BAD != 0


sys.exit(main())
