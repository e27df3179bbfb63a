# SPDX-License-Identifier: GPL-2.0-only
"""VFs that do their worst, by hand (scripts/vm/hostile), and what others feel.

Of seven VFs the first six have no driver: they are the attackers, on processor
1.  The last has one, and is an honest guest.  The PF's interrupts and the
spinner that measures what they cost are on processor 0.

Shares of processor time are medians over windows, and compared with the same
meter while the same VFs write just as much to their mailboxes and ring nobody:
processors and bus of a guest are the host's, and what the attackers take of
them is no work of the PF.  What misses a bar is measured again, twice at
most, before it counts.
"""

import contextlib
import glob
import os
import pathlib
import statistics
import subprocess
import time

import pytest

import field as f

SOURCES = "/vtc/scripts/vm/hostile"
PROGRAM = "/tmp/hostile"
ATTACKERS = range(6)
HONEST = 6
KINDS = 5           # of log lines that a VF can cause (pf/pf.h)


def hostile(*words):
    return ["taskset", "-c", "1", PROGRAM, *map(str, words)]


def values(text):
    """The NAME=VALUE words of a line."""
    return {k: float(v) for k, _, v in (w.partition("=") for w in text.split())}


class Bench:
    def __init__(self, field):
        self.port = field.port
        if f.PF_DRIVER != "vtc":
            # A line for each bad message: on a serial line that is all there is
            f.run("dmesg", "--console-level", "2")
        f.run("gcc", "-O2", "-o", PROGRAM, *glob.glob(f"{SOURCES}/*.c"))
        self.port.pf_station()
        self.enable()
        self.wire = field.wire()
        self.settle()
        for irq in (self.port.sys / "msi_irqs").iterdir():
            with contextlib.suppress(OSError):
                pathlib.Path(f"/proc/irq/{irq.name}/smp_affinity_list").write_text("0")

    def enable(self):
        autoprobe = self.port.sys / "sriov_drivers_autoprobe"
        autoprobe.write_text("0")
        self.port.set_numvfs(7)
        autoprobe.write_text("1")
        honest = self.port.vf(HONEST)
        honest.probe()
        self.honest = self.port.vf_station(HONEST)

    def settle(self):
        """Others have noticed nothing.  Of a peer that is told, and no more."""
        try:
            f.traffic_back([(self.honest, self.wire), (self.port.place, self.wire)], f.SETTLE)
        except f.NoTraffic as e:
            if f.PF_DRIVER == "vtc":
                raise
            f.note(f"others afterwards: {e}")

    def bdf(self, index):
        return self.port.vf(index).bdf

    def reset(self, index):
        self.port.vf(index).reset()

    @contextlib.contextmanager
    def attack(self, *words, vfs=ATTACKERS, wait=False):
        """The same by several VFs at once; yields their processes."""
        jobs = [subprocess.Popen(hostile(words[0], self.bdf(i), *words[1:], *([i] if wait else [])),
                                 stdout=subprocess.PIPE, text=True) for i in vfs]
        try:
            yield jobs
        finally:
            for job in jobs:
                job.terminate()
                job.wait(30)

    def together(self, *words, vfs=ATTACKERS):
        """The same by several VFs, each with its number as seed, to the end."""
        with self.attack(*words, vfs=vfs, wait=True) as jobs:
            return [values(job.communicate(timeout=900)[0]) for job in jobs]

    def calm(self):
        """Let go, begin anew, have a full budget again."""
        for i in ATTACKERS:
            self.reset(i)
        time.sleep(2.2)

    def lines(self, index):
        """What the host has logged because of a VF."""
        text = f.run("dmesg")
        return text.count(f"VF {index}: ") + text.count(f"VF {index} ")


@pytest.fixture(scope="module")
def bench(field):
    return Bench(field)


def administer(bench):
    """Every administrator's command works, whatever the VF has done before."""
    for i in (*ATTACKERS, HONEST):
        was = bench.port.vf_info(i)
        bench.port.set_vf(i, "mac", f"52:54:00:00:aa:{i:02x}")
        bench.port.set_vf(i, "vlan", 100 + i, "qos", 1)
        bench.port.set_vf(i, "vlan", 0)
        for switch in ("spoofchk", "trust"):
            bench.port.set_vf(i, switch, "off" if was[switch] else "on")
            bench.port.set_vf(i, switch, "on" if was[switch] else "off")
        bench.port.set_vf(i, "max_tx_rate", 100)
        bench.port.set_vf(i, "max_tx_rate", 0)
        for state in ("disable", "enable", "auto") if f.PF_DRIVER == "vtc" else ():
            bench.port.set_vf(i, "state", state)
        if f.PF_DRIVER == "vtc":
            bench.port.set_vf(i, "mac", "00:00:00:00:00:00")


