# SPDX-License-Identifier: GPL-2.0-only
"""Stations: macvlan and macvtap interfaces that have a pool of the chip.

A raw socket on the PF sees what the stack has yet to hand up to an interface on
top, and nothing of what the chip has put into a station's queue.  So "the PF did
not see it" is the absence of the software's copy, and the counters of the queues
say the same from the other side.
"""

import contextlib
import fcntl
import os
import pathlib
import re
import select
import socket
import struct
import subprocess
import threading
import time

import pytest

import bpf
import field as f

pytestmark = pytest.mark.ours(pf=True, why="no pools for macvlan")

STATIONS = 4		# VMDQ counts the PF's own pool
VFS = 2
RXDCTL, TXDCTL, ENABLE = 0xc028, 0xe028, 1 << 25
VMOLR, RSSE = 0x5ad0, 1 << 17
GROUP = "01:00:5e:2f:24:68"
VID = 77
COUNT = 20
PF_QUEUES = {0, 1}
PAIRS = (2, 2, 2, 1)	# of each station, from ten vectors: 1 + 2 + 4 + 3
TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 0x0002, 0x1000


class Upper(f.Station):
    """An interface on top of the PF, in a namespace of its own unless it is a tap."""

    def __init__(self, lower, index, mode="vepa", kind="macvlan", mac=None):
        name = f"up{index}"
        super().__init__(name, name, f"ns{index}" if kind == "macvlan" else None, 60 + index)
        f.run("ip", "link", "add", "link", lower.dev, "name", name, "address",
              mac or f"52:54:00:00:5a:{index:02x}", "type", kind, "mode", mode)
        if self.ns:
            f.run("ip", "netns", "add", self.ns)
            f.run("ip", "link", "set", name, "netns", self.ns)
        self.configure()

    def remove(self):
        super().remove()
        if self.ns:
            f.run("ip", "netns", "del", self.ns)

    def renew(self):
        """Down and up: a pool that is free is asked for again."""
        self.down()
        self.configure()


class Bench:
    def __init__(self):
        self.field = f.Field()
        self.port, self.wire = self.field.port, self.field.wire()
        self.field.load_pf(f"VMDQ={1 + STATIONS}")
        self.field.load_vf()
        self.pf = self.port.pf_station()
        self.offload("on")
        self.ups = [Upper(self.pf, i, mode) for i, mode in
                    enumerate(("bridge", "vepa", "vepa", "bridge"))]
        self.vfs()
        self.settle()

    def vfs(self):
        if self.port.numvfs:
            self.port.set_numvfs(0)
        self.port.set_numvfs(VFS)
        self.vf = self.port.vf_station(0)

    def offload(self, on):
        self.pf.features(l2_fwd_offload=on)

    @property
    def everybody(self):
        return [self.pf, self.vf, self.wire] + self.ups

    def settle(self, timeout=f.SETTLE):
        f.traffic_back([(a, self.wire) for a in self.everybody if a is not self.wire],
                       timeout)

    def queues(self):
        """{queue: (frames received, frames sent)}"""
        found = {}
        for way, queue, value in re.findall(r"\b([rt]x)_queue_(\d+)_packets: (\d+)",
                                            f.run("ethtool", "-S", self.pf.dev)):
            found.setdefault(int(queue), {})[way] = int(value)
        return {q: (v["rx"], v["tx"]) for q, v in found.items()}

    def plan(self):
        return (pathlib.Path("/sys/kernel/debug/vtc_pf") / self.port.bdf / "pools").read_text()

    def share(self, up):
        """Pool, vectors and queues of a station, by the plan."""
        pool, rest = re.search(rf"^(\d+)\s+station \d+  {up.dev}  vector (.*)$", self.plan(),
                               re.M).groups()
        return int(pool), *([int(n) for n in part.split(", ")]
                            for part in rest.split("  queue "))

    def registers(self):
        raw = subprocess.run(["ethtool", "-d", self.pf.dev, "raw", "on"], check=True,
                             capture_output=True).stdout
        return dict(struct.iter_unpack("<II", raw))

    def runs(self, up):
        """Queues of a station's pool that run, and whether the pool may spread over
        them."""
        pool, regs = self.share(up)[0], self.registers()
        rx, tx = ({q for q in (pool, pool + 8) if regs[base + 0x40 * q] & ENABLE}
                  for base in (RXDCTL, TXDCTL))
        assert rx == tx
        return rx, bool(regs[VMOLR + 4 * pool] & RSSE)

    def clear(self):
        while self.ups:
            self.ups.pop().remove()

    def pools(self):
        """Addresses that stations have in the chip's filters."""
        lines = f.run("bridge", "fdb", "show", "dev", self.pf.dev).splitlines()
        return {line.split()[0] for line in lines
                if "extern_learn" in line and "port" not in line}

    def in_hardware(self, up, count=COUNT):
        """Frames from the wire come on one queue, not one of the PF's, once each."""
        before = self.queues()
        with f.Watch([self.wire, self.pf, up]) as watch:
            for _ in range(count):
                seen = watch.send(self.wire, up.mac, expect=[up], grace=0.005)
                if set(seen) != {up} or len(seen[up]) != 1:
                    return False
        grown = {q for q, (rx, _) in self.queues().items() if rx - before[q][0] >= count}
        return len(grown) == 1 and grown.isdisjoint(PF_QUEUES)


