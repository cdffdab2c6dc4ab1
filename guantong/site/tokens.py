# SPDX-License-Identifier: Apache-2.0
"""A person's own tokens: what each may do and until when, a form for a new one, and its key, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import date as worded_date
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.org.actors import Actor
from guantong.org.models import Token
from guantong.org.rights import named
from guantong.org.services.tokens import make_token, revoke_token
from guantong.org.tokens import fetch_token, tokens_of
from guantong.org.wording import worded
from guantong.register.catalogue import registers
from guantong.register.pages import Crumb

DAYS = (("30", gettext_lazy("30 天")), ("90", gettext_lazy("90 天")), ("366", gettext_lazy("一年")))
READS = ("read",)
WRITES = ("read", "record", "correct")
REACH = (
    ("read", gettext_lazy("只读")),
    ("write", gettext_lazy("读，登记和更正")),
    ("all", gettext_lazy("本岗位能办的都能办，包括作废和办理流程")),
)


class TokenForm(forms.Form):
    """What a new token may do."""

    name = forms.CharField(label=gettext_lazy("用在哪里"), max_length=60, help_text=gettext_lazy("例如：人事系统对接"))
    registers = forms.MultipleChoiceField(label=gettext_lazy("哪些登记簿"), widget=forms.CheckboxSelectMultiple)
    reach = forms.ChoiceField(label=gettext_lazy("能做什么"), choices=REACH, widget=forms.RadioSelect, initial="read")
    days = forms.ChoiceField(label=gettext_lazy("有效期"), choices=DAYS, initial="90")

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        found: Any = self.fields["registers"]
        found.choices = [(each.key, each.title()) for each in registers() if actor.may(each.right("read"))]

    def rights(self) -> list[str]:
        """The rights that the choice means, as far as the post carries them."""
        chosen, reach = self.cleaned_data["registers"], self.cleaned_data["reach"]
        found = [right.name for each in registers() if each.key in chosen for right in each.rights()]
        if reach != "all":
            verbs = READS if reach == "read" else WRITES
            found = [name for name in found if name.rpartition(".")[2] in verbs]
        return [name for name in found if self.actor.may(name)]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token."""

    name: str
    start: str
    post: str
    rights: str
    until: str
    state: str
    tone: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class TokensPage:
    """A person's tokens."""

    title: str
    lead: str
    rows: list[TokenRow]
    form: TokenForm
    key: str
    crumbs: tuple[Crumb, ...] = ()


def tokens_page(actor: Actor, form: TokenForm, key: str = "") -> TokensPage:
    """The tokens, newest first; `key` is that of one just made."""
    lead = _("令牌让别的程序替您登记和读取。它只有您这个岗位的权限，做的每一件事都记在您名下。")
    return TokensPage(_("我的令牌"), lead, [_row(token) for token in tokens_of(actor)], form, key)


def _row(token: Token) -> TokenRow:
    is_open = token.revoked_at is None and token.expires_at > clock.real_now()
    state = _("可用") if is_open else _("已停用") if token.revoked_at else _("已到期")
    return TokenRow(
        token.name,
        token.start,
        f"{token.post.unit.label}，{token.post.label}",
        "、".join(str(named(right).label) for right in token.rights),
        worded_date(localtime(token.expires_at), _("Y年n月j日")) or "",
        state,
        "new" if is_open else "no",
        reverse("token.revoke", args=(token.pk,)) if is_open else "",
    )


@require_http_methods(["GET", "POST"])
def tokens(request: Any) -> HttpResponse:
    """One's own tokens, and making one; its key is on this answer and nowhere else."""
    request.actor.must("org.token.make")
    form, key = TokenForm(request.actor, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        asked = {"name": form.cleaned_data["name"], "days": int(form.cleaned_data["days"])}
        try:
            _token, key = make_token(request.actor, request.user, rights=form.rights(), **asked)
            form = TokenForm(request.actor)
        except Invalid as wrong:
            form.add_error(None, worded(wrong))
    page = tokens_page(request.actor, form, key)
    answer = render(request, "site/tokens.html", {"page": page}, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    """Let one of one's tokens open nothing any more."""
    revoke_token(request.actor, fetch_token(request.actor, pk))
    messages.success(request, _("令牌已停用。"))
    return redirect("tokens")
