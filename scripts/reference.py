# SPDX-License-Identifier: GPL-2.0
"""
reference.py TOP: the reference of all surfaces, as Markdown on standard
output; for regen-reference. A line "@name" of reference.md.in is replaced by
what name() makes of the specification of the netlink family and the comments
of module/. A name that is not explained there is an error: nothing is here.
"""

import re
import sys
import textwrap

import yaml

TOP = sys.argv[1]
# Units as the ends of doc texts say them, and as tables do.
UNITS = [(r'percent of (\S+?)', r'% of \1'), ('ms', 'ms'), ('pages', 'pages'),
         ('bytes', 'bytes'), ('of 1000', 'of 1000'),
         (r'(?:connections|TCBs) a second', 'connections/s'),
         ('connections', 'connections')]
RIGHTS = ['everybody', 'CAP_NET_ADMIN']
# An error begins there: "ENOENT: "
ERROR = r' (?=E[A-Z]{3,}: )'
# The structs whose members are fields of tracepoints, the nearest first.
FIELDS = [('types.h', 'mpp_episode'), ('types.h', 'mpp_sample'),
          ('types.h', 'mpp_evidence'), ('types.h', 'mpp_facts'),
          ('event.h', 'mpp_event_epoch'), ('event.h', 'mpp_event')]
# The lists of counters, and what each word of them is the name of.
COUNTERS = [('stats.h', 'mpp_stat', 'MPP_STAT_', 'MPP_STATS', ['*']),
            ('types.h', 'mpp_reason', 'MPP_', 'MPP_RESET_REASONS', ['reset_*']),
            ('types.h', 'mpp_reason', 'MPP_', 'MPP_SPARE_REASONS',
             ['spared_*', 'syn_spared_*'])]


def die(text):
    """ the end """
    sys.exit(f'reference: {text}')


def read(path):
    """ a file of the tree """
    with open(f'{TOP}/{path}', encoding='utf-8') as file:
        return file.read()


SPEC = yaml.safe_load(read('include/netlink/specs/tcp_mpp.yaml'))
CONSTS = {d['name']: d['value'] for d in SPEC['definitions']
          if d['type'] == 'const'}
ENUMS = {d['name']: d for d in SPEC['definitions'] if d['type'] != 'const'}
SETS = {s['name']: {a['name']: a for a in s['attributes']}
        for s in SPEC['attribute-sets']}
OPS = {o['name']: o for o in SPEC['operations']['list']}
ASKED = {n: o for n, o in OPS.items() if 'do' in o}
TOLD = {n: o for n, o in OPS.items() if 'do' not in o}


def entries(enum):
    """ (word, doc) of an enum """
    return [(e, '') if isinstance(e, str) else (e['name'], e.get('doc', ''))
            for e in ENUMS[enum]['entries']]


def tidy(text):
    """ in one line, without the rows of the requirements """
    return ' '.join(re.sub(r'\s*\([WDB]\d+(, [WDB]\d+)*\)|@', '', text).split())


def explained(path, kind, name):
    """ a name's line in the kernel-doc of an enum or struct; '' without """
    found = re.search(rf'/\*\*\n \* (?:enum|struct) {kind} -.*?\*/',
                      read(f'module/{path}'), re.S)
    found = re.search(rf'^ \* @{name}: (.*(?:\n \*\t.*)*)',
                      found[0] if found else '', re.M)
    return tidy(found[1].replace('\n *', ' ')) if found else ''


def macro(path, name):
    """ (symbol, word) of a list X(symbol, "word") """
    body = re.search(rf'#define {name}\(X\)(.*?[^\\])\n', read(path), re.S)
    return re.findall(r'X\((\w+),\s*"(\w+)"\)', body[1] if body else '') or \
        die(f'{path}: no {name}')


def on_the_wire(field):
    """ what the attribute of that name says, for fields that are no member """
    attr = SETS['episode'].get(field.replace('_', '-'), {})
    return attr.get('doc', '').rstrip('.')


def unit_of(text):
    """ the text without its unit, and the unit """
    for pattern, unit in UNITS:
        found = re.search(rf', {pattern}(?=[.;,](?:\s|$)|$)', text)
        if found:
            return text.replace(found[0], '', 1), found.expand(unit)
    return text, ''


def codes(names):
    """ a list of names """
    return ', '.join(f'`{n}`' for n in names)


