#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""In a guest: run selftests of the kernel against our drivers.

  guest.py FUNCTION TEST:HOW ...

The interfaces are those of the tests, cabled in pairs: with "pf" the ports
themselves, with "vf" a trusted VF of each.  Every case becomes a line of
/out/results, "VERDICT FUNCTION TEST CASE"; what a test printed stays in
/out/TEST.log.  What is expected is not known here.
"""

import glob
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, "/vtc/scripts/vm/tests")
import field as f                   # noqa: E402  pylint: disable=wrong-import-position

KERNEL = pathlib.Path("/tmp/kernel")
TESTS = KERNEL / "tools/testing/selftests"
REMOTE = "rem"
LIMIT = 1500

# netcat with the options of toeplitz_client.sh, by socat.
NETCAT = """#!/bin/bash
case " $* " in *" -u "*) proto=UDP ;; *) proto=TCP ;; esac
exec socat -u - "$proto${1#-}:${*: -2:1}:${*: -1}"
"""

# What a test of 6.12 needs to run at all: (file, text, text instead).
MENDED = [
    # It names the partner's interface as nothing does.
    ("drivers/net/hw/csum.py", "{cfg.remote_ifname}", "{cfg.env['REMOTE_IFNAME']}"),
    # An emulated processor with 16 streams on it needs seconds to run /bin/true.
    ("drivers/net/hw/rss_ctx.py", "total_seconds(), 0.2)", "total_seconds(), 60)"),
    # The emulator neither pads what it sends nor counts what is shorter.
    ("drivers/net/hw/ethtool_rmon.sh", "len=$((len > 0 ? len : 0))",
     "len=$((len > 60 ? len : 60))"),
    # What fails there is not said, and what the socket's buffer holds, not waited for.
    ("drivers/net/hw/ethtool_rmon.sh", 'check_err 1 "$step failed"',
     'check_err 1 "$counted counted"; log_test "$step"'),
    ("drivers/net/hw/ethtool_rmon.sh", "delta=$((after - before))",
     "counted=$((after - before)); delta=$counted"),
    ("drivers/net/hw/ethtool_rmon.sh", "after=$(ethtool", "sleep 2; after=$(ethtool"),
    # Its frames have to arrive together, which they seldom do in an emulated guest.
    ("net/gro.sh", "{1..3}", "{1..20}"),
    # Newer tcpdump has a type more in the line.
    ("net/forwarding/local_termination.sh", "msg type : ", "msg type *: "),
]

# What a case looks like in each style.
LINES = [
    re.compile(r"^(?P<not>not )?ok \d+ (?P<name>\S+)(?: # (?P<word>SKIP|XFAIL)(?P<why>.*))?"),
    re.compile(r"^TEST: (?P<name>.*?)\s+\[\s*(?P<word>OK|FAIL|XFAIL|SKIP)\s*\]"),
    re.compile(r"^(?P<word>PASS|FAIL|SKIP|XFAIL): (?P<name>.*)"),
]


def say(text):
    print(text, flush=True)


def prepare():
    """Bring the tests and what they call into a state in which they run."""
    shutil.copytree("/out/kernel", KERNEL, symlinks=True)
    # Two of the largest packets of gro.sh are there before its receiver runs, in three
    # buffers for each segment: more than the socket may have, which loses the next.
    pathlib.Path("/proc/sys/net/core/rmem_default").write_text("1000000")
    for name, text, instead in MENDED:
        file = TESTS / name
        old = file.read_text()
        assert text in old, name
        file.write_text(old.replace(text, instead))
    for name in ("msend", "mreceive"):
        shutil.copy(KERNEL / "mtools", f"/usr/local/bin/{name}")
    # tcpdump gives up being root, and with it the folder the tests make.
    for name, text in (("tcpdump", '#!/bin/sh\nexec /usr/bin/tcpdump -Z root "$@"\n'),
                       ("nc", NETCAT)):
        path = pathlib.Path("/usr/local/bin") / name
        path.write_text(text)
        path.chmod(0o755)
    os.environ["PATH"] = "/usr/local/bin:" + os.environ["PATH"]


class Bench:
    """The functions, and what each test wants of them."""

    def __init__(self, function):
        kind = function.split(".")[0]
        self.field = f.Field()
        self.field.load_pf()
        self.function = function
        names = []
        for port in self.field.ports:
            netdev = port.netdev()
            if kind == "vf":
                f.run("ip", "link", "set", netdev, "up")
                port.set_numvfs(1)
                f.run("ip", "link", "set", netdev, "vf", "0", "trust", "on")
            names.append(netdev)
        if kind == "vf":
            self.field.load_vf()
            # The tests look for interfaces by the kernel's names: ours come first.
            names = [port.vf(0).netdev() for port in self.field.ports]
        # Cabled in pairs, the one under test second.
        self.names = [names[1], names[0]] + names[2:]
        self.dev, self.partner = names[0], names[1]

    def clear(self):
        """As if no test had run."""
        if os.path.exists(f"/run/netns/{REMOTE}"):
            f.drop_namespace(REMOTE)
        f.until(lambda: os.path.exists(f"/sys/class/net/{self.partner}"), 20)
        for line in f.run("ip", "-br", "link").splitlines():
            name = line.split()[0].split("@")[0]
            if name != "lo" and not os.path.exists(f"/sys/class/net/{name}/device"):
                f.run("ip", "link", "del", name, check=False)
        for name in self.names:
            # Down first: that takes the addresses of IPv6 along.
            f.run("ip", "link", "set", name, "down", "nomaster", "mtu", 1500, check=False)
            f.run("ip", "addr", "flush", "dev", name, check=False)

    def up(self):
        f.run("ip", "netns", "add", REMOTE)
        f.run("ip", "link", "set", self.partner, "netns", REMOTE)
        f.run("ip", "link", "set", "lo", "up", ns=REMOTE)
        for name, ns, host in ((self.dev, None, 1), (self.partner, REMOTE, 2)):
            f.batch([f"link set {name} up", f"addr add 192.0.2.{host}/24 dev {name}",
                     f"addr add 2001:db8::{host}/64 dev {name} nodad"], ns=ns)
        f.until(lambda: " 0% packet loss" in
                f.run("ping", "-c1", "-W1", "192.0.2.2", check=False), 20)

    def environment(self):
        return {"NETIF": self.dev, "REMOTE_IFNAME": self.partner,
                "LOCAL_V4": "192.0.2.1", "REMOTE_V4": "192.0.2.2",
                "LOCAL_V6": "2001:db8::1", "REMOTE_V6": "2001:db8::2",
                "REMOTE_TYPE": "netns", "REMOTE_ARGS": REMOTE}

    def plain(self, text):
        """A case's name without the names of this run's interfaces."""
        for number, name in enumerate(self.names, 1):
            text = re.sub(rf"\b{name}\b", f"h{number}", text)
        return text


def ipv6(dev, on):
    pathlib.Path(f"/proc/sys/net/ipv6/conf/{dev}/disable_ipv6").write_text("01"[not on])


def hide(bench, on):
    """Names that no test looks for, for all interfaces but the one under test."""
    prefix = "eth" if on else "held"
    for name in os.listdir("/sys/class/net"):
        if name.startswith(prefix) and name != bench.dev:
            other = name.replace(prefix, "held" if on else "eth")
            f.run("ip", "link", "set", name, "name", other)


def command(bench, test, how):
    """Arguments and environment of a test, the interfaces made ready for it."""
    env = dict(os.environ, NETIF_NO_CABLE=bench.names[2])
    argv = ["./" + os.path.basename(test)]
    if how == "env":
        bench.up()
        env.update(bench.environment())
        argv.insert(0, "python3")
    elif how == "self":
        # Frames of 4 KiB are among them.
        f.run("ip", "link", "set", bench.dev, "mtu", 9000, "up")
        argv += ["-i", bench.dev]
        if "toeplitz" in test:
            argv += ["-t", "-4", "-rss", "-irq_prefix", bench.dev]
    elif how == "all":
        # An address that comes or does not come in time is a case more.
        ipv6(bench.dev, False)
        # It would take the others, too.
        hide(bench, True)
    else:
        argv += bench.names[:int(how)]
    return argv, env


def cases(text):
    """The cases of what a test printed."""
    found = []
    failed = re.search(r"failed tests: (.*?)\s+Please see", text, re.S)
    for line in text.splitlines():
        running = re.match(r"running test (\S+) (\S+)", line)
        if running:
            name = "_".join(running.groups())
            bad = failed and name in failed.group(1).rstrip(".").split()
            found.append((name, "FAIL" if bad else "PASS", ""))
        for pattern in LINES:
            match = pattern.match(line)
            if match:
                got = match.groupdict()
                word = got.get("word") or ("FAIL" if got.get("not") else "PASS")
                found.append((" ".join(got["name"].split()), word.replace("OK", "PASS"),
                              (got.get("why") or "").strip()))
                break
    return found


def run_test(bench, test, how):
    """Run a test; leave its lines in /out/results."""
    folder = TESTS / os.path.dirname(test)
    log = pathlib.Path("/out") / (test.replace("/", "-") + ".log")
    bench.clear()
    f.kmsg(f"test {test}")
    start = time.monotonic()
    argv, env = command(bench, test, how)
    with open(log, "w", encoding="utf-8") as out:
        try:
            code = subprocess.run(argv, cwd=folder, env=env, stdout=out, check=False,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                  timeout=LIMIT * f.SLOW).returncode
        except subprocess.TimeoutExpired:
            code = 124
    if how == "all":
        ipv6(bench.dev, True)
        hide(bench, False)
    found = cases(log.read_text(errors="replace"))
    if not found or code not in (0, 1, 4):
        # Most say nothing and succeed when they have given up.
        good = "PASS" if how == "self" else "FAIL"
        found.append(("exit", {0: good, 4: "SKIP"}.get(code, "FAIL"), f"status {code}"))
    seen = {}
    with open("/out/results", "a", encoding="utf-8") as results:
        for name, word, why in found:
            name = bench.plain(name)
            seen[name] = seen.get(name, 0) + 1
            if seen[name] > 1:
                name += f" #{seen[name]}"
            results.write(f"{word}\t{bench.function}\t{test}\t{name}\t{why}\n")
    say(f"{test}: {len(found)} cases, {time.monotonic() - start:.0f} s")


def main():
    function, *tests = sys.argv[1:]
    prepare()
    bench = Bench(function)
    for word in tests:
        test, how = word.split(":")
        run_test(bench, test, how)
    with open("/out/results", "a", encoding="utf-8") as results:
        results.write("END\n")


main()
