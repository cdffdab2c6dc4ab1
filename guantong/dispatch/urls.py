# SPDX-License-Identifier: Apache-2.0
"""Addresses of dispatch."""

from django.urls import include, path

from .reminders.views import reminders
from .views import calendar, issues, supervision
from .views import notices as views

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:key>.ics", calendar.feed, name="calendar.feed"),
    path("reminders/", reminders, name="reminders"),
    path("", include("guantong.dispatch.incoming.urls")),
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
    path("notices/<int:pk>/timeline/", issues.timeline, name="notice.timeline"),
    path("issues/<int:pk>/", issues.issue, name="issue"),
    path("unit-lists/", issues.unit_lists, name="unit_lists"),
    path("unit-lists/<int:pk>/", issues.unit_list, name="unit_list"),
    path("unit-lists/<int:pk>/drop/", issues.drop_list, name="unit_list.drop"),
    path("receipts/<int:pk>/sign/", views.sign, name="receipt.sign"),
    path("assignments/<int:pk>/<slug:code>/", views.assignment, name="assignment"),
    path("notices/<int:pk>/reopen/", supervision.reopen, name="notice.reopen"),
    path("notices/<int:pk>/withdraw/", supervision.withdraw, name="notice.withdraw"),
    path("notices/<int:pk>/add/", supervision.add, name="notice.add"),
    path("notices/<int:pk>/supervise/", supervision.supervise, name="notice.supervise"),
    path("notices/<int:pk>/questions/", supervision.questions, name="notice.questions"),
    path("requirements/<int:pk>/amend/", supervision.amend, name="requirement.amend"),
    path("receipts/<int:pk>/refuse/", supervision.refuse, name="receipt.refuse"),
    path("receipts/<int:pk>/see/", supervision.see, name="receipt.see"),
    path("receipts/<int:pk>/insist/", supervision.decide_refusal, {"verb": "insist"}, name="receipt.insist"),
    path("receipts/<int:pk>/release/", supervision.decide_refusal, {"verb": "release"}, name="receipt.release"),
    path("assignments/<int:pk>/<slug:code>/extend/", supervision.extend, name="assignment.extend"),
    path("assignments/<int:pk>/<slug:code>/below/", supervision.below, name="assignment.below"),
    path("assignments/<int:pk>/<slug:code>/check/", supervision.draw, name="assignment.check"),
    path("extensions/<int:pk>/grant/", supervision.decide_extension, {"verb": "grant"}, name="extension.grant"),
    path("extensions/<int:pk>/deny/", supervision.decide_extension, {"verb": "deny"}, name="extension.deny"),
    path("verifications/<int:pk>/", supervision.verification, name="verification"),
    path("verifications/<int:pk>/finish/", supervision.finish, name="verification.finish"),
    path("questions/<int:pk>/<slug:code>/", supervision.question, name="question"),
]
