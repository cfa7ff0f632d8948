"""The page's files hang together: every text it asks for is given, every action it takes is answered."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path

import pytest

from bot.platforms.playground import page_handlers
from bot.platforms.playground.texts import build_page_texts, list_command_hints
from handlers.chat import verbs
from handlers.chat.cards import Part
from handlers.chat.say import LANGUAGES, Say
from tests.platforms.playground.conftest import Stage

SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(page_handlers.STATIC.glob("*.js"))}
WHOLE = "\n".join(SCRIPTS.values())


def test_every_text_the_page_asks_for_is_given_and_every_text_given_is_used() -> None:
    asked = set(re.findall(r"""\bt\("(\w+)"[,)]""", WHOLE))
    assert asked == set(build_page_texts(Say("nb", UTC)))


def test_the_page_does_only_what_there_is_an_address_for() -> None:
    done = set(re.findall(r"""(?:attempt|act)\((?:state\.me, |null, )?"(\w+)",""", WHOLE))
    assert done == {*page_handlers.DOINGS, "join"}


def test_every_part_of_a_card_has_its_drawing() -> None:
    drawn = set(re.findall(r"^  (\w+): \(", SCRIPTS["cards.js"], re.MULTILINE))
    assert drawn == {part.__name__ for part in Part.__args__}


@pytest.mark.parametrize("name", SCRIPTS)
def test_members_words_never_become_markup(name: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SCRIPTS[name])


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_module_says_what_it_is_and_stays_short(name: str) -> None:
    assert SCRIPTS[name].startswith("// ")
    assert len(SCRIPTS[name].splitlines()) <= 250


def test_the_page_needs_nothing_from_elsewhere() -> None:
    files = [path.read_text(encoding="utf-8") for path in page_handlers.STATIC.iterdir()]
    assert set(re.findall(r"https?://[^\s\"'`\\)]+", "\n".join(files))) <= {"http://www.w3.org/2000/svg"} | set(
        re.findall(r"https\?://\S*", WHOLE)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_that_is_offered_is_understood(language: str) -> None:
    offered = list_command_hints(Say(language, UTC))
    assert offered
    assert [word for word, _ in offered if not verbs.parse_command(word)[0]] == []


async def test_every_file_of_the_page_is_served_as_what_it_is(stage: Stage) -> None:
    for path in page_handlers.STATIC.iterdir():
        response = await stage.client.get(f"/playground/static/{path.name}")
        assert response.status == 200
        assert response.content_type == page_handlers.TYPES[Path(path).suffix]


async def test_without_a_person_the_page_is_in_the_default_language_and_shows_who_one_can_be(stage: Stage) -> None:
    response = await stage.client.get("/playground/state")
    found = await response.json()
    assert (found["me"], found["language"], found["channels"]) == (None, "nb", [])
    assert [one["user"] for one in found["people"]] == ["kari", "olav", "marit", "nils"]
    assert found["firstSteps"] is None  # they name people who are not in this network
