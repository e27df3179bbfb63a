# SPDX-License-Identifier: GPL-2.0-only
"""The vocabulary of the scenarios, inside a guest.

A *port* is one emulated 82576 with its PF; a *vf* one of its functions; a
*station* an interface in a network namespace of its own, as a VM or a host on
the cable would be; the *wire* is the NIC on the other end of a port's cable.
This file knows how to make and ask them.  It asserts nothing: the scenarios do.

Which drivers are under test is told by the environment: PF=vtc|igb and
VF=vtc|igbvf.  All times are the guest's.
"""

import contextlib
import errno
import fcntl
import functools
import glob
import itertools
import json
import mmap
import os
import pathlib
import re
import select
import socket
import struct
import subprocess
import threading
import time
import zlib

PF_DRIVER = os.environ.get("PF", "vtc")
VF_DRIVER = os.environ.get("VF", "vtc")
PF_MODULE = {"vtc": "vtc_pf", "igb": "igb"}[PF_DRIVER]
VF_MODULE = {"vtc": "vtc_vf", "igbvf": "igbvf"}[VF_DRIVER]
OURS = {"vtc_pf": "/build/pf/vtc_pf.ko", "vtc_vf": "/build/vf/vtc_vf.ko"}

PCI = pathlib.Path("/sys/bus/pci/devices")
PF_ID = ("0x8086", "0x10c9")

# How much longer a thing may take than on a kernel without sanitizers.
SLOW = float(os.environ.get("SLOW", "1"))

# What the emulator's PHY takes to negotiate after a reset or a link change.
AUTONEG = 0.5
# How long until everybody talks after a change that is not itself being timed.
# An igbvf whose PF was reset finds out after 10 s.
SETTLE = 15 if VF_DRIVER == "igbvf" else 4
# How long a frame that must arrive may take; the host may be busy.
ARRIVAL = 3.0 * SLOW
# How long one of many attempts waits for its frame.
ATTEMPT = 0.04 * SLOW
# How long to look out for frames that must not arrive.
GRACE = 0.15

# What fits into the longest frame, 9216 bytes without CRC.
MAX_MTU = 9202

BROADCAST = "ff:ff:ff:ff:ff:ff"

# `make soak` runs the scenarios with their long sizes.
LONG = os.environ.get("LONG", "") not in ("", "0")

# linux/if_packet.h, linux/if_ether.h, linux/sockios.h
ETH_P_ALL = 0x0003
ETH_P_TEST = 0x88B5
SOL_PACKET = 263
PACKET_ADD_MEMBERSHIP = 1
PACKET_AUXDATA = 8
PACKET_OUTGOING = 4
PACKET_MR_MULTICAST = 0
TP_STATUS_VLAN_VALID = 1 << 4
SIOCGIFHWADDR = 0x8927
SO_RCVBUFFORCE = 33
IP_MTU_DISCOVER = 10
IPV6_MTU_DISCOVER = 23
PMTUDISC_DO = 2
CLONE_NEWNET = 0x40000000


class CommandError(Exception):
    """A command failed; .text is all it printed."""

    def __init__(self, argv, code, text):
        super().__init__(f"{' '.join(argv)}: exit {code}: {text.strip()}")
        self.code = code
        self.text = text


def run(*argv, ns=None, check=True, timeout=60, stdin=None):
    """Run a command, in a namespace if one is named; return what it printed."""
    argv = [str(a) for a in argv]
    if ns and argv[0] in ("ip", "bridge", "tc"):
        argv[1:1] = ["-n", ns]
    elif ns:
        argv[:0] = ["nsenter", f"--net=/run/netns/{ns}"]
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=timeout * SLOW, check=False, input=stdin,
                          stdin=None if stdin else subprocess.DEVNULL)
    if check and done.returncode:
        raise CommandError(argv, done.returncode, done.stdout)
    return done.stdout


