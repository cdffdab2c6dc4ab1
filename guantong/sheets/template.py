# SPDX-License-Identifier: Apache-2.0
"""The empty sheet a unit fills: heads with drop-down lists, an example row, and a sheet that says how."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from guantong.sheets.fields import Field

LAST_ROW = 5000
HOW = {
    "date": "写成 2021年1月2日 或 2021-01-02",
    "integer": "写整数，例如 40，不写“约”“余”",
    "choice": "从下拉里选一个",
    "boolean": "写“是”或“否”",
    "id_number": "写 18 位，照证件写",
    "phone": "写 11 位手机号，一格一个",
    "unit": "写单位全称或简称",
    "person": "一行一人，只写姓名",
    "text": "照实写",
}
EXAMPLES = {"date": "2021年1月2日", "integer": 40, "boolean": "是"}


def template(fields: Iterable[Field], title: str = "填报") -> bytes:
    """An xlsx to be filled; the example stands on the help sheet too, so that it may be deleted."""
    fields = tuple(fields)
    book = Workbook()
    sheet, how, lists = book.active, book.create_sheet("怎么填"), book.create_sheet("选项")
    sheet.title, sheet.freeze_panes, lists.sheet_state = title[:31], "A2", "hidden"
    for at, field in enumerate(fields, start=1):
        letter = get_column_letter(at)
        head = sheet.cell(1, at, field.label + ("*" if field.required else ""))
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="F2E6D9")
        head.alignment = Alignment(horizontal="center", wrap_text=True)
        sheet.column_dimensions[letter].width = max(14, 2 * len(field.label) + 6)
        example = _example(field)
        sheet.cell(2, at, f"例：{example or field.label}" if at == 1 else example)
        for row in range(2, 203):
            sheet.cell(row, at).number_format = "@" if field.kind in {"id_number", "phone"} else "General"
        options = ("是", "否") if field.kind == "boolean" else tuple(field.choices)
        if options:
            for row, option in enumerate(options, start=1):
                lists.cell(row, at, option)
            source = f"={quote_sheetname(lists.title)}!${letter}$1:${letter}${len(options)}"
            rule = DataValidation("list", formula1=source, allow_blank=not field.required, showErrorMessage=True)
            rule.error, rule.errorTitle = "请从下拉里选一个", field.label
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)
    _help(how, fields)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _example(field: Field) -> object:
    return field.example or EXAMPLES.get(field.kind) or next(iter(field.choices), None)


def _help(sheet: Worksheet, fields: tuple[Field, ...]) -> None:
    sheet.append(["栏目", "必填", "怎么填", "例子"])
    for field in fields:
        options = "、".join(field.choices)
        sheet.append([f"“{field.label}”", "是" if field.required else "", options or HOW[field.kind], _example(field)])
    sheet.append([])
    sheet.append(["以“例：”开头的一行不会入册。多出来的列不用删，认不出的列不读。"])
    for letter, width in zip("ABCD", (16, 8, 48, 24), strict=True):
        sheet.column_dimensions[letter].width = width
