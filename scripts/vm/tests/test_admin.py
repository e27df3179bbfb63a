# SPDX-License-Identifier: GPL-2.0-only
"""`ip link set PF vf N ...` and what `ip link show` says of it.

Every setting is shown as set, still after the PF was reset, and reaches a VF
that is running, without its driver being loaded again.  That spoof checks and
rates do their work cannot be seen in the emulator, which has neither.
"""

import struct
import subprocess
import time

import pytest

import field as f

NEW_MAC = "52:54:00:00:cc:01"
HOT = {"pf": True, "why": "a running VF does not follow"}
# What an igbvf does not do by itself at once
SLOW = f.VF_DRIVER == "igbvf"
# Of the register dump: RCTL, RLPML, MRQC, QDE, the address, VLAN and multicast
# tables, pools, the switch, and who may send and receive
SWITCH = [range(0x100, 0x104), range(0x5004, 0x5008), range(0x5818, 0x5820),
          range(0x2408, 0x240c), range(0x5200, 0x5800), range(0x5ad0, 0x5af4),
          range(0x5d00, 0x5d80), range(0x3700, 0x3720), range(0x3500, 0x3504),
          range(0xc8c, 0xc94)]
SLOTS = [range(0x5400, 0x5520), range(0x5d00, 0x5d80)]


class Bench:
    def __init__(self, field):
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(2)
        self.pf, self.wire = self.port.place, field.wire()
        self.vf0, self.vf1 = (self.port.vf_station(i) for i in (0, 1))
        self.settle(2 * f.SETTLE)

    def settle(self, timeout=f.SETTLE):
        f.traffic_back([(self.vf0, self.wire), (self.vf1, self.wire),
                        (self.pf, self.wire)], timeout)

    def follow(self, vf, mac=None):
        """A running igbvf takes a new address, and hears of its link, only when
        it goes down and up: its mailbox interrupt is lost in the emulator."""
        for _ in range(3 if SLOW else 0):
            vf.down()
            vf.configure()
            if not mac or f.until(lambda: vf.mac == mac, 1):
                return

    def give_back(self, index, vf, old):
        """Take the administrator's address back.  An igbvf then asks for it as
        one of its own choice, so it has to be told."""
        self.port.set_vf(index, "mac", old)
        self.follow(vf, old)
        if not wait_for(lambda: vf.mac == old):
            f.until(lambda: not vf.link("address", old, check=False), f.SETTLE)
        assert vf.mac == old

    def registers(self):
        """What the switch is set to; which slot an entry has does not matter."""
        dump = subprocess.run(["ethtool", "-d", self.pf.dev, "raw", "on"], check=True,
                              stdout=subprocess.PIPE).stdout
        found = [pair for pair in struct.iter_unpack("<II", dump)
                 if any(pair[0] in span for span in SWITCH)]
        assert len(found) > 300
        return ({reg: value for reg, value in found if not any(reg in s for s in SLOTS)},
                sorted(value for reg, value in found if any(reg in s for s in SLOTS)))

    def reset_pf(self, how):
        if how == "down-up":
            self.pf.down()
            self.pf.configure()
        elif how == "mtu":
            self.pf.link("mtu", 3000)
            self.pf.link("mtu", 1500)
        elif how == "ring":
            size = 512
            self.pf.run("ethtool", "-G", self.pf.dev, "rx", size)
            self.pf.run("ethtool", "-G", self.pf.dev, "rx", 256)
        elif how == "test":
            # tells that VFs are in use, after what it can do nevertheless
            self.pf.run("ethtool", "-t", self.pf.dev, "offline", check=False)
        elif how == "function":
            self.port.reset()


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


def vlan_of(info):
    entry = info.get("vlan_list", [{}])[0]
    return entry.get("vlan", 0), entry.get("qos", 0)


def wait_for(condition, seconds=2.0):
    return f.until(condition, seconds)


# --- shown as set ----------------------------------------------------------

def test_default(bench):
    info = bench.port.vf_info(0)
    assert info["spoofchk"] and not info["trust"]
    assert info["link_state"] == "auto"
    assert vlan_of(info) == (0, 0)


def test_mac_is_shown(bench):
    bench.port.set_vf(1, "mac", NEW_MAC)
    assert bench.port.vf_info(1)["address"] == NEW_MAC
    bench.port.set_vf(1, "mac", bench.vf1.mac)


def test_vlan_and_qos_are_shown(bench):
    try:
        bench.port.set_vf(1, "vlan", 77, "qos", 3)
        assert vlan_of(bench.port.vf_info(1)) == (77, 3)
        bench.port.set_vf(1, "vlan", 78)
        assert vlan_of(bench.port.vf_info(1)) == (78, 0)
    finally:
        bench.port.set_vf(1, "vlan", 0)
    assert vlan_of(bench.port.vf_info(1)) == (0, 0)


