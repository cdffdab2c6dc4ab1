# SPDX-License-Identifier: Apache-2.0
"""Whatever happens to a notice, its records and its units: no light is green without records, none is open with them.

The whole sequence runs through the services. After each step every light of the notice is compared with a plain
recount, and what was last noted of it with what it shows.
"""

from contextlib import suppress
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guantong.dispatch.lights import assignments_of, is_own
from guantong.dispatch.models import LightChange, Notice, Receipt
from guantong.dispatch.services import (
    amend_requirement,
    ask_extension,
    decide_extension,
    decide_refusal,
    hand_on,
    issue_notice,
    note_all_lights,
    refuse_receipt,
    sign_receipt,
    withdraw_notice,
)
from guantong.kernel import clock
from guantong.kernel.errors import Refused
from guantong.learning.models import Lecture
from guantong.learning.services import LECTURE
from guantong.org.models import Unit
from guantong.org.services import close_unit, merge_units, move_unit
from tests.walk.federation import TODAY
from tests.walk.life import correction, requirement_for

LECTURES = "learning.lectures"
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a failing history is short enough to read
EXAMPLES = max(5, settings.default.max_examples - 20)  # each is three to ten steps; the full profile takes over 2,000
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WHO = st.sampled_from(["province", "xining", "datong", "huangzhong", "school", "food", "farm", "haidong", "hospital"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("record"), WHO, st.integers(0, 30), st.booleans()),
        st.tuples(st.just("void"), st.integers(0, 9)),
        st.tuples(st.just("restore"), st.integers(0, 9)),
        st.tuples(st.just("theme"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("issue"), WHO),
        st.tuples(st.just("hand"), WHO, WHO),
        st.tuples(st.just("sign"), WHO),
        st.tuples(st.just("refuse"), WHO),
        st.tuples(st.just("release"), WHO),
        st.tuples(st.just("extend"), WHO, st.integers(1, 40)),
        st.tuples(st.just("amend"), st.integers(1, 3)),
        st.tuples(st.just("merge"), WHO, WHO),
        st.tuples(st.just("move"), WHO, WHO),
        st.tuples(st.just("close"), WHO),
        st.tuples(st.just("wait"), st.integers(1, 15)),
        st.tuples(st.just("withdraw"), st.integers(0, 12)),
    ),
    min_size=3,
    max_size=10,
)


