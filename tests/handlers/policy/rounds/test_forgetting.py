"""What becomes of answers: forgotten in time, and with the person or the organisation that gave them; totals stay."""

from __future__ import annotations

from handlers.policy.record_retention import clean_up_round_data
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.handlers.overview.privacy.dumps import dump, hits
from tests.input import answers, asks, crowd, drafts, publishes
from tests.policy import said

FIELDS = "Power: number MW\nA case: text\nEnova: scheme"


async def published(talk: Conversation, sara: Someone) -> tuple[list[Someone], int]:
    """Six have answered, and a total is out."""
    people = await crowd(talk, 6)
    round = await asks(sara, fields=FIELDS)
    for who in people:
        await answers(who, round, f1="10", f2="Kabelen ryker.", f3="missed", f3why="For smal.", shared="unnamed")
    await sara.does("rounds.close", str(round))
    assert "60 MW from 6 answers" in said(await publishes(sara, round))
    return people, round


async def tidies(talk: Conversation) -> None:
    async with talk.database.begin() as store:
        await clean_up_round_data(store, talk.arena)


async def test_answers_are_forgotten_two_years_after_the_end_and_totals_stay(
    talk: Conversation, sara: Someone, clock: Clock
) -> None:
    people, round = await published(talk, sara)
    clock.forward(days=720)
    await tidies(talk)
    assert "Kabelen ryker." in await dump(talk.database)
    clock.forward(days=20)
    await tidies(talk)
    text = await dump(talk.database)
    assert hits(text, "Kabelen", "For smal") == []
    assert "60 MW from 6 answers" in said(await people[0].does("rounds.open", str(round)))


async def test_drafts_nobody_comes_back_to_go(talk: Conversation, sara: Someone, kari: Someone, clock: Clock) -> None:
    await drafts(sara)
    clock.forward(days=91)
    await tidies(talk)
    assert "I cannot find that round." in said(await sara.does("rounds.open", "1"))


async def test_who_is_erased_leaves_no_name_and_the_answer_of_the_organisation_stays(
    talk: Conversation, sara: Someone, kari: Someone
) -> None:
    async with talk.database.begin() as store:
        (await store.people.load_person(kari.person_id)).name = "Kåri Nordhaug"
    round = await asks(sara, fields=FIELDS)
    await answers(kari, round, f1="10", f2="Spør Kåri Nordhaug.", f3="hit", f3why="Kåri Nordhaug fikk svar.")
    assert len(hits(await dump(talk.database), "Nordhaug")) > 2, "else nothing is proved"
    await kari.submits(await kari.does("privacy.erase"), word="delete")
    assert hits(await dump(talk.database), "Nordhaug") == []
    assert "Power: 10 MW" in said(await sara.does("rounds.answers", str(round)))


async def test_an_organisation_that_leaves_takes_its_answers_and_totals_name_nobody(
    talk: Conversation, sara: Someone
) -> None:
    people, round = await published(talk, sara)
    open_one = await asks(sara, title="Water")
    async with talk.database.read() as store:
        house = await store.organisations.find_organisation_by_code("park1")
        assert house is not None
        data = await store.personal_data.export_rows_of_organisation(house.id)
    assert data["round_answers"][0]["given"]["1"] == "10"
    assert data["scheme_reports"][0]["reason"] == "For smal."
    form = await sara.does("privacy.house_leaves", str(house.id))
    await sara.submits(form, what="leave")
    async with talk.database.read() as store:
        left = await store.personal_data.export_rows_of_organisation(house.id)
    assert [row["given"] for row in left["round_answers"]] == [{}]
    assert "scheme_reports" not in left
    assert "Park1" not in said(await sara.does("rounds.open", str(open_one))), "it is asked for nothing more"
    assert "60 MW from 6 answers" in said(await people[1].does("rounds.open", str(round)))