# --- who pays --------------------------------------------------------------

def threads_ns():
    """Processor time of all kernel threads that work or serve interrupts."""
    total = 0
    for path in glob.glob("/proc/[0-9]*/comm"):
        with contextlib.suppress(OSError):
            if pathlib.Path(path).read_text().startswith(("kworker", "irq/", "ksoftirqd")):
                total += int(pathlib.Path(path).with_name("schedstat").read_text().split()[0])
    return total


def bill(seconds):
    """Share of a processor that is lost to a spinner on processor 0, with what
    kernel threads have used wherever they ran; and the usual longest gap."""
    start, threads = time.monotonic(), threads_ns()
    text = f.run(PROGRAM, "gaps", "0", seconds, timeout=seconds + 30)
    spent = (threads_ns() - threads) / 1e9 / (time.monotonic() - start)
    windows = [values(line) for line in text.splitlines()]
    return (statistics.median(w["lost"] for w in windows), max(spent, 0),
            statistics.median(w["max_us"] for w in windows) / 1000)


# A host with so much else to do that two idle bills differ by more shows nothing.
NOISE = 0.02
# Of the PF's processor.  Two seconds beside other VMs tell tens of percent, which is
# what a PF without a budget would lose; a minute alone tells five.
ALLOWED = f.size(0.15, 0.05)


def cost(bench, seconds, *words, vfs=ATTACKERS):
    """What an attack adds to the bill: (spinner, threads, longest gap in ms), and by how
    much two bills without it differ.
    """
    def idle():
        bench.calm()
        with bench.attack("flood", 3 * seconds + 60, "none", vfs=vfs):
            time.sleep(0.5)
            return bill(seconds)

    before = idle()
    with bench.attack(words[0], 3 * seconds + 60, *words[1:], vfs=vfs):
        # The burst that everybody may have is over by then.
        time.sleep(2.5)
        busy = bill(seconds)
    after = idle()
    noise = max(abs(b - a) for a, b in list(zip(before, after))[:2])
    return tuple(b - i for b, i in zip(busy, before)), noise


def check_cost(bench, name, seconds, *words, **kw):
    quiet = False
    for _ in range(5):
        try:
            (spinner, threads, gap), noise = cost(bench, seconds, *words, **kw)
        except subprocess.TimeoutExpired:
            f.note(f"{name}: on the PF's processor {seconds} s of work took more than "
                   f"{seconds + 30} s")
            if f.PF_DRIVER == "vtc":
                raise
            return
        f.note(f"{name}: lost on the PF's processor {100 * spinner:.2f} %, kernel threads "
               f"{100 * threads:.2f} %, longest gap {gap:+.2f} ms, noise {100 * noise:.2f} %")
        good = spinner + threads < ALLOWED and gap < 20
        if good or f.PF_DRIVER != "vtc":
            return
        quiet |= noise < NOISE
    if f.SLOW > 1:
        pytest.skip("sanitizers say nothing about speed")
    if not quiet:
        pytest.skip("the host has too much else to do to see what this costs")
    pytest.fail(str((spinner, threads, gap)))


def test_hold_costs_nobody_anything(bench):
    check_cost(bench, "hold by 6", f.size(3, 60), "hold")
    bench.calm()
    bench.settle()


@pytest.mark.parametrize("kind", f.size(["vlan"], ["vlan", "ack", "flr"]))
def test_flood_costs_nobody_anything(bench, kind):
    check_cost(bench, f"flood of {kind} by 6", f.size(2, 30), "flood", kind)
    bench.calm()
    bench.settle()


def handshakes(bench, seconds):
    """The seventh VF as an honest guest, by hand: eight handshakes a second."""
    done = subprocess.run([PROGRAM, "ask", bench.bdf(HONEST), str(seconds), "125000"],
                          stdout=subprocess.PIPE, text=True, timeout=seconds + 60, check=True)
    return values(done.stdout)


@pytest.fixture
def by_hand(bench):
    """The honest VF without its driver, for a moment."""
    bench.port.vf(HONEST).unbind()
    yield
    bench.port.vf(HONEST).probe()
    bench.honest = bench.port.vf_station(HONEST)
    bench.settle()


