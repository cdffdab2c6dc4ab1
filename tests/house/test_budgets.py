# SPDX-License-Identifier: Apache-2.0
"""Nothing grows past its budget unless a decision record says so."""

import pytest

from tests.house import budgets, tree


@pytest.mark.parametrize("kind", budgets.MARKS)
def test_everything_fits_its_budget(kind):
    too_large = [str(size) for size in budgets.over_budget() if size.kind == kind]
    assert not too_large, "split by noun:\n" + "\n".join(too_large)


def test_every_kind_of_thing_was_measured():
    assert {size.kind for size in budgets.sizes()} == set(budgets.MARKS)


def test_a_raised_budget_names_something_that_is_there():
    measured = {(size.kind, size.name) for size in budgets.sizes()}
    assert not set(budgets.raised()) - measured


def test_a_view_is_at_most_twenty_lines():
    long = [
        tree.line(source, function)
        for source in tree.product()
        if source.is_called("views")
        for function in source.functions
        if (function.end_lineno or 0) - function.lineno >= 20
    ]
    assert not long, long


def test_a_readme_of_an_app_is_there_and_short():
    missing = [tree.said(app) for app in tree.apps() if not (app / "README.md").exists()]
    assert not missing, f"no README.md in {missing}"
    long = [tree.said(app) for app in tree.apps() if (app / "README.md").read_text(encoding="utf-8").count("\n") > 40]
    assert not long, f"over 40 lines in {long}"
