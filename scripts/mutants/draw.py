#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Draw small mutations of the drivers, the same ones for the same seed.

  draw.py TOP SEED COUNT OUTDIR [FILES]

Writes OUTDIR/NNN/{what,file,text,jobs}: a line that says what was changed, the
file it is in, the whole file as it would be, and who may notice.  The same line
is drawn once, and no file gives more than its share, so that a long one does not
drown the others.

Only lines inside functions are changed, and none whose loss cannot matter:
logs, traces, hints to the compiler, names and tables; and no function that
scripts/coverage/unreached has, with a reason, as one no test can reach.

Who may notice: lines "SCENARIO SECONDS TEST|TEST ...", the cheapest first, from
the table of scripts/reach/run.  A function that is not in it, being newer, is
looked up by those that call it.
"""

import collections
import fnmatch
import pathlib
import random
import re
import sys

# What no mutation may touch: it changes nothing that a test should see.
HARMLESS = re.compile(
    r"\b(netdev_(info|warn|err|dbg)|dev_(info|warn|err|dbg)|pr_\w+|trace_\w+|cond_resched"
    r"|lockdep_\w+|ASSERT_RTNL|might_sleep|NL_SET_\w+|prefetch\w*|net_prefetch\w*|static_assert"
    r"|BUILD_BUG_ON|MODULE_\w+|u64_stats_\w+|EXPORT_\w+|WARN_ON\w*|kc_\w*owner|unlikely_\w+"
    r"|\w+_assert|strscpy|netif_carrier_off|synchronize_\w+|smp_\w+|dma_[rw]mb|__always_unused)\b")
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


def functions(lines):
    """{line: the function it stands in}"""
    found, name = {}, None
    for number, line in enumerate(lines):
        if line == "{":
            head = number - 1
            while head > 0 and lines[head][:1] in ("\t", " "):
                head -= 1
            match = re.search(r"(\w+)\(", lines[head])
            name = match.group(1) if match else None
        elif line == "}":
            name = None
        elif name:
            found[number] = name
    return found


def swap(line, pairs):
    """Each occurrence of one side of a pair, replaced by the other."""
    for pattern, new in pairs:
        for match in re.finditer(pattern, line):
            yield line[:match.start()] + match.expand(new) + line[match.end():]


# How long something is waited for: once more or less is the same.
WAITED = re.compile(r"timeout|waited|_us\b|_ms\b|POLLS|TRIES|jiffies")


def comparisons(lines, i):
    if WAITED.search(lines[i]):
        return
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


def lost(lines, i):
    """A check that is not made: what it guards from happens."""
    match = re.match(r"^(\t+if \()(.*)(\))$", lines[i])
    if not match or i + 1 >= len(lines) or not balanced(match.group(2)):
        return
    if re.match(r"\t+(return|goto|continue|break)\b", lines[i + 1]):
        head, condition, tail = match.groups()
        yield "check lost", {i: f"{head}({condition}) && false{tail}"}


# What a line that is left out would have done.
LEFT = [("rollback dropped", None),
        ("doorbell left out", re.compile(r"\bwritel\(.*tail|vtc_tx_ring_bell|vtc_\w+_ring\(|doorbell")),
        ("page leaked", re.compile(r"page|unmap|recycle|kfree|_free\(|skb|_put\(")),
        ("slot not freed", re.compile(r"__clear_bit|clear_bit|memset|&= ~BIT|= 0;$|hash_del|list_del")),
        ("call left out", CALL), ("assignment left out", STORE)]


def rolls_back(lines, i):
    """After a label of the function, where errors are undone."""
    while i > 0 and lines[i] not in ("{", "}"):
        if re.match(r"^\w+:$", lines[i]):
            return True
        i -= 1
    return False


def dropped(lines, i):
    """A call or an assignment left out."""
    if not (CALL.match(lines[i]) or STORE.match(lines[i])) or not balanced(lines[i]):
        return
    for what, pattern in LEFT:
        if pattern.search(lines[i]) if pattern else rolls_back(lines, i):
            yield what, {i: re.match(r"\t*", lines[i]).group() + ";"}
            return


# Calls whose place matters, or should.
PLACED = re.compile(r"_(un)?lock|revoke|grant|enable|disable|start|stop|begin|end\b|flush|block|quiet"
                    r"|arm|mask|(un)?register|\bvtc_wr\b|\bwritel\b")


def verb(line):
    match = PLACED.search(line)
    return match and match.group()


def exchanged(lines, i):
    """Two calls in a row, the other way round: revoke and grant, lock and look.
    Two of one kind may be done in either order.
    """
    if i + 1 >= len(lines) or not all(CALL.match(x) and balanced(x) for x in lines[i:i + 2]):
        return
    if verb(lines[i]) != verb(lines[i + 1]) and not HARMLESS.search(lines[i + 1]):
        if re.match(r"\t*", lines[i]).group() == re.match(r"\t*", lines[i + 1]).group():
            yield "order", {i: lines[i + 1], i + 1: lines[i]}


def balanced(line):
    return line.count("(") == line.count(")")


KINDS = [comparisons, arithmetic, bits, logic, negated, lost, truth, swallowed, dropped, exchanged]


def mutations(path, spared):
    """All of a file: (line number, kind, {line: text})."""
    lines = path.read_text(encoding="utf-8").split("\n")
    names = functions(lines)
    for i in whole_function_lines(lines):
        line = lines[i]
        stripped = line.strip()
        if not stripped or stripped.startswith(("/*", "*", "//", "#")) or HARMLESS.search(line):
            continue
        if re.match(r"^\t+(static |const |struct |unsigned |int |bool |u\d+ )", line):
            continue
        # Only injected failures of allocations get there (scenario failnth).
        if names.get(i) in spared or "ENOMEM" in line + (lines[i + 1] if "if (" in line else ""):
            continue
        for kind in KINDS:
            for name, change in kind(lines, i):
                if any(lines[n] != text for n, text in change.items()):
                    yield i, name, change


def unreached(top):
    """{file: functions} that no test can reach, with the reason."""
    table = collections.defaultdict(set)
    for line in (top / "scripts/coverage/unreached").read_text(encoding="utf-8").splitlines():
        if line[:1].strip() and not line.startswith("#"):
            file, function = line.split()
            table[file].add(function)
    return table


def sources(top):
    for folder in ("common", "pf", "vf"):
        for path in sorted((top / folder).glob("*.[ch]")):
            if path.name not in LEFT_OUT:
                yield path


def draw(top, seed, count, files="*"):
    """A file by the root of its size, then a kind, then a line of that kind."""
    dice = random.Random(seed)
    pool = {}
    never = unreached(top)
    for path in sources(top):
        if not fnmatch.fnmatch(str(path.relative_to(top)), files):
            continue
        kinds = {}
        for i, name, change in mutations(path, never[str(path.relative_to(top))]):
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


class Reach:
    """Which tests reach a function: the table of scripts/reach/run."""

    def __init__(self, top):
        self.top = top
        self.tests, self.table = {}, {}
        for line in (top / "scripts/mutants/reach").read_text(encoding="utf-8").splitlines():
            word = line.split(" ")
            if word[0] == "test":
                self.tests[word[1]] = (" ".join(word[2:-1]), float(word[-1]))
            elif not line.startswith("#"):
                self.table[word[0], word[1]] = word[2:]

    def callers(self, function):
        """(file, function) that name it"""
        name = re.compile(rf"\b{re.escape(function)}\b")
        for path in sources(self.top):
            lines = path.read_text(encoding="utf-8").split("\n")
            inside = functions(lines)
            for i in inside:
                if name.search(lines[i]) and inside[i] != function:
                    yield str(path.relative_to(self.top)), inside[i]

    def of(self, file, function):
        """Numbers of tests, the best first"""
        asked = [(file, function)]
        for _ in range(3):
            for key in asked:
                if key in self.table:
                    return self.table[key]
            asked = [k for _, f in asked for k in self.callers(f)]
        # Called through a table, perhaps: what most of its file's functions have.
        votes = collections.Counter(n for (f, _), tests in self.table.items()
                                    if f == file for n in tests)
        return [n for n, _ in votes.most_common(6)]

    def jobs(self, file, function):
        """[(scenario, seconds, [test])], the cheapest first"""
        found = {}
        for number in self.of(file, function):
            name, seconds = self.tests[number]
            scenario, test = name.split(":", 1)
            job = found.setdefault(scenario, [scenario, 0, []])
            job[1] += seconds
            job[2].append(test)
        return sorted(found.values(), key=lambda job: job[1])


def main():
    top, seed, count, out = (pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]),
                             pathlib.Path(sys.argv[4]))
    reach = Reach(top)
    for number, (path, i, name, change) in enumerate(draw(top, seed, count, *sys.argv[5:])):
        lines = path.read_text(encoding="utf-8").split("\n")
        before = [lines[n].strip() for n in change]
        function = functions(lines).get(i, "")
        for n, text in change.items():
            lines[n] = text
        where = out / f"{number:03d}"
        where.mkdir(parents=True, exist_ok=True)
        relative = path.relative_to(top)
        (where / "what").write_text(
            f"{relative}:{i + 1}: {name}: {' / '.join(before)}  ->  "
            f"{' / '.join(t.strip() for t in change.values())}\n", encoding="utf-8")
        (where / "file").write_text(f"{relative}\n", encoding="utf-8")
        (where / "text").write_text("\n".join(lines), encoding="utf-8")
        (where / "jobs").write_text("".join(
            f"{scenario} {seconds:.0f} {'|'.join(tests)}\n"
            for scenario, seconds, tests in reach.jobs(str(relative), function)),
            encoding="utf-8")


if __name__ == "__main__":
    main()