@pytest.fixture(scope="module")
def bench():
    return Bench()


# --- who gets what ---------------------------------------------------------

def test_each_station_has_a_queue_of_its_own(bench):
    used = set()
    for i, up in enumerate(bench.ups):
        before = bench.queues()
        with f.Watch([bench.wire, bench.pf, up]) as watch:
            for _ in range(COUNT):
                seen = watch.send(bench.wire, up.mac, expect=[up], grace=0.01)
                assert set(seen) == {up} and len(seen[up]) == 1, seen
                seen = watch.send(up, bench.wire.mac, expect=[bench.wire], grace=0)
                assert bench.wire in seen
        after = bench.queues()
        received, sent = ({q for q in after if after[q][way] - before[q][way] >= COUNT}
                          for way in (0, 1))
        _, vectors, queues = bench.share(up)
        assert received == set(queues[:1]) and sent and sent <= set(queues), (before, after)
        assert vectors == [3 + i, 7 + i][:PAIRS[i]] and len(queues) == PAIRS[i]
        used.update(queues)
        with pytest.raises(f.CommandError, match="an interface with a pool"):
            f.run("bridge", "fdb", "add", up.mac, "dev", bench.pf.dev)
    assert used == set(range(2, 2 + sum(PAIRS)))
    assert bench.pools() == {up.mac for up in bench.ups}


def flows(source, to, count):
    """One datagram of each."""
    with f.inside(source.ns):
        for _ in range(count):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.sendto(b"x", (to.ip4, 9))


def test_two_pairs_where_there_are_vectors(bench):
    """What the chip does with RSSE is KUnit's: the emulated one does not hash in
    pools, so only the first queue receives.  The stack spreads what is sent."""
    for up, pairs in zip(bench.ups, PAIRS):
        pool, _, queues = bench.share(up)
        assert bench.runs(up) == ({pool, pool + 8} if pairs == 2 else {pool}, pairs == 2)
        before = bench.queues()
        flows(up, bench.wire, 32)
        assert f.until(lambda: sum(bench.queues()[q][1] - before[q][1] for q in queues) >= 32
                       and all(bench.queues()[q][1] > before[q][1] for q in queues), 3), before


def test_counters_of_the_upper_interface(bench):
    up = bench.ups[1]
    before = up.counter("rx_packets"), up.counter("rx_bytes")
    with f.Watch([bench.wire, up]) as watch:
        for _ in range(COUNT):
            assert up in watch.send(bench.wire, up.mac, expect=[up], size=500, grace=0)
    assert COUNT <= up.counter("rx_packets") - before[0] < COUNT + 5
    assert COUNT * 500 <= up.counter("rx_bytes") - before[1] < COUNT * 500 + 800


def test_unicast_reaches_its_owner_once(bench):
    """Two interfaces in bridge mode reach each other in the stack, past the chip."""
    with f.Watch(bench.everybody) as watch:
        for source in bench.everybody:
            for to in bench.everybody:
                if source is to:
                    continue
                seen = watch.send(source, to.mac, expect=[to], grace=0.02)
                seen.pop(source, None)
                if source in bench.ups and to in bench.ups and \
                        {source, to} == {bench.ups[0], bench.ups[3]}:
                    seen.pop(bench.pf, None)
                assert set(seen) == {to} and len(seen[to]) == 1, (source, to, seen)


@pytest.mark.parametrize("dst", (f.BROADCAST, GROUP))
def test_one_copy_for_each(bench, dst):
    """The chip gives the PF one, and the stack every station one of it.  (That the
    PF's own reach stations is the emulator's doing: it returns them.)"""
    with contextlib.ExitStack() as stack:
        if dst == GROUP:
            for station in bench.everybody:
                if station is not bench.wire:
                    stack.enter_context(f.join_multicast(station, GROUP))
        watch = stack.enter_context(f.Watch(bench.everybody))
        time.sleep(0.3)
        for source in bench.everybody:
            want = {s for s in bench.everybody if s is not source}
            seen = watch.send(source, dst, expect=want, grace=0.1)
            seen.pop(source, None)
            if source is bench.pf:
                for up in bench.ups:
                    want.discard(up)
                    assert len(seen.pop(up, [1])) == 1, (source, up)
            copies = {s: len(v) for s, v in seen.items()}
            assert copies == {s: 1 for s in want}, (source, copies)


