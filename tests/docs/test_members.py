"""The pages for members name commands and buttons as they are: each is tried, or looked up in the catalogue."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from handlers.chat import verbs
from handlers.chat.cards import Reply
from storage.kit.database import Database
from tests.conversation import Conversation
from tests.texts import TRANSLATED, catalogue

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = (*TRANSLATED, "en")
MANIFESTS = ("slack", "teams")
#: not for members
BEYOND = {"admin", "setup"}
PLACEHOLDER = re.compile(r"\{\w+\}")
#: words in «…» and in **…** that are about the marks themselves
MARKS = {"hermetegn", "hermeteikn", "these marks", "fet skrift", "feit skrift", "bold"}


def page(language: str) -> str:
    return (ROOT / "docs" / f"members.{language}.md").read_text()


def commands(language: str) -> list[str]:
    """What stands in «…», as it reaches the bot: Slack keeps `/arena` for itself, and `/spor` asks at once."""
    found = dict.fromkeys(re.findall(r"«([^»]+)»", page(language)))
    return [command.removeprefix("/arena ") for command in found if command not in MARKS | {"/spor"}]


@cache
def labels(language: str) -> set[str]:
    """All that the bot says in the language, with "…" where it fills something in; and the names in its manifests."""
    texts: set[str] = set()
    for message in catalogue("nb" if language == "en" else language):
        said = message.id if language == "en" else message.string
        texts.update(said if isinstance(said, tuple) else (said,))
    names = {name for manifest in MANIFESTS for name in names_in(manifest)}
    return {PLACEHOLDER.sub("…", text) for text in texts} | names


def names_in(platform: str) -> set[str]:
    """What a platform's own menus show: the same for everybody, whatever their language."""
    manifest = json.loads((ROOT / "bot" / "platforms" / platform / "manifest.json").read_text())
    if platform == "slack":
        return {shortcut["name"] for shortcut in manifest["features"]["shortcuts"]}
    return {command["title"] for part in manifest["composeExtensions"] for command in part["commands"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_button_on_the_page_has_these_words_in_the_bot(language: str) -> None:
    named = set(re.findall(r"\*\*([^*]+)\*\*", page(language))) - MARKS
    assert len(named) > 40
    assert sorted(named - labels(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_on_the_page_is_one_and_no_verb_is_left_out(language: str) -> None:
    named = {command: verbs.parse_command(command)[0] for command in commands(language)}
    assert [command for command, verb in named.items() if verb in ("", "asked")] == []
    assert set(named.values()) == set(verbs.WORDS) - BEYOND


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_command_on_the_page_does_something_of_its_own(database: Database, language: str) -> None:
    """Neither a question to the network, nor a refusal, nor what the verb alone does."""
    talk = await Conversation(database).begin()
    kari = await talk.person("kari", organisation="eksempel", contact=True)
    tried, wrong = tryable(language), []
    assert len(tried) > 10
    with capture_logs() as logs:
        for name, rest in tried:
            bare, reply = shown(await kari.commands("", name=name)), shown(await kari.commands(rest, name=name))
            if reply in (None, bare):
                wrong.append((name, rest))
    assert wrong == []
    assert [entry for entry in logs if entry["event"] == "event refused"] == []
    async with database.read() as store:
        assert await store.questions.list_questions_asked_by(kari.person_id, limit=9) == []


def tryable(language: str) -> list[tuple[str, str]]:
    """Those with words of their own after the verb, unless they name a record, or are filled in by the reader."""
    found = [verbs.parse_command(command) for command in commands(language)]
    own = [(name, rest) for name, rest in found if rest and name not in ("data", "erase")]
    return [(name, rest) for name, rest in own if "…" not in rest and not re.search(r"[A-Z]-\d", rest)]


def shown(reply: Reply) -> object:
    return reply.form or (reply.card and (reply.card.title, reply.card.fallback))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_leads_to_the_other_languages(language: str) -> None:
    links = set(re.findall(r"\]\((members\.\w+\.md)\)", page(language)))
    assert links == {f"members.{other}.md" for other in LANGUAGES if other != language}
    start = (ROOT / "docs" / "members.md").read_text()
    assert re.findall(r"\((members\.\w+\.md)\)", start) == [f"members.{other}.md" for other in LANGUAGES]
