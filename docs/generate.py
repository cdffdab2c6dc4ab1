# SPDX-License-Identifier: Apache-2.0
"""Writes the reference pages from the code itself: settings, registers, indicators, rights, state tables.

`make docs` runs it; a test fails when a page is older than the code. Nothing here is worth editing by hand.
"""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.utils import translation

from guantong.kernel.flow import Flow

DOCS = Path(__file__).parent
MADE = "<!-- Written by `make docs` from the code; do not edit. -->\n\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    lines = [list(heads), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def settings_page() -> str:
    """Every environment variable there is."""
    from guantong.site.conf import SETTINGS

    rows = ((f"`{each.name}`", f"`{each.default}`" if each.default else "（空）", each.about) for each in SETTINGS)
    return (
        "# Settings\n\n"
        + MADE
        + "Environment variables only, read and checked at start. An unknown `GUANTONG_*` name stops the start; names\n"
        "beginning with `GUANTONG_TEST_` belong to the tests and are left alone.\n\n"
        + table(("variable", "default", "meaning"), rows)
    )


def registers_page() -> str:
    """What is recorded, and which figures are views of it."""
    from guantong.register.catalogue import indicators, registers

    kept = ((f"`{each.key}`", each.title(), f"`{each.event_date}`") for each in registers())
    counted = (
        (f"`{each.key}`", each.title, each.measure, each.definition, f"`{each.records_in}`") for each in indicators()
    )
    return (
        "# Registers and indicators\n\n"
        + MADE
        + table(("register", "called", "date that places a record"), kept)
        + "\n"
        + table(("indicator", "called", "counted in", "what counts", "recorded in"), counted)
    )


def rights_page() -> str:
    """Who may do what."""
    from guantong.org.rights import ROLES, catalogue

    rows = (
        (
            f"`{each.name}`",
            each.label,
            "、".join(str(ROLES[role]) for role in each.roles),
            "是" if each.along_industry else "",
        )
        for each in catalogue()
    )
    return "# Rights\n\n" + MADE + table(("right", "called", "posts that carry it", "also along industry"), rows)


def flows() -> Iterator[tuple[str, Flow]]:
    """Every state table, named by the module that holds it."""
    for config in apps.get_app_configs():
        name = f"{config.name}.states"
        if config.name.startswith("guantong.") and find_spec(name):
            found = vars(import_module(name)).items()
            yield from ((f"{config.label}.{key}", flow) for key, flow in found if isinstance(flow, Flow))


def flows_page() -> str:
    """What may be done in which state."""
    parts = (f"## {name}\n\n```mermaid\n{flow.diagram()}```\n" for name, flow in flows())
    return "# State tables\n\n" + MADE + "\n".join(parts)


PAGES = {
    "settings.md": settings_page,
    "reference/registers.md": registers_page,
    "reference/rights.md": rights_page,
    "reference/flows.md": flows_page,
}


def pages() -> dict[Path, str]:
    """Every generated page with what it should say now."""
    with translation.override("zh-hans"):
        return {DOCS / name: written() for name, written in PAGES.items()}


def main() -> None:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guantong.site.settings")
    django.setup()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