def batch(lines, ns=None):
    """Several lines of `ip` in one process."""
    run("ip", "-batch", "-", ns=ns, stdin="\n".join(lines) + "\n")


@contextlib.contextmanager
def inside(ns):
    """Be in a namespace for a moment, to open sockets there."""
    if not ns:
        yield
        return
    here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{ns}", os.O_RDONLY)
    try:
        os.setns(there, CLONE_NEWNET)
        yield
    finally:
        os.setns(here, CLONE_NEWNET)
        os.close(here)
        os.close(there)


def until(condition, timeout, step=0.02):
    """Wait for condition() to be true; return its last value."""
    end = time.monotonic() + timeout * SLOW
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(step)


@contextlib.contextmanager
def quiet_console():
    """For messages that are what a test is about, and no alarm."""
    with open("/proc/sys/kernel/printk", encoding="ascii") as printk:
        level = printk.read().split()[0]
    run("dmesg", "-n", 1)
    yield
    run("dmesg", "-n", level)


def poke(function, offset, value):
    """Write a register behind the driver's back."""
    with open(function.sys / "resource0", "r+b") as bar, \
            mmap.mmap(bar.fileno(), os.fstat(bar.fileno()).st_size) as regs:
        regs[offset:offset + 4] = value.to_bytes(4, "little")


def size(short, long, watched=None):
    """How often something is done: in `make check`, in `make soak`, and on the
    debug kernel, which sees in a few turns what others need many for.
    """
    if LONG:
        return long
    return short if watched is None or SLOW <= 1 else watched


def kernel():
    """Version of the kernel, as in (6, 12)."""
    return tuple(int(n) for n in os.uname().release.split(".")[:2])


def note(text):
    """A figure worth a line of the suite's output, whatever the driver."""
    with open("/out/results", "a", encoding="utf-8") as f:
        f.write(f"NOTE {text}\n")


def kmsg(text):
    """Leave a mark on the console."""
    with contextlib.suppress(OSError), open("/dev/kmsg", "w", encoding="ascii",
                                            errors="replace") as f:
        f.write(f"vtc-bed: {text}\n")


def mac_bytes(mac):
    return bytes(int(x, 16) for x in mac.split(":"))


# --- modules ---------------------------------------------------------------

def loaded(module):
    return os.path.isdir(f"/sys/module/{module}")


def insmod(module, *params):
    """Load a module: one of ours with plain insmod after what it depends on."""
    path = OURS.get(module)
    if not path:
        run("modprobe", module, *params)
        return
    needs = run("modinfo", "-F", "depends", path).strip()
    for need in filter(None, needs.split(",")):
        run("modprobe", need)
    run("insmod", path, *params)


def rmmod(module):
    run("rmmod", module)


def drop_namespace(name):
    """Delete a namespace; who is still in it would keep its interfaces."""
    for pid in run("ip", "netns", "pids", name, check=False).split():
        run("kill", "-KILL", pid, check=False)
    run("ip", "netns", "del", name, check=False)


# --- stations --------------------------------------------------------------

