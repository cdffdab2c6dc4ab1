# SPDX-License-Identifier: Apache-2.0
"""`guantong explain` says what a declaration became and `guantong cost` what it cost."""

import pytest
from django.urls import reverse

from guantong.register.catalogue import registers
from guantong.site.cli import main
from guantong.site.commands.registers import TARGET, costs, explained
from tests.register.visits import VisitRegister, kept

every_register = pytest.mark.parametrize("register", registers(), ids=lambda each: each.key)


@every_register
def test_explain_names_every_object_of_a_declaration(register, capsys):
    assert main(["explain", register.key]) == 0
    said = capsys.readouterr().out
    for name in (*register.form_class().base_fields, *register.filter_class().base_filters):
        assert f"  {name}  " in said
    for right in register.rights():
        assert right.name in said
    assert reverse(f"api.{register.key}.list") in said
    assert f'FROM "{register.model._meta.db_table}"' in said


def test_explain_shows_moves_and_veils():
    with kept():
        said = "\n".join(explained(VisitRegister))
    assert "流程  refuse  planned、filed → refused" in said
    assert "phone=last4" in said
    assert "/api/v1/learning/visits/<int:pk>/confirm/" in said


@every_register
def test_a_register_costs_no_more_than_the_target(register, capsys):
    assert main(["cost", register.key]) == 0
    lines = capsys.readouterr().out.splitlines()
    total = sum(int(line.split()[0]) for line in lines[:-1])
    assert lines[-1].split()[:2] == [str(total), "合计，目标"]
    assert 20 < total <= TARGET


def test_cost_counts_model_states_declaration_services_and_tests():
    assert costs(VisitRegister)["register/visits.py"] > 60


@pytest.mark.parametrize("verb", ["explain", "cost"])
def test_a_register_that_is_not_there_is_told_in_a_sentence(verb, capsys):
    assert main([verb, "learning.nothing"]) == 2
    assert "没有登记簿" in capsys.readouterr().err
