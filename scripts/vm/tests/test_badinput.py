# SPDX-License-Identifier: GPL-2.0-only
"""Values out of range and tables that are full: the errno each deserves,
nothing changed, nothing lost.
"""

import errno
import os
import pathlib

import pytest

import field as f

FIRST_VID = 1000
# Fewer than this many filters of a kind would be a poor 82576; more do not exist.
FEW, MANY = 12, 40


class Bench:
    def __init__(self, field):
        self.field = field
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(2)
        self.pf, self.wire = self.port.place, field.wire()
        self.vf0, self.vf1 = (self.port.vf_station(i) for i in (0, 1))
        self.nothing_lost()

    def nothing_lost(self):
        pairs = [(self.vf0, self.vf1), (self.vf0, self.pf), (self.vf1, self.wire),
                 (self.pf, self.wire)]
        f.traffic_back(pairs, f.SETTLE)
        for a, b in pairs:
            assert a.reaches(b) and a.ping(b, 10) == 0, f"{a} lost {b}"


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


@pytest.fixture
def unharmed(bench):
    """Afterwards the VFs are shown as before and everyone still talks."""
    before = [bench.port.vf_info(i) for i in (0, 1)]
    yield
    assert [bench.port.vf_info(i) for i in (0, 1)] == before
    bench.nothing_lost()


# --- number of VFs ---------------------------------------------------------

def test_total(bench):
    assert (bench.port.sys / "sriov_totalvfs").read_text().strip() == "7"


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("count", [8, 9, 64, 65535])
def test_numvfs_beyond_the_limit(bench, count):
    with pytest.raises(OSError) as error:
        bench.port.set_numvfs(count)
    assert error.value.errno == errno.ERANGE
    assert bench.port.numvfs == 2


@pytest.mark.usefixtures("unharmed")
def test_numvfs_while_there_are_vfs(bench):
    with pytest.raises(OSError) as error:
        bench.port.set_numvfs(3)
    assert error.value.errno == errno.EBUSY
    assert bench.port.numvfs == 2


@pytest.fixture(name="no_pf", scope="class")
def fixture_no_pf(bench):
    """The PF's driver is not loaded, until everything is as it was."""
    bench.field.unload_pf()
    yield
    if f.loaded(f.PF_MODULE):
        bench.field.unload_pf()
    bench.field.load_pf()
    bench.__init__(bench.field)


@pytest.mark.usefixtures("no_pf")
class TestMaxVfs:
    @pytest.mark.ours(pf=True, why="takes 7 for 99, silently")
    @pytest.mark.parametrize("value", ["99", "9", "-1"])
    def test_out_of_range(self, bench, value):
        """A message names the range; the PF comes up without VFs and works."""
        f.run("dmesg", "--clear")
        bench.field.load_pf(f"max_vfs={value}")
        try:
            said = [line for line in f.run("dmesg").splitlines() if "max_vfs" in line]
            assert len(said) == len(bench.field.ports)
            assert value in said[0] and "0..8" in said[0]
            assert bench.port.numvfs == 0
            f.traffic_back([(bench.port.pf_station(), bench.wire)], 2)
        finally:
            bench.field.unload_pf()

    @pytest.mark.parametrize("value", ["4294967295", "many", "2,x"])
    def test_no_number(self, bench, value):
        if f.PF_DRIVER == "igb" and value == "4294967295":
            pytest.skip("igb: has no limit but that of the type")
        with pytest.raises(f.CommandError):
            bench.field.load_pf(f"max_vfs={value}")
        assert not f.loaded(f.PF_MODULE)


# --- ip link set vf --------------------------------------------------------

@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("words", [
    ("mac", "01:00:5e:00:00:01"), ("mac", "ff:ff:ff:ff:ff:ff"), ("mac", "33:33:00:00:00:01"),
    ("vlan", 4096), ("vlan", 5000), ("vlan", 100, "qos", 8),
    ("vlan", 100, "proto", "802.1ad"), ("max_tx_rate", 5000), ("min_tx_rate", 10),
], ids=lambda w: "_".join(map(str, w)))
def test_bad_value(bench, words):
    with pytest.raises(f.CommandError):
        bench.port.set_vf(0, *words)


