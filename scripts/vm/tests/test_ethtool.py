# SPDX-License-Identifier: GPL-2.0-only
"""ethtool on PF and VF: every answer there is, and that traffic goes on after
every change.
"""

import re
import socket
import time

import pytest

import field as f

BOTH = pytest.mark.parametrize("who", ["pf", "vf0"])


class Bench:
    def __init__(self, field):
        self.port = field.port
        self.wire = field.wire()
        self.port.pf_station()
        self.alone = True
        self.vf0 = None

    @property
    def pf(self):
        return self.port.place

    def with_vf(self):
        if self.alone:
            self.port.set_numvfs(1)
            self.vf0 = self.port.vf_station(0)
            self.alone = False
        return self.vf0

    def __getitem__(self, who):
        return self.pf if who == "pf" else self.with_vf()

    def works(self, who, timeout=f.SETTLE):
        a, b = self[who], self.wire
        f.traffic_back([(a, b)], timeout)
        assert a.reaches(b) and a.ping(b, 10) == 0
        assert a.tcp(b, 1 << 17) == []


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


def ethtool(station, *words, check=True):
    return station.run("ethtool", *words[:1], station.dev, *words[1:], check=check)


def answers(text):
    """'name: value' lines as a dictionary."""
    pairs = (line.split(":", 1) for line in text.splitlines() if ":" in line)
    return {k.strip(): v.strip() for k, v in pairs}


# --- the PF alone: what VFs would stand in the way of ----------------------

def test_offline_selftest(bench):
    text = ethtool(bench.pf, "-t", "offline")
    assert "The test result is PASS" in text
    results = [line.split() for line in text.splitlines() if line.rstrip().endswith(("0", "1"))]
    assert len(results) >= 3, text
    bench.works("pf")


@pytest.mark.ours(pf=True, why="it has no such feature")
def test_loopback(bench):
    """Frames come back instead of leaving, after a reset, too, and not beside VFs."""
    def comes_back():
        with f.Watch([bench.pf, bench.wire]) as watch:
            return set(watch.send(bench.pf, f.BROADCAST, expect=[bench.pf])) == {bench.pf}
    bench.pf.features(loopback="on")
    try:
        # Its link may still be on its way when this is the first test
        assert f.until(comes_back, f.SETTLE)
        bench.port.reset()
        assert f.until(comes_back, f.SETTLE)
        bench.port.set_numvfs(1)
        bench.works("pf")
        bench.port.set_numvfs(0)
        assert f.until(comes_back, f.SETTLE)
    finally:
        bench.port.set_numvfs(0)
        bench.pf.features(loopback="off")
    bench.works("pf")


def combined(station):
    """How many channels there can be, and are."""
    head, _, now = ethtool(station, "-l").partition("Current")
    return [int(re.search(r"Combined:\s+(\d+)", t)[1]) for t in (head, now)]


def test_channels_of_the_pf(bench):
    def channels():
        return combined(bench.pf)
    most, was = channels()
    assert 1 <= was <= most
    for count in {1, most, was}:
        ethtool(bench.pf, "-L", "combined", count, check=count != was)
        assert channels()[1] == count
        bench.works("pf")
    ethtool(bench.pf, "-L", "combined", was, check=False)
    with pytest.raises(f.CommandError):
        ethtool(bench.pf, "-L", "combined", most + 1)
    assert channels()[1] == was


@pytest.mark.ours(pf=True, why="its table has other limits")
def test_rss_table_of_the_pf(bench):
    """What is set is shown; one queue alone hears everything."""
    def shown():
        table, _, rest = ethtool(bench.pf, "-x").partition("RSS hash key:")
        queues = {int(n) for line in table.splitlines()[1:]
                  for n in line.split(":")[-1].split()}
        return queues, rest.split()[0]
    was, key = shown()
    assert was == set(range(combined(bench.pf)[1]))
    other = ":".join(reversed(key.split(":")))
    ethtool(bench.pf, "-X", "equal", "1", "hkey", other)
    assert shown() == ({0}, other)
    bench.works("pf")
    ethtool(bench.pf, "-X", "hkey", key)
    ethtool(bench.pf, "-X", "default")
    assert shown() == (was, key)
    bench.works("pf")


