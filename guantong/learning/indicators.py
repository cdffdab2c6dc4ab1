# SPDX-License-Identifier: Apache-2.0
"""What the learning room's records can be asked, and the words by which a notice asks it."""

from django.utils.translation import gettext_lazy as _

from guantong.register.indicator import Dimension, Indicator, Source

from .models import EightEntries, Lecture, MasteryCheck, MediaChannel, MediaPiece, StudySession, TeachingMaterial
from .models import TrainingClass

FOUNDING = _("青总办〔2020〕53号第二部分")

EIGHT_ENTRIES = Dimension("entry", _("八进"), tuple(EightEntries.choices))
CHANNELS = Dimension("channel", _("阵地"), tuple(MediaChannel.choices))
LECTURE_ENTRIES = Dimension("entry", _("进哪里"), tuple(EightEntries.choices[:5]))

INDICATORS = (
    Indicator(
        key="learning.sessions",
        title=_("中心组学习次数"),
        measure=_("次"),
        definition=_("登记的理论学习中心组集体学习，一次学习算一次，按学习日期归期。"),
        of=(Source(StudySession, "held_on"),),
        said=_("组织理论学习中心组集体学习{value}次"),
        unsaid=_("中心组集体学习尚未开展"),
        words=("中心组", "理论学习"),
        source=_("青总办〔2020〕53号第一部分"),
        records_in="learning.session",
    ),
    Indicator(
        key="learning.eight_entries",
        title=_("八进"),
        measure=_("场次"),
        definition=_("进机关、社区、企业、车间、学校看讲座，进课堂看培训班，进教材看教材，进头脑看掌握度检测；一条登记算一次。"),
        of=(
            Source(Lecture, "held_on", part_field="entry"),
            Source(TrainingClass, "ends_on", part="classroom"),
            Source(TeachingMaterial, "finished_on", part="textbook"),
            Source(MasteryCheck, "held_on", part="mind"),
        ),
        said=_("推动“八进”{value}场次"),
        unsaid=_("“八进”尚未开展"),
        dimension=EIGHT_ENTRIES,
        each_part=True,
        words=("八进", "进机关", "进企业", "进车间", "进头脑"),
        source=FOUNDING,
        records_in="learning.lecture",
    ),
    Indicator(
        key="learning.lectures",
        title=_("讲座场数"),
        measure=_("场"),
        definition=_("登记的讲座和宣讲，一场算一场，按宣讲日期归期。"),
        of=(Source(Lecture, "held_on", part_field="entry"),),
        said=_("开展宣讲{value}场"),
        unsaid=_("宣讲尚未开展"),
        dimension=LECTURE_ENTRIES,
        words=("宣讲", "讲座"),
        source=FOUNDING,
        records_in="learning.lecture",
    ),
    Indicator(
        key="learning.model_lectures",
        title=_("劳模宣讲场数"),
        measure=_("场"),
        definition=_("宣讲人是劳动模范或先进工作者的讲座，一场算一场，按宣讲日期归期。"),
        of=(Source(Lecture, "held_on", where={"by_model_worker": True}, part_field="entry"),),
        said=_("组织劳动模范和先进工作者宣讲{value}场"),
        unsaid=_("劳模宣讲尚未开展"),
        dimension=LECTURE_ENTRIES,
        words=("劳动模范和先进工作者在", "劳模宣讲", "开展宣讲活动"),
        source=FOUNDING,
        records_in="learning.lecture",
    ),
    Indicator(
        key="learning.audience",
        title=_("听众人次"),
        measure=_("人次"),
        definition=_("登记的讲座里主办人点的听众人数之和，按宣讲日期归期。"),
        of=(Source(Lecture, "held_on", part_field="entry"),),
        said=_("听众{value}人次"),
        unsaid=_("听众人数尚无登记"),
        adds="audience",
        dimension=LECTURE_ENTRIES,
        words=("听众", "覆盖职工"),
        source=FOUNDING,
        records_in="learning.lecture",
    ),
    Indicator(
        key="learning.classes",
        title=_("培训班期数"),
        measure=_("期"),
        definition=_("登记的专题培训班，一期算一期，按结业日期归期。"),
        of=(Source(TrainingClass, "ends_on"),),
        said=_("举办专题培训班{value}期"),
        unsaid=_("专题培训班尚未举办"),
        words=("培训班", "培训", "必修课程"),
        source=FOUNDING,
        records_in="learning.class",
    ),
    Indicator(
        key="learning.trainees",
        title=_("参训人次"),
        measure=_("人次"),
        definition=_("登记的培训班参训人数之和，按结业日期归期。"),
        of=(Source(TrainingClass, "ends_on"),),
        said=_("培训工会干部和职工{value}人次"),
        unsaid=_("参训人数尚无登记"),
        adds="trainees",
        words=("参训", "全覆盖"),
        source=FOUNDING,
        records_in="learning.class",
    ),
    Indicator(
        key="learning.media",
        title=_("宣传作品篇数"),
        measure=_("篇"),
        definition=_("各阵地发布的宣传作品，一篇算一篇，按发布日期归期。"),
        of=(Source(MediaPiece, "published_on", part_field="channel"),),
        said=_("在各类阵地发布宣传作品{value}篇"),
        unsaid=_("宣传作品尚未发布"),
        dimension=CHANNELS,
        words=("媒体", "专题专栏", "系列评论", "直播互动", "门户网站", "职工书屋"),
        source=FOUNDING,
        records_in="learning.media",
    ),
    Indicator(
        key="learning.model_media",
        title=_("劳模先进人物宣传篇数"),
        measure=_("篇"),
        definition=_("宣传劳模先进人物的作品，一篇算一篇，按发布日期归期。"),
        of=(Source(MediaPiece, "published_on", where={"about_model_worker": True}, part_field="channel"),),
        said=_("宣传劳模先进人物{value}篇"),
        unsaid=_("劳模先进人物宣传尚未开展"),
        dimension=CHANNELS,
        words=("先进人物的宣传", "宣传力度", "劳模先进人物"),
        source=FOUNDING,
        records_in="learning.media",
    ),
)
