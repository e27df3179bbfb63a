# SPDX-License-Identifier: GPL-2.0-only
"""Native XDP on PF and VF, with VFs in use: every verdict, frames of several
buffers, refusals, and programs that come and go under traffic.

The programs concern frames of the test ethertype; everything else passes, and
must go on passing.
"""

import threading

import pytest

import bpf
import field as f

COUNT = 8


@pytest.fixture(scope="module")
def bench(field):
    four = f.Four(field)
    four.mtu(1500)
    return four


def ring_sum(station, name):
    """A counter of `ethtool -S`, summed over the rings that run."""
    lines = station.run("ethtool", "-S", station.dev).splitlines()
    return sum(int(line.split(":")[1]) for line in lines
               if line.strip().startswith("rx_queue_") and f"_{name}:" in line)


def shower(bench, dev, expect, size=60, count=COUNT, seen_by=("pf", "vf", "other", "wire")):
    """Send frames from the wire to a station; all must be seen by expect."""
    stations = [bench[name] for name in seen_by]
    with f.Watch(stations) as watch:
        for _ in range(count):
            seen = watch.send(bench["wire"], dev.mac, size=size, expect=expect,
                              grace=0 if expect else 0.02)
            assert all(len(seen.get(s, [])) == 1 for s in expect), seen
            assert set(seen) <= set(expect) | {bench["wire"]}, seen
    return seen


VERDICTS = {
    "pass": (bpf.ret(bpf.PASS), None),
    "drop": (bpf.for_test_frames(bpf.ret(bpf.DROP)), "xdp_drops"),
    "aborted": (bpf.for_test_frames(bpf.ret(bpf.ABORTED)), "xdp_errors"),
    "unknown": (bpf.for_test_frames(bpf.ret(77)), "xdp_errors"),
    "tx": (bpf.for_test_frames(bpf.swap_macs() + bpf.ret(bpf.TX)), "xdp_tx"),
}


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_verdicts(bench, name):
    """Each verdict, one program replaced by the next without new rings."""
    dev = bench[name]
    others = set(bpf.programs())
    programs = {verdict: bpf.Program(code) for verdict, (code, _) in VERDICTS.items()}
    programs["pass"].attach(dev)
    bench.settle()
    seen = 0
    for verdict, (_, counter) in VERDICTS.items():
        programs[verdict].attach(dev)
        before = ring_sum(dev, counter) if counter else 0
        shower(bench, dev, {"pass": [dev], "tx": [bench["wire"]]}.get(verdict, []))
        if counter:
            assert ring_sum(dev, counter) - before == COUNT
        assert dev.ping(bench["wire"]) == 0
        # Counters of rings begin at 0: these are still the same rings.
        assert ring_sum(dev, "packets") >= seen + COUNT
        seen = ring_sum(dev, "packets")
    assert "xdp" in dev.show()
    bpf.detach(dev)
    bench.settle()
    assert "xdp" not in dev.show()
    assert dev.tcp(bench["wire"]) == []
    for program in programs.values():
        program.close()
    assert f.until(lambda: others.issuperset(bpf.programs()), 2), "the driver holds a program"


