"""What commands print has one of a thing and several of it in the right form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import DONE
from bot.cli.record_commands import run_reindex_command, run_seed_command
from bot.importers.rows import FILE_KINDS
from bot.runtime.counted_words import count_things
from bot.settings import read_settings


def test_each_kind_of_file_is_counted() -> None:
    ones = {kind.name: count_things(1, kind.name) for kind in FILE_KINDS}
    assert ones["people"] == "1 person"
    assert ones["matches"] == "1 match"
    assert ones["minutes"] == "1 minutes"
    assert ones["listings"] == "1 listing"
    assert [one for one in ones.values() if one.endswith("s") and one != "1 minutes"] == []
    assert {count_things(n, "people") for n in (0, 2)} == {"0 people", "2 people"}
    assert count_things(1, "lessons refused") == "1 lesson refused"


async def test_one_person_is_loaded_and_one_record_indexed(
    tmp_path: Path, sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read_settings({"DATABASE_URL": sqlite_url, "SEMANTIC": "0"})
    organisation, person = tmp_path / "organisations.jsonl", tmp_path / "people.jsonl"
    organisation.write_text(json.dumps({"id": "eksempel", "name": "Eksempel", "kind": "company"}) + "\n", "utf-8")
    person.write_text(json.dumps({"id": "kari", "name": "Kari", "organisation": "eksempel"}) + "\n", "utf-8")
    assert await run_seed_command(settings, "organisations", str(organisation)) == DONE
    assert await run_seed_command(settings, "people", str(person)) == DONE
    assert await run_reindex_command(settings) == DONE
    assert capsys.readouterr().out.splitlines() == [
        "1 organisation loaded.",
        "1 person loaded.",
        "0 records indexed anew.",
    ]
