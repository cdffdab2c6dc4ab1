# SPDX-License-Identifier: Apache-2.0
"""Addresses of the door. Names with a prefix are those by which the library finds its own pages."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.socialaccount import views as linked_views
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect import views as oidc_views
from allauth.usersessions import views as session_views
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from . import views
from .provider import DingTalkAdapter, WeComAdapter

HOUSES = {"wecom": WeComAdapter, "dingtalk": DingTalkAdapter}
form_page = views.form_page

urlpatterns = [
    path("logout/", require_POST(account_views.logout), name="account_logout"),
    path("login/code/", form_page(factor_views.authenticate), name="mfa_authenticate"),
    path("login/invited/", views.invited, name="invited"),
    path("login/linking/", views.linking, name="socialaccount_signup"),
    path("login/cancelled/", require_GET(linked_views.login_cancelled), name="socialaccount_login_cancelled"),
    path("account/", views.own, name="account"),
    path("account/confirm/", form_page(account_views.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", form_page(factor_views.reauthenticate), name="mfa_reauthenticate"),
    path("account/password/", form_page(account_views.password_change), name="account_change_password"),
    path("account/password/first/", form_page(account_views.password_set), name="account_set_password"),
    path("account/factor/", require_GET(factor_views.index), name="mfa_index"),
    path("account/factor/on/", form_page(totp_views.activate_totp), name="mfa_activate_totp"),
    path("account/factor/off/", form_page(totp_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/recovery/", require_GET(recovery_views.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/recovery/new/", form_page(recovery_views.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("account/sessions/", form_page(session_views.list_usersessions), name="usersessions_list"),
    path("account/linked/", views.Linked.as_view(), name="socialaccount_connections"),
    path("posts/", views.posts, name="posts"),
    path("posts/appoint/", views.appoint_whom, name="post.appoint"),
    path("posts/appoint/<int:pk>/", views.appoint_person, name="post.appoint.person"),
    path("posts/<int:pk>/end/", views.post_end, name="post.end"),
    path("posts/<int:pk>/extend/", views.post_extend, name="post.extend"),
    path("posts/<int:pk>/deputy/", views.post_deputy, name="post.deputy"),
    path("deputies/<int:pk>/end/", views.deputy_end, name="deputy.end"),
    path("accounts/<int:pk>/", views.person_account, name="person_account"),
    path("accounts/<int:pk>/<slug:verb>/", views.account_act, name="person_account.act"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", views.invitation_revoke, name="invitation.revoke"),
    path(
        "by/oidc/<slug:provider_id>/login/",
        form_page(views.configured("openid_connect", oidc_views.login)),
        name="openid_connect_login",
    ),
    path(
        "by/oidc/<slug:provider_id>/callback/",
        require_GET(views.configured("openid_connect", oidc_views.callback)),
        name="openid_connect_callback",
    ),
]
for house, adapter in HOUSES.items():
    urlpatterns += [
        path(
            f"by/{house}/login/",
            form_page(views.configured(house, OAuth2LoginView.adapter_view(adapter))),
            name=f"{house}_login",
        ),
        path(
            f"by/{house}/callback/",
            require_GET(views.configured(house, OAuth2CallbackView.adapter_view(adapter))),
            name=f"{house}_callback",
        ),
    ]
