# SPDX-License-Identifier: Apache-2.0
"""Addresses of rollup."""

from django.urls import path

from . import views

urlpatterns = [path("figures/<str:key>/", views.figure, name="figure")]
