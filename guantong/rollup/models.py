# SPDX-License-Identifier: Apache-2.0
"""What rollup keeps: totals and facts computed from records (never typed, rebuilt at any time), and frozen figures.

Rows of the engine hold units by id without a constraint in the database: they are written by set-based SQL, and the
check that recounts them is stricter than any constraint.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Person, Unit
from guantong.trace.files import content_of
from guantong.trace.models import StoredFile

from .evidence import unpacked

NO_THEME = 0
MONTHS = range(1, 13)
COLUMNS = tuple(f"m{number}" for number in range(13))


class Reach(models.IntegerChoices):
    """Layers that add up: a unit's own value, what all below it add, what its industrial line adds beyond those."""

    OWN = 0, _("本级")
    BELOW = 1, _("下级")
    INDUSTRY = 2, _("产业线")


class Series(models.Model):
    """One indicator × part × theme (0: whatever the theme), by a small number that the tallies carry."""

    indicator = models.CharField(_("指标"), max_length=80)
    part = models.CharField(_("分项"), max_length=60, blank=True)
    theme_id = models.BigIntegerField(_("主题"), default=NO_THEME)

    class Meta:
        verbose_name = _("数列")
        constraints = [models.UniqueConstraint("indicator", "theme_id", "part", name="rollup_series_once")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.part}".strip()


class Tally(models.Model):
    """A year of one series for one unit and layer: `m1` to `m12` its months, `m0` the whole year.

    Of values that add up `m0` is their sum; of distinct ones it is counted over the year. See decision 030.
    """

    pk = models.CompositePrimaryKey("unit_id", "series_id", "year", "reach")
    unit = models.ForeignKey(Unit, models.DO_NOTHING, verbose_name=_("单位"), db_constraint=False, db_index=False)
    series = models.ForeignKey(Series, models.DO_NOTHING, verbose_name=_("数列"), db_constraint=False, db_index=False)
    year = models.SmallIntegerField(_("年份"))
    reach = models.SmallIntegerField(_("层"), choices=Reach.choices)
    m0 = models.BigIntegerField(default=0)
    m1 = models.BigIntegerField(default=0)
    m2 = models.BigIntegerField(default=0)
    m3 = models.BigIntegerField(default=0)
    m4 = models.BigIntegerField(default=0)
    m5 = models.BigIntegerField(default=0)
    m6 = models.BigIntegerField(default=0)
    m7 = models.BigIntegerField(default=0)
    m8 = models.BigIntegerField(default=0)
    m9 = models.BigIntegerField(default=0)
    m10 = models.BigIntegerField(default=0)
    m11 = models.BigIntegerField(default=0)
    m12 = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("汇总值")

    def __str__(self) -> str:
        return f"{self.series_id} {self.unit_id} {self.year}"


class Fact(models.Model):
    """A person (or unit) that counts once: it has a record of this series in this month of this unit."""

    pk = models.CompositePrimaryKey("series_id", "unit_id", "month", "member")
    series = models.ForeignKey(Series, models.DO_NOTHING, verbose_name=_("数列"), db_constraint=False, db_index=False)
    unit = models.ForeignKey(Unit, models.DO_NOTHING, verbose_name=_("单位"), db_constraint=False, db_index=False)
    month = models.IntegerField(_("月"))
    member = models.BigIntegerField(_("人员或单位"))

    class Meta:
        verbose_name = _("去重事实")
        indexes = [models.Index("series", "member", name="rollup_fact_member")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.member}"


class Pending(models.Model):
    """The outbox: records of one kind, in one unit and month, were touched; the folder recounts them."""

    kind = models.CharField(_("对象类别"), max_length=80)
    unit = models.ForeignKey(Unit, models.DO_NOTHING, verbose_name=_("单位"), db_constraint=False, db_index=False)
    month = models.IntegerField(_("月"))

    class Meta:
        verbose_name = _("待汇总")

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id} {self.month}"


class Place(models.Model):
    """Where a unit stood when its values were added to the units above: what a move has to take back."""

    unit = models.OneToOneField(
        Unit, models.DO_NOTHING, verbose_name=_("单位"), primary_key=True, db_constraint=False, related_name="+"
    )
    path = models.CharField(_("路径"), max_length=255, db_index=True)
    industry_path = models.CharField(_("产业线"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("汇总位置")

    def __str__(self) -> str:
        return self.path


class Shard(models.Model):
    """The lock of one folder: the first step of the path, which is a province."""

    path = models.CharField(_("路径"), max_length=4, primary_key=True)

    class Meta:
        verbose_name = _("汇总分片")

    def __str__(self) -> str:
        return self.path


class Choice(models.Model):
    """The indicators that a person wants on dashboards."""

    person = models.OneToOneField(Person, models.CASCADE, verbose_name=_("人员"), primary_key=True, related_name="+")
    keys = models.JSONField(_("指标"), default=list)

    class Meta:
        verbose_name = _("看板选的指标")

    def __str__(self) -> str:
        return "、".join(self.keys)


class Snapshot(models.Model):
    """A figure as it stood when something was sent: its question, its value, its units and its records.

    `evidence` holds the ids of the records, packed, by the hash of their content; `position` is the newest entry of the
    trace at that moment, so that later entries tell what changed.
    """

    indicator = models.CharField(_("指标"), max_length=80)
    question = models.JSONField(_("查询"))
    value = models.BigIntegerField(_("数值"))
    evidence = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("登记清单"), null=True, related_name="+")
    position = models.BigIntegerField(_("留痕位置"), default=0)
    units = models.JSONField(_("单位"))
    frozen_at = models.DateTimeField(_("冻结时间"))

    class Meta:
        verbose_name = _("快照")

    def __str__(self) -> str:
        return f"{self.indicator} = {self.value}"

    @property
    def records(self) -> dict[str, list[int]]:
        """The ids of the records behind it then, by kind."""
        return unpacked(content_of(self.evidence)) if self.evidence else {}
