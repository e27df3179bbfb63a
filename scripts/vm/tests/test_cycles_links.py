# SPDX-License-Identifier: GPL-2.0-only
"""Twenty cycles each: PF and VF down and up, FLR of a VF that is up and of one
that is down.  Each cycle ends with traffic within a second, and what need not
stop does not.
"""

import pytest

import field as f

CYCLES = 20
BACK = 1.0
# The PF's own reset starts the PHY's negotiation anew, which the emulator draws out.
BACK_WITH_PHY = BACK + f.AUTONEG


class Bench:
    def __init__(self, field):
        self.field = field
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(2)
        self.pf, self.wire = self.port.place, field.wire()
        self.vf0, self.vf1 = (self.port.vf_station(i) for i in (0, 1))
        self.settle()

    def settle(self):
        f.traffic_back([(self.vf0, self.wire), (self.vf1, self.wire),
                        (self.pf, self.wire)], f.SETTLE)

    def cycle(self, what, pairs, limit):
        for number in range(CYCLES):
            what()
            try:
                f.traffic_back(pairs, limit)
            except f.NoTraffic as error:
                pytest.fail(f"cycle {number}: {error}")
        a, b = pairs[0]
        assert a.reaches(b) and a.ping(b) == 0 and b.ping(a) == 0
        assert a.tcp(b) == []


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


@pytest.fixture(autouse=True)
def settled(bench):
    yield
    for station in (bench.pf, bench.vf0, bench.vf1):
        station.configure()
    bench.settle()


def test_vf_down_and_up(bench):
    def bounce():
        bench.vf0.down()
        bench.vf0.configure()
    bench.cycle(bounce, [(bench.vf0, bench.vf1), (bench.vf0, bench.wire)], BACK)


@pytest.mark.ours(vf=True, why="does not see for 10 s that its PF is back")
def test_pf_down_and_up(bench):
    def bounce():
        bench.pf.down()
        bench.pf.configure()
    bench.cycle(bounce, [(bench.pf, bench.wire), (bench.vf0, bench.pf),
                         (bench.vf0, bench.vf1)], BACK_WITH_PHY)


@pytest.mark.ours(vf=True, why="its link takes two seconds to come back")
def test_reset_of_a_vf_that_is_up(bench):
    bench.cycle(bench.port.vf(0).reset,
                [(bench.vf0, bench.vf1), (bench.vf0, bench.wire)], BACK)


@pytest.mark.ours(vf=True, why="hangs for ever in the reset of a VF that is down")
def test_reset_of_a_vf_that_is_down(bench):
    def reset():
        bench.vf0.down()
        bench.port.vf(0).reset()
        bench.vf0.configure()
    bench.cycle(reset, [(bench.vf0, bench.vf1), (bench.vf0, bench.wire)], BACK)


def test_reset_of_one_vf_leaves_the_other_alone(bench):
    """Not one ping between PF, wire and the other VF is lost."""
    pairs = [(bench.vf1, bench.wire), (bench.vf1, bench.pf), (bench.pf, bench.wire)]
    for a, b in pairs:
        assert a.reaches(b)
    for _ in range(5):
        bench.port.vf(0).reset()
        for a, b in pairs:
            assert a.ping(b, 10) == 0


@pytest.mark.ours(pf=True, why="its netdev comes back without traffic for VFs")
def test_reset_of_the_pf(bench):
    """sysfs resets the PF: the PCI core restores it, its VFs stay."""
    bench.port.reset()
    assert bench.port.numvfs == 2
    f.traffic_back([(bench.pf, bench.wire), (bench.vf0, bench.vf1),
                    (bench.vf0, bench.wire)], 2 + f.AUTONEG)