@pytest.mark.parametrize("name", ["spoofchk", "trust"])
def test_switches_are_shown(bench, name):
    was = bench.port.vf_info(1)[name]
    for value in (not was, was):
        bench.port.set_vf(1, name, "on" if value else "off")
        assert bench.port.vf_info(1)[name] == value
        assert bench.port.vf_info(0)[name] == was, "the other VF's changed too"


@pytest.mark.ours(pf=True, why="state: EOPNOTSUPP")
def test_state_is_shown(bench):
    for state in ("enable", "disable", "auto"):
        bench.port.set_vf(1, "state", state)
        assert bench.port.vf_info(1)["link_state"] == state
    bench.settle()


def test_rate_is_shown(bench):
    bench.port.set_vf(1, "max_tx_rate", 300)
    assert bench.port.vf_info(1)["rate"]["max_tx"] == 300
    bench.port.set_vf(1, "max_tx_rate", 0)
    assert bench.port.vf_info(1)["rate"]["max_tx"] == 0


@pytest.mark.parametrize("words, why", [
    (("min_tx_rate", 100), "not supported"), (("query_rss", "on"), "not supported"),
    (("vlan", 5, "proto", "802.1ad"), "Protocol not supported"),
    (("vlan", 4095), "Invalid"), (("max_tx_rate", 1001), "Invalid")],
    ids=lambda w: w[0] if isinstance(w, tuple) else None)
def test_what_the_chip_cannot_do_is_refused(bench, words, why):
    if f.PF_DRIVER == "igb" and words[0] == "min_tx_rate":
        why = "Invalid"
    before = bench.port.vf_info(1)
    with pytest.raises(f.CommandError) as error:
        bench.port.set_vf(1, *words)
    assert why in error.value.text
    assert bench.port.vf_info(1) == before


# --- kept ------------------------------------------------------------------

@pytest.fixture(name="all_set", scope="class")
def fixture_all_set(bench):
    """Every setting of a VF and of the switch is another than the default."""
    port = bench.port
    words = [("vlan", 77, "qos", 3), ("spoofchk", "off"), ("trust", "on"),
             ("max_tx_rate", 300), ("state", "enable")]
    try:
        # before trust: a trusted VF may keep the address it has
        port.set_vf(1, "mac", NEW_MAC)
        bench.follow(bench.vf1, NEW_MAC)
        f.until(lambda: bench.vf1.mac == NEW_MAC, f.SETTLE)
        for word in words:
            port.set_vf(1, *word)
        f.run("bridge", "link", "set", "dev", bench.pf.dev, "hwmode", "vepa")
        f.traffic_back([(bench.vf0, bench.wire), (bench.pf, bench.wire)], f.SETTLE)
        time.sleep(0.5)
        yield port.vf_info(1), bench.registers()
    finally:
        f.run("bridge", "link", "set", "dev", bench.pf.dev, "hwmode", "veb")
        for word in [("vlan", 0), ("spoofchk", "on"), ("trust", "off"),
                     ("max_tx_rate", 0), ("state", "auto")]:
            port.set_vf(1, *word)
        bench.settle()


class TestKept:
    @pytest.mark.ours(pf=True, why="some settings do not survive a reset, or are not there")
    @pytest.mark.parametrize("how", ["down-up", "mtu", "ring", "test", "function"])
    def test_settings_survive_a_pf_reset(self, bench, all_set, how):
        """What is shown, what the registers hold and what is done stay the same."""
        shown, registers = all_set
        bench.reset_pf(how)
        assert bench.port.vf_info(1) == shown
        f.traffic_back([(bench.vf0, bench.wire), (bench.pf, bench.wire)], f.SETTLE)
        with f.Watch([bench.vf1, bench.wire]) as watch:
            def tagged():
                seen = watch.send(bench.vf1, f.BROADCAST, expect=[bench.wire], arrival=0.3)
                return bench.wire in seen and seen[bench.wire][0].tci == 3 << 13 | 77
            assert wait_for(tagged, f.SETTLE), "the port VLAN is shown but not done"
        wait_for(lambda: bench.registers() == registers)
        assert bench.registers() == registers


# --- reaching a running VF -------------------------------------------------

