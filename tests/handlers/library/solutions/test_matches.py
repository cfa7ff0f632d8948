"""Why a hit came up is said in a line, in the reader's language, with the record's own words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from handlers.chat.say import Say
from handlers.language.document_search import Document, index_documents, search_documents
from handlers.language.matches import BY_MEANING, Match, add_matched_words, parse_matches, serialise_matches
from handlers.library.solutions.match_explanations import describe_matches
from storage.kit.database import Store

OSLO = ZoneInfo("Europe/Oslo")
RECORD = Document(
    "solution", 1, None, "nb", None, "open",
    "Overskuddsvarme fra sjøvann", "Spillvarme hentes ut med varmepumpe. Støyskjerm mot naboene.", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "typed", "line"),
    [
        ("nb", "spillvarme sjø", "Samme ord: «spillvarme» · «sjø» i «sjøvann»"),
        ("nn", "sjøvasskjøling", "Same ord: «sjøvann» i «sjøvasskjøling»"),
        ("en", "waste heat", "Matches: “waste heat” = “overskuddsvarme”"),
        ("nb", "nabo støyskjrem", "Samme ord: «nabo» · «støyskjrem» ≈ «støyskjerm»"),
        ("en", "heat pump", "Matches: “heat pump” = “varmepumpe”"),
    ],
)
async def test_each_word_is_told_with_what_it_has_to_do_with_the_record(
    store: Store, language: str, typed: str, line: str
) -> None:
    await index_documents(store, RECORD)
    (hit,) = await search_documents(store, typed)
    assert describe_matches(Say(language, OSLO), add_matched_words(hit.why, RECORD.text)) == line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("målt", "tre", "uker", "dagtid", "nettselskapet"), "Samme ord: «målt» · «dagtid» · «nettselskapet»"),
        (("mw", "effekt"), "Samme ord: «effekt»"),
        (("bedrifter", "deler", "effekt"), "Samme ord: «effekt»"),
        (("tre", "felles"), "Samme ord: «felles»"),
        (("bedrifter",), "Samme ord: «bedrifter»"),
    ],
)
def test_a_common_word_is_no_reason_beside_a_rare_one(typed: tuple[str, ...], line: str) -> None:
    assert describe_matches(Say("nb", OSLO), [Match(word, "same") for word in typed]) == line


def test_what_is_found_by_its_meaning_alone_says_so_in_every_language() -> None:
    lines = [describe_matches(Say(language, OSLO), (BY_MEANING,)) for language in ("nb", "nn", "en")]
    assert lines == ["Ligner i betydning", "Liknar i tyding", "Similar in meaning"]
    assert describe_matches(Say("nb", OSLO), ()) == ""


def test_matches_are_kept_with_a_draft_and_words_of_an_earlier_version_are_read() -> None:
    matches = (Match("sjø", "part", "sjøvann", "sjø"), Match("kø", "same", term="kø"))
    assert parse_matches(serialise_matches(matches)) == matches
    assert parse_matches(["varme", "nett"]) == (Match("varme", "same"), Match("nett", "same"))
