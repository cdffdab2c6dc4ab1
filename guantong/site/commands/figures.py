# SPDX-License-Identifier: Apache-2.0
"""Why a light shines as it does, and whether the figures of a report still hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from guantong.dispatch.lights import assignment_of
from guantong.dispatch.models import Requirement
from guantong.dispatch.pages.assignment import why
from guantong.dispatch.pages.words import due_text, light_word, missing_pieces
from guantong.kernel.errors import Invalid, NotFound
from guantong.kernel.keys import row_key
from guantong.org.models import Unit
from guantong.register.pages import Piece
from guantong.reports.out import verify


def why_command(argv: list[str]) -> int:
    """Explain a light by its records; an assignment is named REQUIREMENT:UNIT, as its page's address names it."""
    parser = argparse.ArgumentParser(prog="guantong why")
    parser.add_argument("assignment", help="要求编号:单位代码，例如 6:632100")
    name, _colon, code = parser.parse_args(argv).assignment.partition(":")
    key = row_key(name)
    if key is None or not code:
        raise Invalid("请写成 要求编号:单位代码，例如 6:632100。")
    requirement = Requirement.objects.filter(pk=key).select_related("notice__theme", "unit").first()
    unit = Unit.objects.filter(code=code).first()
    found = assignment_of(requirement, unit) if requirement and unit else None
    if requirement is None or unit is None or found is None:
        raise NotFound("没有这一项，或者它没有落到这个单位。")
    print(f"{unit.name}，{requirement}：{light_word(found.light)}（{due_text(found.due, found.light)}）")
    print("".join(_said(piece) for piece in missing_pieces(found)))
    for part, lack in found.missing.items():
        print(f"  还缺 {part or '合计'} {lack}")
    for reason in why(found):
        print(f"  {reason.when}  {reason.unit}  {reason.title}  {reason.url}")
    return 0


def _said(piece: Piece) -> str:
    return str(piece.figure.text) if piece.figure else str(piece.text)


def verify_command(argv: list[str]) -> int:
    """Recompute every figure in a report document; exit code 1 where one no longer holds."""
    parser = argparse.ArgumentParser(prog="guantong verify")
    parser.add_argument("file", type=Path)
    path = parser.parse_args(argv).file
    if not path.is_file():
        raise Invalid("没有文件 {path}。", path=path)
    report, checks = verify(path.read_bytes())
    print(f"{report.unit.name}，{report.title}，{report.get_state_display()}")
    for each in checks:
        state = "相符" if each.holds else "文字被改过" if not each.stands else f"报送时 {each.sent}，现在 {each.now}"
        print(f"  [{each.number}] {each.label}：{each.sent}  {state}")
    wrong = [each for each in checks if not each.holds]
    print(f"共 {len(checks)} 个数，{len(checks) - len(wrong)} 个相符。")
    return 1 if wrong else 0
