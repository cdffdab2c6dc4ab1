# SPDX-License-Identifier: Apache-2.0
"""A chart or its table as a file: svg and png with their own colors, xlsx and csv with the numbers."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guantong.gongwen.write.fonts import load_fonts
from guantong.sheets.writing import write, write_text

from .bars import Chart

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
INCH = 200


@dataclass(frozen=True, slots=True)
class Cover:
    """What a file says of itself: the unit, the days, what counts and where that is ordered."""

    unit: str
    period: str
    definition: str
    source: str

    def rows(self) -> dict[str, str]:
        """The cover sheet of a book."""
        said = {
            _("单位"): self.unit,
            _("时段"): self.period,
            _("口径"): self.definition,
            _("依据"): self.source,
        }
        return {name: text for name, text in said.items() if text}


def file_of(chart: Chart, form: str, cover: Cover) -> bytes:
    """The chart in one of the four forms."""
    if form == "svg":
        return svg(chart, cover).encode()
    if form == "png":
        return png(svg(chart, cover), chart)
    heads = [_("月份"), chart.title, _("上年同月")]
    rows = [[month.label, month.figure.value, month.before.value] for month in chart.months]
    out = io.BytesIO()
    if form == "csv":
        write_text(rows, heads, out)
    else:
        write(rows, heads, out, cover.rows())
    return out.getvalue()


def svg(chart: Chart, cover: Cover) -> str:
    """The chart by itself, its colors in attributes so that any program shows it."""
    return render_to_string("rollup/chart_alone.svg", {"chart": chart, "cover": cover})


def png(drawn: str, chart: Chart) -> bytes:
    """The same as a picture, drawn by the program that sets our PDF files."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "chart.svg").write_text(drawn, encoding="utf-8")
        page = f"#set page(width: {chart.width}pt, height: auto, margin: 0pt)\n#image('chart.svg', width: 100%)"
        source = Path(folder) / "chart.typ"
        source.write_text(page.replace("'", '"'), encoding="utf-8")
        made = typst.compile(source, root=folder, format="png", ppi=INCH, font_paths=_fonts())
    return made if isinstance(made, bytes) else made[0]


@cache
def _fonts() -> object:
    return load_fonts()
