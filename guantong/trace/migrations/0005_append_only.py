"""On PostgreSQL the table of entries itself refuses to be changed, whoever asks through our connection."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

MAKE = """
CREATE FUNCTION trace_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the trace is never changed or removed';
END $$;
CREATE TRIGGER trace_entry_append_only BEFORE UPDATE OR DELETE ON trace_entry
    FOR EACH ROW EXECUTE FUNCTION trace_entry_is_append_only();
"""
UNMAKE = """
DROP TRIGGER trace_entry_append_only ON trace_entry;
DROP FUNCTION trace_entry_is_append_only();
"""


def on_postgresql(sql: str) -> Callable[[Any, Any], None]:
    """A step that runs there and nowhere else: SQLite drops triggers whenever Django rebuilds a table."""

    def run(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('trace', '0004_chains_with_keys'),
    ]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql(UNMAKE))]
