# SPDX-License-Identifier: Apache-2.0
"""One row to be mended, why a row is refused, and the refused rows as a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong import sheets
from guantong.org.actors import Actor
from guantong.register.pages import Crumb
from guantong.sheets import Field

from .. import queries
from ..forms import RowForm
from ..judging import shown
from ..models import StagedRow, Upload
from .parts import asked_of, columns_shown, crumbs_to

# What holding a row against the register said, by the word that is kept with the row; any other text is the reason.
NOTES = {
    "closed": gettext_noop("这个单位已撤销，或不在您的范围里。请改单位"),
    "unknown": gettext_noop("册里没有这个登记编号，或不在您的范围里。请删去编号，或照册里的写"),
    "many": gettext_noop("册里有几条登记和它对得上，认不出改哪一条。请写上登记编号"),
    "repeats": gettext_noop("与第 {row} 行完全相同，只收一条"),
    "resembles": gettext_noop("与第 {row} 行像是同一条，请核对；不要的话点“不入册”"),
    "twice": gettext_noop("与第 {row} 行指的是册里同一条登记，只能改一次。请留一行"),
}
MOST_REFUSED = 100_000


def reasons_of(row: StagedRow, earlier: dict[int, str]) -> list[str]:
    said = [reason[1] for reason in row.reasons]
    if row.note:
        note = _(NOTES[row.note]) if row.note in NOTES else row.note
        said.append(note.format(row=earlier.get(row.repeats or 0, "")) if row.note in NOTES else note)
    return list(dict.fromkeys(said))


def _notes(upload: Upload, row: StagedRow) -> list[str]:
    """What holding a row against the register said, and nothing of what was said when it was read."""
    earlier = queries.places_of(upload, [row.repeats] if row.repeats else [])
    said = {reason[1] for reason in row.reasons}
    return [each for each in reasons_of(row, earlier) if each not in said]


def cell_texts(row: StagedRow, asked: Sequence[Field]) -> dict[str, str]:
    """The cells of a row as a person would type them."""
    return {
        each.name: str(row.said[each.name]) if row.said.get(each.name) else shown(each, row.values.get(each.name))
        for each in asked
    }


@dataclass(frozen=True, slots=True)
class RowPage:
    """Mending one row."""

    title: str
    reasons: list[str]
    form: RowForm
    url: str
    cancel_url: str
    columns: int
    crumbs: list[Crumb]


def row_page(upload: Upload, row: StagedRow, form: RowForm, asked: Sequence[Field]) -> RowPage:
    """One row, its cells to be mended."""
    register = queries.register_of(upload)
    back = reverse("upload", args=(upload.pk,))
    title = _("改“{sheet}”第 {row} 行").format(sheet=row.sheet, row=row.row)
    return RowPage(
        title=title,
        reasons=[said for name, said, *_more in row.reasons if name not in form.fields] + _notes(upload, row),
        form=form,
        url=reverse("upload.row", args=(upload.pk, row.number)),
        cancel_url=f"{back}?after={row.number - 1}#r{row.number}",
        columns=len(columns_shown(upload, asked)) + 4,
        crumbs=crumbs_to(register, Crumb(upload.name, back), Crumb(title)),
    )


def refused_sheet(upload: Upload, actor: Actor) -> bytes:
    """The refused rows with the reason beside each, under the register's own heads, to be mended and given again."""
    asked = columns_shown(upload, asked_of(upload, actor))
    out = io.BytesIO()
    rows = queries.rows_of(upload, "refused").order_by("number")[:MOST_REFUSED]
    earlier = queries.places_of(upload, [row.repeats for row in rows if row.repeats])

    def lines() -> Any:
        for row in rows:
            texts = cell_texts(row, asked)
            reasons = "；".join(reasons_of(row, earlier))
            yield [reasons, f"{row.sheet} {row.row}", *(texts[each.name] for each in asked)]

    sheets.write(lines(), [_("拒收的原因"), _("原来的行"), *(each.label for each in asked)], out)
    return out.getvalue()
