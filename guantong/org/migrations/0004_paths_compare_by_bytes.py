# SPDX-License-Identifier: Apache-2.0
"""Paths compare byte by byte on PostgreSQL (SQLite does anyway); a place on a line names its industrial union."""

from typing import Any

from django.db import migrations, models

from guantong.org.sql import BYTEWISE


def compare_paths_by_bytes(apps: Any, schema_editor: Any) -> None:
    """Change the columns; their indexes follow."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in BYTEWISE:
            schema_editor.execute(statement)


def place_by_union(apps: Any, schema_editor: Any) -> None:
    """Until now a place on a line was the path of the industrial union alone."""
    unit = apps.get_model("org", "Unit")
    head = unit.objects.filter(path=models.OuterRef("industry_path")).order_by().values("pk")[:1]
    unit.objects.exclude(industry_path="").update(industry=models.Subquery(head))


class Migration(migrations.Migration):
    dependencies = [("org", "0003_unit_changes")]

    operations = [
        migrations.RunPython(place_by_union, migrations.RunPython.noop),
        migrations.RunPython(compare_paths_by_bytes, migrations.RunPython.noop),
    ]
