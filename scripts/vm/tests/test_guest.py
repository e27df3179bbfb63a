# SPDX-License-Identifier: GPL-2.0-only
"""What a guest does with its VF: a bridge, macvlans, many groups, promiscuity.

The namespace of vf0 plays the guest; vf1 is another's, untrusted throughout.
The emulator has no promiscuous mode of a pool: ours is seen there through the
unicast table, all bits set, and so by every VF that takes part in multicast.
What may not be seen by others is therefore looked at on frames that somebody
owns.  All-multicast mode has no effect there: what can be seen is that the
register says so.  Spoof checks, which a bridge in a guest must have off, are
not there at all.
"""

import contextlib
import itertools
import struct
import subprocess
import threading
import time

import pytest

import field as f

NOBODY_MAC = "52:54:00:00:de:ad"
VID = 100
BEHIND = "52:54:00:00:be:ef"
VMOLR, VMOLR_MPME = 0x5AD0, 1 << 28
OURS = {"pf": True, "vf": True}


class Bench:
    def __init__(self, field):
        self.field = field
        self.port = field.port
        self.pf = self.port.pf_station()
        self.port.set_numvfs(2)
        self.wire = field.wire()
        self.vf0, self.vf1 = (self.port.vf_station(i) for i in (0, 1))
        self.watch = None
        self.takes_all = {"promisc": lambda: self.gets(self.vf0, self.wire, NOBODY_MAC, 0),
                          "allmulticast": lambda: self.vmolr(0) & VMOLR_MPME}
        self.settle()

    def settle(self):
        f.traffic_back([(s, self.wire) for s in (self.vf0, self.vf1, self.pf)], f.SETTLE)
        if self.watch:
            self.watch.__exit__()
        self.watch = f.Watch([self.pf, self.vf0, self.vf1, self.wire])

    def seen(self, source, dst, expect=(), **kw):
        """Who but the sender saw a frame."""
        return {s for s in self.watch.send(source, dst, expect=expect, **kw) if s is not source}

    def gets(self, station, source, dst, timeout=3.0, **kw):
        """True as soon as the station sees a frame to dst."""
        return f.until(lambda: station in self.seen(source, dst, expect=[station],
                                                    arrival=0.3, grace=0, **kw), timeout)

    def refusals(self, kind):
        return ethtool_stat(self.vf0, f"mbx_refused_{kind}")

    def vmolr(self, pool):
        """A pool's offloads register, from the pairs of words of ethtool -d."""
        raw = subprocess.run(["ethtool", "-d", self.pf.dev, "raw", "on"], check=True,
                             stdout=subprocess.PIPE).stdout
        return dict(struct.iter_unpack("<II", raw))[VMOLR + 4 * pool]

    @contextlib.contextmanager
    def trusted(self):
        self.port.set_vf(0, "trust", "on")
        try:
            yield
        finally:
            self.port.set_vf(0, "trust", "off")


def ethtool_stat(station, name):
    for line in station.run("ethtool", "-S", station.dev).splitlines():
        if line.strip().startswith(f"{name}:"):
            return int(line.split(":")[1])
    raise KeyError(name)


def told():
    """What our VF's driver has said of refusals since the log was cleared."""
    return [line for line in f.run("dmesg").splitlines() if "the PF refuses" in line]


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


@pytest.fixture
def clean(bench):
    """Nothing of a test stays behind, and everybody still talks."""
    f.run("dmesg", "--clear")
    yield
    bench.settle()


# --- promiscuity -----------------------------------------------------------

@pytest.mark.ours(**OURS, why="a VF is never promiscuous, or never asks for it")
@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("mode", ["promisc", "allmulticast"])
def test_takes_all_only_while_trusted(bench, mode):
    """Refused, told once and harmless; granted when trust comes, without a word of
    the guest; gone with the trust."""
    vf0, granted = bench.vf0, bench.takes_all[mode]
    before = bench.refusals("promisc")
    vf0.link(mode, "on")
    try:
        assert f.until(lambda: bench.refusals("promisc") > before, 2)
        assert not granted()
        assert vf0 not in bench.seen(bench.wire, bench.vf1.mac, expect=[bench.vf1])
        assert vf0.ping(bench.wire) == 0
        with bench.trusted():
            assert f.until(granted, 3), "trusted, and nobody asked again"
            # what somebody owns is still his alone
            for owner in (bench.vf1, bench.pf):
                assert bench.seen(bench.wire, owner.mac, expect=[owner]) == {owner}
            assert vf0.ping(bench.wire) == 0
        assert f.until(lambda: not granted(), 2)
        # Nothing is told for a second refusal of the same, and no second line
        # was needed to be granted it.
        assert len(told()) == 1
    finally:
        vf0.link(mode, "off")


