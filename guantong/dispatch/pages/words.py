# SPDX-License-Identifier: Apache-2.0
"""How dispatch says things: lights, dates, distances in working days, what is missing."""

from __future__ import annotations

from datetime import date

from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guantong.kernel import clock
from guantong.org.models import Unit
from guantong.register.catalogue import indicator_named
from guantong.register.pages import Piece
from guantong.rollup.figures import Figure, figure

from ..lights import Assignment, Share, moment_on
from ..models import Requirement
from ..states import Light

TONE = {"late": "late", "soon": "soon"}


def light_word(light: str) -> str:
    """What a light is called."""
    return str(Light(light).label)


def day_word(day: date | None) -> str:
    """A date as offices write it: without the year where it is this one."""
    if day is None:
        return ""
    form = _("n月j日") if day.year == clock.today().year else _("Y年n月j日")
    return worded_date(day, form) or ""


def due_text(due: date | None, light: str) -> str:
    """The due date and how far it is in working days; nothing where the notice sets none."""
    if due is None:
        return _("没有定期限")
    if light in ("met", "answered"):
        return day_word(due)
    calendar = moment_on(clock.today()).calendar
    days = calendar.between(clock.today(), due)
    if clock.today() > due:
        return f"{day_word(due)} · " + _("逾期 {n} 个工作日").format(n=calendar.between(due, clock.today()))
    if not days:
        return f"{day_word(due)} · " + _("今天到期")
    left = ngettext("还有 {n} 个工作日", "还有 {n} 个工作日", days).format(n=days)
    return f"{day_word(due)} · " + left


def missing_pieces(assignment: Assignment) -> list[Piece]:
    """One line that says what is still missing and what is there, its figure open to a click."""
    requirement = assignment.requirement
    if not requirement.is_measured:
        if assignment.answer:
            return [Piece(_("已答复："), plain=""), Piece(assignment.answer, plain="quote")]
        return [Piece(_("没有登记簿能回答，请写一句话，只写一次。"))]
    if assignment.share is not None:
        return _share_pieces(assignment, assignment.share)
    indicator = indicator_named(requirement.indicator)
    there = figure(assignment.question(), assignment.total, of=assignment.unit)
    done = [Piece(_("已登记 ")), Piece(figure=there), Piece(f" {indicator.measure}")]
    if not assignment.missing:
        return [*done, Piece(_("，办成了。"))]
    if "" in assignment.missing:
        lack = _("{n} {measure}").format(n=assignment.missing[""], measure=indicator.measure)
        return [Piece(_("还缺 ")), Piece(lack, plain="gap"), Piece("。"), *done]
    labels = dict(indicator.dimension.parts) if indicator.dimension else {}
    parts = "、".join(str(labels[part]) for part in assignment.missing)
    return [Piece(_("还缺 ")), Piece(_("进{parts}").format(parts=parts), plain="gap"), Piece("。"), *done]


def below_figure(requirement: Requirement, unit: Unit, share: Share) -> Figure:
    """How many units below meet a requirement, opening their list."""
    url = reverse("assignment.below", args=(requirement.pk, unit.code))
    label = _("{unit}：{n} 个下级单位达到，打开").format(unit=unit.label, n=share.met)
    return Figure(share.met, url, label, _("个单位"))


def _share_pieces(assignment: Assignment, share: Share) -> list[Piece]:
    there = Piece(figure=below_figure(assignment.requirement, assignment.unit, share))
    done = [Piece(_("已有 ")), there, Piece(_(" 个下级单位达到"))]
    if not share.of:
        return [Piece(_("还没有交办给下级单位，先往下交办。"))]
    if not assignment.missing:
        return [*done, Piece(_("，办成了。"))]
    lack = _("{n} 个单位").format(n=assignment.missing[""])
    return [Piece(_("还缺 ")), Piece(lack, plain="gap"), Piece("。"), *done, Piece("。")]