class Station:
    """An interface in a namespace; numbered, so that its addresses follow."""

    numbers = itertools.count(1)

    def __init__(self, name, dev, ns=None, number=None, net=1):
        self.name = name
        self.dev = dev
        self.ns = ns
        self.number = number or next(Station.numbers)
        self.net = net

    def __repr__(self):
        return self.name

    @property
    def ip4(self):
        return f"10.{self.net}.0.{self.number}"

    @property
    def ip6(self):
        return f"fd00:{self.net}::{self.number:x}"

    def run(self, *argv, **kw):
        return run(*argv, ns=self.ns, **kw)

    def configure(self, mtu=1500, up=True):
        """Give the interface its addresses and switch it on."""
        lines = [f"addr replace {self.ip4}/24 dev {self.dev}",
                 f"link set {self.dev} mtu {mtu}" + (" up" if up else "")]
        if mtu >= 1280:
            lines.append(f"addr replace {self.ip6}/64 dev {self.dev} nodad")
        batch(lines, ns=self.ns)

    def link(self, *words, check=True):
        return run("ip", "link", "set", "dev", self.dev, *words, ns=self.ns, check=check)

    def up(self):
        self.link("up")

    def down(self):
        self.link("down")

    def show(self):
        """What `ip -d link show` says about the interface, as a dictionary."""
        return json.loads(run("ip", "-d", "-j", "link", "show", "dev", self.dev,
                              ns=self.ns))[0]

    @property
    def mac(self):
        with inside(self.ns), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            answer = fcntl.ioctl(s, SIOCGIFHWADDR,
                                 struct.pack("16s24x", self.dev.encode()))
        return ":".join(f"{b:02x}" for b in answer[18:24])

    @property
    def carrier(self):
        return "LOWER_UP" in self.show()["flags"]

    def counter(self, name="rx_packets"):
        """One of the four packet and byte counters of the interface."""
        column = {"rx_bytes": 0, "rx_packets": 1, "tx_bytes": 8, "tx_packets": 9}[name]
        with inside(self.ns), open("/proc/thread-self/net/dev", encoding="ascii") as f:
            for line in f:
                dev, _, numbers = line.partition(":")
                if dev.strip() == self.dev:
                    return int(numbers.split()[column])
        raise KeyError(self.dev)

    def vlan(self, vid):
        """A station on a VLAN interface on top of this one."""
        dev = f"{self.dev}.{vid}"
        run("ip", "link", "add", "link", self.dev, "name", dev, "type", "vlan",
            "id", vid, ns=self.ns)
        top = Station(f"{self.name}.{vid}", dev, self.ns, self.number, vid % 250)
        top.configure(mtu=self.show()["mtu"])
        return top

    def remove(self):
        run("ip", "link", "del", "dev", self.dev, ns=self.ns, check=False)

    def features(self, **onoff):
        """features(tso="off"): switch offloads with ethtool -K."""
        words = [w for k, v in onoff.items() for w in (k.replace("_", "-"), v)]
        self.run("ethtool", "-K", self.dev, *words)

    def no_uso(self):
        """UDP segmentation is wrong in the emulator: keep it out of the way."""
        self.run("ethtool", "-K", self.dev, "tx-udp-segmentation", "off", check=False)

    # --- traffic ---

    def ping(self, other, count=20, interval=0.005, size=56, v6=False, wait=2, whole=False):
        """Ping another station; return how many echoes are missing `wait`
        seconds after the last was sent.  whole: forbid fragments on the way.
        (The ping program gives up on the last ones after two round trips.)
        """
        with inside(self.ns):
            sock = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_RAW,
                                 socket.IPPROTO_ICMPV6 if v6 else socket.IPPROTO_ICMP)
        with sock:
            # It hears every echo of its namespace, those of other pings, too
            sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 4 << 20)
            if whole:
                sock.setsockopt(*((socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER) if v6 else
                                  (socket.IPPROTO_IP, IP_MTU_DISCOVER)), PMTUDISC_DO)
            echoes = _Echoes(sock, other.ip6 if v6 else other.ip4, size, v6)
            for number in range(count):
                echoes.send(number)
                echoes.collect(interval)
            end = time.monotonic() + wait * SLOW
            while echoes.missing and time.monotonic() < end:
                echoes.collect(end - time.monotonic())
            return len(echoes.missing)

    def reaches(self, other, timeout=5.0, v6=False):
        """True as soon as one ping comes back."""
        return bool(until(lambda: self.ping(other, 1, wait=0.5, v6=v6) == 0, timeout))

    def tcp(self, other, size=1 << 19, v6=False):
        """Connect to another station and send size bytes each way at the same
        time; return a list of what was wrong with it, empty when all is well.
        """
        family = socket.AF_INET6 if v6 else socket.AF_INET
        here, there = (self.ip6, other.ip6) if v6 else (self.ip4, other.ip4)
        with inside(other.ns):
            server = socket.socket(family, socket.SOCK_STREAM)
        with inside(self.ns):
            client = socket.socket(family, socket.SOCK_STREAM)
        with server, client:
            server.bind((there, 0))
            server.listen(1)
            server.settimeout(10 * SLOW)
            client.bind((here, 0))
            client.settimeout(20 * SLOW)
            try:
                client.connect(server.getsockname())
                peer, _ = server.accept()
            except OSError as error:
                return [f"connect {self}->{other}: {error}"]
            peer.settimeout(20 * SLOW)
            wrong = []
            with peer:
                jobs = [threading.Thread(target=_pour, args=(a, size, seed, wrong))
                        for a, seed in ((client, 1), (peer, 2))]
                jobs += [threading.Thread(target=_drink, args=(a, size, seed, wrong))
                         for a, seed in ((client, 2), (peer, 1))]
                for job in jobs:
                    job.start()
                for job in jobs:
                    job.join()
            return [f"{self}->{other}: {w}" for w in wrong]

    def listen(self):
        """A raw socket that gets every frame the hardware hands up."""
        with inside(self.ns):
            s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        s.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        s.bind((self.dev, ETH_P_ALL))
        return s


