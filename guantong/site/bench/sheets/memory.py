# SPDX-License-Identifier: Apache-2.0
"""How much memory reading takes at its peak: run as a program, in a process of its own, so that nothing else counts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook

from guantong.sheets import match, read, rows_at_once, tables

from .rows import fields, unit_names


def peak(what: str, path: str, units: int) -> int:
    """Kilobytes at the peak of one way of reading a file."""
    words = [sys.executable, "-m", "guantong.site.bench.sheets.memory", what, path, str(units)]
    return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def _bare(path: str) -> None:
    for _row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass


def _ours(path: str, units: int) -> None:
    asked = fields(unit_names(units))
    for table in tables(read(Path(path)), asked):
        for _row in rows_at_once(table, match(table, asked), lambda _name, value: value or ""):
            pass


def _highest() -> int:
    """The peak of this program alone; `getrusage` would count the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0])


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        _bare(sys.argv[2])
    elif sys.argv[1] == "ours":
        _ours(sys.argv[2], int(sys.argv[3]))
    sys.stdout.write(str(_highest()))
