# SPDX-License-Identifier: Apache-2.0
"""Pages of rule values: what holds for the actor's unit today, its source, its history, and entering a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from guantong.kernel import clock
from guantong.org.actors import Actor
from guantong.org.models import RuleValue, UnitLevel
from guantong.org.queries import history_of_rule
from guantong.org.rules import RULES, Rule
from guantong.org.services import set_rule
from guantong.register.pages import Crumb
from guantong.register.screens.rule_values import CONFIDENCE, RuleShown, rule_in_force, rule_shown

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule and what holds today; None where nobody entered a value."""

    title: str
    url: str
    decides: str
    value: RuleShown | None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Every rule that has values."""

    title: str
    lead: str
    rows: list[RuleRow]
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule: what holds, what held, and a form for those who may enter a value."""

    title: str
    lead: str
    now: RuleShown | None
    history: list[RuleShown]
    form: RuleForm | None
    crumbs: tuple[Crumb, ...]


class RuleForm(forms.Form):
    """A new value of a rule."""

    value = forms.CharField(label=_lazy("值"), max_length=60)
    place = forms.ChoiceField(label=_lazy("适用范围"))
    level = forms.ChoiceField(label=_lazy("适用层级"), required=False)
    valid_from = forms.DateField(label=_lazy("生效日期"), widget=DAY)
    source = forms.CharField(label=_lazy("依据"), max_length=200, help_text=_lazy("哪部法律、哪份文件、第几条。"))
    confidence = forms.ChoiceField(label=_lazy("把握"), choices=list(CONFIDENCE.items()))
    reason = forms.CharField(label=_lazy("为什么改"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.rule = actor, rule
        places = [("own", _("%(unit)s及下级") % {"unit": actor.unit.name})]
        if actor.unit.depth == 1:
            places.append(("all", _("所有单位")))
        for name, choices in (("place", places), ("level", [("", _("各级")), *UnitLevel.choices])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.fields["valid_from"].initial = clock.today()

    def enter(self, actor: Actor) -> RuleValue:
        """Enter the value as typed. Raises Invalid where it is none of this rule."""
        said = self.cleaned_data
        row = RuleValue(
            key=self.rule.key,
            value=self.rule.read(said["value"]),
            measure=self.rule.measure,
            unit=self.actor.unit if said["place"] == "own" else None,
            level=said["level"],
            valid_from=said["valid_from"],
            source=said["source"],
            confidence=said["confidence"],
        )
        return set_rule(actor, row, reason=said["reason"])


def rules_page(actor: Actor) -> RulesPage:
    """Every rule with the value that holds for the actor's unit today."""
    actor.must("org.rule.read")
    today = clock.today()
    rows = [
        RuleRow(rule.title, reverse("rule", args=(rule.key,)), rule.decides, rule_in_force(rule.key, today, actor.unit))
        for rule in RULES
    ]
    lead = _("办事用到的数，都有依据和生效的日子；按事情发生那天的值算。")
    return RulesPage(_("规则值"), lead, rows)


def rule_page(actor: Actor, rule: Rule, form: RuleForm | None) -> RulePage:
    """One rule with its history."""
    actor.must("org.rule.read")
    history = [rule_shown(row) for row in history_of_rule(rule.key, actor)[:200]]
    crumbs = (Crumb(_("规则值"), reverse("rules")),)
    return RulePage(rule.title, rule.decides, rule_in_force(rule.key, clock.today(), actor.unit), history, form, crumbs)
