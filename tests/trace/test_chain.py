# SPDX-License-Identifier: Apache-2.0
"""A chain that was touched is found: an entry edited, removed, inserted, the last one cut, the whole made anew."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from guantong.kernel import clock
from guantong.site.cli import main
from guantong.trace import anchors, files
from guantong.trace.checks import broken_links, clocks_set_back
from guantong.trace.models import Entry, StoredFile, Stream, canonical
from guantong.trace.services import SEALED, anchor_heads, digest
from guantong.trace.services import chain as chains
from guantong.trace.services.chain import seal_text
from tests.walk.life import lecture

from .bending import bend

VALUES = {
    "at": "2020-02-02 02:02:02+00:00",
    "before": '{"x":1}',
    "after": '{"x":1}',
    "actor_id": 424242,
    "object_unit_id": 424242,
    "operation": uuid4().hex,
}


@pytest.fixture(autouse=True)
def anchors_apart(settings, tmp_path):
    """Each test has its own file of anchors."""
    settings.ANCHORS_DIR = tmp_path / "anchors"


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


def made_anew(guard, stream, change):
    """What an operator with database and key can do: change one entry and recompute all that follows, head and seal."""
    previous = ""
    for entry in Entry.objects.filter(stream=stream).order_by("number"):
        change(entry)
        entry.previous = previous
        entry.digest = previous = digest(entry)
        sql = "UPDATE trace_entry SET reason = %s, previous = %s, digest = %s WHERE id = %s"
        bend(guard, sql, entry.reason, entry.previous, entry.digest, entry.pk)
    head_moved(guard, Stream.objects.get(unit_id=stream), entry.number, previous)


def head_moved(guard, stream, length, head):
    """Head and seal as whoever holds the key would write them."""
    from guantong.trace import keys

    key = keys.newest(keys.trace_keys())
    stream.length, stream.head = length, head
    seal = f"{key.id}.{key.mac(seal_text(stream))}"
    sql = "UPDATE trace_stream SET length = %s, head = %s, seal = %s WHERE unit_id = %s"
    bend(guard, sql, length, head, seal, stream.unit_id)


def test_a_chain_that_nobody_touched_holds(chain, capsys):
    assert len(chain) >= 3
    anchor_heads()
    anchor_heads()
    assert list(broken_links()) == []
    assert checked(capsys) == (0, "留痕链和存下的文件都完好。\n")


def test_a_write_that_was_undone_leaves_no_memory_behind_that_breaks_the_chain(chain, world, capsys):
    with pytest.raises(RuntimeError), transaction.atomic():
        lecture(world, title="没有办成的一场")
        raise RuntimeError("undone")
    lecture(world, title="第三场")
    numbers = list(Entry.objects.filter(stream=chain[0].stream).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(chain) + 2))
    assert checked(capsys)[0] == 0


def test_a_process_follows_what_another_one_wrote_meanwhile(chain, world, capsys, monkeypatch):
    seen = dict(chains._ends)
    lecture(world, title="别的进程写的")
    monkeypatch.setattr(chains, "_ends", seen)
    lecture(world, title="第三场")
    numbers = list(Entry.objects.filter(stream=chain[0].stream).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(chain) + 3))
    assert checked(capsys)[0] == 0


@pytest.mark.parametrize("name", [name for name in SEALED if name not in ("stream", "number", "key_id", "previous")])
def test_an_entry_that_was_edited_anywhere_is_found(chain, guard, capsys, name):
    value = VALUES.get(name, "改过")
    if name == "operation" and connection.vendor == "postgresql":
        value = str(uuid4())
    bend(guard, f"UPDATE trace_entry SET {name} = %s WHERE id = %s", value, chain[1].pk)
    code, said = checked(capsys)
    assert code == 1
    assert f"#{chain[1].number}：内容被改过" in said


def test_an_entry_under_a_key_that_nobody_has_is_found(chain, guard, capsys):
    bend(guard, "UPDATE trace_entry SET key_id = 'nokey' WHERE id = %s", chain[1].pk)
    code, said = checked(capsys)
    assert code == 1
    assert f"#{chain[1].number}：没有编号 nokey 的密钥" in said


@pytest.mark.parametrize("place", [0, 1])
def test_an_entry_that_was_removed_is_found(chain, guard, capsys, place):
    bend(guard, "DELETE FROM trace_entry WHERE id = %s", chain[place].pk)
    code, said = checked(capsys)
    assert code == 1
    assert "前面少了记录" in said


def test_an_entry_that_was_removed_and_the_rest_renumbered_is_found(chain, guard, capsys):
    bend(guard, "DELETE FROM trace_entry WHERE id = %s", chain[1].pk)
    for entry in chain[2:]:
        bend(guard, "UPDATE trace_entry SET number = %s WHERE id = %s", entry.number - 1, entry.pk)
    bend(guard, "UPDATE trace_stream SET length = %s WHERE unit_id = %s", chain[-1].number - 1, chain[1].stream)
    code, said = checked(capsys)
    assert code == 1
    assert "与前一条接不上" in said
    assert "内容被改过" in said


def test_an_entry_that_was_inserted_is_found(chain, guard, capsys):
    columns = [field.column for field in Entry._meta.concrete_fields if field.column not in ("id", "number")]
    names = ", ".join(f'"{column}"' for column in columns)
    number = chain[-1].number + 1
    bend(
        guard,
        f"INSERT INTO trace_entry ({names}, number) SELECT {names}, %s FROM trace_entry WHERE id = %s",
        number,
        chain[-1].pk,
    )
    bend(guard, "UPDATE trace_stream SET length = %s WHERE unit_id = %s", number, chain[-1].stream)
    code, said = checked(capsys)
    assert code == 1
    assert f"#{number}：内容被改过" in said


def test_a_chain_whose_end_was_cut_is_found(chain, guard, capsys):
    bend(guard, "DELETE FROM trace_entry WHERE id = %s", chain[-1].pk)
    code, said = checked(capsys)
    assert code == 1
    assert "链尾与登记的链头不符" in said


def test_a_chain_whose_end_was_cut_and_whose_head_was_moved_back_is_found_by_the_seal(chain, guard, capsys):
    bend(guard, "DELETE FROM trace_entry WHERE id = %s", chain[-1].pk)
    sql = "UPDATE trace_stream SET length = %s, head = %s WHERE unit_id = %s"
    bend(guard, sql, chain[-2].number, chain[-2].digest, chain[-1].stream)
    code, said = checked(capsys)
    assert code == 1
    assert "登记的链头没有印记，或者印记不对" in said


def test_a_chain_cut_by_somebody_who_holds_the_key_is_found_by_the_anchor(chain, guard, capsys):
    anchor_heads()
    bend(guard, "DELETE FROM trace_entry WHERE id = %s", chain[-1].pk)
    head_moved(guard, Stream.objects.get(unit_id=chain[-1].stream), chain[-2].number, chain[-2].digest)
    code, said = checked(capsys)
    assert code == 1
    assert f"存证时有 {len(chain)} 条，现在只有 {len(chain) - 1} 条，后面的被截掉了" in said


def test_a_chain_that_was_recomputed_as_a_whole_is_found_by_the_anchor(chain, guard, capsys):
    anchor_heads()

    def change(entry):
        if entry.number == 2:
            entry.reason = "事后改的理由"

    made_anew(guard, chain[0].stream, change)
    code, said = checked(capsys)
    assert code == 1
    assert said == f"{chain[0].stream}#{len(chain)}：与库外存证的指纹不同，这条链被整条重写过\n"


def test_a_chain_that_was_thrown_away_with_its_head_is_found_by_the_anchor(chain, guard, capsys):
    anchor_heads()
    bend(guard, "DELETE FROM trace_entry WHERE stream = %s", chain[0].stream)
    bend(guard, "DELETE FROM trace_stream WHERE unit_id = %s", chain[0].stream)
    code, said = checked(capsys)
    assert code == 1
    assert "现在只有 0 条" in said


def test_a_chain_whose_head_was_thrown_away_is_found(chain, guard, capsys):
    bend(guard, "DELETE FROM trace_stream WHERE unit_id = %s", chain[0].stream)
    code, said = checked(capsys)
    assert code == 1
    assert "链尾与登记的链头不符" in said


def lines_of_anchors():
    """The file and its lines."""
    (place,) = anchors.files_of_anchors()
    return place, place.read_bytes().splitlines(keepends=True)


def test_an_anchor_that_was_edited_is_found(chain, capsys):
    anchor_heads()
    place, (line,) = lines_of_anchors()
    said = json.loads(line)
    said["heads"][0][1] += 1
    place.write_bytes(canonical(said).encode() + b"\n")
    code, out = checked(capsys)
    assert code == 1
    assert "存证第1行：内容被改过" in out


def test_anchors_that_were_shortened_lost_or_scribbled_on_are_found(chain, world, capsys):
    anchor_heads()
    lecture(world, title="第三场")
    anchor_heads()
    place, lines = lines_of_anchors()
    place.write_bytes(lines[0])
    assert "存证文件里没有这一行" in checked(capsys)[1]
    place.write_bytes(lines[1])
    assert "存证第1行：前面少了或多了行" in checked(capsys)[1]
    place.write_bytes(b"scribble\n" + lines[1])
    assert "存证第1行读不懂" in checked(capsys)[1]
    place.unlink()
    assert "存证文件里没有这一行" in checked(capsys)[1]


def test_an_entry_smuggled_in_before_the_last_anchor_is_found(chain, guard, capsys, monkeypatch):
    anchor_heads()
    earlier = clock.real_now() - timedelta(days=2)
    stream, last = Stream.objects.get(unit_id=chain[-1].stream), chain[-1]
    columns = [field.column for field in Entry._meta.concrete_fields if field.column not in ("id", "number")]
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"INSERT INTO trace_entry ({names}, number) SELECT {names}, %s FROM trace_entry WHERE id = %s"
    bend(guard, sql, last.number + 1, last.pk)
    forged = Entry.objects.get(stream=last.stream, number=last.number + 1)
    forged.at, forged.previous = earlier, last.digest
    forged.digest = digest(forged)
    sql = "UPDATE trace_entry SET at = %s, previous = %s, digest = %s WHERE id = %s"
    bend(guard, sql, forged.at, forged.previous, forged.digest, forged.pk)
    head_moved(guard, stream, forged.number, forged.digest)
    code, said = checked(capsys)
    assert code == 1
    assert "早该存证而没有" in said


def test_a_clock_that_was_set_back_is_told_and_breaks_nothing(world, monkeypatch, caplog, capsys):
    lecture(world)
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now - timedelta(hours=3))
    lecture(world, title="倒拨以后")
    assert "the clock was set back" in caplog.text
    assert any("时钟被拨回过" in said for said in clocks_set_back())
    code, said = checked(capsys)
    assert code == 0
    assert "时间比前一条早 10800 秒" in said or "时间比前一条早 107" in said


def test_a_new_key_leaves_what_the_old_one_sealed_readable(chain, world, settings, capsys):
    settings.TRACE_KEYS = (b"a new secret of more than thirty-two letters", *settings.TRACE_KEYS)
    lecture(world, title="换钥以后")
    ids = Entry.objects.filter(stream=chain[0].stream).order_by("number").values_list("key_id", flat=True)
    assert len(set(ids)) == 2
    assert checked(capsys)[0] == 0
    settings.TRACE_KEYS = settings.TRACE_KEYS[:1]
    code, said = checked(capsys)
    assert code == 1
    assert f"没有编号 {ids[0]} 的密钥" in said


def test_the_code_never_changes_or_removes_an_entry(chain):
    for forbidden in (
        chain[0].save,
        chain[0].delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(reason="x"),
    ):
        with pytest.raises(RuntimeError, match="of the trace is"):
            forbidden()


def test_the_table_itself_refuses_where_the_database_can(chain, guard):
    refused = False
    with guard.lifted("the table must refuse"), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("UPDATE trace_entry SET reason = 'x' WHERE id = %s", (chain[0].pk,))
        except DatabaseError as error:
            refused = "never changed or removed" in str(error)
    assert refused == (connection.vendor == "postgresql")


def test_a_stored_file_that_was_changed_or_lost_is_found(world, capsys, settings, tmp_path):
    stored = StoredFile.objects.get()
    settings.FILES_DIR = tmp_path
    code, said = checked(capsys)
    assert (code, said) == (1, f"文件 {stored.name} 不见了\n")
    place = files.place_of(stored.digest)
    place.parent.mkdir()
    place.write_bytes(b"changed")
    code, said = checked(capsys)
    assert (code, said) == (1, f"文件 {stored.name} 被改过\n")
