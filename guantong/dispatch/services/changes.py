# SPDX-License-Identifier: Apache-2.0
"""The lights that follow records and the calendar: what turned is appended, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Model, Q

from guantong.kernel import clock
from guantong.org.models import Unit, UnitRecord
from guantong.org.queries import batches_upward
from guantong.register.catalogue import indicators
from guantong.trace.models import Entry
from guantong.trace.queries import units_touched
from guantong.trace.services import running, writes

from .. import lights
from ..models import Issue, LightChange, Lighting, Notice, Requirement

BATCH = 500


def note_lights(notice: Notice, units: Sequence[Unit], keys: set[str] | None = None) -> int:
    """Append the lights that are not what was last noted; returns how many turned. `keys` narrows to indicators."""
    operation = running()
    current = lights.assignments_of(notice, units, keys)
    rows = LightChange.objects.filter(requirement__notice=notice, unit__in=units).order_by("pk")
    noted = {
        (requirement, unit): light for requirement, unit, light in rows.values_list("requirement", "unit", "light")
    }
    moment: datetime = clock.now()
    turned = [
        LightChange(
            requirement=each.requirement,
            unit=each.unit,
            light=each.light,
            at=moment,
            operation=operation.id if operation else None,
        )
        for each in current
        if noted.get((each.requirement.pk, each.unit.pk), "none") != each.light
    ]
    LightChange.objects.bulk_create(turned, batch_size=BATCH)
    return len(turned)


@writes
def light_issue(issue: Issue) -> bool:
    """Note the lights of the next batch of an issue's units; says whether more are left.

    A run that dies is simply run again: the place it reached is written with each batch, and a light that was noted
    is not noted twice.
    """
    row = Lighting.objects.get_or_create(issue=issue)[0]
    left = Unit.objects.filter(receipts__issue=issue, path__gt=row.reached_path).order_by("path")
    units = list(left[:BATCH])
    reached = {"reached_path": units[-1].path if units else row.reached_path, "is_done": len(units) < BATCH}
    mine = Lighting.objects.filter(issue=issue, reached_path=row.reached_path, is_done=False)
    if mine.update(units_done=F("units_done") + len(units), **reached) and units:  # else another worker has this batch
        note_lights(issue.notice, units)
    return not Lighting.objects.filter(issue=issue, is_done=True).exists()


def light_whole_issue(pk: int) -> int:
    """Note the lights of one issue to its end; returns how many batches that took. A withdrawn notice has none."""
    batches = 0
    for issue in Issue.objects.filter(pk=pk, notice__state="issued").select_related("notice__theme"):
        while light_issue(issue):
            batches += 1
        batches += 1
    return batches


def light_open_issues() -> int:
    """Finish every issue whose lights are not all noted; returns how many batches that took."""
    rows = Lighting.objects.filter(is_done=False, issue__notice__state="issued")
    return sum(light_whole_issue(pk) for pk in list(rows.values_list("issue", flat=True)))


def relight(requirement: Requirement) -> None:
    """Have the lights of all who bear a requirement noted anew: at once where they are few, else by the job."""
    issues = requirement.issues.all()
    Lighting.objects.filter(issue__in=issues).update(is_done=False, reached_path="", units_done=0)
    if sum(issues.values_list("unit_count", flat=True)) <= BATCH:
        for issue in issues.select_related("notice__theme"):
            while light_issue(issue):
                pass


def follow_records(entries: Sequence[Entry]) -> None:
    """Note the lights that the records of an operation turned, for their units and every unit above."""
    touched = Touched.by(entries)
    if not touched.places:
        return
    under_way = Notice.objects.filter(state="issued", requirements__state="confirmed")
    rows = under_way.filter(touched.themed(), requirements__indicator__in=touched.keys)
    notices = list(Notice.objects.filter(pk__in=rows.values("pk")).defer("text", "reading").select_related("theme"))
    places = list(batches_upward(touched.places)) if notices else []
    for notice in notices:
        for some in places:
            note_lights(notice, list(some.filter(receipts__notice=notice)), touched.keys)


@dataclass(slots=True)
class Touched:
    """What an operation did to records: the indicators that count them, their units, and the themes they carry.

    A record counts under no theme but its own, so the notices of all other themes need no look.
    """

    keys: set[str] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    rows: dict[type[Model], set[int]] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)
    is_wide: bool = False

    @classmethod
    def by(cls, entries: Sequence[Entry]) -> Touched:
        """Gather it from the entries of an operation."""
        kinds: dict[str, set[str]] = {}
        models: dict[str, type[Model]] = {}
        for indicator in indicators():
            for source in indicator.of:
                kind = source.model._meta.label_lower
                models[kind] = source.model
                kinds.setdefault(kind, set()).add(indicator.key)
        touched = cls()
        for entry in entries:
            if entry.object_kind in kinds and (units := units_touched(entry)):
                touched.keys |= kinds[entry.object_kind]
                touched.places |= units
                touched._add(entry, models[entry.object_kind])
        return touched

    def _add(self, entry: Entry, model: type[Model]) -> None:
        if entry.manifest or not issubclass(model, UnitRecord):
            self.is_wide = True
            return
        self.rows.setdefault(model, set()).add(int(entry.object_id))
        self.titles |= set(entry.before.get("themes", ()))

    def themed(self) -> Q:
        """The notices whose theme one of the records carries, or carried before."""
        if self.is_wide:
            return Q()
        found = Q(theme__title__in=self.titles)
        for model, pks in self.rows.items():
            found |= Q(theme__in=model._default_manager.filter(pk__in=pks).values("themes"))
        return found


def note_all_lights() -> int:
    """The nightly round: every light of every issued notice, in batches of units. Lights also turn by the calendar."""
    turned = 0
    for notice in Notice.objects.filter(state="issued").select_related("theme"):
        pks = list(lights.bearing_receipts(notice).order_by("unit_id").values_list("unit_id", flat=True))
        for at in range(0, len(pks), BATCH):
            turned += note_lights(notice, list(Unit.objects.filter(pk__in=pks[at : at + BATCH])))
    return turned
