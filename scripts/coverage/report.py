#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Judge what was reached: report.py JSON UNREACHED GOAL.

UNREACHED has a line "file function" for each function that no test reaches,
then, indented, the reason.
"""

import json
import sys


def excused(path):
    """{(file, function): reason}"""
    table, last = {}, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            if line[0].isspace():
                table[last] += line.strip() + " "
            else:
                last = tuple(line.split())
                table[last] = ""
    return table


def reached(functions, lines):
    """{name: count} of the functions of a file.  One that was put into its callers
    before the counters were has none of its own: its lines tell.
    """
    counts = {}
    begins = sorted({function["lineno"] for function in functions})
    for function in functions:
        begin = function["lineno"]
        end = next((other for other in begins if other > begin), float("inf"))
        body = max((count for number, count in lines.items() if begin <= number < end),
                   default=0)
        counts[function["name"]] = max(counts.get(function["name"], 0), body,
                                       function["execution_count"])
    return counts


def measure(data):
    """Sums of lines and branches, and {(file, function): count}."""
    lines = hit = branches = taken = 0
    functions, files = {}, {}
    for file in data["files"]:
        name = file["file"]
        seen = {}
        for line in file["lines"]:
            if line.get("gcovr/noncode"):
                continue
            number = line["line_number"]
            seen[number] = max(seen.get(number, 0), line["count"])
            for branch in line.get("branches", []):
                branches += 1
                taken += branch["count"] > 0
        lines += len(seen)
        hit += sum(count > 0 for count in seen.values())
        files[name] = (sum(count > 0 for count in seen.values()), len(seen))
        for function, count in reached(file.get("functions", []), seen).items():
            functions[name, function] = count
    return (hit, lines), (taken, branches), functions, files


def verdict(good, text, details=()):
    print(f"{'PASS' if good else 'FAIL'} {text}")
    for line in details:
        print(f"    {line}")
    return good


def main():
    path, reasons, goal = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        (hit, lines), (taken, branches), functions, files = measure(json.load(file))
    table = excused(reasons)
    share = 100 * hit / max(lines, 1)
    known = sum(count > 0 for count in functions.values())
    print(f"coverage: {share:.1f} % of {lines} lines in {len(files)} files, "
          f"{100 * taken / max(branches, 1):.1f} % of {branches} branches, "
          f"{known} of {len(functions)} functions")
    worst = sorted(files.items(), key=lambda item: item[1][0] - item[1][1])[:10]
    good = verdict(share >= float(goal), f"coverage: {goal} % of lines",
                   [f"{name}: {a} of {b}" for name, (a, b) in worst])
    missing = sorted(key for key, count in functions.items()
                     if not count and not table.get(key))
    stale = sorted(key for key in table if functions.get(key, 1) > 0)
    good2 = verdict(not missing and not stale, "coverage: functions never reached are known",
                    [f"{' '.join(key)}: no test reaches it" for key in missing] +
                    [f"{' '.join(key)}: listed, but reached or gone" for key in stale])
    print(f"{good + good2} passed, {2 - good - good2} failed")
    sys.exit(not (good and good2))


main()
