# SPDX-License-Identifier: Apache-2.0
"""Addresses of incoming documents."""

from django.urls import path

from . import views

urlpatterns = [
    path("incoming/", views.documents, name="incoming"),
    path("incoming/receive/", views.receive, name="incoming.receive"),
    path("incoming/<int:pk>/", views.document, name="incoming.document"),
    path("incoming/<int:pk>/original/", views.original, name="incoming.original"),
    path("incoming/<int:pk>/read/", views.read_requirements, name="incoming.read"),
    path("incoming/<int:pk>/<slug:verb>/", views.move, name="incoming.move"),
]