class Doc:
    """ the doc text of an attribute in parts: what, unit, range, default """
    def __init__(self, name, attr):
        self.name = name
        self.what = attr.get('doc') or die(f'{name}: no doc')
        found = re.search(r' ?\bDefault (.+?)\.(?= |$)|$', self.what)
        self.default = found[1] or ''
        self.what, self.unit = unit_of(self.what.replace(found[0], '', 1))
        self.range = self.limits(attr.get('enum'), {
            k: CONSTS.get(v, v) for k, v in attr.get('checks', {}).items()})

    def limits(self, enum, checks):
        """ words; from - to: of the text, which is closer, or of the policy """
        if enum:
            few = ENUMS[enum]['type'] == 'enum' and len(entries(enum)) < 4
            return codes(w for w, _ in entries(enum)) if few else \
                f'{ENUMS[enum]["type"]} [{enum}](#{enum})'
        found = re.search(r'; (\d+) to (\d+)(?=\.)', self.what)
        if found:
            low, high = int(found[1]), int(found[2])
            if low < checks.get('min', low) or high > checks.get('max', high):
                die(f'{self.name}: the checks are closer than "{found[0]}"')
            self.what = self.what.replace(found[0], '', 1)
            return f'{low}-{high}'
        if 'max-len' in checks:
            return f'at most {checks["max-len"]} bytes'
        if 'max' in checks:
            return f'{checks.get("min", 0)}-{checks["max"]}'
        return f'from {checks["min"]}' if 'min' in checks else ''


def parts_of(op):
    """ of an operation's doc: what it does, rights, errors """
    doc = op.get('doc') or die(f'{op["name"]}: no doc')
    what, *why = re.split(ERROR, doc)
    return re.sub(r' Needs CAP_NET_ADMIN\.', '', what), \
        RIGHTS['CAP_NET_ADMIN' in what], \
        [w.strip().rstrip('.').split(': ', 1) for w in why]


def prose(text, bullet=''):
    """ wrapped """
    print(textwrap.fill(' '.join(text.split()), 79, initial_indent=bullet,
                        subsequent_indent=' ' * len(bullet),
                        break_long_words=False, break_on_hyphens=False))


def table(head, rows):
    """ without the columns that are empty """
    rows = [[str(c) for c in r] for r in rows]
    keep = [i for i in range(len(head)) if any(r[i] for r in rows)]
    for row in (head, ['---'] * len(head), *rows):
        print('| ' + ' | '.join(row[i] for i in keep) + ' |')


def chapters(names, write):
    """ a heading for each, and blank lines between """
    for i, name in enumerate(names):
        print(f'{chr(10) if i else ""}### {name}\n')
        write(name)


def in_file(name):
    """ a name of netlink as that of a file """
    return f'`{name.replace("-", "_")}`'


def members(part):
    """ the attributes of a request, reply or event """
    return codes(n for n in part['attributes'] if n != 'pad') or 'nothing'


def attributes_of(name, leave=()):
    """ the table of a set """
    docs = [(a, Doc(f'{name}: {n}', a)) for n, a in SETS[name].items()
            if a['type'] != 'pad' and n not in leave]
    table(['attribute', 'type', 'range', 'unit', 'default', 'meaning'],
          [(f'`{a["name"]}`', a.get('nested-attributes', a['type']) +
            (', repeated' if a.get('multi-attr') else ''), d.range, d.unit,
            d.default, d.what) for a, d in docs])


def about(name):
    """ the doc of an attribute set, or a paragraph of that of the family """
    prose(SPEC['doc'].split('\n')[int(name)] if name.isdigit() else
          next(s['doc'] for s in SPEC['attribute-sets'] if s['name'] == name))


def settings():
    """ names and switches as the files have them """
    names = [n for n, _ in entries('setting')]
    dashed = '|'.join(sorted((n for n in names if '-' in n), reverse=True))
    rows = []
    for name in names:
        doc = Doc(f'setting {name}', SETS['settings'].get(name, {}))
        if SETS['settings'][name].get('enum') == 'switch':
            doc.range = '0, 1'
            doc.default = re.sub(r'\b(disabled|enabled)\b', lambda m: str(
                [w for w, _ in entries('switch')].index(m[1])), doc.default)
        elif doc.range[:1] != '`' and not (doc.unit and '-' in doc.range):
            die(f'setting {name}: no unit or no range')
        doc.what = re.sub(dashed, lambda m: in_file(m[0]), doc.what)
        rows.append((in_file(name), doc.default or
                     die(f'setting {name}: no default'), doc.range, doc.unit,
                     doc.what))
    table(['name', 'default', 'range', 'unit', 'meaning'], rows)


def interfaces():
    """ what iface-set can set, to one word """
    attributes_of('iface', [n for n, a in SETS['iface'].items()
                            if 'enum' not in a or n == 'default'])


def status():
    """ the files of sysfs.c; syn_drop_rate and peak_pages are attributes
    syn-drop-rate and pages-peak, what has none is a member of the struct """
    rows = []
    for name in re.findall(r'^STATUS\((\w+),', read('module/sysfs.c'), re.M):
        words = name.split('_')
        attr = next((a for a in ('-'.join(words), '-'.join(words[::-1]))
                     if a in SETS['episode']), '')
        doc = Doc(f'status {name}', SETS['episode'].get(
            attr, {'doc': explained('engine.h', 'mpp_status', name)}))
        rows.append((f'`{name}`', f'`{attr}`' if attr else '', doc.range,
                     doc.unit, doc.what or die(f'status {name}: no doc')))
    table(['name', 'on netlink', 'range', 'unit', 'meaning'], rows)


