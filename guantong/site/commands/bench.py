# SPDX-License-Identifier: Apache-2.0
"""`guantong bench`: each figure is a ratio to a floor that was measured in the same run, beside what it should be."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any

BENCHES = {
    "org": "guantong.site.bench.org",
    "sheets": "guantong.site.bench.sheets.bench",
    "trace": "guantong.site.bench.trace",
    "dispatch": "guantong.site.bench.dispatch.bench",
    "read": "guantong.gongwen.read.bench",
    "register": "guantong.site.bench.register.bench",
    "rollup": "guantong.site.bench.rollup",
    "write": "guantong.gongwen.write.bench",
}
SIZES = {"dispatch": ("units", "officers"), "sheets": ("rows",), "register": ("rows",), "rollup": ("units",)}
Target = tuple[str, str, float]  # which lines, ≤ or ≥, how much


def _options(name: str, args: argparse.Namespace) -> dict[str, object]:
    """What was asked of a bench on the command line; most take nothing."""
    if name == "org":
        return {"sizes": (args.units,)} if args.units else {}
    given = {size: getattr(args, size) for size in SIZES.get(name, ())}
    return {size: value for size, value in given.items() if value}


def target_of(line: str, targets: Iterable[Target]) -> Target | None:
    """What a line should be, None where it only tells."""
    return next((target for target in targets if fnmatchcase(line, target[0])), None)


def is_met(value: Any, target: Target) -> bool:
    """Whether a figure is what it should be."""
    _lines, sign, limit = target
    return bool(value <= limit if sign == "≤" else value >= limit)


def lines_of(found: dict[str, Any], targets: Iterable[Target]) -> list[str]:
    """The table as it is printed: each line with its figure, what it should be, and whether it is."""
    shown = []
    for key, value in found.items():
        if isinstance(value, dict):  # the single figures behind a line: --json has them
            continue
        target = target_of(key, targets)
        judged = f"  {target[1]} {target[2]:g}  {'met' if is_met(value, target) else 'MISSED'}" if target else ""
        shown.append(f"  {key:<64} {value!s:>10}{judged}")
    return shown


def bench_command(argv: list[str]) -> int:
    """Run one bench, or all of them."""
    parser = argparse.ArgumentParser(prog="guantong bench")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--units", type=int, help="多少个单位（org、rollup、dispatch）")
    parser.add_argument("--officers", type=int, help="一分钟里多少人各登记一条（dispatch）")
    parser.add_argument("--rows", type=int, help="多少行（sheets、register）")
    args = parser.parse_args(argv)
    names = [args.name] if args.name else sorted(BENCHES)
    figures: dict[str, dict[str, Any]] = {}
    for name in names:
        module = import_module(BENCHES[name])
        figures[name] = module.bench(**_options(name, args))
        if not args.json:
            print(name, *lines_of(figures[name], getattr(module, "TARGETS", ())), sep="\n")
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0
