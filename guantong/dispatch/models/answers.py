# SPDX-License-Identifier: Apache-2.0
"""What units say where records cannot speak."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.gongwen.lint.burden import constants
from guantong.org.models import Unit

from .notices import Notice
from .requirements import Requirement


class Answer(models.Model):
    """The one sentence by which a unit answers a narrative requirement."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, verbose_name=_("要求"), related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    text = models.CharField(_("一句话"), max_length=300)
    answered_at = models.DateTimeField(_("答复时间"))
    answered_by = models.CharField(_("答复人"), max_length=60)

    class Meta:
        verbose_name = _("答复")
        constraints = [models.UniqueConstraint("requirement", "unit", name="dispatch_answer_once")]

    def __str__(self) -> str:
        return self.text


class QuestionKind(models.TextChoices):
    """What a question asks for."""

    NUMBER = "number", _("一个数")
    DATE = "date", _("一个日期")
    CHOICE = "choice", _("选一项")
    SENTENCE = "sentence", _("一句话")


QUESTIONS_A_NOTICE = 5


class Question(models.Model):
    """What a unit above may ask where no register has the answer: at most five a notice, gone with the notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name=_("通知"), related_name="questions")
    number = models.PositiveSmallIntegerField(_("第几问"), validators=[MaxValueValidator(QUESTIONS_A_NOTICE)])
    text = models.CharField(_("问题"), max_length=120)
    kind = models.CharField(_("要什么"), max_length=10, choices=QuestionKind.choices)
    choices = models.JSONField(_("可选项"), default=list, blank=True)
    asked_at = models.DateTimeField(_("提问时间"))
    minutes = models.FloatField(_("预计每个单位几分钟"))

    class Meta:
        verbose_name = _("提问")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint("notice", "number", name="dispatch_question_number"),
            models.CheckConstraint(
                name="dispatch_question_at_most_five",
                condition=Q(number__gte=1, number__lte=QUESTIONS_A_NOTICE),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def typical_minutes() -> float:
        """What one question costs one unit, by the model of the burden meter (our estimate)."""
        return constants()["question"].value


class QuestionAnswer(models.Model):
    """What one unit answered to one question, as text that its kind accepts."""

    question = models.ForeignKey(Question, models.PROTECT, verbose_name=_("提问"), related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("单位"), related_name="+")
    value = models.CharField(_("回答"), max_length=300)
    answered_at = models.DateTimeField(_("回答时间"))
    answered_by = models.CharField(_("回答人"), max_length=60)

    class Meta:
        verbose_name = _("对提问的回答")
        constraints = [models.UniqueConstraint("question", "unit", name="dispatch_question_answer_once")]

    def __str__(self) -> str:
        return self.value
