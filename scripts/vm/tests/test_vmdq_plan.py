# SPDX-License-Identifier: GPL-2.0-only
"""Who has which pools and queues, and what the module parameters do: the line
told at load, debugfs and ethtool against a table.

LLIPort, LLIPush and LLISize are only read here: the emulated 82576 has no such
filters.
"""

import errno
import pathlib

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


def test_modinfo_has_every_range(port):
    listed = dict(line.split(":", 1) for line in
                  f.run("modinfo", "-p", f.OURS[f.PF_MODULE]).splitlines())
    assert set(listed) == set(PARAMETERS)
    for name, span in PARAMETERS.items():
        assert f", {span} (default " in listed[name], listed[name]
