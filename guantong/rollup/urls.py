# SPDX-License-Identifier: Apache-2.0
"""Addresses of rollup."""

from django.urls import path

from . import views

urlpatterns = [
    path("figures/<str:key>/", views.figure, name="figure"),
    path("units/<slug:code>/quality/", views.quality, name="quality"),
    path("units/<slug:code>/quality/list/", views.quality_list, name="quality.list"),
    path("units/<slug:code>/dashboard/choose/", views.choose, name="dashboard.choose"),
    path("units/<slug:code>/dashboard/<str:key>.<slug:form>", views.chart, name="dashboard.chart"),
]
