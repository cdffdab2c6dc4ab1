# SPDX-License-Identifier: Apache-2.0
"""A register of members as it may come to be, for the bench alone: twelve columns, indexed as a list of people is.

Its table is made in the bench's own database and in no other. Nothing of it is sealed, on either side of the ratio.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import connection, models
from django.test.utils import override_settings

from guantong.org import rights
from guantong.org.models import UnitRecord
from guantong.org.services.plain import Verbs
from guantong.register import catalogue
from guantong.register.fields import F, Panel
from guantong.register.register import Register
from guantong.register.searching import source_for
from guantong.search import sources

from .rows import GROUPS, NATIONS, SCHOOLING

KEY = "bench.listed"
OPTIONS = {"nation": NATIONS, "schooling": SCHOOLING, "group": GROUPS}
VERBS = Verbs(KEY, "joined_on")
GENDERS = (("female", "女"), ("male", "男"))
CHOICES = {name: [(str(at), label) for at, label in enumerate(labels, start=1)] for name, labels in OPTIONS.items()}


class PersonName(models.CharField[str, str]):
    """The name of one person."""

    sheet_kind: ClassVar[str] = "person"


class IdNumber(models.CharField[str, str]):
    """An ID number with its check digit."""

    sheet_kind: ClassVar[str] = "id_number"


class Phone(models.CharField[str, str]):
    """A mobile number."""

    sheet_kind: ClassVar[str] = "phone"


class Listed(UnitRecord):
    """One member on a unit's list."""

    name = PersonName("姓名", max_length=60)
    id_number = IdNumber("身份证号", max_length=18)
    gender = models.CharField("性别", max_length=10, choices=GENDERS)
    nation = models.CharField("民族", max_length=10, choices=CHOICES["nation"])
    schooling = models.CharField("学历", max_length=10, choices=CHOICES["schooling"], blank=True)
    phone = Phone("手机号", max_length=20, blank=True)
    joined_on = models.DateField("入会日期")
    group = models.CharField("群体", max_length=10, choices=CHOICES["group"], blank=True)
    job = models.CharField("岗位", max_length=60, blank=True)
    is_migrant = models.BooleanField("农民工", default=False)
    remark = models.CharField("备注", max_length=200, blank=True)

    class Meta:
        app_label = "bench"
        managed = False
        verbose_name = "会员"
        constraints = [models.UniqueConstraint(fields=("unit", "id_number"), name="bench_listed_once")]
        indexes = [
            models.Index("unit", "joined_on", name="bench_listed_unit_day"),
            models.Index("joined_on", "id", name="bench_listed_day"),
            models.Index("id_number", name="bench_listed_number"),
            models.Index("name", name="bench_listed_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ListedRegister(Register):
    """One row is one member."""

    key, model, slug, event_date = KEY, Listed, "bench/listed", "joined_on"
    fields = (
        F("name", find="text"),
        F("id_number"),
        F("gender", find="choice"),
        F("nation"),
        F("schooling"),
        F("phone"),
        F("joined_on", find="range"),
        F("group", find="choice"),
        F("job"),
        F("is_migrant"),
        F("remark"),
        F("unit", find="choice"),
        F("themes", on="form page sheet api"),
    )
    panels = (Panel("会员", "name id_number gender nation schooling phone joined_on group job is_migrant remark"),)
    create, update, void, restore, check = VERBS.create, VERBS.update, VERBS.void, VERBS.restore, VERBS.check


@contextmanager
def registered() -> Iterator[None]:
    """The house with this register in it and its table in the database at hand; as it was afterwards."""
    before: Any = catalogue.registers(), catalogue.indicators(), catalogue._counts[0]
    had, searched = rights.catalogue(), sources.sources()
    catalogue.install((*before[0], ListedRegister), *before[1:])
    rights.install((*had, *ListedRegister.rights()))
    sources.install((*searched, source_for(ListedRegister)))
    with connection.schema_editor() as editor:
        editor.create_model(Listed)
    try:
        with override_settings(ROOT_URLCONF="guantong.site.bench.sheets.urls"):
            yield
    finally:
        catalogue.install(*before)
        rights.install(had)
        sources.install(searched)