# --- identity --------------------------------------------------------------

@BOTH
def test_driver(bench, who):
    told = answers(ethtool(bench[who], "-i"))
    assert told["driver"] == (f.PF_MODULE if who == "pf" else f.VF_MODULE)
    assert told["bus-info"] == (bench.port if who == "pf" else bench.port.vf(0)).bdf
    if who == "pf":
        assert re.search(r"\d", told["firmware-version"]), "no firmware version"


@BOTH
def test_settings(bench, who):
    bench.works(who)
    text = bench[who].run("ethtool", bench[who].dev)
    told = answers(text)
    assert told["Speed"] == "1000Mb/s" and told["Duplex"] == "Full"
    assert told["Link detected"] == "yes"
    if who == "pf":
        assert told["Port"] == "Twisted Pair"
        assert "1000baseT/Full" in text
    else:
        assert "PASS" in ethtool(bench[who], "-t")


@BOTH
def test_message_level(bench, who):
    def level():
        told = answers(bench[who].run("ethtool", bench[who].dev))
        return int(told["Current message level"].split()[0], 16)
    was = level()
    ethtool(bench[who], "-s", "msglvl", was ^ 0x20)
    assert level() == was ^ 0x20
    ethtool(bench[who], "-s", "msglvl", was)
    assert level() == was


def test_pause_and_negotiation(bench):
    """Flow control is offered or not, and negotiation can begin anew."""
    def pause():
        told = answers(ethtool(bench.pf, "-a"))
        return told["RX"], told["TX"]
    was = pause()
    other = tuple("off" if word == "on" else "on" for word in was)
    ethtool(bench.pf, "-A", "rx", other[0], "tx", other[1])
    assert pause() == other
    ethtool(bench.pf, "-A", "rx", was[0], "tx", was[1])
    assert pause() == was
    ethtool(bench.pf, "-r")
    bench.works("pf")


def test_advertised_speeds(bench):
    """Fewer modes can be offered, and all again."""
    ethtool(bench.pf, "-s", "advertise", "0x20")
    bench.works("pf")
    ethtool(bench.pf, "-s", "autoneg", "on", "advertise", "0x2f")
    bench.works("pf")


# --- rings -----------------------------------------------------------------

def rings(station):
    head, _, now = ethtool(station, "-g").partition("Current")
    return [{k: int(re.search(rf"^{k.upper()}:\s+(\d+)", t, re.M)[1]) for k in ("rx", "tx")}
            for t in (head, now)]


@BOTH
def test_ring_sizes(bench, who):
    station = bench[who]
    most, was = rings(station)
    for size in ({"rx": 512, "tx": 128}, most, was):
        ethtool(station, "-G", "rx", size["rx"], "tx", size["tx"])
        assert rings(station)[1] == size
        bench.works(who)


@BOTH
def test_ring_size_out_of_range(bench, who):
    station = bench[who]
    most, was = rings(station)
    with pytest.raises(f.CommandError):
        ethtool(station, "-G", "rx", most["rx"] * 2)
    assert rings(station)[1] == was
    bench.works(who)


@BOTH
def test_ring_size_while_down(bench, who):
    station = bench[who]
    _, was = rings(station)
    station.down()
    ethtool(station, "-G", "rx", 512)
    assert rings(station)[1]["rx"] == 512
    station.configure()
    bench.works(who)
    ethtool(station, "-G", "rx", was["rx"])
    bench.works(who)


def test_channels_of_a_vf(bench):
    """Only one is heard on the emulated card; while it is down nobody minds."""
    vf0 = bench["vf0"]
    most, was = combined(vf0)
    with pytest.raises(f.CommandError):
        ethtool(vf0, "-L", "combined", most + 1)
    vf0.down()
    for count in (most, was):
        ethtool(vf0, "-L", "combined", count, check=False)
        assert combined(vf0)[1] == count
    vf0.configure()
    bench.works("vf0")


# --- counters --------------------------------------------------------------

