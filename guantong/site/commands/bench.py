# SPDX-License-Identifier: Apache-2.0
"""`guantong bench`: each figure is a ratio to a floor that was measured in the same run."""

from __future__ import annotations

import argparse
import json
from importlib import import_module

BENCHES = {
    "read": "guantong.gongwen.read.bench",
    "write": "guantong.gongwen.write.bench",
}


def bench_command(argv: list[str]) -> int:
    """Run one bench, or all of them."""
    parser = argparse.ArgumentParser(prog="guantong bench")
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES))
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    names = [args.name] if args.name else sorted(BENCHES)
    figures = {name: import_module(BENCHES[name]).bench() for name in names}
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    for name, found in figures.items():
        print(name)
        for key, value in found.items():
            print(f"  {key:<40} {value}")
    return 0
