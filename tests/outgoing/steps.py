# SPDX-License-Identifier: Apache-2.0
"""Steps in the life of an outgoing document, as the cast takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guantong.org.actors import Actor
from guantong.reports.models import OfficialDocument
from guantong.reports.outgoing.rules import TextBlock, blocks_of
from guantong.reports.outgoing.services import Content, content_of, draft_document, name_co_signers, save_document
from guantong.reports.outgoing.steps import (
    check_document,
    co_sign_document,
    file_document,
    issue_document,
    number_document,
    re_check_document,
    sign_document,
)
from tests.walk.federation import Federation

TEXT = """为做好冬季安全生产宣讲，现将有关事项通知如下。
一、突出重点
各市（州）总工会要于2021年2月26日前至少开展3场宣讲。
二、认真组织
（一）深入车间班组。面对面听取职工意见。
以上请认真落实。"""


def fresh(document: OfficialDocument) -> OfficialDocument:
    """The document as a page fetches it."""
    return OfficialDocument.objects.select_related("unit", "issuer", "number", "file").get(pk=document.pk)


def written(text: str = TEXT) -> list[TextBlock]:
    """A text as the editor takes it."""
    return blocks_of([("text", text)])


def a_draft(actor: Actor, **changes: Any) -> OfficialDocument:
    """A notice of the actor's body about lectures, with a whole text."""
    kind = changes.get("kind", "通知")
    facts = {
        "kind": kind,
        "title": f"{actor.unit.name}关于做好冬季安全生产宣讲的{kind}",
        "addressees": ["各市（州）总工会"],
    }
    content = Content(**{**facts, "blocks": written(), **changes})
    return fresh(draft_document(actor, content))


def saved(actor: Actor, document: OfficialDocument, **changes: Any) -> OfficialDocument:
    """The document with some of its content changed and saved."""
    content = replace(content_of(document), **changes)
    return fresh(save_document(actor, document, content, version=document.version))


def taken_to(state: str, federation: Federation, document: OfficialDocument) -> OfficialDocument:
    """A document of the province taken as far as a state."""
    office, leader = federation.province, federation.leader
    steps = {
        "checked": lambda: check_document(office, document),
        "signed": lambda: sign_document(leader, document, opinion="同意。"),
        "re_checked": lambda: re_check_document(office, document),
        "numbered": lambda: number_document(office, document),
        "issued": lambda: issue_document(office, document),
        "filed": lambda: file_document(office, document, retention="ten_years"),
    }
    for reached, take in steps.items():
        take()
        if reached == state:
            break
    return fresh(document)


def co_signed(federation: Federation, document: OfficialDocument) -> OfficialDocument:
    """A checked document that a department was asked to co-sign, and did."""
    name_co_signers(federation.province, document, [federation.unit_of("department")])
    check_document(federation.province, document)
    return co_sign_document(federation.department, document, opinion="无意见。")
