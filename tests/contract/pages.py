# SPDX-License-Identifier: Apache-2.0
"""Every address there is, and the things to which those with arguments are applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

from guantong.dispatch.incoming.services import receive_document
from guantong.dispatch.models import (
    Extension,
    IncomingDocument,
    Issue,
    Notice,
    Question,
    Receipt,
    Requirement,
    UnitList,
    Verification,
)
from guantong.dispatch.services import (
    Selection,
    ask_extension,
    ask_question,
    draw_verification,
    keep_list,
    receive_notice,
)
from guantong.intake.models import Upload
from guantong.org.models import Token
from guantong.org.services import make_token
from guantong.register.asked import Asked
from guantong.register.catalogue import register_named, registers
from guantong.register.models import Export
from guantong.register.services.attachments import attach
from guantong.register.services.exporting import run_export
from guantong.register.services.exports import ask_export
from guantong.register.services.saved import save_view
from guantong.reports.models import DocumentBundle, OfficialDocument, Report
from guantong.reports.outgoing.bundles import ask_for_bundle
from guantong.reports.services import check_report, compose_report, send_report, sign_report
from tests.incoming.letters import LETTER
from tests.outgoing.steps import a_draft, taken_to
from tests.walk.federation import Federation
from tests.walk.life import SHORT_NOTICE, World, lecture, narrative_of, requirement_for

from .records import record_of, rows_by_state
from .uploads import uploads_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def named_patterns() -> dict[str, URLPattern]:
    """Every URL pattern by its name."""
    found: dict[str, URLPattern] = {}

    def collect(patterns: list[Any]) -> None:
        for each in patterns:
            if isinstance(each, URLResolver):
                collect(each.url_patterns)
            else:
                assert each.name, f"{each.pattern} has no name"
                found[each.name] = each

    collect(get_resolver().url_patterns)
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """What the writer keeps beside the records: a view of each list, a file of each record, an export."""

    views: dict[str, Any]
    files: dict[str, Any]
    export: Export


def beside_of(federation: Federation, records: dict[str, Any]) -> Beside:
    """One of each."""
    lists = {key: Asked.again(register_named(key), "") for key in records}
    views = {key: save_view(federation.school, asked, title="全部的") for key, asked in lists.items()}
    files = {
        key: attach(federation.school, lists[key].register, row, SimpleUploadedFile("照片.png", PNG))
        for key, row in records.items()
    }
    export, _is_short = ask_export(federation.school, next(iter(lists.values())), form="csv")
    run_export(export.pk)
    export.refresh_from_db()
    return Beside(views, files, export)


@dataclass(frozen=True, slots=True)
class Things:
    """What the addresses are asked about."""

    world: World
    draft: Notice
    own_report: Report
    sent_report: Report
    records: dict[str, Any]
    voided: dict[str, Any]
    in_state: dict[tuple[str, str], Any]
    written: OfficialDocument
    numbered: OfficialDocument
    uploads: dict[str, Upload]
    arrived: IncomingDocument
    beside: Beside
    bundle: DocumentBundle
    extension: Extension
    verification: Verification
    question: Question

    @property
    def text(self) -> dict[str, Any]:
        """The draft of an outgoing document, as the editor posts it."""
        document = self.written
        around = {"kind": document.kind, "title": document.title, "addressees": "各市（州）总工会", "copies": ""}
        boxes = {"block_kind": ["text"], "block_text": ["请认真落实。"]}
        return {**around, **boxes, "urgency": "", "note": "", "version": document.version}

    @property
    def token(self) -> Token:
        """The writer's token."""
        return Token.objects.get()

    @property
    def receipt(self) -> Receipt:
        """The writer's receipt."""
        return Receipt.objects.get(notice=self.world.notice, unit=self.world.federation.units["630121-01"])

    @property
    def narrative(self) -> Requirement:
        """A requirement that no register answers."""
        return narrative_of(self.world.notice)

    @property
    def measured(self) -> Requirement:
        """A requirement that lectures answer."""
        return requirement_for(self.world.notice, "learning.lectures")

    @property
    def cut(self) -> dict[str, int]:
        """A place inside the first requirement of the draft."""
        first = self.draft.requirements.first()
        assert first is not None
        return {"at": first.start + 4}

    @property
    def words(self) -> dict[str, Any]:
        """The first paragraph of the draft report, as its form posts it."""
        return {"text": self.own_report.paragraphs[0]["text"], "version": self.own_report.version}

    @property
    def issue_choice(self) -> dict[str, Any]:
        """Everything to one more unit directly below the province."""
        return self._choice("630000-xj")

    @property
    def hand_choice(self) -> dict[str, Any]:
        """Everything to one more unit below Xining."""
        return self._choice("630122")

    @property
    def issue(self) -> Issue:
        """What the province issued."""
        return Issue.objects.filter(notice=self.world.notice, unit=self.world.notice.unit)[0]

    @property
    def unit_list(self) -> UnitList:
        """The list that the province keeps."""
        return UnitList.objects.get(unit=self.world.notice.unit)

    def _choice(self, code: str) -> dict[str, Any]:
        pks = list(self.world.notice.requirements.values_list("pk", flat=True))
        return {"units": [self.world.federation.units[code].pk], "requirements": pks}


def things_of(world: World) -> Things:
    """One of each: an unconfirmed notice, a draft report of Xining, a sent one of Haidong, records of all kinds."""
    federation = world.federation
    keep_list(federation.province, title="试点", selection=Selection(levels=("county",)))
    draft = receive_notice(federation.province, SHORT_NOTICE.encode(), "short.txt")
    lecture(world)
    own_report = compose_report(federation.xining, world.notice)
    sent_report = compose_report(federation.haidong, world.notice)
    for step in (check_report, sign_report, send_report):
        step(federation.haidong, sent_report)
    records = {register.key: record_of(register, federation.school, world.theme) for register in registers()}
    voided = {register.key: record_of(register, federation.school, world.theme) for register in registers()}
    for key, row in voided.items():
        next(each for each in registers() if each.key == key).void(federation.school, row, reason="登记错了")
    in_state = {
        (register.key, state): row
        for register in registers()
        for state, row in rows_by_state(register, federation.school, federation.province).items()
    }
    rights, account = ["learning.lecture.read"], federation.accounts["school"]
    make_token(federation.school, account, name="对接", rights=rights, days=30)
    beside = beside_of(federation, records)
    written = a_draft(federation.province)
    numbered = taken_to("numbered", federation, a_draft(federation.province))
    uploads = uploads_of(federation.school)
    bundle = ask_for_bundle(federation.province, world.notice, form="pdf")
    arrived = receive_document(federation.province, LETTER.encode(), "letter.txt")
    facts = (own_report, sent_report, records, voided, in_state, written, numbered, uploads, arrived, beside, bundle)
    return Things(world, draft, *facts, *_supervised(world))


def _supervised(world: World) -> tuple[Extension, Verification, Question]:
    """What comes after issue, all of it about the writer's unit."""
    federation, notice = world.federation, world.notice
    unit, media = federation.school.unit, requirement_for(notice, "learning.media")
    asked = ask_extension(
        federation.school,
        requirement_for(notice, "learning.lectures"),
        unit=unit,
        until=date(2021, 2, 26),
        why="大雪封路",
    )
    drawn = draw_verification(federation.datong, media, unit=unit)
    question = ask_question(federation.province, notice, text="讲了几场？", kind="number")
    return asked, drawn, question
