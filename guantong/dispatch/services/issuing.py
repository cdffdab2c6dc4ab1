# SPDX-License-Identifier: Apache-2.0
"""Verbs by which a notice reaches units: issue it, hand part of it on, let its lights be computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Theme, Unit
from guantong.org.services import move, trace, use_theme
from guantong.trace import files
from guantong.trace.services import Changes, writes

from .. import sql
from ..lights import terms_of
from ..models import Issue, Lighting, Notice, Receipt, Requirement, Tightening
from ..rules import Terms
from ..states import NOTICE_FLOW
from .changes import BATCH, light_issue
from .selection import Selection

LISTED = 200


class AlreadyThere(Invalid):
    """Every chosen unit has the notice: a second click, or another officer was first. Nothing was done twice."""


@dataclass(frozen=True, slots=True)
class Stricter:
    """What a middle unit asks beyond the notice: by requirement id an earlier day, a higher target, or both."""

    due_on: Mapping[int, date] = field(default_factory=dict)
    target: Mapping[int, int] = field(default_factory=dict)


@writes
def issue_notice(
    actor: Actor, notice: Notice, *, theme: Theme | None, units: Sequence[Unit] | Selection, without: set[int]
) -> Issue:
    """Issue a confirmed notice to units of one's own subtree, all requirements but those in `without`.

    The first issue gives the notice its theme; later ones add units. Units that have it already are left as they are.
    """
    actor.must("dispatch.notice.issue", notice.unit)
    if notice.state == "confirmed":
        if theme is None:
            raise Invalid(_("请定一个主题：登记带上它，才算进这份通知。"), field="theme")
        notice.theme = theme
        move(notice, NOTICE_FLOW, "issue", by=actor)
    elif notice.state != "issued":
        raise WrongState(_("先确认全部要求，才能下发。"))
    own = notice.requirements.filter(state="confirmed", unit=notice.unit)
    requirements = [each for each in own if each.pk not in without]
    return _hand(actor, notice, requirements, units)


@writes
def issue_under(
    actor: Actor, notice: Notice, *, title: str, units: Sequence[Unit] | Selection, without: set[int]
) -> Issue:
    """The first issue, under the theme of that title, made where there is none: both, or neither."""
    return issue_notice(actor, notice, theme=use_theme(actor, title), units=units, without=without)


@writes
def hand_on(
    actor: Actor,
    notice: Notice,
    *,
    requirements: Sequence[Requirement],
    units: Sequence[Unit] | Selection,
    stricter: Stricter | None = None,
) -> Issue:
    """Hand part of a notice that one's own unit bears to units below it, on no easier terms than it has itself.

    Raises NotFound where the unit bears none of it, Invalid for terms that are easier.
    """
    actor.must("dispatch.notice.issue", actor.unit)
    check_is_current(notice)
    receipt = Receipt.objects.filter(notice=notice, unit=actor.unit).select_related("issue").first()
    if receipt is None:
        raise NotFound(_("这份通知没有发到{unit}。"), unit=actor.unit.name)
    if receipt.state != "signed":
        raise WrongState(_("请先签收，再往下交办。"))
    borne = set(receipt.issue.requirements.values_list("pk", flat=True))
    borne |= set(notice.requirements.filter(unit=actor.unit, state="confirmed").values_list("pk", flat=True))
    if any(requirement.pk not in borne for requirement in requirements):
        raise Invalid(_("只能交办本单位承担的要求。"))
    issue = _hand(actor, notice, requirements, units)
    _tighten(issue, receipt, requirements, stricter or Stricter())
    return issue


def check_is_current(notice: Notice) -> None:
    """Raise WrongState unless the notice is under way."""
    if notice.state != "issued":
        raise WrongState(_("这份通知不在办理中，不能再动。"))


def _tighten(issue: Issue, receipt: Receipt, requirements: Sequence[Requirement], stricter: Stricter) -> None:
    rows = []
    for each in requirements:
        own = terms_of(each, receipt)
        wanted = Terms(stricter.due_on.get(each.pk, own.due), stricter.target.get(each.pk, own.target))
        if own.due is not None and (wanted.due is None or wanted.due > own.due):
            raise Invalid(
                _("第{n}项的期限不能比上级定的 {day} 晚。"), field="due_on", n=each.number, day=own.due.isoformat()
            )
        if wanted.due is not None and wanted.due != own.due and wanted.due < clock.today():
            raise Invalid(_("期限 {day} 已经过了，请写今天或以后的日子。"), field="due_on", day=wanted.due)
        if wanted.target < own.target:
            raise Invalid(
                _("第{n}项的目标不能比上级定的 {least} 少。"), field="target", n=each.number, least=own.target
            )
        if (wanted.due, wanted.target) != (each.due_on, each.target or 0):
            rows.append(Tightening(issue=issue, requirement=each, due_on=wanted.due, target=wanted.target or None))
    Tightening.objects.bulk_create(rows)


def _hand(
    actor: Actor, notice: Notice, requirements: Sequence[Requirement], units: Sequence[Unit] | Selection
) -> Issue:
    if not requirements:
        raise Invalid(_("请至少选一项要求。"), field="requirements")
    selection = units if isinstance(units, Selection) else Selection.of(units, actor.unit)
    issue = Issue.objects.create(notice=notice, unit=actor.unit, issued_at=clock.now())
    issue.unit_count = sql.insert_receipts(issue, selection.rows(actor.unit))
    if not issue.unit_count:
        if selection.rows(actor.unit).exists():
            raise AlreadyThere(_("选中的单位都已经收到了，没有再发一次。"))
        raise Invalid(_("请至少选一个还没有收到的单位。"), field="units")
    issue.requirements.set(requirements)
    issue.save(update_fields=("unit_count",))
    Lighting.objects.create(issue=issue)
    said = {"units": _list_of(issue), "requirements": [each.number for each in requirements]}
    trace(actor, "issue", issue, Changes(after=said))
    if issue.unit_count <= BATCH:
        light_issue(issue)
    else:
        _enqueue(issue)
    return issue


def _enqueue(issue: Issue) -> None:
    from ..jobs import light_issue as job

    job.enqueue(issue.pk)  # with the issue itself: both are there, or neither


def _list_of(issue: Issue) -> list[str] | dict[str, object]:
    """The exact list as the trace keeps it: the codes, or for a long list the digest of a stored file of them."""
    codes = Unit.objects.filter(receipts__issue=issue).order_by("path").values_list("code", flat=True)
    if issue.unit_count <= LISTED:
        return list(codes)
    content = "\n".join(codes.iterator()).encode()
    kept = files.keep(content, name=f"issue-{issue.pk}.txt", media_type="text/plain")
    return {"count": issue.unit_count, "list": kept.digest}
