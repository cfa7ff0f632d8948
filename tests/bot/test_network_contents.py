"""What a file of a whole network says of each kind, what it keeps back, and that nobody hears of a load."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.importers.network_files import export_network, seed_network
from bot.importers.record_export import export_records
from bot.importers.seeding import SeedError, seed_records
from bot.runtime.bootstrap_data import prepare_database
from handlers.chat.record_ids import build_next_version
from handlers.questions import inactivity, question_escalation
from storage.kit.database import Database, Store
from storage.kit.record_declarations import CodedRecords, collect_declarations
from storage.meetings.agenda import CARRIED, STATES
from storage.policy.consultation_responses import NO, YES, ConsultationResponse
from storage.questions.questions import Question
from tests.conftest import Clock
from tests.meetings import MONDAY
from tests.networks import count_promises, fill_network


@pytest.fixture
async def network(database: Database, clock: Clock) -> Database:
    clock.set(MONDAY)
    await prepare_database(database)
    await fill_network(database, clock())
    return database


async def lines_of(database: Database) -> list[str]:
    return [f"{line}\n" for line in await export_network(database)]


async def rows_of(database: Database, kind: str) -> list[dict[str, Any]]:
    return [row for row in map(json.loads, await lines_of(database)) if row.pop("record") == kind]


async def refusal(database: Database, kind: str, row: dict[str, Any]) -> str:
    with pytest.raises(SeedError) as error:
        await seed_records(database, kind, [json.dumps(row)])
    return str(error.value)


async def test_the_file_names_neither_who_has_left_nor_who_asks_anonymously(network: Database) -> None:
    text = "".join(await lines_of(network))
    assert "Gone Network" not in text
    assert "Spørsmål: draft" not in text
    (asked,) = [row for row in await rows_of(network, "questions") if row["anonymous"]]
    (shy,) = [row["id"] for row in await rows_of(network, "people") if row["name"] == "Shy Network"]
    assert shy not in json.dumps(asked)
    assert "answers-2" not in json.dumps(asked)
    assert [answer.get("by_asker", False) for answer in asked["answers"]] == [True, False]


async def test_questions_keep_their_number_their_answers_and_what_solved_them(
    network: Database, elsewhere: Database
) -> None:
    await seed_network(elsewhere, await lines_of(network))
    async with network.read() as before, elsewhere.read() as after:
        for one in await before.questions.list_published_questions():
            there = await after.questions.find_question_by_number(one.number)
            assert there is not None
            assert (there.text, there.state, there.created_at) == (one.text, one.state, one.created_at)
            said, says = (
                await before.answers.list_answers_to_question(one.id),
                await after.answers.list_answers_to_question(there.id),
            )
            assert [answer.text for answer in says] == [answer.text for answer in said]
            accepted = await before.answers.find(one.accepted_answer_id)
            taken = await after.answers.find(there.accepted_answer_id)
            assert (taken and taken.text) == (accepted and accepted.text)
            assert await after.questions.find_question_number(
                there.duplicate_of_id
            ) == await before.questions.find_question_number(one.duplicate_of_id)
        asked = [one for one in await after.questions.list_published_questions() if one.anonymous]
        person = await after.people.find(asked[0].asker_id)
        assert person is not None
        assert person.erased_at is not None
        former = [one.author_id for one in await after.answers.list_answers_to_question(asked[0].id)]
        assert former[0] == asked[0].asker_id != former[1], "what somebody who left has said is not the asker's"


async def test_the_next_question_gets_a_number_that_nobody_has(network: Database) -> None:
    row = {"id": 4711, "text": "Hvem har høyest tall?", "lang": "nb"}
    await seed_records(network, "questions", [json.dumps(row)])
    await seed_records(network, "questions", [json.dumps(row | {"id": 4000})])
    async with network.begin() as store:
        kari = (await store.people.list_all_people())[0]
        asked = Question(text="Neste steg", asker_id=kari.id, language="nb", origin={}, suggested=[], guess=[])
        assert (await store.questions.add(asked)).number > 4711


async def test_nobody_is_told_or_asked_because_of_a_load(network: Database, elsewhere: Database) -> None:
    await seed_network(elsewhere, await lines_of(network))
    assert await count_promises(elsewhere) <= {"meetings.card", "reminders.card"}, "as with every file of meetings"
    async with elsewhere.read() as store:
        for one in await store.questions.list_published_questions():
            chain = await store.escalations.find_escalation(question_escalation.KIND, one.id)
            assert chain is not None
            assert chain.next_at is None
            quiet = await store.escalations.find_escalation(inactivity.KIND, one.id)
            assert quiet is None or quiet.since > store.now
        assert not list(await store.questions.list_questions_without_escalation(inactivity.KIND, inactivity.UNSOLVED))


async def list_codes(store: Store) -> dict[str, list[Sequence[Any]]]:
    coded = collect_declarations(CodedRecords)
    assert {"solutions", "questions"} <= {one.noun for one in coded}
    return {one.noun: await store.bulk_rows.list_row_labels(one.table.id, one.code) for one in coded}


async def test_a_file_loaded_where_it_was_taken_out_changes_nothing(network: Database) -> None:
    lines = await lines_of(network)
    async with network.read() as store:
        before = await list_codes(store)
        meetings = len(await store.meetings.list_all_meetings())
    await seed_network(network, lines)
    assert await lines_of(network) == lines
    async with network.read() as store:
        assert await list_codes(store) == before
        assert len(await store.meetings.list_all_meetings()) == meetings


async def test_what_was_held_is_there_with_its_minutes_and_numbers(network: Database, elsewhere: Database) -> None:
    await seed_network(elsewhere, await lines_of(network))
    assert await list_minutes(elsewhere) == await list_minutes(network)
    async with elsewhere.begin() as store:
        held = (await store.occurrences.list_closed_occurrences())[0]
        items = {item.title: item for item in await store.agenda.list_agenda_items(held.id, STATES)}
        carried = items["Carried"]
        assert carried.state == CARRIED
        corrects = items["Corrects"]
        assert (corrects.corrects, corrects.corrects_on) == ("Møte", date(2027, 1, 12))
        there = await store.agenda.find(carried.carried_to_id)
        assert there is not None
        assert (there.number, there.year) == (1, 27)
        assert await store.agenda.take_next_case_number(27) == 3
        (decided, _) = await store.actions.list_actions_of_occurrence(held.id)
        assert decided.item_id == items["Decided"].id
        assert decided.set_at > decided.created_at, "reminded of from now on"


async def test_what_was_changed_in_chat_is_loaded_with_its_version(network: Database, elsewhere: Database) -> None:
    """Such a version is made from the time, and is larger than any number that somebody types."""
    async with network.begin() as store:
        held = (await store.occurrences.list_closed_occurrences())[0]
        minutes = await store.minute_book.find_minutes(held.id)
        assert minutes is not None
        for row in (minutes, *await store.agenda.list_agenda_items(held.id, STATES)):
            row.version = build_next_version(row.version, store.now)
    await seed_network(elsewhere, await lines_of(network))
    assert await lines_of(elsewhere) == await lines_of(network)


async def list_minutes(database: Database) -> list[str]:
    """As they read, where who has left is named no more."""
    texts = [json.loads(line)["text"] for line in await export_records(database, "minutes")]
    return [text.replace("Gone Network", "Tidligere medlem") for text in texts]


async def test_who_is_counted_in_an_edition_stays_counted(network: Database, elsewhere: Database) -> None:
    await seed_network(elsewhere, await lines_of(network))
    async with elsewhere.read() as store:
        round = await store.rounds.find_round_by_code("R-1")
        assert round is not None
        power, *_ = await store.rounds.list_round_fields(round.id)
        assert len(await store.published_editions.list_organisations_counted_in(f"field:{power.id}")) == 10
        scheme = await store.schemes.find_scheme_by_name("Nettstøtte")
        assert scheme is not None
        assert len(await store.published_editions.list_organisations_counted_in(f"scheme:{scheme.id}:2027")) == 10


async def test_an_edition_that_would_tell_of_one_is_not_loaded(network: Database, elsewhere: Database) -> None:
    await seed_network(elsewhere, await lines_of(network))
    (row,) = [one for one in await rows_of(network, "rounds") if one["editions"]]
    told = row["editions"][0]["cells"]
    blocks = [one for one in told if "blocks" in one]
    blocks[0]["blocks"][0][1] = 4
    assert "too few have answered 'Effekt'" in await refusal(elsewhere, "rounds", row | {"id": "R-9"})
    (scheme,) = [one for one in await rows_of(network, "schemes") if one["editions"]]
    again = scheme | {"editions": [*scheme["editions"], scheme["editions"][0]]}
    assert "counted in another edition already" in await refusal(elsewhere, "schemes", again)
    scheme["editions"][0]["told"] = {"hit": 9, "missed": 1}
    assert "at least 5 on either side" in await refusal(elsewhere, "schemes", scheme | {"id": "Other", "reports": []})


async def test_rounds_taken_out_by_themselves_tell_no_answers(network: Database) -> None:
    for kind in ("rounds", "schemes", "questions"):
        text = "".join(await export_records(network, kind))
        assert "Det virker" not in text
        assert "Ring dem" not in text


async def test_earlier_signatures_and_refusals_of_a_consultation_come_along(
    network: Database, elsewhere: Database
) -> None:
    await prepare_database(elsewhere)
    row = {"id": "K-1", "title": "Om nett", "deadline": "2027-08-17", "topics": ["nett"], "draft_text": "Vi"}
    await seed_records(network, "consultations", [json.dumps(row)])
    async with network.begin() as store:
        found = await store.consultations.find_consultation_by_origin("K-1")
        assert found is not None
        found.version = 3
        for n, (affected, signs, version) in enumerate(((YES, YES, 1), (YES, YES, 3), (YES, NO, 0), ("", NO, 0))):
            house = await store.organisations.find_organisation_by_code(f"answers-{n}")
            assert house is not None
            await store.consultation_responses.store_response(
                ConsultationResponse(consultation_id=found.id, organisation_id=house.id, affected=affected, signs=signs,
                                  version=version)
            )  # fmt: skip
    await seed_network(elsewhere, await lines_of(network))
    (loaded,) = await rows_of(elsewhere, "consultations")
    assert [loaded] == await rows_of(network, "consultations")
    assert (loaded["earlier"], loaded["declines"]) == (["answers-0: 1"], ["answers-2", "answers-3"])


@pytest.mark.parametrize(
    ("kind", "row", "wrong"),
    [
        ("questions", {"id": 1, "text": "En annen", "created": "2020-01-01T00:00:00Z"}, "question 1 is another one"),
        ("questions", {"id": "x", "text": "?"}, "id: must be a whole number"),
        ("questions", {"id": 99}, "text: is required"),
        ("questions", {"id": 99, "text": "a", "answers": [{"text": "b", "author": "nobody"}]}, "answers: 1: author"),
        ("questions", {"id": 99, "text": "a", "answers": [], "accepted": 1}, "accepted: must say which"),
        ("questions", {"id": 99, "text": "a", "duplicate_of": 98}, "duplicate_of: there is nothing called '98'"),
        ("rounds", {"id": "R-x", "title": "T", "why": "W", "deadline": "2027-01-04", "state": "open"}, "must be R-"),
        ("rounds", {"id": "R-8", "title": "T", "why": "W", "deadline": "2027-01-04", "state": "open"}, "fields: is"),
        ("schemes", {"id": "Ny", "reports": [{"organisation": "nobody", "verdict": "hit"}]}, "reports: 1: organis"),
        ("occurrences", {"id": "2027-03-16T10:00 nowhere"}, "id: there is nothing called 'nowhere'"),
        ("people", {"id": "kari", "name": "Kari", "hours": "16:00-07:00"}, "hours: must be two times"),
        ("people", {"id": "kari", "name": "Kari", "zone": "Europe/Nowhere"}, "zone: there is no time zone"),
        ("people", {"id": "kari", "name": "Kari", "follows": ["nett never"]}, "follows: how soon"),
    ],
)
async def test_what_is_wrong_is_said_of_its_field(
    network: Database, kind: str, row: dict[str, Any], wrong: str
) -> None:
    assert wrong in await refusal(network, kind, row)
