"""Tell full stops that end a sentence from those of ordinals, dates, numbers of rooms and abbreviations."""

from __future__ import annotations

import re

from handlers.dates.date_words import list_words
from handlers.dates.typed_times.day_mentions import TimeOfDay
from handlers.language.late_patterns import compile_later
from handlers.meetings.line_reader.place_words import NUMBERED
from handlers.meetings.line_reader.word_patterns import Token

#: figures before a full stop: an hour, or hours and minutes
_STOPPED = compile_later(r"(?P<h>\d{1,2})(?:\.(?P<min>\d{2}))?\.$")
#: what has ordinals: "mandag 1-2. klasse"
_STOREYS = compile_later(r"(?:etasje|etg|klasse|trinn|kvartal|plass|gang)")
#: number of letters of a word and its full stop that abbreviates none
_LONG_WORD = 6
_BRACKET = compile_later(r"[()\[\]]")
#: a day or a word of relation, a bare figure and "to"
_BARE_STARTS = tuple(f"{before}N-" for before in "WMYDAORp,:")
#: what has numbers such as "2.12": rooms, and parts of papers
_NUMBERED_BY_DOTS = list_words(
    "rom møterom room sal kontor office grupperom krav punkt pkt pkt. kapittel kap kap. avsnitt versjon version v rev"
    " rev. § section chapter item figur figure tabell table vedlegg annex appendix requirement clause"
)
_ABBREVIATIONS = list_words(
    "vedr prof inkl dept f.eks bl.a adm.dir inc corp avd mtg resp ang tlf dvs evt osv kap pkt adm admin mrs min st"
)


def split_off_full_stops(text: str, tokens: list[Token]) -> list[Token]:
    """Make clocks of "9-15." and "9.30." where the full stop ends a sentence; elsewhere they are days."""
    found: list[Token] = []
    for n, token in enumerate(tokens):
        room = n and text[token.start].isdigit() and _is_room(text[tokens[n - 1].start : tokens[n - 1].end])
        if token.kind in "ADC" and room:
            found.append(Token("x", token.start, token.end))  # "rom 2.12"
            continue
        if _ends_sentence(text, tokens, n):
            found += [Token("x", token.start, token.end - 1), Token(",", token.end - 1, token.end)]
            continue
        if token.kind in "nS" and text[token.end - 1] == "." and _begins_sentence(text, tokens, n):
            found += [Token(token.kind, token.start, token.end - 1, token.value), Token(",", token.end - 1, token.end)]
            continue
        if _is_number_before_stop(text, tokens, n):
            found += [Token("N", token.start, token.end - 1, token.value), Token(",", token.end - 1, token.end)]
            continue
        stopped = _STOPPED.fullmatch(text[token.start : token.end]) if token.kind in "OD" else None
        if stopped is None or not _is_clock_before_stop(text, tokens, n, stopped):
            found.append(token)
            continue
        hour, minute = int(stopped["h"]), stopped["min"]
        kind, value = ("N", hour) if minute is None else ("C", TimeOfDay(hour, int(minute)))
        found.append(Token(kind, token.start, token.end - 1, value))
        if not _BRACKET.match(text, token.end):
            found.append(Token(",", token.end - 1, token.end))
    return found


def _is_room(word: str) -> bool:
    return word.casefold() in _NUMBERED_BY_DOTS


def _ends_sentence(text: str, tokens: list[Token], n: int) -> bool:
    """Return True for a word with a full stop before a new sentence: "lukt. Samfunnshuset"."""
    token = tokens[n]
    word = text[token.start : token.end].casefold()
    if token.kind != "x" or not word.endswith(".") or word[:-1] in _ABBREVIATIONS:
        return False
    if len(word) < 4 and not (n and NUMBERED.match(text[tokens[n - 1].start : tokens[n - 1].end].casefold())):
        return False  # "hall B." ends a sentence, and "Ola B." does not
    return _begins_sentence(text, tokens, n)


def _begins_sentence(text: str, tokens: list[Token], n: int) -> bool:
    """Return True if nothing follows the token, or a capital letter does; some write no capitals at all."""
    if text.islower() and tokens[n].kind == "x":
        return tokens[n].end - tokens[n].start >= _LONG_WORD
    return n + 1 == len(tokens) or text[tokens[n + 1].start].isupper()


def _is_number_before_stop(text: str, tokens: list[Token], n: int) -> bool:
    """Return True for the number of a room that ends a sentence: "rom 12. Ta med PC"."""
    token = tokens[n]
    if token.kind != "O" or not n or text[token.end - 1] != ".":
        return False
    noun = text[tokens[n - 1].start : tokens[n - 1].end].casefold()
    capital = n + 1 == len(tokens) or text[tokens[n + 1].start].isupper()
    named = (
        text[tokens[n - 1].start].isupper()
        and tokens[n - 1].kind == "x"
        and all(one.kind == "x" for one in tokens[n + 1 : n + 2])
    )
    return capital and (named or NUMBERED.match(noun) is not None)


def _is_clock_before_stop(text: str, tokens: list[Token], n: int, stopped: re.Match[str]) -> bool:
    hour, minute = int(stopped["h"]), int(stopped["min"] or 0)
    if hour > 24 or minute > 59:
        return False
    if minute > 12 or stopped["min"] == "00":  # no month
        return True
    before = "".join(token.kind for token in tokens[max(0, n - 3) : n])
    after = [token for token in tokens[n + 1 : n + 3] if token.kind != "p"][:1]
    if stopped["min"] is not None or any(token.kind in "MCA" for token in after):
        return False
    if not after and tokens[n - 1].kind == "-" and any(token.kind == "C" for token in tokens[:n]):
        return True  # "2.15 pm ..., till 3."
    follows = not after or not text[after[0].start].islower()
    sentence = follows or (text.islower() and after[0].kind == "x" and not _STOREYS.match(text, after[0].start))
    return before.endswith(("C-", "Cp-", "A-")) or (sentence and before.endswith(_BARE_STARTS))
