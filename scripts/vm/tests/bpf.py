# SPDX-License-Identifier: GPL-2.0-only
"""XDP programs for the scenarios, without a compiler: bpf(2) and bytecode.

A program looks at frames of the test ethertype only and passes all others, so
that ARP, ping and TCP go on beside it.  Attaching is left to `ip`, which shows
what the driver has to say about a refusal.
"""

import contextlib
import ctypes
import itertools
import os
import socket
import struct

import field as f

SYS_BPF = 321  # x86-64
MAP_CREATE, MAP_LOOKUP, MAP_UPDATE, PROG_LOAD, OBJ_PIN, PROG_NEXT_ID = 0, 1, 2, 5, 6, 11
MAP_TYPE_ARRAY, MAP_TYPE_DEVMAP, MAP_TYPE_CPUMAP = 2, 14, 16
PROG_TYPE_XDP = 6
F_XDP_HAS_FRAGS, F_XDP_DEV_BOUND = 1 << 5, 1 << 6
HELPER_LOOKUP, HELPER_REDIRECT_MAP, HELPER_ADJUST_TAIL = 1, 51, 65
PSEUDO_MAP_FD, PSEUDO_KFUNC = 1, 2

ABORTED, DROP, PASS, TX = 0, 1, 2, 3

FS = "/run/bpf"
_names = itertools.count()
_libc = ctypes.CDLL(None, use_errno=True)


def _bpf(command, attr):
    return _bpf_in(command, ctypes.create_string_buffer(attr, 144))


def _bpf_in(command, buf):
    result = _libc.syscall(SYS_BPF, command, buf, len(buf))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"bpf({command})")
    return result


# --- bytecode ---

def insn(code, dst=0, src=0, off=0, imm=0):
    return struct.pack("<BBhi", code, dst | src << 4, off, imm)


def mov(dst, imm):
    return insn(0xb7, dst, imm=imm)


def move(dst, src):
    return insn(0xbf, dst, src)


def add(dst, imm):
    return insn(0x07, dst, imm=imm)


def load(size, dst, src, off):
    return insn({4: 0x61, 2: 0x69}[size], dst, src, off)


def store(size, dst, src, off):
    return insn({4: 0x63, 2: 0x6b, 8: 0x7b}[size], dst, src, off)


def store_imm(size, dst, off, imm):
    return insn({4: 0x62, 2: 0x6a}[size], dst, 0, off, imm)


def call(helper):
    return insn(0x85, imm=helper)


def load_map(dst, fd):
    return insn(0x18, dst, PSEUDO_MAP_FD, imm=fd) + insn(0)


EXIT = insn(0x95)


def ret(value):
    return mov(0, value) + EXIT


def for_test_frames(action):
    """r6: context, r2: frame, of which 14 bytes are there; others pass."""
    swapped = struct.unpack("<H", struct.pack("!H", f.ETH_P_TEST))[0]
    head = (move(6, 1) + load(4, 2, 1, 0) + load(4, 3, 1, 4) +
            move(4, 2) + add(4, 14))
    count = len(action) // 8
    head += insn(0x2d, 4, 3, count + 2)         # if r4 > r3 goto pass
    head += load(2, 5, 2, 12)
    head += insn(0x55, 5, 0, count, swapped)    # if r5 != ... goto pass
    return head + action + ret(PASS)


def swap_macs():
    return (load(4, 3, 2, 0) + load(2, 4, 2, 4) + load(4, 5, 2, 6) + load(2, 7, 2, 10) +
            store(4, 2, 5, 0) + store(2, 2, 7, 4) + store(4, 2, 3, 6) + store(2, 2, 4, 10))


def set_macs(dst, src):
    code = b""
    for off, mac in ((0, dst), (6, src)):
        low, high = struct.unpack("<iH", f.mac_bytes(mac))
        code += store_imm(4, 2, off, low) + store_imm(2, 2, off + 4, high)
    return code


# --- objects ---

def map_create(kind, key, value, entries):
    return _bpf(MAP_CREATE, struct.pack("<IIII", kind, key, value, entries))


