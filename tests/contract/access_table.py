# SPDX-License-Identifier: Apache-2.0
"""Who gets what at which address: the whole table, and nothing else decides what the test expects.

404 outside one's scope, 403 with a reason inside it, 409 where the state forbids it, 302 where something was done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guantong.register.catalogue import registers

from .pages import Things
from .records import typed

MEMBERS = ("anonymous", "outsider", "sibling", "industry", "writer", "above", "top", "auditor")
# The cast behind the words; an anonymous reader has no account.
ACCOUNTS = {
    "outsider": "outsider",  # signed in, without any post
    "sibling": "food",  # a basic union beside the writer's, to which the notice was not handed
    "industry": "industry",  # reads the writer's unit along the industrial line
    "writer": "school",  # bears the notice, wrote the records
    "above": "xining",  # two levels above the writer
    "top": "province",  # received and issued the notice
    "auditor": "auditor",
}
EVERYBODY = "302 403 200 200 200 200 200 200"
NO_AUDITOR = "302 403 200 200 200 200 200 403"
WHOEVER_BEARS = "302 403 404 200 200 200 200 403"


def nothing(things: Things) -> Any:
    """No arguments, no data."""
    return {}


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one method: what each member of the cast gets, in the order of MEMBERS."""

    name: str
    method: str
    statuses: str
    args: Callable[[Things], dict[str, Any]] = nothing
    data: Callable[[Things], dict[str, Any]] = nothing
    note: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.name} {self.note}".strip()


def issued(things: Things) -> dict[str, Any]:
    """The notice that was handed down to the writer."""
    return {"pk": things.world.notice.pk}


def draft(things: Things) -> dict[str, Any]:
    """The notice that nobody has confirmed."""
    return {"pk": things.draft.pk}


def draft_duty(things: Things) -> dict[str, Any]:
    """A requirement that nobody has confirmed."""
    return {"pk": things.draft.requirements.first().pk}


def issued_duty(things: Things) -> dict[str, Any]:
    """A narrative requirement that was issued."""
    return {"pk": things.narrative.pk}


def narrative(things: Things) -> dict[str, Any]:
    """The writer's assignment of a narrative requirement."""
    return issued_duty(things) | {"code": "630121-01"}


def own(**more: Any) -> Callable[[Things], dict[str, Any]]:
    """The draft of the unit above."""
    return lambda things: {"pk": things.own_report.pk, **more}


def sent(**more: Any) -> Callable[[Things], dict[str, Any]]:
    """A report sent to the top."""
    return lambda things: {"pk": things.sent_report.pk, **more}


def cut(things: Things) -> dict[str, int]:
    """A place inside the first requirement of the draft."""
    return things.cut


def writer_unit(things: Things) -> dict[str, Any]:
    """The writer's unit."""
    return {"code": "630121-01"}


def correction(things: Things) -> dict[str, Any]:
    """A requirement as the office leaves it."""
    version = things.draft.requirements.first().version
    return {"label": "深入车间开展讲座", "programme": "", "indicator": "", "version": version}


ROOF = (
    Row("desk", "GET", EVERYBODY),
    Row("login", "GET", "200 403 302 302 302 302 302 302"),
    Row("login", "POST", "200 403 302 302 302 302 302 302"),
    Row("logout", "POST", "302 302 302 302 302 302 302 302"),
    Row("unit", "GET", WHOEVER_BEARS, writer_unit),
    Row("unit.borne", "GET", WHOEVER_BEARS, writer_unit),
    Row("search", "GET", EVERYBODY),
    Row("progress", "GET", "302 403 302 302 302 302 302 302"),
    Row("traces", "GET", "302 403 403 403 403 403 403 200"),
    Row("switch_post", "POST", "302 403 302 302 302 302 302 302"),
    Row("theme", "POST", "302 403 302 302 302 302 302 302"),
    Row("set_language", "POST", "302 403 302 302 302 302 302 302", data=lambda things: {"language": "en"}),
    Row("set_language", "GET", "302 403 302 302 302 302 302 302"),
    Row("healthz", "GET", "200 403 200 200 200 200 200 200"),
    Row("readyz", "GET", "200 403 200 200 200 200 200 200"),
    Row("figure", "GET", WHOEVER_BEARS, lambda things: {"key": "learning.lectures"}, lambda things: FIGURE),
    Row("figure", "GET", WHOEVER_BEARS, lambda things: {"key": "reports.sent"}, lambda things: FIGURE, "of reports"),
)
FIGURE = {"unit": "630121-01", "period": "2021"}