class _Echoes:
    """Echo requests on their way, each with bytes of its own."""

    idents = itertools.count(os.getpid())

    def __init__(self, sock, to, size, v6):
        self.sock, self.to, self.size, self.v6 = sock, to, size, v6
        self.ident = next(_Echoes.idents) & 0xFFFF
        self.missing = {}

    def send(self, number):
        data = _pattern(number)[:self.size]
        head = struct.pack("!BBHHH", 128 if self.v6 else 8, 0, 0, self.ident, number)
        if not self.v6:
            head = head[:2] + struct.pack("!H", _checksum(head + data)) + head[4:]
        self.missing[number] = data
        # Without a route or a neighbour it is simply one that is missing.
        with contextlib.suppress(OSError):
            self.sock.sendto(head + data, (self.to, 0))

    def collect(self, seconds):
        """Strike off what comes back within that time, or all at once."""
        end = time.monotonic() + seconds
        while self.missing and (left := end - time.monotonic()) > 0:
            if not select.select([self.sock], [], [], left)[0]:
                return
            with contextlib.suppress(OSError):
                self._strike_off(self.sock.recv(65536))
        if (left := end - time.monotonic()) > 0:
            time.sleep(left if self.missing else min(left, 0.005))

    def _strike_off(self, packet):
        if not self.v6:
            packet = packet[(packet[0] & 15) * 4:]
        kind, _, _, ident, number = struct.unpack_from("!BBHHH", packet)
        if (kind == (129 if self.v6 else 0) and ident == self.ident and
                self.missing.get(number) == packet[8:]):
            del self.missing[number]


def _checksum(data):
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + bytes(len(data) & 1)))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


@functools.cache
def _base():
    return bytes((i * 7 + (i >> 8) * 13) & 0xFF for i in range(65521))


@functools.cache
def _pattern(seed):
    """65521 bytes, others for each of 256 seeds.  Byte by byte that takes python
    a fifth of a second on an emulated processor; so only one is made like that.
    """
    return _base().translate(bytes((value + seed) & 0xFF for value in range(256)))


def _stream(size, seed):
    """The bytes of a stream, in pieces, and what they sum up to."""
    piece = _pattern(seed)
    while size > 0:
        yield piece[:size]
        size -= len(piece)


def _pour(sock, size, seed, wrong):
    try:
        for piece in _stream(size, seed):
            sock.sendall(piece)
        sock.shutdown(socket.SHUT_WR)
    except OSError as error:
        wrong.append(f"send: {error}")