@pytest.mark.ours(pf=True, why="takes VLAN 4095")
@pytest.mark.usefixtures("unharmed")
def test_reserved_vlan(bench):
    with pytest.raises(f.CommandError):
        bench.port.set_vf(0, "vlan", 4095)


@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("index", [2, 7, 99, 2147483647])
def test_vf_that_is_not_there(bench, index):
    for words in (("mac", "52:54:00:00:dd:01"), ("vlan", 5), ("spoofchk", "off"),
                  ("trust", "on"), ("state", "disable"), ("max_tx_rate", 100)):
        with pytest.raises(f.CommandError):
            bench.port.set_vf(index, *words)
            pytest.fail(f"{words[0]} was taken")


# --- addresses -------------------------------------------------------------

@pytest.mark.ours(pf=True, why="lets a VF take anybody's address")
@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("owner", ["pf", "vf1"])
def test_vf_asks_for_an_address_that_has_an_owner(bench, owner):
    own = bench.vf0.mac
    with pytest.raises(f.CommandError):
        bench.vf0.link("address", getattr(bench, owner).mac)
    assert bench.vf0.mac == own


@pytest.mark.ours(pf=True, why="lets a VF take anybody's address")
@pytest.mark.usefixtures("unharmed")
def test_a_default_address_waits_for_its_vf(bench):
    """Nobody gets it while its VF has another, or the VF could not reset."""
    default, own = bench.vf1.mac, bench.vf0.mac
    bench.port.set_vf(1, "mac", "52:54:00:00:cc:31")
    try:
        with pytest.raises(f.CommandError):
            bench.vf0.link("address", default)
        with pytest.raises(f.CommandError):
            bench.port.set_vf(0, "mac", default)
        with pytest.raises(f.CommandError):
            bench.pf.link("address", default)
        assert bench.vf0.mac == own
        assert bench.port.vf_info(0)["address"] == own
    finally:
        bench.port.set_vf(1, "mac", default)
    assert f.until(lambda: bench.vf1.mac == default or f.VF_DRIVER != "vtc", 3)
    f.traffic_back([(bench.vf1, bench.vf0)], 15)


@pytest.mark.ours(pf=True, vf=True, why="lets a VF take anybody's address")
@pytest.mark.usefixtures("unharmed")
def test_further_addresses_of_the_host_are_its_own(bench):
    """An untrusted VF neither gets one nor keeps one that the host takes."""
    addr = "52:54:00:00:cc:41"
    own = bench.vf0.mac

    def arrives_at(*stations):
        with f.Watch([bench.pf, bench.vf0, bench.wire]) as watch:
            return set(watch.send(bench.wire, addr, expect=list(stations), arrival=1)) == \
                set(stations)
    f.run("bridge", "fdb", "add", addr, "dev", bench.pf.dev)
    try:
        with pytest.raises(f.CommandError):
            bench.vf0.link("address", addr)
        assert arrives_at(bench.pf)
    finally:
        f.run("bridge", "fdb", "del", addr, "dev", bench.pf.dev)
    bench.vf0.link("address", addr)
    assert arrives_at(bench.vf0)
    f.run("ip", "link", "add", "link", bench.pf.dev, "name", "mvx", "address", addr,
          "type", "macvlan")
    try:
        f.run("ip", "link", "set", "mvx", "up")
        assert f.until(lambda: bench.vf0.mac == own, 3), "keeps what the host has taken"
        assert f.until(lambda: arrives_at(bench.pf), 5)
    finally:
        f.run("ip", "link", "del", "mvx")


@pytest.mark.ours(pf=True, why="gives a VF whatever address it had")
def test_address_of_a_vf_to_come(bench):
    """The PF does not get it, or there could be no such VF."""
    default, own = bench.vf1.mac, bench.pf.mac
    bench.port.set_numvfs(0)
    try:
        with pytest.raises(f.CommandError):
            bench.pf.link("address", default)
        assert bench.pf.mac == own
    finally:
        bench.port.set_numvfs(2)
        bench.vf0, bench.vf1 = (bench.port.vf_station(i) for i in (0, 1))
    bench.nothing_lost()


