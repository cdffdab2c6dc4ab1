# SPDX-License-Identifier: Apache-2.0
"""Run inside the copy that the page changed: an officer uses the new register and asks for its number."""

import json
import re
import sys

import django
from django.core.management import call_command
from django.test import Client

PLACE = "/learning/round-tables/"


def an_officer():
    """An account in the office of the only unit there is, in a database made anew."""
    from guantong.kernel import clock
    from guantong.org.models import Unit
    from guantong.org.services import SYSTEM, add_person, found_unit, give_post, load_rules, open_account

    call_command("migrate", verbosity=0)
    load_rules()
    unit = found_unit(SYSTEM, None, Unit(code="63", name="某总工会", kind="federation", level="province"))
    person = add_person(SYSTEM, name="张例", unit=unit)
    give_post(SYSTEM, person, unit=unit, role="chair", since=clock.today())
    return open_account(SYSTEM, person, username="zhang", password="long enough for a test"), unit


def used() -> dict[str, object]:
    """What every page of the register answers, and the number it makes."""
    account, unit = an_officer()
    from guantong.kernel import clock
    from guantong.rollup.figures import Question

    browser = Client(HTTP_HOST="localhost")
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    day = clock.today()
    entered = {"title": "一线职工座谈", "held_on": day.isoformat(), "attended": "12", "unit": unit.pk}
    question = Question("learning.round_tables", unit.code, str(day.year))
    answers = {
        "list": browser.get(PLACE).status_code,
        "form": browser.get(f"{PLACE}new/").status_code,
        "record": browser.post(f"{PLACE}new/", entered).status_code,
        "page": browser.get(f"{PLACE}1/").status_code,
        "history": browser.get(f"{PLACE}1/history/").status_code,
        "figure": browser.get(question.url).status_code,
        "finds": "一线职工座谈" in browser.get(f"{PLACE}?title=座谈").content.decode(),
        "in navigation": PLACE in browser.get("/").content.decode(),
        "value": question.value(),
    }
    browser.cookies["django_language"] = "en"
    title = re.search(r"<h1[^>]*>\s*([^<]*?)\s*</h1>", browser.get("/").content.decode())
    return answers | {"english without its catalog": title[1] if title else ""}


if __name__ == "__main__":
    django.setup()
    json.dump(used(), sys.stdout)
