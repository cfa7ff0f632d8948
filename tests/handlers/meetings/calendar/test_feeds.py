"""Feeds and files over HTTP: what each address shows, to whom, and how soon it stops."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest

from handlers.chat.cards import Text
from handlers.chat.signed_links import SignedLink, build_link_token
from handlers.chat.turn import Arena
from handlers.meetings.calendar.calendar_links import build_calendar_file_url
from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.overview.privacy import personal_data_export as privacy
from handlers.questions.live.page_readers import find_page_reader
from storage.directory.people import Account
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.occurrences import CANCELLED
from tests.conversation import GONE, WORKSPACE, Conversation, Someone
from tests.handlers.meetings.calendar.conftest import Client
from tests.meetings import MONDAY, meets

LATER = MONDAY + timedelta(days=30)


async def subscribed(who: Someone, shows: str = "full") -> str:
    """A new address, as it was shown; the path of it."""
    form = await who.does("calendar.subscribe")
    reply = await who.submits(form, name="phone", shows=shows)
    assert reply.card is not None
    (url,) = [part.text for part in reply.card.parts if isinstance(part, Text) and part.text.startswith("https://")]
    return url.removeprefix("https://arena.test")


async def events(client: Client, path: str) -> list[icalendar.Event]:
    answer = await client.get(path)
    assert answer.status == 200
    return list(icalendar.Calendar.from_ical(await answer.read()).walk("VEVENT"))


async def test_a_feed_has_the_meetings_that_concern_its_person_with_their_answers(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client
) -> None:
    coming = await meets(talk.database, sara.person_id, title="Coming")
    declined = await meets(talk.database, sara.person_id, title="Declined", starts="2027-03-20T12:00")
    await meets(talk.database, sara.person_id, title="Theirs", audience=ORGANISATIONS)
    await kari.does("meetings.going", str(coming))
    await kari.does("meetings.declined", str(declined))
    found = {str(event["SUMMARY"]): event for event in await events(web_client, await subscribed(kari))}
    assert set(found) == {"Coming", "Declined"}
    assert found["Coming"]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert found["Declined"]["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    assert found["Declined"]["TRANSP"] == "TRANSPARENT"
    assert found["Coming"]["DTSTART"].dt == MONDAY + timedelta(days=15)


async def test_a_feed_may_hide_what_a_meeting_is_about(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client
) -> None:
    await meets(talk.database, sara.person_id, title="Secret plan", text="about it")
    answer = await web_client.get(await subscribed(kari, "busy"))
    text = await answer.text()
    assert "SUMMARY:Busy" in text
    assert not any(word in text for word in ("Secret", "about it", "Eksempel", "Kari"))


async def test_nothing_new_costs_no_drawing_and_anything_new_is_seen(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    path = await subscribed(kari)
    first = await web_client.get(path)
    same = await web_client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status, await same.read()) == (304, b"")
    seen = [first.headers["ETag"]]
    for step in ("answer", "move", "cancel"):
        if step == "answer":
            await kari.does("meetings.maybe", str(meeting))
        async with talk.database.begin() as store:
            found = await find_occurrence_view(store, meeting)
            assert found is not None
            if step == "move":
                found.occurrence.moves += 1
            if step == "cancel":
                found.occurrence.state, found.occurrence.sequence = CANCELLED, 1
        answer = await web_client.get(path, headers={"If-None-Match": seen[-1]})
        assert answer.status == 200, step
        seen.append(answer.headers["ETag"])
    assert len(set(seen)) == 4
    (event,) = await events(web_client, path)
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


async def test_a_revoked_address_is_as_if_it_had_never_been(
    talk: Conversation, kari: Someone, web_client: Client
) -> None:
    path = await subscribed(kari)
    assert (await web_client.get(path)).status == 200
    page = await kari.does("calendar.feeds")
    (gone,) = [button for button in page.card.list_buttons() if button.do == "calendar.revoke"]  # type: ignore[union-attr]
    ola = await talk.person("ola", organisation="dømeøyra")
    refused = await ola.presses(gone)
    assert refused.card is not None
    assert refused.card.fallback == f"I cannot find that address. {GONE}"
    assert (await web_client.get(path)).status == 200
    await kari.presses(gone)
    never = await web_client.get("/calendar/never.ics")
    revoked = await web_client.get(path)
    assert (revoked.status, await revoked.text()) == (never.status, await never.text()) == (404, await never.text())


async def test_the_address_is_kept_nowhere_and_belongs_in_no_index(
    talk: Conversation, kari: Someone, web_client: Client
) -> None:
    path = await subscribed(kari)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    async with talk.database.read() as store:
        (feed,) = await store.calendar_feeds.list_feeds_of_person(kari.person_id)
    assert token not in vars(feed).values()
    headers = (await web_client.get(path)).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_who_guesses_is_told_to_stop_and_others_read_on(kari: Someone, web_client: Client) -> None:
    path = await subscribed(kari)
    answers = [(await web_client.get(f"/calendar/guess{n}.ics")).status for n in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert (await web_client.get(path)).status == 200


async def test_a_file_invites_and_later_calls_off(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client, arena: Arena
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    await kari.does("meetings.going", str(meeting))
    path = build_calendar_file_url(arena, meeting, kari.person_id, LATER).removeprefix("https://arena.test")
    answer = await web_client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=UTF-8"
    calendar = icalendar.Calendar.from_ical(await answer.read())
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")
    assert event["ORGANIZER"].params["CN"] == "Sara"
    uid = event["UID"]
    async with talk.database.begin() as store:
        found = await find_occurrence_view(store, meeting)
        assert found is not None
        found.occurrence.state = CANCELLED
    answer = await web_client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; method=CANCEL; charset=UTF-8"
    (event,) = icalendar.Calendar.from_ical(await answer.read()).walk("VEVENT")
    assert (event["UID"], event["STATUS"]) == (uid, "CANCELLED")


async def test_a_link_opens_one_meeting_for_one_person_and_nothing_else(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client, arena: Arena
) -> None:
    mine = await meets(talk.database, sara.person_id)
    theirs = await meets(talk.database, sara.person_id, audience=ORGANISATIONS)
    path = build_calendar_file_url(arena, mine, kari.person_id, LATER).removeprefix("https://arena.test")
    assert (await web_client.get(path)).status == 200
    elsewhere = Arena(base_url="https://arena.test", secret=b"y" * 32)
    forged = [
        path.replace(f"/{mine}.", f"/{theirs}."),
        path.replace(f".{kari.person_id}.", f".{sara.person_id}.", 1),
        build_calendar_file_url(arena, theirs, kari.person_id, LATER).removeprefix("https://arena.test"),
        build_calendar_file_url(arena, theirs, 0, LATER).removeprefix("https://arena.test"),
        build_calendar_file_url(arena, mine, kari.person_id, MONDAY).removeprefix("https://arena.test"),
        build_calendar_file_url(elsewhere, mine, 0, LATER).removeprefix("https://arena.test"),
    ]
    assert [(await web_client.get(wrong)).status for wrong in forged] == [404] * len(forged)
    assert build_calendar_file_url(Arena(base_url="https://arena.test"), mine, 0, LATER) == "", "no secret, no links"


HOSTILE = ("a\r\nATTENDEE:mailto:x@y", "BEGIN:VEVENT\nEND:VCALENDAR", "æ" * 100 + "; , \\", "\x07\x1b[31m")


@pytest.mark.parametrize("typed", HOSTILE)
async def test_what_is_typed_stays_in_its_place(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client, typed: str
) -> None:
    await meets(talk.database, sara.person_id, title=f"T {typed}", text=typed, link=typed[:40])
    answer = await web_client.get(await subscribed(kari))
    raw = await answer.read()
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert str(event["SUMMARY"]).startswith("T")


async def test_as_long_as_a_house_is_shut_out_nothing_opens_for_those_who_are_nowhere_else(
    talk: Conversation, sara: Someone, kari: Someone, web_client: Client, arena: Arena
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    sten = await talk.person("sten", role="secretariat", platform="other")
    async with talk.database.begin() as store:
        house = await store.workspaces.ensure_workspace("fake", WORKSPACE)
        data = SignedLink(kari.person_id, person_id=kari.person_id)
    feed, file = await subscribed(kari), build_calendar_file_url(arena, meeting, kari.person_id, LATER)
    mine = build_link_token(arena, privacy.PURPOSE, data, LATER)

    async def opens() -> list[object]:
        async with talk.database.read() as store:
            live = await find_page_reader(store, SignedLink(1, person_id=kari.person_id)) is not None
            own = await privacy.export_personal_data(store, arena, mine) is not None
        paths = (feed, file.removeprefix("https://arena.test"))
        return [*[(await web_client.get(path)).status for path in paths], live, own]

    assert await opens() == [200, 200, True, True]
    await sten.does("workspaces.block", house.workspace_key)
    assert await opens() == [404, 404, False, False]
    gone = await web_client.get(feed)
    made_up = await web_client.get("/calendar/never.ics")
    assert await gone.text() == await made_up.text()
    await sten.submits(await sten.does("workspaces.accept", house.workspace_key), organisation="1")
    assert await opens() == [200, 200, True, True]
    async with talk.database.begin() as store:
        other = Account(platform="other", workspace=WORKSPACE, user="kari")
        await store.people.add_account(kari.person_id, other)
    await sten.does("workspaces.block", house.workspace_key)
    assert await opens() == [200, 200, True, True], "they are in a house that is let in, too"
