# SPDX-License-Identifier: Apache-2.0
from django.db import migrations


def leave_room(apps, editor):
    """On PostgreSQL a staged row is touched once or twice after it was written: with room beside it, no index is."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE intake_stagedrow SET (fillfactor = 50)")


def pack(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE intake_stagedrow RESET (fillfactor)")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_uploads")]
    operations = [migrations.RunPython(leave_room, pack)]