@pytest.mark.ours(pf=True, vf=True, why="the kernel's believe what they are told")
def test_a_card_that_is_none_of_ours():
    """driver_override gives a driver any device; this one declines."""
    bridge = pathlib.Path("/sys/bus/pci/devices/0000:00:00.0")
    assert not (bridge / "driver").exists()
    for name in ("vtc_pf", "vtc_vf"):
        (bridge / "driver_override").write_text(name)
        try:
            pathlib.Path("/sys/bus/pci/drivers_probe").write_text(bridge.name)
            assert not (bridge / "driver").exists()
        finally:
            (bridge / "driver_override").write_text("\n")


def macvlans(station, count):
    """Give a station more addresses; return them."""
    macs = [f"52:54:00:01:{station.number:02x}:{i:02x}" for i in range(count)]
    f.batch([f"link add link {station.dev} name mv{i} address {mac} type macvlan"
             for i, mac in enumerate(macs)] +
            [f"link set mv{i} up" for i in range(count)], ns=station.ns)
    return macs


def drop_macvlans(station, count):
    f.batch([f"link del mv{i}" for i in range(count)], ns=station.ns)


@pytest.mark.ours(pf=True, why="the emulator's UTA wants ROMPE for promiscuous mode")
@pytest.mark.usefixtures("unharmed")
def test_pf_has_more_addresses_than_the_table(bench):
    """None is refused, and frames for all of them arrive."""
    macs = macvlans(bench.pf, MANY)
    try:
        with f.Watch([bench.pf, bench.vf0, bench.wire]) as watch:
            for source in (bench.wire, bench.vf0):
                deaf = [m for m in macs
                        if bench.pf not in watch.send(source, m, expect=[bench.pf],
                                                      arrival=1, grace=0)]
                assert not deaf, f"from {source}"
    finally:
        drop_macvlans(bench.pf, MANY)


@pytest.mark.usefixtures("unharmed")
def test_vf_has_more_addresses_than_the_table(bench):
    """No call can carry the refusal: its own address and everybody else's go on."""
    f.run("dmesg", "--clear")
    macvlans(bench.vf0, MANY)
    try:
        bench.nothing_lost()
        told = [line for line in f.run("dmesg").splitlines()
                if "macvlan" not in line and f.VF_MODULE in line]
        assert len(told) < MANY, "a line per refusal"
    finally:
        drop_macvlans(bench.vf0, MANY)


@pytest.mark.ours(vf=True, pf=True, why="no second address in hardware")
@pytest.mark.usefixtures("unharmed")
def test_vf_addresses_come_back_after_a_full_table(bench):
    """What one VF gave up another can have."""
    macvlans(bench.vf0, MANY)
    drop_macvlans(bench.vf0, MANY)
    macs = macvlans(bench.vf1, 2)
    try:
        with f.Watch([bench.vf1, bench.pf]) as watch:
            for mac in macs:
                def arrives(mac=mac):
                    return bench.vf1 in watch.send(bench.pf, mac, expect=[bench.vf1],
                                                   arrival=0.3, grace=0)
                assert f.until(arrives, 2), mac
    finally:
        drop_macvlans(bench.vf1, 2)


@pytest.mark.ours(pf=True, why="ENOMEM where ENOSPC belongs")
@pytest.mark.usefixtures("unharmed")
def test_fdb_until_it_is_full(bench):
    """ENOSPC when the table is full; what was in works, and then there is room."""
    added = []
    try:
        for i in range(MANY):
            mac = f"52:54:00:02:00:{i:02x}"
            try:
                f.run("bridge", "fdb", "add", mac, "dev", bench.pf.dev)
            except f.CommandError as error:
                assert os.strerror(errno.ENOSPC) in error.text
                break
            added.append(mac)
        else:
            pytest.fail(f"{MANY} entries went in")
        assert len(added) >= FEW - 4
        with f.Watch([bench.pf, bench.vf0, bench.wire]) as watch:
            for mac in added:
                seen = watch.send(bench.vf0, mac, expect=[bench.pf], grace=0.02)
                assert {s.name for s in seen} == {"pf0"}, mac
        bench.nothing_lost()
    finally:
        for mac in added:
            f.run("bridge", "fdb", "del", mac, "dev", bench.pf.dev)
    f.run("bridge", "fdb", "add", added[0], "dev", bench.pf.dev)
    f.run("bridge", "fdb", "del", added[0], "dev", bench.pf.dev)