def counters():
    """ those that are not by reason, and those that are """
    rows = []
    for path, kind, prefix, list_of, names in COUNTERS:
        for symbol, word in macro(f'module/{path}', list_of):
            what, unit = unit_of(explained(path, kind, prefix + symbol) or
                                 die(f'counter {word}: no kernel-doc'))
            rows.append((codes(n.replace('*', word) for n in names),
                         unit or 'number', what))
    table(['name', 'unit', 'of'], rows)


def tracepoints():
    """ those of trace.h """
    trace_h = read('module/trace.h')
    found = {n: (tidy(c), re.findall(r'__\w+\((\w+), (\w+)(?:, (\w+))?\)', f))
             for c, n, f in re.findall(
                 r'/\* ([^/]*) \*/\nTRACE_EVENT\((\w+),.*?'
                 r'TP_STRUCT__entry\((.*?)\n\t\),', trace_h, re.S)}
    if len(found) != trace_h.count('TRACE_EVENT('):
        die('trace.h: a TRACE_EVENT without a comment')

    def fields(name):
        rows = []
        for kind, field, size in found[name][1]:
            docs = filter(None, (explained(p, k, field) for p, k in FIELDS))
            what, unit = unit_of(next(docs, '') or on_the_wire(field) or
                                 die(f'{name}: {field}: no kernel-doc'))
            rows.append((f'`{field}`', f'{kind}[{size}]' if size else kind,
                         unit, what))
        table(['field', 'type', 'unit', 'meaning'], rows)

    table(['name', 'when'], [(f'`{n}`', w) for n, (w, _) in found.items()])
    print()
    chapters(found, fields)


def operations():
    """ what can be asked for """
    def write(name):
        op = ASKED[name]
        what, rights, errors = parts_of(op)
        prose(what)
        print()
        prose(f'rights: {rights}', '- ')
        prose(f'request: {members(op["do"]["request"])}', '- ')
        for kind, reply in (('do', 'reply'), ('dump', 'dump')):
            if 'reply' in op.get(kind, {}):
                prose(f'{reply}: {members(op[kind]["reply"])}', '- ')
        for error, why in errors:
            prose(f'{error}: {why}', '- ')

    chapters(ASKED, write)


def groups():
    """ the sentence of the family's doc that names it has its rights """
    rows = []
    for group in (g['name'] for g in SPEC['mcast-groups']['list']):
        said = re.search(rf'[^.]*group {group}\b[^.]*', SPEC['doc']) or \
            die(f'group {group}: no doc')
        rows.append((f'`{group}`', RIGHTS['CAP_NET_ADMIN' in said[0]], codes(
            n for n, o in TOLD.items() if o['mcgrp'] == group)))
    table(['group', 'rights', 'events'], rows)


def events():
    """ what is told without being asked """
    rows, seen = [], {}
    for name, op in TOLD.items():
        carries = members(op['event']) if 'event' in op else op['notify']
        first = op.get('notify', seen.setdefault(carries, name))
        rows.append((f'`{name}`', op['mcgrp'], parts_of(op)[0],
                     carries if first == name else f'as `{first}`'))
    table(['event', 'group', 'tells', 'carries'], rows)


def attributes():
    """ all that have no other place """
    def write(name):
        about(name)
        print()
        attributes_of(name, [w for w, _ in entries('setting')]
                      if name == 'settings' else ())

    chapters([n for n in SETS if n != 'evidence'], write)


def words():
    """ every enum """
    def write(name):
        d = ENUMS[name]
        prose(d.get('doc') or die(f'{name}: no doc'))
        print()
        table(['number', 'word', 'meaning'],
              [(1 << i if d['type'] == 'flags' else i, f'`{w}`', doc)
               for i, (w, doc) in enumerate(entries(name),
                                            d.get('value-start', 0))])

    chapters(ENUMS, write)


def errors():
    """ those of every surface: the last paragraph of the family's doc """
    what, *why = re.split(ERROR, SPEC['doc'].split('\n')[-1])
    prose(what)
    print()
    table(['error', 'meaning'], [w.rstrip('.').split(': ', 1) for w in why])


def operation_errors():
    """ the others """
    table(['error', 'operation', 'meaning'],
          sorted((error, f'`{name}`', why) for name, op in ASKED.items()
                 for error, why in parts_of(op)[2]))


for line in read('scripts/reference.md.in').splitlines():
    if line.startswith('@'):
        call, *args = line[1:].split()
        globals()[call.replace('-', '_')](*args)
    else:
        print(line)
