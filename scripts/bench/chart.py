#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Draw a result of scripts/bench/run: chart.py RESULT.json DOCDIR

Writes DOCDIR/performance.svg, the ratios as bars, and DOCDIR/figures.rst, the
figures as tables.  A chart of bars and ticks is seventy lines of SVG; a plotting
package would be fifty megabytes more in the bed, so there is none.
"""

import json
import math
import pathlib
import sys
from html import escape

from report import number, shown

WIDTH, LEFT, ROW, TOP = 760, 330, 17, 64
# What the chart shows; the tables have all.
DRAWN = {"self", "net", "mmio_w", "us", "ms", "kib"}
WORDS = {"self": "driver's own instructions", "net": "instructions", "total": "instructions",
         "mmio_w": "register writes", "mmio_r": "register reads", "irq": "interrupts",
         "us": "microseconds", "ms": "milliseconds", "kinsn": "thousand instructions",
         "kib": "KiB of memory", "l1": "L1 misses", "l2": "L2 misses"}
COLOURS = {"good": "#2e7d32", "better": "#7cb342", "worse": "#c62828"}
FULL = 1.5      # the ratio at the right edge


def x_of(ratio):
    return LEFT + (WIDTH - LEFT - 60) * min(ratio, FULL) / FULL


def colour(row):
    if row["ratio"] <= row["target"] * 1.005:
        return COLOURS["good"]
    return COLOURS["better"] if row["ratio"] <= 1.005 else COLOURS["worse"]


def text(x, y, words, more=""):
    return f'<text x="{x:.0f}" y="{y:.0f}" {more}>{escape(words)}</text>'


def bar(row, y):
    end, mark = x_of(row["ratio"]), x_of(row["target"])
    label = f"{row['what']}: {WORDS[row['metric']]}"
    arrow = "+" if row["ratio"] > FULL else ""
    return [text(LEFT - 8, y + 11, label, 'text-anchor="end"'),
            f'<rect x="{LEFT}" y="{y + 2}" width="{max(end - LEFT, 1):.1f}" height="{ROW - 5}" '
            f'fill="{colour(row)}"/>',
            f'<path d="M{mark:.1f} {y}v{ROW - 1}" stroke="#000" stroke-width="2"/>',
            text(max(end, mark) + 6, y + 11, f"{row['ratio']:.2f}{arrow}")]


def caption(result):
    return (f"{result['date']}, vtc {result['commit']}, Linux {result['kernel']}, "
            f"QEMU {result['qemu']}")


def chart(result):
    rows = [r for r in result["rows"] if r["group"] != "base" and shown(r)
            and r["metric"] in DRAWN and r.get("ratio") is not None]
    rows = [r for r in rows if math.isfinite(r["ratio"]) and r["ratio"] >= 0]
    height = TOP + ROW * len(rows) + 12
    one = x_of(1)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
           f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
           text(12, 20, "vtc beside igb and igbvf: ratio, shorter is better",
                'font-size="15" font-weight="bold"'),
           text(12, 38, caption(result), 'fill="#555"'),
           text(12, 54, "bar: ours / theirs; black tick: the target; line: as theirs",
                'fill="#555"'),
           f'<path d="M{one:.1f} {TOP - 4}V{height - 8}" stroke="#888" stroke-dasharray="3 3"/>']
    for i, row in enumerate(rows):
        out += bar(row, TOP + ROW * i)
    return "\n".join(out + ["</svg>"]) + "\n"


def tables(result):
    out = [".. SPDX-License-Identifier: GPL-2.0-only", "",
           ".. Made by make bench-chart; see performance.rst for what it says.", "",
           "=======", "Figures", "=======", "", f"{caption(result)},",
           f"{result['units']} units, moderation {result['usecs']} us.", ""]
    group = None
    edge = " ".join("=" * n for n in (36, 26, 10, 10, 8, 7, 7))
    form = "{:36} {:26} {:>10} {:>10} {:>8} {:>7} {:>7}"
    for row in filter(shown, result["rows"]):
        if row["group"] == "base":
            continue
        if row["group"] != group:
            if group:
                out += [edge, ""]
            group = row["group"]
            out += [group, "-" * len(group), "", edge,
                    form.format("what", "of which", "theirs", "ours", "+-", "ratio", "target"),
                    edge]
        out.append(form.format(row["what"], WORDS[row["metric"]], number(row.get("peer")),
                               number(row["ours"]), number(row["ours_spread"]),
                               number(row.get("ratio")), number(row.get("target"))))
    return "\n".join(out + [edge]) + "\n"


def main():
    result = json.loads(pathlib.Path(sys.argv[1]).read_text())
    where = pathlib.Path(sys.argv[2])
    if len(result["drivers"]) < 2:
        sys.exit("chart.py: a result with one driver has no ratios")
    (where / "performance.svg").write_text(chart(result))
    (where / "figures.rst").write_text(tables(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
