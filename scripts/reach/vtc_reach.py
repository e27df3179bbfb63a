# SPDX-License-Identifier: GPL-2.0-only
"""A plugin of pytest, in the guest: what each test reaches of the drivers.

/build/reach/vtc_seen.ko marks the places of the drivers that are passed.  Of
each test they go to /out/reach/NNNN: a line "test NAME SECONDS RESULT", then for
each module "module NAME", "section NAME FIRST" for its sections, and the places.
A name that ends in "*" is what the first test needed before it began: modules
loaded, VFs made.  Tests run in the opposite order, so that one that needs
another before it is seen to fail; with ONLY as vtc_only.py has it, as they stand.
"""

import os
import pathlib
import subprocess
import time

import pytest

SEEN = pathlib.Path("/sys/kernel/debug/vtc_seen")
OUT = pathlib.Path("/out/reach")
MODULES = ("vtc_pf", "vtc_vf")

state = {"number": 0, "sections": {}, "result": "?"}


def pytest_configure():
    OUT.mkdir(exist_ok=True)
    subprocess.run(["insmod", "/build/reach/vtc_seen.ko"], check=True)


def pytest_collection_modifyitems(items):
    if not os.environ.get("ONLY"):
        items.reverse()
    _be_loaded()


def _be_loaded():
    """Nobody looks for us where modprobe does."""
    import field                        # pylint: disable=import-outside-toplevel
    run = field.run

    def run_but_us(*argv, **options):
        return "" if argv[:2] == ("modprobe", "vtc_seen") else run(*argv, **options)
    field.run = run_but_us


def _sections(module, base):
    folder = pathlib.Path(f"/sys/module/{module}/sections")
    if module not in state["sections"] and folder.is_dir():
        found = {}
        for path in folder.iterdir():
            found[path.name] = int(path.read_text(encoding="ascii"), 16) - base
        state["sections"][module] = found


def _keep(name, seconds):
    lines = SEEN.read_text(encoding="ascii").split("\n")
    SEEN.write_text("0", encoding="ascii")
    module, places = "", {}
    for line in lines:
        word = line.split()
        if len(word) == 2:
            module = word[0]
            places[module] = []
            _sections(module, int(word[1], 16))
        elif word:
            places[module].append(line)
    with open(OUT / f"{state['number']:04d}", "w", encoding="utf-8") as out:
        out.write(f"test {name} {seconds:.1f} {state['result']}\n")
        for module, found in places.items():
            out.write(f"module {module}\n")
            for section, first in state["sections"].get(module, {}).items():
                out.write(f"section {section} {first}\n")
            out.write("".join(f"{x}\n" for x in found))
    state["number"] += 1


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    result = yield
    if not state["number"]:
        _keep(item.path.stem.removeprefix("test_") + ":*", 0)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    begin = time.monotonic()
    state["result"] = "?"
    result = yield
    name = item.nodeid.split("::", 1)[1]
    _keep(f"{item.path.stem.removeprefix('test_')}:{name}", time.monotonic() - begin)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_logreport(report):
    if report.when == "call" or not report.passed:
        state["result"] = report.outcome
    return (yield)
