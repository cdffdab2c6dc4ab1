# SPDX-License-Identifier: Apache-2.0
"""A check of a sample of records: each record with what was found of it, and how far the sample reaches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.org.actors import Actor
from guantong.register.catalogue import register_named, url_of
from guantong.register.pages import Action, Crumb
from guantong.register.screens.rule_values import RuleShown, rule_in_force

from ..models import Verification
from ..rules import error_bound
from .acts import crumbs_of
from .words import day_word

WORDS = ("title", "summary", "place", "lecturer")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One record of the sample."""

    at: int
    title: str
    url: str
    unit: str
    flags: list[str]
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True)
class VerificationPage:
    """The sample and what was found."""

    title: str
    lead: str
    subject: str
    rows: list[SampleRow]
    result: str
    may_judge: bool
    judge_url: str
    finish_url: str
    actions: list[Action] = field(default_factory=list)
    crumbs: list[Crumb] = field(default_factory=list)
    rule: RuleShown | None = None  # for how long the same is not checked again


def verification_page(actor: Actor, verification: Verification) -> VerificationPage:
    """The page of a check that the actor may see."""
    requirement = verification.requirement
    records = _records(verification)
    flags = _flags(records)
    rows = []
    for at, (key, pk, verdict, remark) in enumerate(verification.sample):
        row = records.get((key, pk))
        rows.append(
            SampleRow(
                at=at,
                title=register_named(key).first_line(row) if row else _("这条登记已经找不到"),
                url=url_of(row) if row else "",
                unit=row.unit.name if row else "",
                flags=flags.get((key, pk), []) + ([_("已作废")] if row and row.voided_at else []),
                verdict=verdict,
                remark=remark,
            )
        )
    is_open = verification.state == "drawn"
    may = is_open and verification.by_unit_id == actor.unit.pk and bool(actor.may("dispatch.verification.draw"))
    judged = all(row.verdict for row in rows)
    return VerificationPage(
        title=_("抽查登记"),
        lead=_("{unit}，{day}随机抽取，谁拿种子 {seed} 都抽到同样的登记。不用单位另报材料。").format(
            unit=verification.unit.name, day=day_word(verification.drawn_on), seed=verification.seed[:8]
        ),
        subject=requirement.label,
        rows=rows,
        result=_result(verification),
        may_judge=may,
        judge_url=reverse("verification", args=(verification.pk,)) if may else "",
        finish_url=reverse("verification.finish", args=(verification.pk,)) if may and judged else "",
        crumbs=crumbs_of(requirement.notice, _("抽查登记")),
        rule=rule_in_force("supervision.recheck_days", verification.drawn_on),
    )


def _result(verification: Verification) -> str:
    failed = sum(verdict == "failed" for _key, _pk, verdict, _remark in verification.sample)
    checked = sum(bool(verdict) for _key, _pk, verdict, _remark in verification.sample)
    said = _("共 {all} 条，抽 {size} 条，已核 {n} 条，不实 {failed} 条。").format(
        all=verification.population, size=len(verification.sample), n=checked, failed=failed
    )
    if checked < len(verification.sample):
        return said
    most = error_bound(failed, checked)
    return said + _("按这次抽查，全部登记里不实的最多约 {percent}%（把握 95%）。").format(percent=round(most * 100))


def _records(verification: Verification) -> dict[tuple[str, int], Any]:
    wanted: dict[str, list[int]] = {}
    for key, pk, _verdict, _remark in verification.sample:
        wanted.setdefault(key, []).append(pk)
    return {
        (key, row.pk): row
        for key, pks in wanted.items()
        for row in register_named(key).model.objects.filter(pk__in=pks).select_related("unit")
    }


def _flags(records: dict[tuple[str, int], Any]) -> dict[tuple[str, int], list[str]]:
    """What a person should look at twice: the same words used twice, one speaker in two places on one day."""
    found: dict[tuple[str, int], list[str]] = {}
    words = {at: _words(row) for at, row in records.items()}
    places = {at: _where(at[0], row) for at, row in records.items()}
    said, been = Counter(words.values()), Counter(place for place in places.values() if place)
    for at in records:
        flags = [_("文字和另一条一样")] if words[at] and said[words[at]] > 1 else []
        if places[at] and been[places[at]] > 1:
            flags.append(_("同一人同一天在两处"))
        found[at] = flags
    return found


def _words(row: Any) -> str:
    return "|".join(str(getattr(row, name)) for name in WORDS if getattr(row, name, ""))


def _where(key: str, row: Any) -> tuple[str, object] | None:
    person = getattr(row, "lecturer", "")
    return (str(person), getattr(row, register_named(key).event_date)) if person else None
