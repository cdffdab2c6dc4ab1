# SPDX-License-Identifier: Apache-2.0
"""The registers of the learning room, each declared once."""

from django.utils.translation import gettext_lazy as _

from guantong.register.fields import F, Panel
from guantong.register.register import Register

from . import models, services

WHERE = (F("unit", find="choice"), F("themes", on="form page sheet api"))


class StudySessionRegister(Register):
    """One row is one joint study session of one study group."""

    key, model, slug, event_date = "learning.session", models.StudySession, "learning/sessions", "held_on"
    fields = (
        F("title", find="text"),
        F("held_on", find="range"),
        F("attended"),
        F("speakers", on="form page sheet api"),
        F("minutes", on="form page"),
        *WHERE,
    )
    panels = (Panel(_("学习"), "title held_on attended speakers minutes"), Panel(_("归属"), "unit themes"))
    create, update = services.STUDY_SESSION.create, services.STUDY_SESSION.update
    void, restore = services.STUDY_SESSION.void, services.STUDY_SESSION.restore
    check = services.STUDY_SESSION.check
    empty = _("还没有中心组学习。登记一次，灯会自己变。")
    icon = "book"


class LectureRegister(Register):
    """One row is one lecture given in one of the first five of the eight places."""

    key, model, slug, event_date = "learning.lecture", models.Lecture, "learning/lectures", "held_on"
    fields = (
        F("title", find="text", also="宣讲题目 宣讲主题 讲座题目 讲座名称 主题 课题 讲题 宣讲内容 活动名称 名称"),
        F("held_on", find="range", also="宣讲时间 讲座时间"),
        F("entry", find="choice", also="类别 五进 进 宣讲类别 阵地 走进 进何处"),
        F("lecturer", find="text", also="主讲人 宣讲员 讲师 授课人 主讲 报告人 宣讲人姓名"),
        F("audience", also="人数 参加人数 受众人数 听讲人数 参与人数 听众 受众 参会人数 覆盖人数 到场人数"),
        F("by_model_worker", on="form page sheet api", find="choice"),
        F("place", on="form page sheet api"),
        *WHERE,
    )
    panels = (
        Panel(_("宣讲"), "title held_on entry lecturer by_model_worker audience place"),
        Panel(_("归属"), "unit themes"),
    )
    create, update = services.LECTURE.create, services.LECTURE.update
    void, restore = services.LECTURE.void, services.LECTURE.restore
    check = services.LECTURE.check
    empty = _("还没有讲座。登记一场，灯会自己变。")
    icon = "mic"


class TrainingClassRegister(Register):
    """One row is one training class from its first to its last day."""

    key, model, slug, event_date = "learning.class", models.TrainingClass, "learning/classes", "ends_on"
    fields = (
        F("title", find="text"),
        F("starts_on"),
        F("ends_on", find="range"),
        F("trainees"),
        F("is_required", on="form page sheet api", find="choice"),
        F("courses", on="form page"),
        *WHERE,
    )
    panels = (Panel(_("培训"), "title starts_on ends_on trainees is_required courses"), Panel(_("归属"), "unit themes"))
    create, update = services.TRAINING_CLASS.create, services.TRAINING_CLASS.update
    void, restore = services.TRAINING_CLASS.void, services.TRAINING_CLASS.restore
    check = services.TRAINING_CLASS.check
    empty = _("还没有培训班。登记一期，灯会自己变。")
    icon = "users"


class TeachingMaterialRegister(Register):
    """One row is one teaching material that carries the theme."""

    key, model, slug, event_date = "learning.material", models.TeachingMaterial, "learning/materials", "finished_on"
    fields = (F("title", find="text"), F("finished_on", find="range"), F("used_in"), *WHERE)
    panels = (Panel(_("教材"), "title finished_on used_in"), Panel(_("归属"), "unit themes"))
    create, update = services.TEACHING_MATERIAL.create, services.TEACHING_MATERIAL.update
    void, restore = services.TEACHING_MATERIAL.void, services.TEACHING_MATERIAL.restore
    check = services.TEACHING_MATERIAL.check
    empty = _("还没有进教材的记录。登记一本，灯会自己变。")
    icon = "file"


class MasteryCheckRegister(Register):
    """One row is one check of what stayed in mind, as two headcounts."""

    key, model, slug, event_date = "learning.check", models.MasteryCheck, "learning/checks", "held_on"
    fields = (F("title", find="text"), F("held_on", find="range"), F("took_part"), F("mastered"), *WHERE)
    panels = (Panel(_("检测"), "title held_on took_part mastered"), Panel(_("归属"), "unit themes"))
    create, update = services.MASTERY_CHECK.create, services.MASTERY_CHECK.update
    void, restore = services.MASTERY_CHECK.void, services.MASTERY_CHECK.restore
    check = services.MASTERY_CHECK.check
    empty = _("还没有进头脑的记录。登记一次检测，灯会自己变。")
    icon = "check"


class MediaPieceRegister(Register):
    """One row is one published piece on one channel."""

    key, model, slug, event_date = "learning.media", models.MediaPiece, "learning/media", "published_on"
    fields = (
        F("title", find="text"),
        F("published_on", find="range"),
        F("channel", find="choice"),
        F("form", find="choice"),
        F("link", on="form page sheet api"),
        F("about_model_worker", on="form page sheet api", find="choice"),
        *WHERE,
    )
    panels = (
        Panel(_("作品"), "title published_on channel form link about_model_worker"),
        Panel(_("归属"), "unit themes"),
    )
    create, update = services.MEDIA_PIECE.create, services.MEDIA_PIECE.update
    void, restore = services.MEDIA_PIECE.void, services.MEDIA_PIECE.restore
    check = services.MEDIA_PIECE.check
    empty = _("还没有宣传作品。登记一篇，灯会自己变。")
    icon = "megaphone"


REGISTERS = (
    StudySessionRegister,
    LectureRegister,
    TrainingClassRegister,
    TeachingMaterialRegister,
    MasteryCheckRegister,
    MediaPieceRegister,
)