def _drink(sock, size, seed, wrong):
    want = got = 0
    for piece in _stream(size, seed):
        want = zlib.crc32(piece, want)
    count = 0
    try:
        while data := sock.recv(1 << 18):
            count += len(data)
            got = zlib.crc32(data, got)
    except OSError as error:
        wrong.append(f"receive after {count} bytes: {error}")
        return
    if count != size or got != want:
        wrong.append(f"{count} bytes of {size}, {'same' if got == want else 'other'} bytes")


# --- frames ----------------------------------------------------------------

class Sighting:
    """A test frame as a station saw it: its VLAN tag (TCI) or None, and more
    tags that were inside it."""

    def __init__(self, tci, inner, length):
        self.tci = tci
        self.inner = inner
        self.length = length

    @property
    def vid(self):
        return None if self.tci is None else self.tci & 0xFFF

    @property
    def pcp(self):
        return None if self.tci is None else self.tci >> 13

    def __repr__(self):
        return f"<tci {self.tci} inner {self.inner}>"


class Watch:
    """Raw sockets on several stations at once.

    with Watch([a, b, c]) as watch:
        seen = watch.send(a, b.mac)         # {station: [Sighting, ...]}
    """

    tokens = itertools.count(int(time.time()) << 16)

    def __init__(self, stations):
        self.sockets = {s: s.listen() for s in stations}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for s in self.sockets.values():
            s.close()

    def send(self, source, dst, src=None, tci=(), expect=None, size=60, grace=GRACE,
             arrival=ARRIVAL, ethertype=ETH_P_TEST):
        """Send one frame from a station and tell who saw it.

        tci: VLAN tags (16 bits each) put into the frame, outermost first.
        expect: stations to wait for; then for `grace` seconds more, so that a
        frame that must not arrive has its chance.  Without it, `grace` only.
        The sender's own copy counts like any other: the emulator returns it.
        """
        token = struct.pack("!Q", next(Watch.tokens))
        tags = b"".join(struct.pack("!HH", 0x8100, t) for t in tci)
        frame = (mac_bytes(dst) + mac_bytes(src or source.mac) + tags +
                 struct.pack("!H", ethertype) + token)
        frame += bytes(max(0, size - len(frame)))
        try:
            self.sockets[source].send(frame)
        except OSError as error:
            # A socket remembers that its interface was down once: ask again.
            if error.errno != errno.ENETDOWN:
                raise
            self.sockets[source].send(frame)
        return self.collect(token, expect, grace, arrival)

    def collect(self, token, expect=None, grace=GRACE, arrival=ARRIVAL):
        seen = {}
        missing = set(expect or ())
        end = time.monotonic() + (arrival if missing else grace)
        owners = {s.fileno(): station for station, s in self.sockets.items()}
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select(list(owners), [], [], left)
            for fd in ready:
                station = owners[fd]
                found = _sighting(self.sockets[station], token)
                if not found:
                    continue
                seen.setdefault(station, []).append(found)
                if station in missing:
                    missing.discard(station)
                    if not missing:
                        end = time.monotonic() + grace
        return seen


def _sighting(sock, token):
    """Read one frame; return how it was tagged if it carries the token."""
    try:
        data, anc, _, address = sock.recvmsg(65536, 256, socket.MSG_DONTWAIT)
    except OSError:
        return None
    if address[2] == PACKET_OUTGOING or token not in data:
        return None
    tags = []
    for level, kind, value in anc:
        if level == SOL_PACKET and kind == PACKET_AUXDATA:
            status, _, _, _, _, tci, _ = struct.unpack("IIIHHHH", value[:20])
            if status & TP_STATUS_VLAN_VALID:
                tags.append(tci)
    offset = 12
    while data[offset:offset + 2] == b"\x81\x00":
        tags.append(struct.unpack_from("!H", data, offset + 2)[0])
        offset += 4
    return Sighting(tags[0] if tags else None, tags[1:], len(data))


