"""Conversations about narrower searches: typed or by form, in any language, and never wider than a person may see."""

from __future__ import annotations

import pytest

from handlers.chat.cards import Item, Reply
from storage.directory.organisations import Organisation
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.library.solutions.conftest import button, has, stored, text
from tests.handlers.library.solutions.test_library import fills
from tests.meetings import MONDAY


@pytest.fixture
async def library(talk: Conversation, clock: Clock) -> Conversation:
    """Surplus heat, told by two parks, in two topics, two languages and at two levels; the last is out of date."""
    clock.set(MONDAY)
    async with talk.database.begin() as store:
        await store.organisations.add(Organisation(code="eip", name="Eksempel Industripark", kind="park"))
        await store.organisations.add(Organisation(code="oyra", name="Dømeøyra Næringspark", kind="park"))
    await fills(talk, 1, id="V-1", topic="energi", park="Eksempel Industripark", level="åpen")
    await fills(talk, 1, id="V-2", topic="symbiose", park="Dømeøyra Næringspark", lang="nn", verify_by="2099-01-20")
    await fills(talk, 1, id="V-3", topic="energi", park="Dømeøyra Næringspark", verify_by="2026-12-31")
    return talk


def codes(reply: Reply) -> set[str]:
    assert reply.card is not None
    return {part.title.split()[0] for part in reply.card.parts if isinstance(part, Item)}


async def test_a_search_is_narrowed_by_what_is_typed_in_it(library: Conversation, ola: Someone) -> None:
    for typed, found, told in (
        ("surplus heat", {"V-1", "V-2", "V-3"}, ""),
        ("surplus heat tema:energi", {"V-1", "V-3"}, "Topic: Power, energy and energy efficiency."),
        ('topic:"Power, energy and energy efficiency" surplus heat', {"V-1", "V-3"}, "Topic: Power"),
        ("surplus språk:nynorsk heat", {"V-2"}, "Language: nynorsk."),
        ("sprak:NN surplus heat", {"V-2"}, "Language: nynorsk."),
        ("spraak: engelsk surplus heat", {"V-1", "V-3"}, "Language: English."),
        ('surplus heat bedrift:"Eksempel Industripark"', {"V-1"}, "Organisation: Eksempel Industripark."),
        ("surplus heat park:«dømeøyra næringspark»", {"V-2", "V-3"}, "Organisation: Dømeøyra Næringspark."),
        ("surplus heat organisation:domeoyra", {"V-2", "V-3"}, "Organisation: Dømeøyra Næringspark."),
        ("surplus heat nivå:åpen", {"V-1"}, "Visible to: Open: guests too."),
        ("surplus heat level:members", {"V-2", "V-3"}, "Visible to: Members."),
        ("surplus heat bekreftet", {"V-1", "V-2"}, "Only verified."),
        ("Stadfesta surplus heat", {"V-1", "V-2"}, "Only verified."),
        ("surplus heat emne:energi verified språk:en", {"V-1"}, "Topic: Power, energy and energy efficiency. "),
    ):
        reply = await ola.commands(typed, "find")
        assert codes(reply) == found, typed
        assert told in text(reply)
    # inside a sentence it is a word like others, and alone it is what is looked for
    for typed in ("surplus verified heat", "bekreftet"):
        assert "Only verified" not in text(await ola.commands(typed, "find"))


async def test_an_unknown_value_is_named_with_what_there_is_and_the_rest_is_searched(
    library: Conversation, ola: Someone, siri: Someone
) -> None:
    for typed, sentence in (
        ("tema:fotball surplus heat", "I do not know the topic “fotball”. Choose from areal, arena,"),
        ("språk:samisk surplus heat", "I do not know the language “samisk”. Choose from bokmål, nynorsk and English."),
        ("bedrift:eksempl surplus heat", "I do not know the organisation “eksempl”. Choose from Eksempel Industripark"),
        ("nivå:krets surplus heat", "I do not know the level “krets”. Choose from open and members."),
    ):
        reply = await ola.commands(typed, "find")
        assert sentence in text(reply)
        assert codes(reply) == {"V-1", "V-2", "V-3"}
    assert "Found nothing within this." in text(await siri.commands("nivå:krets surplus heat", "find"))


