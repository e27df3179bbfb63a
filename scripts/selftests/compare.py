#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compare what the kernel's selftests said with what is expected of them.

  compare.py [-r] EXPECTED RESULTS WORD TESTS FUNCTION ...

RESULTS/FUNCTION/results comes from guest.py.  EXPECTED is a text: a line
"FUNCTION TEST", then one line for each case, "VERDICT case", in which a verdict
that is not PASS is followed by another line with the reason.  -r writes it
anew and keeps the reasons; where there is none yet it puts a question mark,
which fails.
"""

import os
import re
import sys


def expectations(path):
    """{(function, test): {case: (verdict, reason)}}"""
    table, section, last = {}, None, None
    if not os.path.exists(path):
        return table
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split(None, 1)
            if not words or line.startswith("#"):
                continue
            if line.startswith("\t\t"):
                verdict, why = section[last]
                section[last] = (verdict, f"{why} {line.strip()}".strip())
            elif line.startswith("\t"):
                last = words[1].strip()
                section[last] = (words[0], "")
            else:
                section = table.setdefault((words[0], words[1].strip()), {})
    return table


def results(folder, function):
    """{(function, test): {case: (verdict, what it said)}}, and whether all ran"""
    table, whole = {}, False
    try:
        with open(f"{folder}/{function}/results", encoding="utf-8") as lines:
            for line in lines:
                if line == "END\n":
                    whole = True
                    continue
                verdict, _, test, case, why = line.rstrip("\n").split("\t")
                table.setdefault((function, test), {})[case] = (verdict, why)
    except FileNotFoundError:
        pass
    return table, whole


def chosen(path, function, word):
    """The tests that were to run for a function."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if len(words) > 2 and line[0] != "#" and re.search(word, words[0]) \
               and function in words[2:]:
                yield words[0]


def head(path):
    """The comment a file begins with."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as lines:
        text = ""
        for line in lines:
            if not line.startswith("#") and line.strip():
                break
            text += line
        return text


def wrap(text):
    """Lines of a reason."""
    line = ""
    for word in text.split():
        if len(line) + len(word) > 70:
            yield line
            line = ""
        line += (" " if line else "") + word
    if line:
        yield line


def record(path, table):
    text = head(path)
    for (function, test), cases in sorted(table.items()):
        text += f"\n{function} {test}\n" if not text.endswith("\n\n") else f"{function} {test}\n"
        for case, (verdict, why) in cases.items():
            text += f"\t{verdict} {case}\n"
            if verdict != "PASS":
                text += "".join(f"\t\t{line}\n" for line in wrap(why or "?"))
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def differences(key, want, got):
    """What is not as expected in a test, a line each."""
    for case in {**want, **got}:
        expected, why = want.get(case, ("nothing", ""))
        seen, said = got.get(case, ("nothing", ""))
        if expected != seen:
            yield f"{' '.join(key)} {case}: {seen}, not {expected}" + (f" ({said})" if said else "")
        elif expected != "PASS" and why in ("", "?"):
            yield f"{' '.join(key)} {case}: {expected} without a reason in the table"


def main():
    args = sys.argv[1:]
    renew = args[0] == "-r"
    path, folder, word, tests, *functions = args[renew:]
    table = expectations(path)
    passed = failed = skipped = 0
    for function in functions:
        seen, whole = results(folder, function)
        if not whole:
            print(f"FAIL {function}: the guest did not get to the end")
            failed += 1
        for test in chosen(tests, function, word):
            key = function, test
            want, got = table.get(key, {}), seen.get(key, {})
            if renew and got:
                table[key] = {case: (verdict, want[case][1] if case in want
                                     and want[case][0] == verdict else "")
                              for case, (verdict, _) in got.items()}
                want = table[key]
            wrong = list(differences(key, want, got)) or ([] if got else [f"{key}: nothing ran"])
            for line in wrong:
                print(f"FAIL {line}")
            verdicts = [verdict for verdict, _ in got.values()]
            count = ", ".join(f"{verdicts.count(v)} {v.lower()}" for v in
                              ("PASS", "XFAIL", "SKIP", "FAIL") if v in verdicts)
            if not wrong:
                print(f"PASS {function} {test}: {count}")
            failed += len(wrong)
            passed += max(0, len(got) - len(wrong) - verdicts.count("SKIP"))
            skipped += verdicts.count("SKIP")
    if renew:
        record(path, table)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(failed != 0)


main()
