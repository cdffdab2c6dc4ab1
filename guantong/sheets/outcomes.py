# SPDX-License-Identifier: Apache-2.0
"""What becomes of each row: right, flagged, refused or ignored, with a sentence for every doubt."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from guantong.sheets.book import Book, Line, Merge, UnreadableSheet, Value, letter
from guantong.sheets.dates import period_of
from guantong.sheets.fields import INDEX, Field, plain, squeeze
from guantong.sheets.layout import Table, tables
from guantong.sheets.matching import Matching, match
from guantong.sheets.values import Context, parse, sex_of
from guantong.sheets.verdicts import Parsed, Verdict, flagged, refused, right

SUM = "小计|合计|总计|共计|累计|平均|均值|总数|人均|总和"
SUM_ONLY = re.compile(rf"(?:本页|本表|全部|全年|全市|累计|各单位|以上)?(?:{SUM})(?:数|值)?(?:[(（].*[)）])?[:：]?")
SUM_ENDS = re.compile(rf".{{1,14}}(?:{SUM})[:：]?|(?:{SUM}).{{0,10}}")
NOTE = re.compile(
    r"(?:附?注|备注|说明|填表说明|填报说明)\d*[:：、.]|(?:填表|制表|填报|审核|复核|经办|统计|报送|单位|部门)[^\s:：]{0,6}[:：]"
    r"|(?:联系人|联系电话|日期|盖章|打印|签字)[^\s]{0,6}[:：]|[(（]?(?:公章|盖章)|[—\-－]*\s*第\s*\d+\s*页|共\s*\d+\s*页|※|以下(?:空白|无正文)"
)
DITTO = {"同上", "〃", "″", '"', "''", "同前", "同上行", "”", "“", "..", "…", "ditto"}
REPEATABLE = {"text", "person", "date", "choice", "unit", "boolean"}
NUMBERED = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．\s]+|[(（].{0,12}[)）]$|[:：]$")


@dataclass(frozen=True)
class Reason:
    """Why a row is flagged or refused and what to do, with the names that may have been meant."""

    field: str
    text: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowOutcome:
    """One row of the file; ``place`` is a column's letter where one row of the file holds several records.

    ``said`` is what stands in the cells of a row that somebody is to look at, by field.
    """

    sheet: str
    row: int
    verdict: Verdict
    values: dict[str, object]
    reasons: tuple[Reason, ...] = ()
    place: str = ""
    said: Mapping[str, Value] = field(default_factory=dict)


class Repeats(Protocol):
    """Who tells that a record repeats an earlier one."""

    def doubt(self, fields: Sequence[Field], values: dict[str, object], place: str) -> Reason | None: ...


class Unseen:
    """Remembers nothing, for a caller who finds what repeats himself."""

    def doubt(self, fields: Sequence[Field], values: dict[str, object], place: str) -> Reason | None:
        return None


class Seen:
    """What came out so far: the same number or the same record twice is told."""

    def __init__(self) -> None:
        self.numbers: dict[int, str] = {}
        self.records: dict[int, dict[int, str]] = {}

    def doubt(self, fields: Sequence[Field], values: dict[str, object], place: str) -> Reason | None:
        """The doubt about a record that repeats an earlier one; the record is remembered."""
        numbered = next((each.name for each in fields if each.kind == "id_number"), "")
        said = values.get(numbered)
        key = hash(tuple(squeeze(str(values.get(each.name))) for each in fields if each.required))
        same = self.records.setdefault(key, {})
        number = hash(said) if said else 0
        earlier = self.numbers.get(number) if number else None
        if not earlier and same:
            earlier = same.get(number) or same.get(0) or ("" if number else next(iter(same.values())))
        if number:
            self.numbers.setdefault(number, place)
        same.setdefault(number, place)
        return Reason(numbered, f"与{earlier}重复，请核对是不是同一条") if earlier else None


def outcomes(book: Book, fields: Iterable[Field]) -> Iterator[RowOutcome]:
    """Every row of every table of a book by the proposed matching, repeats told across its sheets."""
    fields, seen = tuple(fields), Seen()
    found = tables(book, fields)
    if not found:
        raise UnreadableSheet(
            "文件里没有找到表格。请在第一行写上栏目名，例如“{labels}”",
            labels="、".join(each.label for each in fields[:3]),
        )
    for table in found:
        yield from rows(table, match(table, fields), seen)


def rows(table: Table, matching: Matching, seen: Repeats | None = None) -> Iterator[RowOutcome]:
    """Each row of a table that holds anything, with its verdict."""
    reader = Reader(table, matching, seen or Seen())
    for line in table.lines():
        found = reader.read(line)
        if found is not None:
            yield found


class Reader:
    """Walks down one table with what lies above in mind: merged cells, ditto marks, section rows."""

    def __init__(self, table: Table, matching: Matching, seen: Repeats) -> None:
        self.table, self.matching, self.seen = table, matching, seen
        self.required = [each for each in matching.fields if each.required]
        self.context = Context(period_of([*table.titles, table.sheet.name]), table.epoch_1904)
        self.merges = [] if table.is_transposed else sorted(table.sheet.anatomy.merges, key=lambda each: -each.top)
        self.active: dict[int, tuple[Merge, Value]] = {}
        self.wide: set[int] = set()
        self.above: dict[int, Value] = {}
        self.section: str | None = None
        self.cache: dict[tuple[str, str], Parsed] = {}
        self.titled = next((found for title in table.titles if (found := self._unit_in(title))), None)
        self.counted = {at.index for at in table.columns if at.path and INDEX.fullmatch(plain(at.path[-1]))}
        self.needed = {
            column.index: each for each in self.required if (column := matching.columns.get(each.name)) is not None
        }
        self.held = {each.index for each in matching.columns.values()}
        self.span = range(min(each.index for each in table.columns), max(each.index for each in table.columns) + 1)

    def pass_by(self, cells: Sequence[Value]) -> None:
        """Note what stands in a row that somebody else has read, for a ditto mark below it."""
        self.above |= {at: cells[at] if at < len(cells) else None for at in self.held}

    def read(self, line: Line) -> RowOutcome | None:
        """What becomes of one row; None for one that holds nothing."""
        row, cells = line
        self._merge(row, cells)
        inside = {at: cells[at] for at in self.span if at < len(cells) and cells[at] is not None}
        if not inside.keys() - self.counted:
            return None
        if any(isinstance(value, str) and value.startswith("例：") for value in inside.values()):
            return None
        if self._is_beside_the_data(row, inside):
            return RowOutcome(self.table.sheet.name, row, "ignored", {}, (), self.table.place)
        return self._record(row, cells, inside)

    def _merge(self, row: int, cells: Sequence[Value]) -> None:
        self.active = {at: found for at, found in self.active.items() if found[0].bottom >= row}
        self.wide = set()
        while self.merges and self.merges[-1].top <= row:
            merge = self.merges.pop()
            if merge.bottom > merge.top and merge.bottom >= row and merge.left < len(cells) and merge.top == row:
                self.active[merge.left] = merge, cells[merge.left]
            if merge.right > merge.left and merge.top == row:
                self.wide.add(merge.left)

    def _is_beside_the_data(self, row: int, inside: dict[int, Value]) -> bool:
        """Sums, sections, notes and signatures: rows of the table that hold no record."""
        given = self.needed.keys() & inside.keys()
        if self.needed and len(given) == len(self.needed):
            return False
        texts = {at: value for at, value in inside.items() if isinstance(value, str)}
        if any(self._is_sum(at, text, given) for at, text in texts.items()):
            return True
        if len(self.needed) > 1:
            if texts and len(given) <= 1 and NOTE.match(next(iter(texts.values()))):
                return True
            if len(inside) == 1:
                return self._is_lonely(*next(iter(inside.items())))
        return bool(self.held) and not self.held & inside.keys() and len(inside.keys() - self.counted) <= 2

    def _is_sum(self, at: int, text: str, given: Set[int]) -> bool:
        """A label of a sum; inside other words only if nothing that a record needs stands beside it."""
        said = re.sub(r"\s", "", text)
        if SUM_ONLY.fullmatch(said):
            return len(given - {at}) < len(self.needed.keys() - {at})
        return len(self.needed) > 1 and not given - {at} and bool(SUM_ENDS.fullmatch(said))

    def _is_lonely(self, at: int, value: Value) -> bool:
        """The only cell of its row: a section or a note, unless it stands where a field of the record belongs."""
        if not isinstance(value, str):
            return at not in self.held
        if at in self.wide or at not in self.held or (at == self.span.start and not self._has_units()):
            self.section = value
            return at in self.wide or at not in self.held or self._unit_in(value) is not None
        return len(value) > 40

    def _has_units(self) -> bool:
        return any(each.kind == "unit" and each.name in self.matching.columns for each in self.matching.fields)

    def _record(self, row: int, cells: Sequence[Value], inside: dict[int, Value]) -> RowOutcome:
        parsed = {each.name: self._field(each, cells) for each in self.matching.fields}
        reasons = [Reason(name, found.why, found.candidates) for name, found in parsed.items() if found.why]
        verdicts = {found.verdict for found in parsed.values()}
        if self.table.is_text and any(value is not None for value in cells[self.span.stop :]):
            reasons.append(Reason("", "这一行比表头多出了格子，内容可能错了位。请检查逗号和引号"))
            verdicts.add("refused")
        values = {name: found.value for name, found in parsed.items()}
        place, sheet = self.table.place, self.table.sheet
        if self.table.is_transposed:
            place, row = letter(row), self.table.first
        if "refused" not in verdicts:
            if row in sheet.anatomy.hidden_rows:
                reasons.append(Reason("", "这一行是隐藏的，请核对要不要入册"))
            reasons += [Reason("", why) for why in self.table.doubts]
            reasons += [Reason(name, why) for name, why in self.matching.doubts.items()]
            reasons += self._contradictions(values)
            repeated = self.seen.doubt(self.matching.fields, values, f"“{sheet.name}”第 {row} 行")
            reasons += [repeated] if repeated else []
        if not reasons:
            return RowOutcome(sheet.name, row, "right", values, (), place)
        verdict: Verdict = "refused" if "refused" in verdicts else "flagged"
        said = {name: raw for name in values if (raw := self._raw(name, cells)) is not None}
        return RowOutcome(sheet.name, row, verdict, values, tuple(reasons), place, said)

    def _raw(self, name: str, cells: Sequence[Value]) -> Value:
        """What a person reads as this field of the row: its cell, or the merged one that reaches over it."""
        column = self.matching.columns.get(name)
        if column is None:
            return None
        raw = cells[column.index] if column.index < len(cells) else None
        shared = self.active.get(column.index)
        return shared[1] if raw is None and shared else raw

    def _contradictions(self, values: dict[str, object]) -> list[Reason]:
        numbers = [values.get(each.name) for each in self.matching.fields if each.kind == "id_number"]
        sexes = {sex_of(each) for each in numbers if isinstance(each, str)}
        said = [each for each in self.matching.fields if values.get(each.name) in {"男", "女"}]
        return [
            Reason(each.name, f"“{each.label}”和身份证号对不上，请核对哪一个写错了")
            for each in said
            if sexes and values[each.name] not in sexes
        ]

    def _field(self, field: Field, cells: Sequence[Value]) -> Parsed:
        column = self.matching.columns.get(field.name)
        if column is None:
            return self._without_column(field)
        at = column.index
        raw = cells[at] if at < len(cells) else None
        shared = self.active.get(at)
        if shared and raw is None:
            raw = shared[1]
        if shared and field.kind not in REPEATABLE and raw is not None:
            found = self._parse(raw, field)
            counts = found.value if at < len(cells) and cells[at] is not None else None
            return flagged(counts, f"“{field.label}”几行合用一格，只记一次，请核对")
        if isinstance(raw, str) and raw in DITTO:
            raw = self.above.get(at)
            if field.kind not in REPEATABLE:
                return refused(f"“{field.label}”不能写同上，请照实写")
        self.above[at] = raw
        if raw is None:
            return refused(f"“{field.label}”没有填，请补上") if field.required else right(None)
        return self._parse(raw, field)

    def _parse(self, raw: Value, field: Field) -> Parsed:
        if field.kind not in {"unit", "choice"} or not isinstance(raw, str):
            return parse(raw, field, self.context)
        key = field.name, raw
        if key not in self.cache and len(self.cache) < 100_000:
            self.cache[key] = parse(raw, field, self.context)
        return self.cache.get(key) or parse(raw, field, self.context)

    def _without_column(self, field: Field) -> Parsed:
        if not field.required:
            return right(None)
        if field.kind == "unit":
            if self.section is not None:
                found = self._unit_in(self.section)
                return (
                    flagged(found, "单位取自上面的分段行，请核对")
                    if found
                    else refused(f"没有叫“{self.section[:30]}”的单位。请写单位全称")
                )
            if self.titled:
                return flagged(self.titled, "单位取自标题，请核对")
        return refused(f"表里没有认出“{field.label}”这一栏。请指明是哪一列，或补上这一列")

    def _unit_in(self, text: str) -> str | None:
        """The unit that a title or a section row names, by full or short name at the start of one of its pieces."""
        lookup = next((each.units for each in self.matching.fields if each.kind == "unit" and each.units), None)
        if lookup is None:
            return None
        for piece in [text, NUMBERED.sub("", text), *re.split(r"[:：,，;；\s　]+", text)]:
            for end in range(min(len(piece), 60), 3, -1):
                found = lookup(piece[:end]).value
                if found is not None:
                    return found
        return None
