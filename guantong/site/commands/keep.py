# SPDX-License-Identifier: Apache-2.0
"""Keeping the house: migrate, check, and the door to Django's own commands."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from tqdm import tqdm

from guantong.dispatch.queries import lost_indicators
from guantong.dispatch.reminders.services import send_reminders
from guantong.org.queries import demo_values_out_of_place, people_twice, tree_faults, unsound_posts
from guantong.org.services import load_rules
from guantong.reports.outgoing.queries import number_gaps
from guantong.rollup.engine import rebuild as totals
from guantong.search import sql
from guantong.search.services import rebuild
from guantong.search.sources import source_of
from guantong.trace.checks import bent_seals, broken_links, changed_files, clocks_set_back
from guantong.trace.services import anchor_heads, rotate_keys

FAULTS = (broken_links, bent_seals, changed_files, tree_faults, people_twice, unsound_posts)
FAULTS += (demo_values_out_of_place, totals.check)
WORTH_KNOWING = (clocks_set_back, number_gaps, lost_indicators)


def migrate_command(argv: list[str]) -> int:
    """Create or update the tables, and enter the rule values that ship with the code and are not there yet."""
    parser = argparse.ArgumentParser(prog="guantong migrate")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args(argv)
    call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
    if sql.is_empty():  # new, or older than the index
        rebuild()
    totals.rebuild()  # what an indicator counts is code: totals are those of the code that runs from now on
    call_command("createcachetable", verbosity=0)
    added = load_rules()
    if added and not args.quiet:
        print(f"新录入 {added} 条规则值。")
    return 0


def check_command(argv: list[str]) -> int:
    """Check every trace chain, every stored file and every total; exit code 1 where one does not hold."""
    argparse.ArgumentParser(prog="guantong check").parse_args(argv)
    faults = 0
    for fault in (said for check in FAULTS for said in check()):
        print(fault)
        faults += 1
    if not faults:
        print("留痕链和存下的文件都完好。")
    for said in (said for check in WORTH_KNOWING for said in check()):
        print(said)
    return 1 if faults else 0


def anchor_command(argv: list[str]) -> int:
    """Write the heads of all chains that grew down outside the database, as the worker does daily."""
    argparse.ArgumentParser(prog="guantong anchor").parse_args(argv)
    print(f"已把 {anchor_heads()} 条链的链头存到 {settings.ANCHORS_DIR}。")
    return 0


def rebuild_command(argv: list[str]) -> int:
    """Compute every total anew from the records; pages show the old ones until it is done."""
    parser = argparse.ArgumentParser(prog="guantong rebuild")
    parser.add_argument("what", choices=("rollup",), help="汇总值")
    parser.parse_args(argv)
    print(f"汇总值 {totals.rebuild()} 行，全部由登记重算。")
    return 0


def rotate_keys_command(argv: list[str]) -> int:
    """Close encrypted values anew under the newest key; it may be stopped and started again at any time."""
    argparse.ArgumentParser(prog="guantong rotate-keys").parse_args(argv)
    with tqdm(unit="行", desc="重新加密", disable=None) as bar:
        count = rotate_keys(bar.update)
    print(f"重新加密了 {count} 行。旧密钥现在可以从设置里去掉；用旧密钥写的备份还要它。")
    return 0


def django_command(argv: list[str]) -> int:
    """Run one of Django's commands, as in `guantong django makemigrations`."""
    execute_from_command_line(["guantong django", *argv])
    return 0


def reindex_command(argv: list[str]) -> int:
    """Make the search index anew from the records; searching goes on meanwhile."""
    argparse.ArgumentParser(prog="guantong reindex").parse_args(argv)
    with tqdm(unit="条", desc="索引", disable=None) as bar:
        counts = rebuild(bar.update)
    for kind, number in counts.items():
        print(f"{source_of(kind).title()}  {number}")
    return 0


def remind_command(argv: list[str]) -> int:
    """Send the digests whose hour it is, as the worker does each hour; harmless to run as often as one likes."""
    argparse.ArgumentParser(prog="guantong remind").parse_args(argv)
    print(f"发出 {send_reminders()} 条提醒。")
    return 0
