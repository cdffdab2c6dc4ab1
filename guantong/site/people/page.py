# SPDX-License-Identifier: Apache-2.0
"""What those pages show: numbers that two people share, two rows side by side, what was merged; masked throughout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.org.models import IdentityDocument, NumberClash, Person
from guantong.org.scope import is_within, within
from guantong.org.states import CLASH_FLOW
from guantong.privacy.queries import holdings_of
from guantong.register.pages import Action, Crumb, ReasonPage
from guantong.register.veil import veiled

RIGHT = "org.person.merge"
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Double:
    """Two people with one number; the addresses are there where this office may decide."""

    one: str
    other: str
    number: str
    found: str
    state_word: str
    state_tone: str
    unite_url: str
    verb_url: str
    verb: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A row that was found to be the same human as another."""

    gone: str
    kept: str
    part_url: str


@dataclass(frozen=True, slots=True)
class DoublesPage:
    """Everything about people that may be one."""

    title: str
    lead: str
    actions: list[Action]
    waiting: list[Double]
    apart: list[Double]
    joined: list[Joined]
    crumbs: tuple[Crumb, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of two rows, and whether it is the same."""

    label: str
    one: str
    other: str
    is_same: bool
    is_different: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """Two rows side by side and the form that decides; before both are chosen, only the pickers."""

    title: str
    lead: str
    picking: Any
    facts: list[Compared]
    form: Any
    again_url: str
    back_url: str
    crumbs: tuple[Crumb, ...]


def people_within(actor: Actor) -> QuerySet[Person]:
    """The people of the actor's unit and below, each human once."""
    rows: QuerySet[Person] = Person.objects.in_force().filter(within(actor.unit.path)).select_related("unit")
    return rows


def fetch_merged(actor: Actor, pk: int) -> Person:
    """A row within reach that was merged into another. Raises NotFound."""
    rows = Person.objects.filter(within(actor.unit.path)).exclude(merged_into=None)
    return _one(rows.select_related("unit", "merged_into__unit"), pk)


def fetch_clash(actor: Actor, pk: int) -> NumberClash:
    """A shared number of people within reach. Raises NotFound."""
    return _one(clashes_within(actor), pk)


def clashes_within(actor: Actor) -> QuerySet[NumberClash]:
    """Shared numbers of which at least one belongs to somebody within reach, the oldest first."""
    near = within(actor.unit.path, "first__person__unit__path") | within(actor.unit.path, "second__person__unit__path")
    rows = NumberClash.objects.filter(near).select_related("first__person__unit", "second__person__unit", "unit")
    return rows.order_by("found_at", "pk")


def _one(rows: QuerySet[Any], pk: int) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("这一页不在您能看的范围里。")
    return found


def doubles_page(actor: Actor) -> DoublesPage:
    """What waits to be decided, and what was decided."""
    clashes = clashes_within(actor)
    merged = Person.objects.filter(within(actor.unit.path)).exclude(merged_into=None)
    return DoublesPage(
        title=_("重复人员"),
        lead=_("一个人只有一行。两个在世的人用同一个证件号码时，先在这里认定，系统不替您决定。"),
        actions=[Action(_("合并两行"), reverse("people.merge"), is_primary=True)],
        waiting=[_double(actor, each) for each in clashes.filter(state="undecided")[:SHOWN]],
        apart=[_double(actor, each) for each in clashes.filter(state="two_people").reverse()[:SHOWN]],
        joined=[
            Joined(_who(each), _who(each.merged_into), reverse("people.part", args=(each.pk,)))
            for each in merged.select_related("unit", "merged_into__unit").order_by("-pk")[:SHOWN]
            if each.merged_into
        ],
    )


def _who(person: Person) -> str:
    return f"{person.name}，{person.unit.label}"


def _double(actor: Actor, clash: NumberClash) -> Double:
    people = clash.first.person, clash.second.person
    named = [_who(each) if is_within(actor.unit.path, each.unit.path) else _("别的单位的人") for each in people]
    may_decide = all(is_within(actor.unit.path, each.unit.path) for each in people)
    verb = "keep_apart" if clash.state == "undecided" else "look_again"
    kind = clash.first.get_kind_display()
    return Double(
        *named,
        number=f"{kind} {veiled('last4', clash.first.number)}",
        found=worded_date(localtime(clash.found_at), _("Y年n月j日")) or "",
        state_word=str(CLASH_FLOW.label(clash.state)),
        state_tone=CLASH_FLOW.tone(clash.state),
        unite_url=f"{reverse('people.merge')}?one={people[0].pk}&other={people[1].pk}" if may_decide else "",
        verb_url=reverse("people.clash", args=(clash.pk, verb)) if may_decide else "",
        verb=verb,
    )


def merge_page(picking: Any, one: Person | None, other: Person | None, form: Any) -> MergePage:
    """The pickers, then both rows side by side."""
    crumbs = (Crumb(_("重复人员"), reverse("people.doubles")), Crumb(_("合并两行")))
    both = one is not None and other is not None
    return MergePage(
        title=_("合并两行"),
        lead=_("留下的一行代表这个人；另一行的岗位、证件、登记都转过去，姓名和经过保留，以后可以分开。"),
        picking=None if both else picking,
        facts=_facts(one, other) if one and other else [],
        form=form if both else None,
        again_url=reverse("people.merge"),
        back_url=reverse("people.doubles"),
        crumbs=crumbs,
    )


def _facts(one: Person, other: Person) -> list[Compared]:
    """The same facts of both, masked; whether they are the same is told of what the masks hide too."""
    pairs = [
        (_("姓名"), "", one.name, other.name),
        (_("所在单位"), "", one.unit.name, other.unit.name),
        (_("性别"), "", _shown_sex(one), _shown_sex(other)),
        (_("出生日期"), "all", str(one.born_on or ""), str(other.born_on or "")),
        (_("电话"), "last4", one.phone, other.phone),
    ]
    documents = [{each.kind: each for each in IdentityDocument.objects.filter(person=row)} for row in (one, other)]
    for kind in sorted({*documents[0], *documents[1]}):
        numbers = [of.get(kind) for of in documents]
        label = str(next(each for each in numbers if each).get_kind_display())  # type: ignore[union-attr]  # one has it
        pairs.append((label, "last4", *(each.number if each else "" for each in numbers)))
    held = ["、".join(each.label for each in holdings_of(row)) for row in (one, other)]
    shown = [
        Compared(label, veiled(veil, mine), veiled(veil, yours), bool(mine) and mine == yours, _differs(mine, yours))
        for label, veil, mine, yours in pairs
        if mine or yours
    ]
    return [*shown, Compared(_("写着这个人的登记"), *held, is_same=False, is_different=False)]


def _differs(mine: str, yours: str) -> bool:
    return bool(mine) and bool(yours) and mine != yours


def _shown_sex(person: Person) -> str:
    return str(person.get_sex_display()) if person.sex else ""


def part_page(gone: Person, form: Any) -> ReasonPage:
    """Undoing a merging asks why."""
    text = _("合并时转过去、现在还在那里的岗位、证件、登记转回来；合并以后新登记的留在原处。")
    steps = [Crumb(_("重复人员"), reverse("people.doubles")), Crumb(_("分开"))]
    line = _("{gone} 已并入 {kept}").format(gone=_who(gone), kept=_who(gone.merged_into or gone))
    return ReasonPage(_("分开"), line, text, form, _("分开"), _("不分了"), steps[0].url, steps)


def clash_page(clash: NumberClash, verb: str, form: Any) -> ReasonPage:
    """Deciding that two humans have one number, or looking at it again, asks why."""
    step = CLASH_FLOW.move(verb, clash.state)
    label = str(step.label)
    texts = {
        "keep_apart": _("两行都留着，号码也都留着。哪一个号码输错了，请到那个人的资料里更正。"),
        "look_again": _("重新列为待核对。"),
    }
    steps = [Crumb(_("重复人员"), reverse("people.doubles")), Crumb(label)]
    line = _("{one} 和 {other}").format(one=_who(clash.first.person), other=_who(clash.second.person))
    return ReasonPage(label, line, texts[verb], form, label, _("先不定"), steps[0].url, steps)
