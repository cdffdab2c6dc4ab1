# SPDX-License-Identifier: Apache-2.0
"""`guantong read FILE...`: a reading in the terminal or as JSON. The readings themselves come from `read`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from guantong.gongwen.model import Reading, Unreadable
from guantong.gongwen.read import is_notice_like, read, reading_json

_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("txt", "md", "html", "htm", "docx", "doc", "wps", "rtf", "pdf", "ofd"),
        *("png", "jpg", "jpeg", "tif", "tiff", "bmp", "webp"),
    )
)
_PROGRAMMES = {
    "study": "学习", "publicity": "宣传", "honors": "评选", "contests": "竞赛", "rights": "维权",
    "aid": "帮扶", "membership": "组织", "workforce": "产改", "supervision": "督导",
}  # fmt: skip


def read_command(argv: list[str]) -> int:
    """Read files and folders; 2 where one of them cannot be read, 0 otherwise."""
    parser = argparse.ArgumentParser(prog="guantong read", description="读一份或多份公文")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件或文件夹")
    parser.add_argument("--json", action="store_true", help="输出 JSON，一份文件一个对象")
    parser.add_argument("--explain", action="store_true", help="说明每条要求是依据什么读出来的")
    args = parser.parse_args(argv)
    files = list(_files(args.files))
    if not files:
        print("没有找到可以读的文件。", file=sys.stderr)
        return 2
    status = 0
    for file in _watched(files):
        try:
            reading = read(file)
        except Unreadable as error:
            print(f"{file.name}：{error}" if len(files) > 1 else str(error), file=sys.stderr)
            status = 2
            continue
        if args.json:
            value = reading_json(reading)
            print(json.dumps({"file": str(file), **value} if len(files) > 1 else value, ensure_ascii=False))
        else:
            print("\n".join(_table(file, reading, explain=args.explain)))
    return status


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in _SUFFIXES)
        else:
            yield path


def _watched(files: list[Path]) -> Iterable[Path]:
    """The files with a progress bar where there are several and somebody watches."""
    if len(files) == 1 or not sys.stderr.isatty():
        return files
    from tqdm import tqdm

    watched: Iterable[Path] = tqdm(files, unit="份", file=sys.stderr)
    return watched


def _table(file: Path, reading: Reading, *, explain: bool) -> Iterator[str]:
    document = reading.document
    yield f"── {file.name} " + "─" * 20
    if not is_notice_like(reading):
        yield "（看起来不是公文，以下仅供参考）"
    yield f"标题    {document.title or '—'}"
    yield f"文种    {document.kind or '—'}    字号 {document.number or '—'}    成文 {document.issued_on or '—'}"
    yield f"发文    {document.issuer or '—'}"
    yield f"主送    {'、'.join(document.addressees) or '—'}"
    if document.annexes:
        yield f"附件    {'；'.join(annex.title for annex in document.annexes)}"
    yield ""
    for entry in reading.outline:
        yield f"{'  ' * entry.level}{entry.marker}{entry.heading}"
    yield ""
    yield f"要求 {len(reading.requirements)} 条，期限 {len(reading.deadlines)} 个，报送 {len(reading.reporting)} 项"
    for number, item in enumerate(reading.requirements, 1):
        fields = "/".join(_PROGRAMMES[programme.value] for programme in item.programmes) or "—"
        due = item.due.isoformat() if item.due else item.recurs or ""
        yield f"{number:>4}  [{fields}] {due} {'、'.join(item.bodies)}".rstrip()
        yield f"      {item.text}"
        if explain:
            yield f"      依据：{'；'.join(item.why)}"
    yield from (f"注意：{warning}" for warning in reading.warnings)