@pytest.mark.ours(**HOT)
def test_new_mac_reaches_a_running_vf(bench):
    old = bench.vf0.mac
    new = "52:54:00:00:cc:02"
    bench.port.set_vf(0, "mac", new)
    try:
        bench.follow(bench.vf0, new)
        assert wait_for(lambda: bench.vf0.mac == new), "the VF kept its old address"
        f.traffic_back([(bench.vf0, bench.wire), (bench.vf0, bench.vf1)],
                       f.SETTLE if SLOW else 1)
        assert bench.vf0.reaches(bench.wire) and bench.vf0.ping(bench.wire) == 0
        with f.Watch([bench.vf0, bench.vf1, bench.wire]) as watch:
            seen = watch.send(bench.vf1, old, expect=[bench.wire])
        assert bench.vf0 not in seen, "the old address still arrives"
    finally:
        bench.give_back(0, bench.vf0, old)


@pytest.mark.ours(**HOT)
def test_new_vlan_reaches_a_running_vf(bench):
    bench.port.set_vf(0, "vlan", 77)
    try:
        outside = bench.wire.vlan(77)
        inside = f.Station("vf0", "vf0", bench.vf0.ns, bench.vf0.number, outside.net)
        inside.configure()
        f.traffic_back([(bench.vf0, outside)], f.SETTLE if SLOW else 1)
        assert inside.reaches(outside) and inside.ping(outside) == 0
        with f.Watch([bench.vf0, bench.vf1, bench.wire]) as watch:
            seen = watch.send(bench.vf1, bench.vf0.mac, expect=[])
        assert bench.vf0 not in seen
        outside.remove()
    finally:
        bench.port.set_vf(0, "vlan", 0)
    bench.settle(1)
    assert bench.vf0.reaches(bench.vf1) and bench.vf0.ping(bench.vf1) == 0


@pytest.mark.ours(**HOT)
def test_state_reaches_a_running_vf(bench):
    bench.port.set_vf(0, "state", "disable")
    try:
        bench.follow(bench.vf0)
        assert wait_for(lambda: not bench.vf0.carrier), "disabled, and the link is up"
        with f.Watch([bench.vf0, bench.vf1, bench.wire]) as watch:
            assert bench.vf0 not in watch.send(bench.vf1, bench.vf0.mac)
            assert bench.vf0 not in watch.send(bench.wire, f.BROADCAST, expect=[bench.vf1])
        if SLOW:
            time.sleep(2.5)
            assert not bench.vf0.carrier
    finally:
        bench.port.set_vf(0, "state", "auto")
    assert wait_for(lambda: bench.vf0.carrier, f.SETTLE)
    bench.settle(f.SETTLE if SLOW else 1)


@pytest.mark.ours(**HOT)
@pytest.mark.parametrize("words", [("trust", "on"), ("trust", "off"), ("spoofchk", "off"),
                                   ("spoofchk", "on"), ("max_tx_rate", 500),
                                   ("max_tx_rate", 0)], ids=lambda w: f"{w[0]}_{w[1]}")
def test_traffic_goes_on_while_settings_change(bench, words):
    assert bench.vf0.reaches(bench.wire)
    bench.port.set_vf(0, *words)
    bench.settle(1)
    assert bench.vf0.ping(bench.wire) == 0


def test_vf_may_not_change_a_mac_the_administrator_set(bench):
    old, fixed = bench.vf0.mac, "52:54:00:00:cc:05"
    bench.port.set_vf(0, "mac", fixed)
    try:
        if f.PF_DRIVER == "vtc":
            bench.follow(bench.vf0, fixed)
            assert wait_for(lambda: bench.vf0.mac == fixed)
        refused = bench.vf0.link("address", "52:54:00:00:cc:03", check=False)
        # An igbvf in the middle of a reset does not hear the answer
        assert refused or SLOW
        assert bench.port.vf_info(0)["address"] == fixed
    finally:
        bench.give_back(0, bench.vf0, old)


@pytest.mark.ours(pf=True, why="the address stays locked until the PF is reloaded")
def test_default_mac_written_back_unlocks(bench):
    """As libvirt does it when a guest gives a VF back."""
    default, own = bench.vf0.mac, "52:54:00:00:cc:06"
    bench.port.set_vf(0, "mac", "52:54:00:00:cc:05")
    bench.port.set_vf(0, "mac", default)
    bench.follow(bench.vf0, default)
    assert wait_for(lambda: bench.vf0.mac == default)
    f.traffic_back([(bench.vf0, bench.wire)], f.SETTLE if SLOW else 3)
    # A VF that was told to begin anew may do so just now
    assert wait_for(lambda: not bench.vf0.link("address", own, check=False),
                    f.SETTLE if SLOW else 1), "the VF may not have an address of its own"
    assert bench.port.vf_info(0)["address"] == own
    bench.vf0.link("address", default)


