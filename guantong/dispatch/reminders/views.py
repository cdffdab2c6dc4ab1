# SPDX-License-Identifier: Apache-2.0
"""The page where a person chooses how to be reminded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guantong.kernel.errors import Invalid
from guantong.org.wording import worded
from guantong.register.pages import Crumb

from ..pages.acts import ActPage
from .models import DAYTIME, Channel, ReminderWish
from .queries import wish_of
from .services import Wish, choose_reminders


class ReminderForm(forms.Form):
    """Channel, address, quiet hours."""

    channel = forms.ChoiceField(label=gettext_lazy("怎么提醒"), choices=Channel.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("邮箱或机器人地址"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("只用来发提醒，加密保存。机器人地址在群设置里复制；钉钉的关键词写“贯通”。"),
    )
    quiet_from = forms.IntegerField(label=gettext_lazy("几点以后不打扰"), min_value=0, max_value=24)
    quiet_until = forms.IntegerField(label=gettext_lazy("几点以前不打扰"), min_value=0, max_value=24)


def wish_page(wish: ReminderWish | None, form: ReminderForm) -> ActPage:
    """The choice, and how the last attempt went where it failed."""
    effects = [_("一天最多一次，周末、节假日和不打扰的时间不发；没有要办的不发。桌面上什么都看得到。")]
    if wish and wish.failure:
        effects.append(_("上次没送到：{why}。下个钟点再试。").format(why=wish.failure))
    return ActPage(
        title=_("提醒方式"),
        subject=_("有逾期、快到期、未签收或等您答复的，汇成一条提醒。"),
        effects=effects,
        form=form,
        submit_label=_("保存"),
        cancel_url=reverse("calendar"),
        crumbs=[Crumb(_("日历"), reverse("calendar")), Crumb(_("提醒方式"))],
    )


@require_http_methods(["GET", "POST"])
def reminders(request: Any) -> HttpResponse:
    """Choose how to be reminded."""
    request.actor.must("dispatch.notice.read")
    wish = wish_of(request.actor)
    start = {"channel": Channel.DESK, "quiet_from": DAYTIME[1], "quiet_until": DAYTIME[0]}
    initial = {name: getattr(wish, name) for name in ReminderForm.base_fields} if wish else start
    form = ReminderForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            choose_reminders(request.actor, Wish(**form.cleaned_data))
        except Invalid as wrong:
            form.add_error(wrong.field, worded(wrong))
        else:
            messages.success(request, _("记下了。"))
            return redirect("reminders")
    page = wish_page(wish, form)
    return render(request, "dispatch/act.html", {"page": page}, status=400 if form.errors else 200)
