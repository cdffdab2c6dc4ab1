# SPDX-License-Identifier: Apache-2.0
"""The addresses of uploads, and two for each register: its empty sheet, and the page that takes a full one."""

from functools import partial

from django.urls import URLPattern, path

from guantong.register.register import Register

from . import views

urlpatterns = [
    path("uploads/<int:pk>/", views.upload, name="upload"),
    path("uploads/<int:pk>/columns/", views.columns, name="upload.columns"),
    path("uploads/<int:pk>/apply/", views.apply, name="upload.apply"),
    path("uploads/<int:pk>/undo/", views.undo, name="upload.undo"),
    path("uploads/<int:pk>/cancel/", views.cancel, name="upload.cancel"),
    path("uploads/<int:pk>/resume/", views.resume, name="upload.resume"),
    path("uploads/<int:pk>/refused/", views.refused, name="upload.refused"),
    path("uploads/<int:pk>/rows/<int:number>/", views.row, name="upload.row"),
    path("uploads/<int:pk>/rows/<int:number>/leave/", views.leave, name="upload.leave"),
]


def urls_of(register: type[Register]) -> list[URLPattern]:
    """The addresses that a register takes sheets at; none where it takes none."""
    if register.check is None:
        return []
    start = f"{register.slug}/upload/"
    return [
        path(start, partial(views.start, register=register), name=f"{register.key}.upload"),
        path(f"{start}template/", partial(views.template, register=register), name=f"{register.key}.template"),
    ]
