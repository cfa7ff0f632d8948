"""Conversations in which searches teach: what found nothing, what was chosen then, and what the lead makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.chat.cards import Button, Item, Reply
from handlers.chat.events import Click, Query
from handlers.chat.places import Place
from handlers.library.solutions.import_export import import_solution_row
from handlers.overview.cleanup import delete_expired_rows
from storage.directory.people import Person
from storage.kit.database import Database
from storage.library.search_terms import ChosenSearch, MissedSearch
from tests.conftest import Clock
from tests.conversation import GONE, Conversation, Someone

HEAT = {
    "id": "L-001", "topic": "energi", "lang": "nb", "title": "Overskuddsvarme fra ovnen til fjernvarme",
    "problem": "Varme gikk ut gjennom taket", "done": "En varmeveksler leverer til nabobedriften",
    "date": "2026-01-20", "verify_by": "2099-01-20",
}  # fmt: skip
#: another name for it, and words that are nothing to anybody
OTHER, NONSENSE = "gratisgløden", "xylofonverksted qqq"


@pytest.fixture
async def talk(database: Database) -> Conversation:
    talk = await Conversation(database).begin()
    async with database.begin() as store:
        await import_solution_row(store, HEAT)
    return talk


@pytest.fixture
async def kari(talk: Conversation) -> Someone:
    return await talk.person("kari", organisation="eksempel")


@pytest.fixture
async def lena(talk: Conversation) -> Someone:
    """Leads the topic of the solution."""
    return await talk.person("lena", organisation="proven", leads="energi")


@pytest.fixture
async def sara(talk: Conversation) -> Someone:
    return await talk.person("sara", role="secretariat")


def text(reply: Reply) -> str:
    assert reply.card is not None
    notes = [part.note for part in reply.card.parts if isinstance(part, Item)]
    return "\n".join([reply.card.fallback, *notes])


def button(reply: Reply, do: str) -> Button:
    assert reply.card is not None
    found = [one for one in reply.card.list_buttons() if one.do == do]
    assert found, f"no {do} among {[one.do for one in reply.card.list_buttons()]}"
    return found[0]


def labels(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [one.label for one in reply.card.list_buttons()]


async def misses_and_chooses(who: Someone, missed: str = OTHER, then: str = "varme ovn") -> Reply:
    """Nothing is found; with other words something is, and it is opened."""
    nothing = await who.commands(missed, "find")
    assert "Found nothing" in text(nothing)
    form = await who.presses(button(nothing, "solutions.search"))
    hits = await who.submits(form, text=then)
    return await who.presses(button(hits, "solutions.open"))


async def finds(who: Someone, words: str) -> bool:
    return "L-001" in text(await who.commands(words, "find"))


async def rows(talk: Conversation) -> list[tuple[str, int, str]]:
    """Words, how often, and what was opened after them."""
    async with talk.database.read() as store:
        missed = await store.session.scalars(MissedSearch.__table__.select().with_only_columns(MissedSearch.id))
        chosen = await store.session.scalars(ChosenSearch.__table__.select().with_only_columns(ChosenSearch.id))
        found = [(await store.search_terms.find_missed_search(id), "") for id in missed]
        opened = [await store.search_terms.find_chosen_search(id) for id in chosen]
        return [(row.words, row.times, at) for row, at in found if row] + [
            (row.words, row.times, f"{row.kind}:{row.record_id}") for row in opened if row
        ]


async def test_words_that_found_nothing_find_with_one_tap_what_was_chosen_then(
    talk: Conversation, kari: Someone, lena: Someone
) -> None:
    assert "varmeveksler" in text(await misses_and_chooses(kari))
    listed = await lena.presses(button(await lena.commands("", "topics"), "searches.show"))
    assert f"“{OTHER}” – L-001 {HEAT['title']}" in text(listed)
    assert f"Words not in it: {OTHER} · 1 time, last " in text(listed)
    taught = await lena.clicks(listed, "Add as keyword")
    assert taught.replace
    assert f"“{OTHER}” finds L-001" in text(taught)
    assert "Nothing to review" in text(taught)
    assert await finds(kari, OTHER)
    assert "Keywords" in text(await kari.commands("L-001", "solution"))

    undone = await lena.clicks(taught, "Undo")
    assert "no longer a keyword" in text(undone)
    assert "Found with other words" in text(undone)
    assert not await finds(kari, OTHER)


async def test_what_found_nothing_is_given_to_a_solution_by_its_topics_lead(
    talk: Conversation, kari: Someone, lena: Someone
) -> None:
    words = "fjernvarme spillvarmeåret"
    async with talk.database.begin() as store:
        energy = await store.topics.find_topic_by_slug("energi")
        assert energy is not None
        await store.search_terms.record_missed_search(words, energy.id, store.now.date())
    listed = await lena.does("searches.show")
    assert "Searched, not found" in text(listed)
    form = await lena.clicks(listed, "Choose a solution")
    assert set((await lena.submits(form)).errors) == {"code"}
    assert set((await lena.submits(form, code="L-99")).errors) == {"code"}
    taught = await lena.submits(form, solution="1")
    assert "Searched, not found" not in text(taught)
    async with talk.database.read() as store:
        solution = await store.solutions.find(1)
        assert solution is not None
        assert solution.keywords == [words]
    await kari.commands(words, "find")
    assert await rows(talk) == [], "it is found by now"
    assert words in text(await lena.clicks(taught, "Undo"))


async def test_words_go_to_the_lead_of_the_topic_they_belong_to_and_the_rest_to_the_secretariat(
    talk: Conversation, kari: Someone, lena: Someone, sara: Someone
) -> None:
    await kari.commands(NONSENSE, "find")
    await kari.commands("tema:energi borekrone", "find")
    await kari.commands("borekrone topic:energi", "find")
    await kari.commands("rekruttering av lærlinger til sveising", "find")
    mine, all = text(await lena.does("searches.show")), text(await sara.does("searches.show"))
    assert "“borekrone”" in mine
    assert "2 times" in mine
    assert "lærlinger" not in mine
    assert NONSENSE not in mine
    assert all.index("borekrone") < all.index("lærlinger"), "the most frequent first"
    assert NONSENSE in all
    assert "Recruitment" in all
    assert "no topic" in all


async def test_what_is_ignored_is_never_shown_again_unless_that_is_undone(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    await kari.commands(NONSENSE, "find")
    ignored = await sara.clicks(await sara.does("searches.show"), "Ignore")
    await kari.commands(NONSENSE, "find")
    assert NONSENSE not in text(await sara.does("searches.show"))
    assert NONSENSE in text(await sara.clicks(ignored, "Undo"))


async def test_only_the_lead_of_its_topic_and_the_secretariat_decide_at_every_click(
    talk: Conversation, kari: Someone, lena: Someone, sara: Someone
) -> None:
    other = await talk.person("odd", organisation="proven", leads="nett")
    await kari.commands("tema:energi borekrone", "find")
    await misses_and_chooses(kari)
    assert "Only the topic lead" in text(await kari.does("searches.show"))
    assert "searches.show" not in [one.do for one in (await kari.commands("", "topics")).card.list_buttons()]
    assert OTHER not in text(await other.does("searches.show"))
    tries = {"teach": "c1", "ignore": "m1", "reopen": "c1", "choose": "m1", "keywords": "solution:1"}
    tries["unteach"] = f"solution:1:{OTHER}"
    for name, value in tries.items():
        for who in (kari, other):
            said = text(await who.does(f"searches.{name}", value))
            assert said.startswith("Only the topic lead for power, energy"), (name, said)
    for name, value in (("route", "c1"), ("unroute", f"energi:c1:{OTHER}")):
        assert text(await lena.does(f"searches.{name}", value)).startswith("Only the secretariat")
    for value in ("", "c", "c99", "x1", "m-1", "solution:99", "solution", "question:1"):
        for name in ("teach", "ignore", "choose", "keywords", "unteach"):
            assert f"I cannot find that. {GONE}" in text(await sara.does(f"searches.{name}", value)), (name, value)


async def test_a_keyword_of_the_topic_leads_questions_there_until_it_is_undone(
    talk: Conversation, kari: Someone, sara: Someone
) -> None:
    await misses_and_chooses(kari)
    before = talk.classifier.guess_topics(OTHER).topics[0]
    listed = await sara.does("searches.show")
    (*_, route) = [one for one in listed.card.list_buttons() if one.do == "searches.route"]
    routed = await talk.dispatcher(Click(name=route.do, value=route.value, **sara._where("")))
    assert routed is not None
    assert f"“{OTHER}” leads to power, energy" in text(routed)
    assert talk.classifier.guess_topics(OTHER).topics[0] == before, "it is learnt beside the loop that answers people"
    await talk.settle()
    assert talk.classifier.guess_topics(OTHER).topics[0] > ("energi", 0.3)
    await sara.clicks(routed, "Undo")
    assert talk.classifier.guess_topics(OTHER).topics[0] == before


async def test_a_solved_question_is_found_by_its_keywords_too(talk: Conversation, kari: Someone, lena: Someone) -> None:
    await talk.carries("energy", "energi")
    form = await kari.does("questions.write")
    await kari.submits(form, text="Hvem har erfaring med pelletskjel om vinteren?", topic="energi")
    await lena.replies(talk.room("energy")[0], "Bytt skruen i innmatingen hver høst.")
    await kari.does("answers.solved", "1")
    hits = await kari.commands("pelletskjel brennertrøbbel", "find")
    await kari.presses(button(hits, "questions.show"))
    await lena.clicks(await lena.does("searches.show"), "Add as keyword")
    assert "Question 1" in text(await kari.commands("brennertrøbbel", "find"))
    shown = await lena.does("questions.show", "1")
    assert "Keywords: pelletskjel brennertrøbbel" in text(shown)
    assert await lena.submits(await lena.presses(button(shown, "searches.keywords")), keywords="flis, Flis;  brensel ")
    assert "Keywords: flis, brensel" in text(await lena.does("questions.show", "1"))
    assert "brennertrøbbel" in text(await lena.does("searches.show")), "it lacks the words again"
    await kari.submits(await kari.does("questions.more", "1"), what="withdraw")
    assert await rows(talk) == []
    assert "Found nothing" in text(await kari.commands("pelletskjel", "find"))


async def test_nothing_that_may_be_personal_is_kept(talk: Conversation, kari: Someone) -> None:
    async with talk.database.begin() as store:
        await store.people.add_person_with_account(Person(name="Åse Øyehaug", language="nb"))
    guest = await talk.person("gerd", role="guest")
    for words in (
        "xqz ola@firma.no", "xqz 99 88 77 66", "xqz +47 99887766", "xqz 01019012345", "https://xqz.no",
        "åse øyehaug xqz", "hei", "hva er den der", "x" * 201, " ".join(f"xqz{n}" for n in range(13)),
    ):  # fmt: skip
        assert "Found" in text(await kari.commands(words, "find")) or words == "hei", words
    await guest.commands(NONSENSE, "find")
    place = Place("fake", "W1", "c")
    await talk.happens(Query(id="q", name="solutions.find", sender=kari.sender, place=place, text=NONSENSE))
    await kari.does("find.more", f"5:{NONSENSE}")
    assert await rows(talk) == []
    await kari.commands("øyehaug XQZ", "find")
    assert await rows(talk) == [("øyehaug xqz", 1, "")], "half a name may be a place"


async def test_what_is_kept_says_nothing_of_who_searched(talk: Conversation, kari: Someone, lena: Someone) -> None:
    for who in (kari, lena):
        await misses_and_chooses(who)
    assert sorted(await rows(talk)) == [(OTHER, 2, ""), (OTHER, 2, "solution:1"), ("varme ovn", 2, "solution:1")]
    kept = {"id", "words", "topic_id", "kind", "record_id", "missing", "times", "last_day", "state"}
    for table in (MissedSearch.__table__, ChosenSearch.__table__):
        assert set(table.columns.keys()) <= kept
        assert not table.foreign_keys


async def test_the_longest_words_fit_into_a_button_and_what_it_carries_is_looked_at_again(
    talk: Conversation, kari: Someone
) -> None:
    found = " ".join(f"{letter}urkesolvantine" for letter in "bcdfghjklmnp")
    missed = " ".join(f"{letter}øykemistrodalv" for letter in "bcdfghjklmnp")
    async with talk.database.begin() as store:
        await import_solution_row(store, HEAT | {"id": "L-002", "problem": found})
    nothing = await kari.commands(missed, "find")
    hits = await kari.submits(await kari.presses(button(nothing, "solutions.search")), text=found)
    show = button(hits, "solutions.open")
    assert show.value == f"2:{found}|{missed}"
    assert len(show.value) < 2000
    await kari.presses(show)
    assert sorted(await rows(talk)) == [(found, 1, "solution:2"), (missed, 1, ""), (missed, 1, "solution:2")]
    await kari.does("solutions.open", f"1:kari@firma.no|99887766|{NONSENSE.upper()}|fjerde")
    assert [words for words, _, at in await rows(talk) if at == "solution:1"] == [NONSENSE, "fjerde"]


async def test_what_is_retired_deleted_or_long_ago_leaves_no_search_behind(
    talk: Conversation, clock: Clock, kari: Someone, lena: Someone, sara: Someone
) -> None:
    await misses_and_chooses(kari)
    await sara.does("solutions.retire", "1")
    assert await rows(talk) == [(OTHER, 1, "")]
    await sara.does("solutions.restore", "1")
    assert await rows(talk) == [(OTHER, 1, "")]
    clock.forward(days=179)
    for left, days in (([(OTHER, 1, "")], 2), ([], 0)):
        async with talk.database.begin() as store:
            await delete_expired_rows(store, talk.arena)
        assert await rows(talk) == left
        clock.forward(days=days)


async def test_a_merged_topic_takes_its_searches_along(talk: Conversation, kari: Someone, sara: Someone) -> None:
    nina = await talk.person("nina", organisation="proven", leads="klima")
    for words in ("tema:energi borekrone", "tema:klima borekrone", "tema:energi glødeskall"):
        await kari.commands(words, "find")
    await misses_and_chooses(kari)
    form = await sara.does("admin.merge", "energi")
    await sara.submits(form, target="klima")
    shown = text(await nina.does("searches.show"))
    assert "2 times" in shown
    assert "“glødeskall”" in shown
    assert "L-001" in shown
    assert "L-001" in text(await kari.commands("tema:energi varme ovn", "find"))


async def test_the_digest_tells_those_who_look_after_topics_once_there_is_something(
    talk: Conversation, clock: Clock, kari: Someone, lena: Someone
) -> None:
    clock.set(datetime(2027, 3, 1, 9, tzinfo=UTC))
    await kari.commands("tema:energi borekrone", "find")
    await misses_and_chooses(kari)
    async with talk.database.begin() as store:
        await talk.courier.router.plans["digest"](store, talk.arena, store.now + timedelta(days=14))
    clock.set(datetime(2027, 3, 2, 8, tzinfo=UTC))
    await talk.settle()
    told = [post for post in lena.sees if "Searches in your topics" in post.text]
    assert len(told) == 1
    assert "1 search found nothing · 1 was found with other words" in told[0].text
    assert not [post for post in kari.sees if "Searches in your topics" in post.text]
    assert "borekrone" in text(await lena.clicks(told[0], "Show"))