# --- VLANs -----------------------------------------------------------------

def add_vlans(station, count, first=FIRST_VID):
    """VLAN interfaces until one is refused; return (vids, the refusal or None)."""
    vids = []
    for vid in range(first, first + count):
        try:
            f.run("ip", "link", "add", "link", station.dev, "name", f"v{vid}",
                  "type", "vlan", "id", vid, ns=station.ns)
        except f.CommandError as error:
            return vids, error
        vids.append(vid)
    return vids, None


def drop_vlans(station, vids):
    f.batch([f"link del v{vid}" for vid in vids], ns=station.ns)


@pytest.mark.ours(vf=True, why="does not notice that it was refused")
@pytest.mark.usefixtures("unharmed")
def test_vf_has_more_vlans_than_the_table(bench):
    """The first that does not fit is refused with an errno; the others work."""
    vids, refusal = add_vlans(bench.vf0, MANY)
    try:
        assert refusal is not None, f"{MANY} VLANs went in"
        assert len(vids) >= FEW
        with f.Watch([bench.vf0, bench.vf1, bench.wire]) as watch:
            for vid in vids:
                seen = watch.send(bench.wire, f.BROADCAST, tci=[vid], expect=[bench.vf0],
                                  grace=0.02)
                assert bench.vf0 in seen, f"VLAN {vid} does not arrive"
                assert bench.vf1 not in seen
            refused = FIRST_VID + len(vids)
            assert bench.vf0 not in watch.send(bench.wire, f.BROADCAST, tci=[refused])
    finally:
        drop_vlans(bench.vf0, vids)
    again, refusal = add_vlans(bench.vf0, FEW, first=2000)
    drop_vlans(bench.vf0, again)
    assert refusal is None, "the table did not become free"


@pytest.mark.usefixtures("unharmed")
def test_pf_has_more_vlans_than_the_table(bench):
    """None is refused, and all of them are heard."""
    vids, refusal = add_vlans(bench.pf, MANY)
    try:
        assert refusal is None
        with f.Watch([bench.pf, bench.wire]) as watch:
            deaf = [vid for vid in vids
                    if bench.pf not in watch.send(bench.wire, bench.pf.mac, tci=[vid],
                                                  expect=[bench.pf], arrival=1, grace=0)]
        assert not deaf
    finally:
        drop_vlans(bench.pf, vids)


@pytest.mark.ours(vf=True, pf=True, why="a refused VLAN is not noticed")
@pytest.mark.usefixtures("unharmed")
def test_pf_vlans_leave_a_vf_an_honest_answer(bench):
    """With the PF holding more than the table, a VF's VLAN works or is refused."""
    vids, _ = add_vlans(bench.pf, MANY)
    try:
        got, refusal = add_vlans(bench.vf0, 2, first=3000)
        try:
            assert len(got) == 2 or refusal is not None
            with f.Watch([bench.vf0, bench.wire]) as watch:
                for vid in got:
                    assert bench.vf0 in watch.send(bench.wire, f.BROADCAST, tci=[vid],
                                                   expect=[bench.vf0])
        finally:
            drop_vlans(bench.vf0, got)
    finally:
        drop_vlans(bench.pf, vids)


# --- shares ----------------------------------------------------------------

def lost(bench, vf):
    """What ethtool -S of the PF says a VF had to give up: (for room, revoked)."""
    counters = dict(line.split(":") for line in
                    bench.pf.run("ethtool", "-S", bench.pf.dev).splitlines() if ": " in line)
    counters = {k.strip(): int(v) for k, v in counters.items()}
    return counters[f"vf_{vf}_filters_reclaimed"], counters[f"vf_{vf}_filters_revoked"]