def join_multicast(station, mac):
    """Subscribe a station's interface to a multicast MAC; close to leave."""
    with inside(station.ns):
        s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0)
        index = socket.if_nametoindex(station.dev)
    s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP,
                 struct.pack("iHH8s", index, PACKET_MR_MULTICAST, 6, mac_bytes(mac)))
    return s


class NoTraffic(Exception):
    """Frames did not get through in time; says between whom."""


def traffic_back(pairs, timeout):
    """Seconds until a raw frame got through between all pairs, both ways.

    A host that is busy elsewhere stops the guest's processors but not its
    clock.  One attempt is over in ATTEMPT seconds in a guest that runs, so
    what it takes beyond twice that is the host's and not counted.
    """
    todo = [(a, b) for a, b in pairs] + [(b, a) for a, b in pairs]
    passed = 0.0
    with Watch({s for pair in pairs for s in pair}) as watch:
        while True:
            left = []
            for way in todo:
                start = time.monotonic()
                if not _got_through(watch, *way):
                    left.append(way)
                passed += min(time.monotonic() - start, 2 * ATTEMPT)
            todo = left
            if not todo:
                return passed
            if passed > timeout * SLOW:
                ways = ", ".join(f"{a}->{b}" for a, b in todo)
                raise NoTraffic(f"after {passed:.2f} s nothing passes {ways}")


def _got_through(watch, a, b):
    try:
        return b in watch.send(a, b.mac, expect=[b], arrival=ATTEMPT, grace=0)
    except OSError:
        time.sleep(ATTEMPT / 2)
        return False


# --- ports and functions ---------------------------------------------------

class Function:
    """A PCI function and the netdev a driver made of it."""

    def __init__(self, bdf, name):
        self.bdf = bdf
        self.name = name
        self.place = None

    @property
    def sys(self):
        return PCI / self.bdf

    def netdev(self, timeout=5.0):
        """Name of the netdev while it is in the first namespace."""
        found = until(lambda: glob.glob(f"{self.sys}/net/*"), timeout)
        if not found:
            raise TimeoutError(f"no netdev on {self.bdf}")
        return os.path.basename(found[0])

    @property
    def driver(self):
        link = self.sys / "driver"
        return link.resolve().name if link.exists() else None

    def station(self, ns, number, mtu=1500, up=True):
        """Make a station of the netdev, wherever the driver has put it."""
        dev = self.netdev()
        if ns:
            run("ip", "netns", "add", ns, check=False)
            run("ip", "link", "set", "dev", dev, "netns", ns, "name", self.name)
        elif dev != self.name:
            batch([f"link set dev {dev} down", f"link set dev {dev} name {self.name}"])
        self.place = Station(self.name, self.name, ns, number)
        if ns:
            run("ip", "link", "set", "lo", "up", ns=ns)
        self.place.configure(mtu=mtu, up=up)
        self.place.no_uso()
        return self.place

    def reset(self):
        """Function-level reset, as sysfs does it."""
        (self.sys / "reset").write_text("1")

    def unbind(self):
        (self.sys / "driver" / "unbind").write_text(self.bdf)

    def probe(self):
        pathlib.Path("/sys/bus/pci/drivers_probe").write_text(self.bdf)