def test_trusted_vf_may(bench):
    old, new = bench.vf0.mac, "52:54:00:00:cc:04"
    bench.port.set_vf(0, "trust", "on")
    try:
        bench.vf0.link("address", new)
        assert bench.vf0.mac == new
        f.traffic_back([(bench.vf0, bench.vf1)], 2)
    finally:
        bench.vf0.link("address", old)
        bench.port.set_vf(0, "trust", "off")


# --- statistics ------------------------------------------------------------

def refreshed(bench, index, condition):
    """The VF's counters once they are as wanted, or as they are then: they are
    read off the chip once a second."""
    wait_for(lambda: condition(bench.port.vf_stats(index)), 3)
    return bench.port.vf_stats(index)


@pytest.mark.ours(pf=True, why="shows zeros")
def test_statistics(bench):
    """Counted per VF, and never going back."""
    group, n, size = "01:00:5e:00:00:42", 20, 1000
    time.sleep(1.1)
    before, other = bench.port.vf_stats(1), bench.port.vf_stats(0)
    with f.join_multicast(bench.vf1, group), f.Watch([bench.vf1, bench.wire]) as watch:
        def multicast():
            return watch.send(bench.wire, group, expect=[bench.vf1], arrival=0.2, grace=0)
        assert wait_for(multicast)
        for a, b in [(bench.vf1, bench.wire), (bench.wire, bench.vf1)] * n:
            assert b in watch.send(a, b.mac, expect=[b], size=size, grace=0)
    wanted = {"rx_packets": n + 1, "tx_packets": n, "rx_bytes": n * size,
              "tx_bytes": n * size, "rx_multicast": 1}
    after = refreshed(bench, 1, lambda now: all(now[k] - before[k] >= v
                                                for k, v in wanted.items()))
    grown = {k: after[k] - before[k] for k in wanted}
    assert all(grown[k] >= v for k, v in wanted.items()), grown
    # neighbour discovery and the like of its own, but not the other's frames
    assert all(grown[k] < 2 * wanted[k] + 20 * size for k in ("rx_bytes", "tx_bytes")), grown
    assert bench.port.vf_stats(0)["tx_packets"] - other["tx_packets"] < n
    for how in ("vf", "down-up") if SLOW else ("vf", "pf", "down-up"):
        if how == "down-up":
            bench.reset_pf(how)
        else:
            (bench.port.vf(1) if how == "vf" else bench.port).reset()
        now = bench.port.vf_stats(1)
        assert all(after[k] <= now[k] < after[k] + 100 * size for k in after), (how, after, now)
        after = now
    bench.settle()


# --- link ------------------------------------------------------------------

@pytest.mark.ours(pf=True, vf=True, why="looks at the link only when the PF rings, which it "
                  "does not hear in the emulator")
def test_cable_pulled_and_plugged(bench):
    """The carrier of PF and VF follows the cable, and not that of a VF whose
    link is to be up always.  A rate can be set meanwhile."""
    bench.port.set_vf(1, "state", "enable")
    f.set_link("n0", False)
    try:
        assert wait_for(lambda: not bench.pf.carrier, 3)
        assert wait_for(lambda: not bench.vf0.carrier, 3)
        bench.port.set_vf(1, "max_tx_rate", 250)
        time.sleep(0.5)
        assert bench.vf1.carrier
        bench.port.set_vf(1, "state", "auto")
        assert wait_for(lambda: not bench.vf1.carrier, 3)
        bench.port.set_vf(1, "state", "enable")
        assert wait_for(lambda: bench.vf1.carrier, 3)
    finally:
        f.set_link("n0", True)
    assert wait_for(lambda: bench.pf.carrier, 3)
    assert wait_for(lambda: bench.vf0.carrier, 3)
    assert bench.port.vf_info(1)["rate"]["max_tx"] == 250
    bench.port.set_vf(1, "max_tx_rate", 0)
    bench.port.set_vf(1, "state", "auto")
    bench.settle()


# --- defaults that last ----------------------------------------------------

@pytest.mark.ours(pf=True, why="gives a VF a random address at each load")
def test_default_macs_are_stable_and_unique(bench, field):
    def load():
        bench.port.set_numvfs(0)
        field.unload_pf()
        field.load_pf("max_vfs=3")
        bench.pf = bench.port.pf_station()
        return [bench.port.vf_station(i).mac for i in range(3)]
    first, second = load(), load()
    assert first == second
    assert len(set(first)) == 3
    assert all(int(mac[:2], 16) & 3 == 2 for mac in first), "locally administered unicast"
