# SPDX-License-Identifier: Apache-2.0
"""Reads of the tree and of rule values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_noop as _

from guantong.kernel import clock
from guantong.kernel.errors import Unset
from guantong.trace.models import Entry
from guantong.trace.queries import rows_of
from guantong.trace.services import RowChange

from . import sql
from .models import (
    Deputy,
    IdentityDocument,
    Installation,
    NumberClash,
    Person,
    Post,
    Reveal,
    RuleValue,
    Theme,
    Unit,
    UnitPast,
    UnitQuerySet,
)
from .models.values import DEMO
from .rights import ADMINISTRATORS, ROLES
from .rules import RULES
from .scope import within

if TYPE_CHECKING:
    from .actors import Actor


def business_moment() -> datetime:
    """The business clock of this database: a demo stands at its own day, at the real time of day."""
    real = clock.real_now()
    day = Installation.objects.filter(is_demo=True).values_list("business_date", flat=True).first()
    return real if day is None else datetime.combine(day, time(real.hour, real.minute, real.second), real.tzinfo)


def is_demo() -> bool:
    """Whether this database was made as a demo."""
    return Installation.objects.filter(is_demo=True).exists()


def ancestors_of(unit: Unit) -> UnitQuerySet:
    """The units above, topmost first, found by the prefixes of the path in one query."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path), Unit.steplen)]
    return Unit.objects.filter(path__in=paths)


def batches_upward(units: Iterable[int], size: int = 500) -> Iterator[UnitQuerySet]:
    """The units of these ids and all above them, each once, in batches: a bulk operation may touch thousands."""
    ids = sorted(units)
    paths: set[str] = set()
    for at in range(0, len(ids), size):
        for path in Unit.objects.filter(pk__in=ids[at : at + size]).values_list("path", flat=True):
            paths |= {path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    wanted = sorted(paths)
    for at in range(0, len(wanted), size):
        yield Unit.objects.filter(path__in=wanted[at : at + size])


def children_of(unit: Unit) -> UnitQuerySet:
    """The units one level below along leadership, in tree order."""
    return Unit.objects.in_force().below(unit).filter(depth=unit.depth + 1)


def level_below(unit: Unit, *, after: str = "", limit: int = 50) -> list[Unit]:
    """One level of the tree page by page: the open children whose path lies after `after`, one more than `limit`."""
    rows = children_of(unit)
    return list((rows.filter(path__gt=after) if after else rows)[: limit + 1])


def tree_faults() -> Iterator[str]:
    """One sentence for each unit that stands wrong in the tree: orphaned, miscounted, or on a line that is none."""
    said = {
        "orphaned": "单位 {unit} 没有上级",
        "depth": "单位 {unit} 的层数与路径不符",
        "children": "单位 {unit} 的下级个数记错了",
        "line": "单位 {unit} 的产业线没有指向它的产业工会",
        "parent_closed": "单位 {unit} 的上级已撤销，它还开着",
    }
    for kind, sentence in said.items():
        for unit in Unit.objects.filter(pk__in=sql.faulty_units(kind)):
            yield sentence.format(unit=f"{unit.name}（{unit.code}）")


def past_of(unit: Unit, day: date) -> UnitPast | None:
    """What a unit was on a day, None where it was already what it is now."""
    return UnitPast.objects.filter(unit=unit, until__gt=day).select_related("parent").order_by("until").first()


def name_on(unit: Unit, day: date) -> str:
    """The name that a unit bore on a day."""
    past = past_of(unit, day)
    return str(past.name if past else unit.name)


def parent_on(unit: Unit, day: date) -> Unit | None:
    """The unit under which a unit stood on a day along leadership, None for the top."""
    past = past_of(unit, day)
    if past is not None:
        return past.parent
    above: Unit | None = Unit.objects.filter(path=unit.path[: -Unit.steplen]).first()
    return above


def units_called(words: str) -> Q:
    """Units that bear these words in their name, short name or code, or bore them once."""
    now = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__iexact=words)
    then = UnitPast.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    return now | Q(pk__in=then.values("unit"))


