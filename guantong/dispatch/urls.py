# SPDX-License-Identifier: Apache-2.0
"""Addresses of dispatch."""

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/receive/", views.receive, name="notice.receive"),
    path("notices/<int:pk>/", views.notice, name="notice"),
    path("notices/<int:pk>/original/", views.original, name="notice.original"),
    path("notices/<int:pk>/gold.json", views.gold, name="notice.gold"),
    path("notices/<int:pk>/confirm/", views.confirm, name="notice.confirm"),
    path("notices/<int:pk>/issue/", views.issue, name="notice.issue"),
    path("notices/<int:pk>/hand/", views.hand, name="notice.hand"),
    path("notices/<int:pk>/matrix/", views.matrix, name="matrix"),
    path("requirements/<int:pk>/correct/", views.correct, name="requirement.correct"),
    path("requirements/<int:pk>/split/", views.split, name="requirement.split"),
    path("requirements/<int:pk>/join/", views.join, name="requirement.join"),
    path("requirements/<int:pk>/drop/", views.drop, name="requirement.drop"),
    path("receipts/<int:pk>/sign/", views.sign, name="receipt.sign"),
    path("assignments/<int:pk>/<slug:code>/", views.assignment, name="assignment"),
]
