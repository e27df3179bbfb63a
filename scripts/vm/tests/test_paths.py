# SPDX-License-Identifier: GPL-2.0-only
# bed: -p 2 -w one
"""Ways through more than one thing: two ports on one cable, a PF that is down,
a bridge over the PF with a veth behind it.
"""

import functools

import pytest

import field as f

STRANGER = "52:54:00:00:be:ef"


@pytest.fixture(scope="module")
def bench(field):
    """Two ports, both on the same cable, two VFs each by max_vfs=2."""
    field.unload_pf()
    field.load_pf("max_vfs=2")
    for i, port in enumerate(field.ports):
        port.pf_station(ns=None if i == 0 else "port1")
        for index in (0, 1):
            station = port.vf_station(index)
            if f.VF_DRIVER == "igbvf":
                # Probed before its PF was opened, it needs to be opened twice.
                station.down()
                station.configure()
    field.wire()
    settle(field)
    return field


def vfs(field, port):
    return [field.ports[port].vf(i) for i in (0, 1)]


@functools.cache
def vf(port, index):
    """The station of a VF, whose names outlive the VF."""
    name = f"vf{index}" if port == 0 else f"vf{port}{index}"
    return f.Station(name, name, f"p{port}v{index}", 10 + 20 * port + index)


def settle(field):
    pairs = [(vf(p, i), field.wire()) for p in (0, 1) for i in (0, 1)]
    pairs += [(field.ports[p].place, field.wire()) for p in (0, 1)]
    f.traffic_back(pairs, f.SETTLE)


def test_max_vfs_on_two_ports_gives_four_vfs(bench):
    assert [p.numvfs for p in bench.ports] == [2, 2]
    found = [v.netdev for p in (0, 1) for v in vfs(bench, p)]
    assert len(found) == 4
    macs = {vf(p, i).mac for p in (0, 1) for i in (0, 1)}
    assert len(macs) == 4, "two VFs share an address"


@pytest.mark.parametrize("path", [
    pytest.param(("vf", "pf"), id="vf-pf"),
    pytest.param(("vf", "vf"), id="vf-vf"),
    pytest.param(("vf", "other"), id="vf-other_port"),
    pytest.param(("vf", "other_vf"), id="vf-vf_of_other_port"),
    pytest.param(("pf", "other"), id="pf-other_port")])
def test_path(bench, path):
    """The three ways of a VM: to the PF, to another VF, to another port."""
    stations = {"vf": vf(0, 1), "pf": bench.ports[0].place,
                "other": bench.ports[1].place, "other_vf": vf(1, 0)}
    a = vf(0, 0) if path[0] == "vf" else stations[path[0]]
    b = stations[path[1]]
    assert a.reaches(b)
    assert a.ping(b) == 0 and a.ping(b, v6=True) == 0
    assert a.tcp(b) == []


@pytest.mark.ours(pf=True, why="PF down stops the port's VFs")
def test_pf_down_leaves_its_vfs_running(bench):
    pf = bench.ports[0].place
    pf.down()
    try:
        pairs = [(vf(0, 0), vf(0, 1)), (vf(0, 0), bench.wire())]
        f.traffic_back(pairs, 1 + f.AUTONEG)
        for a, b in pairs:
            assert a.ping(b, 50) == 0
            assert a.tcp(b) == []
    finally:
        pf.configure()
        settle(bench)


@pytest.mark.ours(pf=True, why="a VF of a PF that was never up has no link")
def test_vfs_of_a_pf_that_was_never_up(bench):
    """The module's parameter makes VFs; nobody has opened the PF yet."""
    bench.unload_pf()
    bench.load_pf("max_vfs=2")
    try:
        assert "UP" not in bench.ports[0].station(None, 100, up=False).show()["flags"]
        a, b = (bench.ports[0].vf_station(i) for i in (0, 1))
        f.traffic_back([(a, b), (a, bench.wire())], 2 + f.AUTONEG)
        assert a.ping(b) == 0 and a.ping(bench.wire()) == 0
    finally:
        for i, port in enumerate(bench.ports):
            port.pf_station(ns=None if i == 0 else "port1")
            for v in ((0, 1) if i else ()):
                port.vf_station(v)
        settle(bench)


@pytest.fixture
def bridge(bench):
    """br0 over the first PF with a veth; its far end is a station.

    The emulator returns to the PF what the PF sent, which no 82576 does: the
    bridge would learn its own station on the wrong side.  So the PF's side
    does not learn.
    """
    pf = bench.ports[0].place
    f.batch(["link add br0 type bridge forward_delay 0",
             "link add veth0 type veth peer name stranger",
             f"link set dev {pf.dev} master br0",
             "link set veth0 master br0"])
    f.run("ip", "netns", "add", "behind")
    f.batch([f"link set stranger address {STRANGER}",
             "link set stranger netns behind",
             "link set veth0 up", "link set br0 up"])
    f.run("bridge", "link", "set", "dev", pf.dev, "learning", "off")
    yield f.Station("stranger", "stranger", "behind", 150)
    f.run("ip", "link", "del", "br0", check=False)
    f.run("ip", "link", "del", "veth0", check=False)
    f.run("ip", "netns", "del", "behind", check=False)
    settle(bench)


@pytest.mark.parametrize("way", [
    pytest.param("promiscuous", marks=pytest.mark.ours(
        pf=True, why="the emulator opens UTA only to pools with ROMPE")),
    "fdb"])
def test_bridge_over_the_pf(bench, bridge, way):
    """A VM on a bridge over the PF reaches a VF and the wire, and back.

    Either the PF is promiscuous, or the bridge is told not to flood there and
    the PF is given the address by hand.
    """
    pf = bench.ports[0].place
    if way == "fdb":
        f.run("bridge", "link", "set", "dev", pf.dev, "flood", "off", "mcast_flood", "on",
              "bcast_flood", "on")
        f.run("bridge", "fdb", "add", STRANGER, "dev", pf.dev, "self")
        for other in (vf(0, 0), bench.wire(), vf(1, 0)):
            f.run("bridge", "fdb", "add", other.mac, "dev", pf.dev, "master", "static")
    bridge.configure()
    others = [vf(0, 0), bench.wire(), vf(1, 0)]
    f.traffic_back([(bridge, o) for o in others], 3)
    for other in others:
        assert bridge.reaches(other)
        assert bridge.ping(other) == 0
        assert other.ping(bridge) == 0
        assert bridge.tcp(other) == []
    assert vf(0, 0).ping(vf(0, 1)) == 0
    if way == "fdb":
        f.run("bridge", "fdb", "del", STRANGER, "dev", pf.dev, "self")


def test_bridge_goes_and_leaves_nothing_behind(bench):
    """Promiscuous mode ends with the bridge: unknown unicast of a VF goes out only."""
    with f.Watch([vf(0, 0), vf(0, 1), bench.ports[0].place, bench.wire()]) as watch:
        seen = watch.send(vf(0, 0), STRANGER, expect=[bench.wire()])
    assert {s.name for s in seen} - {"vf0"} == {"wire0"}


def test_fdb_entry_instead_of_promiscuous_mode(bench):
    """An address given to the PF by fdb is the PF's."""
    pf = bench.ports[0].place
    f.run("bridge", "fdb", "add", STRANGER, "dev", pf.dev)
    try:
        with f.Watch([vf(0, 0), vf(0, 1), pf, bench.wire()]) as watch:
            seen = watch.send(vf(0, 0), STRANGER, expect=[pf])
        assert {s.name for s in seen} == {"pf0"}
    finally:
        f.run("bridge", "fdb", "del", STRANGER, "dev", pf.dev)
