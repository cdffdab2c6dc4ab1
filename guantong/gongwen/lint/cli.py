# SPDX-License-Identifier: Apache-2.0
"""`guantong lint FILE [--json]`: what a notice will cost its readers, before it is sent."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from guantong.gongwen.lint import Level, LintReport, Weight, lint, report_json
from guantong.gongwen.model import Document, Reading, Unreadable
from guantong.gongwen.read import read
from guantong.gongwen.write import CannotWrite
from guantong.gongwen.write.cli import load_document

WEIGHTS = {Weight.BREACH: "违规", Weight.COST: "增负", Weight.HINT: "提示"}
PLAIN = {".txt", ".md"}


def lint_command(argv: list[str]) -> int:
    """Print the report; 0 when the file could be read, 2 with one sentence when not."""
    parser = argparse.ArgumentParser(prog="guantong lint", description="发文之前看一看：这份公文要让下面花多少工夫。")
    parser.add_argument("file", type=Path, help="公文文件，或 guantong write 用的 JSON")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--units", metavar="N,N,…", default="", help="自上而下各级单位数，如 8,48,960")
    options = parser.parse_args(argv)
    try:
        report = lint(_source(options.file), units=_levels(options.units))
    except (CannotWrite, Unreadable, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(report_json(report), ensure_ascii=False, indent=1) if options.json else as_text(report))
    return 0


def _source(path: Path) -> Document | Reading | str:
    if path.suffix.lower() == ".json":
        return load_document(path)
    if path.suffix.lower() in PLAIN:
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            return read(path)
    return read(path)


def _levels(given: str) -> tuple[Level, ...] | None:
    if not given:
        return None
    counts = given.replace("，", ",").split(",")
    if not all(count.strip().isdecimal() for count in counts):
        raise CannotWrite("--units 应当是逗号分开的整数，如 8,48,960。")
    return tuple(Level(f"第{at + 1}级单位", int(count)) for at, count in enumerate(counts))


def as_text(report: LintReport) -> str:
    """The report for people: measures, findings, burden."""
    copied = report.characters_copied
    marks = f"（连同抄件标记{copied}字）" if copied != report.characters else ""
    within = "未超过" if report.characters <= report.limit else "超过"
    lines = [
        f"字数　　{report.characters}字{marks}，{within}{report.limit}字",
        f"要求　　{len(report.duties)}项；日期{report.dates}个，数量目标{report.targets}个",
        f"主送　　{len(report.addressees)}类，须报告的{len(report.reporters)}类",
        f"负担　　预计{report.burden.minutes:.0f}分钟（{report.burden.units}个单位，常数均为我们的估计）",
    ]
    for part in report.burden.parts:
        lines.append(f"　　　　{part.name}：{part.minutes_each:.1f}分钟×{part.units}")
    lines.append("")
    for finding in report.findings:
        lines.append(f"[{WEIGHTS[finding.weight]}] {finding.message}（{finding.rule}）")
    return "\n".join(lines)
