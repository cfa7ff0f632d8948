"""Conversations about saving: from nothing, from a message, from a solved question, and twice the same."""

from __future__ import annotations

import pytest

from handlers.chat import verbs
from handlers.chat.cards import Item
from handlers.chat.events import Quoted
from handlers.chat.places import Place
from storage.library.solutions import DRAFT, PUBLISHED
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import NIGHT, button, has, saves, stored, text
from tests.handlers.questions.test_asking import GRID


async def test_a_solution_from_nothing_is_found_at_once_and_shown_in_every_room_of_its_topic(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    reply = await saves(kari)
    assert "L-001" in text(reply)
    assert has(reply, "solutions.extend")
    for room in (talk.room("grid"), talk.room("grid-there", "other")):
        (card,) = room
        assert NIGHT["done"] in card.text
        does = [one.do for one in card.card.list_buttons()]
        assert does == ["solutions.used", "solutions.try", "solutions.doubt", "solutions.open", "moderation.more"]
    assert talk.room("grants") == []
    assert "L-001" in text(await ola.commands("joint agreement with a meter", "find"))
    solution = await stored(talk)
    assert (solution.state, solution.owner_id, solution.park) == (PUBLISHED, kari.person_id, "Eksempel")
    assert solution.verify_by is not None


async def test_nobody_shares_in_the_name_of_an_organisation_that_has_not_confirmed_them(
    talk: Conversation, kari: Someone
) -> None:
    ny = await talk.person("ny")
    form = await ny.does("members.where")
    await ny.submits(form, organisation="1")
    await saves(ny)
    solution = await stored(talk)
    assert (solution.state, solution.organisation_id, solution.park) == (PUBLISHED, None, "")
    assert "Eksempel ·" not in talk.room("grid")[0].text


async def test_what_is_typed_after_the_verb_is_in_the_form(kari: Someone) -> None:
    line = "We borrowed power from the neighbour at night, and the night shift began a year earlier"
    await kari.says(f"løsning ny {line}")
    typed = await kari.clicks(kari.last, "Save a solution")
    for form in ((await kari.commands(f"new {line}", "solution")).form, typed.form):
        assert form is not None
        filled = {field.name: field.value for field in form.fields}
        assert (filled["title"], filled["done"]) == ("We borrowed power from the neighbour at night", line)
    assert (await kari.commands("new", "solution")).form is not None


@pytest.mark.parametrize(
    ("verb", "done"),
    [
        ("løsning", "vi byttet filter på kjelen og støvet gikk ned"),
        ("Løysing:", "vi bytta filter på kjelen, og støvet gjekk ned"),
        ("solution", "we changed the filter of the boiler and the dust fell"),
        ("løsning", "i fjor byttet vi filter på kjelen"),
        ("løsning", "byttet filter på kjelen"),
        ("Solution", "I replaced the filter"),
    ],
)
async def test_what_was_done_begins_a_solution_and_is_no_question(kari: Someone, verb: str, done: str) -> None:
    await kari.says(f"{verb} {done}")
    form = (await kari.clicks(kari.last, "Save a solution")).form
    assert form is not None
    assert next(field.value for field in form.fields if field.name == "done") == done


@pytest.mark.parametrize(
    "line",
    [
        "løsning vi leter etter: filter til kjelen",
        "Solution we need for the boiler",
        "løsning i flisfyring",
        "løsning på støvet vi har i hallen",
        "løsning vi byttet filter, hva gjorde dere?",
    ],
)
def test_a_solution_that_is_sought_begins_none(line: str) -> None:
    assert verbs.parse_command(line)[0] != "solution"


async def test_the_form_says_at_each_field_what_is_missing(talk: Conversation, kari: Someone) -> None:
    form = await kari.does("solutions.write")
    reply = await kari.submits(form, title="t" * 81, problem="", done="", topic="", contact="")
    assert set(reply.errors) == {"title", "problem", "done", "topic"}
    async with talk.database.read() as store:
        assert await store.solutions.find_solution_by_code("L-001") is None


async def test_a_result_that_is_left_out_is_asked_for_and_its_cards_say_so(talk: Conversation, kari: Someone) -> None:
    reply = await saves(kari, result="", contact="")
    assert (await stored(talk)).state == PUBLISHED
    assert "What came of it?" in text(reply)
    assert "Not written yet." in talk.room("grid")[0].text
    form = await kari.does("solutions.edit", button(reply, "solutions.edit").value)
    await kari.submits(form, result="6 % less, measured")
    assert "Not written yet." not in talk.room("grid")[0].text
    assert "What came of it?" not in text(
        await saves(kari, title="Another meter", problem="Two bills", done="One meter")
    )


async def test_a_form_of_six_fields_and_who_may_see_it_and_the_rest_later(talk: Conversation, kari: Someone) -> None:
    first = await kari.does("solutions.write")
    assert first.form is not None
    names = [field.name for field in first.form.fields]
    assert names == ["title", "problem", "done", "result", "topic", "contact", "reach", "organisations"]
    reply = await saves(kari)
    more = await kari.does("solutions.extend", button(reply, "solutions.extend").value)
    await kari.submits(more, pitfall="Renew it when owners change", maturity="operating", level="open")
    solution = await stored(talk)
    assert (solution.pitfall, solution.maturity, solution.level) == ("Renew it when owners change", "operating", "open")
    assert solution.version == 2


async def test_a_solved_question_fills_the_form(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Be om skriftlig svar innen fire uker.")
    await kari.does("answers.solved", "1")
    form = await kari.does("solutions.write", "question:1")
    assert form.form is not None
    filled = {field.name: field.value for field in form.form.fields}
    assert filled["title"] == "Be om skriftlig svar innen fire uker"
    assert filled["problem"] == GRID
    assert filled["done"] == "Be om skriftlig svar innen fire uker."
    assert filled["topic"] == "nett"
    assert "Ola" in filled["contact"]
    own = await ola.does("solutions.write", "answer:1")
    assert own.form is not None
    await ola.submits(own, title="Written answer within four weeks")
    assert (await stored(talk)).question_id == 1
    assert (await stored(talk)).state == PUBLISHED


async def test_a_solved_question_and_its_solution_are_one_hit(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Be om skriftlig svar innen fire uker.")
    await kari.does("answers.solved", "1")
    assert "Question 1" in text(await kari.commands("skriftlig svar fire uker", "find"))
    await ola.submits(await ola.does("solutions.write", "answer:1"), title="Written answer within four weeks")
    found = (await kari.commands("skriftlig svar fire uker", "find")).card
    assert found is not None
    (hit,) = [part for part in found.parts if isinstance(part, Item)]
    assert hit.title == "L-001 Written answer within four weeks"
    assert "from question 1" in hit.note


async def test_an_own_message_is_published_without_asking_anybody(talk: Conversation, kari: Someone) -> None:
    place = Place("fake", "W1", "lobby")
    form = await kari.does("solutions.write", quoted=Quoted("m9", "Vi satte vifter på tidsur.", kari.sender, place))
    assert form.form is not None
    assert next(field.value for field in form.form.fields if field.name == "done") == "Vi satte vifter på tidsur."
    await kari.submits(form, title="Vifter på tidsur", problem="Høyt forbruk i helgene", topic="energi")
    assert (await stored(talk)).state == PUBLISHED


async def test_the_card_of_a_question_stands_for_the_question(talk: Conversation, kari: Someone) -> None:
    await kari.commands(GRID)
    card = talk.room("grid")[0]
    form = await kari.does("solutions.write", quoted=Quoted(card.id, card.text, None, Place("fake", "W1", "grid")))
    assert form.form is not None
    assert form.form.value == "question:1"


async def test_a_near_duplicate_is_shown_first_and_saved_when_the_member_insists(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await saves(kari)
    reply = await saves(ola)
    assert "L-001" in text(reply)
    assert has(reply, "solutions.open")
    assert len(talk.room("grid")) == 1
    assert (await stored(talk, "L-002")).state == DRAFT
    assert "L-002" not in text(await kari.commands("joint agreement with a meter", "find"))
    anyway = button(reply, "solutions.save_anyway")
    foreign = await kari.presses(anyway)
    assert foreign == await kari.does("solutions.save_anyway", "999")
    await ola.presses(anyway)
    assert (await stored(talk, "L-002")).state == PUBLISHED
    assert len(talk.room("grid")) == 2
    again = await ola.presses(anyway)
    assert "no longer a draft" in text(again)
    assert len(talk.room("grid")) == 2


async def test_a_draft_can_be_changed_or_thrown_away(talk: Conversation, kari: Someone) -> None:
    await saves(kari)
    reply = await saves(kari)
    redo = button(reply, "solutions.redo")
    form = await kari.presses(redo)
    other = "Sludge from the wash is dried and burnt"
    await kari.submits(
        form, title=other, problem="Wet sludge", done="A belt dryer on surplus heat", result="900 t less"
    )
    assert (await stored(talk, "L-002")).title == other
    assert (await stored(talk, "L-002")).state == PUBLISHED
    third = await saves(kari)
    await kari.presses(button(third, "solutions.discard"))
    async with talk.database.read() as store:
        assert await store.solutions.find_solution_by_code("L-003") is None


async def test_guests_save_nothing(talk: Conversation) -> None:
    guest = await talk.person("gerd", role="guest")
    reply = await guest.does("solutions.write")
    assert reply.form is None
    assert "Guests" in text(reply)


async def test_a_topic_without_a_room_is_said(talk: Conversation, kari: Someone) -> None:
    reply = await saves(kari, topic="hydrogen")
    assert "No room has" in text(reply)


async def test_a_repeated_submission_saves_once(talk: Conversation, kari: Someone) -> None:
    from handlers.chat.events import Submission

    event = Submission(
        id="same", sender=kari.sender, place=Place("fake", "W1", "c"), name="solutions.save", values=NIGHT
    )
    await talk.happens(event)
    assert await talk.dispatcher(event) is None
    await talk.settle()
    assert len(talk.room("grid")) == 1
    async with talk.database.read() as store:
        assert await store.solutions.find_solution_by_code("L-002") is None
