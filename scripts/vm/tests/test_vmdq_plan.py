# SPDX-License-Identifier: GPL-2.0-only
"""Who has which pools and queues, and what the module parameters do: the line
told at load, debugfs and ethtool against a table.

LLIPort, LLIPush and LLISize are only read here: the emulated 82576 has no such
filters.
"""

import errno
import os
import pathlib
import subprocess

import pytest

import field as f

CPUS = int(f.run("nproc"))
PARAMETERS = {"max_vfs": "0..8", "VMDQ": "0..8", "RSS": "0..8", "QueuePairs": "0..1",
              "IntMode": "0..2", "InterruptThrottleRate": "0, 1, 3, 100..100000",
              "LLIPort": "0..65535", "LLIPush": "0..1", "LLISize": "0..1500",
              "debug": "-1..16"}


class Port:
    """The port and what its driver said when it was loaded."""

    def __init__(self, field):
        self.field, self.port, self.said = field, field.port, ""

    def load(self, *params):
        if f.loaded(f.PF_MODULE):
            self.field.unload_pf()
        f.run("dmesg", "-C")
        self.field.load_pf(*params)
        self.said = f.run("dmesg")

    def ethtool(self, *words):
        return f.run("ethtool", *words, self.port.netdev())

    @property
    def channels(self):
        """Most and present number of queue pairs."""
        head, _, now = self.ethtool("-l").partition("Current")
        return tuple(int(part.split("Combined:")[1].split()[0]) for part in (head, now))

    @property
    def spacing(self):
        """Adaptive or not, and the time between interrupts."""
        words = self.ethtool("-c").split()
        return f"{words[words.index('RX:') + 1]} {words[words.index('rx-usecs:') + 1]}"

    @property
    def level(self):
        return int(self.ethtool().split("Current message level:")[1].split()[0], 16)

    @property
    def pools(self):
        """Pool numbers by owner, from debugfs."""
        path = pathlib.Path("/sys/kernel/debug/vtc_pf") / self.port.bdf / "pools"
        owners = {"PF": [], "station": [], "VF": []}
        for line in path.read_text().splitlines()[1:]:
            pool, owner = line.split()[:2]
            owners[owner].append(pool)
        return owners

    def plan(self):
        line = [l for l in self.said.splitlines() if " pools: " in l]
        assert len(line) == 1, self.said
        return line[0].split(" pools: ")[1]

    def talks(self):
        pf = self.port.pf_station()
        f.traffic_back([(pf, self.field.wire())], 3)
        assert pf.ping(self.field.wire(), 10) == 0


@pytest.fixture(scope="module")
def port(field):
    field.wire()
    return Port(field)


ALL = f"PF all ({CPUS} pairs); vectors {CPUS + 1}"


# Where ethtool goes on from: -c for the throttle rate, msglvl for debug.
SPACING = {"0": "off 0", "1": "on 50", "3": "on 50", "8000": "off 125", "100": "off 2047"}
LEVEL = {"-1": 0x7, "0": 0x0, "2": 0x3, "16": 0x7fff}

PLANS = [
    ("VMDQ=1 RSS=1 InterruptThrottleRate=0", f"PF all (1 pairs); vectors {CPUS + 1}",
     (CPUS, 1), [], 0),
    ("RSS=6 InterruptThrottleRate=3 debug=2", "PF all (6 pairs); vectors 7", (6, 6), [], 0),
    ("VMDQ=6 max_vfs=0 InterruptThrottleRate=8000 debug=16",
     "PF 7 (2 pairs), stations 6..2 (2 pairs: 6..5); vectors 10", (2, 2),
     [6, 5, 4, 3, 2], 0),
    # Several values are one for each port, and this is the first one.
    ("VMDQ=4,9 max_vfs=3,9", "PF 7 (2 pairs), stations 6..4 (2 pairs), VFs 0..2; vectors 9",
     (2, 2), [6, 5, 4], 3),
    ("VMDQ=8 InterruptThrottleRate=100", "PF 7 (2 pairs), stations 6..0; vectors 10",
     (2, 2), [6, 5, 4, 3, 2, 1, 0], 0),
    ("VMDQ=8 max_vfs=6", "PF 7 (2 pairs), stations 6, VFs 0..5; vectors 4", (2, 2),
     [6], 6),
    ("VMDQ=0 max_vfs=7", "PF 7 (2 pairs), VFs 0..6; vectors 3", (2, 2), [], 7),
]


