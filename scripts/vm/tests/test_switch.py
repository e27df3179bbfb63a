# SPDX-License-Identifier: GPL-2.0-only
"""The embedded switch: which frame is seen where.

Frames are sent raw from one station while raw sockets listen on all; "exactly
these saw it" is the form of nearly every test.  The sender's own copy, which
the emulator returns and the 82576 does not, is left out of the account.

Not here, because the emulator does not do it: anti-spoofing, mirroring, rate
limits, replication switched off.
"""

import socket
import struct
import subprocess

import pytest

import field as f

FUNCTIONS = ("pf", "vf0", "vf1", "vf2")
EVERYONE = FUNCTIONS + ("wire",)
NOBODY_MAC = "52:54:00:00:de:ad"
GROUP = "01:00:5e:2f:13:57"
VID = 100
PRIO = 5


# An igbvf that believes to have lost its PF begins anew after ten seconds.
PATIENCE = f.SETTLE if f.VF_DRIVER == "igbvf" else 2.0


class Bench:
    """PF, three VFs and the wire, and a watch on all of them."""

    def __init__(self, field):
        self.field = field
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(3)
        self.stations = {"pf": self.port.place, "wire": field.wire()}
        for i in range(3):
            self.stations[f"vf{i}"] = self.port.vf_station(i)
        self.watch = None
        self.settle()

    def __getitem__(self, name):
        return self.stations[name]

    def settle(self):
        wire = self.stations["wire"]
        f.traffic_back([(self.stations[n], wire) for n in FUNCTIONS], f.SETTLE)
        if self.watch:
            self.watch.__exit__()
        self.watch = f.Watch(self.stations.values())

    def seen(self, source, dst, expect=(), **kw):
        """Who but the sender saw a frame: {name: Sighting}."""
        sights = self.watch.send(self[source], dst,
                                 expect=[self[n] for n in expect], **kw)
        return {s.name_in_bench: v[0] for s, v in sights.items()
                if s is not self[source]}

    def check(self, source, dst, expect, patience=PATIENCE, **kw):
        """Exactly `expect` see it, three times in a row, after settling."""
        want = set(expect)
        row = []

        def once():
            got = self.seen(source, dst, expect=expect, arrival=1.0, **kw)
            row.append(got)
            return set(got) == want

        assert f.until(once, patience), (
            f"{source} -> {dst}: wanted {sorted(want)}, seen {row[-1]}")
        for _ in range(2):
            assert once(), f"{source} -> {dst}: wanted {sorted(want)}, then {row[-1]}"
        return row[-1]


@pytest.fixture(scope="module")
def bench(field):
    bench = Bench(field)
    for name, station in bench.stations.items():
        station.name_in_bench = name
    return bench


@pytest.fixture
def port_vlans(bench):
    """vf0 and vf1 in port VLAN 100, vf2 in 200, all told at run time."""
    def assign(vids):
        for i, words in enumerate(vids):
            bench[f"vf{i}"].down()
            bench.port.set_vf(i, "vlan", *words)
            bench[f"vf{i}"].configure()
    try:
        assign([(VID,), (VID, "qos", PRIO), (VID + 100,)])
        f.traffic_back([(bench["vf0"], bench["vf1"])], f.SETTLE)
        yield
    finally:
        assign([(0,)] * 3)
        bench.settle()


# --- untagged --------------------------------------------------------------

@pytest.mark.parametrize("source,to", [(a, b) for a in EVERYONE for b in EVERYONE
                                       if a != b])
def test_unicast_reaches_its_owner_only(bench, source, to):
    bench.check(source, bench[to].mac, [to])


@pytest.mark.parametrize("source", EVERYONE)
def test_broadcast_reaches_everyone(bench, source):
    bench.check(source, f.BROADCAST, [n for n in EVERYONE if n != source])


@pytest.mark.parametrize("source", FUNCTIONS)
def test_unknown_unicast_from_a_function_goes_out_only(bench, source):
    bench.check(source, NOBODY_MAC, ["wire"])


