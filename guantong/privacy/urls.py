# SPDX-License-Identifier: Apache-2.0
"""Addresses of the own file and of the office that decides."""

from django.urls import path

from . import views

urlpatterns = [
    path("me/file/", views.own_file, name="privacy.file"),
    path("me/file/take/", views.take_along, name="privacy.take"),
    path("me/consents/<int:pk>/withdraw/", views.withdraw, name="privacy.withdraw"),
    path("privacy/requests/", views.requests, name="privacy.requests"),
    path("privacy/requests/<int:pk>/", views.decide, name="privacy.decide"),
]
