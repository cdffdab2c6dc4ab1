# SPDX-License-Identifier: Apache-2.0
"""Everything held on a person, found from the models themselves; consents and requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from guantong.kernel.errors import NotFound
from guantong.org.actors import Actor
from guantong.org.models import Person, Reveal
from guantong.org.queries import reveals_of
from guantong.org.scope import within
from guantong.org.services import links_to_people

from .models import Consent, PrivacyRequest

NEVER_OUT = {"password", "fingerprint"}


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one kind that point to a person by one column."""

    kind: str
    label: str
    rows: models.QuerySet[Any]


def rows_of_person(person: Person) -> list[Person]:
    """The person's own row and those merged into it."""
    return [person, *Person.objects.filter(merged_into=person)]


def holdings_of(person: Person) -> Iterator[Holding]:
    """Every kind of row that points to the person, in a steady order; kinds with none are left out."""
    own = rows_of_person(person)
    for field in links_to_people():
        if field.model in (Reveal, Person):
            continue
        rows = field.model._base_manager.filter(**{f"{field.name}__in": own}).order_by("pk")
        if rows.exists():
            yield Holding(field.model._meta.label_lower, str(field.model._meta.verbose_name), rows)


def values_held(row: models.Model) -> dict[str, Any]:
    """A row as the person takes it along: labels and plain values, veiled ones open since they are the person's own."""
    fields = [field for field in row._meta.concrete_fields if field.name not in NEVER_OUT]
    return {str(getattr(field, "verbose_name", field.name)): _said(row, field) for field in fields}


def _said(row: models.Model, field: models.Field[Any, Any]) -> Any:
    value = getattr(row, field.attname)
    if field.many_to_one and value is not None:
        return str(getattr(row, field.name))
    return str(row._get_FIELD_display(field)) if field.choices else value  # type: ignore[attr-defined]


def everything_on(person: Person) -> dict[str, Any]:
    """All that is held on a person, ready to be written down."""
    held = {each.label: [values_held(row) for row in each.rows] for each in holdings_of(person)}
    seen = [values_held(each) for each in reveals_of(person)]
    return {"本人": [values_held(each) for each in rows_of_person(person)], "登记": held, "谁看过": seen}


def consents_of(person: Person) -> models.QuerySet[Consent]:
    """What a person agreed to, newest first."""
    return Consent.objects.filter(person=person).order_by("-since", "-pk")


def has_consented(person: Person, purpose: str, on: date) -> bool:
    """Whether a person's consent for a purpose holds on a day."""
    rows = Consent.objects.filter(person=person, purpose=purpose, since__lte=on, withdrawn_at=None)
    return rows.filter(Q(until=None) | Q(until__gte=on)).exists()


def requests_to_decide(actor: Actor) -> models.QuerySet[PrivacyRequest]:
    """Requests within the actor's reach that wait, oldest first."""
    rows = PrivacyRequest.objects.filter(within(actor.unit.path), state="awaiting")
    return rows.select_related("person", "unit").order_by("made_at", "pk")


def fetch_request(actor: Actor, pk: int) -> PrivacyRequest:
    """The only door to one request: NotFound outside the actor's reach, NotAllowed with a reason inside it."""
    rows = PrivacyRequest.objects.filter(within(actor.unit.path))
    found = rows.select_related("person__unit", "unit").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这一页不在您能看的范围里。"))
    actor.must("privacy.request.decide", found.unit)
    return found
