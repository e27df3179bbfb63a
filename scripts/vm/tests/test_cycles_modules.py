# SPDX-License-Identifier: GPL-2.0-only
"""Twenty cycles each: the PF's module, the VF's module, and the number of VFs
under traffic.  Each cycle ends with traffic within a second.
"""

import subprocess

import pytest

import field as f

CYCLES = 20
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


@pytest.mark.ours(vf=True, why="its link sometimes takes two seconds")
def test_numvfs_under_traffic(field, wire):
    """sriov_numvfs 0, 7, 0, 3, 0 while the PF and every first VF talk."""
    pf = field.port.pf_station()
    f.traffic_back([(pf, wire)], 3)
    flood = subprocess.Popen(["ping", "-q", "-i", "0.01", wire.ip4],
                             stdout=subprocess.DEVNULL)
    try:
        for cycle in range(CYCLES):
            for count in (7, 3):
                field.port.set_numvfs(count)
                assert field.port.numvfs == count
                vfs = [field.port.vf_station(i) for i in (0, count - 1)]
                try:
                    f.traffic_back([(pf, wire), (vfs[0], vfs[1]), (vfs[0], wire)], BACK)
                except f.NoTraffic as error:
                    pytest.fail(f"cycle {cycle}, {count} VFs: {error}")
                busy = [subprocess.Popen(
                    ["nsenter", f"--net=/run/netns/{vf.ns}", "ping", "-q", "-i", "0.01",
                     wire.ip4], stdout=subprocess.DEVNULL) for vf in vfs]
                assert vfs[0].ping(vfs[1], 5) == 0
                field.port.set_numvfs(0)
                for process in busy:
                    process.kill()
                    process.wait()
                try:
                    f.traffic_back([(pf, wire)], BACK)
                except f.NoTraffic as error:
                    pytest.fail(f"cycle {cycle}, no VF: {error}")
        assert flood.poll() is None
        assert pf.ping(wire) == 0
    finally:
        flood.kill()
        flood.wait()
