# SPDX-License-Identifier: Apache-2.0
"""Which column holds which field: by its label, by a near label, by what stands in it; the caller may overrule."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from guantong.sheets.book import Value, letter
from guantong.sheets.fields import INDEX, NEUTRAL, Field, Words, label_is_own, plain
from guantong.sheets.layout import Column, Table
from guantong.sheets.values import Context, parse

TELLING = {"date", "id_number", "phone", "unit", "choice"}
PERSON = {"姓名", "名字", "名称"}


@dataclass(frozen=True)
class Matching:
    """Fields to columns; ``doubts`` says why a column was taken where its label does not say so."""

    fields: tuple[Field, ...]
    columns: Mapping[str, Column]
    doubts: Mapping[str, str]
    unmatched: tuple[Column, ...]

    @property
    def missing(self) -> tuple[Field, ...]:
        """Required fields without a column."""
        return tuple(each for each in self.fields if each.required and each.name not in self.columns)

    def having(self, **columns: Column | None) -> "Matching":
        """The matching as the officer corrects it: a column for a field, or None for none."""
        chosen = {name: each for name, each in {**self.columns, **columns}.items() if each is not None}
        doubts = {name: why for name, why in self.doubts.items() if name not in columns}
        every = {*self.columns.values(), *self.unmatched}
        rest = sorted(every - set(chosen.values()), key=lambda each: each.index)
        return replace(self, columns=chosen, doubts=doubts, unmatched=tuple(rest))


def match(table: Table, fields: Iterable[Field]) -> Matching:
    """Propose a matching: exact labels first, then near ones that their content bears out, then content alone."""
    fields = tuple(fields)
    words = Words(fields)
    chosen: dict[str, Column] = {}
    doubts: dict[str, str] = {}
    ranked = sorted(
        (
            (column.is_hidden, rank, column.index, each.name, column)
            for column in table.columns
            for rank, each in _meant(column, words)
        ),
        key=lambda item: item[:3],
    )
    sample, context = _sample(table), Context()
    for is_hidden, rank, _, name, column in ranked:
        field = next(each for each in fields if each.name == name)
        if name in chosen or column in chosen.values() or (rank >= 50 and _share(sample, column, field, context) < 0.6):
            continue
        chosen[name] = column
        if is_hidden:
            doubts[name] = f"“{field.label}”取自隐藏的 {letter(column.index)} 列，请核对"
    for field in fields:
        if field.name not in chosen and (field.required or not any(column.path for column in table.columns)):
            found = by_content(table, field, sample, chosen.values(), context)
            if found is not None:
                chosen[field.name] = found
                doubts[field.name] = f"“{field.label}”是按内容认的（{found.label}），请核对"
    rest = tuple(each for each in table.columns if each not in chosen.values())
    return Matching(fields, chosen, doubts, rest)


def _meant(column: Column, words: Words) -> list[tuple[int, Field]]:
    """The fields a column's labels name; under a group that is another person's or thing's, none but that group's."""
    if not column.path:
        return []
    *groups, leaf = column.path
    for group in groups:
        named = words.meant(group)
        if named and plain(leaf) in PERSON:
            return [(rank, each) for rank, each in named if each.kind in {"text", "person"}]
        same = [item for item in words.meant(leaf) if item[1] in [each for _, each in named]]
        if same:
            return same
        if not label_is_own(group) or not NEUTRAL.search(group):
            return []
    return words.meant(leaf) or words.near(leaf)


def _sample(table: Table) -> list[list[Value]]:
    return [list(cells) for _, cells in islice(table.lines(), 40)]


def _share(sample: list[list[Value]], column: Column, field: Field, context: Context) -> float:
    values = [cells[column.index] for cells in sample if column.index < len(cells) and cells[column.index] is not None]
    return sum(parse(value, field, context).verdict != "refused" for value in values) / len(values) if values else 0


def by_content(
    table: Table, field: Field, sample: list[list[Value]], taken: Collection[Column], context: Context
) -> Column | None:
    """The one column whose values are of the field's kind, if its label says nothing else."""
    free = [each for each in table.columns if each not in taken and not each.is_hidden]
    open_columns = [each for each in free if not each.path or (label_is_own(each.label) and _is_silent(each))]
    if field.kind in TELLING:
        fitting = [each for each in open_columns if _share(sample, each, field, context) >= 0.6]
    elif field.kind in {"person", "text"} and field.required and not any(each.path for each in table.columns):
        fitting = [each for each in open_columns if _looks_like_words(sample, each)][:1]
    else:
        fitting = []
    return fitting[0] if len(fitting) == 1 else None


def _is_silent(column: Column) -> bool:
    """A label that nobody would take for something else."""
    return bool(INDEX.fullmatch(plain(column.path[-1]))) or len(plain(column.path[-1])) == 0


def _looks_like_words(sample: list[list[Value]], column: Column) -> bool:
    values = [cells[column.index] for cells in sample if column.index < len(cells) and cells[column.index] is not None]
    return bool(values) and all(isinstance(each, str) and not any(c.isdigit() for c in each) for each in values)