NOTICES = (
    Row("notices", "GET", NO_AUDITOR),
    Row("notice.receive", "GET", "302 403 403 200 403 200 200 403"),
    Row("notice.receive", "POST", "302 403 403 400 403 400 400 403", data=lambda things: {"text": ""}),
    Row("notice", "GET", WHOEVER_BEARS, issued),
    Row("notice", "GET", "302 403 404 404 404 404 200 403", draft, note="unconfirmed"),
    Row("notice.original", "GET", WHOEVER_BEARS, issued),
    Row("notice.gold", "GET", WHOEVER_BEARS, issued),
    Row("notice.confirm", "POST", "302 403 404 404 404 404 302 403", draft),
    Row("notice.confirm", "POST", "302 403 404 403 403 403 409 403", issued, note="issued"),
    Row("notice.issue", "GET", "302 403 404 403 403 403 200 403", issued),
    Row("notice.issue", "POST", "302 403 404 403 403 403 302 403", issued, lambda things: things.issue_choice),
    Row("notice.hand", "GET", "302 403 404 200 403 200 200 403", issued),
    Row("notice.hand", "POST", "302 403 404 409 403 302 404 403", issued, lambda things: things.hand_choice),
    Row("matrix", "GET", WHOEVER_BEARS, issued),
    Row("requirement.correct", "POST", "302 403 404 404 404 404 302 403", draft_duty, correction),
    Row("requirement.correct", "POST", "302 403 404 403 403 403 409 403", issued_duty, correction, "issued"),
    Row("requirement.drop", "POST", "302 403 404 404 404 404 302 403", draft_duty),
    Row("requirement.drop", "POST", "302 403 404 403 403 403 409 403", issued_duty, note="issued"),
    Row("requirement.split", "GET", "302 403 404 404 404 404 200 403", draft_duty),
    Row("requirement.split", "POST", "302 403 404 404 404 404 302 403", draft_duty, cut),
    Row("requirement.split", "POST", "302 403 404 403 403 403 409 403", issued_duty, cut, "issued"),
    Row("requirement.join", "POST", "302 403 404 404 404 404 302 403", draft_duty),
    Row("requirement.join", "POST", "302 403 404 403 403 403 409 403", issued_duty, note="issued"),
    Row("receipt.sign", "POST", "302 403 404 403 302 302 302 403", lambda things: {"pk": things.receipt.pk}),
    Row("assignment", "GET", WHOEVER_BEARS, narrative),
    Row("assignment", "POST", "302 403 404 403 302 302 302 403", narrative, lambda things: {"text": "一句话。"}),
)

REPORTS = (
    Row("reports", "GET", NO_AUDITOR),
    Row("report.compose", "POST", "302 403 404 302 302 302 302 403", issued),
    Row("report", "GET", "302 403 404 404 404 200 404 404", own(), note="draft"),
    Row("report", "GET", "302 403 404 404 404 404 200 403", sent(), note="sent"),
    Row("report.edit", "GET", "302 403 404 404 404 200 404 404", own(at=0), note="draft"),
    Row("report.edit", "GET", "302 403 404 404 404 404 409 403", sent(at=0), note="sent"),
    Row("report.edit", "POST", "302 403 404 404 404 302 404 404", own(at=0), lambda t: t.words),
    Row("report.move", "POST", "302 403 404 404 404 302 404 404", own(verb="check")),
    Row(
        "report.move",
        "POST",
        "302 403 404 404 404 404 302 403",
        sent(verb="accept"),
        note="up",
    ),
    Row(
        "report.move",
        "GET",
        "302 403 404 404 404 404 405 403",
        sent(verb="accept"),
        note="up",
    ),
    Row(
        "report.move",
        "GET",
        "302 403 404 404 404 404 200 403",
        sent(verb="return"),
        note="back",
    ),
    Row(
        "report.move",
        "POST",
        "302 403 404 404 404 404 302 403",
        sent(verb="return"),
        lambda t: {"reason": "请补充"},
        "back",
    ),
    Row(
        "report.move",
        "POST",
        "302 403 404 404 404 404 404 403",
        sent(verb="burn"),
        note="odd",
    ),
    Row("report.file", "GET", "302 403 404 404 404 404 200 403", sent(form="docx")),
)


def rows_of_register(key: str) -> tuple[Row, ...]:
    """The addresses of one register; every one of them is the same in every register."""
    register = next(each for each in registers() if each.key == key)

    def row(things: Things) -> dict[str, Any]:
        return {"pk": things.records[key].pk}

    def voided(things: Things) -> dict[str, Any]:
        return {"pk": things.voided[key].pk}

    def form(things: Things) -> dict[str, Any]:
        return typed(register, things.world.federation.school) | {"version": things.records[key].version}

    done = "302 403 404 403 302 302 302 403"
    seen = "302 403 404 403 200 200 200 403"
    return (
        Row(f"{key}.list", "GET", NO_AUDITOR),
        Row(f"{key}.new", "GET", NO_AUDITOR),
        # a unit that is not the poster's to write for is not offered, so choosing it is a mistake in the form
        Row(f"{key}.new", "POST", "302 403 400 400 302 302 302 403", data=form),
        Row(f"{key}.page", "GET", WHOEVER_BEARS, row),
        Row(f"{key}.edit", "GET", seen, row),
        Row(f"{key}.edit", "POST", done, row, form),
        Row(f"{key}.history", "GET", WHOEVER_BEARS, row),
        Row(f"{key}.void", "GET", seen, row),
        Row(f"{key}.void", "POST", done, row, lambda things: {"reason": "登记错了"}),
        Row(f"{key}.restore", "POST", done, voided),
        Row(f"{key}.restore", "POST", "302 403 404 403 409 409 409 403", row, note="not voided"),
    )


def table() -> tuple[Row, ...]:
    """All rows."""
    return (*ROOF, *NOTICES, *REPORTS, *(row for each in registers() for row in rows_of_register(each.key)))
