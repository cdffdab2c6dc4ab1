# SPDX-License-Identifier: Apache-2.0
"""Addresses of reports."""

from django.urls import include, path

from . import views

urlpatterns = [
    path("", include("guantong.reports.outgoing.urls")),
    path("reports/", views.reports, name="reports"),
    path("reports/compose/<int:pk>/", views.compose, name="report.compose"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/paragraphs/<int:at>/", views.edit, name="report.edit"),
    path("reports/<int:pk>/<slug:verb>/", views.move, name="report.move"),
    path("reports/<int:pk>/file.<slug:form>", views.download, name="report.file"),
]
