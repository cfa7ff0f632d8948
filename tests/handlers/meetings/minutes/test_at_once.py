"""What two people do in the same moment is done once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.platforms.slack.blocks import MESSAGE, draw_slack_blocks
from handlers.chat.cards import Buttons, Item, Reply
from handlers.chat.events import Click, Submission
from handlers.chat.say import Say
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.crossings import cross
from tests.handlers.meetings.agenda.test_proposing import said, stored
from tests.handlers.meetings.minutes.test_writing import notes, writes_all
from tests.meetings import MONDAY, meets


async def test_two_who_accept_send_and_close_at_once_do_it_once(
    talk: Conversation, sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    tore = await talk.person("tore", role="secretariat")
    await kari.submits(await kari.does("agenda.propose", str(meeting)), title="Roads")
    await asyncio.gather(sara.does("agenda.accept", "1"), tore.does("agenda.accept", "1"))
    assert (await stored(talk, 1)).number == 1
    hers, his = await sara.does("agenda.publish", str(meeting)), await tore.does("agenda.publish", str(meeting))
    await asyncio.gather(sara.submits(hers), tore.submits(his))
    assert [post.text.splitlines()[0] for post in kari.sees] == [
        "“Roads” is on the agenda of Arena meeting 2/27 as Item 1/27.",
        "Agenda: Arena meeting 2/27",
    ]
    await kari.does("meetings.going", str(meeting))
    clock.forward(days=15, hours=6)
    await sara.submits(await sara.does("minutes.write", "1"), note="The road is closed in May.")
    await sara.submits(await sara.does("minutes.attendance", str(meeting)))
    await asyncio.gather(sara.does("minutes.send", str(meeting)), tore.does("minutes.send", str(meeting)))
    clock.forward(days=4)
    await asyncio.gather(sara.does("minutes.close", str(meeting)), tore.does("minutes.close", str(meeting)))
    clock.set(datetime(2027, 3, 30, 9, tzinfo=UTC))
    await talk.settle()
    thanks = [post for post in kari.sees if "Thank you for being there" in post.text]
    assert len(thanks) == 1


async def test_a_correction_is_answered_once(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    tore = await talk.person("tore", role="secretariat")
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    await kari.submits(await kari.does("minutes.correct", str(held)), text="It was four parks.")
    await notes(sara, 2, note="Four parks have heat to give.")
    added = Click(name="minutes.take", value="1", message="", **sara._where(""))
    left = Submission(name="minutes.leave", value="1", values={"answer": "No."}, message="", **tore._where(""))
    replies = await cross(talk, lambda store: store.occurrences.lock(held), [added, left])
    assert "It has already been answered." in said(replies[-1] or Reply())
    assert [post.text for post in kari.sees if "was not added." in post.text] == []


async def test_one_item_goes_to_one_meeting_only(talk: Conversation, sara: Someone, held: int) -> None:
    tore = await talk.person("tore", role="secretariat")
    later = [
        await meets(talk.database, sara.person_id, title=title, starts=starts)
        for title, starts in (("June", "2027-06-08T10:00"), ("May", "2027-05-11T10:00"))
    ]
    hers, his = await sara.does("minutes.carry", "2"), await tore.does("minutes.carry", "2")
    await asyncio.gather(sara.submits(hers, meeting=str(later[0])), tore.submits(his, meeting=str(later[1])))
    agendas = [said(await sara.does("agenda.show", str(id))) for id in later]
    assert sum("Item 2/27" in text for text in agendas) == 1


async def test_a_long_agenda_keeps_every_way_on_the_smallest_card(
    talk: Conversation, sara: Someone, meeting: int, clock: Clock
) -> None:
    for n in range(18):
        await sara.submits(await sara.does("agenda.add", str(meeting)), title=f"Item {n}", minutes="10")
    clock.set(MONDAY.replace(day=16, hour=14))
    for do in ("minutes.show", "agenda.arrange", "agenda.show"):
        card = (await sara.does(do, str(meeting))).card
        assert card is not None
        assert sum(isinstance(part, Item) for part in card.parts) == 18
        assert isinstance(card.parts[-1], Buttons)
        blocks = draw_slack_blocks(card, Say("en", talk.arena.zone))
        assert len(blocks) <= MESSAGE
        assert "…" not in str(blocks[-2]), "nothing is left out"


async def test_what_nobody_writes_the_secretariat_sees_in_the_end(
    talk: Conversation, sara: Someone, kari: Someone, clock: Clock
) -> None:
    await meets(talk.database, kari.person_id, title="Board", starts="2027-03-02T10:00")
    clock.forward(days=2)
    assert "Write the minutes of Board" in said(await kari.does("home.show"))
    assert "Write the minutes" not in said(await sara.does("home.show"))
    clock.forward(days=16)
    assert "Write the minutes of Board" in said(await sara.does("home.show"))


async def test_all_is_said_in_both_forms_of_norwegian_too(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    """As far as that can be seen: no English word of a label is left."""
    await writes_all(sara, held)
    for language, word in (("nb", "Til stede"), ("nn", "Til stades")):
        async with talk.database.begin() as store:
            person = await store.people.find(sara.person_id)
            assert person is not None
            person.language = language
        seen = said(await sara.does("minutes.show", str(held)))
        assert word in seen
        assert "Vedtak: We write to the grid company." in seen
        assert "Konkurranselov" in said(await sara.does("agenda.show", str(held)))
