# SPDX-License-Identifier: GPL-2.0-only
"""Every mix of offloads, rings that run dry and a transmitter that gets stuck."""

import contextlib
import itertools
import random
import socket
import time

import pytest

import field as f


@pytest.fixture(scope="module")
def bench(field):
    return f.Four(field)


# --- offloads ---

MTUS = f.size((68, 1500, 2023, 9216), (68, 576, 1280, 1500, 2023, 4000, 9000, 9216))
FACTORS = {"mtu": MTUS, "tso": ("on", "off"), "gso": ("on", "off"),
           "gro": ("on", "off"), "tx": ("on", "off"), "rx": ("on", "off"),
           "sg": ("on", "off"), "v6": (False, True)}


def pairwise(factors):
    """Rows in which every two values of two factors meet at least once."""
    names = list(factors)
    todo = {((a, x), (b, y)) for a, b in itertools.combinations(names, 2)
            for x in factors[a] for y in factors[b]}
    noise, rows = random.Random(2), []
    while todo:
        best = max(({n: noise.choice(factors[n]) for n in names} for _ in range(60)),
                   key=lambda row: len(todo & met(row)))
        todo -= met(best)
        rows.append(best)
    return rows


def met(row):
    return set(itertools.combinations(row.items(), 2))


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_tcp_with_every_mix_of_offloads(bench, name):
    """Pairwise over offloads and MTU, with a check of every byte.

    The peer stays as it is if it can: an e1000e resets itself at every change.
    At the smallest MTU it has to follow, TCP sends no less than 48 bytes.
    """
    dev, wire = bench[name], bench["wire"]
    wrong, peer_mtu = [], None
    for row in sorted(pairwise(FACTORS), key=lambda row: row["mtu"]):
        row = dict(row)
        mtu, v6 = row.pop("mtu"), row.pop("v6")
        if peer_mtu != (peer_mtu := mtu if mtu < 500 else f.MAX_MTU):
            wire.configure(mtu=peer_mtu)
        dev.features(sg="on", tx="on")
        dev.features(**row)
        dev.configure(mtu=mtu)
        assert dev.reaches(wire, f.SETTLE)
        result = dev.tcp(wire, 1 << 14 if mtu < 500 else 1 << 18, v6=v6 and mtu >= 1280)
        wrong += [f"{row} {mtu}: {r}" for r in result]
    dev.features(sg="on", tx="on", rx="on", tso="on", gso="on", gro="on")
    dev.configure()
    wire.configure()
    assert wrong == []


# --- trouble ---

def flood(source, target, count):
    """Short frames as fast as it goes."""
    with f.inside(source.ns):
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sock.bind((source.dev, 0))
    frame = f.mac_bytes(target.mac) + f.mac_bytes(source.mac) + b"\x88\xb5"
    with sock:
        for _ in range(count):
            with contextlib.suppress(OSError):      # its queue is full
                sock.send(frame.ljust(60, b"\0"))


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_ring_runs_dry(bench, name):
    """More frames than the ring has buffers before anybody looks."""
    dev, wire = bench[name], bench["wire"]
    dev.run("ethtool", "-G", dev.dev, "rx", 64)
    dev.run("ethtool", "-C", dev.dev, "rx-usecs", 2000)
    bench.settle()
    before = dev.counter("rx_packets")
    flood(wire, dev, f.size(600, 50000))
    time.sleep(0.2)
    got = dev.counter("rx_packets") - before
    assert got >= 63
    dev.run("ethtool", "-C", dev.dev, "rx-usecs", 50)
    reached = dev.reaches(wire)
    lost = dev.ping(wire)
    # So small a ring loses most of what TCP sends at once.
    dev.run("ethtool", "-G", dev.dev, "rx", 256)
    assert reached and lost == 0
    bench.settle()
    assert dev.tcp(wire) == []


def test_stuck_transmitter(bench):
    """Transmit queues that somebody has switched off are found and restarted."""
    wire, devs = bench["wire"], (bench["pf"], bench["vf"])
    bench.settle()
    with f.quiet_console():
        # The PF's queues are the last pool's; the VF's first has an alias.
        for queue in (7, 15):
            f.poke(bench.port, 0xe028 + 0x40 * queue, 0)
        f.poke(bench.port.vf(0), 0x3828, 0)
        for dev in devs:
            assert dev.ping(wire, wait=0.2) > 0
            # The kernel looks at queues that are stopped: fill them.
            flood(dev, wire, 600)
        for dev in devs:
            assert f.until(lambda dev=dev: dev.ping(wire, 1, wait=0.3) == 0, 30)
    bench.settle()
    for dev in devs:
        assert dev.ping(wire) == 0
        assert dev.tcp(wire) == []
