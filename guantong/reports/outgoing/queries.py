# SPDX-License-Identifier: Apache-2.0
"""The door to one outgoing document, what waits for whom, and which numbers are missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.kernel.flow import Move
from guantong.kernel.numbering import gaps
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import ancestors_of
from guantong.org.scope import within

from ..states import OUTGOING_FLOW
from .models import DocumentBundle, DocumentVersion, OfficialDocument, OfficialDocumentQuerySet, TakenNumber

SHOWN = 100
OVER = ("filed", "void")
MOST_GAPS = 50
DEPARTMENT = "department"


def issuer_of(unit: Unit) -> Unit:
    """The body in whose name a unit writes: itself, or for a department the body that it belongs to."""
    if unit.kind != DEPARTMENT:
        return unit
    return ancestors_of(unit).exclude(kind=DEPARTMENT).last() or unit


def departments_of(issuer: Unit) -> list[Unit]:
    """The departments of a body, which may be asked to co-sign."""
    return list(Unit.objects.in_force().below(issuer).filter(depth=issuer.depth + 1, kind=DEPARTMENT))


def departments_named(issuer: Unit, pks: list[int]) -> list[Unit]:
    """Those departments of a body that were ticked."""
    return [unit for unit in departments_of(issuer) if unit.pk in pks]


def fetch_document(actor: Actor, pk: int) -> OfficialDocument:
    """A document that the actor may see. Raises NotFound outside, NotAllowed inside."""
    rows = OfficialDocument.objects.visible_to(actor).select_related("unit", "issuer", "number", "file")
    document = rows.filter(pk=pk).first()
    if document is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("reports.official_document.read")
    return document


def fetch_bundle(actor: Actor, pk: int) -> DocumentBundle:
    """A bundle that the actor's unit asked for. Raises NotFound for any other."""
    rows = DocumentBundle.objects.filter(unit=actor.unit).select_related("unit", "notice", "file")
    bundle = rows.filter(pk=pk).first()
    if bundle is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("reports.report.read", bundle.unit)
    return bundle


def fetch_version(document: OfficialDocument, number: int) -> tuple[DocumentVersion | None, DocumentVersion]:
    """One version with the one before it. Raises NotFound."""
    found = list(document.versions.filter(number__in=(number - 1, number)))
    if not found or found[-1].number != number:
        raise NotFound(_("没有这一稿。"))
    return (found[0] if len(found) > 1 else None), found[-1]


def documents_listed(actor: Actor) -> OfficialDocumentQuerySet:
    """The newest documents that the actor may see, with how many co-signatures each still lacks."""
    lacking = Count("co_signatures", filter=Q(co_signatures__signed_at=None))
    rows = OfficialDocument.objects.visible_to(actor).select_related("issuer", "unit", "number")
    return rows.annotate(lacking=lacking).order_by("-pk")[:SHOWN]


def next_move(document: OfficialDocument, lacking: int) -> Move | None:
    """The step that takes a document forward: co-signing only where somebody is still asked to."""
    for move in OUTGOING_FLOW.moves_from(document.state):
        if move.reason or (move.verb == "co_sign" and not lacking) or (move.verb == "sign" and lacking):
            continue
        return move
    return None


def may_take(actor: Actor, document: OfficialDocument, move: Move) -> bool:
    """Whether the actor may take a move of this document now."""
    if move.verb == "co_sign":
        asked = document.co_signatures.filter(unit=actor.unit, signed_at=None).exists()
        return asked and bool(actor.may(move.right, actor.unit))
    return document.issuer_id == actor.unit.pk and bool(actor.may(move.right, document.issuer))


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one code word in one year: how many, up to where, which are missing, which stand for nothing."""

    code_word: str
    year: int
    unit: str
    count: int
    last: int
    missing: tuple[str, ...]
    more_missing: int
    void: tuple[TakenNumber, ...]


def series_of(actor: Actor) -> list[Series]:
    """The numbers of the actor's unit and those below, newest year first."""
    actor.must("reports.official_document.read")
    rows = TakenNumber.objects.filter(within(actor.unit.path))
    totals = rows.values("code_word", "year", "unit__name").annotate(count=Count("pk"), last=Max("serial"))
    void: dict[tuple[str, int], list[TakenNumber]] = defaultdict(list)
    for each in rows.exclude(void_reason="").order_by("serial"):
        void[each.code_word, each.year].append(each)
    found = []
    for total in totals.order_by("-year", "unit__path", "code_word")[:SHOWN]:
        word, year = total["code_word"], total["year"]
        missing = _missing(word, year) if total["count"] < total["last"] else []
        found.append(
            Series(
                word,
                year,
                total["unit__name"],
                total["count"],
                total["last"],
                tuple(stretches(missing)[:MOST_GAPS]),
                max(0, len(stretches(missing)) - MOST_GAPS),
                tuple(void[word, year]),
            )
        )
    return found


def _missing(word: str, year: int) -> list[int]:
    return gaps(TakenNumber.objects.filter(code_word=word, year=year).values_list("serial", flat=True))


def stretches(serials: list[int]) -> list[str]:
    """Serials with neighbors joined: 3, 5–8."""
    found: list[list[int]] = []
    for serial in serials:
        if found and serial == found[-1][1] + 1:
            found[-1][1] = serial
        else:
            found.append([serial, serial])
    return [f"{first}" if first == last else f"{first}–{last}" for first, last in found]


def number_gaps() -> list[str]:
    """One sentence for each code word and year whose numbers have gaps."""
    totals = TakenNumber.objects.values("code_word", "year").annotate(count=Count("pk"), last=Max("serial"))
    lacking = [each for each in totals.order_by("code_word", "year") if each["count"] < each["last"]]
    return [
        f"{each['code_word']}〔{each['year']}〕缺号：{'、'.join(stretches(_missing(each['code_word'], each['year'])))}"
        for each in lacking
    ]
