# SPDX-License-Identifier: Apache-2.0
"""`guantong bench`: each figure is a ratio to a floor that was measured in the same run."""

from __future__ import annotations

import argparse
import json
from importlib import import_module

BENCHES = {
    "org": "guantong.site.bench.org",
    "sheets": "guantong.site.bench.sheets.bench",
    "trace": "guantong.site.bench.trace",
    "read": "guantong.gongwen.read.bench",
    "rollup": "guantong.rollup.engine.bench",
    "write": "guantong.gongwen.write.bench",
}


def _options(name: str, args: argparse.Namespace) -> dict[str, object]:
    """What was asked of a bench on the command line; most take nothing."""
    sizes = (args.units,) if args.units else None
    asked = {"sheets": {"rows": args.rows}, "org": {"sizes": sizes}, "rollup": {"units": args.units}}.get(name, {})
    return {option: value for option, value in asked.items() if value}


def bench_command(argv: list[str]) -> int:
    """Run one bench, or all of them."""
    parser = argparse.ArgumentParser(prog="guantong bench")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--units", type=int, help="多少个单位（org、rollup）")
    parser.add_argument("--rows", type=int, help="表格有多少行（sheets）")
    args = parser.parse_args(argv)
    names = [args.name] if args.name else sorted(BENCHES)
    figures = {name: import_module(BENCHES[name]).bench(**_options(name, args)) for name in names}
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    for name, found in figures.items():
        print(name)
        for key, value in found.items():
            print(f"  {key:<40} {value}")
    return 0
