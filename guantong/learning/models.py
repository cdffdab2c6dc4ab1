# SPDX-License-Identifier: Apache-2.0
"""Records of study, classes, lectures, teaching materials, mastery checks and media pieces."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guantong.org.models import UnitRecord


class EightEntries(models.TextChoices):
    """The eight places that theory work enters (八进), as the founding notice of 2020 names them in section two."""

    OFFICE = "office", _("机关")
    COMMUNITY = "community", _("社区")
    ENTERPRISE = "enterprise", _("企业")
    WORKSHOP = "workshop", _("车间")
    SCHOOL = "school", _("学校")
    CLASSROOM = "classroom", _("课堂")
    TEXTBOOK = "textbook", _("教材")
    MIND = "mind", _("头脑")


LECTURE_ENTRIES = EightEntries.choices[:5]


class StudySession(UnitRecord):
    """One joint study session of a theory study group (中心组学习规则, 2017)."""

    title = models.CharField(_("学习内容"), max_length=120)
    held_on = models.DateField(_("学习日期"))
    speakers = models.CharField(_("重点发言人"), max_length=120, blank=True)
    attended = models.PositiveIntegerField(_("参加人数"), validators=[MinValueValidator(1)])
    minutes = models.TextField(_("记录要点"), blank=True)

    class Meta:
        verbose_name = _("中心组学习")
        indexes = [
            models.Index("unit", "held_on", name="learning_session_unit_day"),
            models.Index("held_on", "id", name="learning_session_day"),
        ]

    def __str__(self) -> str:
        return self.title


class Lecture(UnitRecord):
    """One lecture (宣讲) given to workers; the audience is a headcount by the organizer, never a sign-in."""

    title = models.CharField(_("题目"), max_length=120)
    held_on = models.DateField(_("宣讲日期"))
    entry = models.CharField(_("进哪里"), max_length=20, choices=LECTURE_ENTRIES)
    lecturer = models.CharField(_("宣讲人"), max_length=60)
    by_model_worker = models.BooleanField(_("宣讲人是劳模或先进工作者"), default=False)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    audience = models.PositiveIntegerField(_("听众人数"), help_text=_("主办人点一下人数即可，不用签到。"))

    class Meta:
        verbose_name = _("讲座")
        indexes = [
            models.Index("unit", "held_on", name="learning_lecture_unit_day"),
            models.Index("held_on", "id", name="learning_lecture_day"),
            models.Index("audience", "id", name="learning_lecture_audience"),
        ]
        constraints = [
            models.CheckConstraint(
                name="learning_lecture_entry", condition=Q(entry__in=[value for value, _label in LECTURE_ENTRIES])
            )
        ]

    def __str__(self) -> str:
        return self.title


class TrainingClass(UnitRecord):
    """One training class (培训班): a course over one or more days; it is what enters the classroom (进课堂)."""

    title = models.CharField(_("班名"), max_length=120)
    starts_on = models.DateField(_("开班日期"))
    ends_on = models.DateField(_("结业日期"))
    trainees = models.PositiveIntegerField(_("参训人数"), validators=[MinValueValidator(1)])
    is_required = models.BooleanField(_("列入工会干部必修课"), default=False)
    courses = models.TextField(_("课程"), blank=True)

    class Meta:
        verbose_name = _("培训班")
        indexes = [
            models.Index("unit", "starts_on", name="learning_class_unit_day"),
            models.Index("ends_on", "id", name="learning_class_day"),
        ]
        constraints = [
            models.CheckConstraint(name="learning_class_days", condition=Q(ends_on__gte=models.F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.title


class TeachingMaterial(UnitRecord):
    """A teaching material (教材) that carries the theme (进教材)."""

    title = models.CharField(_("教材名称"), max_length=120)
    finished_on = models.DateField(_("定稿日期"))
    used_in = models.CharField(_("用在哪些课程"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("教材")
        indexes = [
            models.Index("unit", "finished_on", name="learning_material_unit_day"),
            models.Index("finished_on", "id", name="learning_material_day"),
        ]

    def __str__(self) -> str:
        return self.title


class MasteryCheck(UnitRecord):
    """A check of what stayed in mind (进头脑): how many took part and how many had mastered it; no person is ranked."""

    title = models.CharField(_("检测内容"), max_length=120)
    held_on = models.DateField(_("检测日期"))
    took_part = models.PositiveIntegerField(_("参加人数"), validators=[MinValueValidator(1)])
    mastered = models.PositiveIntegerField(_("掌握人数"))

    class Meta:
        verbose_name = _("掌握度检测")
        indexes = [
            models.Index("unit", "held_on", name="learning_check_unit_day"),
            models.Index("held_on", "id", name="learning_check_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="learning_check_mastered",
                condition=Q(mastered__lte=models.F("took_part")),
                violation_error_message=_("掌握人数不能多于参加人数。"),
            )
        ]

    def __str__(self) -> str:
        return self.title


class MediaChannel(models.TextChoices):
    """Channels (阵地) that the founding notice names in section two."""

    MAGAZINE = "magazine", _("工运刊物")
    PORTAL = "portal", _("门户网站")
    READING_ROOM = "reading_room", _("职工书屋")
    PALACE = "palace", _("工人文化宫")
    SOCIAL = "social", _("两微一端")
    PRESS = "press", _("新闻媒体")


class MediaForm(models.TextChoices):
    """Forms of a media piece that the founding notice names in section two."""

    COLUMN = "column", _("专题专栏")
    COMMENTARY = "commentary", _("系列评论")
    LIVE = "live", _("直播互动")
    STORY = "story", _("报道")


class MediaPiece(UnitRecord):
    """One published piece (宣传作品). Readers, likes and followers are not recorded: they measure nobody."""

    title = models.CharField(_("标题"), max_length=120)
    published_on = models.DateField(_("发布日期"))
    channel = models.CharField(_("阵地"), max_length=20, choices=MediaChannel.choices)
    form = models.CharField(_("形式"), max_length=20, choices=MediaForm.choices)
    link = models.URLField(_("链接"), blank=True)
    about_model_worker = models.BooleanField(_("宣传劳模先进人物"), default=False)

    class Meta:
        verbose_name = _("宣传作品")
        indexes = [
            models.Index("unit", "published_on", name="learning_piece_unit_day"),
            models.Index("published_on", "id", name="learning_piece_day"),
        ]

    def __str__(self) -> str:
        return self.title