def map_update(fd, key, value):
    key = ctypes.create_string_buffer(struct.pack("<I", key), 4)
    value = ctypes.create_string_buffer(value, len(value))
    _bpf(MAP_UPDATE, struct.pack("<I4xQQQ", fd, ctypes.addressof(key),
                                 ctypes.addressof(value), 0))


def map_lookup(fd, key, size):
    key = ctypes.create_string_buffer(struct.pack("<I", key), 4)
    value = ctypes.create_string_buffer(size)
    _bpf(MAP_LOOKUP, struct.pack("<I4xQQQ", fd, ctypes.addressof(key),
                                 ctypes.addressof(value), 0))
    return value.raw


class Program:
    """A loaded program, pinned so that `ip` finds it."""

    def __init__(self, code, frags=False, bound_to=0):
        code = ctypes.create_string_buffer(code, len(code))
        text = ctypes.create_string_buffer(1 << 16)
        license_ = ctypes.create_string_buffer(b"GPL")
        flags = (F_XDP_HAS_FRAGS if frags else 0) | (F_XDP_DEV_BOUND if bound_to else 0)
        attr = struct.pack("<IIQQIIQII16sII", PROG_TYPE_XDP, len(code) // 8,
                           ctypes.addressof(code), ctypes.addressof(license_), 1,
                           len(text), ctypes.addressof(text), 0, flags, b"vtc_test",
                           bound_to, 0)
        try:
            self.fd = _bpf(PROG_LOAD, attr)
        except OSError as error:
            raise OSError(error.errno, text.value.decode()) from error
        if not os.path.ismount(FS):
            os.makedirs(FS, exist_ok=True)
            f.run("mount", "-t", "bpf", "bpf", FS)
        self.path = f"{FS}/{next(_names)}"
        path = ctypes.create_string_buffer(self.path.encode())
        _bpf(OBJ_PIN, struct.pack("<QI", ctypes.addressof(path), self.fd))

    def attach(self, station):
        station.run("ip", "-force", "link", "set", "dev", station.dev, "xdpdrv", "pinned",
                    self.path)

    def close(self):
        os.unlink(self.path)
        os.close(self.fd)


def programs():
    """Identities of all programs that somebody still holds."""
    found = []
    buf = ctypes.create_string_buffer(144)
    with contextlib.suppress(FileNotFoundError):
        while True:
            _bpf_in(PROG_NEXT_ID, buf)
            found.append(struct.unpack_from("<I", buf, 4)[0])
            struct.pack_into("<I", buf, 0, found[-1])
    return found


def detach(station):
    station.link("xdpdrv", "off")


@contextlib.contextmanager
def attached(station, code, frags=False, bound_to=0):
    """A program on a station's interface for a moment."""
    program = Program(code, frags, bound_to)
    try:
        program.attach(station)
        yield program
    finally:
        detach(station)
        program.close()


def devmap(station):
    """A map whose only entry is a station's interface."""
    fd = map_create(MAP_TYPE_DEVMAP, 4, 4, 1)
    with f.inside(station.ns):
        map_update(fd, 0, struct.pack("<I", socket.if_nametoindex(station.dev)))
    return fd


def to_processor(frames=192):
    """All frames go to the stack by way of a processor's queue."""
    fd = map_create(MAP_TYPE_CPUMAP, 4, 4, 1)
    map_update(fd, 0, struct.pack("<I", frames))
    return load_map(1, fd) + mov(2, 0) + mov(3, 0) + call(HELPER_REDIRECT_MAP) + EXIT


def redirect(fd, dst, src):
    """Give a frame new addresses and send it out of the map's interface."""
    return for_test_frames(set_macs(dst, src) + load_map(1, fd) + mov(2, 0) + mov(3, 0) +
                           call(HELPER_REDIRECT_MAP) + EXIT)


def trim(count):
    """Cut off a frame's last bytes."""
    return for_test_frames(move(1, 6) + mov(2, -count) + call(HELPER_ADJUST_TAIL) + ret(PASS))
