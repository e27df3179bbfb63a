# SPDX-License-Identifier: GPL-2.0-only
"""Traffic on every path of a port: VF-VF, VF-PF, PF-VF, VF-wire, PF-wire.

Each with ping and TCP over IPv4 and IPv6, frames of 1500 and 9000 bytes, TSO
on and off, without a VLAN, with a VLAN interface on both ends, and with a
port VLAN on the VFs.  After settling not one ping may be lost.
"""

import pytest

from field import SETTLE, Station, run

PATHS = ("vf0-vf1", "vf0-pf", "pf-vf0", "vf0-wire", "pf-wire")
TAGGED, PORT_VLAN = 100, 200
FIRST = ("none", 1500, "on")


class Bench:
    """Two VFs, the PF and the wire, and how they are set up at the moment."""

    def __init__(self, field):
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(2)
        self.plain = {"pf": self.port.place, "wire": field.wire(),
                      "vf0": self.port.vf_station(0), "vf1": self.port.vf_station(1)}
        self.now = self.plain
        self.state = FIRST
        self.tops = []

    def arrange(self, vlan, mtu, tso):
        """Bring everything into a configuration, changing what differs.

        What fails on the way leaves it unknown, and the next test begins anew: a
        step that a peer is refused once is one failure, not one of all after it.
        """
        was, self.state = self.state, None
        was_vlan, was_mtu, was_tso = was or self.begin_anew()
        if vlan != was_vlan:
            self.undo_vlan(was_vlan, was_mtu)
        if mtu != was_mtu:
            for station in self.plain.values():
                station.link("mtu", mtu)
        if tso != was_tso:
            for station in self.plain.values():
                station.features(tso=tso)
        if vlan != was_vlan:
            self.do_vlan(vlan)
        else:
            for top in self.tops:
                top.link("mtu", mtu)
        self.state = (vlan, mtu, tso)

    def begin_anew(self):
        """The first configuration, whatever there is now; returns it."""
        for station in self.plain.values():
            for vid in (TAGGED, PORT_VLAN):
                run("ip", "link", "del", f"{station.dev}.{vid}", ns=station.ns, check=False)
            station.features(tso="on")
        self.undo_vlan("port", 1500)
        for station in self.plain.values():
            station.configure()
        return FIRST

    def undo_vlan(self, vlan, mtu):
        for top in self.tops:
            top.remove()
        if vlan == "port":
            for i in (0, 1):
                self.port.set_vf(i, "vlan", 0)
                self.plain[f"vf{i}"].down()
                self.plain[f"vf{i}"].configure(mtu=mtu)
        self.tops = []
        self.now = self.plain

    def do_vlan(self, vlan):
        if vlan == "tagged":
            self.now = {n: s.vlan(TAGGED) for n, s in self.plain.items()}
            self.tops = list(self.now.values())
        elif vlan == "port":
            for i in (0, 1):
                # igbvf learns of a port VLAN when it is opened.
                self.plain[f"vf{i}"].down()
                self.port.set_vf(i, "vlan", PORT_VLAN)
            outside = {n: self.plain[n].vlan(PORT_VLAN) for n in ("pf", "wire")}
            self.tops = list(outside.values())
            inside = {}
            for n in ("vf0", "vf1"):
                s = self.plain[n]
                inside[n] = Station(s.name, s.dev, s.ns, s.number, outside["pf"].net)
                inside[n].configure(mtu=s.show()["mtu"])
            self.now = {**inside, **outside}


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


# The upper parameter changes faster: all paths of one configuration in a row.
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("vlan,mtu,tso", [
    pytest.param(vlan, mtu, tso, id=f"{vlan}-{mtu}-tso_{tso}")
    for vlan in ("none", "tagged", "port")
    for mtu, tso in ((1500, "on"), (1500, "off"), (9000, "off"), (9000, "on"))])
def test_path(bench, path, vlan, mtu, tso):
    bench.arrange(vlan, mtu, tso)
    a, b = (bench.now[name] for name in path.split("-"))
    assert a.reaches(b, SETTLE) and a.reaches(b, v6=True), f"{a} and {b} never met"
    assert a.ping(b) == 0
    assert a.ping(b, v6=True) == 0
    assert a.ping(b, 5, size=mtu - 28, whole=True) == 0
    assert a.tcp(b) == []
    assert a.tcp(b, v6=True) == []
