"""Conversations about wishes for an agenda: who has them, who decides, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.chat.cards import Reply
from storage.meetings.agenda import AgendaItem
from storage.meetings.meetings import ORGANISATIONS, PROPOSED
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone
from tests.meetings import meets
from tests.planning import calls_off


def said(reply: Reply) -> str:
    assert reply.card is not None, reply
    return reply.card.fallback + "".join(getattr(part, "note", "") for part in reply.card.parts)


def labels(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [button.label for button in reply.card.list_buttons()]


async def proposes(who: Someone, meeting: int, title: str = "Queue for the grid", **more: str) -> Reply:
    return await who.submits(await who.does("agenda.propose", str(meeting)), title=title, **more)


async def stored(talk: Conversation, id: int) -> AgendaItem:
    async with talk.database.read() as store:
        item = await store.agenda.find(id)
        assert item is not None
        return item


async def test_a_wish_is_taken_up_with_a_number_and_its_proposer_is_told(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int
) -> None:
    reply = await proposes(kari, meeting, text="Three parks wait for an answer.", minutes="20")
    assert "Proposed for Arena meeting 2/27." in said(reply)
    assert labels(reply) == ["Change", "Withdraw it", "Agenda"]
    assert "Proposed by Kari, Eksempel" in sara.last.card.parts[0].note  # type: ignore[union-attr]
    assert "Queue for the grid" not in said(await ola.does("agenda.show", str(meeting))), "a wish is not for all"
    assert "Queue for the grid" in said(await kari.does("agenda.show", str(meeting)))
    taken = await sara.clicks(sara.last, "Add to agenda")
    assert "Item 1/27 Queue for the grid" in said(taken)
    assert "is on the agenda of Arena meeting 2/27 as Item 1/27." in kari.last.text
    seen = said(await ola.does("agenda.show", str(meeting)))
    assert seen.index("Competition law") < seen.index("Item 1/27")
    assert "For discussion · Kari, Eksempel · 20 minutes · 10:00–10:20" in seen
    assert "It is decided on already." in said(await sara.does("agenda.accept", "1"))
    assert len(kari.sees) == 1


async def test_few_wishes_are_decided_on_at_once_and_the_next_ones_follow(
    sara: Someone, kari: Someone, meeting: int
) -> None:
    for n in range(1, 6):
        await proposes(kari, meeting, f"Wish {n}")
    shown = await sara.does("agenda.show", str(meeting))
    assert labels(shown).count("Add to agenda") == 3
    assert "2 more proposals when you have decided on these." in said(shown)
    assert "Wish 5" in said(await kari.does("agenda.show", str(meeting))), "whose wishes they are sees all of them"
    await sara.does("agenda.accept", "1")
    await sara.does("agenda.accept", "2")
    shown = await sara.does("agenda.show", str(meeting))
    assert labels(shown).count("Add to agenda") == 3
    assert "more proposal" not in said(shown)


async def test_the_agenda_follows_what_is_put_on_it_wherever_somebody_looks_at_it(
    sara: Someone, kari: Someone, meeting: int
) -> None:
    for who in (sara, kari):
        who.keeps = True
        await who.does("agenda.show", str(meeting))
    mine, theirs = sara.last, kari.last
    n = len(sara.sees)
    added = next(button for button in mine.card.list_buttons() if button.do == "agenda.add")
    await sara.submits(await sara.presses(added, mine.id), title="Queue for the grid")
    assert "Item 1/27 Queue for the grid" in theirs.text
    assert ("Item 1/27 Queue for the grid" in mine.text, len(sara.sees)) == (True, n)
    await sara.submits(await sara.does("agenda.remove", "1"), why="")
    assert "Queue for the grid" not in theirs.text


async def test_a_refusal_has_a_reason_that_the_proposer_reads(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await proposes(kari, meeting)
    form = await sara.clicks(sara.last, "Decline")
    assert (await sara.submits(form, why="")).errors == {"why": "Say in a few words why."}
    await sara.submits(form, why="The board treats it first.")
    assert "was not put on the agenda of Arena meeting 2/27." in kari.last.text
    assert "Reason: The board treats it first." in kari.last.text
    assert "decided on already" in said(await kari.does("agenda.withdraw", "1"))
    assert sara.sees[0].text == "Declined: Queue for the grid"


async def test_what_the_organiser_was_asked_follows_the_wish(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    await proposes(kari, meeting)
    await proposes(kari, meeting, title="Heat that is left over")
    first, second = sara.sees
    await kari.submits(await kari.does("agenda.edit", "1"), title="Queue for more power")
    assert "Queue for more power" in first.text
    await kari.does("agenda.withdraw", "1")
    assert first.text == "Withdrawn by who proposed it: Queue for more power"
    assert first.labels == []
    assert "It was withdrawn by who proposed it." in said(await sara.does("agenda.accept", "1"))
    await sara.does("agenda.accept", "2")
    assert "Item 1/27 Heat that is left over" in second.text


async def test_a_wish_can_be_changed_and_taken_back_while_it_waits(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, meeting: int
) -> None:
    reply = await proposes(kari, meeting)
    form = await kari.clicks(reply, "Change")
    changed = await kari.submits(form, title="Queue for the grid in the north", minutes="soon")
    assert changed.errors == {"minutes": "Write a number of minutes between 1 and 600."}
    saved = await kari.submits(form, title="Queue for the grid in the north", minutes="15 min")
    assert "in the north" in said(saved)
    assert "in the north" in said(await kari.clicks(saved, "Agenda")), "a way back"
    assert (await stored(talk, 1)).minutes == 15
    for do in ("agenda.edit", "agenda.withdraw", "agenda.accept", "agenda.refuse", "agenda.remove", "agenda.up"):
        assert said(await ola.does(do, "1")) == said(await ola.does(do, "999")) == f"I cannot find that item. {GONE}"
    assert said(await kari.clicks(changed if changed.card else reply, "Withdraw it")) == "Withdrawn."
    assert said(await kari.does("agenda.withdraw", "1")) == "Withdrawn."
    assert "It was withdrawn by who proposed it." in said(await sara.does("agenda.accept", "1"))
    assert (await stored(talk, 1)).number is None


async def test_a_wish_taken_back_before_the_organiser_is_told_reaches_nobody(
    talk: Conversation, kari: Someone, sara: Someone, meeting: int
) -> None:
    form = await kari.does("agenda.propose", str(meeting))
    talk.platforms["fake"].fail = []
    await kari.submits(form, title="Queue for the grid")
    assert len(sara.sees) == 1
    await kari.does("agenda.withdraw", "1")
    assert labels(await sara.does("agenda.show", str(meeting)))[:1] == ["Add an item"]


async def test_what_is_typed_is_checked_at_its_field(kari: Someone, meeting: int) -> None:
    reply = await proposes(kari, meeting, "  ", kind="X", minutes="700")
    assert set(reply.errors) == {"title", "kind", "minutes"}
    assert set((await proposes(kari, meeting, "x" * 201)).errors) == {"title"}


async def test_the_same_wish_sent_twice_is_one(kari: Someone, meeting: int) -> None:
    form = await kari.does("agenda.propose", str(meeting))
    await kari.submits(form, title="Queue for the grid")
    assert "You have proposed this already." in said(await kari.submits(form, title="Queue for the grid"))


async def test_two_who_change_one_wish_lose_nothing(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int
) -> None:
    reply = await proposes(kari, meeting)
    hers, mine = await kari.clicks(reply, "Change"), await sara.does("agenda.edit", "1")
    await sara.submits(mine, title="The queue for the grid")
    again = await kari.submits(hers, title="Queue for the grid, north", text="With figures.")
    assert again.form is not None
    assert "It now says: The queue for the grid" in again.form.note
    assert [field.value for field in again.form.fields][:3] == ["Queue for the grid, north", "D", "With figures."]
    await kari.submits(again)
    assert (await stored(talk, 1)).title == "Queue for the grid, north"
    assert (await stored(talk, 1)).owner_id == kari.person_id


async def test_any_other_business_stays_last(talk: Conversation, sara: Someone, kari: Someone, meeting: int) -> None:
    await sara.submits(await sara.does("agenda.add", str(meeting)), title="Any other business", kind="E")
    await proposes(kari, meeting)
    await sara.clicks(sara.last, "Add to agenda")
    seen = said(await kari.does("agenda.show", str(meeting)))
    assert seen.index("Item 1/27 Queue") < seen.index("Item 2/27 Any other business")


async def test_who_may_not_see_a_meeting_does_not_learn_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone
) -> None:
    closed = await meets(talk.database, sara.person_id, audience=ORGANISATIONS)
    async with talk.database.begin() as store:
        house, occurrence = (
            await store.organisations.find_organisation_by_code("dømeøyra"),
            await store.occurrences.find(closed),
        )
        assert house is not None
        assert occurrence is not None
        await store.meetings.set_meeting_audience(occurrence.meeting_id, (), [house.id])
    unapproved = await meets(talk.database, sara.person_id, state=PROPOSED)
    await proposes(ola, closed)
    await sara.does("agenda.accept", "1")
    guest = await talk.person("gunn", role="guest")
    for meeting in (closed, unapproved):
        for do in ("agenda.show", "agenda.arrange", "agenda.add", "agenda.publish", "agenda.papers"):
            missing = said(await kari.does(do, "12345"))
            assert missing == said(await kari.does(do, str(meeting))) == f"I cannot find that meeting. {GONE}"
            assert said(await guest.does(do, str(meeting))) == missing
    assert said(await kari.does("agenda.edit", "1")) == f"I cannot find that item. {GONE}"
    assert "Guests can answer" in said(await guest.does("agenda.propose", str(closed)))
    assert "Item 1/27" in said(await ola.does("agenda.show", str(closed)))


@pytest.mark.parametrize("value", ["", "0", "x", "-1", "９", "99999999999999999999", "1:2:3"])
async def test_what_names_nothing_is_said_to_be_nothing(sara: Someone, meeting: int, value: str) -> None:
    assert "I cannot find that" in said(await sara.does("agenda.show", value))
    assert "I cannot find that" in said(await sara.does("agenda.accept", value if value != "1:2:3" else "x"))


async def test_once_it_has_begun_members_propose_no_more(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    form = await kari.does("agenda.propose", str(meeting))
    clock.forward(days=15, hours=1)
    assert "has begun" in said(await kari.submits(form, title="Late"))
    added = await sara.submits(await sara.does("agenda.add", str(meeting)), title="Raised in the meeting", kind="E")
    assert "Item 1/27 Raised in the meeting" in said(added)


async def test_prices_get_a_private_hint_before_they_go_on(sara: Someone, kari: Someone, meeting: int) -> None:
    reply = await proposes(kari, meeting, "Power", text="Vi betaler 82 øre/kWh, hva betaler dere?")
    assert "This may be competition-sensitive." in said(reply)
    assert sara.sees == []
    await kari.clicks(reply, "Send anyway")
    assert "competition-sensitive" not in sara.last.text
    await sara.clicks(sara.last, "Add to agenda")


async def test_what_a_proposer_was_told_follows_what_becomes_of_the_item(
    talk: Conversation, sara: Someone, ola: Someone, meeting: int
) -> None:
    await ola.submits(await ola.does("agenda.propose", str(meeting)), title="Heat that is left over")
    await sara.submits(await sara.does("agenda.refuse", "1"), why="Not now.")
    refused = ola.last
    assert "was not put on the agenda" in refused.text
    await sara.does("agenda.accept", "1")
    accepted = ola.last
    assert "is on the agenda of Arena meeting 2/27 as Item 1/27." in refused.text
    assert "Reason" not in refused.text
    await sara.submits(await sara.does("agenda.remove", "1"), why="The speaker is ill.")
    for post in (refused, accepted, ola.last):
        assert "has been removed from the agenda of Arena meeting 2/27." in post.text
    await ola.submits(await ola.does("agenda.propose", str(meeting)), title="Queue for the grid")
    await sara.does("agenda.accept", "2")
    told = ola.last
    await calls_off(sara, meeting)
    assert "Tuesday 16 March 2027, 10:00–15:00, is called off." in told.text


async def test_what_became_of_a_wish_is_told_in_the_morning_unless_the_meeting_comes_first(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    await proposes(kari, meeting)
    await proposes(kari, meeting, "Ash for roads")
    heard = len(kari.sees)
    clock.set(datetime(2027, 3, 3, 21, tzinfo=UTC))
    await sara.does("agenda.accept", "1")
    assert len(kari.sees) == heard
    clock.set(datetime(2027, 3, 4, 9, tzinfo=UTC))
    await talk.settle()
    assert "is on the agenda of" in kari.last.text
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.find(meeting)
        assert occurrence is not None
        occurrence.start_at = datetime(2027, 3, 16, 5, tzinfo=UTC)
    clock.set(datetime(2027, 3, 15, 22, tzinfo=UTC))
    await sara.does("agenda.accept", "2")
    assert "“Ash for roads” is on the agenda" in kari.last.text
