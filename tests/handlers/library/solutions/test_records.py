"""Rows of a file: read in once or twice, refused with the field's name, written out as they came."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.chat.rows import RowError
from handlers.chat.say import Say
from handlers.chat.turn import Arena
from handlers.language.document_search import search_documents
from handlers.library.solutions.import_export import export_solutions, import_solution_row
from handlers.library.solutions.publication import add_months
from handlers.library.solutions.solution_badge import describe_solution_badge
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store
from storage.library.solutions import CIRCLE, MEMBERS, RETIRED

ROW: dict[str, Any] = {
    "id": "L-001", "topic": "nett", "lang": "nb", "title": "Effekt lånt av nabo om natta",
    "problem": "Bedrift B trengte 4 MW og sto i kø; bedrift A brukte ikke 6 MW om natta",
    "done": "Nettselskapet godkjente felles avtale med egen måler per bedrift og nattgrense",
    "result": "B startet nattskift 14 måneder tidligere", "cost_time": "0,9 mill., 5 md.",
    "pitfall": "Avtalen må fornyes ved eierskifte", "park": "Eksempel Industripark", "maturity": "i drift",
    "level": "medlemmer", "date": "2026-01-20", "verify_by": "2027-01-20", "invented": True,
}  # fmt: skip
ENGLISH: dict[str, Any] = {
    "id": "L-007", "topic": "symbiose", "lang": "en", "title": "Spent acid reused next door", "problem": "Acid",
    "done": "A tank and a pump", "result": "700 t/yr reused", "cost_time": "1.2 m NOK", "pitfall": "Trace metals",
    "park": "Mockup Park", "maturity": "operating", "level": "members", "date": "2025-12-05", "verify_by": "2026-12-05",
}  # fmt: skip


@pytest.fixture(autouse=True)
async def topics(store: Store) -> None:
    await ensure_initial_topics(store)


async def test_a_row_becomes_a_solution_that_is_found(store: Store) -> None:
    park = await store.organisations.add(Organisation(code="eks", name="Eksempel industripark", kind="park"))
    await import_solution_row(store, ROW)
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    assert (solution.level, solution.maturity, solution.organisation_id) == (MEMBERS, "operating", park.id)
    assert (solution.dated, solution.verify_by) == (date(2026, 1, 20), date(2027, 1, 20))
    (hit,) = await search_documents(store, "låne effekt av nabo")
    assert (hit.kind, hit.id) == ("solution", solution.id)
    say = Say("nb", ZoneInfo("Europe/Oslo"))
    assert "20. januar 2026" in describe_solution_badge(solution, say, date(2026, 6, 1))
    assert "⚠️" in describe_solution_badge(solution, say, date(2027, 1, 21))


async def test_a_row_without_days_counts_from_the_day_that_it_is_where_the_arena_is(store: Store) -> None:
    undated, days = {name: value for name, value in ROW.items() if name not in ("date", "verify_by")}, []
    for code, zone in (("L-001", "Pacific/Kiritimati"), ("L-002", "Pacific/Pago_Pago")):  # always on two days
        arena = Arena(zone=ZoneInfo(zone))
        await import_solution_row(store, undated | {"id": code}, arena=arena)
        solution = await store.solutions.find_solution_by_code(code)
        assert solution is not None
        assert solution.verify_by == add_months(arena.find_day(store.now), 12)
        days.append(arena.find_day(store.now))
    assert days[0] > days[1]


async def test_the_same_row_twice_changes_nothing(store: Store) -> None:
    await import_solution_row(store, ROW)
    await import_solution_row(store, ROW)
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    assert solution.version == 1
    assert len(await search_documents(store, ROW["title"])) == 1


async def test_a_newer_row_is_a_new_version(store: Store) -> None:
    await import_solution_row(store, ROW)
    await import_solution_row(store, ROW | {"result": "B startet nattskift 15 måneder tidligere"})
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    assert "15 måneder" in solution.result
    assert solution.version == 2
    (old,) = await store.solutions.list_solution_versions(solution.id)
    assert "14 måneder" in old.data["result"]


async def test_what_members_changed_or_retired_is_not_undone_by_the_old_file(store: Store) -> None:
    await import_solution_row(store, ROW)
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    solution.title, solution.verify_by = "Bedre tittel", date(2028, 1, 1)
    await import_solution_row(store, ROW)
    assert (solution.title, solution.verify_by) == ("Bedre tittel", date(2028, 1, 1))
    solution.state = RETIRED
    await import_solution_row(store, ROW | {"title": "Enda en tittel"})
    assert (solution.title, solution.state) == ("Bedre tittel", RETIRED)


async def test_only_five_fields_are_needed(store: Store) -> None:
    row = {name: ROW[name] for name in ("id", "title", "problem", "done", "topic")}
    await import_solution_row(store, row)
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    assert (solution.language, solution.level) == ("nb", MEMBERS)
    assert solution.verify_by is not None
    for name in row:
        with pytest.raises(RowError) as refused:
            await import_solution_row(store, row | {name: " "})
        assert refused.value.field == name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"topic": "kaffe"}, "topic"),
        ({"level": "hemmelig"}, "level"),
        ({"lang": "se"}, "lang"),
        ({"date": "20.1.2026"}, "date"),
        ({"verify_by": "2026-02-30"}, "verify_by"),
        ({"id": 7}, "id"),
        ({"title": "t" * 201}, "title"),
        ({"owner": "nobody"}, "owner"),
        ({"keywords": [7]}, "keywords"),
        ({"keywords": ";".join(f"ord {n}" for n in range(130))}, "keywords"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_is_kept(store: Store, change: dict[str, Any], field: str) -> None:
    with pytest.raises(RowError) as refused:
        await import_solution_row(store, ROW | change)
    assert refused.value.field == field
    assert await store.solutions.find_solution_by_code("L-001") is None


async def test_what_is_written_out_can_be_read_in_again(store: Store) -> None:
    await store.people.add_person_with_account(Person(code="p-1", name="Kari", language="nb"))
    full = ROW | {
        "owner": "p-1",
        "contact": "Kari",
        "preconditions": "To målere",
        "failed": "Én måler",
        "keywords": ["tomgang", "låne straum"],
        "level": "krets",
    }
    await import_solution_row(store, full)
    await import_solution_row(store, ENGLISH)
    rows = [{name: value for name, value in row.items() if value} async for row in export_solutions(store)]
    assert rows == [{name: value for name, value in full.items() if name != "invented"}, ENGLISH]
    for row in rows:
        await import_solution_row(store, row)
    solution = await store.solutions.find_solution_by_code("L-001")
    assert solution is not None
    assert (solution.version, solution.level) == (1, CIRCLE)
    await import_solution_row(store, full | {"keywords": "tomgang;  Tomgang; ledig effekt"})
    assert solution.keywords == ["tomgang", "ledig effekt"]


async def test_its_reach_is_written_out_and_read_in_again(store: Store) -> None:
    for code in ("alfa", "beta"):
        await store.organisations.add(Organisation(code=code, name=code.title(), kind="park", region="Vest"))
    for reach in ("secretariat", "region:Vest", "own:alfa", "chosen:alfa;beta", "except:beta"):
        await import_solution_row(store, ROW | {"reach": reach})
        (row,) = [row async for row in export_solutions(store)]
        assert row["reach"] == reach
        await import_solution_row(store, ROW)  # what a row leaves out stays
        solution = await store.solutions.find_solution_by_code("L-001")
        assert solution is not None
        assert solution.reach_id is not None
    for wrong in ("chosen:nowhere", "chosen:", "everybody"):
        with pytest.raises(RowError) as refused:
            await import_solution_row(store, ROW | {"reach": wrong})
        assert refused.value.field == "reach"
    await import_solution_row(store, ROW | {"reach": "all"})
    assert solution.reach_id is None


async def test_words_of_levels_and_maturity_in_any_language(store: Store) -> None:
    for number, (level, maturity) in enumerate((("Open", "idé"), ("Medlemmar", "avvikla"), ("Krins", "Prosjekt 2"))):
        await import_solution_row(store, ROW | {"id": f"W-{number}", "level": level, "maturity": maturity})
    found = [await store.solutions.find_solution_by_code(f"W-{number}") for number in range(3)]
    assert [one.level for one in found if one] == ["open", "members", "circle"]
    assert [one.maturity for one in found if one] == ["idea", "closed", "Prosjekt 2"]
