#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""From the raw counts of scripts/bench/run to figures, tables and JSON.

A scenario is measured in windows of N and 2N units, three times each; the cost
of a unit is (window(2N) - window(N)) / N, its figure the median of the three.
What happens once (scenarios with the base "once") is a window each time.

Owns what a figure means; knows nothing of how a scenario is brought about.
"""

import argparse
import bisect
import collections
import json
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).parent
ROUNDS = "123"
MODULES = {"igb": ("igb", "igbvf"), "vtc": ("vtc_pf", "vtc_vf")}
HANDLERS = {"igb_msix_ring", "igbvf_intr_msix_rx", "igbvf_intr_msix_tx", "vtc_qvec_irq"}
# Of the frames that were sent, this part has to arrive.
ARRIVED = 0.999
UNIT_METRICS = ("self", "net", "total", "mmio_w", "mmio_r", "irq", "us", "l1", "l2")
ONCE_METRICS = ("ms", "kinsn", "mmio_w", "mmio_r", "kib")
# What is compared; the others are in the JSON.
SHOWN = {"self", "net", "mmio_w", "irq", "l1", "l2", "ms", "kinsn", "kib"}
SHOWN_MORE = {"rr": {"us"}, "tcp": {"total"}, "control": {"mmio_r"}}

# Our VF beside our PF: a guest shall lose nothing.
BESIDE, BESIDE_TARGET = "vf/pf", 1.05

# What takes as long as the window is told to.
TIMELESS = ("_mcast", "_idle")

Scenario = collections.namedtuple("Scenario", "group name base what")


def fields(path):
    """The lines of a data file that say something, as lists of words."""
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split()


def scenarios():
    return [Scenario(w[0], w[1], w[2], " ".join(w[3:]))
            for w in fields(HERE / "scenarios")]


def targets():
    return {(w[0], w[1]): float(w[2]) for w in fields(HERE / "targets")}


class Symbols:
    """Which function of which module an address is in."""

    def __init__(self, path):
        found = []
        for line in path.read_text().splitlines():
            word = line.split()
            if word[1] in "tTwW":
                module = word[3].strip("[]") if len(word) > 3 else "core"
                found.append((int(word[0], 16), module, word[2]))
        found.sort()
        self.starts = [f[0] for f in found]
        self.found = found
        self.cache = {}

    def at(self, address):
        if address not in self.cache:
            i = bisect.bisect_right(self.starts, address) - 1
            self.cache[address] = self.found[max(i, 0)]
        return self.cache[address]


class Window:
    """The counts of one window, per function and per module."""

    def __init__(self, path, symbols):
        self.insn = collections.Counter()       # (module, function) -> instructions
        self.calls = collections.Counter()      # (module, function) -> entries
        self.io = collections.Counter()         # (module, "r" or "w") -> accesses
        self.l1 = self.l2 = 0
        for line in path.read_text().splitlines():
            word = line.split()
            start, module, function = symbols.at(int(word[1], 16))
            if word[0] == "M":
                self.io[module, word[3]] += int(word[4])
                continue
            self.insn[module, function] += int(word[2])
            self.l1 += int(word[3])
            self.l2 += int(word[4])
            if int(word[1], 16) == start:
                self.calls[module, function] += int(word[2])

    def module(self, *names):
        return sum(n for (module, _), n in self.insn.items() if module in names)

    def figures(self, modules, nanoseconds):
        io = {way: sum(self.io[m, way] for m in modules) for way in "rw"}
        return {
            "self": self.module(*modules),
            "total": sum(self.insn.values()),
            "dummy": self.module("dummy"),
            "mmio_w": io["w"], "mmio_r": io["r"],
            "irq": sum(n for (m, f), n in self.calls.items()
                       if m in modules and f in HANDLERS),
            "us": nanoseconds / 1e3,
            "l1": self.l1, "l2": self.l2,
        }


def spread(values):
    return max(values) - min(values)


class Run:
    """All windows of one VM."""

    def __init__(self, directory, driver):
        self.driver = driver
        self.symbols = Symbols(directory / "symbols")
        self.units = {w[0]: int(w[1]) for w in self.lines(directory / "units")}
        self.windows, self.times = {}, {}
        self.kib = collections.defaultdict(list)
        # What makes a figure worthless, and what one should know
        self.faults, self.notes = [], []
        log = self.lines(directory / "log")
        dumps = sorted((directory / "counts").iterdir())
        if len(log) != len(dumps):
            sys.exit(f"{directory}: {len(log)} windows in the log, {len(dumps)} counted")
        for word, dump in zip(log, dumps):
            key = word[0], word[1], word[2]
            self.windows[key] = Window(dump, self.symbols)
            self.times[key] = int(word[3])
            if word[4] != "0":
                self.faults.append(f"{driver}: {' '.join(key)} failed: errno {word[4]}")
        for word in self.lines(directory / "notes"):
            self.take_note(word)

    @staticmethod
    def lines(path):
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def take_note(self, word):
        if word[0] == "frames":
            name, sent, came = word[1], int(word[4]), int(word[5])
            if came < sent * ARRIVED:
                where = self.notes if name.endswith("_default") else self.faults
                where.append(f"{self.driver}: {name}: {came} of {sent} frames")
        elif word[0] == "kib":
            self.kib[word[1]].append(int(word[2]))
        elif word[0] == "none":
            self.notes.append(f"{self.driver}: not there: {' '.join(word[1:])}")
        else:
            self.faults.append(f"{self.driver}: {' '.join(word)}")

    def has(self, name):
        return (name, "1", ROUNDS[-1]) in self.windows

    def window_figures(self, name, k, r):
        return self.windows[name, k, r].figures(MODULES[self.driver], self.times[name, k, r])

    def rounds(self, name):
        """Per round the figures of one unit, or of the one window."""
        result = []
        for r in ROUNDS:
            small = self.window_figures(name, "1", r)
            if name in self.units:
                large, n = self.window_figures(name, "2", r), self.units[name]
                small = {m: (large[m] - small[m]) / n for m in small}
            result.append(small)
        return result

    def functions(self, name):
        """Instructions and calls per unit, by function, of the first round."""
        small, n = self.windows[name, "1", "1"], self.units.get(name, 1)
        large = self.windows[name, "2", "1"] if name in self.units else small
        less = small if name in self.units else None
        return {f: ((i - (less.insn[f] if less else 0)) / n,
                    (large.calls[f] - (less.calls[f] if less else 0)) / n)
                for f, i in large.insn.items()}

    def figures(self, scenario):
        """metric -> (median, spread) of a scenario."""
        rounds = self.rounds(scenario.name)
        if scenario.base == "once":
            return self.once_figures(scenario.name, rounds)
        generator = 0
        if scenario.base != "-":
            base = self.rounds(scenario.base)
            generator = statistics.median(b["total"] - b["dummy"] for b in base)
        for one in rounds:
            one["net"] = one["total"] - generator
        return {m: (statistics.median(one[m] for one in rounds),
                    spread([one[m] for one in rounds])) for m in UNIT_METRICS}

    def once_figures(self, name, rounds):
        for one in rounds:
            one["ms"] = one["us"] / 1e3
            one["kinsn"] = one["total"] / 1e3
        metrics = [m for m in ONCE_METRICS if m != "kib"]
        result = {m: (statistics.median(one[m] for one in rounds),
                      spread([one[m] for one in rounds])) for m in metrics}
        if self.kib[name]:
            result["kib"] = statistics.median(self.kib[name]), spread(self.kib[name])
        return result


def collect(runs, listed):
    """One row per scenario and metric."""
    rows, wanted = [], targets()
    for scenario in listed:
        have = [run.figures(scenario) if run.has(scenario.name) else None for run in runs]
        if not have[-1]:
            continue
        peer, ours = have[0] if len(runs) > 1 else None, have[-1]
        for metric, (value, width) in ours.items():
            row = {"group": scenario.group, "scenario": scenario.name, "what": scenario.what,
                   "metric": metric, "ours": value, "ours_spread": width}
            if peer:
                row["peer"], row["peer_spread"] = peer[metric]
                row["ratio"] = value / row["peer"] if row["peer"] else None
                row["target"] = wanted.get((scenario.name, metric), 1.0)
            rows.append(row)
    return rows + beside(rows)


def beside(rows):
    """What a frame costs our VF, with our PF in the place of the peer."""
    net = {r["scenario"]: r for r in rows if r["metric"] == "net"}
    result = []
    for name, vf in net.items():
        pf = net.get("pf" + name[2:])
        if name.startswith("vf_") and pf:
            result.append({**vf, "group": BESIDE, "scenario": f"{name}/pf",
                           "what": f"{vf['what']} / PF",
                           "peer": pf["ours"], "peer_spread": pf["ours_spread"],
                           "ratio": vf["ours"] / pf["ours"], "target": BESIDE_TARGET})
    return result


def shown(row):
    if row["group"] == "base":
        return row["metric"] == "total"
    if row["metric"] == "ms" and row["scenario"].endswith(TIMELESS):
        return False
    if row["metric"] in ("l1", "l2") and not row["ours"]:
        return False
    return row["metric"] in SHOWN | SHOWN_MORE.get(row["group"], set())


def verdict(row):
    """What a ratio means; a peer's zero can only be kept."""
    if row["group"] == "base" or "peer" not in row:
        return ""
    ratio, target = row["ratio"], row["target"]
    if ratio is None:
        return "" if not row["ours"] else "WORSE"
    if ratio <= target * 1.005:
        return "ok"
    return "short of it" if ratio <= 1.02 else "WORSE"