@BOTH
def test_counters(bench, who):
    station = bench[who]

    def numbers():
        found = [line.split(":", 1) for line in ethtool(station, "-S").splitlines()[1:]]
        names = [k.strip() for k, _ in found]
        assert len(names) == len(set(names)), "a name twice"
        return {k.strip(): int(v) for k, v in found}
    before = numbers()
    assert station.ping(bench.wire, 50) == 0

    def risen():
        now = numbers()
        return {k for k in now if now[k] >= before.get(k, 0) + 50}
    assert f.until(lambda: any("rx" in k for k in risen()) and
                   any("tx" in k for k in risen()), 5), "nothing counted 50 frames"


def test_standard_counters(bench):
    """MAC, RMON and pause frames by their standard names."""
    names = ("eth-mac-FramesReceivedOK", "rx-rmon-etherStatsPkts65to127Octets",
             "eth-mac-FramesTransmittedOK", "tx-rmon-etherStatsPkts65to127Octets")

    def numbers():
        told = answers(ethtool(bench.pf, "-S", "--groups", "eth-mac", "rmon"))
        return [int(told[name]) for name in names]
    before = numbers()
    assert bench.pf.ping(bench.wire, 50) == 0
    assert f.until(lambda: all(now >= was + 50 for now, was in zip(numbers(), before)), 5)
    assert "tx_pause_frames: 0" in bench.pf.run("ethtool", "-I", "-a", bench.pf.dev)


@BOTH
def test_interface_counters(bench, who):
    """50 pings are at least 50 packets and their bytes, both ways."""
    station = bench[who]
    names = ("rx_packets", "tx_packets", "rx_bytes", "tx_bytes")
    before = {n: station.counter(n) for n in names}
    assert station.ping(bench.wire, 50) == 0

    def grown():
        return [station.counter(n) - before[n] for n in names]
    assert f.until(lambda: all(g >= w for g, w in zip(grown(), (50, 50, 4900, 4900))), 5), \
        grown()
    packets = station.counter("tx_packets") - before["tx_packets"]
    assert packets < 80, "counts packets nobody sent"


# --- dumps -----------------------------------------------------------------

@BOTH
def test_registers(bench, who):
    text = ethtool(bench[who], "-d")
    assert len(re.findall(r"[0-9a-fA-F]{2,}", text)) > 8
    bench.works(who)


def test_eeprom(bench):
    """It begins with the address of the port."""
    text = ethtool(bench.pf, "-e", "offset", "0", "length", "6")
    found = re.findall(r"\b([0-9a-f]{2})\b", text.splitlines()[-1].split(":", 1)[1])
    assert ":".join(found) == "52:54:00:76:00:00"
    whole = ethtool(bench.pf, "-e", "offset", "0", "length", "128")
    assert whole.count("\n") >= 8


# --- offloads --------------------------------------------------------------

def test_vlan_filter_off_and_on(bench):
    """A VLAN that comes while there is no filter is in it later, one that goes is not."""
    tops = [station.vlan(310) for station in (bench.pf, bench.wire)]
    ethtool(bench.pf, "-K", "rx-vlan-filter", "off")
    try:
        late = [station.vlan(311) for station in (bench.pf, bench.wire)]
        for a, b in (tops, late):
            assert a.reaches(b) and a.ping(b, 10) == 0
        tops[0].remove()
    finally:
        ethtool(bench.pf, "-K", "rx-vlan-filter", "on")
    try:
        assert answers(ethtool(bench.pf, "-k"))["rx-vlan-filter"] == "on"
        with f.Watch([bench.pf, bench.wire]) as watch:
            seen = {vid: bench.pf in watch.send(bench.wire, bench.pf.mac, tci=(vid,),
                                                expect=[bench.pf], arrival=0.5, grace=0)
                    for vid in (310, 311)}
        assert seen == {310: False, 311: True}
        assert late[0].reaches(late[1]) and late[0].ping(late[1], 10) == 0
    finally:
        for station in (tops[1], *late):
            station.remove()


@BOTH
@pytest.mark.parametrize("feature", ["rx", "tx", "sg", "tso", "gso", "gro", "rxvlan",
                                     "txvlan", "rxhash"])
