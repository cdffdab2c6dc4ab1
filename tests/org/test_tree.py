# SPDX-License-Identifier: Apache-2.0
"""The tree as the database holds it: compared byte by byte, and every fault in it found."""

import pytest
from django.db import connection

from guantong.org.models import Unit
from guantong.site.commands.keep import check_command


def test_paths_compare_byte_by_byte(federation):
    province = Unit.objects.get(code="630000")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{province.path}Z' < '{province.path}~'")
        if connection.vendor == "sqlite":
            return
        cursor.execute(
            """SELECT DISTINCT a.attname, c.collname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
 AND a.attnum = ANY(i.indkey) JOIN pg_collation c ON c.oid = ANY(i.indcollation)
 WHERE i.indrelid = 'org_unit'::regclass AND a.attname IN ('path', 'industry_path')"""
        )
        assert sorted(cursor.fetchall()) == [("industry_path", "C"), ("path", "C")]


BENT = {
    "没有上级": "UPDATE org_unit SET path = '0009000900090001' WHERE code = '630121-01'",
    "下级个数": "UPDATE org_unit SET numchild = 7 WHERE code = '630121'",
    "产业线没有指向": "UPDATE org_unit SET industry_path = '00010099' WHERE code = '630121-01'",
    "层数": "UPDATE org_unit SET depth = 9 WHERE code = '630121-01'",
    "它还开着": "UPDATE org_unit SET closed_on = '2021-01-01' WHERE code = '630121'",
}


@pytest.mark.parametrize("said", BENT)
def test_check_finds_a_unit_that_stands_wrong(said, federation, guard, capsys):
    assert check_command([]) == 0
    capsys.readouterr()
    with guard.lifted("only a hand in the database can do this"), connection.cursor() as cursor:
        cursor.execute(BENT[said])
    assert check_command([]) == 1
    assert said in capsys.readouterr().out