@pytest.mark.parametrize("size", [60, 5000])
@pytest.mark.parametrize("way", ["pf-vf", "vf-pf"])
def test_redirect(bench, way, size):
    """In from the wire, out of the other function to somebody else."""
    came, goes = (bench[n] for n in way.split("-"))
    target = bench["other"] if goes is bench["vf"] else bench["wire"]
    if size > 1514:
        bench.mtu(9000)
    with bpf.attached(came, bpf.redirect(bpf.devmap(goes), target.mac, goes.mac), frags=True):
        bench.settle()
        # Before 6.3 the core refuses to redirect fragments: an error like any.
        refused = size > 1514 and f.kernel() < (6, 3)
        counter = "xdp_errors" if refused else "xdp_redirects"
        before = ring_sum(came, counter), goes.counter("tx_packets")
        # The emulator gives the PF what it has sent itself.
        shower(bench, came, [] if refused else [target], size=size,
               seen_by=("vf", "other", "wire"))
        assert ring_sum(came, counter) - before[0] == COUNT
        assert refused or goes.counter("tx_packets") - before[1] >= COUNT
        assert came.ping(goes) == 0
        assert came.tcp(target) == []
    bench.mtu(1500)
    bench.settle()


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_redirect_to_a_processor(bench, name):
    """The stack gets everything by way of a cpumap, and the pages stay whole."""
    dev, wire = bench[name], bench["wire"]
    with bpf.attached(dev, bpf.to_processor()):
        bench.settle()
        before = ring_sum(dev, "xdp_redirects")
        assert dev.ping(wire, 100) == 0
        for _ in range(3):
            assert wire.tcp(dev, 1 << 21) == []
        assert ring_sum(dev, "xdp_redirects") - before > 1000
    bench.settle()
    assert dev.tcp(wire, 1 << 20) == []


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_frames_of_several_buffers(bench, name):
    """At an MTU of 9000: verdicts, a shortened frame, and TCP through it all."""
    dev, wire = bench[name], bench["wire"]
    bench.mtu(9000)
    for verdict in ("drop", "tx"):
        code, counter = VERDICTS[verdict]
        with bpf.attached(dev, code, frags=True):
            bench.settle()
            before = ring_sum(dev, counter)
            for size in (2048, 2049, 4096, 6145, 9014):
                shower(bench, dev, [wire] if verdict == "tx" else [], size=size, count=4)
            assert ring_sum(dev, counter) - before == 20
            assert dev.tcp(wire, 1 << 21) == []
    # Less than the last buffer, all of it, and more.
    for count in (100, 904, 905, 4000):
        with bpf.attached(dev, bpf.trim(count), frags=True):
            bench.settle()
            seen = shower(bench, dev, [dev], size=5000, count=4)
            assert seen[dev][0].length == 5000 - count
            assert dev.ping(wire, 5, size=8900, whole=True) == 0
    bench.mtu(1500)
    bench.settle()


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_refusals(bench, name):
    """A program without fragments and frames of several buffers never meet."""
    dev = bench[name]
    plain = bpf.Program(bpf.ret(bpf.PASS))
    dev.link("mtu", 2022)
    plain.attach(dev)
    with pytest.raises(f.CommandError):
        dev.link("mtu", 2023)
    assert dev.show()["mtu"] == 2022
    bpf.detach(dev)
    dev.link("mtu", 2023)
    with pytest.raises(f.CommandError, match="MTU too large"):
        plain.attach(dev)
    dev.link("mtu", 1500)
    plain.close()
    bench.settle()
    assert dev.ping(bench["wire"]) == 0


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_programs_come_and_go_under_traffic(bench, name):
    """TCP survives, no ring is lost, and rings can be exchanged with one on."""
    dev, peer = bench[name], bench["wire"]
    programs = [bpf.Program(VERDICTS[v][0], frags=True) for v in ("drop", "tx")]
    wrong = []
    job = threading.Thread(target=lambda: wrong.extend(dev.tcp(peer, f.size(1 << 22, 1 << 26))))
    job.start()
    for i in range(f.size(8, 200)):
        programs[0].attach(dev)
        for j in range(4):
            programs[j % 2].attach(dev)
        if i % 2:
            dev.run("ethtool", "-G", dev.dev, "rx", 128 if i % 4 == 1 else 256)
        bpf.detach(dev)
    job.join()
    assert wrong == []
    programs[0].attach(dev)
    dev.down()
    dev.up()
    bench.settle()
    before = ring_sum(dev, "xdp_drops")
    shower(bench, dev, [])
    assert ring_sum(dev, "xdp_drops") - before == COUNT
    bpf.detach(dev)
    bench.settle()
    assert dev.ping(peer) == 0
    for program in programs:
        program.close()


@pytest.mark.parametrize("name", ["pf", "vf"])
def test_many_frames_sent_back(bench, name):
    """Rings wrap many times; what was received was sent back or accounted for."""
    dev, wire = bench[name], bench["wire"]
    frame = (f.mac_bytes(dev.mac) + f.mac_bytes(wire.mac) +
             f.ETH_P_TEST.to_bytes(2, "big")).ljust(60, b"\0")
    many = f.size(3000, 100000)
    with bpf.attached(dev, VERDICTS["tx"][0]):
        bench.settle()
        sock = wire.listen()
        for _ in range(many):
            sock.send(frame)
        sock.close()
        f.until(lambda: ring_sum(dev, "xdp_tx") + ring_sum(dev, "xdp_errors") >= many, 2)
        sent = ring_sum(dev, "xdp_tx")
        assert sent > many / 2
        assert dev.ping(wire) == 0
        assert dev.tcp(wire) == []


def test_programs_survive_a_reset(bench):
    """A function level reset of either side, with programs on both."""
    code, counter = VERDICTS["drop"]
    with bpf.attached(bench["pf"], code), bpf.attached(bench["vf"], code):
        for function in (bench.port.vf(0), bench.port):
            function.reset()
            f.until(lambda: bench["vf"].carrier and bench["pf"].carrier, 5)
            bench_ok = f.until(lambda: bench["wire"].ping(bench["vf"], 1, wait=0.3) == 0, 8)
            assert bench_ok
            for name in ("pf", "vf"):
                before = ring_sum(bench[name], counter)
                shower(bench, bench[name], [])
                assert ring_sum(bench[name], counter) - before == COUNT
    bench.settle()


def test_function_goes_with_its_program(bench):
    """The driver lets go of a VF that runs a program, and takes it back clean."""
    program = bpf.Program(VERDICTS["drop"][0])
    program.attach(bench["vf"])
    function = bench.port.vf(0)
    function.unbind()
    program.close()
    function.probe()
    bench.stations["vf"] = bench.port.vf_station(0)
    bench.settle()
    assert "xdp" not in bench["vf"].show()
    shower(bench, bench["vf"], [bench["vf"]])
