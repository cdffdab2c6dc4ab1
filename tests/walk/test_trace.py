# SPDX-License-Identifier: Apache-2.0
"""A chain that was touched is found: an entry edited, removed, inserted, the end cut, a head thrown away."""

import copy

import pytest

from guantong.site.cli import main
from guantong.trace.models import Entry, StoredFile, Stream
from guantong.trace.queries import broken_links
from guantong.trace.services import SEALED

from .life import lecture


@pytest.fixture
def chain(world):
    """The entries of the school, oldest first."""
    lecture(world)
    lecture(world, title="第二场")
    return list(Entry.objects.filter(stream=world.federation.unit_of("school").pk).order_by("number"))


def checked(capsys):
    """The exit code of `guantong check` and what it said."""
    code = main(["check"])
    return code, capsys.readouterr().out


def test_a_chain_that_nobody_touched_holds(chain, capsys):
    assert len(chain) >= 3
    assert list(broken_links()) == []
    assert checked(capsys) == (0, "留痕链和存下的文件都完好。\n")


@pytest.mark.parametrize("name", [name for name in SEALED if name not in ("stream", "number", "previous")])
def test_an_entry_that_was_edited_anywhere_is_found(chain, guard, capsys, name):
    value = {"operation": chain[0].operation, "at": chain[0].at, "before": {"x": 1}, "after": {"x": 1}}.get(name)
    if name in ("actor_id", "object_unit_id"):
        value = 424242
    with guard.lifted("somebody edits the database by hand"):
        Entry.objects.filter(pk=chain[1].pk).update(**{name: "改过" if value is None else value})
    code, said = checked(capsys)
    assert code == 1
    assert f"#{chain[1].number}：内容被改过" in said


@pytest.mark.parametrize("place", [0, 1])
def test_an_entry_that_was_removed_is_found(chain, guard, capsys, place):
    with guard.lifted("somebody edits the database by hand"):
        chain[place].delete()
    code, said = checked(capsys)
    assert code == 1
    assert "前面少了记录" in said


def test_an_entry_that_was_removed_and_the_rest_renumbered_is_found(chain, guard, capsys):
    with guard.lifted("somebody edits the database by hand"):
        stream = chain[1].stream
        chain[1].delete()
        for entry in chain[2:]:
            Entry.objects.filter(pk=entry.pk).update(number=entry.number - 1)
        Stream.objects.filter(unit_id=stream).update(length=chain[-1].number - 1)
    code, said = checked(capsys)
    assert code == 1
    assert "与前一条接不上" in said
    assert "内容被改过" in said


def test_an_entry_that_was_inserted_is_found(chain, guard, capsys):
    forged = copy.copy(chain[-1])
    forged.pk, forged.number, forged.previous = None, chain[-1].number + 1, chain[-1].digest
    forged.object_label = "从来没有过的登记"
    with guard.lifted("somebody edits the database by hand"):
        forged.save(force_insert=True)
        Stream.objects.filter(unit_id=forged.stream).update(length=forged.number, head=forged.digest)
    code, said = checked(capsys)
    assert code == 1
    assert f"#{forged.number}：内容被改过" in said


def test_a_chain_whose_end_was_cut_is_found(chain, guard, capsys):
    with guard.lifted("somebody edits the database by hand"):
        chain[-1].delete()
    code, said = checked(capsys)
    assert code == 1
    assert "链尾与登记的链头不符" in said


def test_a_chain_whose_head_was_thrown_away_is_found(chain, guard, capsys):
    with guard.lifted("somebody edits the database by hand"):
        Stream.objects.filter(unit_id=chain[0].stream).delete()
    code, said = checked(capsys)
    assert code == 1
    assert "链尾与登记的链头不符" in said


def test_a_stored_file_that_was_changed_or_lost_is_found(world, capsys, settings, tmp_path):
    stored = StoredFile.objects.get()
    settings.FILES_DIR = tmp_path
    code, said = checked(capsys)
    assert (code, said) == (1, f"文件 {stored.name} 不见了\n")
    place = tmp_path / stored.digest[:2] / stored.digest
    place.parent.mkdir()
    place.write_bytes(b"changed")
    code, said = checked(capsys)
    assert (code, said) == (1, f"文件 {stored.name} 被改过\n")