@pytest.mark.parametrize("params,line,channels,stations,vfs", PLANS,
                         ids=[plan[0].replace(" ", ",") for plan in PLANS])
def test_plan(port, params, line, channels, stations, vfs):
    given = dict(word.split("=") for word in params.split())
    rate = given.get("InterruptThrottleRate", "1")
    port.load(*params.split())
    assert port.plan() == line
    assert port.channels == channels
    assert port.pools == {"PF": ["none" if line.startswith("PF all") else "7"],
                          "station": [str(s) for s in stations],
                          "VF": [str(v) for v in reversed(range(vfs))]}
    assert port.port.numvfs == vfs
    assert port.spacing == SPACING[rate]
    assert port.level == LEVEL[given.get("debug", "-1")]
    assert "out of range" not in port.said
    assert ("less than the chip can" in port.said) == (rate == "100")
    asked = "VMDQ=8" in params and len(stations) < 7
    assert (f"asks for 7 stations: {len(stations)} fit" in port.said) == asked


def refused_beside_a_station(port, pf):
    """A pool in which a station is becomes no VF's; what would fit is told."""
    f.run("ethtool", "-K", pf.dev, "l2-fwd-offload", "on")
    f.run("ip", "link", "add", "mv0", "link", pf.dev, "up", "type", "macvlan",
          "mode", "bridge")
    with pytest.raises(OSError) as error:
        port.port.set_numvfs(7)
    assert error.value.errno == errno.EBUSY and port.port.numvfs == 0
    assert "stations have them, 6 VFs would fit" in f.run("dmesg")
    f.run("ip", "link", "del", "mv0")
    f.run("ethtool", "-K", pf.dev, "l2-fwd-offload", "off")


def test_vfs_come_and_go(port):
    """In pool mode the PF does not notice it, and the plan follows."""
    port.load("VMDQ=4", "debug=0")
    assert port.level == LEVEL["0"] and " pools: " not in port.said
    port.talks()
    pf, wire = port.port.place, port.field.wire()
    for count, stations in (5, 2), (0, 3):
        port.port.set_numvfs(count)
        assert len(port.pools["station"]) == stations
        assert len(port.pools["VF"]) == count
        assert pf.ping(wire, 10) == 0
    refused_beside_a_station(port, pf)
    assert pf.ping(wire, 10) == 0


@pytest.mark.parametrize("mode,name", [(0, "INTx"), (1, "MSI")])
def test_one_interrupt(port, mode, name):
    port.load(f"IntMode={mode}", "VMDQ=4", "max_vfs=2", "LLIPort=80")
    assert f", {name}, queue pairs 1," in port.said
    assert "VMDQ=4 and max_vfs=2 are refused" in port.said
    assert ("LLIPort, LLIPush and LLISize need MSI" in port.said) == (mode == 0)
    assert port.plan() == "PF all (1 pairs); vectors 1"
    assert port.channels == (1, 1) and port.port.numvfs == 0
    with pytest.raises(OSError):
        port.port.set_numvfs(1)
    port.talks()


def test_every_value_out_of_range(port):
    """One warning each, with the range and the default; the port works."""
    wrong = {"max_vfs": 9, "VMDQ": 9, "RSS": -1, "QueuePairs": 2, "IntMode": 3,
             "InterruptThrottleRate": 2, "LLIPort": 65536, "LLIPush": 2,
             "LLISize": 1501, "debug": 17}
    port.load(*(f"{name}={value}" for name, value in wrong.items()))
    for name, value in wrong.items():
        told = [l for l in port.said.splitlines() if f"{name}={value} is out of range" in l]
        assert len(told) == 1 and f"range {PARAMETERS[name]}, using " in told[0], name
    assert port.plan() == ALL
    port.talks()


DRIVER = pathlib.Path("/sys/bus/pci/drivers") / f.PF_MODULE
AUTOPROBE = pathlib.Path("/sys/bus/pci/drivers_autoprobe")


def refused(action):
    with pytest.raises(OSError) as why:
        action()
    return why.value.errno


