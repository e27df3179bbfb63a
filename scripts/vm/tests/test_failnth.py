# SPDX-License-Identifier: GPL-2.0-only
# kernel: debug
# alarms that are none: vmalloc error:|page allocation failure:
# alarms that are none: name '(smp_affinity|effective_affinity|affinity_hint|node|spurious)
"""Every allocation fails once.  For n = 1, 2, 3 ... the n-th one that a system
call makes by way of our drivers fails, until there is no n-th.  Afterwards the
device works or is cleanly absent; what was lost on the way, kmemleak finds when
the scenario ends.  Needs the debug kernel; sampled unless LONG is set.

The kernel says so if memory was refused, and warns if the files in /proc of an
interrupt that goes are not there because it was: the alarms that are none.
"""

import ctypes
import errno
import fcntl
import os
import pathlib
import socket
import struct

import pytest

import bpf
import field as f

SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCSIFMTU, SIOCETHTOOL = 0x8913, 0x8914, 0x8922, 0x8946
ETHTOOL_GRINGPARAM, ETHTOOL_SRINGPARAM = 0x10, 0x11
ETHTOOL_GCHANNELS, ETHTOOL_SCHANNELS = 0x3c, 0x3d
IFF_MULTICAST = 0x1000
BPF_LINK_CREATE, BPF_XDP, XDP_FLAGS_DRV_MODE = 28, 37, 4
DEBUG = pathlib.Path("/sys/kernel/debug")

# Functions of the kernel that stumble over what their own error paths leave behind;
# of several, all that lie between are meant.
DMA_DEBUG = ("dma_entry_alloc", "add_dma_entry")   # switches itself off
ADD_VF = ("pci_iov_add_virtfn",)                    # BUG
ACPI_IRQ = ("acpi_pci_irq_enable",)                 # used after free

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/thread-self/fail-nth"),
                                reason="needs the debug kernel")


def symbols():
    """The kernel's code: address, name and module of each function, sorted."""
    with open("/proc/kallsyms", encoding="ascii") as lines:
        return sorted((int(words[0], 16), words[2], words[3:])
                      for words in map(str.split, lines) if words[1] in "tT")


def aim_at(module, within="", spare=DMA_DEBUG):
    """Let only allocations count that have this module among their callers, or the
    functions of one of its files, whose names begin alike, and that the functions of
    the kernel that are to be spared have no part in.
    """
    code = symbols()
    ours = [address for address, name, of in code if of == [f"[{module}]"]
            and name.startswith(within) and not (within and "." in name)]
    spared = [i for i, symbol in enumerate(code) if symbol[1] in spare]
    assert len(spared) == len(spare), f"no {spare} in this kernel"
    for kind in ("failslab", "fail_page_alloc"):
        place = DEBUG / kind
        for name, value in (("verbose", 0), ("ignore-gfp-wait", "N"),
                            ("require-start", hex(ours[0])),
                            ("require-end", hex(ours[-1] + 4096)),
                            ("reject-start", hex(code[spared[0]][0])),
                            ("reject-end", hex(code[spared[-1] + 1][0]))):
            (place / name).write_text(str(value))
    (DEBUG / "fail_page_alloc/min-order").write_text("0")


def with_fault(number, act):
    """Run act() with its number-th allocation failing.

    Returns the errno it ended with, or 0, and whether there was such a one.
    """
    fd = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    err = 0
    word = b"%d" % number
    try:
        os.write(fd, word)
        try:
            act()
        except OSError as error:
            err = error.errno
        left = int(os.pread(fd, 16, 0).strip(b"\0\n") or b"0")
        os.pwrite(fd, b"0", 0)
    finally:
        os.close(fd)
    return err, left == 0


