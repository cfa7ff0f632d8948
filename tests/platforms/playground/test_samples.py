"""The sample network is whole, fictional, and loaded once."""

from __future__ import annotations

import json

from bot.platforms.playground import load_sample_network
from bot.platforms.playground.first_steps import choose_first_steps, describe_first_steps
from bot.platforms.playground.sample_data import KINDS, SAMPLE
from bot.runtime.bootstrap_data import ensure_initial_topics
from handlers.chat.say import LANGUAGES
from handlers.chat.turn import Arena
from storage.kit.database import Database


async def test_the_sample_is_loaded_once_and_changes_since_are_kept(database: Database) -> None:
    async with database.begin() as store:
        await ensure_initial_topics(store)
    await load_sample_network(database, Arena())
    async with database.begin() as store:
        members = {
            member.user: member for member in await store.playground_chat.list_playground_members("playground", "local")
        }
        (await store.people.find_person_by_account("playground", "local", "kari"))[0].name = "Kari Ny"  # type: ignore[index]
    assert len(members) == 12
    assert {member.language for member in members.values()} == {"nb", "nn", "en"}
    assert members["kari"].leads == ("Nett og nettkapasitet",)
    assert (members["kari"].acts_as, members["line"].acts_as) == ("contact", "deputy")
    assert members["marit"].secretariat
    assert members["nils"].guest
    await load_sample_network(database, Arena())
    async with database.read() as store:
        again = {
            member.user: member.name
            for member in await store.playground_chat.list_playground_members("playground", "local")
        }
        channels = {channel.id: channel.bot for channel in await store.playground_chat.list_channels()}
        rooms = await store.playground_chat.map_topics_by_channel("playground", "local")
        secret = await store.playground_chat.list_secretariat_channels("playground", "local")
    assert again["kari"] == "Kari Ny"
    assert channels["tema-nett"]
    assert not channels["kaffepraten"]
    assert set(channels) - set(rooms) == {"generelt", "kaffepraten"}
    assert secret == {"sekretariat"}


def test_whoever_begins_reads_the_language_and_whoever_answers_leads_a_topic() -> None:
    people = {row["id"]: row for row in map(json.loads, (SAMPLE / "people.jsonl").read_text("utf-8").splitlines())}
    for language in LANGUAGES:
        steps = choose_first_steps(language, people)
        assert steps is not None
        assert people[steps.asks]["language"] == people[steps.answers]["language"] == language
        assert people[steps.answers]["leads"]
        assert people[steps.keeps]["role"] == "secretariat"


async def test_the_terminal_says_in_three_lines_what_to_try(database: Database) -> None:
    async with database.begin() as store:
        await ensure_initial_topics(store)
    nobody = await describe_first_steps(database, "http://here/", "Arena")
    await load_sample_network(database, Arena())
    lines = await describe_first_steps(database, "http://here/", "Arena")
    assert lines == (
        "The playground is at http://here/",
        "Be James Mockup, and write to Arena: How do you set a climate target for the whole park?",
        "Then be Emma Sample, and answer. Marit Bransje is the secretariat.",
    )
    assert nobody == (lines[0], "Choose there who to be, or add a person.")


def test_nothing_in_the_sample_exists() -> None:
    parks = {json.loads(line)["name"] for line in (SAMPLE / "organisations.jsonl").read_text("utf-8").splitlines()}
    said = {json.loads(line)["park"] for line in (SAMPLE / "solutions.jsonl").read_text("utf-8").splitlines()}
    assert said <= parks
    assert all(json.loads(line)["invented"] for line in (SAMPLE / "solutions.jsonl").read_text("utf-8").splitlines())
    beside = {
        "channels.jsonl", "first_steps.jsonl", "history.jsonl", "listings.jsonl", "meetings.jsonl", "plots.jsonl",
        "streams.jsonl",
    }  # fmt: skip
    assert {f"{kind}.jsonl" for kind in KINDS} | beside == {path.name for path in SAMPLE.iterdir()}