def test_unknown_unicast_from_the_wire(bench):
    """Nobody's, as on any NIC.  igb leaves its default pool open for it."""
    bench.check("wire", NOBODY_MAC, ["pf"] if f.PF_DRIVER == "igb" else [])


@pytest.mark.ours(pf=True, why="the emulator's UTA wants ROMPE")
def test_unknown_unicast_from_the_wire_goes_to_a_promiscuous_pf(bench):
    """The emulator shows it to VFs with multicast filters too: it takes ROMPE for ROPE."""
    bench["pf"].link("promisc", "on")
    try:
        assert f.until(lambda: "pf" in bench.seen("wire", NOBODY_MAC, expect=["pf"],
                                                  arrival=0.5), 2)
    finally:
        bench["pf"].link("promisc", "off")
    bench.check("wire", NOBODY_MAC, [])


@pytest.mark.parametrize("source", ("wire", "vf0"))
def test_multicast_nobody_joined(bench, source):
    bench.check(source, GROUP, [] if source == "wire" else ["wire"])


@pytest.mark.parametrize("member", FUNCTIONS)
def test_multicast_reaches_its_member(bench, member):
    source = "vf0" if member != "vf0" else "vf1"
    with f.join_multicast(bench[member], GROUP):
        for sender in (source, "wire"):
            expect = [member, "wire"] if sender != "wire" else [member]

            def arrived(sender=sender, expect=expect):
                return set(expect) <= set(bench.seen(sender, GROUP, expect=expect,
                                                     arrival=0.5))
            assert f.until(arrived, 2), f"{member} did not get {sender}'s frame"


def test_multicast_ends_with_its_last_member(bench):
    with f.join_multicast(bench["vf1"], GROUP):
        assert f.until(lambda: "vf1" in bench.seen("wire", GROUP, expect=["vf1"],
                                                   arrival=0.5), 2)
    bench.check("wire", GROUP, [])


# --- addresses -------------------------------------------------------------

def test_vf_changes_its_address(bench):
    vf, old, new = bench["vf0"], bench["vf0"].mac, "52:54:00:00:aa:01"
    vf.link("address", new)
    try:
        bench.check("vf1", new, ["vf0"])
        bench.check("wire", new, ["vf0"])
        bench.check("vf1", old, ["wire"])
    finally:
        vf.link("address", old)
    bench.check("wire", old, ["vf0"])


def test_pf_changes_its_address(bench):
    pf, old, new = bench["pf"], bench["pf"].mac, "52:54:00:00:aa:02"
    pf.link("address", new)
    try:
        bench.check("vf1", new, ["pf"])
        bench.check("vf1", old, ["wire"])
    finally:
        pf.link("address", old)
    bench.check("vf1", old, ["pf"])


@pytest.mark.parametrize("owner", [
    "pf", pytest.param("vf0", marks=pytest.mark.ours(
        vf=True, why="no IFF_UNICAST_FLT: a second address never arrives"))])
def test_second_address(bench, owner):
    """A macvlan's address is filtered in hardware like the first one."""
    mac = "52:54:00:00:aa:10"
    station = bench[owner]
    station.run("ip", "link", "add", "link", station.dev, "name", "second", "address",
                mac, "type", "macvlan", "mode", "private")
    station.run("ip", "link", "set", "second", "up")
    try:
        bench.check("vf1", mac, [owner])
        bench.check("wire", mac, [owner])
    finally:
        station.run("ip", "link", "del", "second")
    bench.check("vf1", mac, ["wire"])


# --- VLANs -----------------------------------------------------------------

def test_vlan_members_and_no_one_else(bench):
    with_vlan = {n: bench[n].vlan(VID) for n in ("vf0", "vf1")}
    try:
        seen = bench.check("vf0", bench["vf1"].mac, ["vf1"], tci=[VID])
        assert seen["vf1"].vid == VID
        seen = bench.check("vf0", f.BROADCAST, ["vf1", "wire"], tci=[VID])
        assert seen["vf1"].vid == VID and seen["wire"].vid == VID
        seen = bench.check("wire", f.BROADCAST, ["vf0", "vf1"], tci=[VID])
        assert seen["vf0"].vid == VID
        bench.check("wire", bench["vf0"].mac, ["vf0"], tci=[VID])
        # untagged traffic is as it was
        bench.check("vf2", f.BROADCAST, ["pf", "vf0", "vf1", "wire"])
    finally:
        for top in with_vlan.values():
            top.remove()