def moved_paths(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Which subtrees have a new path: (before, after) of each `move_unit` among these entries, in their order.

    Whoever keeps a path (nobody should: a record holds its unit's id) follows it from here.
    """
    kind = Unit._meta.label_lower
    found: list[tuple[str, str]] = []
    for entry in entries:
        if entry.object_kind == kind and entry.verb == "move_unit":
            rows = rows_of(entry) if entry.manifest else (RowChange(0, before=entry.before, after=entry.after),)
            found += [(row.before["path"], row.after["path"]) for row in rows]
    return found


def units_to_pick(actor: Any) -> UnitQuerySet:
    """Units for which the actor may enter a record: the own subtree along leadership."""
    return Unit.objects.in_force().filter(within(actor.unit.path, "path"))


def themes_to_pick(actor: Any) -> Any:
    """Themes that a record may carry: the newest thirty, which are those of the work under way."""
    return Theme.objects.filter(pk__in=Theme.objects.values("pk")[:30])


def rule_value(key: str, on: date, unit: Unit | None = None) -> RuleValue:
    """The rule value in force on a day, for a unit where one is given: of those that reach it the nearest wins.

    Nearest is the lowest unit up its tree, then the value for its own level before that for all levels, then the
    youngest. Raises Unset, naming the rule, where nobody entered one.
    """
    value = values_in_force(key, on, unit).first()
    if value is None:
        raise Unset(_("规则“{key}”在 {on} 没有定值，请先由有权的人录入并写明依据。"), key=RULES.title(key), on=on)
    return value


def values_in_force(key: str, on: date, unit: Unit | None = None) -> models.QuerySet[RuleValue]:
    """Every value of a rule that reaches a unit on a day, the one that holds first."""
    rows = RuleValue.objects.filter(key=key, valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    place, level = Q(unit=None), Q(level="")
    if unit is not None:
        paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
        place, level = place | Q(unit__path__in=paths), level | Q(level=unit.level)
    nearest = (F("unit__depth").desc(nulls_last=True), "-level", "-valid_from", "-pk")
    return rows.filter(place, level).select_related("unit").order_by(*nearest)


def history_of_rule(key: str, actor: Actor) -> models.QuerySet[RuleValue]:
    """Every value that a rule ever had above and below the actor's unit, youngest first."""
    above = Q(unit__in=ancestors_of(actor.unit).values("pk")) | Q(unit=None)
    rows = RuleValue.objects.filter(above | within(actor.unit.path), key=key)
    return rows.select_related("unit").order_by("-valid_from", "-pk")


def unsound_posts() -> list[str]:
    """One sentence for each human who is two of the three administrators at a time, or has one post twice."""
    later = Post.objects.filter(person=OuterRef("person"), unit=OuterRef("unit"), role=OuterRef("role"))
    later = later.filter(starts_on__gt=OuterRef("starts_on"))
    twice = Post.objects.filter(Exists(later.filter(Q(starts_on__lte=OuterRef("ends_on"))))) | Post.objects.filter(
        Exists(later), ends_on=None
    )
    faults = [
        f"{post.person}在{post.unit}的{ROLES[post.role]}有重叠的任期" for post in twice.select_related("unit", "person")
    ]
    return faults + [
        f"{one.person}同时是{ROLES[one.role]}和{ROLES[other.role]}"
        for one, other in combinations(_administrators(), 2)
        if one.person_id == other.person_id and one.role != other.role and overlaps(one, other)
    ]


def _administrators() -> list[Post]:
    """Posts of administrators, each stand-in as the post that it amounts to."""
    posts = list(Post.objects.filter(role__in=ADMINISTRATORS).select_related("person"))
    deputies = Deputy.objects.filter(post__role__in=ADMINISTRATORS).select_related("person", "post")
    return posts + [
        Post(person=each.person, role=each.post.role, starts_on=each.starts_on, ends_on=each.ends_on)
        for each in deputies
    ]


def overlaps(one: Post, other: Post) -> bool:
    """Whether two posts share a day."""
    last = date.max
    return one.starts_on <= (other.ends_on or last) and other.starts_on <= (one.ends_on or last)


def demo_values_out_of_place() -> list[str]:
    """One sentence for each value of a demo that stands in a real database."""
    if is_demo():
        return []
    return [f"规则值 {value} 的来源是示例，不能用在正式库里" for value in RuleValue.objects.filter(source=DEMO)]


def documents_like(kind: str, number: str) -> models.QuerySet[IdentityDocument]:
    """The documents of living people with this (checked) number, under whichever key they were kept."""
    fingerprint: Any = IdentityDocument._meta.get_field("fingerprint")
    rows = IdentityDocument.objects.filter(kind=kind, fingerprint__in=fingerprint.like(number))
    return rows.filter(person__in=Person.objects.living().values("pk")).select_related("person")


def people_twice() -> Iterator[str]:
    """One sentence for each document number that two living people have and nobody has told apart."""
    living = IdentityDocument.objects.filter(person__merged_into=None, person__died_on=None)
    numbers = living.order_by().values("kind", "fingerprint").annotate(people=Count("person", distinct=True))
    told = set(NumberClash.objects.filter(state="two_people").values_list("first__person", "second__person"))
    for number in numbers.filter(people__gt=1):
        rows = living.filter(kind=number["kind"], fingerprint=number["fingerprint"])
        rows = rows.select_related("person__unit").order_by("pk")
        for first, second in combinations(rows, 2):
            pair = first.person_id, second.person_id
            if pair not in told and pair[::-1] not in told:
                yield f"{_who(first)}和{_who(second)}的{first.get_kind_display()}号码相同，还没有人核对是不是同一个人"


def _who(document: IdentityDocument) -> str:
    return f"{document.person.unit.label}的{document.person.name}（{document.person_id}）"


def people_in(record: models.Model) -> list[int]:
    """The people whom a record concerns: itself, or those that it points to."""
    if isinstance(record, Person):
        return [record.pk]
    links = [field for field in record._meta.concrete_fields if field.related_model is Person]
    return sorted({pk for field in links if (pk := getattr(record, field.attname)) is not None})


def open_fields(actor: Any, record: models.Model) -> dict[str, datetime]:
    """The veiled fields of a record that this actor has opened and that are still shown, each with its end."""
    rows = Reveal.objects.filter(reader_id=actor.person_id, object_kind=record._meta.label_lower, object_id=record.pk)
    return dict(rows.filter(until__gt=clock.real_now()).order_by("until").values_list("field", "until"))


def reveals_of(person: Person) -> models.QuerySet[Reveal]:
    """Who opened what of a person, newest first, rows merged into this one included."""
    return Reveal.objects.filter(Q(person=person) | Q(person__merged_into=person)).order_by("-at", "-pk")
