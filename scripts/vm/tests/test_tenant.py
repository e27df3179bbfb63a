# SPDX-License-Identifier: GPL-2.0-only
"""What one user of a VF leaves behind, what another may read, and many hands at
the same settings.
"""

import contextlib
import ctypes
import itertools
import mmap
import os
import threading
import time

import pytest

import field as f

# Rings of queue q as the PF sees them; a VF has the queues VF and VF + 8.
RX_RING, TX_RING, RING = 0xC000, 0xE000, 0x40
BASES = {"rx base": (RX_RING, 0x00), "rx length": (RX_RING, 0x08),
         "tx base": (TX_RING, 0x00), "tx length": (TX_RING, 0x08),
         "tx write-back": (TX_RING, 0x38)}
VF_BAR, VF_MAILBOX, VF_MAILBOX_CTL, VFU = 0x4000, 0x0800, 0x0C40, 4
CANARY = 0xC0DECAFE


@contextlib.contextmanager
def registers(function):
    """BAR 0 of a function as an array of 32-bit registers."""
    fd = os.open(function.sys / "resource0", os.O_RDWR | os.O_SYNC)
    try:
        size = os.fstat(fd).st_size
        bar = mmap.mmap(fd, size)
        words = (ctypes.c_uint32 * (size // 4)).from_buffer(bar)
        # The mapping goes with the last reference to it
        yield words
    finally:
        os.close(fd)


@pytest.fixture(scope="module")
def port(field):
    field.port.pf_station()
    field.port.set_numvfs(2)
    return field.port


def rings_of(port, vf):
    with registers(port) as reg:
        return {f"{name} of queue {q}": reg[(base + q * RING + offset) // 4]
                for name, (base, offset) in BASES.items() for q in (vf, vf + 8)}


@pytest.mark.ours(pf=True, why="leaves them to the next driver")
def test_no_address_of_a_tenant_stays_in_the_chip(field, port):
    """Where its rings lay and where heads are written back to."""
    vf = port.vf(0)
    f.traffic_back([(port.vf_station(0), field.wire())], f.SETTLE)
    assert any(rings_of(port, 0).values()), "the VF runs without rings"
    vf.unbind()
    vf.reset()
    left = f.until(lambda: not any(rings_of(port, 0).values()), 2)
    assert left, {k: hex(v) for k, v in rings_of(port, 0).items() if v}
    vf.probe()


def test_no_vf_reads_another_functions_secrets(port):
    """A VF's registers show neither the PF's hash key nor another's mailbox."""
    key = [0x11 * (i % 15 + 1) for i in range(40)]
    f.run("ethtool", "-X", port.netdev(), "hkey", ":".join(f"{b:02x}" for b in key),
          check=f.PF_DRIVER == "vtc")
    port.vf(1).unbind()
    (port.vf(1).sys / "enable").write_text("1")
    try:
        with registers(port.vf(1)) as victim, registers(port.vf(0)) as reader:
            victim[VF_MAILBOX_CTL // 4] = VFU
            for i in range(16):
                victim[VF_MAILBOX // 4 + i] = CANARY
            there = victim[VF_MAILBOX // 4]
            seen = {offset: reader[offset // 4] for offset in range(0, VF_BAR, 4)}
            victim[VF_MAILBOX_CTL // 4] = 0
        assert there == CANARY, "nothing to be found, so finding nothing says nothing"
        words = {int.from_bytes(bytes(key[i:i + 4]), "little") for i in range(0, 40, 4)}
        found = {hex(o) for o, v in seen.items() if v == CANARY or v in words}
        assert not found, f"another's values at {found}"
    finally:
        (port.vf(1).sys / "enable").write_text("0")
        port.vf(1).reset()
        port.vf(1).probe()


SETTINGS = [("spoofchk", ("on", "off")), ("trust", ("on", "off")), ("vlan", (0, 7, 8)),
            ("state", ("auto", "enable", "disable")), ("max_tx_rate", (0, 100, 1000)),
            ("mac", ("00:00:00:00:00:00", "52:54:00:00:ee:01"))]


def test_many_hands_at_the_same_settings(field, port):
    """Administrators in parallel, a VF that comes and goes, rings that change:
    nothing hangs, and what is set last is what is."""
    seconds = f.size(4, 600)
    wire, end, broken = field.wire(), time.monotonic() + seconds, []
    stations = [port.vf_station(i) for i in (0, 1)]

    def until_the_end(step):
        def loop():
            for turn in itertools.count():
                if time.monotonic() > end:
                    return
                try:
                    step(turn)
                except Exception as error:  # pylint: disable=broad-except
                    broken.append(error)
                    return
        return threading.Thread(target=loop)

    def administrator(offset):
        def step(turn):
            word, values = SETTINGS[(turn + offset) % len(SETTINGS)]
            port.set_vf(turn % 2, word, values[turn // 2 % len(values)], check=False)
        return step

    hands = [until_the_end(administrator(i)) for i in (0, 3)]
    hands.append(until_the_end(lambda turn: stations[1].link("down" if turn % 2 else "up",
                                                             check=False)))
    hands.append(until_the_end(lambda turn: f.run("ethtool", "-G", port.place.dev, "rx",
                                                  512 if turn % 2 else 256)))
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(seconds + 30)
        assert not hand.is_alive(), "a setting hangs"
    assert not broken, broken
    for vf in (0, 1):
        for word, values in SETTINGS:
            port.set_vf(vf, word, values[0])
        info = port.vf_info(vf)
        assert info["spoofchk"] and info["trust"] and info["link_state"] == "auto"
    for station in stations:
        station.configure()
    f.traffic_back([(s, wire) for s in stations], 10)