def test_vlan_of_a_function_that_is_not_a_member(bench):
    top = bench["vf0"].vlan(VID)
    try:
        bench.check("wire", f.BROADCAST, ["vf0"], tci=[VID])
        assert "vf2" not in bench.seen("wire", bench["vf2"].mac, tci=[VID])
    finally:
        top.remove()


def test_vlan_nobody_has(bench):
    bench.check("wire", f.BROADCAST, [], tci=[VID + 1])


@pytest.mark.ours(pf=True, why="keeps a VLAN of its own out of VLVF, where the emulator "
                              "looks for it")
def test_vlan_on_the_pf(bench):
    top = bench["pf"].vlan(VID)
    try:
        seen = bench.check("wire", f.BROADCAST, ["pf"], tci=[VID])
        assert seen["pf"].vid == VID
        bench.check("wire", bench["pf"].mac, ["pf"], tci=[VID])
    finally:
        top.remove()
    bench.check("wire", f.BROADCAST, [], tci=[VID])


def test_vlan_ends_with_its_interface(bench):
    tops = [bench[n].vlan(VID) for n in ("vf0", "vf1")]
    bench.check("wire", f.BROADCAST, ["vf0", "vf1"], tci=[VID])
    tops[1].remove()
    bench.check("wire", f.BROADCAST, ["vf0"], tci=[VID])
    tops[0].remove()
    bench.check("wire", f.BROADCAST, [], tci=[VID])


@pytest.mark.ours(vf=True, why="the receiver drops PCP and DEI")
def test_vlan_priority_arrives(bench):
    tops = [bench[n].vlan(VID) for n in ("vf0", "pf")]
    try:
        tci = PRIO << 13 | VID
        seen = bench.check("wire", f.BROADCAST, ["vf0", "pf"], tci=[tci])
        assert seen["vf0"].tci == tci and seen["pf"].tci == tci
        seen = bench.check("vf0", bench["pf"].mac, ["pf"], tci=[tci])
        assert seen["pf"].tci == tci
    finally:
        for top in tops:
            top.remove()


# --- port VLANs ------------------------------------------------------------

@pytest.mark.usefixtures("port_vlans")
class TestPortVlan:
    """vf0 and vf1 are in port VLAN 100 (vf1 with qos 5), vf2 in 200."""

    def test_same_vlan(self, bench):
        seen = bench.check("vf0", bench["vf1"].mac, ["vf1"])
        assert seen["vf1"].tci is None, "a VF must not see its port VLAN"
        assert bench["vf0"].ping(bench["vf1"]) == 0

    def test_other_vlan(self, bench):
        """Nothing of vf0 and vf1 ever reaches vf2, nor the other way."""
        for source, to in (("vf0", "vf2"), ("vf2", "vf0"), ("pf", "vf0"), ("vf0", "pf")):
            got = bench.seen(source, bench[to].mac, grace=0.3)
            assert to not in got, f"{source} reached {to} across VLANs"
        assert bench["vf0"].ping(bench["vf2"], 5, wait=1) == 5

    def test_broadcast_stays_in_the_vlan(self, bench):
        seen = bench.check("vf0", f.BROADCAST, ["vf1", "wire"])
        assert seen["vf1"].tci is None
        assert seen["wire"].tci == VID
        seen = bench.check("vf2", f.BROADCAST, ["wire"])
        assert seen["wire"].tci == VID + 100

    def test_qos_is_on_the_wire(self, bench):
        seen = bench.check("vf1", f.BROADCAST, ["vf0", "wire"])
        assert seen["wire"].tci == PRIO << 13 | VID

    def test_from_the_wire(self, bench):
        seen = bench.check("wire", f.BROADCAST, ["vf0", "vf1"], tci=[VID])
        assert seen["vf0"].tci is None and seen["vf1"].tci is None
        seen = bench.check("wire", bench["vf0"].mac, ["vf0"], tci=[VID])
        assert seen["vf0"].tci is None
        bench.check("wire", f.BROADCAST, ["vf2"], tci=[VID + 100])

    def test_untagged_from_the_wire(self, bench):
        bench.check("wire", f.BROADCAST, ["pf"])
        assert "vf0" not in bench.seen("wire", bench["vf0"].mac)

    def test_vf_cannot_choose_a_vlan(self, bench):
        """A tag the VF puts in itself travels inside the port VLAN's."""
        seen = bench.seen("vf0", f.BROADCAST, tci=[VID + 100], expect=["wire"])
        assert "vf2" not in seen
        assert seen["wire"].tci == VID and seen["wire"].inner == [VID + 100]


