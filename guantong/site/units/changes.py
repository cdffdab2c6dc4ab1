# SPDX-License-Identifier: Apache-2.0
"""Changing units from a page: which verbs there are, what each will do in numbers, and the doing of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from guantong.dispatch.models import Receipt
from guantong.kernel.errors import Invalid, NotFound, RuleBroken, Stale, WrongState
from guantong.org import services
from guantong.org.actors import Actor
from guantong.org.models import Person, Post, Unit
from guantong.org.services.tree import must_over
from guantong.org.wording import worded
from guantong.register.catalogue import registers
from guantong.register.pages import Crumb
from guantong.register.picking import LOOK, Picker, PickWidget

from . import forms


@dataclass(frozen=True, slots=True)
class Verb:
    """One change: what it is called, the right it takes, its form, what it does, and what it will have done."""

    key: str
    label: Promise
    right: str
    form: type[forms.ChangeForm]
    do: Callable[[Actor, Unit, dict[str, Any]], Unit]
    effects: Callable[[Unit, dict[str, Any]], list[str]]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A form, or what will happen and the button that does it."""

    title: str
    form: Any
    effects: list[str]
    typed: list[tuple[str, str]]
    submit_label: str
    back_url: str
    crumbs: tuple[Crumb, ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The changes that may be made of a unit."""

    title: str
    links: list[tuple[str, str]] = field(default_factory=list)
    crumbs: tuple[Crumb, ...] = ()


def _found(actor: Actor, unit: Unit, data: dict[str, Any]) -> Unit:
    facts = {name: data[name] for name in ("code", "name", "kind", "level", "region_code")}
    return services.found_unit(actor, unit, Unit(founded_on=data["on"], **facts), industry=data["industry"])


def _split(actor: Actor, unit: Unit, data: dict[str, Any]) -> Unit:
    facts = {"kind": unit.kind, "level": unit.level, "region_code": unit.region_code, "founded_on": data["on"]}
    new = Unit(code=data["code"], name=data["name"], **facts)
    named = {"children": list(data["children"]), "people": list(data["people"])}
    return services.split_unit(actor, unit, new, **named, reason=data["reason"])


def _close(actor: Actor, unit: Unit, data: dict[str, Any]) -> Unit:
    to = data["children_to"] if data["below"] == "move" else None
    kept = {"on": data["on"], "reason": data["reason"]}
    return services.close_unit(actor, unit, children_to=to, with_children=data["below"] == "close", **kept)


def _said(data: dict[str, Any]) -> dict[str, Any]:
    return {"on": data["on"], "reason": data["reason"]}


def _numbers(unit: Unit) -> dict[str, int]:
    """What hangs on a unit, by the numbers an officer asks about first."""
    below = Unit.objects.in_force().below(unit)
    posts = Post.objects.filter(unit=unit).exclude(ends_on__isnull=False)
    return {
        "below": below.count(),
        "children": below.filter(depth=unit.depth + 1).count(),
        "people": Person.objects.filter(unit=unit).count(),
        "office": posts.filter(role="office").count(),
        "posts": posts.exclude(role="office").count(),
        "records": sum(each.model.objects.in_force().filter(unit=unit).count() for each in registers()),
        "notices": Receipt.objects.filter(unit=unit, notice__state="issued").count(),
    }


def _rename_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    return [
        _t("“{old}”从 {on} 起叫“{new}”。").format(old=unit.name, on=data["on"], new=data["name"]),
        _t("旧名仍能查到，以前的公文和登记照旧。"),
    ]


def _move_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    numbers = _numbers(unit)
    return [
        _t("“{unit}”连同 {below} 个下级单位转到“{to}”下面。").format(unit=unit.name, to=data["to"].name, **numbers),
        _t("它们的登记都不动，各项合计从今天起算在新的上级里。"),
    ]


def _place_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    head = data["industry"]
    said = _t("“{unit}”放到“{head}”的产业线上。") if head else _t("“{unit}”不再单独放在产业线上，跟随上级单位。")
    below = _t("{below} 个下级单位随之。").format(**_numbers(unit))
    return [said.format(unit=unit.name, head=head.name if head else ""), below]


def _merge_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    numbers = _numbers(unit) | {"unit": unit.name, "into": data["into"].name}
    said = [
        _t("{children} 个直接下级单位、{people} 人、{office} 个办公室岗位转入“{into}”。").format(**numbers),
        _t("“{unit}”撤销，另外 {posts} 个岗位到前一天为止。").format(**numbers),
        _t("{records} 条登记留在原名下，仍可查看，合计算在“{into}”里。").format(**numbers),
    ]
    if numbers["notices"]:
        said.append(_t("{notices} 份在办的通知转由“{into}”签收办理。").format(**numbers))
    return said


def _split_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    taken = {"children": len(data["children"]), "people": len(data["people"]), "new": data["name"], "unit": unit.name}
    return [
        _t("新建“{new}”，与“{unit}”同一个上级。").format(**taken),
        _t("{children} 个下级单位、{people} 人转入“{new}”。").format(**taken),
        _t("登记和在办的通知留在“{unit}”。").format(**taken),
    ]


def _close_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    numbers = _numbers(unit)
    said = {
        "none": _t("“{unit}”撤销。"),
        "move": _t("{children} 个直接下级单位转到“{to}”，“{unit}”撤销。"),
        "close": _t("“{unit}”和 {below} 个下级单位一起撤销。"),
    }[data["below"]]
    to = data["children_to"].name if data["children_to"] else ""
    return [
        said.format(unit=unit.name, to=to, **numbers),
        _t("这里的人员转到上级单位，任职到前一天为止（本级 {people} 人）。").format(**numbers),
        _t("{records} 条登记留在原名下，仍可查看。").format(**numbers),
    ]


def _found_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    said = [_t("在“{unit}”下面新建“{name}”。").format(unit=unit.name, name=data["name"])]
    if data["industry"]:
        said.append(_t("“{unit}”放到“{head}”的产业线上。").format(unit=data["name"], head=data["industry"].name))
    return said


def _reopen_effects(unit: Unit, data: dict[str, Any]) -> list[str]:
    return [_t("“{unit}”恢复，人员和岗位另行安排。").format(unit=unit.name)]


OPEN = (
    Verb("found", _("新建下级单位"), "org.unit.found", forms.FoundForm, _found, _found_effects),
    Verb(
        "rename",
        _("更名"),
        "org.unit.change",
        forms.RenameForm,
        lambda actor, unit, data: services.rename_unit(
            actor, unit, name=data["name"], short_name=data["short_name"], **_said(data)
        ),
        _rename_effects,
    ),
    Verb(
        "move",
        _("调整隶属"),
        "org.unit.move",
        forms.MoveForm,
        lambda actor, unit, data: services.move_unit(actor, unit, to=data["to"], **_said(data)),
        _move_effects,
    ),
    Verb(
        "place",
        _("调整产业线"),
        "org.unit.move",
        forms.PlaceForm,
        lambda actor, unit, data: services.place_on_line(actor, unit, industry=data["industry"], **_said(data)),
        _place_effects,
    ),
    Verb(
        "merge",
        _("并入另一个单位"),
        "org.unit.merge",
        forms.MergeForm,
        lambda actor, unit, data: services.merge_units(actor, unit, into=data["into"], **_said(data)),
        _merge_effects,
    ),
    Verb("split", _("分设"), "org.unit.split", forms.SplitForm, _split, _split_effects),
    Verb("close", _("撤销"), "org.unit.close", forms.CloseForm, _close, _close_effects),
)
CLOSED = (
    Verb(
        "reopen",
        _("恢复"),
        "org.unit.close",
        forms.ReopenForm,
        lambda actor, unit, data: services.reopen_unit(actor, unit, reason=data["reason"]),
        _reopen_effects,
    ),
)


def verbs_of(actor: Actor, unit: Unit) -> list[Verb]:
    """The changes that an actor may try on a unit, all decided by the unit above except founding below it."""
    above = Unit.objects.filter(path=unit.path[: -Unit.steplen]).first() or unit
    verbs = OPEN if unit.closed_on is None else CLOSED if unit.successor_id is None else ()
    return [verb for verb in verbs if actor.may(verb.right, unit if verb.key == "found" else above)]


def choice_page(actor: Actor, unit: Unit) -> ChoicePage:
    """The changes to choose from."""
    verbs = verbs_of(actor, unit)
    if not verbs:
        must_over(actor, "org.unit.change", unit)
    links = [(str(verb.label), reverse("unit.change", args=(unit.code, verb.key))) for verb in verbs]
    return ChoicePage(_t("调整单位"), links, (_crumb(unit), Crumb(_t("调整单位"))))


def picker_of_change(actor: Actor, unit: Unit, key: str, name: str) -> Picker:
    """The picker of one field of a change. Raises NotFound where nothing is picked."""
    verb = _verb_for(actor, unit, key)
    field = verb.form(actor, unit).offer(_pick_urls(unit, verb)).fields.get(name)
    if field is None or not isinstance(field.widget, PickWidget):
        raise NotFound(gettext_noop("这一栏不用找。"))
    return field.widget.picker


def _verb_for(actor: Actor, unit: Unit, key: str) -> Verb:
    """The change of that name, if this actor may make it."""
    verb = next((each for each in (*OPEN, *CLOSED) if each.key == key), None)
    if verb is None:
        raise NotFound(gettext_noop("这一页不在您能看的范围里。"))
    if key == "found":
        actor.must(verb.right, unit)
    else:
        must_over(actor, verb.right, unit)
    return verb


def _pick_urls(unit: Unit, verb: Verb) -> Callable[[str], str]:
    return lambda name: reverse("unit.pick", args=(unit.code, verb.key, name))


def change_page(actor: Actor, unit: Unit, key: str, data: Any) -> ChangePage | str:
    """The form; what will happen, once it is filled in; the address to go to, once it is done."""
    verb = _verb_for(actor, unit, key)
    looks = data is not None and LOOK in data  # a button of a picker, pressed without a script
    judged = None if looks else data
    form = verb.form(actor, unit, judged).offer(_pick_urls(unit, verb), data if looks else None)
    if judged is None:
        return _page(verb, unit, form)
    if not form.is_valid():
        return _page(verb, unit, form, status=400)
    if "sure" not in data:
        typed = [(name, value) for name in form.fields for value in data.getlist(name)]
        return _page(verb, unit, form, effects=verb.effects(unit, form.cleaned_data), typed=typed)
    unit.version = form.cleaned_data["version"]
    try:
        done = verb.do(actor, unit, form.cleaned_data)
    except (Invalid, RuleBroken, WrongState, Stale) as refused:
        form.add_error(None, worded(refused))
        return _page(verb, unit, form, status=409)
    return reverse("unit", args=(done.code,))


def _page(verb: Verb, unit: Unit, form: Any, **more: Any) -> ChangePage:
    effects: list[str] = more.get("effects", [])
    title = f"{verb.label}：{unit.label}"
    return ChangePage(
        title=title,
        form=form,
        effects=effects,
        typed=more.get("typed", []),
        submit_label=_t("确定办理") if effects else _t("下一步"),
        back_url=reverse("unit", args=(unit.code,)),
        crumbs=(_crumb(unit), Crumb(_t("调整单位"), reverse("unit.changes", args=(unit.code,))), Crumb(verb.label)),
        status=more.get("status", 200),
    )


def _crumb(unit: Unit) -> Crumb:
    return Crumb(unit.label, reverse("unit", args=(unit.code,)))
