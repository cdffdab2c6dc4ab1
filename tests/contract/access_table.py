# SPDX-License-Identifier: Apache-2.0
"""Who gets what at which address: the whole table, and nothing else decides what the test expects.

404 outside one's scope, 403 with a reason inside it, 409 where the state forbids it, 302 where something was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from guantong.org.rights import Right, catalogue
from guantong.register.catalogue import registers
from guantong.register.register import Register

from .pages import PNG, Things
from .records import typed
from .uploads import ROWS as UPLOAD_ROWS
from .uploads import UploadRow, row_args

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
OWN = "302 403 404 404 302 404 404 404"  # the writer's alone


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


def measured(things: Things) -> dict[str, Any]:
    """The writer's assignment of a measured requirement."""
    return {"pk": things.measured.pk, "code": "630121-01"}


def reason(things: Things) -> dict[str, Any]:
    """A sentence that says why."""
    return {"reason": "情况有变"}


def extension(things: Things) -> dict[str, Any]:
    """A request of the writer for more time."""
    return {"pk": things.extension.pk}


def verification(things: Things) -> dict[str, Any]:
    """A check of the writer's records by the county."""
    return {"pk": things.verification.pk}


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


def renamed(things: Things) -> dict[str, Any]:
    """The writer's unit, to be given another name."""
    return writer_unit(things) | {"verb": "rename"}


def picked(things: Things) -> dict[str, Any]:
    """The field of the unit above in the form that moves the writer's unit."""
    return writer_unit(things) | {"verb": "move", "field": "to"}


def new_name(things: Things) -> dict[str, Any]:
    """Another name for the writer's unit, to be shown with its effects."""
    version = things.world.federation.unit_of("school").version
    return {"name": "大通县民族中学工会", "on": "2021-01-13", "reason": "更名批复", "version": version}


def surely_new_name(things: Things) -> dict[str, Any]:
    """The same, to be done."""
    return new_name(things) | {"sure": "yes"}


def correction(things: Things) -> dict[str, Any]:
    """A requirement as the office leaves it."""
    version = things.draft.requirements.first().version
    return {"label": "深入车间开展讲座", "programme": "", "indicator": "", "version": version}


ROOF = (
    Row("desk", "GET", EVERYBODY),
    Row("rules", "GET", NO_AUDITOR),
    Row("rule", "GET", NO_AUDITOR, lambda things: {"key": "supervision.soon_days"}),
    Row(
        "rule",
        "POST",
        "302 403 403 400 403 400 400 403",
        lambda t: {"key": "supervision.soon_days"},
        lambda t: {"x": 1},
    ),
    Row("unit", "GET", WHOEVER_BEARS, writer_unit),
    Row("unit.changes", "GET", "302 403 404 403 403 200 200 403", writer_unit),
    Row("unit.change", "GET", "302 403 404 403 403 200 200 403", renamed),
    Row("unit.change", "POST", "302 403 404 403 403 200 200 403", renamed, new_name),
    Row("unit.change", "POST", "302 403 404 403 403 302 302 403", renamed, surely_new_name, "sure"),
    Row("unit.pick", "GET", "302 403 404 403 403 200 200 403", picked),
    Row("dashboard", "GET", WHOEVER_BEARS, writer_unit),
    Row("dashboard.choose", "GET", WHOEVER_BEARS, writer_unit),
    Row(
        "dashboard.choose",
        "POST",
        "302 403 404 302 302 302 302 403",
        writer_unit,
        lambda t: {"keys": [MEDIA]},
    ),
    Row("dashboard.chart", "GET", WHOEVER_BEARS, lambda t: writer_unit(t) | {"key": MEDIA, "form": "csv"}),
    Row("quality", "GET", WHOEVER_BEARS, writer_unit),
    Row("quality.list", "GET", WHOEVER_BEARS, writer_unit, lambda t: SILENT),
    Row("unit.borne", "GET", WHOEVER_BEARS, writer_unit),
    Row("search", "GET", EVERYBODY),
    Row("progress", "GET", "302 403 302 302 302 302 302 302"),
    Row("traces", "GET", "302 403 403 403 403 403 403 200"),
    Row("exports", "GET", EVERYBODY),
    Row(
        "export.file",
        "GET",
        OWN.replace("302", "200").replace("200", "302", 1),
        lambda things: {"pk": things.beside.export.pk},
    ),
    Row("export.stop", "POST", OWN.replace("302 404", "409 404", 1), lambda things: {"pk": things.beside.export.pk}),
    Row("switch_post", "POST", "302 403 302 302 302 302 302 302"),
    Row("tokens", "GET", "302 403 200 200 200 200 200 403"),
    Row("tokens", "POST", "302 403 200 200 200 200 200 403", data=lambda things: TOKEN),
    Row("token.revoke", "POST", "302 403 404 404 302 404 404 404", lambda things: {"pk": things.token.pk}),
    Row("theme", "POST", "302 403 302 302 302 302 302 302"),
    Row("set_language", "POST", "302 403 302 302 302 302 302 302", data=lambda things: {"language": "en"}),
    Row("set_language", "GET", "302 403 302 302 302 302 302 302"),
    Row("healthz", "GET", "200 403 200 200 200 200 200 200"),
    Row("readyz", "GET", "200 403 200 200 200 200 200 200"),
    Row("figure", "GET", WHOEVER_BEARS, lambda things: {"key": "learning.lectures"}, lambda things: FIGURE),
    Row("figure", "GET", WHOEVER_BEARS, lambda things: {"key": "reports.sent"}, lambda things: FIGURE, "of reports"),
)
TOKEN = {"name": "对接", "registers": ["learning.lecture"], "reach": "read", "days": "30"}
MEDIA = "learning.media"
SILENT = {"what": "silent", "indicator": MEDIA, "period": "2021"}
FIGURE = {"unit": "630121-01", "period": "2021"}