def hears(bench, station, vid):
    with f.Watch([station, bench.wire]) as watch:
        return station in watch.send(bench.wire, f.BROADCAST, tci=[vid], expect=[station],
                                     arrival=0.3, grace=0)


@pytest.mark.ours(pf=True, vf=True, why="first come, first served")
def test_full_vlan_table_gives_way_to_the_host_and_to_a_share(bench):
    """The VF that has all VLAN filters loses its highest, one for each need."""
    vids, _ = add_vlans(bench.vf0, MANY)
    before, _ = lost(bench, 0)
    got, of_pf = [], []
    try:
        assert hears(bench, bench.vf0, vids[-1])
        bench.port.set_vf(1, "vlan", 3100)
        assert lost(bench, 0)[0] == before + 1
        assert not hears(bench, bench.vf0, vids[-1])
        of_pf, _ = add_vlans(bench.pf, 1, first=3200)
        assert lost(bench, 0)[0] == before + 2
        assert hears(bench, bench.pf, 3200)
        bench.port.set_vf(1, "vlan", 0)
        got, refusal = add_vlans(bench.vf1, 2, first=3000)
        assert refusal is None and lost(bench, 0)[0] == before + 3
        assert all(hears(bench, bench.vf1, vid) for vid in got)
        assert not any(hears(bench, bench.vf0, vid) for vid in vids[-3:])
        assert all(hears(bench, bench.vf0, vid) for vid in vids[:-3])
    finally:
        bench.port.set_vf(1, "vlan", 0)
        drop_vlans(bench.vf0, vids)
        drop_vlans(bench.vf1, got)
        drop_vlans(bench.pf, of_pf)
    bench.nothing_lost()


@pytest.mark.ours(pf=True, vf=True, why="members of a port VLAN stay in it")
def test_port_vlan_revokes_members(bench):
    vids, _ = add_vlans(bench.vf0, 2)
    _, before = lost(bench, 0)
    f.run("dmesg", "--clear")
    try:
        assert hears(bench, bench.vf0, vids[0])
        bench.port.set_vf(1, "vlan", vids[0])
        assert lost(bench, 0)[1] == before + 1
        assert not hears(bench, bench.vf0, vids[0])
        assert hears(bench, bench.vf0, vids[1])
    finally:
        bench.port.set_vf(1, "vlan", 0)
        drop_vlans(bench.vf0, vids)
    bench.nothing_lost()


@pytest.mark.ours(pf=True, vf=True, why="the address stays with who took it")
def test_administrator_takes_an_address_a_vf_chose(bench):
    chosen, homes = "52:54:00:00:cc:41", [bench.vf0.mac, bench.vf1.mac]
    bench.vf1.link("address", chosen)
    assert bench.port.vf_info(1)["address"] == chosen
    try:
        bench.port.set_vf(0, "mac", chosen)
        assert [bench.port.vf_info(i)["address"] for i in (0, 1)] == [chosen, homes[1]]
        assert f.until(lambda: bench.vf0.mac == chosen, 3)
        f.traffic_back([(bench.vf0, bench.wire)], f.SETTLE)
        with f.Watch([bench.vf0, bench.vf1, bench.wire]) as watch:
            assert set(watch.send(bench.wire, chosen, expect=[bench.vf0])) == {bench.vf0}
        assert f.until(lambda: bench.vf1.mac == homes[1], 3), bench.vf1.mac
    finally:
        bench.port.set_vf(0, "mac", homes[0])
        bench.vf1.link("address", homes[1])
        assert f.until(lambda: bench.vf0.mac == homes[0], 3)
    bench.nothing_lost()


# --- sizes -----------------------------------------------------------------

@pytest.mark.usefixtures("unharmed")
@pytest.mark.parametrize("who", ["pf", "vf0"])
@pytest.mark.parametrize("mtu", [20, 9500, 65536])
def test_mtu_out_of_range(bench, who, mtu):
    station = getattr(bench, who)
    with pytest.raises(f.CommandError):
        station.link("mtu", mtu)
    assert station.show()["mtu"] == 1500
