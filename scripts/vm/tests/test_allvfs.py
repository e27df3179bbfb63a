# SPDX-License-Identifier: GPL-2.0-only
"""All eight pools to VFs, on explicit request, and the switch's two modes.

With eight VFs the PF administers them and sees no frame: its interface shows
the port's link and says that it has nobody to talk to.
"""

import json

import pytest

import field as f

pytestmark = pytest.mark.ours(pf=True, why="seven VFs at most, VEB only")


class Bench:
    def __init__(self, field):
        self.field = field
        self.port, self.wire = field.port, field.wire()

    def load(self, *params):
        self.field.unload_pf()
        self.field.load_pf(*params)
        self.pf = self.port.pf_station()


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


def total(port):
    return int((port.sys / "sriov_totalvfs").read_text())


def hwmode(pf):
    shown = json.loads(f.run("bridge", "-j", "link", "show", "dev", pf.dev))
    return shown[0]["hwmode"].lower()


def fdb(pf):
    """VF -> its addresses, and the PF's own under None."""
    found = {}
    for entry in json.loads(f.run("bridge", "-j", "fdb", "show", "dev", pf.dev)):
        assert "self" in entry["flags"], entry
        found.setdefault(entry.get("port"), set()).add(entry["mac"])
    return found


# --- VEB, VEPA -------------------------------------------------------------

def passes(bench, a, b):
    """Does a frame from a to b arrive there, and does it leave by the wire?"""
    with f.Watch([a, b, bench.wire]) as watch:
        seen = watch.send(a, b.mac, expect=[bench.wire], arrival=0.5)
    return b in seen, bench.wire in seen


def test_hwmode(bench):
    bench.pf = bench.port.pf_station()
    assert hwmode(bench.pf) == "veb"
    f.run("bridge", "link", "set", "dev", bench.pf.dev, "hwmode", "vepa")
    bench.port.set_numvfs(2)
    a, b = (bench.port.vf_station(i) for i in (0, 1))
    pairs = [(a, bench.wire), (b, bench.wire), (bench.pf, bench.wire)]
    f.traffic_back(pairs, f.SETTLE)
    for again in range(2):
        assert hwmode(bench.pf) == "vepa"
        for one, other in ((a, b), (b, a), (a, bench.pf), (bench.pf, b)):
            assert passes(bench, one, other) == (False, True), (one, other, again)
        if not again:
            bench.port.reset()
            f.traffic_back(pairs, f.SETTLE)
    f.run("bridge", "link", "set", "dev", bench.pf.dev, "hwmode", "veb")
    assert hwmode(bench.pf) == "veb"
    assert passes(bench, a, b) == (True, False)
    with pytest.raises(f.CommandError) as error:
        f.run("bridge", "link", "set", "dev", bench.pf.dev, "learning", "on", "self")
    assert "no other setting" in error.value.text
    assert hwmode(bench.pf) == "veb"


# --- what the switch holds -------------------------------------------------

def test_fdb(bench):
    own, new = "52:54:00:00:dd:01", "52:54:00:00:dd:02"
    first = bench.port.vf_info(0)["address"]
    shown = fdb(bench.pf)
    assert shown[0] == {first} and shown[1] == {bench.port.vf_info(1)["address"]}
    f.run("bridge", "fdb", "add", own, "dev", bench.pf.dev)
    bench.port.set_vf(1, "mac", new)
    assert own in fdb(bench.pf)[None] and fdb(bench.pf)[1] == {new}
    for verb, mac, words, why in (("add", own, ["vlan", "5"], "every VLAN"),
                                  ("del", own, ["vlan", "5"], "every VLAN"),
                                  ("add", first, [], "belongs to a VF"),
                                  ("del", new, [], "is a VF's")):
        with pytest.raises(f.CommandError) as error:
            f.run("bridge", "fdb", verb, mac, "dev", bench.pf.dev, *words)
        assert why in error.value.text
    assert own in fdb(bench.pf)[None]
    f.run("bridge", "fdb", "del", own, "dev", bench.pf.dev)
    assert own not in fdb(bench.pf)[None]


