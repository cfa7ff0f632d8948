"""Why a hit came up is said in a line, in the reader's language, with the record's own words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.language.finding import Document, find, keep
from handlers.language.matches import BY_MEANING, Match, restored, stored, worded
from handlers.library.solutions.matches import told
from storage.kit.database import Store

OSLO = ZoneInfo("Europe/Oslo")
RECORD = Document(
    "solution", 1, None, "nb", None, "open",
    "Overskuddsvarme fra sjøvann", "Spillvarme hentes ut med varmepumpe. Støyskjerm mot naboene.", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "typed", "line"),
    [
        ("nb", "spillvarme sjø", "Treff: «spillvarme» · «sjø» i «sjøvann»"),
        ("nn", "sjøvasskjøling", "Treff: «sjøvann» i «sjøvasskjøling»"),
        ("en", "waste heat", "Matches: «waste heat» = «overskuddsvarme»"),
        ("nb", "nabo støyskjrem", "Treff: «nabo» · «støyskjrem» ≈ «støyskjerm»"),
        ("en", "heat pump", "Matches: «heat pump» = «varmepumpe»"),
    ],
)
async def test_each_word_is_told_with_what_it_has_to_do_with_the_record(
    store: Store, language: str, typed: str, line: str
) -> None:
    await keep(store, RECORD)
    (hit,) = await find(store, typed)
    assert told(Say(language, OSLO), worded(hit.why, RECORD.text)) == line


def test_what_is_found_by_its_meaning_alone_says_so_in_every_language() -> None:
    lines = [told(Say(language, OSLO), (BY_MEANING,)) for language in ("nb", "nn", "en")]
    assert lines == ["Ligner i betydning", "Liknar i tyding", "Similar in meaning"]
    assert told(Say("nb", OSLO), ()) == ""


def test_matches_are_kept_with_a_draft_and_words_of_an_earlier_version_are_read() -> None:
    matches = (Match("sjø", "part", "sjøvann", "sjø"), Match("kø", "same", term="kø"))
    assert restored(stored(matches)) == matches
    assert restored(["varme", "nett"]) == (Match("varme", "same"), Match("nett", "same"))
