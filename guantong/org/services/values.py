# SPDX-License-Identifier: Apache-2.0
"""Verbs on dated rule values: entered anew, never overwritten."""

from __future__ import annotations

import csv
import json
from datetime import date
from importlib import resources
from typing import Any

from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import Invalid, RuleBroken
from guantong.trace.services import Changes, writes

from ..actors import Actor
from ..models import RuleValue, UnitLevel
from ..models.values import DEMO
from ..queries import is_demo
from .traces import SYSTEM, difference, trace, values_of

CONFIDENCES = ("S", "P", "U")


@writes
def set_rule(actor: Actor, given: RuleValue, *, reason: str) -> RuleValue:
    """Enter a value that holds from its day on. Older ones stay; the change says why, and the trace says who."""
    _check_place(actor, given)
    if not reason.strip():
        raise Invalid(_("请写一句为什么改。"), field="reason")
    if not given.source.strip():
        raise Invalid(_("请写明依据：哪部法律、哪份文件、第几条。"), field="source")
    if given.confidence not in CONFIDENCES or (given.level and given.level not in UnitLevel.values):
        raise Invalid(_("请从列出的选项里选。"), field="confidence")
    if given.valid_to is not None and given.valid_to < given.valid_from:
        raise Invalid(_("失效日期不能早于生效日期。"), field="valid_to")
    check_demo_source(given)
    scope = RuleValue.objects.filter(key=given.key, unit=given.unit, level=given.level)
    before = scope.filter(valid_from__lte=given.valid_from).order_by("-valid_from", "-pk").first()
    if before is not None and _says_the_same(before, given):
        raise Invalid(_("这一天起已经是这个值，不用再录。"), field="value")
    given.save(force_insert=True)
    old = values_of(before) if before else {}
    changes = difference(old, values_of(given), reason.strip())
    trace(actor, "set_rule", given, changes)
    return given


def check_demo_source(given: RuleValue) -> None:
    """An amount that was made up for the demo never enters another database."""
    if given.is_demo and not is_demo():
        raise RuleBroken(_("示例值只能用在演示库里，请写真实的依据。"))


def _check_place(actor: Actor, given: RuleValue) -> None:
    """Below one's own unit; the values of the whole country belong to the office at the top of the tree."""
    if given.unit is None and actor.unit.depth > 1:
        raise Invalid(_("全国或全省通用的值由最上级办公室录入；请选本单位范围。"), field="unit")
    actor.must("org.rule.set", given.unit)


def _says_the_same(one: RuleValue, other: RuleValue) -> bool:
    return (one.value, one.measure, one.source, one.confidence, one.valid_from, one.valid_to) == (
        other.value,
        other.measure,
        other.source,
        other.confidence,
        other.valid_from,
        other.valid_to,
    )


@writes
def load_rules() -> int:
    """Enter the rule values that ship with the code and are not in the database yet; returns how many.

    Those whose source is the demo are entered in a demo alone.
    """
    place = resources.files("guantong.org") / "data" / "rule_values.csv"
    added, demo = 0, is_demo()
    for row in csv.DictReader(place.read_text(encoding="utf-8").splitlines()):
        facts: dict[str, Any] = {"key": row["key"], "valid_from": date.fromisoformat(row["valid_from"])}
        if (row["source"] == DEMO and not demo) or RuleValue.objects.filter(**facts).exists():
            continue
        rest = {name: row[name] for name in ("measure", "source", "confidence")}
        value = RuleValue.objects.create(value=json.loads(row["value"]), **facts, **rest)
        trace(SYSTEM, "set_rule", value, Changes(after=values_of(value)))
        added += 1
    return added