PRIVACY = (
    Row("privacy.file", "GET", EVERYBODY),
    Row("privacy.file", "POST", "302 403 400 400 400 400 400 400"),
    Row("privacy.take", "POST", EVERYBODY),
    Row("privacy.withdraw", "POST", "302 403 404 404 404 404 404 404", lambda things: {"pk": 0}),
    Row("privacy.requests", "GET", "302 403 200 200 200 200 200 403"),
    Row("privacy.decide", "POST", "302 403 404 404 404 404 404 404", lambda things: {"pk": 0}),
)

NOTICES = (
    Row("calendar", "GET", NO_AUDITOR),
    Row("calendar.feed", "GET", "404 403 404 404 404 404 404 404", lambda things: {"key": "nothing"}),
    Row("reminders", "GET", NO_AUDITOR),
    Row("reminders", "POST", "302 403 400 400 400 400 400 403"),
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
    Row("notice.timeline", "GET", WHOEVER_BEARS, issued),
    Row("issue", "GET", "302 403 404 404 404 404 200 403", lambda things: {"pk": things.issue.pk}),
    Row("unit_lists", "GET", "302 403 403 200 403 200 200 403"),
    Row("unit_list", "GET", "302 403 403 404 403 404 200 403", lambda things: {"pk": things.unit_list.pk}),
    Row("unit_list.drop", "POST", "302 403 403 404 403 404 302 403", lambda things: {"pk": things.unit_list.pk}),
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
    Row("notice.reopen", "POST", "302 403 404 403 403 403 409 403", issued, note="issued"),
    Row("notice.withdraw", "GET", "302 403 404 403 403 403 200 403", issued),
    Row("notice.withdraw", "POST", "302 403 404 403 403 403 302 403", issued, reason),
    Row("notice.add", "GET", "302 403 404 200 403 200 200 403", issued),
    Row("notice.add", "POST", "302 403 404 400 403 400 400 403", issued, lambda things: {"text": ""}),
    Row("notice.supervise", "GET", "302 403 404 200 403 200 200 403", issued),
    Row("notice.supervise", "POST", "302 403 404 400 403 400 400 403", issued, lambda things: {"text": ""}),
    Row("notice.questions", "GET", WHOEVER_BEARS, issued),
    Row("notice.questions", "POST", "302 403 404 400 400 400 400 403", issued, lambda things: {"text": ""}),
    Row("requirement.amend", "GET", "302 403 404 403 403 403 200 403", issued_duty),
    Row("requirement.amend", "POST", "302 403 404 403 403 403 400 403", issued_duty, reason),
    Row("receipt.refuse", "GET", "302 403 404 403 200 200 200 403", lambda things: {"pk": things.receipt.pk}),
    Row("receipt.refuse", "POST", "302 403 404 403 409 409 409 403", lambda things: {"pk": things.receipt.pk}, reason),
    Row("receipt.see", "POST", "302 403 404 403 302 302 302 403", lambda things: {"pk": things.receipt.pk}),
    Row("receipt.insist", "GET", "302 403 404 409 403 409 409 403", lambda things: {"pk": things.receipt.pk}),
    Row("receipt.insist", "POST", "302 403 404 409 403 409 409 403", lambda things: {"pk": things.receipt.pk}, reason),
    Row("receipt.release", "GET", "302 403 404 409 403 409 409 403", lambda things: {"pk": things.receipt.pk}),
    Row("receipt.release", "POST", "302 403 404 409 403 409 409 403", lambda things: {"pk": things.receipt.pk}, reason),
    Row("assignment.extend", "GET", "302 403 404 403 200 200 200 403", narrative),
    Row("assignment.extend", "POST", "302 403 404 403 400 400 400 403", narrative, reason),
    Row("assignment.below", "GET", WHOEVER_BEARS, measured),
    Row("assignment.check", "POST", "302 403 404 403 403 302 302 403", measured),
    Row("extension.grant", "GET", "302 403 404 403 403 409 409 403", extension),
    Row("extension.grant", "POST", "302 403 404 403 403 409 409 403", extension),
    Row("extension.deny", "GET", "302 403 404 403 403 409 409 403", extension),
    Row("extension.deny", "POST", "302 403 404 403 403 409 409 403", extension, reason),
    Row("verification", "GET", WHOEVER_BEARS, verification),
    Row("verification", "POST", "302 403 404 403 403 200 200 403", verification),
    Row("verification.finish", "POST", "302 403 404 403 403 409 409 403", verification),
    Row("question", "GET", WHOEVER_BEARS, lambda things: {"pk": things.question.pk, "code": "630121-01"}),
    Row(
        "question",
        "POST",
        "302 403 404 403 302 302 302 403",
        lambda things: {"pk": things.question.pk, "code": "630121-01"},
        lambda things: {"value": "3"},
    ),
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


def draft_of_office(**more: Any) -> Callable[[Things], dict[str, Any]]:
    """A draft of the top's own body."""
    return lambda things: {"pk": things.written.pk, **more}


def numbered(**more: Any) -> Callable[[Things], dict[str, Any]]:
    """A document of the top that has its number."""
    return lambda things: {"pk": things.numbered.pk, **more}


A_FIGURE = {"what": "learning.lectures|", "unit": "630000", "period": "2021"}
A_PAPER_NUMBER = {"serial": "7", "title": "纸面发文"}
A_BEGINNING = {"kind": "通知", "title": "关于宣讲的通知", "addressees": "各单位"}


def arrived(**more: Any) -> Callable[[Things], dict[str, Any]]:
    """A document that lies at the top's door."""
    return lambda things: {"pk": things.arrived.pk, **more}


TOP_SEES, TOP_DOES = "302 403 404 404 404 404 200 403", "302 403 404 404 404 404 302 403"

INCOMING = (
    Row("incoming", "GET", NO_AUDITOR),
    Row("incoming.receive", "GET", NO_AUDITOR),
    Row("incoming.receive", "POST", "302 403 400 400 400 400 400 403"),
    Row("incoming.document", "GET", TOP_SEES, arrived()),
    Row("incoming.original", "GET", TOP_SEES, arrived()),
    Row("incoming.read", "POST", TOP_DOES, arrived()),
    Row("incoming.move", "GET", TOP_SEES, arrived(verb="return")),
    Row("incoming.move", "POST", TOP_DOES, arrived(verb="register")),
    Row("incoming.move", "POST", "302 403 404 404 404 404 409 403", arrived(verb="pre_review"), note="too soon"),
    Row("incoming.move", "POST", "302 403 404 404 404 404 404 403", arrived(verb="burn"), note="odd"),
)


def bundle(things: Things) -> dict[str, Any]:
    """The archive of reports that the top asked for."""
    return {"pk": things.bundle.pk}


OUTGOING = (
    Row("bundle.ask", "POST", "302 403 404 404 404 404 302 403", lambda t: {**issued(t), "form": "pdf"}),
    Row("bundle", "GET", TOP_SEES, bundle),
    Row("bundle", "POST", "302 403 404 404 404 404 409 403", bundle),
    Row("bundle.file", "GET", "302 403 404 404 404 404 404 403", bundle, note="not yet"),
    Row("outgoing", "GET", NO_AUDITOR),
    Row("outgoing.begin", "GET", NO_AUDITOR),
    Row("outgoing.begin", "POST", "302 403 302 302 302 302 302 403", data=lambda things: A_BEGINNING),
    Row("outgoing.numbers", "GET", NO_AUDITOR),
    # a unit without a code word, or a post that may not number, has no form to fill in
    Row("outgoing.numbers", "POST", "302 403 400 400 400 302 302 403", data=lambda things: A_PAPER_NUMBER),
    Row("outgoing.document", "GET", "302 403 404 404 404 404 200 403", draft_of_office()),
    Row("outgoing.edit", "GET", "302 403 404 404 404 404 200 403", draft_of_office()),
    Row("outgoing.edit", "GET", "302 403 404 404 404 404 409 403", numbered(), note="numbered"),
    Row("outgoing.edit", "POST", "302 403 404 404 404 404 302 403", draft_of_office(), lambda things: things.text),
    Row("outgoing.figure", "POST", "302 403 404 404 404 404 302 403", draft_of_office(), lambda things: A_FIGURE),
    Row("outgoing.picture", "GET", "302 403 404 404 404 404 200 403", draft_of_office(number=1)),
    Row("outgoing.version", "GET", "302 403 404 404 404 404 200 403", draft_of_office(number=1)),
    Row("outgoing.file", "GET", "302 403 404 404 404 404 200 403", draft_of_office(form="docx")),
    Row("outgoing.move", "GET", "302 403 404 404 404 404 200 403", draft_of_office(verb="return")),
    Row("outgoing.move", "POST", "302 403 404 404 404 404 302 403", draft_of_office(verb="check")),
    Row("outgoing.move", "POST", "302 403 404 404 404 404 409 403", draft_of_office(verb="number"), note="too soon"),
    Row("outgoing.move", "POST", "302 403 404 404 404 404 302 403", numbered(verb="issue"), note="out"),
    Row("outgoing.move", "POST", "302 403 404 404 404 404 404 403", numbered(verb="burn"), note="odd"),
)


def rows_of_register(register: type[Register]) -> tuple[Row, ...]:
    """The addresses of one register; every one of them is the same in every register."""
    key = register.key

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
        *rows_of_veils(register),
        *rows_of_moves(register),
        *rows_of_sheets(register),
        *rows_of_lists(register),
        *rows_of_files(key),
    )