class Port(Function):
    """A PF.  It lives in the first namespace unless told otherwise."""

    def __init__(self, bdf, index):
        super().__init__(bdf, f"pf{index}")
        self.index = index

    @property
    def numvfs(self):
        return int((self.sys / "sriov_numvfs").read_text())

    def set_numvfs(self, count):
        (self.sys / "sriov_numvfs").write_text(str(count))

    def vf(self, index):
        bdf = (self.sys / f"virtfn{index}").resolve().name
        return Function(bdf, f"vf{index}" if self.index == 0 else f"vf{self.index}{index}")

    def vf_station(self, index, **kw):
        """Station of a VF: namespace p<port>v<index>, number 10 + index."""
        return self.vf(index).station(f"p{self.index}v{index}",
                                      10 + 20 * self.index + index, **kw)

    def pf_station(self, ns=None, **kw):
        return self.station(ns, 100 + self.index, **kw)

    def set_vf(self, index, *words, check=True):
        """ip link set dev PF vf INDEX WORDS"""
        return self.place.link("vf", index, *words, check=check)

    def vf_info(self, index):
        """What `ip link show` says of a VF."""
        return self.place.show()["vfinfo_list"][index]

    def vf_stats(self, index):
        """What `ip -s link show` says of a VF: {"rx_packets": ...}."""
        shown = json.loads(run("ip", "-s", "-j", "link", "show", "dev", self.place.dev,
                               ns=self.place.ns))[0]["vfinfo_list"][index]["stats"]
        # iproute2 calls the rx ones "packets" and the tx ones "tx_packets"
        return {f"{way}_{name.removeprefix('tx_')}": value
                for way in ("rx", "tx") for name, value in shown[way].items()}


class Field:
    """Everything there is in this guest."""

    def __init__(self):
        bdfs = sorted(d.name for d in PCI.iterdir()
                      if ((d / "vendor").read_text().strip(),
                          (d / "device").read_text().strip()) == PF_ID)
        self.ports = [Port(bdf, i) for i, bdf in enumerate(bdfs)]
        self._wires = {}

    @property
    def port(self):
        return self.ports[0]

    def load_pf(self, *params):
        insmod(PF_MODULE, *params)

    def load_vf(self):
        insmod(VF_MODULE)

    def unload_pf(self):
        rmmod(PF_MODULE)

    def unload_vf(self):
        rmmod(VF_MODULE)

    def reload_vf(self):
        self.unload_vf()
        self.load_vf()

    def clear(self):
        """As after the boot: no namespace, no driver."""
        for line in run("ip", "netns", "list").splitlines():
            drop_namespace(line.split()[0])
        for module in (VF_MODULE, PF_MODULE, "e1000e"):
            if loaded(module):
                rmmod(module)

    def wire(self, index=0, mtu=1500):
        """The station on the cable of a port."""
        if index not in self._wires:
            if not loaded("e1000e"):
                run("modprobe", "e1000e")
            want = f"52:54:00:e1:00:{index:02x}"
            dev = None
            for path in glob.glob("/sys/class/net/*/address"):
                if pathlib.Path(path).read_text().strip() == want:
                    dev = path.split("/")[-2]
            if not dev:
                raise LookupError("no wire NIC: VM started with -w none?")
            name = f"wire{index}"
            run("ip", "netns", "add", name)
            run("ip", "link", "set", "dev", dev, "netns", name, "name", name)
            run("ip", "link", "set", "lo", "up", ns=name)
            run("ip", "link", "set", "dev", name, "promisc", "on", ns=name)
            self._wires[index] = Station(name, name, name, 200 + index)
        station = self._wires[index]
        station.configure(mtu=mtu)
        station.no_uso()
        return station


class Four:
    """The PF, two of its VFs and the wire, by name; frames get through."""

    def __init__(self, field):
        self.port = field.port
        self.port.pf_station()
        self.port.set_numvfs(2)
        self.stations = {"pf": self.port.place, "vf": self.port.vf_station(0),
                         "other": self.port.vf_station(1), "wire": field.wire()}
        self.settle()

    def __getitem__(self, name):
        return self.stations[name]

    def settle(self):
        """Test frames may meet a program: ping does not."""
        for a, b in (("wire", "pf"), ("wire", "vf"), ("wire", "other"), ("vf", "pf")):
            assert self[a].reaches(self[b], SETTLE), f"{a} and {b} never met"

    def mtu(self, mtu):
        for station in self.stations.values():
            station.link("mtu", mtu)


def set_link(netdev, up):
    """Pull or plug a cable: n<port> is the port's end of it."""
    run("vtc-monitor", "set_link", f"name={netdev}", f"up={'on' if up else 'off'}")
