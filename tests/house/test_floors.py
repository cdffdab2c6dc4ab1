# SPDX-License-Identifier: Apache-2.0
"""Floors where import-linter cannot look: a foreign key by string is an import too."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from tests.house import tree


def floor_of(model: type[Model]) -> str:
    """The package of ours that a model lives in, or nothing for a library's."""
    root, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if root == "guantong" else ""


def keys() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Every key from a model of ours to another of ours, through tables included."""
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            other = field.related_model
            if floor_of(model) and isinstance(other, type) and floor_of(other):
                yield model, field, other


def test_every_package_stands_on_a_floor():
    assert {app.name for app in tree.apps()} <= set(tree.floors())


def test_no_foreign_key_points_up_or_sideways():
    floors = tree.floors()
    wrong = [
        f"{model._meta.label}.{field.name} -> {other._meta.label}"
        for model, field, other in keys()
        if floor_of(model) != floor_of(other) and floors[floor_of(model)] <= floors[floor_of(other)]
    ]
    assert not wrong, f"a record points down only: {wrong}"


def test_there_are_keys_to_look_at():
    assert any(floor_of(model) != floor_of(other) for model, _field, other in keys())