def following(number):
    """The one to fail next: each, or the first few and then ever fewer, since most
    are buffers of a ring or entries of sysfs.
    """
    return number + f.size(max(1, number // 4), 1)


def sweep(act, afterwards, prepare=lambda: None):
    """Let allocation after allocation of act() fail; returns how many were tried."""
    number, tried, refused = 1, 0, 0
    while True:
        prepare()
        err, hit = with_fault(number, act)
        # (EINVAL: libphy's, for a bus it has no memory for)
        assert err in (0, errno.ENOMEM, errno.ENOBUFS, errno.ENOSPC, errno.EBUSY,
                       errno.ENODEV, errno.EINVAL), f"n {number}: {os.strerror(err)}"
        try:
            afterwards(err)
        except Exception as error:
            raise AssertionError(f"after the failure of allocation {number} "
                                 f"(errno {err}): {error}") from error
        if not hit:
            assert err == 0, f"failed without a fault: {os.strerror(err)}"
            f.kmsg(f"{tried} failures, {refused} refusals, {number - 1} allocations")
            return tried
        tried += 1
        refused += err != 0
        number = following(number)


class Sysfs:
    """A file opened beforehand, so that only the driver's part is hit."""

    def __init__(self, path, word):
        self.path, self.word = str(path), word.encode()

    def __call__(self):
        fd = os.open(self.path, os.O_WRONLY)
        try:
            os.write(fd, self.word)
        finally:
            os.close(fd)


class Ioctl:
    """An ioctl on an interface, everything prepared before it is called."""

    def __init__(self, station, request, tail):
        with f.inside(station.ns):
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.request = request
        self.arg = bytearray(struct.pack("16s", station.dev.encode()) + tail.ljust(24, b"\0"))

    def __call__(self):
        fcntl.ioctl(self.sock, self.request, bytearray(self.arg))


class Ethtool(Ioctl):
    """Set one word of an ethtool structure of nine, keep the others."""

    def __init__(self, station, get, put, values):
        self.words = (ctypes.c_uint32 * 9)(get)
        super().__init__(station, SIOCETHTOOL, struct.pack("P", ctypes.addressof(self.words)))
        super().__call__()
        self.words[0] = put
        for index, value in values.items():
            self.words[index] = value


def short_rings(station):
    """Each buffer is an allocation, and one like the other."""
    station.run("ethtool", "-G", station.dev, "rx", 64, "tx", 64)


class Bench:
    def __init__(self, field):
        self.field = field
        self.port = field.port
        self.wire = field.wire()
        self.driver = pathlib.Path("/sys/bus/pci/drivers/vtc_pf")
        self.vf_driver = pathlib.Path("/sys/bus/pci/drivers/vtc_vf")
        self.pf = self.port.pf_station()
        self.settle()

    def settle(self):
        f.traffic_back([(self.pf, self.wire)], f.SETTLE)

    def revive(self):
        """The PF bound and up, whatever happened to it."""
        if not self.port.driver:
            self.port.probe()
        self.pf = self.port.pf_station()
        self.settle()


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


@pytest.fixture(autouse=True)
def aimed(bench):
    aim_at("vtc_pf")
    yield
    bench.port.set_numvfs(0)
    bench.revive()


@pytest.fixture(name="rings")
def _rings(bench):
    """The PF with short rings; they are long again after the next probe."""
    short_rings(bench.pf)
    bench.settle()


def flag_up(station, up):
    return Ioctl(station, SIOCSIFFLAGS, struct.pack("h", IFF_MULTICAST | up))


@pytest.mark.usefixtures("rings")
def test_open(bench):
    def afterwards(err):
        if err:
            bench.pf.configure()
        bench.settle()
    assert sweep(flag_up(bench.pf, True), afterwards, bench.pf.down) > 3


class AttachXdp:
    """A program on an interface, for as long as a file is open."""

    def __init__(self, station):
        self.program = bpf.Program(bpf.ret(bpf.PASS))
        with f.inside(station.ns):
            index = socket.if_nametoindex(station.dev)
        self.attr = struct.pack("<IIII", self.program.fd, index, BPF_XDP, XDP_FLAGS_DRV_MODE)
        self.link = None

    def __call__(self):
        self.link = bpf._bpf(BPF_LINK_CREATE, self.attr)  # pylint: disable=protected-access

    def detach(self):
        if self.link is not None:
            os.close(self.link)
        self.link = None


def rings_run_on(bench, station, other):
    def afterwards(_):
        f.traffic_back([(station, other)], f.SETTLE)
    return afterwards


@pytest.mark.usefixtures("rings")
@pytest.mark.parametrize("what", ["rings", "channels", "mtu"])
def test_change(bench, what):
    """Whether it is refused or not, traffic goes on.  An MTU takes no memory."""
    kinds = {"rings": [(ETHTOOL_GRINGPARAM, ETHTOOL_SRINGPARAM, {5: n, 8: n})
                       for n in (64, 128)],
             "channels": [(ETHTOOL_GCHANNELS, ETHTOOL_SCHANNELS, {8: n}) for n in (1, 2)]}
    if what == "mtu":
        acts = [Ioctl(bench.pf, SIOCSIFMTU, struct.pack("i", n)) for n in (9000, 1500)]
    else:
        acts = [Ethtool(bench.pf, *kind) for kind in kinds[what]]
    turn = [0]

    def act():
        acts[turn[0] % 2]()

    def prepare():
        # From the other setting, without a fault.
        turn[0] = 1
        acts[1]()
        turn[0] = 0
    tried = sweep(act, rings_run_on(bench, bench.pf, bench.wire), prepare)
    assert tried == 0 if what == "mtu" else tried > 3


@pytest.mark.usefixtures("rings")
def test_xdp(bench):
    """A program is there or it is not; traffic goes on in both cases."""
    attach = AttachXdp(bench.pf)
    try:
        tried = sweep(attach, rings_run_on(bench, bench.pf, bench.wire), attach.detach)
        assert tried > 3
    finally:
        attach.detach()
        attach.program.close()


@pytest.mark.usefixtures("rings")
@pytest.mark.parametrize("what", ["rings move to their pool", "VFs are added"])
def test_numvfs(bench, what):
    """Either the VFs are there or they are not; the PF talks, and it can be repeated."""
    moves = what.startswith("rings")
    if moves:
        aim_at("vtc_pf", within="vtc_port_")
    else:
        aim_at("vtc_pf", spare=ADD_VF)
    (bench.port.sys / "sriov_drivers_autoprobe").write_text("0")

    def prepare():
        if bench.port.numvfs:
            bench.port.set_numvfs(0)
        if not moves:
            bench.pf.down()

    def afterwards(err):
        assert bench.port.numvfs == (0 if err else 2)
        if not moves:
            bench.pf.configure()
        bench.settle()
        if err:
            bench.port.set_numvfs(2)
            bench.settle()
    try:
        assert sweep(Sysfs(bench.port.sys / "sriov_numvfs", "2"), afterwards, prepare) > 1
    finally:
        (bench.port.sys / "sriov_drivers_autoprobe").write_text("1")


def test_vf_probe(bench):
    bench.port.set_numvfs(1)
    vf = bench.port.vf(0)
    aim_at("vtc_vf")

    def prepare():
        if vf.driver:
            vf.unbind()

    def afterwards(err):
        assert (vf.driver is None) == (err != 0)
        if err:
            assert not list(vf.sys.glob("net/*"))
            vf.probe()
        station = bench.port.vf_station(0)
        f.traffic_back([(station, bench.wire)], f.SETTLE)
    assert sweep(Sysfs(bench.vf_driver / "bind", vf.bdf), afterwards, prepare) > 3


def test_vf_open_and_change(bench):
    bench.port.set_numvfs(1)
    aim_at("vtc_vf")
    station = bench.port.vf_station(0)
    short_rings(station)

    def afterwards(err):
        if err:
            station.configure()
        f.traffic_back([(station, bench.wire)], f.SETTLE)
    assert sweep(flag_up(station, True), afterwards, station.down) > 3
    acts = [Ethtool(station, ETHTOOL_GRINGPARAM, ETHTOOL_SRINGPARAM, {5: n, 8: n})
            for n in (64, 128)]
    assert sweep(acts[0], rings_run_on(bench, station, bench.wire), acts[1]) > 3


def test_probe(bench):
    aim_at("vtc_pf", spare=ACPI_IRQ)

    def prepare():
        if bench.port.driver:
            bench.port.unbind()

    def afterwards(err):
        assert (bench.port.driver is None) == (err != 0)
        if err:
            assert not list(bench.port.sys.glob("net/*"))
        bench.revive()
    assert sweep(Sysfs(bench.driver / "bind", bench.port.bdf), afterwards, prepare) > 5


def without_pool():
    return f.run("dmesg").count("goes on without a pool")


@pytest.fixture
def upper(bench):
    """A macvlan that would like to have a pool."""
    bench.field.unload_pf()
    bench.field.load_pf("VMDQ=2")
    bench.pf = bench.port.pf_station()
    aim_at("vtc_pf", within="vtc_vmdq_")
    bench.pf.features(l2_fwd_offload="on")
    short_rings(bench.pf)
    f.run("ip", "netns", "add", "nsmv")
    f.run("ip", "link", "add", "link", bench.pf.dev, "name", "mv0", "type", "macvlan",
          "mode", "bridge")
    f.run("ip", "link", "set", "mv0", "netns", "nsmv")
    up = f.Station("mv0", "mv0", "nsmv", 70)
    up.configure()
    yield up
    up.remove()
    f.run("ip", "netns", "del", "nsmv")
    bench.field.unload_pf()
    bench.field.load_pf()


def test_station(bench, upper):
    """There is no memory for a station's rings when the PF comes up, or when their
    number changes: it goes on through the stack, and gets a pool when it asks again."""
    def talks(err=0):
        if err:
            bench.pf.configure()
        f.traffic_back([(bench.pf, bench.wire), (upper, bench.wire)], f.SETTLE)

    def renew():
        upper.down()
        upper.configure()

    def down():
        bench.pf.down()
        renew()
    before = without_pool()
    sweep(flag_up(bench.pf, True), talks, down)
    after = without_pool()
    assert after > before

    fewer, more = (Ethtool(bench.pf, ETHTOOL_GCHANNELS, ETHTOOL_SCHANNELS, {8: n})
                   for n in (1, 2))

    def two():
        more()
        renew()
    sweep(fewer, lambda _: talks(), two)
    assert without_pool() > after
    more()
