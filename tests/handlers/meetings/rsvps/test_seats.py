"""Conversations about seats: first come, first served, for all and for each organisation."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from handlers.meetings.occurrence_view import find_occurrence_view
from handlers.meetings.rsvps import seat_allocation
from handlers.meetings.rsvps.seat_claims import is_seat_taker
from storage.meetings.rsvps import ANSWERS, SUBSTITUTE
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.meetings.rsvps.test_answering import counted, said, stored
from tests.meetings import meets
from tests.planning import calls_off, changes

#: who gets the last seat is decided by a lock
pytestmark = pytest.mark.both_engines


async def test_who_comes_late_waits_and_moves_up_when_a_seat_is_free(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    await kari.does("meetings.going", str(meeting))
    assert "number 1 on the waiting list" in said(await ola.does("meetings.going", str(meeting)))
    assert "number 2 on the waiting list" in said(await nora.does("meetings.going", str(meeting)))
    assert "number 2" in said(await nora.does("meetings.going", str(meeting))), "saying it again moves nobody"
    assert (await counted(talk, meeting))[0] == "1 of 1 seat taken · 2 on the waiting list"
    await kari.does("meetings.declined", str(meeting))
    assert "A seat has become free" in ola.last.text
    assert nora.sees == []
    assert (await counted(talk, meeting))[0] == "1 of 1 seat taken · 1 cannot attend · 1 on the waiting list"


async def test_who_has_not_answered_for_a_new_time_waits_on(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    for who in (kari, ola, nora):
        await who.does("meetings.going", str(meeting))
    await sara.clicks(await changes(sara, meeting, when="18 March 10:00-15:00"), "Save")
    await nora.does("meetings.going", str(meeting))
    await kari.does("meetings.declined", str(meeting))
    assert not any("A seat has become free" in post.text for post in ola.sees)
    assert "A seat has become free" in nora.last.text
    await nora.does("meetings.declined", str(meeting))
    assert "You come in person." in said(await ola.does("meetings.going", str(meeting)))


async def test_online_takes_no_seat(talk: Conversation, sara: Someone, kari: Someone, ola: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    await kari.does("meetings.online", str(meeting))
    assert "You come in person." in said(await ola.does("meetings.going", str(meeting)))
    await ola.does("meetings.online", str(meeting))
    assert "You come in person." in said(await kari.does("meetings.going", str(meeting)))


async def test_seats_of_each_organisation_leave_room_for_others(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=2, seats_each=1)
    nora = await talk.person("nora", organisation="eksempel")
    await kari.does("meetings.going", str(meeting))
    assert "waiting list" in said(await nora.does("meetings.going", str(meeting)))
    assert "You come in person." in said(await ola.does("meetings.going", str(meeting))), "nora waits for another seat"


async def test_more_seats_move_the_line_up(talk: Conversation, sara: Someone, kari: Someone, ola: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    async with talk.database.begin() as store:
        await store.occurrences.lock(meeting)
        found = await find_occurrence_view(store, meeting)
        assert found is not None
        found.meeting.capacity = 2
        moved = await seat_allocation.fill_free_seats(store, found)
        assert [rsvp.person_id for rsvp in moved] == [ola.person_id]
    await talk.settle()
    assert "A seat has become free" in ola.last.text


async def test_a_seat_that_was_given_for_the_time_before_is_counted_as_taken(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    await kari.does("meetings.going", str(meeting))
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.lock(meeting)
        assert occurrence is not None
        occurrence.moves += 1
    assert "waiting list" in said(await ola.does("meetings.going", str(meeting)))
    assert (await counted(talk, meeting))[0] == "1 of 1 seat taken · 1 on the waiting list"


async def test_a_seat_that_was_declined_before_the_word_came_is_not_announced(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """The card is drawn when it is sent: by then ola has said no."""
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    async with talk.database.begin() as store:
        await store.occurrences.lock(meeting)
        found = await find_occurrence_view(store, meeting)
        mine = await store.rsvps.find_rsvp(meeting, kari.person_id)
        assert found is not None
        assert mine is not None
        mine.answer = "declined"
        await seat_allocation.fill_free_seats(store, found)
        theirs = await store.rsvps.find_rsvp(meeting, ola.person_id)
        assert theirs is not None
        theirs.answer = "declined"
    await talk.settle()
    assert ola.sees == []


async def test_a_colleague_comes_instead_is_told_and_can_say_no(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    await kari.does("meetings.going", str(meeting))
    form = await kari.does("meetings.substitute", str(meeting))
    assert "Nora comes in your place." in said(await kari.submits(form, deputy=str(nora.person_id)))
    assert "Kari, Eksempel cannot come and wants you to go instead." in nora.last.text
    assert await counted(talk, meeting) == ["1 of 1 seat taken · 1 cannot attend", "Eksempel 1"]
    assert "You cannot attend." in said(await nora.clicks(nora.last, "Cannot attend"))
    assert (await counted(talk, meeting))[0] == "0 of 1 seat taken · 2 cannot attend"


async def send(who: Someone, meeting: int, **chosen: str) -> str:
    """Send a deputy; what the sender then reads."""
    return said(await who.submits(await who.does("meetings.substitute", str(meeting)), **chosen))


async def test_a_deputy_takes_the_seat_of_the_sender_when_the_house_is_full(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    assert "Nora comes in your place." in await send(kari, meeting, deputy=str(nora.person_id))
    assert "You come in person." in nora.last.text
    assert ola.sees == [], "no seat became free"
    assert (await counted(talk, meeting))[0] == "1 of 1 seat taken · 1 cannot attend · 1 on the waiting list"


async def test_a_deputy_takes_the_place_in_the_line_too(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    peer = await talk.person("peer", organisation="dømeøyra")
    for who in (ola, kari, peer):
        await who.does("meetings.going", str(meeting))
    assert "Nora, who is coming in your place, is number 1 on the waiting list" in await send(
        kari, meeting, deputy=str(nora.person_id)
    )
    assert "number 1 on the waiting list" in nora.last.text
    await ola.does("meetings.declined", str(meeting))
    assert "A seat has become free" in nora.last.text
    assert peer.sees == []
    assert "Nora comes in your place." in said(await kari.does("meetings.show", str(meeting)))


async def test_who_sends_somebody_else_or_comes_after_all_has_the_seat_back(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    per = await talk.person("per", organisation="eksempel")
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    await send(kari, meeting, deputy=str(nora.person_id))
    assert "Per comes in your place." in await send(kari, meeting, deputy=str(per.person_id))
    assert "Kari, Eksempel no longer needs you to come instead." in nora.last.text
    assert "number 2 on the waiting list" in nora.last.text
    assert "Åse Bø comes in your place." in await send(kari, meeting, name="Åse Bø")
    assert "You come in person." in said(await kari.does("meetings.going", str(meeting)))
    assert ola.sees == []


async def test_the_sender_hears_when_the_deputy_cannot_and_the_seat_goes_to_who_waits(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    await send(kari, meeting, deputy=str(nora.person_id))
    await nora.does("meetings.declined", str(meeting))
    assert "Nora cannot come in your place after all." in kari.last.text
    assert "Nobody is coming in your place: Nora cannot attend." in kari.last.text
    assert "A seat has become free" in ola.last.text


async def test_a_deputy_who_sends_a_deputy_passes_the_seat_on(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    nora = await talk.person("nora", organisation="eksempel")
    per = await talk.person("per", organisation="eksempel")
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    await send(kari, meeting, deputy=str(nora.person_id))
    assert "Per comes in your place." in await send(nora, meeting, deputy=str(per.person_id))
    assert "Per comes in your place." in said(await kari.does("meetings.show", str(meeting)))
    assert ola.sees == []


async def test_a_deputy_who_sends_somebody_already_goes_on_doing_so(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    nora = await talk.person("nora", organisation="eksempel")
    per = await talk.person("per", organisation="eksempel")
    await send(nora, meeting, deputy=str(per.person_id))
    assert "Per comes in your place." in await send(kari, meeting, deputy=str(nora.person_id))
    assert "Per comes in your place." in nora.last.text
    assert (await counted(talk, meeting))[0] == "1 in person · 2 cannot attend"
    await send(nora, meeting, name="Åse Bø")
    assert "Åse Bø comes in your place." in said(await kari.does("meetings.show", str(meeting)))


async def test_a_colleague_who_is_sent_no_longer_hears_of_it_and_keeps_their_answer(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    nora = await talk.person("nora", organisation="eksempel")
    form = await kari.does("meetings.substitute", str(meeting))
    await kari.submits(form, deputy=str(nora.person_id))
    await kari.does("meetings.going", str(meeting))
    assert "Kari, Eksempel no longer needs you to come instead." in nora.last.text
    assert await counted(talk, meeting) == ["2 in person", "Eksempel 2"]
    heard = len(nora.sees)
    await nora.clicks(nora.last, "Cannot attend")
    await kari.does("meetings.declined", str(meeting))
    assert len(nora.sees) == heard
    assert (await counted(talk, meeting))[0] == "0 in person · 2 cannot attend"


async def test_a_deputy_of_a_meeting_online_comes_online(talk: Conversation, sara: Someone, kari: Someone) -> None:
    meeting = await meets(talk.database, sara.person_id, place="", link="https://meet.example.test/1")
    form = (await kari.does("meetings.substitute", str(meeting))).form
    assert form is not None
    assert [(field.label, field.required) for field in form.fields] == [("Who is coming in your place?", True)]
    nora = await talk.person("nora", organisation="eksempel")
    await kari.submits(await kari.does("meetings.substitute", str(meeting)), deputy=str(nora.person_id))
    assert "You are joining online." in nora.last.text


async def test_somebody_from_outside_comes_by_name_and_takes_the_seat(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    await kari.does("meetings.going", str(meeting))
    form = await kari.does("meetings.substitute", str(meeting))
    assert "name" in (await kari.submits(form)).errors
    assert "deputy" in (await kari.submits(form, deputy=str(ola.person_id))).errors, "not a colleague"
    assert "Åse Bø comes in your place." in said(await kari.submits(form, name="Åse Bø"))
    assert "waiting list" in said(await ola.does("meetings.going", str(meeting)))


async def test_the_organiser_answers_for_somebody_also_after_the_deadline(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    meeting = await meets(talk.database, sara.person_id)
    assert "Only the organiser (Sara)" in said(await kari.does("rsvps.override", str(meeting)))
    form = await sara.does("rsvps.override", str(meeting))
    done = await sara.submits(form, person=str(kari.person_id), answer="going")
    assert said(done) == "Noted for Kari: Coming in person."
    assert "Sara said so for you." in kari.last.text
    assert "answer" in (await sara.submits(form, person=str(kari.person_id), answer="substitute")).errors
    listed = said(await sara.does("rsvps.list", str(meeting)))
    assert "In person (1)\nKari, Eksempel" in listed
    assert "Ola, Dømeøyra" in listed.partition("No answer")[2]


async def test_whatever_is_clicked_no_seat_is_given_twice_and_none_stays_empty_while_somebody_waits(
    talk: Conversation, sara: Someone
) -> None:
    dice = random.Random(27)
    people = [await talk.person(f"p{n}", organisation=f"park-{n % 3}") for n in range(9)]
    meeting = await meets(talk.database, sara.person_id, capacity=4, seats_each=2)
    for _ in range(60):
        who, answer = dice.choice(people), dice.choice(ANSWERS)
        if answer == SUBSTITUTE:
            form = await who.does("meetings.substitute", str(meeting))
            deputies = form.form.fields[0].options if form.form is not None else ()
            await who.submits(form, **dice.choice([{"deputy": dice.choice(deputies)[0]}, {"name": "Åse Bø"}]))
        else:
            await who.does(f"meetings.{answer}", str(meeting))
        async with talk.database.read() as store:
            found, rsvps = (
                await find_occurrence_view(store, meeting),
                await store.rsvps.list_rsvps_of_occurrence(meeting),
            )
            assert found is not None
            seated = [rsvp for rsvp in rsvps if is_seat_taker(rsvp) and rsvp.waiting_since is None]
            assert len(seated) <= 4
            waiting = [rsvp for rsvp in rsvps if is_seat_taker(rsvp) and rsvp.waiting_since is not None]
            assert not any(seat_allocation.has_free_seat(found, rsvps, rsvp.organisation_id) for rsvp in waiting)
    assert await stored(talk, meeting, people[0]) is not None


async def test_what_was_told_of_a_seat_a_deputy_or_an_answer_follows_the_meeting(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    """One has a seat since another sends a deputy from outside, whom they then replace by a colleague."""
    per = await talk.person("per", organisation="eksempel")
    meeting = await meets(talk.database, sara.person_id, capacity=2)
    form = await sara.does("rsvps.override", str(meeting))
    await sara.submits(form, person=(str(ola.person_id),), answer="going")
    await kari.submits(await kari.does("meetings.substitute", str(meeting)), deputy=str(per.person_id))
    noted, sent = ola.last, per.last
    assert "Sara said so for you." in noted.text
    assert "Kari, Eksempel cannot come and wants you to go instead." in sent.text
    await kari.does("meetings.going", str(meeting))
    released = per.last
    assert "Kari, Eksempel no longer needs you" in released.text
    assert "wants you to go instead" not in sent.text
    await sara.clicks(await changes(sara, meeting, when="17 March 10:00-15:00"), "Save")
    for post in (noted, sent, released):
        assert "Wednesday 17 March 2027" in post.text
    await calls_off(sara, meeting)
    for post in (noted, sent, released):
        assert "Called off." in post.text
        assert "Cannot attend" not in post.labels


async def test_what_is_told_of_a_seat_and_of_a_deputy_waits_for_the_morning_unless_the_meeting_comes_first(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, clock: Clock
) -> None:
    meeting = await meets(talk.database, sara.person_id, capacity=1)
    lars = await talk.person("lars", organisation="eksempel")
    for who in (kari, ola):
        await who.does("meetings.going", str(meeting))
    clock.set(datetime(2027, 3, 2, 21, tzinfo=UTC))
    form = await ola.does("meetings.show", str(meeting))
    assert "waiting list" in said(form)
    await kari.does("meetings.declined", str(meeting))
    assert [post.text for post in ola.sees if "A seat has become free" in post.text] == []
    clock.set(datetime(2027, 3, 3, 9, tzinfo=UTC))
    await talk.settle()
    assert "A seat has become free" in ola.last.text
    clock.set(datetime(2027, 3, 15, 22, tzinfo=UTC))
    for starts, told in (("2027-03-16T10:00", False), ("2027-03-16T06:30", True)):
        soon = await meets(talk.database, sara.person_id, title="Breakfast", starts=starts)
        await kari.submits(await kari.does("meetings.substitute", str(soon)), deputy=str(lars.person_id))
        assert any("wants you to go instead" in post.text for post in lars.sees) is told
