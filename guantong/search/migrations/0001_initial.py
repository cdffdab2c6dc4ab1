# SPDX-License-Identifier: Apache-2.0
from django.db import migrations

from guantong.search import sql


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(lambda apps, editor: sql.create(), lambda apps, editor: sql.drop())]
