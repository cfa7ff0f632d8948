"""Conversations about minutes: written by who runs the meeting, corrected by who was there, approved for ever."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.importers.record_export import export_records
from bot.platforms.slack.blocks import draw_slack_blocks
from handlers.chat.cards import Button, Item, Reply
from handlers.chat.text_pages import PAGE
from storage.meetings.meetings import ORGANISATIONS
from storage.meetings.minutes import LOCKED
from storage.meetings.occurrences import CLOSED
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone
from tests.handlers.meetings.agenda.test_proposing import labels, said
from tests.meetings import meets
from tests.short_cards import SAY

PAST = "Minutes of past meetings"


async def notes(who: Someone, item: int, **text: str) -> Reply:
    return await who.submits(await who.does("minutes.write", str(item)), **text)


async def counts(who: Someone, meeting: int, **values: str | tuple[str, ...]) -> Reply:
    return await who.submits(await who.does("minutes.attendance", str(meeting)), **values)


def find_main_actions(reply: Reply) -> list[str]:
    return [button.label for button in reply.card.list_buttons() if button.style == "primary"]


async def writes_all(who: Someone, meeting: int) -> None:
    await notes(who, 1, decision="We write to the grid company.")
    await notes(who, 2, note="Three parks have heat to give.")
    await counts(who, meeting)


async def test_minutes_are_written_item_by_item_with_who_was_there(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    empty = await sara.does("minutes.show", str(held))
    assert "Nothing is written yet." in said(empty)
    assert find_main_actions(empty) == [], "the first step is to write, not to send"
    written = await notes(sara, 1, decision="We write to the grid company.", note="All agreed.")
    assert find_main_actions(written) == ["Send to those who were there"]
    form = await sara.does("minutes.attendance", str(held))
    assert form.form is not None
    assert [field.value for field in form.form.fields] == [("2", "3"), "Nils Prøve, Eksempel"]
    reply = await sara.submits(form, others="Nils Prøve, Eksempel\nMarit Gjest, Prøve kommune\nPer")
    seen = said(reply)
    assert "Dømeøyra: Ola\nEksempel: Kari, Nils Prøve\nPrøve kommune: Marit Gjest\nOthers: Per" in seen
    assert "Decision: We write to the grid company." in seen
    assert "All agreed." in seen
    assert "are not there yet" in said(await kari.does("minutes.show", str(held))), "a draft is the keeper's"
    async with talk.database.read() as store:
        there = {rsvp.person_id: rsvp.attended for rsvp in await store.rsvps.list_rsvps_of_occurrence(held)}
    assert there == {2: True, 3: True, 4: False}


async def test_general_text_above_the_items_leaves_each_item_its_own_buttons(sara: Someone, held: int) -> None:
    await sara.submits(await sara.does("minutes.text", str(held)), text="Coffee first.")
    shown = await sara.does("minutes.show", str(held))
    assert shown.card is not None
    items = {
        part.title: [button.value for button in part.buttons] for part in shown.card.parts if isinstance(part, Item)
    }
    assert items == {
        "General text": [],
        "Item 1/27 Queue for the grid": ["1", f"{held}:1", "1"],
        "Item 2/27 Heat that is left over": ["2", f"{held}:2", "2"],
    }


async def test_a_meeting_without_an_agenda_gets_items_and_actions_afterwards(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    bare = await meets(talk.database, sara.person_id, title="Board", starts="2027-03-15T10:00", minutes=60)
    form = await sara.clicks(await sara.does("minutes.show", str(bare)), "Add an action")
    given = await sara.submits(form, text="Book a room", due="in 14 days", owner=str(kari.person_id))
    assert "Book a room" in said(given)
    stopped = await sara.does("minutes.close", str(bare))
    assert "The agenda: add what was discussed." in said(stopped)
    sara.keeps = True
    await sara.does("minutes.show", str(bare))
    standing = sara.last
    sara.keeps = False
    shown = await sara.submits(await sara.clicks(stopped, "Add an item"), title="Rooms")
    assert "Item 3/27 Rooms" in said(shown)
    assert "Item 3/27 Rooms" in standing.text
    assert labels(shown).count("Add an action") == 1, "that of the item"


async def test_who_came_without_an_answer_is_noted_too(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    turid = await talk.person("turid", organisation="prøvedal")
    reply = await counts(sara, held, people=(str(kari.person_id), str(turid.person_id)), others="")
    assert "Eksempel: Kari\nPrøvedal: Turid" in said(reply)
    again = await sara.does("minutes.attendance", str(held))
    assert again.form is not None
    assert again.form.fields[0].value == (str(kari.person_id), str(turid.person_id))


async def test_who_writes_the_minutes_finds_them_while_the_meeting_takes_place(
    sara: Someone, kari: Someone, meeting: int, clock: Clock
) -> None:
    clock.forward(days=15, hours=2)
    assert "Write the minutes of Arena meeting 2/27" in said(await sara.does("minutes.list"))
    assert said(await kari.does("minutes.list")) == f"{PAST}\nNo minutes are approved yet."


async def test_a_meeting_is_not_closed_without_agenda_and_minutes(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    seen = said(await sara.does("minutes.close", str(held)))
    for lacking in (
        "Item 1/27: write what the result was",
        "Item 2/27: write",
        "Who was present.",
        "The minutes: send them",
    ):
        assert lacking in seen
    await notes(sara, 1, note="All agreed.")
    assert "Item 1/27: write the decision." in said(await sara.does("minutes.send", str(held)))
    await writes_all(sara, held)
    assert "cannot be closed yet" in said(await sara.does("minutes.close", str(held)))
    bare = await meets(talk.database, sara.person_id, title="Board", starts="2027-03-15T10:00", minutes=60)
    assert "The agenda: add what was discussed." in said(await sara.does("minutes.close", str(bare)))
    for do in ("minutes.close", "minutes.send", "minutes.text", "minutes.attendance"):
        assert "Only the organiser" in said(await kari.does(do, str(held)))


async def test_what_is_missing_is_crossed_off_as_it_is_written(sara: Someone, held: int, clock: Clock) -> None:
    sara.keeps = True
    for id in (1, 2):
        await notes(sara, id, note="All agreed.", decision="We write.")
    await sara.does("minutes.send", str(held))
    asked = sara.last
    assert "Who was present." in asked.text
    await sara.submits(await sara.clicks(asked, "Attendance"))
    assert "Who was present." not in asked.text
    assert "Nothing is missing." in asked.text
    await sara.clicks(asked, "Send to those who were there")
    assert "Send to those who were there" not in [label for post in sara.sees for label in post.labels]
    await sara.does("minutes.close", str(held))
    assert "Corrections are accepted until" in sara.last.text


async def test_those_who_were_there_correct_the_draft_and_hear_what_came_of_it(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await writes_all(sara, held)
    sent = await sara.does("minutes.send", str(held))
    assert "by Friday 19 March 2027, 16:00" in said(sent)
    assert "They already have it." in said(await sara.does("minutes.send", str(held)))
    clock.forward(hours=16)
    await talk.settle()
    assert "are a draft until Friday 19 March 2027, 16:00" in kari.last.text
    assert "We write to the grid company." in kari.last.text
    nora = Someone(talk, "nora", person_id=4)
    assert said(await nora.does("minutes.correct", str(held))).strip().endswith("are not there yet.")
    await kari.submits(await kari.clicks(kari.last, "Suggest a correction"), text="It was four parks.")
    form = await ola.clicks(ola.last, "Suggest a correction")
    await ola.submits(form, text="I was not there.")
    assert "already has it" in said(await ola.submits(form, text="I was not there."))
    assert [post.text.splitlines()[0] for post in sara.sees[-2:]] == [
        "A correction to the minutes of Arena meeting 2/27"
    ] * 2
    refused = said(await sara.clicks(sara.sees[-2], "Added"))
    assert "Nothing in the minutes is changed since Kari wrote this." in refused
    assert "has been added." not in kari.last.text, "nobody is told yes as long as it is not so"
    await notes(sara, 2, note="Four parks have heat to give.")
    await sara.clicks(sara.sees[-2], "Added")
    assert "has been added." in kari.last.text
    clock.forward(days=3)
    assert "1 correction waits for an answer." in said(await sara.does("minutes.close", str(held)))
    await sara.submits(await sara.clicks(sara.sees[-1], "Not added"), answer="You joined online.")
    clock.forward(days=10)
    await talk.settle()
    assert "was not added.\nYou joined online." in ola.last.text
    assert "It has already been answered." in said(await sara.does("minutes.take", "2"))
    assert "time for corrections is over" in said(await kari.does("minutes.correct", str(held)))


async def test_a_correction_that_is_added_gives_its_place_to_the_minutes(
    talk: Conversation, sara: Someone, kari: Someone, held: int
) -> None:
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    talk.platforms["fake"].names_chats = True
    await kari.submits(await kari.does("minutes.correct", str(held)), text="It was four parks.")
    asked = sara.last
    await notes(sara, 2, note="Four parks have heat to give.")
    await sara.clicks(asked, "Added")
    assert "Four parks have heat to give." in asked.text
    assert "Added" not in asked.labels


async def test_the_minutes_that_stand_in_a_chat_say_when_they_are_sent(
    talk: Conversation, sara: Someone, held: int
) -> None:
    await writes_all(sara, held)
    sara.keeps = True
    await sara.does("minutes.show", str(held))
    standing = sara.last
    assert "visible only to those who run the meeting" in standing.text
    sara.keeps = False
    await sara.does("minutes.send", str(held))
    assert "visible only to those who run the meeting" not in standing.text
    assert "Send to those who were there" not in standing.labels


async def test_the_next_step_is_the_main_action_and_stays_in_sight(
    talk: Conversation, sara: Someone, held: int
) -> None:
    async def main_actions() -> list[str]:
        card = (await sara.does("minutes.show", str(held))).card
        return [button.label for button in card.list_buttons() if button.style == "primary"]

    await writes_all(sara, held)
    assert await main_actions() == ["Send to those who were there"]
    await sara.does("minutes.send", str(held))
    assert await main_actions() == ["Approve and close"]


async def test_whoever_sends_or_approves_is_told_first_how_many_hear_of_it(
    talk: Conversation, sara: Someone, held: int
) -> None:
    async def asks(do: str) -> str:
        card = (await sara.does("minutes.show", str(held))).card
        return "".join(button.confirm for button in card.list_buttons() if button.do == do)

    assert await asks("minutes.send") == "", "nobody is known to have been there, so nobody would be told"
    await writes_all(sara, held)
    assert await asks("minutes.send") == "It goes to 2 other people who were there. Send it?"
    await sara.does("minutes.send", str(held))
    approves = "The minutes cannot be changed after that. 2 people who were there will be told. Approve them?"
    assert await asks("minutes.close") == approves


async def test_approved_minutes_are_locked_and_those_who_were_there_are_thanked(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    assert "Corrections are accepted until" in said(await sara.does("minutes.close", str(held)))
    clock.forward(days=4)
    done = await sara.does("minutes.close", str(held))
    assert "Approved by Sara on 20 March 2027." in said(done)
    clock.forward(days=11)  # after Easter
    await talk.settle()
    assert "Thank you for being there. The minutes are approved." in kari.last.text
    assert "Item 1/27 – We write to the grid company." in kari.last.text
    nora = Someone(talk, "nora", person_id=4)
    assert "We write to the grid company." in said(await nora.does("minutes.show", str(held)))
    async with talk.database.read() as store:
        occurrence, minutes = await store.occurrences.find(held), await store.minute_book.find_minutes(held)
    assert occurrence is not None
    assert minutes is not None
    assert (occurrence.state, minutes.state) == (CLOSED, LOCKED)
    for do, value in (
        ("minutes.write", "1"), ("minutes.text", str(held)), ("minutes.attendance", str(held)),
        ("minutes.send", str(held)), ("minutes.carry", "1"), ("minutes.uncarry", "1"), ("actions.add", f"{held}:1"),
        ("agenda.add", str(held)), ("agenda.edit", "1"), ("agenda.remove", "1"), ("agenda.up", "1"),
    ):  # fmt: skip
        assert "is closed." in said(await sara.does(do, value)), do
    assert said(await sara.does("minutes.close", str(held))) == "Arena meeting 2/27 is closed."


async def test_what_is_wrong_in_approved_minutes_is_noted_at_the_next_meeting(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.forward(days=4)
    await sara.does("minutes.close", str(held))
    seen = await kari.does("minutes.show", str(held))
    assert "No meetings are planned." in said(await kari.clicks(seen, "Raise it at the next meeting"))
    await meets(talk.database, sara.person_id, title="Arena meeting 3/27", starts="2027-06-08T10:00")
    form = await kari.clicks(seen, "Raise it at the next meeting")
    await kari.submits(form, text="It was four parks.")
    clock.forward(days=10)
    await talk.settle()
    assert "Correction to the minutes of Arena meeting 2/27, 16 March 2027" in sara.last.text


async def test_two_who_write_at_once_lose_nothing(talk: Conversation, sara: Someone, held: int) -> None:
    tore = await talk.person("tore", role="secretariat")
    hers, his = await sara.does("minutes.write", "1"), await tore.does("minutes.write", "1")
    await tore.submits(his, decision="We wait.")
    again = await sara.submits(hers, decision="We write to the grid company.", note="Not all agreed.")
    assert again.form is not None
    assert "It now says: We wait." in again.form.note
    assert [field.value for field in again.form.fields] == ["We write to the grid company.", "Not all agreed."]
    assert "We write to the grid company." in said(await sara.submits(again))
    for do, field in (("minutes.text", "text"), ("minutes.attendance", "others")):
        hers, his = await sara.does(do, str(held)), await tore.does(do, str(held))
        await tore.submits(his, **{field: "What tore wrote"})
        again = await sara.submits(hers, **{field: "What sara wrote"})
        assert again.form is not None
        assert next(one.value for one in again.form.fields if one.name == field) == "What sara wrote"
        assert "What tore wrote" in said(await tore.does("minutes.show", str(held)))


async def test_minutes_are_not_written_before_the_meeting_or_when_it_is_called_off(
    talk: Conversation, sara: Someone, held: int
) -> None:
    coming = await meets(talk.database, sara.person_id, title="Board", starts="2027-04-13T10:00")
    assert "has not started" in said(await sara.does("minutes.text", str(coming)))
    async with talk.database.begin() as store:
        occurrence = await store.occurrences.find(held)
        assert occurrence is not None
        occurrence.state = "cancelled"
    for do, value in (("minutes.write", "1"), ("minutes.text", str(held)), ("minutes.close", str(held))):
        assert "is called off." in said(await sara.does(do, value))


def drawn(reply: Reply) -> str:
    """Its title, and its texts with their marks, as platforms draw them."""
    assert reply.card is not None
    return "\n".join((reply.card.title, *(getattr(part, "text", "") for part in reply.card.parts)))


async def reads_all_pages(someone: Someone, held: int) -> str:
    page = await someone.does("minutes.export", str(held))
    texts = [said(page)]
    while "Next page" in labels(page):
        page = await someone.clicks(page, "Next page")
        texts.append(said(page))
    return "\n".join(texts)


async def test_minutes_as_text_are_for_those_who_may_read_them(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    await writes_all(sara, held)
    assert "are not there yet" in said(await kari.does("minutes.export", str(held)))
    seen = drawn(await sara.does("minutes.export", str(held)))
    assert "Minutes: Arena meeting 2/27" in seen
    assert "#" not in seen, "headings are drawn, not shown as they are written in files"
    assert "A draft, not approved yet." in seen
    assert "**Attendance**\n\n- Dømeøyra: Ola\n- Eksempel: Kari, Nils Prøve" in seen
    assert "**Item 1/27 Queue for the grid**\n\n*For decision*" in seen
    assert "**Decision: We write to the grid company.**" in seen
    await sara.submits(await sara.does("minutes.text", str(held)), text="A long word. " * 220)
    await notes(sara, 2, note="Heat. " * 490)
    await notes(sara, 1, decision="We write. " * 290)
    first = await sara.does("minutes.export", str(held))
    assert labels(first) == ["Next page"]
    second = await sara.clicks(first, "Next page")
    assert labels(second) == ["Previous page", "Next page"]
    assert said(await sara.clicks(second, "Previous page")) == said(first)
    last = await sara.does("minutes.export", f"{held}:999")
    assert labels(last) == ["Previous page"]
    for page in (first, second, last):
        assert page.card is not None
        assert all(len(getattr(part, "text", "")) <= PAGE for part in page.card.parts)


async def test_a_closed_circle_keeps_its_minutes(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int
) -> None:
    async with talk.database.begin() as store:
        occurrence, house = (
            await store.occurrences.find(held),
            await store.organisations.find_organisation_by_code("dømeøyra"),
        )
        assert occurrence is not None
        assert house is not None
        meeting = await store.meetings.find(occurrence.meeting_id)
        assert meeting is not None
        meeting.audience = ORGANISATIONS
        await store.meetings.set_meeting_audience(meeting.id, (), [house.id])
    for do in ("minutes.show", "minutes.export", "minutes.close", "minutes.late", "actions.of", "minutes.correct"):
        assert (
            said(await kari.does(do, str(held)))
            == said(await kari.does(do, "999"))
            == f"I cannot find that meeting. {GONE}"
        )
    for do in ("minutes.take", "minutes.leave"):
        assert said(await kari.does(do, "1")) == f"I cannot find that meeting. {GONE}"


async def test_what_came_up_in_the_meeting_is_added_numbered_and_treated_like_the_rest(
    sara: Someone, held: int
) -> None:
    await sara.submits(await sara.does("agenda.add", str(held)), title="Any other business", kind="E")
    assert "Item 3/27" in said(await notes(sara, 3, note="The next meeting is in June."))


async def test_approved_minutes_are_found_again_and_can_be_taken_out(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    assert "No minutes are approved yet." in said(await kari.clicks(await kari.commands("", "meeting"), PAST))
    assert list(await export_records(talk.database, "minutes")) == []
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.forward(days=4)
    await sara.does("minutes.close", str(held))
    listed = await kari.clicks(await kari.commands("", "meeting"), PAST)
    assert "Arena meeting 2/27 – Tuesday 16 March 2027" in said(listed)
    assert "We write to the grid company." in said(await kari.clicks(listed, "Minutes"))
    (line,) = await export_records(talk.database, "minutes")
    row = json.loads(line)
    assert (row["meeting"], row["start"]) == ("Arena meeting 2/27", "2027-03-16T09:00:00Z")
    assert "**Vedtak: We write to the grid company.**" in row["text"]
    assert "Guests can answer" in said(await (await talk.person("gunn", role="guest")).does("minutes.list"))


async def test_minutes_that_wait_for_somebody_stand_in_the_list(sara: Someone, kari: Someone, held: int) -> None:
    waiting = await sara.does("minutes.list")
    assert "Write the minutes of Arena meeting 2/27" in said(waiting)
    assert "Nothing is written yet." in said(await sara.clicks(waiting, "Minutes"))
    assert "No minutes are approved yet." in said(await kari.does("minutes.list"))


async def test_the_list_shows_four_at_a_time_those_that_wait_before_those_that_are_approved(
    talk: Conversation, sara: Someone, held: int, clock: Clock
) -> None:
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.forward(days=4)
    await sara.does("minutes.close", str(held))
    for day in range(10, 15):
        await meets(talk.database, sara.person_id, title=f"Visit {day}", starts=f"2027-03-{day}T10:00")
    pages, page = [], await sara.does("minutes.list")
    for _ in range(2):
        assert page.card is not None
        pages.append([part.title for part in page.card.parts if isinstance(part, Item)])
        page = await sara.clicks(page, "Next page") if len(pages) == 1 else page
    assert pages == [
        [f"Write the minutes of Visit {day}" for day in (10, 11, 12, 13)],
        ["Write the minutes of Visit 14", "Arena meeting 2/27"],
    ]
    assert labels(page) == ["Minutes", "Minutes", "Previous page"]


async def test_draft_minutes_and_thanks_of_one_morning_do_not_speak_against_each_other(
    talk: Conversation, sara: Someone, kari: Someone, ola: Someone, held: int, clock: Clock
) -> None:
    """Both are told the day after, in one message, and what kari promised stands in it once."""
    await writes_all(sara, held)
    for owner, text in ((kari, "Send the list of parks"), (ola, "Write to the grid company")):
        form = await sara.does("actions.add", f"{held}:1")
        await sara.submits(form, owner=str(owner.person_id), due="19 March", text=text)
    clock.forward(hours=3)  # in the evening
    await sara.does("minutes.send", str(held))
    for name in ("reminders", "actions"):
        async with talk.database.begin() as store:
            await talk.courier.router.plans[name](store, talk.arena, store.now + timedelta(days=2))
    clock.forward(hours=15)
    await talk.settle()
    morning = kari.last
    assert "Thank you for coming." in morning.text
    assert "are a draft until" in morning.text
    assert "when they are ready" not in morning.text
    assert morning.text.count("Send the list of parks") == 1
    assert morning.labels.count("Done") == 1
    assert "Ola, Dømeøyra: Write to the grid company" in morning.text


async def test_what_is_written_in_minutes_keeps_its_links_lists_and_emphasis(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    link = "https://example.org/plan"
    await notes(sara, 1, decision=f"- **Vi skriver** [brevet]({link})\n- Kari følger opp", note="Alle *enige*.")
    await notes(sara, 2, note="Tre parker har varme.")
    await sara.submits(await sara.does("minutes.text", str(held)), text=f"Sal 2, [kart]({link})")
    card = (await sara.does("minutes.show", str(held))).card
    assert card is not None
    assert [sign for sign in ("**", "](", "*enige") if sign in card.fallback] == []
    blocks = json.dumps(draw_slack_blocks(card, SAY))
    assert blocks.count(f'"url": "{link}"') == 2
    assert '"style": "bullet"' in blocks
    await counts(sara, held)
    text = drawn(await sara.does("minutes.export", str(held)))
    for line in (f"- **Vi skriver** [brevet]({link})", "- Kari følger opp", "Alle _enige_.", f"Sal 2, [kart]({link})"):
        assert line in text.splitlines()
    await sara.does("minutes.send", str(held))
    clock.forward(days=4)
    await sara.does("minutes.close", str(held))
    clock.forward(days=11)
    await talk.settle()
    assert "Vi skriver brevet" in kari.last.text
    assert f'"url": "{link}"' in json.dumps(draw_slack_blocks(kari.last.card, SAY))


async def test_many_who_were_there_are_counted_by_a_number_and_nobody_is_left_out_unseen(
    talk: Conversation, sara: Someone, held: int
) -> None:
    form = await sara.does("minutes.attendance", str(held))
    names = "\n".join(f"Gjest {n}, Prøve kommune" for n in range(120))
    reply = await sara.submits(form, others=f"{names}\n45, Testvik kommune\n3\n0, Ingen")
    assert "Testvik kommune: 45 people" in said(reply)
    assert "Gjest 119" in said(reply)
    assert "Others: 3 people" in said(reply)
    assert "171 people were there." in said(reply), "two members, 120 by name, 45 and 3, and one called 0"
    text = await reads_all_pages(sara, held)
    assert "171 people were there." in text
    assert "Gjest 119" in text
    form = await sara.does("minutes.attendance", str(held))
    for others in ("x\n" * 301, "x" * 201):
        refused = await sara.submits(form, others=others)
        assert "At most 300 lines of 200 characters." in refused.errors["others"]
    again = (await sara.does("minutes.attendance", str(held))).form
    assert again is not None
    assert "Gjest 119" in str(again.fields[1].value)


async def test_the_card_of_the_minutes_follows_what_is_written_where_it_stands(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    sara.keeps = kari.keeps = True
    await sara.does("minutes.show", str(held))
    shown, n = sara.last, len(sara.sees)
    written = Button("", "minutes.write", "1")
    await sara.submits(await sara.presses(written, shown.id), decision="We charge 2 kr per kWh.")
    assert "Decision: We charge 2 kr per kWh." in shown.text
    assert "This may be competition-sensitive." in shown.text
    await sara.submits(await sara.presses(written, shown.id), decision="We write to the grid company.")
    assert "competition-sensitive" not in shown.text
    assert len(sara.sees) == n, "one message, not one for each thing that is written"
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.forward(minutes=20)
    await talk.settle()
    draft = kari.last
    await notes(sara, 2, note="Two parks have heat to give.")
    assert "Two parks have heat to give." in draft.text
    await kari.submits(await kari.clicks(draft, "Suggest a correction"), text="It was four parks.")
    asked = next(post for post in sara.sees if post.card.title.startswith("A correction"))
    await sara.submits(await sara.does("minutes.leave", "1"), answer="It was two.")
    assert (asked.labels, "Not added" in asked.text) == ([], True)
    clock.forward(days=4)
    await sara.does("minutes.close", str(held))
    assert (draft.labels, "They are approved." in draft.text) == (["Minutes"], True)
    assert "Approved by Sara" in shown.text


async def test_who_is_noted_as_present_after_the_draft_was_sent_gets_it_too(
    talk: Conversation, sara: Someone, kari: Someone, held: int, clock: Clock
) -> None:
    eva = await talk.person("eva", organisation="eksempel")
    await writes_all(sara, held)
    await sara.does("minutes.send", str(held))
    clock.forward(hours=1)
    form = await sara.does("minutes.attendance", str(held))
    assert form.form is not None
    there = form.form.fields[0].value
    await sara.submits(form, people=(*there, str(eva.person_id)))
    clock.forward(hours=18)
    await talk.settle()
    assert "Is anything wrong?" in eva.last.text
    assert "Suggest a correction" in eva.last.labels
    assert len([post for post in kari.sees if "Is anything wrong?" in post.text]) == 1
    await sara.submits(await sara.does("minutes.attendance", str(held)), people=there)
    assert eva.last.text == "This is no longer shown here.", "only those who were there read a draft"
