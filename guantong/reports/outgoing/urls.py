# SPDX-License-Identifier: Apache-2.0
"""Addresses of outgoing documents."""

from django.urls import path

from . import views

urlpatterns = [
    path("outgoing/", views.documents, name="outgoing"),
    path("outgoing/new/", views.begin, name="outgoing.begin"),
    path("outgoing/numbers/", views.taken_numbers, name="outgoing.numbers"),
    path("reports/bundles/<int:pk>/", views.bundle, name="bundle"),
    path("reports/bundles/<int:pk>/file/", views.bundle_file, name="bundle.file"),
    path("reports/bundles/of/<int:pk>/<slug:form>/", views.ask_for_bundle, name="bundle.ask"),
    path("outgoing/<int:pk>/", views.document, name="outgoing.document"),
    path("outgoing/<int:pk>/edit/", views.edit, name="outgoing.edit"),
    path("outgoing/<int:pk>/figures/", views.add_figure, name="outgoing.figure"),
    path("outgoing/<int:pk>/pages/<int:number>.png", views.picture, name="outgoing.picture"),
    path("outgoing/<int:pk>/versions/<int:number>/", views.version, name="outgoing.version"),
    path("outgoing/<int:pk>/file.<slug:form>", views.download, name="outgoing.file"),
    path("outgoing/<int:pk>/<slug:verb>/", views.move, name="outgoing.move"),
]