def test_flood_leaves_the_seventh_alone(bench, by_hand):
    seconds = f.size(3, 60)
    for _ in range(3):
        bench.calm()
        alone = handshakes(bench, seconds)
        with bench.attack("flood", 3 * seconds + 60, "vlan"):
            time.sleep(2.5)
            among = handshakes(bench, seconds)
        f.note(f"flood by 6: the seventh completes {among['rate']:.2f} handshakes/s, alone "
               f"{alone['rate']:.2f}; p50 {among['p50_us'] / 1000:.1f} ms, "
               f"p99 {among['p99_us'] / 1000:.1f} ms, lost {among['lost']:.0f}")
        good = not among["lost"] and (f.SLOW > 1 or (
            among["rate"] >= 0.9 * alone["rate"] and among["rate"] >= 5 and
            among["p99_us"] <= 200000))
        if good or f.PF_DRIVER != "vtc":
            break
    bench.calm()
    if f.PF_DRIVER == "vtc":
        assert good, (alone, among)


# --- what is said ----------------------------------------------------------

def test_random_messages(bench):
    """Each well-formed request is answered, once; the host's log stays short;
    nobody else notices; the administrator's word counts as before."""
    bench.calm()
    count, limit = f.size(340, 400000), f.size(30, 60 * float(os.environ.get("SOAK_MINUTES", 10)))
    before = {i: bench.lines(i) for i in ATTACKERS}
    start = time.monotonic()
    missing = []
    with bench.attack("fuzz", count, limit, vfs=ATTACKERS, wait=True) as jobs:
        while any(job.poll() is None for job in jobs):
            missing.append(bench.honest.ping(bench.wire, 5))
            missing.append(bench.port.place.ping(bench.wire, 5))
        results = [values(job.communicate()[0]) for job in jobs]
    took = time.monotonic() - start
    total = {k: sum(r[k] for r in results) for k in results[0]}
    logged = {i: bench.lines(i) - before[i] for i in ATTACKERS}
    f.note(f"fuzz by 6 in {took:.1f} s: {total['sent']:.0f} messages, lost {total['lost']:.0f}, "
           f"answered twice {total['twice']:.0f}, lines logged {sum(logged.values())}, "
           f"pings of others lost {sum(missing)} of {5 * len(missing)}")
    administer(bench)
    bench.calm()
    bench.settle()
    if f.PF_DRIVER != "vtc":
        return
    assert total["sent"] >= count or took >= limit
    assert total["lost"] == 0 and total["twice"] == 0
    assert all(n <= KINDS * (1 + took / 5) for n in logged.values()), logged
    assert sum(missing) == 0


def test_reset_in_mid_message(bench):
    bench.calm()
    results = bench.together("cut", f.size(20, 2000))
    assert all(r["answered"] == r["resets"] for r in results), results
    bench.settle()


def test_writes_anywhere(bench):
    """Whatever lies in a VF's registers: the next who takes it over can."""
    bench.together("wild", f.size(3000, 1000000))
    bench.calm()
    bench.settle()
    answers = bench.together("cut", 1)
    assert all(r["answered"] == 1 for r in answers), answers
    administer(bench)


# --- what stays ------------------------------------------------------------

def leak(bench, index):
    return values(f.run(*hostile("leak", bench.bdf(index))))["leak"]


@pytest.mark.ours(pf=True, why="leaves the last message in the mailbox")
def test_no_word_of_a_tenant_stays(bench):
    """Neither over a reset of the VF nor over VFs that went and came."""
    bench.calm()
    bench.together("fuzz", 5, 10, vfs=[0, 1])
    bench.reset(0)
    assert f.until(lambda: leak(bench, 0) == 0, 1)
    bench.together("fuzz", 5, 10, vfs=[0, 1])
    bench.port.set_numvfs(0)
    bench.enable()
    assert [leak(bench, i) for i in ATTACKERS] == [0] * len(ATTACKERS)
    bench.settle()


# --- what can be seen ------------------------------------------------------

TRACING = pathlib.Path("/sys/kernel/tracing")


@pytest.mark.ours(pf=True, vf=True, why="no such tracepoints")
def test_traces_show_messages_and_commits(bench):
    systems = [TRACING / "events" / s / "enable" for s in ("vtc_pf", "vtc_vf")]
    (TRACING / "trace").write_text("")
    for enable in systems:
        enable.write_text("1")
    try:
        bench.port.set_vf(0, "vlan", 55)
        bench.port.set_vf(0, "vlan", 0)
        bench.honest.vlan(9).remove()
        time.sleep(0.5)
        text = (TRACING / "trace").read_text()
    finally:
        for enable in systems:
            enable.write_text("0")
    pf, vf = bench.port.bdf, bench.bdf(HONEST)
    assert f"vtc_commit: dev={pf} " in text
    # Asked and heard, answered and taken: the same four words at both ends
    assert f"dev={vf} vf=-1 dir=tx words=00010004,00000009," in text
    assert f"dev={pf} vf={HONEST} dir=rx words=00010004,00000009," in text
    assert f"dev={pf} vf={HONEST} dir=tx " in text and f"dev={vf} vf=-1 dir=rx " in text
