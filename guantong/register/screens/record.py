# SPDX-License-Identifier: Apache-2.0
"""One record: its panels, what it counts for, what may be done with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as worded_date
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guantong.kernel import clock
from guantong.kernel.errors import NotFound
from guantong.kernel.flow import Move
from guantong.org.actors import Actor
from guantong.org.models import Person
from guantong.org.queries import open_fields
from guantong.trace.queries import history_of

from .. import catalogue
from ..pages import Action, Attached, Crumb, Files, MoveButton, ReasonPage, RecordPage, Shown, ShownPanel
from ..register import Register
from ..services.attachments import KINDS, MOST, attached_to
from .rule_values import rule_in_force
from .words import crumbs_of, label_of, said, said_open, state_of


def record_page(register: type[Register], actor: Actor, row: Any) -> RecordPage:
    """One record with what it counts for and what may be done with it."""
    url = {verb: reverse(f"{register.key}.{verb}", args=(row.pk,)) for verb in ("edit", "void", "restore", "history")}
    is_void = row.voided_at is not None
    may_correct = not is_void and bool(actor.may(register.right("correct"), row.unit))
    may_void = bool(actor.may(register.right("void"), row.unit))
    void_entry = history_of(row).filter(verb="void").first() if is_void else None
    moves = [] if is_void else _moves(register, actor, row)
    if may_void:
        moves.append(MoveButton(_("恢复"), url["restore"]) if is_void else MoveButton(_("作废"), url["void"], True))
    state_word, state_tone = state_of(register, row)
    still_open = open_fields(actor, row) if register.veiled_on_page() else {}
    shown = _shown_fields(register, actor, row, still_open)
    return RecordPage(
        title=register.first_line(row),
        state_word=state_word,
        state_tone=state_tone,
        panels=[
            ShownPanel(str(panel.label), [shown[name] for name in panel.fields if name in shown])
            for panel in register.panels
        ],
        counts_for=[] if is_void else catalogue.counts_for(row),
        files=_files(register, row, may_correct),
        links=_links(register, actor, row),
        moves=moves,
        actions=[Action(_("更正"), url["edit"], "edit")] if may_correct else [],
        history_url=url["history"],
        void_reason=void_entry.reason if void_entry else "",
        on_behalf=_on_behalf(row),
        crumbs=crumbs_of(register, register.first_line(row)),
        open_seconds=_seconds_until(min(still_open.values())) if still_open else 0,
    )


def _files(register: type[Register], row: Any, may_add: bool) -> Files:
    def url(name: str, *args: int) -> str:
        return reverse(f"{register.key}.{name}", args=(row.pk, *args))

    found = [
        Attached(
            each.name,
            filesizeformat(each.file.size),
            f"{each.added_by}，{worded_date(localtime(each.added_at), _('Y年n月j日'))}",
            url("file", each.pk),
            url("detach", each.pk) if may_add else "",
        )
        for each in attached_to(register, row).select_related("file")
    ]
    limit = _("一个文件最多 {mb} MB，最多 {most} 个。").format(mb=settings.CONF["upload_mb"], most=MOST)
    return Files(found, url("attach") if may_add else "", ",".join(KINDS), limit)


def _links(register: type[Register], actor: Actor, row: Any) -> list[Shown]:
    """What else concerns this record: its unit, its people's units, and the unit's other records of this register."""
    links = [Shown(_("单位"), row.unit.name, reverse("unit", args=(row.unit.code,)))]
    for name in (field.name for field in register.fields):
        person = getattr(row, name) if register.model._meta.get_field(name).related_model is Person else None
        if person is not None and not register.veil_of(name):
            links.append(Shown(label_of(register, name), person.name, reverse("unit", args=(person.unit.code,))))
    same = f"{reverse(f'{register.key}.list')}?unit={row.unit_id}"
    return [*links, Shown(_("同一单位"), _("别的%s") % register.title(), same)]


def move_page(register: type[Register], row: Any, step: Move, form: Any) -> ReasonPage:
    """A move that asks why."""
    url = reverse(f"{register.key}.page", args=(row.pk,))
    text = _("理由写进经过，看得到这条登记的人都看得到。")
    line, label = register.first_line(row), str(step.label)
    steps = [*crumbs_of(register), Crumb(line, url), Crumb(label)]
    return ReasonPage(label, line, text, form, label, _("先不办"), url, steps)


def void_page(register: type[Register], row: Any, form: Any) -> ReasonPage:
    """Taking a record out of all counts."""
    url, text = (
        reverse(f"{register.key}.page", args=(row.pk,)),
        _("作废后不再计入任何数字，登记和经过都保留，可以恢复。"),
    )
    title, line = _("作废%s") % register.title(), register.first_line(row)
    steps = [*crumbs_of(register), Crumb(line, url), Crumb(title)]
    return ReasonPage(title, line, text, form, _("作废这条登记"), _("不作废了"), url, steps)


def reveal_page(register: type[Register], actor: Actor, row: Any, field: str, form: Any) -> ReasonPage:
    """Opening one veiled value: it asks why, and says for how long it will show and who will know."""
    if field not in register.veiled_on_page() or not said(row, field):
        raise NotFound(gettext_noop("这一栏没有遮住的内容。"))
    actor.must("org.veil.open", row.unit)
    url, line = reverse(f"{register.key}.page", args=(row.pk,)), register.first_line(row)
    text = _("写一句为什么要看。到时间自动遮住；谁看过、为什么看，记在操作记录里，本人看得到。")
    title = _("看“{label}”").format(label=label_of(register, field))
    rule = rule_in_force("privacy.reveal_minutes", clock.today(), actor.unit)
    steps = [*crumbs_of(register), Crumb(line, url), Crumb(title)]
    return ReasonPage(title, line, text, form, _("打开来看"), _("不看了"), url, steps, rule)


def _shown_fields(
    register: type[Register], actor: Actor, row: Any, still_open: dict[str, datetime]
) -> dict[str, Shown]:
    """What the page says of each field: veiled ones masked, those that this reader opened open until their time."""
    veiled = register.veiled_on_page()
    may_open = bool(veiled) and bool(actor.may("org.veil.open", row.unit))

    def shown(name: str) -> Shown:
        label, value = label_of(register, name), said(row, name)
        if name not in veiled:
            return Shown(label, value)
        if name in still_open:
            moment = worded_date(localtime(still_open[name]), "H:i") or ""
            return Shown(label, said_open(row, name), is_masked=True, open_until=moment)
        url = reverse(f"{register.key}.reveal", args=(row.pk, name)) if may_open and value else ""
        return Shown(label, value, is_masked=True, reveal_url=url)

    return {field.name: shown(field.name) for field in register.on("page")}


def _seconds_until(moment: datetime) -> int:
    return max(1, round((moment - clock.real_now()).total_seconds()))


def _moves(register: type[Register], actor: Actor, row: Any) -> list[MoveButton]:
    """The moves that this actor may take now; the first that asks for no reason is the next step."""
    if register.flow is None:
        return []
    found = [step for step in register.flow.moves_from(row.state) if actor.may(step.right, row.unit)]
    next_step = next((step.verb for step in found if not step.reason), "")
    return [
        MoveButton(
            str(step.label),
            reverse(f"{register.key}.move", args=(row.pk, step.verb)),
            step.reason,
            step.verb == next_step,
            row.version,
        )
        for step in found
    ]


def _on_behalf(row: Any) -> str:
    entry = history_of(row).filter(verb="record_on_behalf").first()
    if entry is None:
        return ""
    return _("由{unit}{name}代录。").format(unit=entry.unit_name, name=entry.actor_name)
