# SPDX-License-Identifier: Apache-2.0
"""Keeping the house: migrate, check, and the door to Django's own commands."""

from __future__ import annotations

import argparse
import hashlib

from django.core.management import call_command, execute_from_command_line

from guantong.org.services import load_rules
from guantong.reports.queries import number_gaps
from guantong.trace.files import place_of
from guantong.trace.models import StoredFile
from guantong.trace.queries import broken_links


def migrate_command(argv: list[str]) -> int:
    """Create or update the tables, and enter the rule values that ship with the code and are not there yet."""
    parser = argparse.ArgumentParser(prog="guantong migrate")
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args(argv)
    call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
    added = load_rules()
    if added and not args.quiet:
        print(f"新录入 {added} 条规则值。")
    return 0


def check_command(argv: list[str]) -> int:
    """Check every trace chain and every stored file; exit code 1 where one does not hold."""
    argparse.ArgumentParser(prog="guantong check").parse_args(argv)
    faults = [*broken_links(), *_changed_files()]
    for fault in faults:
        print(fault)
    if not faults:
        print("留痕链和存下的文件都完好。")
    for said in number_gaps():
        print(said)
    return 1 if faults else 0


def _changed_files() -> list[str]:
    faults = []
    for stored in StoredFile.objects.order_by("digest").iterator():
        place = place_of(stored.digest)
        if not place.exists():
            faults.append(f"文件 {stored.name} 不见了")
        elif hashlib.sha256(place.read_bytes()).hexdigest() != stored.digest:
            faults.append(f"文件 {stored.name} 被改过")
    return faults


def django_command(argv: list[str]) -> int:
    """Run one of Django's commands, as in `guantong django makemigrations`."""
    execute_from_command_line(["guantong django", *argv])
    return 0