def test_hand_over(bench):
    """A guest leaves and comes, as net_failover does it: first away with the
    address here, then there with it."""
    guest = "52:54:00:00:dd:02"

    def arrives():
        with f.Watch([bench.pf, bench.wire]) as watch:
            return bench.pf in watch.send(bench.wire, guest, expect=[bench.pf], arrival=0.2)

    for _ in range(2):
        assert guest in fdb(bench.pf)[1] and not arrives()
        bench.port.set_vf(1, "mac", "00:00:00:00:00:00")
        f.run("bridge", "fdb", "add", guest, "dev", bench.pf.dev)
        assert f.until(arrives, 3)
        f.run("bridge", "fdb", "del", guest, "dev", bench.pf.dev)
        bench.port.set_vf(1, "mac", guest)


# --- eight -----------------------------------------------------------------

def test_seven_unless_asked(bench):
    bench.port.set_numvfs(0)
    assert total(bench.port) == 7
    with pytest.raises(OSError):
        bench.port.set_numvfs(8)
    assert bench.port.numvfs == 0


def test_eight(bench):
    bench.load("max_vfs=8")
    port, wire = bench.port, bench.wire
    assert port.numvfs == total(port) == 8
    assert "all pools are VFs'" in f.run("dmesg")
    # the port's link is seen, and that nobody is behind it
    assert f.until(lambda: bench.pf.carrier, 3)
    assert f.until(lambda: bench.pf.show()["operstate"] == "DORMANT", 3)
    vfs = [port.vf_station(i) for i in range(8)]
    f.traffic_back([(vf, wire) for vf in vfs] + [(vfs[0], vfs[7])], f.SETTLE)
    assert vfs[7].ping(wire) == 0 and vfs[7].ping(vfs[3]) == 0
    with f.Watch([bench.pf, wire, *vfs]) as watch:
        seen = watch.send(wire, f.BROADCAST, expect=vfs)
        assert set(vfs) <= set(seen) and bench.pf not in seen
        assert bench.pf not in watch.send(vfs[1], bench.pf.mac, expect=[wire])
        assert not watch.send(bench.pf, f.BROADCAST)
    assert bench.pf.show()["operstate"] == "DORMANT"
    # administration goes on, with the PF up and down
    port.set_vf(7, "max_tx_rate", 100)
    assert port.vf_info(7)["rate"]["max_tx"] == 100
    with pytest.raises(f.CommandError):
        f.run("bridge", "fdb", "add", "52:54:00:00:dd:03", "dev", bench.pf.dev)
    for step in ("mtu", "reset", "down", "up"):
        if step == "mtu":
            bench.pf.link("mtu", 3000)
        elif step == "reset":
            port.reset()
        else:
            bench.pf.link(step)
        f.traffic_back([(vfs[7], wire), (vfs[0], vfs[7])], f.SETTLE)
    assert vfs[0].ping(vfs[7]) == 0
    bench.pf.run("ethtool", "-l", bench.pf.dev)
    bench.pf.run("ethtool", "-x", bench.pf.dev)
    bench.pf.run("ethtool", "-X", bench.pf.dev, "equal", 1)
    bench.pf.run("ethtool", "-G", bench.pf.dev, "rx", 512)


def test_data_path_comes_back(bench):
    port, wire = bench.port, bench.wire
    port.set_numvfs(0)
    f.traffic_back([(bench.pf, wire)], f.SETTLE)
    assert bench.pf.ping(wire) == 0
    assert bench.pf.show()["operstate"] == "UP"
    port.set_numvfs(7)
    vf6 = port.vf_station(6)
    f.traffic_back([(bench.pf, wire), (vf6, bench.pf), (vf6, wire)], f.SETTLE)
    assert bench.pf.ping(vf6) == 0
    port.set_numvfs(0)
