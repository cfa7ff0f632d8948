"""Issues come from files: found and listed, announced in no room, and what organisations have said stays said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.__main__ import build_argument_parser
from bot.importers.record_export import export_records
from bot.importers.rows import EXPORT, SEED
from bot.importers.seeding import SeedError, seed_records
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.meetings import MONDAY
from tests.policy import passes, raises, said

ROW: dict[str, Any] = {
    "id": "S-7",
    "title": "Svarfrist for nettilknytning",
    "problem": "Parkene venter i årevis.",
    "wanted": "Seks måneders frist for svar.",
    "addressee_kind": "ministry",
    "addressee": "Energidepartementet",
    "topics": ["nett", "energi"],
    "organisation": "eksempel",
    "deadline": "2027-06-30",
    "state": "working",
    "published": "2026-11-02",
    "support": ["eksempel", "dømeøyra"],
    "conditional": ["prøvedal"],
    "reasons": ["dømeøyra: Vi har ventet i tre år; køen står.", "prøvedal: Hvis fristen\ngjelder alle."],
    "evidence": ["dømeøyra: 18 MW – Vi venter.", "Uten avsender."],
}


@pytest.fixture
async def talk(sqlite_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    clock.set(MONDAY)
    database = Database(sqlite_url, clock=clock)
    talk = await Conversation(database).begin()
    await talk.carries("grid", "nett")
    yield talk
    await database.close()


@pytest.fixture
async def ola(talk: Conversation) -> Someone:
    for code in ("eksempel", "prøvedal"):
        await talk.person(f"of-{code}", organisation=code, contact=True)
    return await talk.person("ola", organisation="dømeøyra", contact=True)


async def load(talk: Conversation, *rows: dict[str, Any]) -> None:
    await seed_records(talk.database, "issues", [json.dumps(row) + "\n" for row in rows], "file.jsonl")
    await talk.settle()


async def faults(talk: Conversation, *rows: dict[str, Any]) -> str:
    with pytest.raises(SeedError) as caught:
        await load(talk, *rows)
    return str(caught.value)


async def exported(talk: Conversation) -> list[dict[str, Any]]:
    return [json.loads(line) for line in await export_records(talk.database, "issues")]


async def test_an_issue_is_loaded_found_and_listed_and_nobody_is_told(talk: Conversation, ola: Someone) -> None:
    for _ in range(2):
        await load(talk, ROW)
    assert talk.posts == []
    whole = said(await ola.commands("S-7", "issue"))
    assert "2 parks support · 1 with conditions" in whole
    assert "18 MW – Vi venter." in whole
    assert "Vi har ventet i tre år; køen står." in whole
    assert "In progress" in whole
    assert "S-7 Svarfrist for nettilknytning" in said(await ola.commands("", "issue"))
    assert "S-7" in said(await ola.commands("frist for nettilknytning", "find"))
    notes = said(await ola.does("issues.history", "1"))
    assert notes.count("Supports") == 3
    assert "2 November 2026: In progress" in notes
    assert "1 March 2027 · Dømeøyra: Supports" in notes
    assert "S-8 is kept" in said(await raises(ola)), "the next code comes after it"


async def test_the_same_row_undoes_nothing_that_was_done_in_chat_and_a_changed_one_says_what_is_new(
    talk: Conversation, ola: Someone, clock: Clock
) -> None:
    sara = await talk.person("sara", role="secretariat")
    await load(talk, ROW)
    await sara.submits(await sara.does("issues.work", "1"), state="sent", text="Sent.", owner=str(sara.person_id))
    await ola.does("issues.unsupport", "1")
    await ola.submits(await ola.does("issues.against", "1"), reason="For dyrt.")
    await load(talk, ROW)
    (row,) = await exported(talk)
    assert (row["state"], row["support"], row["against"]) == ("sent", ["eksempel"], ["dømeøyra"])
    assert row["reasons"] == ["prøvedal: Hvis fristen\ngjelder alle.", "dømeøyra: For dyrt."]
    heard = len(ola.sees)
    await load(talk, ROW | {"state": "decided", "outcome": "Åtte måneder.", "review": "2027-05-03"})
    (row,) = await exported(talk)
    assert (row["state"], row["outcome"], row["against"]) == ("decided", "Åtte måneder.", ["dømeøyra"])
    assert "Åtte måneder." in talk.room("grid")[0].text, "its card says so"
    assert len(ola.sees) == heard
    await passes(talk, clock, days=64)
    assert "How did it go with S-7?" in sara.last.text


async def test_a_text_that_others_stand_behind_is_changed_in_chat_alone(talk: Conversation, ola: Someone) -> None:
    await load(talk, ROW)
    told = await faults(talk, ROW | {"wanted": "Tre måneders frist."})
    assert "line 1: wanted: others stand behind the text; change it in chat, where they are asked" in told
    assert "dømeøyra" in (await exported(talk))[0]["support"]
    alone = ROW | {"id": "S-8", "support": ["eksempel"], "conditional": [], "reasons": []}
    await load(talk, alone)
    await load(talk, alone | {"wanted": "Tre måneders frist.", "topics": ["klima"]})
    row = (await exported(talk))[1]
    assert (row["wanted"], row["topics"]) == ("Tre måneders frist.", ["klima"])
    told = await faults(talk, ROW | {"reach": "own:eksempel"})
    assert "reach: Prøvedal, Dømeøyra have a part in it and would no longer see it" in told


async def test_a_day_has_passed_once_it_is_tomorrow_where_the_arena_is(
    talk: Conversation, clock: Clock, ola: Someone
) -> None:
    clock.set(datetime(2027, 2, 28, 22, 30, tzinfo=UTC))
    with pytest.raises(SeedError, match="2027-02-28 is no working day"):
        await load(talk, ROW | {"deadline": "2027-02-28"})
    clock.set(datetime(2027, 2, 28, 23, 30, tzinfo=UTC))
    await load(talk, ROW | {"deadline": "2027-02-28"})


async def test_every_fault_is_told_with_line_and_field_and_nothing_is_kept(talk: Conversation, ola: Someone) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"id": "nett-1"}, "id: must be S- and a number, such as S-7"),
        ({"title": ""}, "title: is required"),
        ({"problem": "x" * 3001}, "problem: longer than 3000 characters"),
        ({"addressee_kind": "king"}, "addressee_kind: must be one of ministry"),
        ({"topics": []}, "topics: is required"),
        ({"topics": ["fotball"]}, "topics: unknown topic 'fotball'"),
        ({"deadline": "30.6.2027"}, "deadline: must be a date such as 2027-06-30"),
        ({"deadline": "2027-05-17"}, "deadline: 2027-05-17 is no working day"),
        ({"state": "draft"}, "state: must be one of proposed"),
        ({"state": "decided"}, "outcome: is required for an issue that is decided"),
        ({"organisation": "ukjent"}, "organisation: no organisation has the id 'ukjent'"),
        ({"owner": "ukjent"}, "owner: no person has the id 'ukjent'; load people first"),
        ({"reach": "nobody"}, "reach: must be all, secretariat"),
        ({"support": ["ukjent"]}, "support: no organisation has the id 'ukjent'"),
        ({"against": ["eksempel"]}, "against: 'eksempel' stands under support already: each says it once"),
        ({"reasons": ["Fordi."]}, "reasons: 'Fordi.' begins with no organisation that says something of it"),
        ({"reasons": ["eksempel: " + "x" * 601]}, "reasons: 'eksempel': longer than 600 characters"),
        ({"colour": "red"}, "colour: unknown field"),
        ({"published": "i fjor"}, "published: must be a time such as"),
        ({"published": 1}, "published: must be a time"),
    ]
    rows = [ROW, *(ROW | {"id": f"S-{n + 20}"} | change for n, (change, _) in enumerate(wrong))]
    told = (await faults(talk, *rows)).splitlines()
    assert told[-1] == "Nothing was loaded."
    for n, (line, (_, fault)) in enumerate(zip(told, wrong, strict=False), 2):
        assert line.startswith(f"file.jsonl: line {n}: {fault}"), line
    assert len(told) == len(wrong) + 1
    assert await exported(talk) == []


async def test_what_waits_for_the_secretariat_is_nobodys_to_load_over(talk: Conversation, ola: Someone) -> None:
    await raises(ola)
    assert "id: S-1 is not out" in await faults(talk, ROW | {"id": "S-1"})


@pytest.mark.parametrize("kind", ["json", "csv"])
async def test_what_is_taken_out_can_be_read_in_again(
    talk: Conversation, ola: Someone, sqlite_template: Any, tmp_path: Any, clock: Clock, kind: str
) -> None:
    """Here, where it changes nothing, and in another network."""
    await load(talk, ROW, ROW | {"id": "S-9", "state": "dropped", "outcome": "Nei.", "reach": "except:prøvedal",
                                 "conditional": [], "reasons": ["dømeøyra: C:\\"],
                                 "closed": "2026-12-01T10:00:00Z"})  # fmt: skip
    rows = await exported(talk)
    lines = [f"{line}\n" for line in await export_records(talk.database, "issues", csv=kind == "csv")]
    assert await seed_records(talk.database, "issues", lines) == 2
    assert await exported(talk) == rows
    path = tmp_path / "other.db"
    path.write_bytes(sqlite_template.read_bytes())
    other = await Conversation(Database(f"sqlite:///{path}", clock=clock)).begin()
    for code in ("eksempel", "prøvedal", "dømeøyra"):
        await other.person(f"of-{code}", organisation=code)
    assert await seed_records(other.database, "issues", lines) == 2
    assert await exported(other) == rows
    await other.database.close()


async def test_a_cell_of_an_issue_is_never_a_formula(talk: Conversation, ola: Someone) -> None:
    await load(talk, ROW | {"title": "=1+1", "evidence": []})
    (row,) = csv.DictReader(io.StringIO("\n".join(await export_records(talk.database, "issues", csv=True))))
    assert row["title"] == "'=1+1"


def test_the_command_line_loads_and_takes_out_every_kind_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_argument_parser()
    assert [parser.parse_args(["seed", kind, "-"]).kind for kind in (*SEED, "all")] == [*SEED, "all"]
    assert [parser.parse_args(["export", kind]).kind for kind in (*EXPORT, "all")] == [*EXPORT, "all"]
    with pytest.raises(SystemExit, match="2"):
        parser.parse_args(["seed", "minutes", "-"])
    assert "there is no kind 'minutes'; choose from people, organisations" in capsys.readouterr().err
