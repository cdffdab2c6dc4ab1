# SPDX-License-Identifier: Apache-2.0
"""Forms of the door: codes that are not used twice, invitations, appointments."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as LibraryAuthenticateForm
from allauth.socialaccount.forms import DisconnectForm as LibraryDisconnectForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from guantong.org.models import Person, Post, Unit
from guantong.org.rights import GIVEN_BY, ROLES

from . import services

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuthenticateForm(LibraryAuthenticateForm):
    """The one-time code at the door; a wrong one leaves an entry, a right one is taken once in its whole life."""

    def clean_code(self) -> str:
        """The library remembers a code for one period; it is valid for as many more as clocks may differ."""
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            services.note(self.user, "fail_second_factor", proven=False)
            raise
        periods = 2 * app_settings.TOTP_TOLERANCE + 1
        kept = f"signin.code.{self.user.pk}.{code.strip()}"
        if not cache.add(kept, True, timeout=app_settings.TOTP_PERIOD * periods):
            raise get_adapter().validation_error("incorrect_code")
        return code


class DisconnectForm(LibraryDisconnectForm):
    """Taking an identity of another house away, through the service."""

    def clean(self) -> dict[str, Any]:
        """The service says what may not go."""
        return forms.Form.clean(self) or {}

    def save(self) -> None:
        """Take it away."""
        services.unlink_identity(self.cleaned_data["account"], self.request.user)


class InvitedForm(forms.Form):
    """Opening a member's account."""

    code = forms.CharField(label=_("邀请码"), max_length=40)
    name = forms.CharField(label=_("姓名"), max_length=60)
    document = forms.CharField(label=_("证件号码"), max_length=40, required=False)
    username = forms.CharField(label=_("给自己起一个账号名"), max_length=60)
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput, strip=False, required=False)


class AppointForm(forms.Form):
    """Putting somebody in a post."""

    unit = forms.ChoiceField(label=_("单位"))
    role = forms.ChoiceField(label=_("岗位"))
    title = forms.CharField(label=_("职务"), max_length=60, required=False, help_text=_("不写就用岗位的名称。"))
    since = forms.DateField(label=_("任职日期"), widget=DAY)
    until = forms.DateField(label=_("免职日期"), required=False, widget=DAY, help_text=_("长期任职不用写。"))

    def __init__(self, *args: Any, giver: str, units: list[Unit], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        roles = [(role, label) for role, label in ROLES.items() if giver in GIVEN_BY[role]]
        choose(self, "unit", [(key, unit.name) for key, unit in self.units.items()])
        choose(self, "role", roles)
        self.fields["since"].initial = today

    def post(self, person: Person) -> Post:
        """The post that was chosen, not stored yet."""
        said = self.cleaned_data
        span = {"starts_on": said["since"], "ends_on": said["until"]}
        return Post(person=person, unit=self.units[said["unit"]], role=said["role"], title=said["title"], **span)


def choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class EndForm(forms.Form):
    """A last day and a reason: ending a post, or making it longer."""

    day = forms.DateField(label=_("最后一天"), widget=DAY)
    reason = forms.CharField(label=_("理由"), max_length=200)

    def said(self, name: str) -> dict[str, Any]:
        """What was typed, the day under the name that the service gives it."""
        return {name: self.cleaned_data["day"], "reason": self.cleaned_data["reason"]}


class DeputyForm(forms.Form):
    """Somebody stands in for a colleague."""

    person = forms.ChoiceField(label=_("代理人"))
    since = forms.DateField(label=_("开始日期"), widget=DAY)
    until = forms.DateField(label=_("结束日期"), widget=DAY)
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in people}
        choose(self, "person", [(str(each.pk), f"{each.name} · {each.unit.label}") for each in people])

    def said(self) -> dict[str, Any]:
        """What was typed, with the person who was chosen."""
        return self.cleaned_data | {"person": self.people[self.cleaned_data["person"]]}


class ReasonForm(forms.Form):
    """A reason alone."""

    reason = forms.CharField(label=_("理由"), max_length=200)
