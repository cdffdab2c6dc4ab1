# SPDX-License-Identifier: Apache-2.0
"""People: one row a human, for life; their documents and accounts, encrypted; numbers that two of them share."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guantong.trace.sealing import FingerprintField, SealedTextField

from ..states import CLASH_FLOW, ClashState
from .units import Unit


class Sex(models.TextChoices):
    """As the document says."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


class DocumentKind(models.TextChoices):
    """Documents by which people are told apart."""

    ID_CARD = "id_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HKMO_PERMIT = "hkmo_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    RESIDENCE = "residence", _("港澳台居民居住证")
    FOREIGN_RESIDENCE = "foreign_residence", _("外国人永久居留身份证")
    OTHER = "other", _("其他证件")


class PersonQuerySet(models.QuerySet["Person"]):
    """People by what became of their rows."""

    def in_force(self) -> PersonQuerySet:
        """Rows that stand for a human; one that was merged into another does not."""
        return self.filter(merged_into=None)

    def living(self) -> PersonQuerySet:
        """Those in force who have not died."""
        return self.in_force().filter(died_on=None)


class Person(models.Model):
    """One row a human, for life. A row found to be the same human as another points to it and keeps its history."""

    name = models.CharField(_("姓名"), max_length=60, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("所在单位"), related_name="people")
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField(_("出生日期"), null=True, blank=True)
    phone = SealedTextField(_("电话"), blank=True, default="")
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("并入"), null=True, blank=True, related_name="merged"
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = PersonQuerySet.as_manager()
    veiled = frozenset({"born_on"})

    class Meta:
        verbose_name = _("人员")
        constraints = [
            models.CheckConstraint(
                name="org_person_not_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("pk"))
            )
        ]

    def __str__(self) -> str:
        return self.name


class OfPerson(models.Model):
    """What is kept about a person beside the row itself; it belongs where the person belongs."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> int:
        """The unit of the person."""
        return self.person.unit_id


class IdentityDocument(OfPerson):
    """A document that tells people apart. Its number is encrypted; a keyed hash of it finds who else has it."""

    kind = models.CharField(_("证件种类"), max_length=20, choices=DocumentKind.choices)
    number = SealedTextField(_("证件号码"))
    fingerprint = FingerprintField("number", verbose_name=_("号码的指纹"))

    class Meta:
        verbose_name = _("证件")
        constraints = [models.UniqueConstraint("person", "kind", "fingerprint", name="org_document_once")]
        indexes = [models.Index("fingerprint", name="org_document_fingerprint")]

    def __str__(self) -> str:
        return self.get_kind_display()


class BankAccount(OfPerson):
    """Where money for a person goes."""

    bank = models.CharField(_("开户银行"), max_length=60)
    number = SealedTextField(_("银行账号"))
    fingerprint = FingerprintField("number", verbose_name=_("号码的指纹"))
    ended_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("银行账户")
        constraints = [models.UniqueConstraint("person", "fingerprint", name="org_bank_account_once")]
        indexes = [models.Index("fingerprint", name="org_bank_fingerprint")]

    def __str__(self) -> str:
        return self.bank


class NumberClash(models.Model):
    """One document number of two living people: both rows stay until somebody decides whether they are one human."""

    first = models.ForeignKey(IdentityDocument, models.PROTECT, verbose_name=_("先有的证件"), related_name="+")
    second = models.ForeignKey(IdentityDocument, models.PROTECT, verbose_name=_("后有的证件"), related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=ClashState.choices, default=CLASH_FLOW.start)
    found_at = models.DateTimeField(_("发现时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("证件重号")
        constraints = [models.UniqueConstraint("first", "second", name="org_clash_once")]

    def __str__(self) -> str:
        return f"{self.first.person} / {self.second.person}"