# --- more stations in the guest --------------------------------------------

@contextlib.contextmanager
def macvlans(station, count):
    macs = [f"52:54:00:00:a0:{i:02x}" for i in range(count)]
    f.batch([f"link add link {station.dev} name mv{i} address {mac} type macvlan mode bridge"
             for i, mac in enumerate(macs)] + [f"link set mv{i} up" for i in range(count)],
            ns=station.ns)
    try:
        yield macs
    finally:
        for i in range(count):
            f.run("ip", "link", "del", f"mv{i}", ns=station.ns, check=False)


@pytest.mark.ours(**OURS, why="a second address of a VF never arrives")
@pytest.mark.usefixtures("clean")
def test_macvlans_in_the_guest(bench):
    """Three without trust, from everywhere; the fourth when trust comes."""
    sources = (bench.pf, bench.vf1, bench.wire)
    with macvlans(bench.vf0, 4) as macs:
        assert f.until(lambda: bench.refusals("mac") > 0, 2)
        for mac, source in itertools.product(macs[:3], sources):
            assert bench.gets(bench.vf0, source, mac), f"{source} to {mac}"
            assert bench.seen(source, mac, expect=[bench.vf0]) == {bench.vf0}
        assert bench.vf0 not in bench.seen(bench.vf1, macs[3])
        assert len(told()) == 1
        with bench.trusted():
            for source in sources:
                assert bench.gets(bench.vf0, source, macs[3])
            top = f.Station("mv0", "mv0", bench.vf0.ns, 50)
            top.configure()
            for other in (bench.pf, bench.vf1, bench.wire):
                assert top.reaches(other) and top.ping(other) == 0
    assert f.until(lambda: bench.seen(bench.vf1, macs[0]) == {bench.wire}, 2)


@contextlib.contextmanager
def bridge(station, ns="behind"):
    """A bridge over a station's interface and one station behind it.

    The emulator returns what a function sent, which no 82576 does: the bridge
    would learn its own station on the wrong side.  So that side does not learn.
    """
    f.run("ip", "netns", "add", ns)
    f.batch(["link add br0 type bridge forward_delay 0",
             f"link add veth0 type veth peer name {ns} netns {ns}",
             f"link set dev {station.dev} master br0",
             "link set veth0 master br0", "link set veth0 up", "link set br0 up"],
            ns=station.ns)
    f.run("bridge", "link", "set", "dev", station.dev, "learning", "off", ns=station.ns)
    f.run("ip", "link", "set", ns, "address", BEHIND, ns=ns)
    behind = f.Station(ns, ns, ns, 60)
    behind.configure()
    try:
        yield behind
    finally:
        f.batch(["link del br0", "link del veth0"], ns=station.ns)
        f.run("ip", "netns", "del", ns)


@pytest.mark.ours(**OURS, why="a VF is never promiscuous, or never asks for it")
@pytest.mark.usefixtures("clean")
def test_bridge_in_the_guest(bench):
    """A station behind it talks with the wire and gets what is sent to it; the
    others on the port hear it, and have their own traffic to themselves."""
    with bridge(bench.vf0) as behind:
        assert behind not in bench.seen(bench.wire, BEHIND)
        bench.port.set_vf(0, "spoofchk", "off")
        others = [bench.wire, bench.vf1, bench.pf]
        with bench.trusted():
            with f.Watch([behind, *others]) as watch:
                for source in others:
                    assert f.until(lambda s=source: behind in
                                   watch.send(s, BEHIND, expect=[behind], arrival=0.3), 3)
                    seen = watch.send(behind, source.mac, expect=[source])
                    assert source in seen
                    if source is not bench.wire:
                        assert seen.keys() == {source}
                assert behind not in watch.send(bench.wire, bench.vf1.mac,
                                                expect=[bench.vf1])
            assert behind.reaches(bench.wire)
            assert behind.ping(bench.wire) == 0 and bench.wire.ping(behind) == 0
            assert behind.tcp(bench.wire) == []
        bench.port.set_vf(0, "spoofchk", "on")


