"""Conversations about finding: hits with badge, use and reason, page by page, for those who may see them."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Item
from handlers.chat.events import Query
from handlers.chat.places import Place
from handlers.library.solutions.import_export import import_solution_row
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import button, has, saves, text
from tests.handlers.questions.test_asking import GRID

#: search has a statement for each engine
pytestmark = pytest.mark.both_engines


async def fills(talk: Conversation, n: int, **fields: str) -> None:
    """Solutions about surplus heat, alike but for their number."""
    async with talk.database.begin() as store:
        for number in range(1, n + 1):
            row = {
                "id": f"V-{number:03d}", "topic": "energi", "lang": "en",
                "title": f"Surplus heat from furnace {number}", "problem": "Heat went out through the roof",
                "done": "A heat exchanger feeds the district heating",
                "date": "2026-01-20", "verify_by": "2099-01-20", "park": "Mockup Park",
            }  # fmt: skip
            await import_solution_row(store, row | fields)


async def test_a_hit_says_how_far_to_trust_it_where_it_is_from_who_uses_it_and_why(
    talk: Conversation, kari: Someone, ola: Someone
) -> None:
    await fills(talk, 1)
    await kari.does("solutions.used", "1")
    reply = await ola.commands("surplus heat furnace", "find")
    assert reply.card is not None
    (item,) = [part for part in reply.card.parts if isinstance(part, Item)]
    assert item.title == "V-001 Surplus heat from furnace 1"
    assert "✅ verified 20 January 2026" in item.note
    assert "Mockup Park" in item.note
    assert "used by 1 organisation" in item.note
    assert "Matches: " in item.note
    assert "surplus" in item.note
    shown = await ola.presses(button(reply, "solutions.open"))
    assert "A heat exchanger feeds the district heating" in text(shown)


async def test_five_hits_a_page_and_back(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 7)
    first = await ola.commands("surplus heat", "find")
    second = await ola.presses(button(first, "find.more"))
    assert second.card is not None
    assert second.replace
    titles = [
        [part.title for part in reply.card.parts if isinstance(part, Item)] for reply in (first, second) if reply.card
    ]
    assert [len(page) for page in titles] == [5, 2]
    assert len({*titles[0], *titles[1]}) == 7
    back = await ola.presses(button(second, "find.more"))
    assert back.card == first.card
    assert all(len(one.value) <= 2000 for one in first.card.list_buttons()) if first.card else False


async def test_nothing_found_leads_to_a_question(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 1)
    reply = await ola.commands("xylofonverksted qqq", "find")
    assert "Found nothing. Try other words, or ask the question in a topic." in text(reply)
    assert has(reply, "questions.write")


async def test_without_words_the_bot_says_how(talk: Conversation, ola: Someone) -> None:
    reply = await ola.commands("", "find")
    assert "a few words" in text(reply)
    form = await ola.presses(button(reply, "solutions.search"))
    await fills(talk, 1)
    empty = await ola.submits(form, text="")
    assert set(empty.errors) == {"text"}
    assert "V-001" in text(await ola.submits(form, text="surplus heat"))


async def test_a_topic_narrows_the_search(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 1)
    assert "V-001" in text(await ola.commands("topic:energi surplus heat", "find"))
    assert "Found nothing" in text(await ola.commands("tema:nett surplus heat", "find"))


async def test_a_search_as_one_types_changes_nothing(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 6)
    for skip, n in ((0, 5), (5, 1)):
        query = Query(
            id="q",
            name="solutions.find",
            sender=ola.sender,
            place=Place("fake", "W1", "c"),
            text="surplus heat",
            skip=skip,
        )
        reply = await talk.happens(query)
        assert reply.card is not None
        assert len([part for part in reply.card.parts if isinstance(part, Item)]) == n


async def test_each_sees_the_levels_that_are_theirs(talk: Conversation, kari: Someone, siri: Someone) -> None:
    guest, newcomer = await talk.person("gerd", role="guest"), await talk.person("nils")
    await fills(talk, 1, id="V-1", level="åpen")
    await fills(talk, 1, id="V-2", level="medlemmer")
    await fills(talk, 1, id="V-3", level="krets")
    all_levels = {"V-1", "V-2", "V-3"}
    seen = ((guest, {"V-1"}), (newcomer, {"V-1"}), (kari, {"V-1", "V-2"}), (siri, all_levels))
    for someone, codes in seen:
        found = text(await someone.commands("surplus heat", "find"))
        assert {code for code in ("V-1", "V-2", "V-3") if code in found} == codes
        for number, code in enumerate(("V-1", "V-2", "V-3"), start=1):
            shown = text(await someone.does("solutions.open", str(number)))
            assert (code in shown) is (code in codes)
    missing = await kari.does("solutions.open", "999")
    assert await kari.does("solutions.open", "3") == missing
    assert await kari.does("solutions.open", "no number") == missing
    assert await kari.does("solutions.doubt", "3") == missing
    guests = await guest.commands("surplus heat", "find")
    assert not has(guests, "questions.write")
    assert text(await guest.does("solutions.used", "1")).startswith("Guests")


async def test_who_waits_to_be_confirmed_is_told_who_can_do_it_and_finds_more_afterwards(
    talk: Conversation, kari: Someone
) -> None:
    await talk.person("line", organisation="tenktnes", contact=True)
    nils = await talk.person("nils", organisation="tenktnes")
    async with talk.database.begin() as store:
        (await store.people.load_person(nils.person_id)).confirmed = False
    await fills(talk, 1, level="medlemmer")
    waits = "has not confirmed yet that you belong there. Line can confirm it. Until an organisation has confirmed"
    for reply in (
        await nils.commands("surplus heat", "find"),
        await nils.commands("V-001", "solution"),
        await nils.commands("", "issue"),
        await nils.commands("", "consultation"),
        await nils.commands("", "input"),
        await nils.commands("schemes", "input"),
    ):
        assert waits in text(reply)
        assert "Surplus heat from furnace" not in text(reply)
    async with talk.database.begin() as store:
        (await store.people.load_person(nils.person_id)).confirmed = True
    found = text(await nils.commands("surplus heat", "find"))
    assert "V-001" in found
    assert "has not confirmed" not in found


async def test_a_solved_question_is_found_and_shown(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await kari.commands(GRID)
    await ola.replies(talk.room("grid")[0], "Be om skriftlig svar innen fire uker.")
    await kari.does("answers.solved", "1")
    reply = await ola.commands("nettselskapet kapasitetskø tilknytning", "find")
    assert "Question 1" in text(reply)
    shown = await ola.presses(button(reply, "questions.show"))
    assert GRID in text(shown)
    assert "Be om skriftlig svar innen fire uker." in text(shown)
    assert has(shown, "solutions.write")
    guest = await talk.person("gerd", role="guest")
    assert await guest.does("questions.show", "1") == await guest.does("questions.show", "999")


async def test_a_code_shows_the_solution(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await saves(kari)
    for written in ("L-001", "l-001", "l-1", "1", "L001"):
        assert "Power borrowed" in text(await ola.commands(written, "solution"))


async def test_an_unknown_code_names_the_nearest(talk: Conversation, kari: Someone, ola: Someone) -> None:
    await saves(kari)
    reply = text(await ola.commands("L-0011", "solution"))
    assert "I cannot find solution L-011" in reply
    assert "L-001" in reply
    assert "V-001" not in reply
    await fills(talk, 1, level="krets")
    assert "V-001?" not in text(await ola.commands("V-002", "solution"))


async def test_a_word_instead_of_a_code_is_searched_for(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 1)
    assert "V-001" in text(await ola.commands("furnace", "solution"))


async def test_the_verb_alone_opens_the_form_or_offers_a_button(talk: Conversation, ola: Someone) -> None:
    inline = await ola.commands("", "solution")
    assert inline.form is not None
    assert (await ola.commands("ny", "solution")).form is not None
    await ola.says("løsning")
    form = await ola.presses(button(ola.last, "solutions.write"))
    assert form.form is not None