def rows_of_veils(register: type[Register]) -> Iterator[Row]:
    """Opening what a register masks, for whoever may open anything of the record's unit."""
    veiled = min(register.veiled_on_page(), default="")
    if not veiled:
        return

    def args(things: Things) -> dict[str, Any]:
        return {"pk": things.records[register.key].pk, "field": veiled}

    name = f"{register.key}.reveal"
    yield Row(name, "GET", "302 403 404 403 200 200 200 403", args)
    yield Row(name, "POST", "302 403 404 403 302 302 302 403", args, lambda things: {"reason": "核对慰问金名册"})
    yield Row(name, "POST", "302 403 404 403 400 400 400 403", args, lambda things: {"reason": "看"}, "for no reason")


def rows_of_lists(register: type[Register]) -> tuple[Row, ...]:
    """What is done with a list as it stands, and what a form asks while one types."""
    key = register.key

    def chosen(things: Things) -> dict[str, Any]:
        return {"act": "void", "pk": [things.records[key].pk]}

    def new(things: Things) -> dict[str, Any]:
        return {"pk": 0}

    def half(things: Things) -> dict[str, Any]:
        return {"unit": things.world.federation.unit_of("school").pk}

    done = "302 403 302 302 302 302 302 403"
    return (
        # whoever may void at all is shown over which of the chosen records; those out of reach are none of them
        Row(f"{key}.bulk", "POST", NO_AUDITOR, data=chosen),
        Row(
            f"{key}.bulk",
            "POST",
            "302 403 200 200 302 302 302 403",
            data=lambda things: chosen(things) | {"sure": "yes", "reason": "登记重了"},
            note="sure",
        ),
        Row(f"{key}.export", "POST", done, data=lambda things: {"form": "csv"}),
        Row(f"{key}.views", "POST", done, data=lambda things: {"title": "我的"}),
        Row(f"{key}.view.drop", "POST", OWN, lambda things: {"pk": things.beside.views[key].pk}),
        Row(f"{key}.draft", "POST", NO_AUDITOR, new, half, "of a new record"),
        Row(
            f"{key}.draft",
            "POST",
            "302 403 404 403 200 200 200 403",
            lambda things: {"pk": things.records[key].pk},
            half,
        ),
        Row(f"{key}.draft.drop", "POST", "302 403 302 302 302 302 302 302", new),
        Row(f"{key}.pick", "GET", NO_AUDITOR, lambda things: {"place": "form", "field": "unit"}),
        Row(f"{key}.pick", "GET", NO_AUDITOR, lambda things: {"place": "filter", "field": "unit"}, note="to filter"),
    )


