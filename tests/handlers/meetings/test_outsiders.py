"""Guests, and people whom no organisation has confirmed, see no meeting: nowhere, and no button works for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.chat.events import HomeOpened
from handlers.chat.places import Place
from handlers.meetings.calendar import calendar_content
from handlers.meetings.calendar.calendar_links import build_calendar_file_url
from tests.conversation import Conversation, Reply, Someone
from tests.meetings import MONDAY, meets

TITLE, PLACE = "Arena meeting 2/27", "Eksempel Industripark"
#: each with the meeting's id
BUTTONS = (
    "meetings.show", "meetings.going", "meetings.online", "meetings.maybe", "meetings.declined", "meetings.substitute",
    "rsvps.remind", "agenda.show", "agenda.propose", "minutes.show", "minutes.export", "actions.of",
)  # fmt: skip


@pytest.fixture
async def meeting(talk: Conversation, sara: Someone) -> int:
    talk.arena = replace(talk.arena, base_url="https://arena.test")
    talk.dispatcher.arena = talk.courier.arena = talk.arena
    return await meets(talk.database, sara.person_id)


@pytest.fixture(params=["guest", "nowhere", "unconfirmed"])
async def outsider(request: pytest.FixtureRequest, talk: Conversation, kari: Someone) -> Someone:
    if request.param == "guest":
        return await talk.person("gro", role="guest", organisation="eksempel")
    someone = await talk.person("nils", organisation="eksempel" if request.param == "unconfirmed" else "")
    async with talk.database.begin() as store:
        (await store.people.load_person(someone.person_id)).confirmed = False
    return someone


def shown(reply: Reply) -> str:
    return "" if reply.card is None else reply.card.fallback


async def home(who: Someone) -> Reply:
    place = Place(who.platform, who.workspace, f"D{who.user}")
    return await who.talk.happens(HomeOpened(id="home", sender=who.sender, place=place, direct=True))


async def test_nothing_of_a_meeting_is_there_for_them(
    talk: Conversation, meeting: int, outsider: Someone, kari: Someone
) -> None:
    for who, sees in ((kari, True), (outsider, False)):
        pages = [await home(who), await who.commands("", name="home"), await who.commands("", name="meeting")]
        pages.append(await who.does("meetings.page"))
        for number, page in enumerate(pages):
            assert (TITLE in shown(page)) is sees, (who.user, number)
            assert (PLACE in shown(page)) is sees, (who.user, number)
            buttons = [] if page.card is None else [button.do for button in page.card.list_buttons()]
            assert sees or "meetings.going" not in buttons
    for do in BUTTONS:
        reply = await outsider.does(do, str(meeting))
        assert reply.form is None, do
        assert TITLE not in shown(reply), do
        assert PLACE not in shown(reply), do
    async with talk.database.read() as store:
        assert await store.rsvps.find_rsvp(meeting, outsider.person_id) is None


async def test_their_calendars_hold_none_either(
    talk: Conversation, meeting: int, outsider: Someone, kari: Someone
) -> None:
    for who, sees in ((kari, True), (outsider, False)):
        url = build_calendar_file_url(talk.arena, meeting, who.person_id, MONDAY.replace(year=2028))
        token = url.rpartition("/")[2].removesuffix(".ics")
        async with talk.database.read() as store:
            assert (await calendar_content.find_calendar_file(store, talk.arena, token) is not None) is sees
            person = await store.people.load_person(who.person_id)
            assert bool(await store.calendar_feeds.list_meetings_of_person(person, MONDAY)) is sees


async def test_an_answer_given_before_opens_no_calendar_once_the_organisation_is_gone(
    talk: Conversation, meeting: int, kari: Someone
) -> None:
    await kari.does("meetings.going", str(meeting))
    async with talk.database.begin() as store:
        person = await store.people.load_person(kari.person_id)
        person.confirmed = False
        assert list(await store.calendar_feeds.list_meetings_of_person(person, MONDAY)) == []


async def test_they_are_told_how_they_get_to_see_them(talk: Conversation, meeting: int, outsider: Someone) -> None:
    told = "once your organisation has confirmed"
    if outsider.guest:
        assert TITLE not in shown(await outsider.does("meetings.going", str(meeting)))
        return
    assert told in shown(await outsider.commands("", name="meeting"))
    assert told in shown(await outsider.does("meetings.going", str(meeting)))
    assert told in shown(await outsider.does("meetings.going", "999")), "a missing one sounds the same"
