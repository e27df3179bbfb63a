#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Hold figures against the recorded ones: gate.py [--record] RESULT RECORDED

RESULT is of our driver alone; with --record of our driver twice, the null test:
then RECORDED is made from it.  A figure's tolerance is what the two differ by
though nothing does, or the spread of their rounds if that is more.

One line a figure, "PASS" or "FAIL" first, and the sum.
"""

import json
import pathlib
import sys

from report import BESIDE, shown

GATED = {"self", "net", "mmio_w", "mmio_r", "irq", "us", "ms", "kib"}
# A probe of the PF waits for a program that looks for PHY modules on the host's disk.
UNGATED = {("pf_probe", "ms")}
# Of the recorded value, and absolute, a figure may always differ by this much.
RELATIVE = {"net": 0.03}
RELATIVE_ELSE = 0.01
# Of the ping-pong more: most of it is the scheduler's.
RELATIVE_RR = 0.15
ABSOLUTE = {"self": 0.5, "net": 5, "mmio_w": 0.004, "mmio_r": 0.004, "irq": 0.004,
            "us": 0.05, "ms": 0.05, "kib": 64}


def gated(rows):
    return [r for r in rows if r["group"] not in ("base", BESIDE) and shown(r)
            and r["metric"] in GATED
            and (r["scenario"], r["metric"]) not in UNGATED]


def facts(result):
    return {f: result[f] for f in ("kernel", "qemu", "units", "usecs")}


def relative(row):
    if row["group"] == "rr":
        return RELATIVE_RR
    return RELATIVE.get(row["metric"], RELATIVE_ELSE)


def record(result, path):
    if result["drivers"] != ["vtc", "vtc"]:
        sys.exit("gate.py: a record is made from a null test")
    figures = {}
    for row in gated(result["rows"]):
        value = max(row["peer"], row["ours"])
        tolerance = max(abs(row["peer"] - row["ours"]), row["peer_spread"], row["ours_spread"],
                        relative(row) * value, ABSOLUTE[row["metric"]])
        figures.setdefault(row["scenario"], {})[row["metric"]] = [
            float(f"{value:.4g}"), float(f"{tolerance:.2g}")]
    lines = [f'  {json.dumps(s)}: {json.dumps(m)}' for s, m in figures.items()]
    head = {**facts(result), "date": result["date"], "commit": result["commit"]}
    body = ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in head.items())
    path.write_text("{\n" + body + ',\n "figures": {\n' + ",\n".join(lines) + "\n }\n}\n")
    return 0


def compare(result, recorded):
    """(passed, failed) with a line for each figure."""
    passed = failed = 0
    for row in gated(result["rows"]):
        known = recorded["figures"].get(row["scenario"], {}).get(row["metric"])
        if not known:
            continue
        value, tolerance = known
        good = row["ours"] <= value + tolerance
        passed, failed = passed + good, failed + (not good)
        print(f"{'PASS' if good else 'FAIL'} bench {row['scenario']} {row['metric']}: "
              f"{row['ours']:.4g}, recorded {value:.4g} +- {tolerance:.2g}")
    return passed, failed


def main():
    words = [w for w in sys.argv[1:] if w != "--record"]
    result = json.loads(pathlib.Path(words[0]).read_text())
    path = pathlib.Path(words[1])
    if len(words) != len(sys.argv) - 1:
        return record(result, path)
    recorded = json.loads(path.read_text())
    faults = result["faults"] or ([] if result["rows"] else ["nothing was measured"])
    for fault in faults:
        print(f"FAIL bench {fault}")
    passed, failed = int(not faults), len(faults)
    if not faults:
        print("PASS bench: every window was counted, every frame arrived")
    other = [f for f, v in facts(result).items() if recorded[f] != v]
    if other:
        print(f"SKIP bench: recorded with another {', '.join(other)}: scripts/bench/gate -r")
        print(f"{passed} passed, {failed} failed, 1 skipped")
    else:
        good, bad = compare(result, recorded)
        passed, failed = passed + good, failed + bad
        print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
