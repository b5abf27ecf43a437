#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""
netlink_fuzz.py SEED MESSAGES: what mpp_nlfuzz sends is answered message by
message, and the settings changed exactly as often as one was a success.
"""

import subprocess
import sys

from mpp_netlink import Family, Tap

tap, nl = Tap(), Family()
print('# seed', sys.argv[1])
before = nl.settings()[2]
run = subprocess.run(['mpp_nlfuzz', str(nl.nlproto.family_id)] + sys.argv[1:],
                     capture_output=True, text=True, check=False)
if tap.check('every message is answered', run.returncode == 0, run.stderr):
    sent, taken, changes = map(int, run.stdout.split())
    tap.check(f'{sent} messages: {taken} were right after all, {changes} of '
              f'them changes', 0 < taken < sent and changes)
    tap.equal('so many changes took place', nl.settings()[2] - before,
              changes)
sys.exit(Tap.bad != 0)
