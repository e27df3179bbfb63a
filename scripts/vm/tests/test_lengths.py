# SPDX-License-Identifier: GPL-2.0-only
"""Frames of every length, byte for byte."""

import pytest

import bpf
import field as f

SOURCE = "/vtc/scripts/vm/frames/lengths.c"
PROGRAM = "/tmp/lengths"


@pytest.fixture(scope="module")
def bench(field):
    return f.Four(field)


@pytest.fixture(scope="module")
def lengths():
    """Runs the program that sends and checks frames of every length."""
    f.run("gcc", "-O2", "-o", PROGRAM, SOURCE)

    def check(*words, timeout):
        f.run(PROGRAM, *words, timeout=timeout)
    return check


@pytest.mark.parametrize("path", ["vf-wire", "pf-wire", "vf-other"])
def test_every_length_byte_for_byte(bench, lengths, path):
    """In order, unchanged, none missing and none twice, both ways at once."""
    a, b = (bench[n] for n in path.split("-"))
    bench.mtu(f.MAX_MTU)
    bench.settle()
    count = f.size(1600, 1600000)
    lengths(count, a.ns or "-", a.dev, b.ns or "-", b.dev, timeout=60 + count / 20)


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_every_length_through_a_program(bench, lengths, name):
    """XDP sends back what came, byte for byte, however many buffers it has."""
    dev, wire = bench[name], bench["wire"]
    bench.mtu(f.MAX_MTU)
    program = bpf.for_test_frames(bpf.swap_macs() + bpf.ret(bpf.TX))
    with bpf.attached(dev, program, frags=True):
        bench.settle()
        count = f.size(800, 800000)
        lengths(count, wire.ns or "-", wire.dev, dev.mac, timeout=60 + count / 20)
