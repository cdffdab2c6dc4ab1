# SPDX-License-Identifier: Apache-2.0
"""One act that needs a sentence or a day: withdraw, amend, send back, ask for time, decide."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from guantong.kernel import clock
from guantong.kernel.flow import Move
from guantong.register.pages import Action, Crumb
from guantong.register.screens.rule_values import RuleShown, rule_in_force

from ..models import Extension, Notice, Receipt, Requirement
from .words import day_word


@dataclass(frozen=True, slots=True)
class ActPage:
    """What will happen, the form it needs, one button."""

    title: str
    subject: str
    effects: list[str]
    form: forms.Form
    submit_label: str
    cancel_url: str
    crumbs: list[Crumb] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    rule: RuleShown | None = None


def crumbs_of(notice: Notice, *steps: str) -> list[Crumb]:
    """The way to a page below a notice."""
    own = Crumb(notice.number or notice.title, reverse("notice", args=(notice.pk,)))
    return [Crumb(_("通知"), reverse("notices")), own, *(Crumb(step) for step in steps)]


def withdraw_page(notice: Notice, form: forms.Form) -> ActPage:
    """Before a notice is withdrawn."""
    count = Receipt.objects.filter(notice=notice).exclude(state="released").count()
    return ActPage(
        title=_("撤回通知"),
        subject=notice.title,
        effects=[
            _("{n} 个单位不再承担这份通知的要求。").format(n=count),
            _("已经登记的都保留，灯的经过也保留。"),
        ],
        form=form,
        submit_label=_("撤回这份通知"),
        cancel_url=reverse("notice", args=(notice.pk,)),
        crumbs=crumbs_of(notice, _("撤回")),
    )


def amend_page(requirement: Requirement, form: forms.Form) -> ActPage:
    """Before an issued requirement is changed."""
    notice = requirement.notice
    return ActPage(
        title=_("变更要求"),
        subject=requirement.text,
        effects=[_("已经下发。变更和理由会让每个承担单位看到，灯马上按新的要求重算。")],
        form=form,
        submit_label=_("变更这一项"),
        cancel_url=reverse("notice", args=(notice.pk,)) + f"?choose={requirement.pk}#c{requirement.pk}",
        crumbs=crumbs_of(notice, _("变更要求")),
    )


def own_requirement_page(notice: Notice, form: forms.Form) -> ActPage:
    """Before a middle unit adds a duty of its own."""
    return ActPage(
        title=_("加一项本级的要求"),
        subject=notice.title,
        effects=[_("只有本单位交办的下级才承担它；上级的要求一项也不会少。")],
        form=form,
        submit_label=_("加上这一项"),
        cancel_url=reverse("notice.hand", args=(notice.pk,)),
        crumbs=crumbs_of(notice, _("加一项本级的要求")),
    )


def receipt_page(receipt: Receipt, move: Move, form: forms.Form) -> ActPage:
    """Before a notice is sent back, insisted on, or let off."""
    effects = {
        "refuse": [_("退回给{unit}，由它决定还要不要本单位办。").format(unit=receipt.issue.unit.name)],
        "insist": [_("{unit}仍要办，它的桌面上会看到您的理由。").format(unit=receipt.unit.name)],
        "release": [_("{unit}不再承担这份通知，也不再计入办理进展。").format(unit=receipt.unit.name)],
    }
    return ActPage(
        title=str(move.label),
        subject=receipt.notice.title,
        effects=effects[move.verb],
        form=form,
        submit_label=str(move.label),
        cancel_url=reverse("notice", args=(receipt.notice_id,)),
        crumbs=crumbs_of(receipt.notice, str(move.label)),
        rule=rule_in_force("supervision.refuse_days", clock.today()) if move.verb == "refuse" else None,
    )


def extension_page(requirement: Requirement, due: str, form: forms.Form, cancel_url: str) -> ActPage:
    """Before more time is asked for."""
    return ActPage(
        title=_("申请延期"),
        subject=requirement.label,
        effects=[_("现在的期限是 {day}。下发单位答复之前，灯按原来的期限算。").format(day=due)],
        form=form,
        submit_label=_("提出申请"),
        cancel_url=cancel_url,
        crumbs=crumbs_of(requirement.notice, _("申请延期")),
    )


def decision_page(extension: Extension, move: Move, form: forms.Form) -> ActPage:
    """Before more time is granted or denied."""
    requirement = extension.requirement
    said = _("{unit}申请延到 {day}：{why}").format(
        unit=extension.unit.name, day=day_word(extension.until), why=extension.why
    )
    return ActPage(
        title=str(move.label),
        subject=requirement.label,
        effects=[said],
        form=form,
        submit_label=str(move.label),
        cancel_url=reverse("notice.supervise", args=(requirement.notice_id,)),
        crumbs=crumbs_of(requirement.notice, _("答复延期")),
    )
