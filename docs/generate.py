# SPDX-License-Identifier: Apache-2.0
"""Writes the reference pages from the code itself: settings, registers, indicators, rights, states, lights.

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
from guantong.register.indicator import Indicator, Source

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
    from guantong.org.rights import GIVEN_BY, ROLES, catalogue

    def said(roles: tuple[str, ...]) -> str:
        return "、".join(str(ROLES[role]) for role in roles)

    rows = (
        (
            f"`{each.name}`",
            each.label,
            said(each.roles),
            said(each.granted_by),
            "是" if each.along_industry else "",
        )
        for each in catalogue()
    )
    head = ("right", "called", "posts that carry it", "granted by appointment of", "also along industry")
    roles = ((f"`{role}`", label, said(GIVEN_BY[role])) for role, label in ROLES.items())
    return "# Rights\n\n" + MADE + table(head, rows) + "\n" + table(("post", "called", "appointed by"), roles)


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


def dispatch_page() -> str:
    """The life of a notice in prose, then every state table of dispatch, a report's, and the lights."""
    from guantong.dispatch import states
    from guantong.reports.states import REPORT_FLOW

    named = [(heading, getattr(states, name)) for name, heading in DISPATCH_FLOWS.items()]
    missing = {name for name, found in vars(states).items() if isinstance(found, Flow)} - {*DISPATCH_FLOWS, *ELSEWHERE}
    if missing:
        raise LookupError(f"docs/dispatch.md does not draw {', '.join(sorted(missing))}")
    named.append(("A report", REPORT_FLOW))
    parts = [f"## {name}\n\n```mermaid\n{flow.diagram()}```\n\n{moves_table(flow)}" for name, flow in named]
    lights = table(("light", "called"), ((f"`{light.value}`", light.label) for light in states.Light))
    return (
        "# How a notice moves\n\n"
        + MADE
        + (DOCS / "life-of-a-notice.txt").read_text(encoding="utf-8")
        + "\n"
        + "\n".join(parts)
        + "\n## A light\n\nNo state, but [computed](architecture.md#how-a-light-is-computed) on every reading.\n\n"
        + lights
    )


DISPATCH_FLOWS = {
    "NOTICE_FLOW": "A notice",
    "REQUIREMENT_FLOW": "A requirement",
    "RECEIPT_FLOW": "A receipt",
    "EXTENSION_FLOW": "More time",
    "VERIFICATION_FLOW": "A check of records",
    "EXPERIENCE_FLOW": "An experience",
    "DIFFICULTY_FLOW": "A difficulty",
}
ELSEWHERE = {"INCOMING_FLOW"}
"""Drawn in documents.md."""


def documents_page() -> str:
    """How a document comes in and how one goes out, by whom."""
    from guantong.dispatch.states import INCOMING_FLOW
    from guantong.reports.states import OUTGOING_FLOW

    named = (("A document that comes in", INCOMING_FLOW), ("A document that goes out", OUTGOING_FLOW))
    parts = [f"## {name}\n\n```mermaid\n{flow.diagram()}```\n\n{moves_table(flow)}" for name, flow in named]
    return (
        "# How documents come in and go out\n\n"
        + MADE
        + "After the Regulations of 2012, Articles 18 to 25. Each step is one row of a table that buttons,\n"
        "refusals and this page read; what a document looks like on paper stands in [writing](writing.md).\n"
        "What nobody was asked to co-sign goes from the check to the signature. A number is taken once and keeps\n"
        "its place when it is void.\n\n" + "\n".join(parts)
    )


def moves_table(flow: Flow) -> str:
    """The moves of a state table with who may take them."""
    from guantong.org.rights import ROLES, named

    rows = (
        (
            f"`{move.verb}`",
            move.label,
            "、".join(str(flow.label(state)) for state in move.sources),
            flow.label(move.target),
            "、".join(str(ROLES[role]) for role in named(move.right).roles),
            "是" if move.reason else "",
        )
        for move in flow.moves
    )
    return table(("move", "called", "from", "to", "posts that may", "asks why"), rows)


def indicators_page() -> str:
    """Every number that there is: what it counts, and how a notice asks for it."""
    from guantong.register.catalogue import indicators

    return (
        "# Indicators\n\n"
        + MADE
        + "A number of Guantong is one of these, over a unit (with all below it) and a period, for a theme or\n"
        "none. Its page in the product lists the records behind it.\n\n"
        + "\n".join(indicator_part(each) for each in indicators())
    )


def indicator_part(indicator: Indicator) -> str:
    """One indicator."""
    from guantong.dispatch.models import Programme

    programmes = "、".join(str(Programme(each).label) for each in indicator.programmes)
    rows = [
        ("what counts", indicator.definition),
        ("counted in", indicator.measure),
        ("records", "；".join(source_words(source) for source in indicator.of)),
        ("adds up", f"`{indicator.adds}`" if indicator.adds else "records"),
        ("recorded in", f"`{indicator.records_in}`" if indicator.records_in else ""),
        ("a report says", f"{indicator.said}；{indicator.unsaid}"),
        ("asked for by", "、".join(f"“{word}”" for word in indicator.words)),
        ("in duties of", programmes),
        ("ordered in", indicator.source),
    ]
    if indicator.dimension:
        parts = "、".join(str(label) for _part, label in indicator.dimension.parts)
        suffix = "; each part is asked for" if indicator.each_part else ""
        rows.insert(4, (f"split by {indicator.dimension.label}", parts + suffix))
    kept = ((name, said) for name, said in rows if str(said))
    return f"## {indicator.title}\n\n`{indicator.key}`\n\n" + table(("", ""), kept)


def source_words(source: Source) -> str:
    """Where an indicator looks, and which date places a record."""
    fields = {each.name: each for each in source.model._meta.get_fields()}
    date = getattr(fields[source.date], "verbose_name", source.date)
    where = "，".join(f"`{name}` = `{value}`" for name, value in source.where.items())
    return f"{source.model._meta.verbose_name} by {date}" + (f" where {where}" if where else "")


PAGES = {
    "settings.md": settings_page,
    "reference/registers.md": registers_page,
    "reference/rights.md": rights_page,
    "reference/flows.md": flows_page,
    "dispatch.md": dispatch_page,
    "documents.md": documents_page,
    "indicators.md": indicators_page,
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
