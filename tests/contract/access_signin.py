# SPDX-License-Identifier: Apache-2.0
"""Who gets what at the addresses of the door: signing in, one's own account, posts and accounts of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import override_settings

from guantong.org.models import Deputy, Post
from guantong.org.services import SYSTEM, add_person, give_deputy
from guantong.signin.models import Invitation
from guantong.signin.services import issue_invitation
from tests.walk.federation import TODAY

from .access_table import Row
from .pages import Things

OWN = "302 403 200 200 200 200 200 200"
LED_ON = "302 403 302 302 302 302 302 302"
NOT_THERE = "404 403 404 404 404 404 404 404"
SPAN = {"since": TODAY.isoformat(), "until": (TODAY + timedelta(days=9)).isoformat(), "reason": "休年假"}
ENDED = {"day": TODAY.isoformat(), "reason": "到龄"}


def post(things: Things) -> dict[str, Any]:
    """The writer's post."""
    return {"pk": things.world.federation.school.post_id}


def deputy(things: Things) -> dict[str, Any]:
    """Somebody of the county stands in for the writer."""
    federation = things.world.federation
    own = Post.objects.get(pk=federation.school.post_id)
    span = {"since": TODAY, "until": TODAY + timedelta(days=9)}
    made: Deputy = give_deputy(federation.school, own, federation.accounts["datong"].person, reason="休年假", **span)
    return {"pk": made.pk}


def invitation(things: Things) -> dict[str, Any]:
    """A code for somebody of the writer's unit."""
    federation = things.world.federation
    person = add_person(SYSTEM, name="林样兰", unit=federation.unit_of("school"))
    with override_settings(CODE_WEBHOOK="http://127.0.0.1:9/"):
        made: Invitation = issue_invitation(federation.school, person)[0]
    return {"pk": made.pk}


def person(things: Things) -> dict[str, Any]:
    """The writer."""
    return {"pk": things.world.federation.school.person_id}


def account(**more: Any) -> Any:
    """The writer's account."""
    return lambda things: {"pk": things.world.federation.accounts["school"].pk, **more}


def appointment(things: Things) -> dict[str, Any]:
    """The writer made head of something in his own unit."""
    return {"unit": things.world.federation.unit_of("school").pk, "role": "head", "since": TODAY.isoformat()}


def stand_in(things: Things) -> dict[str, Any]:
    """Somebody of the county stands in."""
    return SPAN | {"person": things.world.federation.accounts["datong"].person_id}


def said(**data: Any) -> Any:
    """What is posted."""
    return lambda things: data


def house(name: str, **args: Any) -> tuple[Row, ...]:
    """The addresses of another house that is not set up."""
    return (
        Row(f"{name}_login", "GET", NOT_THERE, said(**args)),
        Row(f"{name}_login", "POST", NOT_THERE, said(**args)),
        Row(f"{name}_callback", "GET", NOT_THERE, said(**args)),
    )


assert not settings.SOCIALACCOUNT_PROVIDERS, "tests set up other houses themselves"

SIGNIN = (
    Row("account_login", "GET", "200 403 302 302 302 302 302 302"),
    Row("account_login", "POST", "200 403 302 302 302 302 302 302"),
    Row("account_logout", "POST", "302 302 302 302 302 302 302 302"),
    Row("mfa_authenticate", "GET", LED_ON),
    Row("mfa_authenticate", "POST", LED_ON),
    Row("invited", "GET", "200 403 302 302 302 302 302 302"),
    Row("invited", "POST", "400 403 302 302 302 302 302 302", data=said(code="x")),
    Row("socialaccount_signup", "GET", LED_ON),
    Row("socialaccount_login_cancelled", "GET", "200 403 200 200 200 200 200 200"),
    *house("openid_connect", provider_id="oidc"),
    *house("wecom"),
    *house("dingtalk"),
    Row("account", "GET", OWN),
    Row("account_reauthenticate", "GET", OWN),
    Row("account_reauthenticate", "POST", OWN),
    Row("mfa_reauthenticate", "GET", LED_ON),
    Row("mfa_reauthenticate", "POST", LED_ON),
    Row("account_change_password", "GET", OWN),
    Row("account_change_password", "POST", OWN),
    Row("account_set_password", "GET", LED_ON),
    Row("account_set_password", "POST", LED_ON),
    Row("mfa_index", "GET", OWN),
    Row("mfa_activate_totp", "GET", LED_ON),
    Row("mfa_activate_totp", "POST", LED_ON),
    Row("mfa_deactivate_totp", "GET", "302 403 404 404 404 404 404 404"),
    Row("mfa_deactivate_totp", "POST", "302 403 404 404 404 404 404 404"),
    Row("mfa_view_recovery_codes", "GET", "302 403 404 404 404 404 404 404"),
    Row("mfa_generate_recovery_codes", "GET", LED_ON),
    Row("mfa_generate_recovery_codes", "POST", LED_ON),
    Row("usersessions_list", "GET", OWN),
    Row("usersessions_list", "POST", LED_ON),
    Row("socialaccount_connections", "GET", OWN),
    Row("socialaccount_connections", "POST", OWN),
    Row("posts", "GET", "302 403 403 200 403 200 200 403"),
    Row("post.appoint", "GET", "302 403 403 200 403 200 200 403"),
    Row("post.appoint.person", "GET", "302 403 403 404 403 200 200 403", person),
    Row("post.appoint.person", "POST", "302 403 403 404 403 302 302 403", person, appointment),
    Row("post.end", "GET", "302 403 404 404 403 200 200 403", post),
    Row("post.end", "POST", "302 403 404 404 403 302 302 403", post, said(**ENDED)),
    Row("post.extend", "GET", "302 403 404 404 403 200 200 403", post),
    Row("post.extend", "POST", "302 403 404 404 403 400 400 403", post, said(**ENDED), "has no end"),
    Row("post.deputy", "GET", "302 403 404 404 200 200 200 403", post),
    Row("post.deputy", "POST", "302 403 404 404 302 302 302 403", post, stand_in),
    Row("deputy.end", "POST", "302 403 404 404 302 302 302 403", deputy),
    Row("person_account", "GET", "302 403 403 404 403 200 200 403", account()),
    Row("person_account.act", "GET", "302 403 403 404 403 200 200 403", account(verb="close")),
    Row("person_account.act", "POST", "302 403 403 404 403 302 302 403", account(verb="close"), said(reason="调离")),
    Row("person_account.act", "GET", "302 403 403 403 403 403 403 403", account(verb="unlock"), note="of security"),
    Row("invitations", "GET", "302 403 200 200 200 200 200 403"),
    Row(
        "invitations",
        "POST",
        "302 403 404 404 409 409 409 403",
        data=lambda things: {"person": things.world.federation.school.person_id},
        note="without a messenger",
    ),
    Row("invitation.revoke", "POST", "302 403 404 404 302 302 302 403", invitation),
)
