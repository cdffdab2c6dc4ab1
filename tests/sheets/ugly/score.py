# SPDX-License-Identifier: Apache-2.0
"""Scores what came of an ugly sheet against its expectation, by the table in README.md.

Knows nothing of how sheets are read: both sides are plain lists of rows.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
LOOSE = frozenset({"title", "lecturer"})


@dataclass
class Score:
    """Counts over the expected rows, with a line for each row that is not fine."""

    fine: int = 0
    over_flagged: int = 0
    right_rows: int = 0
    not_fine: list[str] = field(default_factory=list)
    silently_wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.fine + len(self.not_fine) + len(self.silently_wrong)

    def add(self, other: "Score") -> None:
        self.fine += other.fine
        self.over_flagged += other.over_flagged
        self.right_rows += other.right_rows
        self.not_fine += other.not_fine
        self.silently_wrong += other.silently_wrong

    def passed(self) -> bool:
        enough = self.total > 0 and self.fine >= 0.98 * self.total
        return enough and not self.silently_wrong and self.over_flagged <= 0.05 * self.right_rows


def _plain(name: str, value: Any) -> Any:
    if name in LOOSE and isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    return None if value == "" else value


def same_values(expected: Row, got: Row) -> bool:
    """Every expected field has its value, and nothing else is filled in."""
    names = set(expected) | set(got)
    return all(_plain(name, expected.get(name)) == _plain(name, got.get(name)) for name in names)


def judge(expected: Row, got: Row | None) -> str:
    """One of fine, over_flagged, not_fine, silently_wrong."""
    verdict = expected["verdict"]
    came = got["verdict"] if got else "ignored"
    if verdict == "ignored":
        return {"right": "silently_wrong", "flagged": "not_fine"}.get(came, "fine")
    if came == "ignored" or got is None:
        return "silently_wrong"
    same = same_values(expected.get("values", {}), got.get("values") or {})
    if verdict == "right":
        table = {"right": ("fine", "silently_wrong"), "flagged": ("over_flagged", "not_fine")}
        return table.get(came, ("not_fine", "not_fine"))[0 if same else 1]
    if came in ("flagged", "refused"):
        return "fine"
    return "not_fine" if verdict == "flagged" and same else "silently_wrong"


def _outcome_for(expected: Row, first: bool, outcomes: Mapping[tuple[str, int, str], Row]) -> Row | None:
    place = expected["sheet"], expected["row"]
    exact = outcomes.get((*place, expected.get("col", "")))
    plain = outcomes.get((*place, ""))
    if exact is None and plain is not None and (first or plain["verdict"] == "refused"):
        return plain
    return exact


def score(expect: Mapping[str, Any], outcomes: Iterable[Row]) -> Score:
    """Outcomes hold sheet, row, col (if a row has several), verdict, values; a row left out counts as ignored."""
    by_place = {(row["sheet"], row["row"], row.get("col", "")): row for row in outcomes}
    result, seen = Score(), set()
    for row in expect["rows"]:
        place = row["sheet"], row["row"]
        verdict = judge(row, _outcome_for(row, place not in seen, by_place))
        seen.add(place)
        line = f"{expect['file']} {row['sheet']}!{row['row']}{row.get('col', '')} {verdict}: {row['why']}"
        result.right_rows += row["verdict"] == "right"
        result.over_flagged += verdict == "over_flagged"
        if verdict in ("fine", "over_flagged"):
            result.fine += 1
        else:
            (result.not_fine if verdict == "not_fine" else result.silently_wrong).append(line)
    for place_and_col, row in by_place.items():
        if place_and_col[:2] not in seen and row["verdict"] == "right":
            result.silently_wrong.append(f"{expect['file']} {place_and_col}: a record from a row that holds none")
    return result