def test_vlans(bench):
    """A station is in the PF's VLANs; a tagged frame comes on its queue."""
    up, members = bench.ups[1], [bench.ups[1], bench.vf, bench.wire]
    tops = {s: s.vlan(VID) for s in members}
    try:
        f.traffic_back([(tops[up], tops[bench.wire])], f.SETTLE)
        with f.Watch(bench.everybody) as watch:
            for other in members[1:]:
                for source, to in ((up, other), (other, up)):
                    seen = watch.send(source, to.mac, tci=[VID], expect=[to], grace=0.02)
                    seen.pop(source, None)
                    assert set(seen) == {to} and seen[to][0].vid == VID, (source, to, seen)
        for other in members[1:]:
            assert tops[up].ping(tops[other]) == 0, other
        assert tops[up].tcp(tops[bench.wire]) == []
    finally:
        for top in tops.values():
            top.remove()


def test_ping_and_tcp(bench):
    ups = bench.ups
    pairs = [(ups[0], bench.wire), (ups[1], bench.vf), (ups[2], bench.pf),
             (ups[1], ups[2]), (ups[0], ups[1]), (ups[0], ups[3])]
    for a, b in pairs:
        assert a.reaches(b), (a, b)
        assert a.ping(b) == 0 and a.ping(b, v6=True, size=1400) == 0, (a, b)
        assert a.tcp(b) == []


# --- what does not fit -----------------------------------------------------

def test_one_too_many_goes_through_the_stack(bench):
    extra = Upper(bench.pf, 8)
    try:
        f.traffic_back([(extra, bench.wire)], f.SETTLE)
        assert not bench.in_hardware(extra, 3)
        assert extra.ping(bench.wire) == 0 and extra.ping(bench.ups[1]) == 0
        assert extra.tcp(bench.vf) == []
        assert extra.mac not in bench.pools()
        # A pool that becomes free is had by opening the interface again
        bench.ups[1].down()
        extra.renew()
        f.traffic_back([(extra, bench.wire)], f.SETTLE)
        assert bench.in_hardware(extra)
    finally:
        extra.remove()
        bench.ups[1].configure()
    bench.settle()
    assert bench.in_hardware(bench.ups[1])


def test_mode_private_stays_in_the_stack(bench):
    """The chip could not keep it apart from the others."""
    bench.ups[3].down()
    extra = Upper(bench.pf, 8, "private")
    try:
        f.traffic_back([(extra, bench.wire)], f.SETTLE)
        assert extra.mac not in bench.pools() and extra.ping(bench.wire) == 0
    finally:
        extra.remove()
        bench.ups[3].configure()
    bench.settle()
    # Also if it becomes so while it is up
    up = bench.ups[3]
    assert up.mac in bench.pools()
    up.link("type", "macvlan", "mode", "private")
    assert up.mac not in bench.pools() and up.reaches(bench.wire)
    up.link("type", "macvlan", "mode", "bridge")
    up.renew()
    assert up.mac in bench.pools()
    bench.settle()


def test_mqprio_takes_the_queues(bench):
    """Stations go on in the stack; when it has gone all is as before."""
    tc = "qdisc", "replace", "dev", bench.pf.dev, "root", "mqprio", "num_tc", 2, "map"
    f.run("tc", *tc, *[0, 1] * 8, "queues", "1@0", "1@1", "hw", 0)
    try:
        assert f.until(lambda: not bench.pools(), 3)
        bench.settle()
        bench.ups[2].renew()
        assert not bench.pools() and bench.ups[1].ping(bench.wire) == 0
        bounce(bench)
    finally:
        f.run("tc", "qdisc", "del", "dev", bench.pf.dev, "root")
    # The kernel has left all queues to the PF
    time.sleep(1.2 * f.SLOW)
    before = bench.queues()
    flows(bench.pf, bench.wire, 64)
    assert f.until(lambda: sum(bench.queues()[q][1] - before[q][1] for q in PF_QUEUES) >= 64, 3)
    for up in bench.ups:
        up.renew()
    bounce(bench)
    bench.settle()
    assert bench.pools() == {up.mac for up in bench.ups}