# --- many groups -----------------------------------------------------------

def group(number):
    """Groups that differ in the bits that the chip hashes."""
    return f"01:00:5e:00:{(number >> 8) << 4:02x}:{number & 0xFF:02x}"


@contextlib.contextmanager
def joined(station, count):
    """Subscribe to many groups; an allowance of the kernel is per socket."""
    with contextlib.ExitStack() as stack:
        for i in range(count):
            stack.enter_context(f.join_multicast(station, group(i)))
        yield [group(i) for i in range(count)]


def heard(bench, station, groups, arrival=0.1):
    """How many of the groups a station hears from the wire."""
    return sum(station in bench.watch.send(bench.wire, g, expect=[station], arrival=arrival,
                                           grace=0) for g in groups)


@pytest.mark.usefixtures("clean")
def test_a_hundred_groups(bench):
    """Ours says all of them; igbvf the first thirty, unless it is trusted.

    An igbvf's list begins with what the stack has joined, and a group that its
    neighbour on the port asked for is in the port's table: hence "about".
    """
    cut = "vf_0_multicast_cut"
    count = 100
    before = ethtool_stat(bench.pf, cut) if f.PF_DRIVER == "vtc" else 0
    with joined(bench.vf0, count) as groups:
        if (f.PF_DRIVER, f.VF_DRIVER) == ("vtc", "vtc"):
            assert f.until(lambda: heard(bench, bench.vf0, groups[-3:]) == 3, 3)
            assert heard(bench, bench.vf0, groups, 1.0) == count
            assert ethtool_stat(bench.pf, cut) == before
            assert not told()
        elif f.PF_DRIVER == "vtc":
            assert f.until(lambda: ethtool_stat(bench.pf, cut) > before, 3)
            assert 20 <= heard(bench, bench.vf0, groups) <= 32
            with bench.trusted():
                assert bench.takes_all["allmulticast"]()
    assert f.until(lambda: heard(bench, bench.vf0, groups[-3:]) == 0, 3)


@pytest.mark.ours(**OURS, why="one message, and no trust")
@pytest.mark.usefixtures("clean")
def test_more_groups_than_a_vf_may_have(bench):
    """256 without trust and a word to the user; all multicast when trust comes."""
    count = 300
    with joined(bench.vf0, count) as groups:
        assert f.until(lambda: bench.refusals("promisc") > 0 and
                       heard(bench, bench.vf0, groups[:1]) == 1, 3)
        some = groups[:240:8]
        assert f.until(lambda: heard(bench, bench.vf0, some[-3:]) == 3, 3)
        assert heard(bench, bench.vf0, some, 1.0) == len(some)
        assert heard(bench, bench.vf0, groups[260::8]) == 0
        assert len(told()) == 1
        with bench.trusted():
            assert f.until(bench.takes_all["allmulticast"], 3)


@pytest.mark.ours(**OURS, why="no budget, or no counter of what was lost")
@pytest.mark.usefixtures("clean")
@pytest.mark.skipif(f.SLOW > 1, reason="a guest with sanitizers is not fast enough to be too fast")
def test_a_guest_that_asks_too_much_is_served_later(bench):
    """More requests than a VF may send at once: slowed, not shut out."""
    own, lost = bench.vf0.mac, ethtool_stat(bench.vf0, "mbx_lost")
    deferred = ethtool_stat(bench.pf, "vf_0_mbx_deferred")
    # A slow machine needs more of them to be faster than the PF allows.
    for _ in range(8):
        f.batch([f"link set dev {bench.vf0.dev} address {mac}"
                 for _ in range(80) for mac in ("52:54:00:00:cc:55", own)], ns=bench.vf0.ns)
        if ethtool_stat(bench.pf, "vf_0_mbx_deferred") > deferred:
            break
    else:
        pytest.fail("none was put off")
    assert bench.vf0.mac == own and bench.vf0.reaches(bench.wire)
    assert ethtool_stat(bench.vf0, "mbx_lost") == lost


# --- a guest that moves ----------------------------------------------------

