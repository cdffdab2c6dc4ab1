# SPDX-License-Identifier: Apache-2.0
"""Every address, from one list."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from guantong.dispatch.api import URLS as NOTICES
from guantong.intake.urls import urls_of as upload_urls_of
from guantong.register.api.pages import PREFIX, api_urls
from guantong.register.urls import urls_of
from guantong.rollup.api.views import URLS as FIGURES

from . import views
from .catalogue import REGISTERS
from .people import views as people
from .tokens import revoke, tokens

urlpatterns = [
    path("", views.desk, name="desk"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("people/doubles/", people.doubles, name="people.doubles"),
    path("people/merge/", people.merge, name="people.merge"),
    path("people/merge/pick/<slug:field>/", people.pick, name="people.pick"),
    path("people/<int:pk>/part/", people.part, name="people.part"),
    path("people/clashes/<int:pk>/<slug:verb>/", people.clash, name="people.clash"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("units/<slug:code>/changes/", views.unit_changes, name="unit.changes"),
    path("units/<slug:code>/changes/<slug:verb>/", views.unit_change, name="unit.change"),
    path("units/<slug:code>/changes/<slug:verb>/pick/<slug:field>/", views.unit_pick, name="unit.pick"),
    path("units/<slug:code>/dashboard/", views.dashboard, name="dashboard"),
    path("units/<slug:code>/requirements/", views.borne, name="unit.borne"),
    path("search/", views.search, name="search"),
    path("progress/", views.progress, name="progress"),
    path("traces/", views.traces, name="traces"),
    path("rules/", views.rules, name="rules"),
    path("rules/<str:key>/", views.rule, name="rule"),
    path("me/post/", views.switch_post, name="switch_post"),
    path("me/tokens/", tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", revoke, name="token.revoke"),
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", login_not_required(set_language), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("guantong.register.urls")),
    path("", include("guantong.intake.urls")),
    path("", include("guantong.privacy.urls")),
    path("", include("guantong.signin.urls")),
    path("", include("guantong.dispatch.urls")),
    path("", include("guantong.rollup.urls")),
    path("", include("guantong.reports.urls")),
    path(PREFIX, include(api_urls(REGISTERS, (*FIGURES, *NOTICES)))),
    *(pattern for register in REGISTERS for pattern in (*upload_urls_of(register), *urls_of(register))),
]