def test_address_of_a_vf(bench):
    """It is the VF's: the interface on top goes without a pool."""
    bench.ups[3].down()
    extra = Upper(bench.pf, 8, mac=bench.vf.mac)
    try:
        assert bench.pools() == {up.mac for up in bench.ups[:3]}
        assert bench.vf.ping(bench.wire) == 0
    finally:
        extra.remove()
        bench.ups[3].configure()
    bench.settle()


def test_vfs_do_not_take_a_pool_that_is_in_use(bench):
    """Pools 7 and 6 to 3 are in use: there is room for three VFs."""
    bench.port.set_numvfs(0)
    with pytest.raises(OSError):
        bench.port.set_numvfs(4)
    assert bench.in_hardware(bench.ups[3], 3)
    bench.vfs()
    bench.settle()


def test_a_second_pair_goes_before_a_station_does(bench):
    """Six VFs take the vector of the second pair of the only station beside them."""
    up = bench.ups[0]
    for other in bench.ups[1:]:
        other.down()
    bench.port.set_numvfs(0)
    try:
        for count, left in (6, ({6}, False)), (0, ({6, 14}, True)):
            bench.port.set_numvfs(count)
            assert bench.runs(up) == left and len(bench.share(up)[2]) == len(left[0])
            assert up.mac in bench.pools() and up.ping(bench.wire) == 0
    finally:
        bench.vfs()
        for other in bench.ups[1:]:
            other.configure()
    bench.settle()


# --- changes ---------------------------------------------------------------

def test_address_changes(bench):
    up = bench.ups[2]
    old, new = up.mac, "52:54:00:00:5a:aa"
    up.link("address", new)
    try:
        assert bench.in_hardware(up)
        assert bench.pools() == {s.mac for s in bench.ups}
        with f.Watch([bench.wire, bench.pf, up]) as watch:
            assert not set(watch.send(bench.wire, old)) - {bench.wire}
    finally:
        up.link("address", old)
    assert bench.in_hardware(up)
    assert f.run("bridge", "fdb", "show", "dev", bench.pf.dev).count(new) == 0


def test_feature_off_and_on(bench):
    bench.offload("off")
    assert bench.pools() == set()
    bench.settle()
    for up in bench.ups:
        assert not bench.in_hardware(up, 1)
    assert bench.ups[1].ping(bench.wire) == 0
    bench.offload("on")
    for up in bench.ups:
        up.renew()
    bench.settle()
    for up in bench.ups:
        assert bench.in_hardware(up, 5)


def bounce(bench):
    bench.pf.down()
    bench.pf.configure()


def rings(bench):
    for size in (512, 256):
        f.run("ethtool", "-G", bench.pf.dev, "rx", size, "tx", size)


def channels(bench):
    for pairs in (1, 2):
        f.run("ethtool", "-L", bench.pf.dev, "combined", pairs)
        for up, most in zip(bench.ups, PAIRS):
            spreads = min(pairs, most) > 1
            assert [len(bench.runs(up)[0]), bench.runs(up)[1]] == [1 + spreads, spreads]


def mtu(bench):
    for size in (4000, 1500):
        bench.pf.link("mtu", size)


def spacing(bench):
    f.run("ethtool", "-C", bench.pf.dev, "adaptive-rx", "off", "rx-usecs", 20)
    f.run("ethtool", "-C", bench.pf.dev, "adaptive-rx", "on")


def numvfs(bench):
    """Both ways the stations' queues run on."""
    bench.port.set_numvfs(0)
    assert bench.in_hardware(bench.ups[1], 3)
    bench.vfs()


def selftest(bench):
    f.run("ethtool", "-t", bench.pf.dev, "offline", check=False)


CHANGES = {"down-up": bounce, "reset": lambda b: b.port.reset(), "selftest": selftest,
           "rings": rings, "channels": channels, "mtu": mtu, "spacing": spacing,
           "numvfs": numvfs}


@pytest.mark.parametrize("change", CHANGES)
def test_stations_survive(bench, change):
    CHANGES[change](bench)
    bench.settle()
    for up in bench.ups[:2]:
        assert bench.in_hardware(up, 5), up
    assert bench.ups[1].ping(bench.wire) == 0
    assert bench.pools() == {up.mac for up in bench.ups}


def test_stuck_queues_of_a_station(bench):
    """Somebody has switched its transmit rings off: the watchdog finds it."""
    up = bench.ups[1]
    pool, _, queues = bench.share(up)
    with f.quiet_console():
        for queue in (pool, pool + 8):
            f.poke(bench.port, TXDCTL + 0x40 * queue, 0)
        # The kernel looks at queues that are stopped: fill them
        flows(up, bench.wire, 400 * len(queues))
        assert f.until(lambda: up.ping(bench.wire, 1, wait=0.3) == 0, 30)
    assert int(re.search(r"tx_timeout_count: (\d+)", f.run("ethtool", "-S", bench.pf.dev))[1])
    bench.settle()
    assert bench.in_hardware(up, 5) and up.ping(bench.wire) == 0


