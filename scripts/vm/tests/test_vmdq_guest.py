# SPDX-License-Identifier: GPL-2.0-only
"""A virtual machine on a station: the QEMU lines of Documentation/vmdq.rst.

The machine inside this one has no disk.  What runs there is the boot firmware of
its virtio NIC: it asks for an address, answers pings for some seconds, and gives
up.  Emulated by an emulator, it is slow, but it is a guest, and vhost its copier.
"""

import os
import pathlib
import re
import signal
import subprocess
import time

import pytest

import field as f

pytestmark = pytest.mark.ours(pf=True, why="no pools for macvlan")

MAC = "52:54:00:12:34:56"
ADDRESS = "10.77.0.9"
SERVER = f"""start {ADDRESS}
end {ADDRESS}
max_leases 1
interface wire0
lease_file /tmp/leases
pidfile /tmp/udhcpd.pid
option subnet 255.255.255.0
"""
STATION_QUEUE = 2


def commands(pf):
    """As they stand in the documentation, with what its dots leave open"""
    text = pathlib.Path("/vtc/Documentation/vmdq.rst").read_text(encoding="utf-8")
    lines = re.search(r"By hand, for plain QEMU::\n\n((?:  .*\n)+)", text).group(1)
    assert "qemu-system-x86_64 ..." in lines
    return f"PF={pf.dev}\n" + lines.replace(
        "qemu-system-x86_64 ...",
        "exec qemu-system-x86_64 -M q35 -m 64 -nodefaults -display none")


@pytest.fixture(name="wire", scope="module")
def _wire():
    """The wire, where somebody gives addresses away"""
    wire = f.Field().wire()
    wire.run("ip", "address", "add", "10.77.0.1/24", "dev", wire.dev)
    pathlib.Path("/tmp/leases").touch()
    pathlib.Path("/tmp/udhcpd.conf").write_text(SERVER, encoding="ascii")
    with subprocess.Popen(["nsenter", f"--net=/run/netns/{wire.ns}", "busybox",
                           "udhcpd", "-f", "/tmp/udhcpd.conf"]) as server:
        yield wire
        server.kill()


def received(pf):
    """Frames on the station's queue"""
    return int(re.search(rf"rx_queue_{STATION_QUEUE}_packets: (\d+)",
                         pf.run("ethtool", "-S", pf.dev)).group(1))


def test_guest_of_the_documentation(wire):
    field = f.Field()
    field.load_pf("VMDQ=2")
    f.run("modprobe", "vhost_net")
    pf = field.port.pf_station()
    pf.features(l2_fwd_offload="on")
    with subprocess.Popen(["bash", "-e"], stdin=subprocess.PIPE, process_group=0) as guest:
        try:
            guest.stdin.write(commands(pf).encode())
            guest.stdin.close()
            end = time.monotonic() + 120 * f.SLOW
            while " bytes from " not in wire.run("ping", "-c", 1, "-W", 1, ADDRESS, check=False):
                assert guest.poll() is None and time.monotonic() < end
            assert re.search(rf"{MAC} .*extern_learn",
                             f.run("bridge", "fdb", "show", "dev", pf.dev))
            # The offer and the answer to the ping's ARP request at least
            assert received(pf) >= 2
        finally:
            os.killpg(guest.pid, signal.SIGTERM)