# --- sizes -----------------------------------------------------------------

def test_frame_size_is_per_pool(bench):
    """A pool gets no frame longer than its own MTU allows."""
    big = ("pf", "vf1", "wire")

    def resize(mtu):
        for n in big:
            bench[n].link("mtu", mtu)
        # igbvf needs 10 s to notice that its PF was reset, unless it resets.
        for n in ("vf0", "vf2") if f.VF_DRIVER == "igbvf" else ():
            bench[n].link("mtu", 1400)
            bench[n].configure()
        bench.settle()

    try:
        resize(4000)
        bench.check("wire", f.BROADCAST, ["pf", "vf1"], size=3000)
        bench.check("wire", bench["vf1"].mac, ["vf1"], size=3000)
        assert "vf0" not in bench.seen("wire", bench["vf0"].mac, size=3000)
        bench.check("wire", bench["vf0"].mac, ["vf0"], size=1514)
        bench.check("vf1", f.BROADCAST, ["pf", "wire"], size=3000)
    finally:
        resize(1500)


# --- an ARP request for nobody ---------------------------------------------

@pytest.mark.parametrize("source", ("wire", "vf0"))
def test_arp_for_nobody_is_seen_by_tcpdump_everywhere(bench, source):
    """And the RX counter of every function rises."""
    others = [n for n in FUNCTIONS if n != source]
    before = {n: bench[n].counter() for n in others}
    dumps = {}
    for n in others:
        s = bench[n]
        argv = ["nsenter", f"--net=/run/netns/{s.ns}"] if s.ns else []
        dumps[n] = subprocess.Popen(
            argv + ["tcpdump", "-Z", "root", "-p", "-n", "-l", "-c", "1", "-i", s.dev,
                    "arp and ether broadcast and arp[24:4] = 0x0a0100fa"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        # "listening on ...": from here on it sees
        while "listening" not in dumps[n].stdout.readline():
            assert dumps[n].poll() is None
    sender = bench[source]
    arp = struct.pack("!HHBBH6s4s6s4s", 1, 0x800, 6, 4, 1, f.mac_bytes(sender.mac),
                      socket.inet_aton(sender.ip4), bytes(6), socket.inet_aton("10.1.0.250"))
    frame = f.mac_bytes(f.BROADCAST) + f.mac_bytes(sender.mac) + b"\x08\x06" + arp
    bench.watch.sockets[sender].send(frame + bytes(60 - len(frame)))
    for n, dump in dumps.items():
        try:
            assert "who-has 10.1.0.250" in dump.communicate(timeout=10)[0], n
        finally:
            dump.kill()
    def risen():
        return all(bench[n].counter() > before[n] for n in others)
    assert f.until(risen, 5), "an RX counter did not rise"


# --- one processor ---------------------------------------------------------

def test_vf_is_served_while_it_spins_on_the_only_processor(bench):
    """igbvf waits for its answers without letting go of the processor."""
    with open("/sys/devices/system/cpu/cpu1/online", "w", encoding="ascii") as cpu1:
        print("0", file=cpu1, flush=True)
        try:
            for _ in range(3):
                bench["vf0"].down()
                bench["vf0"].configure()
                assert f.until(lambda: bench["vf0"].carrier, 8)
            assert "still resetting" not in f.run("dmesg")
        finally:
            print("1", file=cpu1, flush=True)
    bench.settle()
