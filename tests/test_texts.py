"""Every text of the bot is there in every language, with the same blanks, in the tone of the house."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from tests.sources import load_sources
from tests.texts import CODE, TRANSLATED, catalogue, gathered, missing, name_called

#: words that one written form of Norwegian has and the other does not
FOREIGN = {
    "nb": {
        "berre", "blei", "dykk", "eg", "ein", "eit", "frå", "gjer", "gjere", "heim", "ikkje", "kva", "kvar", "kven",
        "korleis", "meir", "me", "mykje", "noko", "nokon", "nokre", "spørje", "vere", "veit",
    },
    "nn": {
        "bare", "dere", "en", "et", "fra", "gjør", "gjøre", "hjem", "hva", "hvem", "hver", "hvor", "hvordan",
        "ikke", "jeg", "mer", "mye", "noe", "noen", "spørre", "være", "vet",
    },
}  # fmt: skip
#: `say(...)`, `turn.say(...)`, `reason(...)`; `say.many(...)`; and `self._say(event)("...")`, which hides what it says
SAY, SAY_MANY = re.compile(r"(^|\.)(say|reason)$"), re.compile(r"(^|\.)say\.many$")
SAYS_AT_ONCE = re.compile(r"say\(.*\)$")
#: what may be one of them ends with; "" is what has no name, such as the result of a call
NAMES = ("", "say", "reason", "many")


def translations(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Each form of the original with its translation, as far as there is one."""
    pairs = zip(message.id, message.string, strict=True) if message.pluralizable else [(message.id, message.string)]
    return ((original, said) for original, said in pairs if said)


def blanks(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_code_is_in_the_catalogue_and_nothing_else(language: str) -> None:
    in_code = {message.id for message in gathered() if message.id}
    translated = {message.id for message in translations(language)}
    assert in_code - translated == set(), "run `make texts`, and translate"
    assert translated - in_code == set(), "run `make texts`"
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_looked_at(language: str) -> None:
    assert missing(catalogue(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_blanks_of_its_original(language: str) -> None:
    unlike = [
        (original, said)
        for message in translations(language)
        for original, said in forms(message)
        if blanks(original) != blanks(said)
    ]
    assert unlike == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_like_its_original(language: str) -> None:
    """A stop, a question mark, a colon or a space that is lost shows on a card."""
    ends = re.compile(r"[.?:…\s]*\Z")
    unlike = [
        (original, said)
        for message in translations(language)
        for original, said in forms(message)
        if ends.search(original)[0] != ends.search(said)[0] or original[:1].isspace() != said[:1].isspace()
    ]
    assert unlike == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nobody_is_shouted_at(language: str) -> None:
    loud = [said for message in translations(language) for _, said in forms(message) if "!" in said]
    assert loud == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_written_form_of_norwegian_keeps_to_its_own_words(language: str) -> None:
    strange = {
        said: sorted(words & FOREIGN[language])
        for message in translations(language)
        for _, said in forms(message)
        if (words := set(re.findall(r"\w+", re.sub(r"\{\w*\}|`[^`]*`", " ", said).lower()))) & FOREIGN[language]
    }
    assert strange == {}


def test_what_is_said_is_written_where_it_is_said() -> None:
    """A text that is put together, or comes in a variable, is not found when the texts are gathered."""
    hidden = []
    for source in load_sources(*CODE):
        for node in source.nodes:
            if isinstance(node, ast.Call) and name_called(node) in NAMES:
                said = ast.unparse(node.func)
                number = next((n for n, name in enumerate((SAY, SAY_MANY), 1) if name.search(said)), 0)
                unseen = SAYS_AT_ONCE.search(said) and isinstance(node.args[0], ast.Constant)
                if unseen or any(not isinstance(text, ast.Constant) for text in node.args[:number]):
                    hidden.append(f"{source.name}:{node.lineno} {said}")
    assert hidden == []