def load_as_82575(port, *params):
    """An ID added by hand goes before the driver's table, and names its generation."""
    if f.loaded(f.PF_MODULE):
        port.field.unload_pf()
    f.run("dmesg", "-C")
    AUTOPROBE.write_text("0")
    try:
        port.field.load_pf(*params)
        new_id = DRIVER / "new_id"
        # Nobody gets a generation by chance: none is not one, nor is the third
        assert refused(lambda: new_id.write_text("8086 10c8")) == errno.EINVAL
        ours = "8086 10c9 ffffffff ffffffff 0 0"
        assert refused(lambda: new_id.write_text(f"{ours} 3")) == errno.EINVAL
        new_id.write_text(f"{ours} 1")
    finally:
        AUTOPROBE.write_text("1")
    port.said = f.run("dmesg")
    assert ": Intel 82575, " in port.said


def wire_queue_0(port):
    """What the emulator wants before it tells of a sent frame, even without MSI-X:
    a valid IVAR, which an 82575 has not and which its driver leaves alone.  The
    window in I/O space reaches it beside the driver.
    """
    config = port.port.sys / "config"
    command = config.read_bytes()[4] | 1
    with open(config, "r+b", buffering=0) as space:
        os.pwrite(space.fileno(), bytes([command]), 4)
    with open(port.port.sys / "resource2", "r+b", buffering=0) as window:
        os.pwrite(window.fileno(), (0x1700).to_bytes(4, "little"), 0)
        os.pwrite(window.fileno(), (0x8080).to_bytes(4, "little"), 4)


def test_82575_has_no_vfs(port):
    """max_vfs is refused in one line, and the PF works.

    There is no emulated 82575: this is an 82576 that the driver takes for one.
    What both have works; nothing here says that an 82575 does.  The driver
    warns, and so fails this test, if it touches a register that only the 82576
    has.
    """
    load_as_82575(port, "max_vfs=2", "VMDQ=5", "IntMode=1")
    told = [l for l in port.said.splitlines() if "max_vfs" in l]
    assert len(told) == 1 and "max_vfs=2: the 82575 has no SR-IOV" in told[0]
    assert "VMDQ=5 is out of range 0..4, using 0" in port.said
    assert ", MSI, queue pairs 1," in port.said
    assert port.plan() == "PF all (1 pairs); vectors 1"
    assert refused(lambda: port.port.set_numvfs(1)) == errno.EOPNOTSUPP
    assert port.port.numvfs == 0
    wire_queue_0(port)
    port.talks()
    # Of rings, four and at the 82575's place
    dump = subprocess.run(["ethtool", "-d", port.port.netdev(), "raw", "on"], check=True,
                          stdout=subprocess.PIPE).stdout
    regs = {int.from_bytes(dump[i:i + 4], "little") for i in range(0, len(dump), 8)}
    assert {0x1600, 0x2800, 0x2b18, 0x3b28} <= regs
    assert not {0x1514, 0x5ad0, 0xc000, 0xc80} & regs


def test_82575_has_four_pools(port):
    """Its plan.  No traffic: an 82576 has other interrupts and other filters."""
    load_as_82575(port, "VMDQ=4")
    assert port.plan() == "PF 3 (1 pairs), stations 2..0; vectors 5"
    assert port.channels == (1, 1)
    assert port.pools == {"PF": ["3"], "station": ["2", "1", "0"], "VF": []}
    place = port.port.pf_station()
    shown = f.run("bridge", "link", "show", "dev", place.dev)
    assert "hwmode VEPA" in shown.replace("vepa", "VEPA"), shown
    with pytest.raises(f.CommandError):
        f.run("bridge", "link", "set", "dev", place.dev, "hwmode", "veb")
    features = port.ethtool("-k")
    assert "tx-checksum-sctp: off [fixed]" in features
    f.run("ethtool", "-K", place.dev, "l2-fwd-offload", "on")
    f.run("ip", "link", "add", "mv0", "link", place.dev, "up", "type", "macvlan",
          "mode", "bridge")
    assert "mv0" in (pathlib.Path("/sys/kernel/debug/vtc_pf") / port.port.bdf /
                     "pools").read_text()
    f.run("ip", "link", "del", "mv0")
    place.link("down")


def test_modinfo_has_every_range(port):
    listed = dict(line.split(":", 1) for line in
                  f.run("modinfo", "-p", f.OURS[f.PF_MODULE]).splitlines())
    assert set(listed) == set(PARAMETERS)
    for name, span in PARAMETERS.items():
        assert f", {span} (default " in listed[name], listed[name]
