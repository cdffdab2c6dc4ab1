# SPDX-License-Identifier: Apache-2.0
"""Every address, from one list."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.views.i18n import set_language

from guantong.register.views import urls_of

from . import views
from .catalogue import REGISTERS

urlpatterns = [
    path("", views.desk, name="desk"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("units/<slug:code>/requirements/", views.borne, name="unit.borne"),
    path("search/", views.search, name="search"),
    path("progress/", views.progress, name="progress"),
    path("traces/", views.traces, name="traces"),
    path("me/post/", views.switch_post, name="switch_post"),
    path("me/theme/", views.theme, name="theme"),
    path("me/language/", login_not_required(set_language), name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("", include("guantong.dispatch.urls")),
    path("", include("guantong.rollup.urls")),
    path("", include("guantong.reports.urls")),
    *(pattern for register in REGISTERS for pattern in urls_of(register)),
]