async def test_guests_are_told_no_names_and_see_no_more_for_asking(library: Conversation) -> None:
    guest = await library.person("gerd", role="guest")
    assert codes(await guest.commands("surplus heat", "find")) == {"V-1"}
    reply = await guest.commands("surplus heat bedrift:ukjent", "find")
    assert "I do not know the organisation “ukjent”." in text(reply)
    assert "Industripark" not in text(reply).split("V-1")[0]
    form = await guest.presses(button(reply, "find.narrow"))
    assert form.form is not None
    assert [field.name for field in form.form.fields] == ["text", "topic", "language", "verified"]


async def test_what_is_verified_follows_every_doubt_every_word_of_its_owner_and_the_calendar(
    library: Conversation, clock: Clock, kari: Someone, siri: Someone
) -> None:
    async def verified() -> set[str]:
        return codes(await kari.commands("surplus heat bekreftet", "find"))

    assert await verified() == {"V-1", "V-2"}
    await kari.submits(await kari.does("solutions.doubt", "1"), reason="Not any more")
    assert await verified() == {"V-2"}
    await siri.does("solutions.confirm", "1")
    await siri.does("solutions.confirm", "3")
    assert await verified() == {"V-1", "V-2", "V-3"}
    day = (await stored(library, "V-3")).verify_by
    assert day is not None
    clock.set(MONDAY.replace(year=day.year, month=day.month, day=day.day))
    assert await verified() == {"V-1", "V-2", "V-3"}
    clock.set(MONDAY.replace(year=day.year + 1))
    assert await verified() == {"V-2"}


async def test_the_form_shows_what_is_narrowed_already_and_narrows_further(library: Conversation, ola: Someone) -> None:
    reply = await ola.commands("tema:energi bekreftet surplus heat", "find")
    form = await ola.presses(button(reply, "find.narrow"))
    assert form.form is not None
    shown = {field.name: field.value for field in form.form.fields}
    assert shown["text"] == "surplus heat"
    assert (shown["topic"], shown["verified"], shown["organisation"]) == ("energi", ("yes",), "")
    wider = await ola.submits(form, verified=())
    assert codes(wider) == {"V-1", "V-3"}
    async with library.database.read() as store:
        house = await store.organisations.find_organisation_by_code("eip")
    narrower = await ola.submits(form, organisation=str(house.id), language="en", level="open")
    assert codes(narrower) == {"V-1"}
    assert (
        "Organisation: Eksempel Industripark. Language: English. Visible to: Open: guests too. Only verified."
        in text(narrower)
    )
    assert "text" in (await ola.submits(form, text="")).errors


async def test_filters_hold_from_page_to_page_and_fit_a_button(talk: Conversation, ola: Someone) -> None:
    await fills(talk, 7)
    await fills(talk, 1, id="X-1", topic="symbiose")
    long = "surplus heat " + "and " * 600
    first = await ola.commands(f"{long} tema:energi bekreftet", "find")
    second = await ola.presses(button(first, "find.more"))
    assert len(codes(first)) == 5
    assert len(codes(second)) == 2
    assert "Topic: Power, energy and energy efficiency. Only verified." in text(second)
    for reply in (first, second):
        assert reply.card is not None
        assert all(len(one.value) <= 2000 for one in reply.card.list_buttons())
    assert codes(await ola.presses(button(second, "find.more"))) == codes(first)


async def test_nothing_within_the_filters_leads_to_a_search_of_everything(library: Conversation, ola: Someone) -> None:
    reply = await ola.commands("surplus heat tema:nett", "find")
    assert "Found nothing within this." in text(reply)
    assert "Topic: Grid and grid capacity." in text(reply)
    assert codes(await ola.presses(button(reply, "find.more"))) == {"V-1", "V-2", "V-3"}
    assert has(reply, "find.narrow")


async def test_a_question_about_two_topics_is_found_in_both_and_in_what_a_topic_becomes(
    talk: Conversation, kari: Someone, siri: Someone
) -> None:
    await talk.carries("land", "areal")
    await kari.submits(await kari.does("questions.write"), text="Hvem vet noe om kabelgrøft til tomta?", topic="nett")
    await kari.does("questions.also", "1:areal")
    for topic in ("nett", "areal"):
        assert "Question 1" in text(await siri.commands(f"kabelgrøft tema:{topic}", "find"))
    await siri.submits(await siri.does("admin.merge", "areal"), target="etablering")
    assert "Question 1" in text(await siri.commands("kabelgrøft tema:etablering", "find"))
