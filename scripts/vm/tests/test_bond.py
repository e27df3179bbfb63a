# SPDX-License-Identifier: GPL-2.0-only
# bed: -p 2 -w one -q -netdev -q hubport,id=s0,hubid=0 -q -device -q virtio-net-pci,netdev=s0,failover=on,romfile=,mac=52:54:00:00:fa:11
"""Two ways for one guest, or for the host: bonds and net_failover.

Two ports on one cable.  The guest has a VF of each and an active-backup bond
over them; or one VF and a paravirtual NIC with the same address (virtio-net
with failover=on), of which net_failover makes one interface.  All the time
somebody pings, and what is lost at a fail-over is bounded.
"""

import contextlib
import glob
import os
import threading
import time

import pytest

import field as f

GUEST = "guest"
INTERVAL = 0.01
# A fail-over may take so many seconds; the link is looked at every 50 ms.
GAP = 1.0 * f.SLOW
# Pings while something happens; it does so after the first of them.
COUNT, HEAD_START = 140, 0.2
STANDBY_MAC = "52:54:00:00:fa:11"


class Bench:
    """VF 0 of each port is the guest's, VF 1 somebody else's."""

    def __init__(self, field):
        self.field = field
        self.ports = field.ports
        self.wire = field.wire()
        f.run("ip", "netns", "add", GUEST)
        for port in self.ports:
            port.pf_station()
            port.set_numvfs(2)
        self.others = [port.vf_station(1) for port in self.ports]
        self.slaves = []
        for i, port in enumerate(self.ports):
            f.run("ip", "link", "set", "dev", port.vf(0).netdev(), "netns", GUEST,
                  "name", f"slave{i}")
            self.slaves.append(f.Station(f"slave{i}", f"slave{i}", GUEST))
        self.settle()

    def settle(self):
        pairs = [(s, self.wire) for s in self.others + [p.place for p in self.ports]]
        f.traffic_back(pairs, f.SETTLE)


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


@contextlib.contextmanager
def bond(slaves, number, *words):
    """An active-backup bond that likes its first slave best."""
    ns = slaves[0].ns
    f.run("ip", "link", "add", "bond0", "type", "bond", "mode", "active-backup",
          "miimon", "50", "all_slaves_active", "0", *words, ns=ns)
    try:
        for slave in slaves:
            slave.down()
            slave.run("ip", "addr", "flush", "dev", slave.dev)
            slave.link("master", "bond0")
        station = f.Station("bond0", "bond0", ns, number)
        station.configure()
        station.link("type", "bond", "primary", slaves[0].dev)
        yield station
    finally:
        f.run("ip", "link", "del", "bond0", ns=ns)


def active(station):
    return station.show()["linkinfo"]["info_data"].get("active_slave")


def lost_while(source, to, action):
    """Seconds' worth of pings that were lost while something happened."""
    lost = []
    job = threading.Thread(
        target=lambda: lost.append(source.ping(to, COUNT, INTERVAL, wait=0.3)))
    job.start()
    time.sleep(HEAD_START)
    action()
    job.join()
    return lost[0] * INTERVAL


def state(bench, value):
    bench.ports[0].set_vf(0, "state", value)


WAYS = {
    "state": (lambda b: state(b, "disable"), lambda b: state(b, "auto")),
    "cable": (lambda b: f.set_link("n0", False), lambda b: f.set_link("n0", True)),
}


def fail_over_and_back(bench, station, names):
    """Both ways, for each kind of failure, and only a little is lost."""
    assert f.until(lambda: active(station) == names[0], 3)
    assert station.reaches(bench.wire)
    for way, (fail, mend) in WAYS.items():
        for action, to in ((fail, names[1]), (mend, names[0])):
            gone = lost_while(bench.wire, station, lambda a=action: a(bench))
            assert f.until(lambda n=to: active(station) == n, 3), f"{way}: stays"
            assert gone <= GAP, f"{way}: {gone} s to {to}"
            assert station.reaches(bench.wire) and station.ping(bench.wire) == 0
    assert station.tcp(bench.wire) == []


def test_guest_bond_with_addresses_of_its_own(bench):
    """fail_over_mac=active: the VFs keep their addresses, and need no leave."""
    macs = [s.mac for s in bench.slaves]
    with bond(bench.slaves, 70, "fail_over_mac", "active") as station:
        fail_over_and_back(bench, station, ["slave0", "slave1"])
        assert [s.mac for s in bench.slaves] == macs
    bench.settle()


