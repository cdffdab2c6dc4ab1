# SPDX-License-Identifier: Apache-2.0
"""Other houses that say who somebody is: OIDC, 企业微信 (which the library does not have), 钉钉. Only a number is kept.

企业微信: the browser comes back with a code; the server asks for a token of its own (not of the person) and then who
the code belongs to (`auth/getuserinfo`). Only people of the corporation have a `userid`; others are refused.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider as LibraryDingTalkProvider
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider as LibraryOIDCProvider
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

SPARE_SECONDS = 300


class WeComClient(OAuth2Client):
    """企业微信 names its parameters its own way, and its token belongs to the corporation's own application."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, Any]) -> str:
        """Where the browser goes to prove who it is."""
        said = {"login_type": "CorpApp", "appid": self.consumer_key, "redirect_uri": self.callback_url}
        return f"{authorization_url}?{urlencode(said | {'state': self.state or ''} | extra_params)}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        """The application's own token, kept as long as it lives, with the person's code beside it."""
        kept = f"signin.wecom.{self.consumer_key}"
        token = cache.get(kept)
        if token is None:
            said = {"corpid": self.consumer_key, "corpsecret": self.consumer_secret}
            answer = asked(self.access_token_url, said)
            token, lives = answer["access_token"], int(answer.get("expires_in", 0))
            if lives > SPARE_SECONDS:
                cache.set(kept, token, lives - SPARE_SECONDS)
        return {"access_token": token, "code": code}


class WeComAdapter(OAuth2Adapter):
    """Where 企业微信 answers: its public address, or that of an own installation."""

    provider_id = "wecom"
    client_class = WeComClient

    @property
    def server(self) -> str:
        """The address of its interface."""
        return str(self.get_provider().app.settings["server"])

    @property
    def authorize_url(self) -> str:
        """The address of its sign-in page."""
        return str(self.get_provider().app.settings["authorize"])

    @property
    def access_token_url(self) -> str:
        """Where the application's token comes from."""
        return f"{self.server}/cgi-bin/gettoken"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who the code belongs to."""
        said = {"access_token": token.token, "code": kwargs["response"]["code"]}
        answer = asked(f"{self.server}/cgi-bin/auth/getuserinfo", said)
        if not answer.get("userid"):
            raise OAuth2Error("not one of the corporation's people")
        return self.get_provider().sociallogin_from_response(request, {"userid": answer["userid"]})


def asked(url: str, said: dict[str, Any]) -> dict[str, Any]:
    """The answer of 企业微信, which says in the body whether it means no. Raises OAuth2Error then."""
    with get_adapter().get_requests_session() as session:
        response = session.get(url, params=said)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
    if answer.get("errcode"):
        raise OAuth2Error(f"{answer['errcode']} {answer.get('errmsg', '')}")
    return answer


class NamedAccount(ProviderAccount):
    """An identity by the number that its house gave it."""

    def to_str(self) -> str:
        """What the owner sees of it."""
        return str(self.account.uid)


class WeComProvider(OAuth2Provider):
    """企业微信."""

    id = "wecom"
    name = _("企业微信")
    account_class = NamedAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The person's number within the corporation."""
        return str(data["userid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of the person is taken over."""
        return {}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing but the number is kept."""
        return {}

    def get_auth_params(self) -> dict[str, Any]:
        """The application within the corporation."""
        return {"agentid": self.app.key}


class DingTalkAdapter(DingTalkOAuth2Adapter):
    """钉钉 at its public address, or at that of an own installation."""

    @property
    def server(self) -> str:
        """The address of its interface."""
        return str(self.get_provider().app.settings["server"])

    @property
    def authorize_url(self) -> str:
        """The address of its sign-in page."""
        return str(self.get_provider().app.settings["authorize"])

    @property
    def access_token_url(self) -> str:
        """Where a token of the person comes from."""
        return f"{self.server}/v1.0/oauth2/userAccessToken"

    @property
    def profile_url(self) -> str:
        """Where the person's number comes from."""
        return f"{self.server}/v1.0/contact/users/me"


class DingTalkProvider(LibraryDingTalkProvider):
    """钉钉."""

    name = _("钉钉")
    account_class = NamedAccount
    oauth2_adapter_class = DingTalkAdapter

    def get_default_scope(self) -> list[str]:
        """Who it is, and no more."""
        return ["openid"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing but the number is kept."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of the person is taken over."""
        return {}


class OIDCProvider(LibraryOIDCProvider):
    """The identity service of a province, by OpenID Connect."""

    account_class = NamedAccount
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        """Who it is, and no more."""
        return ["openid", "profile"] if self.app.settings["account_claim"] else ["openid"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """The name of the account, where the settings trust the service with it; nothing else is kept."""
        claims = (data.get("id_token") or {}) | (data.get("userinfo") or {})
        return {"account": str(claims.get(self.app.settings["account_claim"]) or "")}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing of the person is taken over."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Nobody is known by a mail address here."""
        return []


provider_classes = [OIDCProvider, WeComProvider, DingTalkProvider]
