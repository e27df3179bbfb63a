#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Go over to another kernel while a port with two VFs is under traffic.

The scenario's other half is the script "kexec" beside this file.
"""

import ctypes
import os
import subprocess
import sys

sys.path.insert(0, "/vtc/scripts/vm/tests")

import field as f  # noqa: E402

SYS_KEXEC_FILE_LOAD, SYS_REBOOT = 320, 169
REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_KEXEC = 0xFEE1DEAD, 672274793, 0x45584543

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    if libc.syscall(number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in args]) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def load():
    with open("/proc/cmdline", encoding="ascii") as file:
        line = (file.read().strip() + " vtc.second=1").encode() + b"\0"
    kernel = os.open("/out/.vm/kernel", os.O_RDONLY)
    initrd = os.open("/out/.vm/initrd", os.O_RDONLY)
    syscall(SYS_KEXEC_FILE_LOAD, kernel, initrd, len(line), ctypes.c_char_p(line), 0)


def main():
    field = f.Field()
    field.load_pf()
    field.load_vf()
    port = field.port
    pf, wire = port.pf_station(), field.wire()
    port.set_numvfs(2)
    vfs = [port.vf_station(i) for i in (0, 1)]
    f.traffic_back([(pf, wire), (vfs[0], wire), (vfs[0], vfs[1])], f.SETTLE)
    load()
    for station, to in ((pf, wire), (vfs[0], wire), (vfs[1], vfs[0])):
        station_ns = ["nsenter", f"--net=/run/netns/{station.ns}"] if station.ns else []
        subprocess.Popen(station_ns + ["ping", "-q", "-i", "0.01", to.ip4],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.sync()
    syscall(SYS_REBOOT, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_KEXEC, 0)


if __name__ == "__main__":
    main()
