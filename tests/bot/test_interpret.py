"""`python -m bot interpret` tells what the chat would make of a line, and leaves no trace."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cli.interpret_command import run_interpret_command
from bot.settings import read_settings
from handlers.overview.bare_words.readings import (
    COMMAND,
    CONFIRM,
    ORGANISATION,
    PAGE,
    PERSON,
    QUESTION,
    RECORD,
    SMALLTALK,
    TOPIC,
)
from storage.kit.database import Database
from storage.kit.tables import metadata
from tests.conftest import Clock
from tests.conversation import Conversation
from tests.meetings import MONDAY
from tests.policy import published

LINES = {
    "Hvem har erfaring med varmepumper i kaldt vann?": (QUESTION, None),
    "spør banan": (QUESTION, None),
    "Nettselskapet svarer ikke om tilknytning": (QUESTION, None),
    "hvem vedlikeholder sprinkleranlegget deres": (QUESTION, None),
    "spør": (COMMAND, "ask"),
    "banan": (CONFIRM, None),
    "banana": (CONFIRM, None),
    "møte": (COMMAND, "meeting"),
    "sak ny Raskere nett": (COMMAND, "issue.new"),
    "høring": (COMMAND, "consultation"),
    "slett meg": (COMMAND, "delete"),
    "hvem nett": (COMMAND, "who"),
    "hjelp møte": (COMMAND, "help"),
    "New meeting": (COMMAND, "meeting.new"),
    "Foreslå et møte": (COMMAND, "meeting.new"),
    "Når er neste møte?": (COMMAND, "meeting"),
    "hvor finner jeg referatet": (PAGE, "minutes"),
    "sakliste": (PAGE, "agenda"),
    "quiet hours": (PAGE, "hours"),
    "romma": (PAGE, "rooms"),
    "s1": (RECORD, "S-1"),
    "vi må utsette fristen på S-1 til 3. mars": (RECORD, "S-1"),
    "l13": (RECORD, "L-013"),
    "#12": (RECORD, "#12"),
    "Prøvedal": (ORGANISATION, "prøvedal"),
    "Nordmann": (PERSON, None),
    "grid connection": (TOPIC, "nett"),
    "takk for hjelpen": (SMALLTALK, None),
}


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
async def filled(url: str, clock: Clock) -> AsyncIterator[Database]:
    clock.set(MONDAY)  # at an hour at which people are told
    database = Database(url, clock=clock)
    talk = await Conversation(database).begin()
    kari = await talk.person("kari", organisation="prøvedal")
    await talk.person("ola nordmann", organisation="nabo")
    await published(kari, await talk.person("sara", role="secretariat"))
    yield database
    await database.close()


async def interprets(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: str
) -> tuple[int, list[dict[str, Any]], str]:
    """The exit code, the rows of stdout, and stderr."""
    typed = "".join(f"{line}\n" for line in lines).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
    code = await run_interpret_command(read_settings({"DATABASE_URL": url}))
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], err


async def count_rows(database: Database) -> dict[str, int]:
    async with database.read() as store:
        return {
            name: await store.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


async def test_each_line_is_taken_for_what_the_chat_takes_it_for_and_nothing_is_kept(
    filled: Database, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = await count_rows(filled)
    lines = [json.dumps({"id": text, "text": text}) for text in LINES]
    code, rows, err = await interprets(url, monkeypatch, capsys, *lines)
    found = {row["id"]: (row["as"], row["target"]) for row in rows}
    person = found.pop("Nordmann")
    assert person[0] == PERSON
    assert found == {text: expected for text, expected in LINES.items() if text != "Nordmann"}
    assert (code, err) == (0, "")
    assert await count_rows(filled) == before


async def test_every_line_has_all_fields(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = json.dumps({"id": 7, "text": "agenda", "language": "nn", "now": "2026-12-07T09:00"})
    code, rows, _ = await interprets(url, monkeypatch, capsys, line, "")
    assert rows == [{"id": 7, "as": "page", "target": "agenda", "meeting": None, "asks": []}]
    assert code == 0


async def test_a_wrong_line_is_named_by_its_number_and_the_others_are_read(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {
        "{": "is not JSON",
        "[]": "must be an object",
        '{"id": 1}': "text: is missing",
        '{"id": 1, "text": 2}': "text: must be a text",
        '{"id": 1, "text": "a", "lang": "nb"}': "lang: is no field of this command",
        '{"id": 1, "text": "a", "language": "sv"}': "language: must be one of nb, nn, en",
        '{"id": 1, "text": "a", "now": "soon"}': "now: must be a local time, such as 2026-12-07T09:00",
        '{"id": 1, "text": "a", "now": "2026-12-07T09:00Z"}': "now: must be a local time, such as 2026-12-07T09:00",
    }
    code, rows, err = await interprets(url, monkeypatch, capsys, *wrong, '{"id": 9, "text": "agenda"}')
    assert err.splitlines() == [f"line {number}: {text}" for number, text in enumerate(wrong.values(), 1)]
    assert [row["id"] for row in rows] == [9]
    assert code == 1


async def test_a_line_without_a_verb_is_a_new_meeting_where_it_names_one_and_a_time(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "Hvem har 2 MW"
    lines = ("tirsdag møte om spillvarme kl 9", "sett opp et møte tirsdag kl 9 om spillvarme", "fase 2", asked)
    rows = [json.dumps({"id": 1, "text": text, "now": "2026-12-07T09:00"}) for text in lines]
    _, (bare, ordered, words, question), _ = await interprets(url, monkeypatch, capsys, *rows)
    assert (bare["as"], bare["target"], ordered["target"]) == ("meeting", None, "meeting.new")
    for row in (bare, ordered):
        assert (row["meeting"]["title"], row["meeting"]["start"]) == ("Møte om spillvarme", "2026-12-08T09:00")
    assert (words["as"], question["as"], question["meeting"]) == ("confirm", "question", None)


async def test_a_line_that_states_an_offer_or_a_need_is_asked_about_first(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "We have 2 MW of heat. Who has metered theirs?"
    lines = (
        "Vi har 2 MW",
        "treng 4 t/h damp, 10 bar",
        "We have 2 MW of heat. Who can use it?",
        "me har ledig damp",
        asked,
    )
    rows = [json.dumps({"id": 1, "text": text}) for text in lines]
    _, found, _ = await interprets(url, monkeypatch, capsys, *rows)
    assert [row["as"] for row in found] == ["confirm", "confirm", "confirm", "confirm", "question"]


async def test_words_about_a_new_meeting_are_read_as_of_the_time_that_is_named(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "møte ny Styremøte, onsdag kl. 10-11, Teams"
    line = json.dumps({"id": 1, "text": text, "now": "2026-12-07T09:00"})
    unclear = json.dumps({"id": 2, "text": "møte ny Styremøte 31. februar kl. 10", "now": "2026-12-07T09:00"})
    _, (row, asked), _ = await interprets(url, monkeypatch, capsys, line, unclear)
    assert (row["as"], row["target"], row["asks"]) == ("command", "meeting.new", [])
    assert row["meeting"] == {
        "title": "Styremøte",
        "start": "2026-12-09T10:00",
        "end": "2026-12-09T11:00",
        "place": "Teams",
        "link": None,
        "rule": None,
        "count": None,
    }
    assert (asked["asks"], asked["meeting"]["start"]) == (["date"], None)
