# SPDX-License-Identifier: Apache-2.0
"""Verbs by which a unit above sees a notice through: urge, and check a sample of the records."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, Stale, WrongState
from guantong.org.actors import Actor
from guantong.org.models import Unit
from guantong.org.queries import rule_value
from guantong.org.scope import is_within
from guantong.org.services import move, trace
from guantong.register.catalogue import registers
from guantong.rollup.queries import of_units, records_behind
from guantong.trace.services import Changes, writes

from .. import lights
from ..models import Receipt, Requirement, Urge, UrgeLevel, Verification
from ..states import VERIFICATION_FLOW
from .issuing import check_is_current

TEXT_LENGTH = 300
VERDICTS = {"held", "failed"}


@writes
def urge_units(actor: Actor, receipts: Sequence[Receipt], *, level: int, text: str) -> list[Urge]:
    """Urge units about a notice, each once a day at most; returns those that were urged now.

    The level of a unit never falls: whoever was urged at the second level is not reminded at the first.
    """
    if level not in UrgeLevel.values:
        raise Invalid(_("请选催办的级别。"), field="level")
    said = text.strip()
    if not said or len(said) > TEXT_LENGTH:
        raise Invalid(_("请写一句催办的话，不超过 300 字。"), field="text")
    made = []
    for receipt in receipts:
        actor.must("dispatch.urge.send", receipt.unit)
        if receipt.unit_id == actor.unit.pk:
            raise Invalid(_("催办是给下级单位的，不能催本单位。"), field="units")
        check_is_current(receipt.notice)
        highest = receipt.urges.order_by("-level").values_list("level", flat=True).first() or 0
        row = Urge(receipt=receipt, by_unit=actor.unit, level=max(level, highest), text=said)
        row.urged_on, row.urged_by = clock.today(), actor.person_name
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue  # urged today already
        trace(actor, "urge", receipt, Changes(after={"level": row.level, "text": said}))
        made.append(row)
    return made


@writes
def see_urges(actor: Actor, receipt: Receipt) -> int:
    """Note that the urged unit has seen what it was told."""
    actor.must("dispatch.notice.sign", receipt.unit)
    seen = receipt.urges.filter(seen_at=None).update(seen_at=clock.now())
    if seen:
        trace(actor, "see_urges", receipt, Changes(after={"urges": seen}))
    return seen


@writes
def draw_verification(actor: Actor, requirement: Requirement, *, unit: Unit) -> Verification:
    """Draw a random sample of the records behind an assignment of a unit below, to be looked at one by one.

    The sample is the root of the number of records, three at least. Raises RuleBroken where the same unit was checked
    on the same duty within the days that the rule sets (no repeated checks, 政府督查工作条例 Article 15).
    """
    actor.must("dispatch.verification.draw", unit)
    if unit.pk == actor.unit.pk or not is_within(actor.unit.path, unit.path):
        raise NotFound(_("抽查只对下级单位。"))
    if not requirement.is_measured:
        raise WrongState(_("这一项没有登记可查，只有一句话。"))
    _check_is_not_repeated(requirement, unit)
    rows = _records(requirement, unit)
    if not rows:
        raise WrongState(_("这一项还没有登记，没有可查的。"))
    seed = uuid4().hex
    row = Verification(requirement=requirement, unit=unit, by_unit=actor.unit, seed=seed, population=len(rows))
    row.sample = [[key, pk, "", ""] for key, pk in drawn(rows, seed)]
    row.drawn_on, row.drawn_by = clock.today(), actor.person_name
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise WrongState(_("这一项正在抽查，先把它核完。")) from None
    trace(actor, "draw", row, Changes(after={"seed": seed, "records": len(rows), "sample": row.sample}))
    return row


def drawn(rows: Sequence[tuple[str, int]], seed: str) -> list[tuple[str, int]]:
    """The sample that a seed draws from records in the order of their registers and ids; the same every time."""
    size = min(len(rows), max(3, math.isqrt(len(rows))))
    return random.Random(seed).sample(sorted(rows), size)


def _check_is_not_repeated(requirement: Requirement, unit: Unit) -> None:
    rule = rule_value("supervision.recheck_days", clock.today())
    last: date | None = (
        Verification.objects.filter(requirement=requirement, unit=unit, state="done")
        .order_by("-drawn_on")
        .values_list("drawn_on", flat=True)
        .first()
    )
    if last is not None and (clock.today() - last).days < int(rule.value):
        raise RuleBroken(
            _("{unit}的这一项 {day} 刚抽查过，{days} 天内不再查。"),
            source=rule.source,
            unit=unit.name,
            day=last.isoformat(),
            days=rule.value,
        )


def _records(requirement: Requirement, unit: Unit) -> list[tuple[str, int]]:
    ask, _unit = lights.question_of(requirement, unit).resolve()
    keys = {register.model: register.key for register in registers()}
    found = []
    for source, rows in records_behind(ask, of_units([unit], subtree=not lights.is_own(requirement))):
        if source.model in keys:
            found += [(keys[source.model], pk) for pk in rows.values_list("pk", flat=True)]
    return found


@writes
def judge_record(actor: Actor, verification: Verification, *, at: int, verdict: str, remark: str) -> Verification:
    """Say of one record of the sample that it holds or not; a record that does not hold needs a remark."""
    actor.must("dispatch.verification.draw", verification.unit)
    if verification.state != "drawn":
        raise WrongState(_("这次抽查已经核完，不能再改。"))
    if verdict not in VERDICTS or not 0 <= at < len(verification.sample):
        raise Invalid(_("请选“属实”或“不实”。"), field="verdict")
    if verdict == "failed" and not remark.strip():
        raise Invalid(_("不实的要写一句哪里不实，让单位去更正。"), field="remark")
    key, pk, *before = verification.sample[at]
    sample = [*verification.sample]
    sample[at] = [key, pk, verdict, remark.strip()[:TEXT_LENGTH]]
    seen = Verification.objects.filter(pk=verification.pk, version=verification.version, state="drawn")
    if not seen.update(sample=sample, version=verification.version + 1):
        raise Stale(_("没有保存。别人刚核过一条，请刷新后再看。"))
    verification.refresh_from_db()
    trace(actor, "judge", verification, Changes({"record": [key, pk, *before]}, {"record": sample[at]}))
    return verification


@writes
def finish_verification(actor: Actor, verification: Verification) -> Verification:
    """Close a check once every record of the sample was judged."""
    actor.must("dispatch.verification.draw", verification.unit)
    if any(not verdict for _key, _pk, verdict, _remark in verification.sample):
        raise WrongState(_("还有没核的登记，都核过才能结束。"))
    return move(verification, VERIFICATION_FLOW, "finish", by=actor)