@pytest.mark.ours(**OURS, why="an address of a VF cannot be taken from it while it runs")
@pytest.mark.usefixtures("clean")
def test_hand_over(bench):
    """A guest's address goes from its VF to the PF and back, in the order in which
    management software does it.  At each step it is in exactly one place."""
    moving, old = "52:54:00:00:aa:77", bench.vf0.mac
    outside = {bench.vf1: {bench.wire}, bench.wire: set()}

    def only_at(owner):
        """Frames to the address from a VF and from the cable reach nobody else."""
        for source, elsewhere in outside.items():
            want = {owner} if owner else elsewhere
            f.until(lambda s=source, w=want: bench.seen(s, moving, expect=w, arrival=0.3) == w, 3)
            assert bench.seen(source, moving, expect=want) == want, f"from {source}"

    bench.port.set_vf(0, "mac", moving)
    assert f.until(lambda: bench.vf0.mac == moving, 3)
    only_at(bench.vf0)
    bench.port.set_vf(0, "mac", "00:00:00:00:00:00")
    assert f.until(lambda: bench.vf0.mac == old, 3)
    only_at(None)
    f.run("bridge", "fdb", "add", moving, "dev", bench.pf.dev)
    only_at(bench.pf)
    f.run("bridge", "fdb", "del", moving, "dev", bench.pf.dev)
    only_at(None)
    bench.port.set_vf(0, "mac", moving)
    assert f.until(lambda: bench.vf0.mac == moving, 3)
    only_at(bench.vf0)
    bench.port.set_vf(0, "mac", "00:00:00:00:00:00")
    assert f.until(lambda: bench.vf0.mac == old, 3)


@pytest.mark.ours(**OURS, why="no link state")
@pytest.mark.usefixtures("clean")
def test_comes_back_from_disable_with_frames_on_their_way(bench):
    """What the VF had given to the chip when it was stopped does not stop it for good:
    the emulator leaves such frames where they are until the next one comes."""
    done = threading.Event()

    def talk():
        sock = bench.vf0.listen()
        with sock:
            frame = f.mac_bytes(f.BROADCAST) + f.mac_bytes(bench.vf0.mac) + bytes(50)
            while not done.is_set():
                with contextlib.suppress(OSError):
                    sock.send(frame)
                time.sleep(0.002)

    talker = threading.Thread(target=talk)
    talker.start()
    try:
        for _ in range(f.size(4, 40)):
            bench.port.set_vf(0, "state", "disable")
            f.until(lambda: not bench.vf0.carrier, 2)
            bench.port.set_vf(0, "state", "auto")
            assert f.until(lambda: bench.vf0.carrier, 3)
            f.traffic_back([(bench.vf0, bench.wire)], 2)
    finally:
        done.set()
        talker.join()


# --- the next guest --------------------------------------------------------

@pytest.mark.ours(pf=True, vf=True, why="its wishes outlive it")
def test_the_next_guest_inherits_nothing(bench):
    """A VF's driver goes, the function is reset, a driver comes: nothing that the
    guest before had asked for arrives."""
    port, vf = bench.port, bench.port.vf(0)
    own = "52:54:00:00:cc:77"
    port.set_vf(0, "trust", "on")
    with macvlans(bench.vf0, 2) as macs, joined(bench.vf0, 40) as groups:
        tagged = bench.vf0.vlan(VID)
        bench.vf0.link("promisc", "on")
        bench.vf0.link("address", own)
        for station in (bench.vf0, bench.wire):
            station.link("mtu", 4000)
        for dst in (own, *macs, groups[39], NOBODY_MAC):
            assert bench.gets(bench.vf0, bench.wire, dst), dst
        assert bench.gets(bench.vf0, bench.wire, own, tci=[VID])
        assert bench.gets(bench.vf0, bench.wire, own, size=3000)
        del tagged
        vf.unbind()
        assert not vf.driver
        # Not even to the promiscuous: there is no such guest any more.
        for dst in (own, *macs):
            assert bench.seen(bench.vf1, dst) == {bench.wire}
        vf.reset()
        vf.probe()
        bench.vf0 = port.vf_station(0)
    bench.settle()
    assert bench.vf0.mac != own
    for dst in (own, *macs, groups[39], NOBODY_MAC):
        assert bench.vf0 not in bench.seen(bench.wire, dst, grace=0.1), dst
    assert bench.vf0 not in bench.seen(bench.wire, f.BROADCAST, tci=[VID], expect=[])
    assert bench.vf0 not in bench.seen(bench.wire, bench.vf0.mac, size=3000)
    bench.wire.link("mtu", 1500)
    # What the administrator said of the function stays.
    assert port.vf_info(0)["trust"]
    port.set_vf(0, "trust", "off")
