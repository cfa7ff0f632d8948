"""Explain why a hit came up, in a line: «spillvarme» · «sjø» i «sjøvann» · «waste heat» = «overskuddsvarme»."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.say import Say
from handlers.language.lexicon import load_wordlist
from handlers.language.matches import Match
from handlers.language.text_analysis import compute_information

#: maximum number of matches shown, and of characters of a word
MOST_MATCHES, LONGEST_WORD = 3, 40
#: what every member of a network is, and units: they tell no record from another
TOLD_BY_NONE = load_wordlist("every_member") | {pair.partition("=")[0] for pair in load_wordlist("units")}
#: share of what the rarest word says that another must say, to be a reason beside it
TELLING = 0.75
#: number of letters at the end of a word that inflection may change
_ENDING = 2


def describe_matches(say: Say, matches: Sequence[Match]) -> str:
    """Describe the matches; return an empty text without any."""
    if any(match.relation == "meaning" for match in matches):
        return say("Similar in meaning")
    lines = list(dict.fromkeys(_describe_match(say, match) for match in _select_telling_matches(matches)))
    return say("Matches: {words}", words=" · ".join(lines[:MOST_MATCHES])) if lines else ""


def _select_telling_matches(matches: Sequence[Match]) -> list[Match]:
    """Return the matches whose words say most, those first; common words alone say as much as they can."""
    told = {match: 0.0 if match.typed in TOLD_BY_NONE else compute_information(match.typed) for match in matches}
    most = max(told.values(), default=0.0)
    return sorted((match for match in matches if told[match] >= TELLING * most), key=lambda match: -told[match])


def _describe_match(say: Say, match: Match) -> str:
    typed, held = (say("“{words}”", words=shorten_text(word, LONGEST_WORD)) for word in (match.typed, match.held))
    if not match.held or match.relation == "same":
        return typed
    if match.relation == "concept":
        return f"{typed} = {held}"
    if match.relation == "part" and _is_word_part(match.typed, match.held):
        return say("{part} in {whole}", part=typed, whole=held)
    if match.relation == "part" and _is_word_part(match.held, match.typed):
        return say("{part} in {whole}", part=held, whole=typed)
    return f"{typed} ≈ {held}"


def _is_word_part(part: str, whole: str) -> bool:
    stem = part[: max(3, len(part) - _ENDING)]
    return len(part) < len(whole) and stem in whole
