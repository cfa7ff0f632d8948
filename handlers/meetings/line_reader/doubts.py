"""Tell what is plainly title or place in what a line leaves over, and what has to be asked about.

A wrong guess that is said as certain is worse than a question. So a title with words of talk or of time is shown as a
guess. So is one with pieces from both sides of a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.dates.date_words import NUMBERS, list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import MEETING_WORD
from handlers.meetings.line_reader import place_words as words_of
from handlers.meetings.line_reader.day_phrases import may_be_date
from handlers.meetings.line_reader.line_tokens import TypedLine, split_typed_line
from handlers.meetings.line_reader.meeting_line import Ask
from handlers.meetings.line_reader.places import is_known_to_both, is_place_like, is_place_name, lower_words
from handlers.meetings.line_reader.title_words import WITH

#: words that people talk by: no title and no place has them
TALK = list_words(
    "jeg eg vi me meg oss du deg dere dykk dokker de dei dem han hun ho henne det dette er blir vert var ble"
    " ønsker ønskjer trenger treng legg send sett set reserver hadde skulle get put need needs want wants book"
    " vart skal kan må bør vil har hadde går gjekk kommer kjem tar tek passer passar bytter byter gjør gjer"
    " ligger ligg deltar deltek sitter sit ikke ikkje så da då fordi men fortsatt framleis helst gjerne"
    " kanskje også nå no hjemme heime unntatt unnateke bortsett stedet staden istedenfor både i'm i'll i'd we"
    " you they it he she her him us them this that is are was were be been will would can could should must"
    " has have had do does did not joins joining don't can't won't please because but except instead still"
    " maybe just unless until whether"
)
#: words of talk that stand before a noun as articles do, and words before them
_DETERMINING = frozenset(("de", "dei", "den", "det", "this", "that", "alle", "both", "både"))
_TAKING_PART = frozenset(("meg", "deg", "oss", "dykk", "dere", "me", "you", "us"))
_RELATING = frozenset(("med", "with", "til", "to", "mellom", "between", "og", "and", "fra", "frå", "from", "mot"))
#: who is asked to come: "alle verneombud"
_EVERYBODY = (["alle"], ["all"], ["everyone"], ["everybody"])
#: words before who is at home: "hos meg"
_HOSTS = ("hos", "hjå", "til", "at")
#: words behind which a whole sentence may be the subject: "om hvem som skal måke", "why we are late"
_SENTENCE = list_words(
    "hva kva hvem kven hvor kor hvordan korleis hvorfor kvifor når hvilke hvilken what who where how why when"
    " which whether som"
)
#: letters of tokens that are words of time
_TIMES = frozenset("WMXUVHRCADSvZQ")
#: nouns of time that no title ends in, unless a reader of times has not understood them
_UNITS = list_words(
    "dager dagar days uker veker weeks måneder månader months timer timar hours minutter minutt minutes kvarter ganger"
    " gonger times økter sessions kvelder kveldar evenings etterpå etterpa afterwards"
)
#: words that no title ends in, and those that none begins with
LEADING = list_words(
    "om med i på til for og av fra frå hos hjå ved eller så at in on with and the to from of or about by et en ei eit"
    " ein a an er is ca vi me we som which that ang re hver kvar every"
)
STARTING = list_words(
    "i på til fra frå etter før og eller men så at in on to from after before and or but by som den å"
)
#: how often, which no reader of series took
_OFTEN = compile_later(
    r"\b(?:hver|hvert|kvar|kvart|annenhver|annankvar|every|daglig|dagleg|daily|ukentlig|vekentleg|weekly"
    r"|månedlig|månadleg"
    r"|monthly|fortnightly)\b"
)
#: "041226", which may be a date
_SIX_FIGURES = compile_later(r"(?<!\d)[0-3]\d[01]\d2\d(?!\d)")
#: "ni-tolv", "10-11"
_RANGE = compile_later(r"(?<!x)[nN]-[nN]|n-|-n")
#: a verb that no reader knows, and what it makes: "kjør en workshop", "run a meeting"
_ORDERED = compile_later(
    r"[^\W\d]+ (?:opp |inn |på |us |oss |meg |me )?(?:et|eit|en|ein|an?) (?:[\w-]+ ){0,2}[\w-]*"
    r"(?:møte|meeting|workshop|seminar|webinar|samling|kurs|course|session|call|prat)\b"
)
#: how many come, which stands apart from the subject
_HEADS = compile_later(
    r"(?<!for )(?<!med )(?<!with )(?<!of )\b\d+ (?:stk|pers|personer|personar|people|participants)\b"
)
_QUOTED = compile_later(r"«[^«»]{0,200}»|“[^“”]{0,200}”|\"[^\"]{0,200}\"")
#: words before "times" and "hours" that count them: "lead times" are none of these
_COUNTING = frozenset(NUMBERS) | {"some", "few", "many", "several", "more", "of"}
#: words before who meets, or where
_LEADING_PEOPLE = words_of.AT.union(WITH)
_WORD = compile_later(r"[\w'-]+\.?")
_EXCEPT = compile_later(
    r"\b(?:unntatt|unnateke|bortsett (?:fra|frå)|med unntak av|except|excluding|but not|men ikke|men ikkje"
    r"|(?:same|samme) (?:time|tid|rom|room|place|sted|stad))\b"
)


def find_title_doubt(title: str, plain: str, late: Sequence[str]) -> Ask | None:
    """Return what must be asked of the title; `plain` is the title without days that belong to it.

    `late` are words that were put behind it from after a time.
    """
    if late:
        return Ask("title", "unsure", title)
    plain = _QUOTED.sub(" ", plain)
    if _has_talk(plain) or has_time_words(plain) or _is_cut_off(title) or _OFTEN.search(plain.casefold()):
        return Ask("title", "unsure", title)
    return None


def find_hidden_doubts(title: str, plain: str, place: str, late: Sequence[str], asks: Sequence[Ask]) -> list[Ask]:
    """Return what a doubtful title may hide: a place behind a time, or words of time."""
    if not any(ask.what == "title" and ask.reason == "unsure" for ask in asks):
        return []
    found = [Ask("place")] if late and not place and not any(ask.what == "place" for ask in asks) else []
    if has_time_words(_QUOTED.sub(" ", plain)):
        found.append(Ask("date", "vague", title))
    return found


def _is_cut_off(title: str) -> bool:
    """Return True for a title of two sentences, or with a leading word at its beginning or end."""
    words = lower_words(title.split())
    if not re.search(r"[^\W\d]", title) or re.search(r"[^\W\d]{4}\.\s+[A-ZÆØÅ\d]", title):
        return True
    if _ORDERED.match(title.casefold()) or _HEADS.search(title.casefold()):
        return True
    if re.search(r"[^\W\d]: (?:møt|meeting|mtg)", title.casefold()):  # "jf. avtale: møte med banken"
        return True
    return title[-1:] in ("@", "&", "+", "/") or bool(words and (words[-1] in LEADING or words[0] in STARTING))


def is_talk(words: Sequence[str]) -> bool:
    """Return True for a clause with a word of talk and no kind of meeting: "skipet går", "Teams is fine"."""
    lowered = lower_words(words)
    if any(MEETING_WORD.match(word) for word in lowered) or not words_of.AT.isdisjoint(lowered):
        return False
    return lowered[:1] in _EVERYBODY or _has_talk(" ".join(words))


def find_subject_doubt(title: str, place: str, named: Sequence[Sequence[str]]) -> Ask | None:
    """Return what must be asked of one word that may be the subject behind a title of who meets: "rutiner"."""
    if not place or len(named) != 1 or len(named[0]) != 1 or not named[0][0].islower():
        return None
    word = named[0][0].strip(".,()")
    placed = (
        is_place_like([word]) or is_place_name([word]) or words_of.DEFINITE.match(word) or words_of.SITE.match(word)
    )
    if says_subject(lower_words(title.split())) or placed or word in words_of.BARE_PLACES:
        return None
    return Ask("place", "unsure", place)


def says_subject(title: Sequence[str]) -> bool:
    """Return False for "befaring" and "møte med naboene": of what may be said by the word behind the time."""
    return len(title) > 1 and (_LEADING_PEOPLE.isdisjoint(title) or not words_of.ABOUT.isdisjoint(title))


def find_place_doubt(place: str, *, hosted: bool = False) -> Ask | None:
    """Return what must be asked of the place: one with words of talk or time, or with a label of something else.

    `hosted`: "hos" stands before it, so that it is who one meets at, and may say where they are.
    """
    if not lower_words(place.split()):
        return None
    words = lower_words(place.split())
    talks = any(
        word in TALK and (n == 0 or words[n - 1] not in _HOSTS) and not (word == "her" and n + 1 < len(words))
        for n, word in enumerate(words)
    )
    about = re.search(r"\s(?:om|about|re|regarding|on) [a-zæøå]", place) is not None or (
        MEETING_WORD.match(words[-1]) is not None
        and words[-1] != "workshop"
        and words_of.ONLINE.isdisjoint(words)
        and "teams-møte" not in words
    )
    labelled = re.search(r"[^\W\d]:\s|(?<!\badm)(?<!\badmin)[^\W\d]{3}(?<!\badm)[.!?]\s", place) is not None
    at = next((n for n, word in enumerate(words) if n and word in words_of.AT), 0)
    inner = (
        not hosted and at and place[:1].islower() and not is_place_like(words[:at]) and words[0] not in words_of.ADVERBS
    )
    if (
        talks
        or labelled
        or (inner and not is_known_to_both(words))
        or (about and not is_place_like(place.split()))
        or has_time_words(place)
        or _is_named_by_letters(place.split())
    ):
        return Ask("place", "unsure", place)
    return None


def _has_talk(title: str) -> bool:
    """Return True for a word of talk that no question word leads to."""
    cased = [match.group() for match in _WORD.finditer(title)]
    words = ["" if word.isupper() and len(word) > 1 else word.casefold() for word in cased]  # "IT" is no "it"
    first = next((n for n, word in enumerate(words) if word in TALK and not _is_article(words, n)), len(words))
    return first < len(words) and _SENTENCE.isdisjoint(words[:first])


def _is_article(words: Sequence[str], n: int) -> bool:
    """Return True for "dei" of "for dei nye lærlingane", and for "no" of "meeting no 3"."""
    if words[n] == "no" and n + 1 < len(words) and words[n + 1][0].isdigit():
        return True
    if words[n] in _TAKING_PART and n and words[n - 1] in _RELATING:
        return True
    led = n > 0 and words[n] in _DETERMINING and words[n - 1] in words_of.AT | words_of.ABOUT | _RELATING
    return led and n + 1 < len(words) and words[n + 1] not in TALK


def has_time_words(text: str) -> bool:
    """Return True for words of time that no reader of times took: "tre kvarter", "Wed", "uke 12"."""
    words = lower_words(text.split())
    counted = {
        word
        for n, word in enumerate(words)
        if n and (word not in ("times", "hours") or words[n - 1].isdigit() or words[n - 1] in _COUNTING)
    }
    if not _UNITS.isdisjoint(counted) or _EXCEPT.search(text.casefold()) or _SIX_FIGURES.search(text):
        return True
    line = split_typed_line(text)
    tokens = line.tokens
    if _RANGE.search(line.pattern) and not re.match(r"1-(?:to-|\d-)?1", text):
        return True
    return any(
        token.kind in _TIMES
        and (token.kind != "D" or may_be_date(token))
        and not _is_named_by_month(line, n)
        and not _is_week_of(line, n)
        for n, token in enumerate(tokens)
    )


def _is_named_by_month(line: TypedLine, n: int) -> bool:
    """Return True for "the March arena": a month that says which one of them."""
    lead = line.slice_lowered(n - 1, n) if n else ""
    return line.kinds[n] == "M" and lead in words_of.ARTICLES and line.kinds[n + 1 : n + 2] == ["x"]


def _is_week_of(line: TypedLine, n: int) -> bool:
    """Return True for "week wrap-up": a week that no figure counts, and what is done with it."""
    return line.slice_lowered(n, n + 1) == "week" and line.kinds[n + 1 : n + 2] == ["x"] and "F" not in line.kinds[:n]


def _is_named_by_letters(words: Sequence[str]) -> bool:
    """Return True for letters that may be no place: "PPE required", "B"."""
    if len(words) == 1:
        return len(words[0].strip(".,")) == 1
    short = words[0].isupper() and len(words[0]) > 1 and words[-1][:1].islower()
    return short and not is_place_like(words) and words[0].casefold() not in words_of.AT