def test_guest_bond_with_one_address(bench):
    """fail_over_mac=none: the second VF takes the first one's address.  Where the
    administrator has set one, that needs trust; and a bond sends from an address
    that is not its slave's yet, so spoof checks are off."""
    macs = [f"52:54:00:00:b0:0{i}" for i in (0, 1)]
    for port, mac, slave in zip(bench.ports, macs, bench.slaves):
        port.set_vf(0, "mac", mac)
        assert f.until(lambda s=slave, m=mac: s.mac == m, 3)
    with pytest.raises(f.CommandError):
        with bond(bench.slaves, 71):
            pass
    assert [s.mac for s in bench.slaves] == macs
    for port in bench.ports:
        port.set_vf(0, "trust", "on")
        port.set_vf(0, "spoofchk", "off")
    with bond(bench.slaves, 71) as station:
        assert {s.mac for s in bench.slaves} == {macs[0]}
        fail_over_and_back(bench, station, ["slave0", "slave1"])
    # The bond gives each its own address back.
    assert [s.mac for s in bench.slaves] == macs
    for port in bench.ports:
        port.set_vf(0, "trust", "off")
        port.set_vf(0, "spoofchk", "on")
        port.set_vf(0, "mac", "00:00:00:00:00:00")
    bench.settle()


def test_host_bond_over_two_ports_with_vfs_in_use(bench):
    """The PFs are bonded under their VFs, which keep talking."""
    pfs = [port.place for port in bench.ports]
    with bond(pfs, 72) as station:
        f.traffic_back([(s, bench.wire) for s in bench.others], f.SETTLE)
        assert f.until(lambda: active(station) == "pf0", 3)
        assert station.reaches(bench.wire)
        # a VF and the host on one port: through the switch
        assert bench.others[0].reaches(station)
        assert bench.others[0].ping(station) == 0
        before = [port.vf_info(1) for port in bench.ports]
        assert lost_while(bench.wire, station, lambda: f.set_link("n0", False)) <= GAP
        assert f.until(lambda: active(station) == "pf1", 3)
        assert bench.others[1].ping(bench.wire) == 0
        assert not bench.others[0].carrier
        assert lost_while(bench.wire, station, lambda: f.set_link("n0", True)) <= GAP
        assert f.until(lambda: active(station) == "pf0", 3)
        assert [port.vf_info(1) for port in bench.ports] == before
    for pf in pfs:
        pf.configure()
    bench.settle()


# --- net_failover ----------------------------------------------------------

def uppers():
    """Netdevs that have a master, by name."""
    return {path.split("/")[4]: os.path.basename(os.path.realpath(path))
            for path in glob.glob("/sys/class/net/*/master")}


@pytest.mark.skipif(f.SLOW > 1, reason="the debug kernel has no paravirtual NIC")
def test_net_failover(bench):
    """A VF with the address of a paravirtual NIC becomes its fast way: found when it
    is plugged in, left when it is unplugged, with a ping going on all the time."""
    port, vf = bench.ports[0], bench.ports[0].vf(0)
    before = set(uppers())
    vf.unbind()
    f.run("modprobe", "virtio_net")
    standby = (set(uppers()) - before).pop()
    master = f.Station("failover", uppers()[standby], number=73, net=2)
    peer = f.Station("peer", bench.wire.dev, bench.wire.ns, bench.wire.number, 2)
    peer.configure()
    master.configure()
    assert master.mac == STANDBY_MAC
    assert master.reaches(peer)

    def plug():
        port.set_vf(0, "mac", STANDBY_MAC)
        vf.probe()

    def unplug():
        port.set_vf(0, "mac", "00:00:00:00:00:00")
        vf.unbind()

    for _ in range(2):
        assert lost_while(peer, master, plug) <= GAP
        primary = vf.netdev()
        assert uppers()[primary] == master.dev
        fast = f.Station("primary", primary)
        assert f.until(lambda s=fast: s.carrier, 3)
        sent = fast.counter("tx_packets")
        assert master.ping(peer) == 0
        assert fast.counter("tx_packets") >= sent + 20, "not the fast way"
        assert lost_while(peer, master, unplug) <= GAP
        assert master.ping(peer) == 0
    f.run("modprobe", "-r", "virtio_net")
    vf.probe()
