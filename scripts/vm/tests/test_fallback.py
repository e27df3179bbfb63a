# SPDX-License-Identifier: GPL-2.0-only
"""A PF that gets no message signalled interrupts works on one INTx line with one
queue pair, and says why there can be no VFs.
"""

import pytest

import field as f


@pytest.fixture(scope="module")
def bench():
    """As with pci=nomsi, but for this function only and without a boot."""
    field = f.Field()
    switch = field.port.sys / "msi_bus"
    switch.write_text("0")
    try:
        field.load_pf()
        field.pf, field.out = field.port.pf_station(), field.wire()
        f.traffic_back([(field.pf, field.out)], 3)
        yield field
    finally:
        # Who comes next in this guest gets it back, whatever happened here
        field.clear()
        switch.write_text("1")


def test_one_queue_pair(bench):
    assert not (bench.port.sys / "msi_irqs").exists()
    assert "Combined:\t1" in f.run("ethtool", "-l", bench.pf.dev)


def test_traffic(bench):
    assert bench.pf.ping(bench.out) == 0
    assert bench.out.ping(bench.pf, v6=True) == 0
    assert bench.pf.tcp(bench.out) == []


def test_idle_and_back(bench):
    """The line is masked and armed again any number of times."""
    for _ in range(20):
        bench.pf.down()
        bench.pf.up()
    f.traffic_back([(bench.pf, bench.out)], 3)
    assert bench.pf.ping(bench.out) == 0


@pytest.mark.ours(pf=True, why="its message is another")
def test_vfs_are_refused(bench):
    with pytest.raises(OSError):
        bench.port.set_numvfs(1)
    assert bench.port.numvfs == 0
    assert "VFs need MSI-X" in f.run("dmesg")
    assert bench.pf.ping(bench.out) == 0
