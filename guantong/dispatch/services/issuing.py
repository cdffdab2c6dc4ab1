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
from guantong.org.models import Theme, Unit, UnitQuerySet
from guantong.org.services import move, trace, use_theme
from guantong.trace import files
from guantong.trace.services import Changes, writes

from .. import sql
from ..lights import terms_of
from ..models import Issue, Notice, Receipt, Requirement, Tightening
from ..rules import Terms
from ..states import NOTICE_FLOW
from .changes import BATCH, light_issue

LISTED = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """Which units of one's own subtree a notice goes to: those named, and those of these kinds and levels below."""

    units: Sequence[int] = ()
    kinds: Sequence[str] = ()
    levels: Sequence[str] = ()
    without: Sequence[int] = ()

    def rows(self, top: Unit) -> UnitQuerySet:
        """The units in force below `top` that are chosen, in tree order."""
        below: UnitQuerySet = Unit.objects.in_force().below(top)
        chosen: UnitQuerySet = below.filter(pk__in=self.units)
        if self.kinds or self.levels:
            fitting = below
            fitting = fitting.filter(kind__in=self.kinds) if self.kinds else fitting
            fitting = fitting.filter(level__in=self.levels) if self.levels else fitting
            chosen = chosen | fitting
        kept: UnitQuerySet = chosen.exclude(pk__in=self.without)
        return kept

    @classmethod
    def of(cls, units: Sequence[Unit], top: Unit) -> Selection:
        """Just these units. Raises Invalid for one that is not below `top`."""
        if outside := [each for each in units if each.pk == top.pk or not each.path.startswith(top.path)]:
            raise Invalid(_("“{unit}”不是本单位的下级，不能下发。"), field="units", unit=outside[0].name)
        return cls(units=[unit.pk for unit in units])


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
        raise Invalid(_("请至少选一个还没有收到的单位。"), field="units")
    issue.requirements.set(requirements)
    issue.save(update_fields=("unit_count",))
    said = {"units": _list_of(issue), "requirements": [each.number for each in requirements]}
    trace(actor, "issue", issue, Changes(after=said))
    if issue.unit_count <= BATCH:
        light_issue(issue)
    return issue


def _list_of(issue: Issue) -> list[str] | dict[str, object]:
    """The exact list as the trace keeps it: the codes, or for a long list the digest of a stored file of them."""
    codes = Unit.objects.filter(receipts__issue=issue).order_by("path").values_list("code", flat=True)
    if issue.unit_count <= LISTED:
        return list(codes)
    content = "\n".join(codes.iterator()).encode()
    kept = files.keep(content, name=f"issue-{issue.pk}.txt", media_type="text/plain")
    return {"count": issue.unit_count, "list": kept.digest}
