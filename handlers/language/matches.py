"""Explain why a record was found: each query word, its relation to the record, and the record's own word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from handlers.language.glossary import list_concepts
from handlers.language.language_detection import detect_language
from handlers.language.text_analysis import Word, analyse_text

#: Relation of a query's word to a record: same word or inflected form, common part, same meaning, misspelling.
#: "meaning" says that only the meaning of the whole text matches.
Relation = Literal["same", "part", "concept", "spelling", "meaning"]


@dataclass(frozen=True, slots=True)
class Match:
    """Represent a query word, or a few that name one thing, and why a record fits."""

    #: word as typed, in lower case; empty for the whole text
    typed: str
    relation: Relation
    #: word of the record, if known and different
    held: str = ""
    #: index term that both have in common
    term: str = ""


#: match of a hit without any word of the query
BY_MEANING = Match("", "meaning")


def add_matched_words(matches: Iterable[Match], text: str) -> tuple[Match, ...]:
    """Add the words of this text, the record's own, to the matches; leave a match without such a word as it is."""
    words = analyse_text(text, detect_language(text))
    whole, within = _index_whole_words(words), _index_compound_parts(words)
    return tuple(dict.fromkeys(_add_matched_word(match, whole, within) for match in matches))


def _add_matched_word(match: Match, whole: Mapping[str, str], within: Mapping[str, str]) -> Match:
    held = whole.get(match.term)
    if held is not None:
        return replace(match, held="" if match.relation == "same" or held == match.typed else held)
    held = within.get(match.term)
    if held is None:
        return match
    relation: Relation = "part" if match.relation == "same" else match.relation
    return replace(match, relation=relation, held=held if held != match.typed else "")


def _index_whole_words(words: Sequence[Word]) -> dict[str, str]:
    """Return term -> the first words of the text that stand for it as a whole."""
    found: dict[str, str] = {}
    for word in words:
        if not word.stop:
            found.setdefault(word.stem, word.typed)
    for concept in list_concepts(words):
        if concept.weight == 1.0:
            found.setdefault("=" + concept.name, " ".join(words[place].typed for place in concept.places))
    return found


def _index_compound_parts(words: Sequence[Word]) -> dict[str, str]:
    """Return term -> the first compound that has it as a part."""
    found: dict[str, str] = {}
    for word in words:
        for part in word.parts:
            found.setdefault(part, word.typed)
    for concept in list_concepts(words):
        found.setdefault("=" + concept.name, words[concept.places[0]].typed)
    return found


def serialise_matches(matches: Iterable[Match]) -> list[list[str]]:
    """Convert matches to lists for a JSON column."""
    return [[match.typed, match.relation, match.held, match.term] for match in matches]


def parse_matches(rows: Iterable[Any]) -> tuple[Match, ...]:
    """Convert stored lists to matches; earlier versions stored words alone."""
    return tuple(
        Match(row, "same") if isinstance(row, str) else Match(row[0], cast("Relation", row[1]), *row[2:])
        for row in rows
    )
