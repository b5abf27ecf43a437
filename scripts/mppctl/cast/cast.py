#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""cast.py ROWS COLUMNS TYPESCRIPT TIMING: what script(1) kept, as asciicast v2."""
import json
import sys

rows, columns = int(sys.argv[1]), int(sys.argv[2])
with open(sys.argv[3], 'rb') as f:
    f.readline()                        # script's own first line
    text = f.read()
print(json.dumps({'version': 2, 'width': columns, 'height': rows,
                  'title': 'mppctl watch while a server is attacked'}))
when, at = 0.0, 0
with open(sys.argv[4], encoding='ascii') as f:
    for line in f:
        delay, size = line.split()
        when += float(delay)
        part = text[at:at + int(size)].decode('utf-8', 'replace')
        at += int(size)
        print(json.dumps([round(when, 3), 'o', part]))
