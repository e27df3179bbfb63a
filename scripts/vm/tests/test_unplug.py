# SPDX-License-Identifier: GPL-2.0-only
# bed: -q -global -q pcie-root-port.x-speed=2_5
"""The card is pulled while everybody talks, and put back; the bus has errors.

The emulator asks the guest before it takes the card away, so this is the
orderly way; registers that answer no more are the matter of the KUnit suites
vanish and pfreq.
"""

import contextlib
import os
import re
import subprocess

import pytest

import field as f

CYCLES = f.size(2, 200)


class Bench:
    def __init__(self, field):
        self.port = field.port
        self.wire = field.wire()
        self.begin()

    def begin(self):
        self.pf = self.port.pf_station()
        self.port.set_numvfs(2)
        self.vfs = [self.port.vf_station(i) for i in (0, 1)]
        f.traffic_back([(self.pf, self.wire), (self.vfs[0], self.wire),
                        (self.vfs[0], self.vfs[1])], f.SETTLE)

    def flood(self):
        """The PF pings the wire and one VF the other, until killed."""
        ways = [(None, self.wire), (self.vfs[1].ns, self.vfs[0])]
        return [subprocess.Popen(
            (["nsenter", f"--net=/run/netns/{ns}"] if ns else []) +
            ["ping", "-q", "-i", "0.02", to.ip4],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for ns, to in ways]

    def pull(self):
        f.run("vtc-monitor", "device_del", f"id=port{self.port.index}")
        assert f.until(lambda: not self.port.sys.exists(), 20), "it is still there"

    def plug(self):
        def offer():
            try:
                f.run("vtc-monitor", "device_add", "driver=igb", "id=port0", "bus=rp0",
                      "netdev=n0", "mac=52:54:00:76:00:00", "romfile=")
            except f.CommandError:      # the old one is still being taken apart
                return False
            return True
        assert f.until(offer, 10, 0.2), "the emulator does not take it back"
        assert f.until(lambda: self.port.sys.exists() and self.port.driver, 20)


class Console:
    """What the kernel says from now on."""

    def __init__(self):
        self.text = ""

    def __enter__(self):
        self.fd = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.fd, 0, os.SEEK_END)
        return self

    def __exit__(self, *_):
        os.close(self.fd)

    def heard(self, pattern):
        with contextlib.suppress(BlockingIOError):
            while True:
                self.text += os.read(self.fd, 8192).decode(errors="replace")
        return re.search(pattern, self.text)

    def until(self, pattern):
        """Wait for it; the text that was found."""
        found = f.until(lambda: self.heard(pattern), 20)
        assert found, f"no {pattern} in: {self.text}"
        return found[0]


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


def stop(flood):
    for process in flood:
        process.kill()
        process.wait()


def errors_are_heard():
    """Without ASPM a kernel leaves them to the firmware."""
    with open("/proc/interrupts", encoding="ascii") as lines:
        return "aerdrv" in lines.read()


@pytest.mark.skipif(not errors_are_heard(), reason="nobody listens to the root port")
@pytest.mark.parametrize("what, heard", [("COMP_TIME", "Non-Fatal"), ("MALF_TLP", "Fatal")],
                         ids=["nonfatal", "fatal"])
def test_error_of_the_bus(bench, what, heard):
    """All drivers are told; a fatal one resets the link, and everybody comes back.

    Not only the first time, and not only if nothing was reset before.  The root
    port reports it: the emulated card cannot.  (Its port must be a slow one: a
    faster says whether the link is up, which the emulator forgets.)
    """
    functions = [bench.port] + [bench.port.vf(i) for i in (0, 1)]
    before = [(function.sys / "config").read_bytes()[:64] for function in functions]
    for turn in range(CYCLES):
        flood = bench.flood()
        try:
            with Console() as console:
                f.run("vtc-monitor", "hmp", f"pcie_aer_inject_error rp0 {what}")
                end = console.until("device recovery (successful|failed)")
        finally:
            stop(flood)
        assert f"({heard})" in console.text and "successful" in end, console.text
        f.traffic_back([(bench.pf, bench.wire), (bench.vfs[0], bench.wire),
                        (bench.vfs[0], bench.vfs[1])], f.SETTLE)
        assert bench.vfs[0].ping(bench.vfs[1]) == 0
        assert [(function.sys / "config").read_bytes()[:64] for function in functions] == before
        if not turn:
            bench.port.reset()
            bench.port.vf(0).reset()


def test_vf_is_taken_away(bench):
    """A driver leaves its VF; the other VF and the PF do not notice."""
    flood = bench.flood()
    try:
        bench.port.vf(0).unbind()
        f.traffic_back([(bench.pf, bench.wire), (bench.vfs[1], bench.wire)], 2)
        assert bench.pf.ping(bench.wire) == 0 and bench.vfs[1].ping(bench.wire) == 0
    finally:
        stop(flood)
    bench.port.vf(0).probe()
    bench.vfs[0] = bench.port.vf_station(0)
    f.traffic_back([(bench.vfs[0], bench.wire)], f.SETTLE)


def test_card_is_pulled_and_put_back(bench):
    for _ in range(CYCLES):
        flood = bench.flood()
        try:
            bench.pull()
        finally:
            stop(flood)
        bench.plug()
        bench.begin()
        assert bench.vfs[0].ping(bench.vfs[1]) == 0
