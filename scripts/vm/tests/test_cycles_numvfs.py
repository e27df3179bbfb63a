# SPDX-License-Identifier: GPL-2.0-only
"""The number of VFs changes under traffic.  Each change ends with traffic within
a second.
"""

import subprocess

import pytest

import field as f

# Two changes up and two down each.
CYCLES = f.size(4, 500, watched=3)
# A second to have traffic back, and the emulated PHY's negotiation apart.
BACK = 1.0 + f.AUTONEG


@pytest.mark.ours(vf=True, why="its link sometimes takes two seconds")
def test_numvfs_under_traffic(field):
    """sriov_numvfs 0, 7, 0, 3, 0 while the PF and every first VF talk."""
    pf, wire = field.port.pf_station(), field.wire()
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
                assert vfs[0].reaches(vfs[1]) and vfs[0].ping(vfs[1], 5) == 0
                field.port.set_numvfs(0)
                for process in busy:
                    process.kill()
                    process.wait()
                try:
                    f.traffic_back([(pf, wire)], BACK)
                except f.NoTraffic as error:
                    pytest.fail(f"cycle {cycle}, no VF: {error}")
        assert flood.poll() is None
        # The stack may still be asking for the wire's address
        assert pf.reaches(wire) and pf.ping(wire) == 0
    finally:
        flood.kill()
        flood.wait()