class Life:
    """A notice on its way, to which things happen in any order."""

    def __init__(self, world):
        self.world, self.day, self.rows = world, TODAY, []

    def actor(self, word):
        """The member of the cast as an actor of the unit as it stands now."""
        actor = self.world.federation.actors[word]
        return type(actor)(**{name: getattr(actor, name) for name in actor.__slots__} | {"unit": self.unit(word)})

    def unit(self, word):
        return Unit.objects.get(pk=self.world.federation.unit_of(word).pk)

    @property
    def notice(self):
        return Notice.objects.select_related("theme", "unit").get(pk=self.world.notice.pk)

    @property
    def requirement(self):
        return requirement_for(self.notice, LECTURES)

    def receipt(self, word):
        rows = Receipt.objects.select_related("unit", "issue__unit", "notice__theme")
        return rows.get(notice=self.notice, unit=self.unit(word))

    def record(self, word, days, is_themed):
        facts = {"title": "讲", "held_on": TODAY - timedelta(days), "entry": "school", "lecturer": "周", "audience": 9}
        row = Lecture(unit=self.unit(word), **facts)
        self.rows.append(LECTURE.create(self.actor(word), row, themes=[self.world.theme] if is_themed else []))

    def _row(self, at):
        pks = [row.pk for row in self.rows]
        return Lecture.objects.select_related("unit").get(pk=pks[at % len(pks)]) if pks else None

    def void(self, at):
        if row := self._row(at):
            LECTURE.void(self.actor("province"), row, reason="登记错了")

    def restore(self, at):
        if row := self._row(at):
            LECTURE.restore(self.actor("province"), row)

    def theme(self, at, is_themed):
        if row := self._row(at):
            LECTURE.update(self.actor("province"), row, themes=[self.world.theme] if is_themed else [])

    def issue(self, to):
        issue_notice(self.actor("province"), self.notice, theme=None, units=[self.unit(to)], without=set())

    def hand(self, word, to):
        hand_on(self.actor(word), self.notice, requirements=[self.requirement], units=[self.unit(to)])

    def sign(self, word):
        sign_receipt(self.actor(word), self.receipt(word))

    def refuse(self, word):
        refuse_receipt(self.actor(word), self.receipt(word), reason="不归本单位")

    def release(self, word):
        receipt = self.receipt(word)
        issuer = next(each for each in self.world.federation.actors if self.unit(each) == receipt.issue.unit)
        decide_refusal(self.actor(issuer), receipt, verb="release", reason="不用办")

    def extend(self, word, days):
        unit = self.unit(word)
        until = self.day + timedelta(days)
        asked = ask_extension(self.actor(word), self.requirement, unit=unit, until=until, why="大雪")
        issuer = self.receipt(word).issue.unit
        decider = next(each for each in self.world.federation.actors if self.unit(each) == issuer)
        decide_extension(self.actor(decider), asked, verb="grant")

    def amend(self, target):
        wanted = correction(self.requirement, target=target)
        amend_requirement(self.actor("province"), self.requirement, wanted, reason="重新明确")

    def merge(self, word, into):
        merge_units(self.actor("province"), self.unit(word), into=self.unit(into), on=self.day, reason="合并")

    def move(self, word, to):
        move_unit(self.actor("province"), self.unit(word), to=self.unit(to), on=self.day)

    def close(self, word):
        close_unit(self.actor("province"), self.unit(word), on=self.day, reason="撤销")

    def wait(self, days):
        self.day += timedelta(days)
        with clock.at(self.day):
            note_all_lights()

    def withdraw(self, chance):
        if not chance:
            withdraw_notice(self.actor("province"), self.notice, reason="另行部署")

    def take(self, step):
        verb, *args = step
        with clock.at(self.day), suppress(Refused, Receipt.DoesNotExist, StopIteration):
            getattr(self, verb)(*args)

    def compare(self):
        """Each light against a plain recount of the records, and against what was last noted of it."""
        notice = self.notice
        if notice.state != "issued":
            return
        units = list(Unit.objects.filter(receipts__notice=notice))
        noted = {}
        for change in LightChange.objects.filter(requirement__notice=notice).order_by("pk"):
            noted[change.requirement_id, change.unit_id] = change.light
        with clock.at(self.day):
            found = assignments_of(notice, units)
        for each in found:
            assert noted.get((each.requirement.pk, each.unit.pk), "none") == each.light, each.code
            if each.requirement.indicator == LECTURES:
                count = self.counted(notice, each)
                assert each.total == count
                assert (each.light == "met") == (count >= each.terms.target), (each.code, count, each.terms)
            elif not each.requirement.is_measured:
                assert each.light != "met"

    @staticmethod
    def counted(notice, each):
        """The lectures of the unit and all below it, counted one by one."""
        own = is_own(each.requirement)
        return sum(
            row.voided_at is None
            and notice.theme in row.themes.all()
            and each.period.contains(row.held_on)
            and (row.unit == each.unit if own else row.unit.path.startswith(each.unit.path))
            for row in Lecture.objects.select_related("unit").prefetch_related("themes")
        )


@settings(
    max_examples=EXAMPLES,
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_a_light_is_green_exactly_when_its_records_are_there(world, steps):
    with transaction.atomic():
        life = Life(world)
        for step in steps:
            life.take(step)
            life.compare()
        transaction.set_rollback(True)


def test_the_machine_takes_each_kind_of_step(world):
    life = Life(world)
    taken = [
        ("record", "school", 3, True),
        ("hand", "datong", "food"),
        ("sign", "food"),
        ("refuse", "haidong"),
        ("release", "hospital"),
        ("extend", "school", 30),
        ("amend", 2),
        ("void", 0),
        ("restore", 0),
        ("theme", 0, False),
        ("theme", 0, True),
        ("issue", "farm"),
        ("merge", "food", "school"),
        ("move", "school", "huangzhong"),
        ("close", "farm"),
        ("wait", 12),
    ]
    for step in taken:
        life.take(step)
        life.compare()
    assert date(2021, 1, 25) == life.day
    assert life.unit("food").closed_on is not None
    assert life.unit("school").path.startswith(life.unit("huangzhong").path)