def rows_of_files(key: str) -> tuple[Row, ...]:
    """The files of a record of one register."""

    def row(things: Things) -> dict[str, Any]:
        return {"pk": things.records[key].pk}

    def file(things: Things) -> dict[str, Any]:
        return row(things) | {"file": things.beside.files[key].pk}

    def added(things: Things) -> dict[str, Any]:
        return {"file": SimpleUploadedFile("现场.png", PNG)}

    done = "302 403 404 403 302 302 302 403"
    return (
        Row(f"{key}.attach", "POST", done, row, added),
        Row(f"{key}.file", "GET", WHOEVER_BEARS, file),
        Row(f"{key}.detach", "POST", done, file),
    )


def rows_of_sheets(register: type[Register]) -> Iterator[Row]:
    """A register that takes sheets has its empty one and the page that takes a full one, for whoever may record."""
    if register.check is not None:
        yield Row(f"{register.key}.template", "GET", NO_AUDITOR)
        yield Row(f"{register.key}.upload", "GET", NO_AUDITOR)
        yield Row(f"{register.key}.upload", "POST", "302 403 400 400 400 400 400 403")


def row_of_upload(asked: UploadRow) -> Row:
    """One address of an upload of the writer's."""

    def args(things: Things) -> dict[str, Any]:
        upload = things.uploads[asked.step]
        named = row_args(upload) if asked.name in ("upload.row", "upload.leave") else {}
        return {"pk": upload.pk} | named

    def data(things: Things) -> dict[str, Any]:
        return asked.data(things.uploads[asked.step])

    return Row(asked.name, asked.method, asked.statuses, args, data, asked.step)


