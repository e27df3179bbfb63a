# SPDX-License-Identifier: GPL-2.0-only
"""Fixtures of the scenarios, and what tells the host how they went.

Results go to /out/results, one line each, written as they come so that the
host knows where a guest died: "plan N", then "PASS|FAIL|SKIP name seconds".
"""

import os
import pathlib
import shutil
import time

import pytest

import field as vocabulary

RESULTS = "/out/results"
LEAKS = "/sys/kernel/debug/kmemleak"
GCOV = pathlib.Path("/sys/kernel/debug/gcov")


def pytest_configure(config):
    config.addinivalue_line("markers", "ours(pf=False, vf=False): the kernel's own "
                            "igb or igbvf is known not to pass this")


def pytest_collection_modifyitems(items):
    """Skip what a peer is known to fail; with our drivers nothing is skipped."""
    for item in items:
        for mark in item.iter_markers("ours"):
            why = mark.kwargs.get("why", "")
            if mark.kwargs.get("pf") and vocabulary.PF_DRIVER != "vtc":
                item.add_marker(pytest.mark.skip(reason=f"igb: {why}"))
            if mark.kwargs.get("vf") and vocabulary.VF_DRIVER != "vtc":
                item.add_marker(pytest.mark.skip(reason=f"igbvf: {why}"))


def _note(line):
    with open(RESULTS, "a", encoding="utf-8") as f:
        f.write(line + "\n")


def pytest_collection_finish(session):
    # On a kernel that finds leaks, that is one test more.
    _note(f"plan {len(session.items) + (os.path.exists(LEAKS) and bool(session.items))}")


def _leaks():
    """Unload the drivers and have the kernel look for memory nobody knows of."""
    for module in ("vtc_vf", "vtc_pf", "igbvf", "igb"):
        if vocabulary.loaded(module):
            vocabulary.rmmod(module)
    # What was freed a moment ago may still be found: only what stays counts.
    for _ in range(2):
        time.sleep(6)
        with open(LEAKS, "w", encoding="ascii") as f:
            f.write("scan")
    with open(LEAKS, encoding="ascii", errors="replace") as f:
        return f.read()


def _keep_counts():
    """Leave gcov's counts in /out/gcov; there are none unless the drivers were
    built for it.  They outlive the module, and add up over its reloads.
    """
    for count in GCOV.glob("**/*.gcda"):
        to = pathlib.Path("/out/gcov") / count.relative_to(GCOV)
        to.parent.mkdir(parents=True, exist_ok=True)
        with open(count, "rb") as data, open(to, "wb") as kept:
            shutil.copyfileobj(data, kept)


def pytest_sessionfinish(session):
    if not os.path.exists(LEAKS) or not session.items:
        return
    _look_for_leaks(session)
    _keep_counts()


def _look_for_leaks(session):
    name = os.path.basename(session.items[0].location[0]).removesuffix(".py")
    start = time.monotonic()
    try:
        found = _leaks()
    except Exception as error:          # pylint: disable=broad-exception-caught
        found = str(error)
    if found.strip():
        for line in found.splitlines()[:60]:
            vocabulary.kmsg(f"kmemleak: {line}")
    word = "FAIL" if found.strip() else "PASS"
    _note(f"{word} {name}:kmemleak {time.monotonic() - start:.1f}")


def pytest_runtest_logstart(nodeid):
    vocabulary.kmsg(f"test {nodeid}")


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report):
    name = os.path.basename(report.nodeid).replace(".py::", ":").replace(" ", "_")
    if report.when == "setup" and report.skipped:
        _note(f"SKIP {name} {report.duration:.1f} "
              + report.longrepr[2].removeprefix("Skipped: "))
    elif report.when == "setup" and report.failed:
        _note(f"FAIL {name} {report.duration:.1f} in its setup")
    elif report.when == "call":
        word = "PASS" if report.passed else "SKIP" if report.skipped else "FAIL"
        _note(f"{word} {name} {report.duration:.1f}")
    elif report.when == "teardown" and report.failed:
        _note(f"FAIL {name}:teardown {report.duration:.1f}")


@pytest.fixture(scope="module", autouse=True)
def _afresh(request):
    """A second scenario in the same guest finds it as the first one did."""
    if request.session.items[0].module is not request.module:
        vocabulary.Field().clear()


@pytest.fixture(scope="module")
def field():
    """The guest with both drivers loaded and no VF yet."""
    ground = vocabulary.Field()
    ground.load_pf()
    ground.load_vf()
    return ground