def test_upper_interface_opened_while_the_pf_is_down(bench):
    up = bench.ups[2]
    up.down()
    bench.pf.down()
    up.configure()
    assert up.mac in bench.pools()
    bench.pf.configure()
    bench.settle()
    assert bench.in_hardware(up)
    bench.pf.down()
    up.down()
    bench.pf.configure()
    assert up.mac not in bench.pools()
    up.configure()
    bench.settle()


def test_a_program_on_the_pf_sees_the_pfs_own_frames(bench):
    up = bench.ups[1]
    with bpf.attached(bench.pf, bpf.for_test_frames(bpf.ret(bpf.DROP))):
        bench_sees = bench.in_hardware(up)
        with f.Watch([bench.wire, bench.pf]) as watch:
            lost = watch.send(bench.wire, bench.pf.mac)
    assert bench_sees and bench.pf not in lost
    bench.settle()


# --- a user-space endpoint -------------------------------------------------

class Echo(threading.Thread):
    """Sends back what comes through a macvtap's character device."""

    def __init__(self, up):
        super().__init__(daemon=True)
        index = pathlib.Path(f"/sys/class/net/{up.dev}/ifindex").read_text().strip()
        self.fd = os.open(f"/dev/tap{index}", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self.fd, TUNSETIFF, struct.pack("16sH14x", b"", IFF_TAP | IFF_NO_PI))
        self.over = False
        self.count = 0
        self.start()

    def run(self):
        while not self.over:
            if not select.select([self.fd], [], [], 0.05)[0]:
                continue
            frame = os.read(self.fd, 65536)
            if frame[12:14] == struct.pack("!H", f.ETH_P_TEST):
                self.count += 1
                os.write(self.fd, frame[6:12] + frame[:6] + frame[12:])

    def stop(self):
        self.over = True
        self.join()
        os.close(self.fd)


def test_macvtap_endpoint(bench):
    bench.ups[3].down()
    tap = Upper(bench.pf, 9, kind="macvtap")
    try:
        assert tap.mac in bench.pools()
        echo = Echo(tap)
        with f.Watch([bench.wire, bench.pf]) as watch:
            for _ in range(COUNT):
                seen = watch.send(bench.wire, tap.mac, expect=[bench.wire], grace=0)
                assert set(seen) == {bench.wire}, seen
        echo.stop()
        assert echo.count == COUNT
    finally:
        tap.remove()
        bench.ups[3].configure()
    bench.settle()


# --- again and again -------------------------------------------------------

def test_stations_come_and_go_under_traffic(bench):
    """VFs toggle meanwhile; nobody else loses a frame it need not lose."""
    over = threading.Event()
    lost = []

    def talk():
        while not over.is_set():
            lost.append(bench.ups[0].ping(bench.wire, 50, interval=0.002, wait=1))

    talker = threading.Thread(target=talk)
    talker.start()
    try:
        for number in range(f.size(8, 200)):
            bench.ups[2 + number % 2].renew()
            if number % 7 == 6:
                bench.port.set_numvfs(0 if bench.port.numvfs else VFS)
    finally:
        over.set()
        talker.join()
    bench.vfs()
    bench.settle()
    for up in bench.ups:
        assert bench.in_hardware(up, 5)
    assert sum(lost) == 0, lost


def test_nothing_is_left(bench):
    bench.clear()
    assert bench.pools() == set()
    bench.port.set_numvfs(0)
    lines = f.run("bridge", "fdb", "show", "dev", bench.pf.dev)
    assert "52:54:00:00:5a" not in lines and "extern_learn" not in lines, lines
    before = bench.queues()
    assert all(v == (0, 0) for q, v in before.items() if q > 1), before
    # All frames are for a passthru interface: that is no filter by destination
    extra = Upper(bench.pf, 8, "passthru")
    f.traffic_back([(extra, bench.wire)], f.SETTLE)
    assert bench.pools() == set() and extra.ping(bench.wire) == 0
    extra.remove()


def test_the_driver_goes_with_a_station_up(bench):
    bench.clear()
    up = Upper(bench.pf, 9)
    assert up.mac in bench.pools()
    bench.field.unload_pf()
    assert up.dev not in f.run("ip", "link", "show", ns=up.ns)
    f.run("ip", "netns", "del", up.ns)
