# SPDX-License-Identifier: Apache-2.0
"""The tests run on the database they were asked to run on, and it holds what the models say."""

import os

from django.apps import apps
from django.db import connection


def test_the_database_asked_for_is_the_one_in_use(db):
    asked = "postgresql" if os.environ.get("GUANTONG_DATABASE_URL", "").startswith("postgres") else "sqlite"
    assert connection.vendor == asked


def test_every_model_of_ours_has_its_table_with_its_columns(db):
    ours = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("guantong.")]
    assert ours
    with connection.cursor() as cursor:
        for model in ours:
            there = {each.name for each in connection.introspection.get_table_description(cursor, model._meta.db_table)}
            assert {field.column for field in model._meta.local_concrete_fields} == there