def test_offload_off_and_on(bench, who, feature):
    station = bench[who]
    long = {"rx": "rx-checksumming", "tx": "tx-checksumming", "sg": "scatter-gather",
            "tso": "tcp-segmentation-offload", "gso": "generic-segmentation-offload",
            "gro": "generic-receive-offload", "rxvlan": "rx-vlan-offload",
            "txvlan": "tx-vlan-offload", "rxhash": "receive-hashing"}[feature]
    state = answers(ethtool(station, "-k"))[long]
    if "[fixed]" in state:
        # There is no rule that all must be switchable; offered ones must work.
        assert feature in ("rxhash", "rxvlan", "txvlan"), f"{long} is fixed"
        return
    if f.PF_DRIVER == "igb" and (who, feature) == ("pf", "txvlan"):
        pytest.skip("igb: refuses to switch it off")
    ethtool(station, "-K", feature, "off")
    bench.works(who)
    top = station.vlan(300), bench.wire.vlan(300)
    try:
        assert top[0].reaches(top[1]) and top[0].ping(top[1], 10) == 0
        assert top[0].tcp(top[1], 1 << 17) == []
    finally:
        for station_on_top in top:
            station_on_top.remove()
    ethtool(station, "-K", feature, "on")
    for name in ("tso", "gso") if feature in ("tx", "sg") else ():
        ethtool(station, "-K", name, "on", check=False)
    assert answers(ethtool(station, "-k"))[long].startswith("on")
    bench.works(who)


# --- jumbo -----------------------------------------------------------------

@BOTH
def test_jumbo(bench, who):
    station = bench[who]
    station.link("mtu", 9000)
    bench.wire.link("mtu", 9000)
    try:
        f.traffic_back([(station, bench.wire)], f.SETTLE)
        assert station.reaches(bench.wire)
        assert station.ping(bench.wire, 10, size=8972, whole=True) == 0
        assert station.tcp(bench.wire) == []
    finally:
        station.link("mtu", 1500)
        bench.wire.link("mtu", 1500)
    bench.works(who)


# --- interrupt moderation --------------------------------------------------

def exchanges(a, b, count):
    """Seconds for so many exchanges of one byte."""
    with f.inside(b.ns):
        server = socket.socket()
    with f.inside(a.ns):
        client = socket.socket()
    with server, client:
        server.bind((b.ip4, 0))
        server.listen(1)
        client.settimeout(10)
        client.connect(server.getsockname())
        peer, _ = server.accept()
        with peer:
            for sock in (client, peer):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            start = time.monotonic()
            for _ in range(count):
                client.send(b"1")
                peer.send(peer.recv(1))
                client.recv(1)
            return time.monotonic() - start


@BOTH
@pytest.mark.ours(pf=True, vf=True, why="no net_dim")
def test_adaptive_moderation(bench, who):
    """On by default, off at a word or at a fixed value, and it does adapt."""
    def setting():
        text = ethtool(bench[who], "-c")
        return (re.search(r"Adaptive RX:\s+(\w+)", text)[1],
                int(re.search(r"rx-usecs:\s+(\d+)", text)[1]))
    assert setting()[0] == "on"
    with pytest.raises(f.CommandError, match="2047 at most"):
        ethtool(bench[who], "-C", "rx-usecs", "2048")
    assert setting()[0] == "on"
    ethtool(bench[who], "-C", "rx-usecs", "2000")
    assert setting() == ("off", 2000)
    slow = exchanges(bench[who], bench.wire, 100)
    ethtool(bench[who], "-C", "adaptive-rx", "on")
    assert setting() == ("on", 2000)
    # On a busy machine an exchange takes its time without any spacing, too.
    assert f.until(lambda: exchanges(bench[who], bench.wire, 100) < slow * 0.7, 20)
    ethtool(bench[who], "-C", "adaptive-rx", "off", "rx-usecs", "50")
    assert setting() == ("off", 50)
    ethtool(bench[who], "-C", "adaptive-rx", "on")
    bench.works(who)
