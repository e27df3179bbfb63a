# SPDX-License-Identifier: GPL-2.0-only
"""Cycles of the PF's module and of the VF's.  Each ends with traffic within a
second.
"""

import pytest

import field as f

CYCLES = f.size(8, 500, watched=5)
# A second to have traffic back, and the emulated PHY's negotiation apart.
BACK = 1.0 + f.AUTONEG


@pytest.fixture
def wire(field):
    """The cable; every test starts with both modules loaded and no VF."""
    yield field.wire()
    if not f.loaded(f.PF_MODULE):
        field.load_pf()
    if not f.loaded(f.VF_MODULE):
        field.load_vf()
    field.port.set_numvfs(0)


@pytest.mark.ours(vf=True, why="does not see for 10 s that its PF is back")
def test_pf_module(field, wire):
    """insmod and rmmod of the PF with the VF driver loaded."""
    for cycle in range(CYCLES):
        field.unload_pf()
        field.load_pf("max_vfs=2")
        pf = field.port.pf_station()
        vf0, vf1 = (field.port.vf_station(i) for i in (0, 1))
        try:
            f.traffic_back([(pf, wire), (vf0, wire), (vf0, vf1)], BACK)
        except f.NoTraffic as error:
            pytest.fail(f"cycle {cycle}: {error}")
    assert vf0.reaches(wire) and vf0.ping(wire) == 0 and pf.ping(wire) == 0


def test_vf_module(field, wire):
    """rmmod and insmod of the VF with the PF loaded and its VFs there."""
    pf = field.port.pf_station()
    field.port.set_numvfs(2)
    for cycle in range(CYCLES):
        field.unload_vf()
        field.load_vf()
        vf0, vf1 = (field.port.vf_station(i) for i in (0, 1))
        try:
            f.traffic_back([(vf0, vf1), (vf0, wire), (vf0, pf)], BACK)
        except f.NoTraffic as error:
            pytest.fail(f"cycle {cycle}: {error}")
    assert vf0.reaches(wire) and vf0.ping(wire) == 0 and vf0.ping(vf1) == 0
