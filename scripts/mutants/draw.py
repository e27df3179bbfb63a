#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Draw small mutations of the drivers, the same ones for the same seed.

  draw.py TOP SEED COUNT OUTDIR

Writes OUTDIR/NNN/{what,file,text}: a line that says what was changed, the file
it is in, and the whole file as it would be.  The same line is drawn once, and
no file gives more than its share, so that a long one does not drown the others.

Only lines inside functions are changed, and none whose loss cannot matter:
logs, traces, hints to the compiler, names and tables.
"""

import pathlib
import random
import re
import sys

# What no mutation may touch: it changes nothing that a test should see.
HARMLESS = re.compile(
    r"\b(netdev_(info|warn|err|dbg)|dev_(info|warn|err|dbg)|pr_\w+|trace_\w+|cond_resched"
    r"|lockdep_\w+|ASSERT_RTNL|might_sleep|NL_SET_\w+|prefetch\w*|net_prefetch\w*|static_assert"
    r"|BUILD_BUG_ON|MODULE_\w+|u64_stats_\w+|EXPORT_\w+)\b")
# Files without behaviour of their own, or for eyes only.
LEFT_OUT = {"kcompat.h", "trace.h", "trace.c", "regdump.c"}

CALL = re.compile(r"^\t+[a-z_]\w*(->\w+|\.\w+)*\(.*\);$")
STORE = re.compile(r"^\t+[a-z_][\w.>\[\]-]*(\s[|&]?=\s.*|\+\+|--);$")


def whole_function_lines(lines):
    """Numbers of the lines that stand in a function's body."""
    inside = False
    for number, line in enumerate(lines):
        if line == "{":
            inside = True
        elif line == "}":
            inside = False
        elif inside:
            yield number


def swap(line, pairs):
    """Each occurrence of one side of a pair, replaced by the other."""
    for pattern, new in pairs:
        for match in re.finditer(pattern, line):
            yield line[:match.start()] + match.expand(new) + line[match.end():]


def comparisons(lines, i):
    for new in swap(lines[i], [(r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "),
                               (r" >= ", " > ")]):
        yield "off by one", {i: new}


def arithmetic(lines, i):
    for new in swap(lines[i], [(r" \+ 1\b", " + 2"), (r" - 1\b", ""), (r" \+ (?=[a-z(])", " - "),
                               (r" \* ", " + ")]):
        yield "arithmetic", {i: new}


def bits(lines, i):
    for new in swap(lines[i], [(r" \|= ", " = "), (r" &= ~", " |= "), (r" & ~", " | "),
                               (r" & (?=[A-Zv~b])", " | ")]):
        yield "bits", {i: new}


def logic(lines, i):
    for new in swap(lines[i], [(r" && ", " || "), (r" \|\| ", " && ")]):
        yield "and for or", {i: new}


def negated(lines, i):
    """A condition that ends on its line, the other way round."""
    match = re.match(r"^(\t+(?:\} else )?(?:if|while) \()(.*)(\)(?: \{)?)$", lines[i])
    if not match:
        return
    head, condition, tail = match.groups()
    if condition.count("(") == condition.count(")"):
        yield "condition negated", {i: f"{head}!({condition}){tail}"}


def truth(lines, i):
    for new in swap(lines[i], [(r"\btrue\b", "false"), (r"\bfalse\b", "true")]):
        yield "truth", {i: new}


def swallowed(lines, i):
    for new in swap(lines[i], [(r"return -E\w+;", "return 0;"), (r"return err;", "return 0;")]):
        yield "error swallowed", {i: new}


def dropped(lines, i):
    """A call or an assignment left out, and not the only line under an if."""
    if not (CALL.match(lines[i]) or STORE.match(lines[i])):
        return
    if lines[i].endswith(";") and balanced(lines[i]):
        what = "call left out" if CALL.match(lines[i]) else "assignment left out"
        yield what, {i: re.match(r"\t*", lines[i]).group() + ";"}


# Calls whose place matters, or should.
PLACED = re.compile(r"lock|revoke|grant|enable|disable|start|stop|begin|end\b|flush|release|free"
                    r"|clear|arm|mask|put|get|register|init|exit|\bvtc_wr\b|\bwritel\b")


def exchanged(lines, i):
    """Two calls in a row, the other way round: revoke and grant, lock and look."""
    if not PLACED.search(lines[i]):
        return
    if i + 1 < len(lines) and all(CALL.match(x) and balanced(x) for x in lines[i:i + 2]):
        if re.match(r"\t*", lines[i]).group() == re.match(r"\t*", lines[i + 1]).group():
            yield "order", {i: lines[i + 1], i + 1: lines[i]}


def balanced(line):
    return line.count("(") == line.count(")")


KINDS = [comparisons, arithmetic, bits, logic, negated, truth, swallowed, dropped, exchanged]


def mutations(path):
    """All of a file: (line number, kind, {line: text})."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for i in whole_function_lines(lines):
        line = lines[i]
        stripped = line.strip()
        if not stripped or stripped.startswith(("/*", "*", "//", "#")) or HARMLESS.search(line):
            continue
        if re.match(r"^\t+(static |const |struct |unsigned |int |bool |u\d+ )", line):
            continue
        for kind in KINDS:
            for name, change in kind(lines, i):
                if any(lines[n] != text for n, text in change.items()):
                    yield i, name, change


def sources(top):
    for folder in ("common", "pf", "vf"):
        for path in sorted((top / folder).glob("*.[ch]")):
            if path.name not in LEFT_OUT:
                yield path


def draw(top, seed, count):
    """A file by the root of its size, then a kind, then a line of that kind."""
    dice = random.Random(seed)
    pool = {}
    for path in sources(top):
        kinds = {}
        for i, name, change in mutations(path):
            kinds.setdefault(name, []).append((i, change))
        if kinds:
            pool[path] = kinds
    taken = set()
    drawn = []
    while pool and len(drawn) < count:
        paths = list(pool)
        weights = [sum(map(len, pool[p].values())) ** 0.5 for p in paths]
        path = dice.choices(paths, weights)[0]
        name = dice.choice(list(pool[path]))
        i, change = pool[path][name].pop(dice.randrange(len(pool[path][name])))
        if not pool[path][name]:
            del pool[path][name]
        if not pool[path]:
            del pool[path]
        if (path, i) not in taken:
            taken.add((path, i))
            drawn.append((path, i, name, change))
    return drawn


def main():
    top, seed, count, out = (pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]),
                             pathlib.Path(sys.argv[4]))
    for number, (path, i, name, change) in enumerate(draw(top, seed, count)):
        lines = path.read_text(encoding="utf-8").split("\n")
        before = [lines[n].strip() for n in change]
        for n, text in change.items():
            lines[n] = text
        where = out / f"{number:03d}"
        where.mkdir(parents=True)
        relative = path.relative_to(top)
        (where / "what").write_text(
            f"{relative}:{i + 1}: {name}: {' / '.join(before)}  ->  "
            f"{' / '.join(t.strip() for t in change.values())}\n", encoding="utf-8")
        (where / "file").write_text(f"{relative}\n", encoding="utf-8")
        (where / "text").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