def number(value):
    if value is None:
        return "-"
    for limit, digits in ((1000, 0), (100, 1), (10, 2)):
        if abs(value) >= limit:
            return f"{value:.{digits}f}"
    return f"{value:.3f}"


def print_tables(rows):
    group = None
    for row in filter(shown, rows):
        if row["group"] != group:
            group = row["group"]
            print(f"\n== {group}")
            print(f"{'scenario':16} {'metric':7} {'peer':>9} {'ours':>9} {'+-':>7} "
                  f"{'ratio':>6} {'target':>6}")
        print(f"{row['scenario']:16} {row['metric']:7} {number(row.get('peer')):>9} "
              f"{number(row['ours']):>9} {number(row['ours_spread']):>7} "
              f"{number(row.get('ratio')):>6} {number(row.get('target')):>6} {verdict(row)}")


def print_functions(runs, listed, count):
    for scenario in listed:
        for run in runs:
            if not run.has(scenario.name):
                continue
            print(f"\n== {scenario.name}, {run.driver}: instructions and calls a unit")
            ranked = sorted(run.functions(scenario.name).items(), key=lambda f: -f[1][0])
            for (module, function), (insn, calls) in ranked[:count]:
                print(f"{insn:10.2f} {calls:9.3f}  {module}:{function}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("raw", type=pathlib.Path)
    parser.add_argument("--drivers", required=True)
    parser.add_argument("--functions", type=int, default=0)
    parser.add_argument("--json", type=pathlib.Path)
    for fact in ("units", "usecs", "kernel", "commit", "qemu"):
        parser.add_argument(f"--{fact}", default="")
    args = parser.parse_args()

    drivers = args.drivers.split(",")
    runs = [Run(args.raw / str(i), driver) for i, driver in enumerate(drivers)]
    listed = scenarios()
    rows = collect(runs, listed)
    print_tables(rows)
    if args.functions:
        print_functions(runs, [s for s in listed if s.group != "base"], args.functions)
    faults = [f for run in runs for f in run.faults]
    for word, lines in ("note", [n for run in runs for n in run.notes]), ("fault", faults):
        for line in lines:
            print(f"{word}: {line}")
    if args.json:
        facts = {f: getattr(args, f) for f in ("units", "usecs", "kernel", "commit", "qemu")}
        facts.update(date=time.strftime("%Y-%m-%d"), drivers=drivers, faults=faults, rows=rows)
        args.json.write_text(json.dumps(facts, indent=1) + "\n")
    return 1 if faults or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
