#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make the table of what reaches what: table.py RECORDED

RECORDED has jobs/JOB/NNNN and again/JOB/NNNN as vtc_reach.py wrote them, and the two modules.  The
table is printed: a line "test N SCENARIO:NAME SECONDS" for each test that is
of use, then "FILE FUNCTION N N N ..." for each function that a test reaches, the
best tests first.
"""

import collections
import pathlib
import re
import subprocess
import sys

# What starting a guest costs more than a test, and what one function may cost.
BOOT = 8
BUDGET = 50
MOST = 10

# (name, seconds, places of each module by section)
Test = collections.namedtuple("Test", "name seconds passed places")


def section_of(sections, place):
    """(name, place within it)"""
    below = [(first, name) for name, first in sections.items() if first <= place]
    first, name = max(below, default=(0, ".text"))
    return name, place - first


def read(path):
    """What vtc_reach.py wrote of one test."""
    module, sections, places, name, seconds, result = "", {}, set(), "", 0.0, ""
    for line in path.read_text(encoding="utf-8").splitlines():
        word = line.split()
        if word[0] == "test":
            name, seconds, result = " ".join(word[1:-2]), float(word[-2]), word[-1]
        elif word[0] == "module":
            module, sections = word[1], {}
        elif word[0] == "section":
            if re.match(r"\.(text|exit\.text)", word[1]):
                sections[word[1]] = int(word[2])
        else:
            places.add((module, *section_of(sections, int(word[0], 16))))
    return Test(name, seconds, result == "passed" or name.endswith("*"), places)


def relative(path):
    match = re.search(r"\b(common|pf|vf)/\w+\.[ch]$", path)
    return match.group() if match else None


def lines_of(folder, module, section, offsets):
    """{offset: [(file, function, line), ...]}, those it was inlined into as well."""
    # A place is what the call returns to.
    text = "".join(f"{offset - 1:#x}\n" for offset in offsets)
    out = subprocess.run(["addr2line", "-afi", "-j", section, "-e", folder / f"{module}.ko"],
                         input=text, stdout=subprocess.PIPE, text=True, check=True).stdout
    found, offset, function = {}, None, None
    for line in out.splitlines():
        if line.startswith("0x"):
            offset = int(line, 16) + 1
            found[offset] = []
            function = None
        elif function is None:
            function = line
        else:
            path, _, number = line.partition(":")
            if relative(path) and number.split()[0].isdigit():
                found[offset].append((relative(path), function, int(number.split()[0])))
            function = None
    return found


def resolve(folder, tests):
    """{test: set of (file, function, line)}"""
    wanted = collections.defaultdict(set)
    for test in tests:
        for module, section, offset in test.places:
            wanted[module, section].add(offset)
    lines = {key: lines_of(folder, *key, sorted(offsets)) for key, offsets in wanted.items()}
    reached = collections.defaultdict(set)
    for test in tests:
        for module, section, offset in test.places:
            reached[test.name].update(lines[module, section].get(offset, []))
    return reached


def job(name):
    return name.split(":")[0]


class Chooser:
    """The tests for one function: a few that pass all of it, then the one that
    passes least besides, the one that passes most, the cheapest, and again.
    """

    def __init__(self, tests, reached):
        self.tests = tests
        self.reached = reached

    def cost(self, name, taken):
        new = job(name) not in {job(t) for t in taken}
        return self.tests[name].seconds + BOOT * new + 0.3

    def cover(self, lines, names):
        """Tests that together pass every line any of them passes."""
        left, taken = set().union(*(lines[n] for n in names)), []
        while left:
            best = max(names, key=lambda n: (len(lines[n] & left) / self.cost(n, taken), n))
            taken.append(best)
            left -= lines[best]
        return taken

    def choose(self, lines):
        names = sorted(lines)
        taken = self.cover(lines, names)
        spent = 0
        for i, name in enumerate(taken):
            spent += self.cost(name, taken[:i])
        ways = (lambda n: (len(self.reached[n]), n), lambda n: (-len(self.reached[n]), n),
                lambda n: (self.cost(n, taken), n))
        for i in range(3 * MOST):
            rest = [n for n in names if n not in taken
                    and spent + self.cost(n, taken) <= BUDGET]
            if len(taken) >= MOST or not rest:
                break
            best = min(rest, key=ways[i % 3])
            spent += self.cost(best, taken)
            taken.append(best)
        return taken[:MOST + 4]


def main():
    folder = pathlib.Path(sys.argv[1])
    tests = [read(path) for path in sorted(folder.glob("*/*/[0-9]*"))]
    everything = resolve(folder, tests)
    base = {job(t.name): everything[t.name] for t in tests if t.name.endswith(":*")}
    good = {t.name: t for t in tests if t.passed and not t.name.endswith(":*")}
    # What the first needed before it began, each would have needed.
    reached = {n: everything[n] | base.get(job(n), set()) for n in good}
    functions = collections.defaultdict(lambda: collections.defaultdict(set))
    for name, lines in reached.items():
        for file, function, line in lines:
            functions[file, re.sub(r"\..*", "", function)][name].add(line)
    chooser = Chooser(good, reached)
    chosen = {key: chooser.choose(lines) for key, lines in sorted(functions.items())}
    used = sorted({n for names in chosen.values() for n in names})
    number = {name: i for i, name in enumerate(used, 1)}
    print("# Which tests reach a function, made by scripts/reach/run.")
    for name in used:
        print(f"test {number[name]} {name} {good[name].seconds:.1f}")
    for (file, function), names in chosen.items():
        print(file, function, *(number[n] for n in names))


main()