# Moves that the unit of the record may not take itself, whatever its posts: what it offers is for those above.
FOR_THOSE_ABOVE = {
    ("dispatch.experience", "choose"),
    ("dispatch.experience", "spread"),
    ("dispatch.difficulty", "take"),
}


def rows_of_moves(register: type[Register]) -> Iterator[Row]:
    """Each move of a register, from each state it starts from, for whoever has the right that the flow names."""
    for step in register.flow.moves if register.flow else ():
        roles = named_right(register, step.right).roles
        chair, office = ("302" if role in roles else "403" for role in ("chair", "office"))
        chair = "409" if chair == "302" and (register.key, step.verb) in FOR_THOSE_ABOVE else chair
        done = f"302 403 404 403 {chair} {office} {office} 403"
        for source in step.sources:

            def args(things: Things, verb: str = step.verb, source: str = source) -> dict[str, Any]:
                return {"pk": things.in_state[register.key, source].pk, "verb": verb}

            name, reason = f"{register.key}.move", lambda things: {"reason": "请补充"}
            seen = done.replace("302", "200").replace("200", "302", 1).replace("409", "200")
            yield Row(name, "POST", done, args, reason, f"{step.verb} from {source}")
            yield Row(
                name, "GET", seen if step.reason else seen.replace("200", "405"), args, note=f"{step.verb} {source}"
            )


def named_right(register: type[Register], name: str) -> Right:
    """A right that the register declares, or one of the house."""
    return next(each for each in (*register.rights(), *catalogue()) if each.name == name)


def table() -> tuple[Row, ...]:
    """All rows."""
    of_registers = (row for each in registers() for row in rows_of_register(each))
    return (*ROOF, *PRIVACY, *NOTICES, *REPORTS, *INCOMING, *OUTGOING, *map(row_of_upload, UPLOAD_ROWS), *of_registers)
