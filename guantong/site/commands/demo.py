# SPDX-License-Identifier: Apache-2.0
"""`guantong demo`: build the demo federation, take a notice through its whole life, print what it cost, serve."""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from importlib import resources
from pathlib import Path

from django.conf import settings
from django.db import connection

from guantong.dispatch.lights import assignments_of, counts_by_light
from guantong.dispatch.models import Answer, Notice, Receipt
from guantong.dispatch.pages.words import light_word
from guantong.kernel import clock
from guantong.kernel.errors import Invalid
from guantong.org.models import Unit
from guantong.org.queries import is_demo
from guantong.register.catalogue import registers
from guantong.reports.models import Report, ReportFigure
from guantong.reports.out import file_of
from guantong.site.demo.cast import ACCOUNTS
from guantong.site.demo.federation import build_federation
from guantong.site.demo.records import Recorder
from guantong.site.demo.walk import walk
from guantong.trace.models import Entry

from .keep import migrate_command
from .serve import serve_command


def demo_command(argv: list[str]) -> int:
    """Build, walk, print, serve. A database that is not a demo is never touched."""
    parser = argparse.ArgumentParser(prog="guantong demo")
    parser.add_argument("--notice", type=Path, help="换一份通知；不写就用样例通知")
    parser.add_argument("--no-serve", action="store_true", help="建好就停，不开网站")
    parser.add_argument("--bind", default="127.0.0.1:8000")
    args = parser.parse_args(argv)
    if args.notice is not None and not args.notice.is_file():
        raise Invalid("没有文件 {path}，请检查路径。", path=args.notice)
    content = args.notice.read_bytes() if args.notice else founding_notice()
    _clear_old_demo()
    migrate_command(["--quiet"])
    notice, recorder = walk(build_federation(), content, args.notice.name if args.notice else "notice.txt")
    _write_report(notice)
    _summary(notice, recorder)
    return 0 if args.no_serve else serve_command(["--bind", args.bind])


def founding_notice() -> bytes:
    """The notice that the demo walks through."""
    return (resources.files("guantong.site.demo") / "notice.txt").read_bytes()


def _clear_old_demo() -> None:
    if Unit._meta.db_table in connection.introspection.table_names():
        if Unit.objects.exists() and not is_demo():
            raise Invalid("这个库里有真实数据，不能建演示。请另设 GUANTONG_HOME 或 GUANTONG_DATABASE_URL。")
        if Unit.objects.exists() and connection.vendor != "sqlite":
            raise Invalid("这个库里已经有一份演示，请先清空它，或换一个库。")
    connection.close()
    if connection.vendor == "sqlite":
        place = Path(settings.DATABASES["default"]["NAME"])
        for each in (place, place.with_name(f"{place.name}-wal"), place.with_name(f"{place.name}-shm")):
            each.unlink(missing_ok=True)
        shutil.rmtree(settings.FILES_DIR, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)


def _write_report(notice: Notice) -> None:
    report = Report.objects.select_related("unit", "notice").get(notice=notice, unit=notice.unit)
    for form in ("docx", "pdf"):
        (settings.HOME / f"report.{form}").write_bytes(file_of(report, form))  # type: ignore[arg-type]


def _say_how_far(notice: Notice) -> None:
    print(f"通知 {notice.title}")
    confirmed = notice.requirements.filter(state="confirmed")
    measured = confirmed.exclude(indicator="").count()
    print(f"  要求 {confirmed.count()}（由登记算 {measured}，写一句话 {confirmed.count() - measured}）")
    bearing = [receipt.unit for receipt in Receipt.objects.filter(notice=notice).select_related("unit")]
    with clock.at(clock.now()):
        lights = counts_by_light(assignments_of(notice, bearing))
    said = "  ".join(f"{light_word(light)} {number}" for light, number in sorted(lights.items()))
    print(f"  发到 {len(bearing)} 个单位；灯：{said}")


def _summary(notice: Notice, recorder: Recorder) -> None:
    units = Counter(str(Unit(kind=kind).get_kind_display()) for kind in Unit.objects.values_list("kind", flat=True))
    print("单位", Unit.objects.count(), "  ".join(f"{kind} {number}" for kind, number in units.items()))
    for each in Notice.objects.filter(state="issued").order_by("-pk"):
        _say_how_far(each)
    print("\n每本登记簿里手工填的值（单位和主题由系统填好）")
    for register in registers():
        rows = register.model.objects.in_force().count()
        print(f"  {register.title():<8}{rows:>6} 条{recorder.typed[register.title()]:>8} 个值")
    print(f"  一句话答复  {Answer.objects.count():>6} 句")
    report = Report.objects.get(notice=notice, unit=notice.unit)
    print(f"  省总报告里手工填的数 0 个（{ReportFigure.objects.filter(report=report).count()} 个数都由登记算出）")
    print(f"\n留痕 {Entry.objects.count()} 条")
    print(f"省总报告 {settings.HOME / 'report.docx'}  {settings.HOME / 'report.pdf'}")
    print("\n演示账号（只在演示库里有效）")
    for account in ACCOUNTS:
        print(f"  {account.username:<8} {account.password:<16} {account.label}")
    print("\n网址 http://127.0.0.1:8000/")
