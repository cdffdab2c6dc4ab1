# SPDX-License-Identifier: Apache-2.0
"""What is due when, as a page and as a feed for calendars."""

from django.core import signing
from icalendar import Calendar

from guantong.dispatch.pages.calendar import SALT, feed_key
from tests.walk.life import lecture


def feed(client, account):
    """The answer to the feed of an account."""
    return client.get(f"/calendar/{feed_key(account)}.ics")


def test_what_is_due_stands_on_its_day_and_goes_once_it_is_done(world, sign_in):
    page = sign_in("school").get("/calendar/").content.decode()
    assert "2021年1月" in page
    answer = feed(sign_in(), world.federation.accounts["school"])
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    days = {event["dtstart"].dt.isoformat() for event in events}
    assert days == {"2021-01-29"}
    lecture(world)
    fewer = Calendar.from_ical(feed(sign_in(), world.federation.accounts["school"]).content).walk("VEVENT")
    assert len(fewer) < len(events)


def test_a_feed_opens_by_its_own_key_alone_and_dies_with_the_password(world, sign_in):
    account = world.federation.accounts["school"]
    key = feed_key(account)
    assert sign_in().get(f"/calendar/{key}.ics").status_code == 200
    assert sign_in().get(f"/calendar/{key[:-3]}abc.ics").status_code == 404
    under_an_old_password = signing.dumps([account.pk, "not-so-today"], salt=SALT)
    assert sign_in().get(f"/calendar/{under_an_old_password}.ics").status_code == 404
