"""Finish a title: what only leads to it goes, its brackets and quotation marks are closed, and it has a capital."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import GENERIC, MEETING_WORD
from handlers.meetings.line_reader.places import lower_words

#: words that go on about the subject
_GOES_ON = list_words(
    "om about med with w/ m/ w m w. m. abt abt. rundt around room rom nr nr. no og and for vedr vedr. angående ang. ang"
    " sammen saman together re re: regarding on av of mellom between til to"
)
#: maximum number of words before a kind of meeting that may be no subject: "jf. avtale: møte"
_FEW = 3
_ARTICLES = ("a", "an", "et", "eit", "en", "ein")
EDGES = ' \t\n,;:.!?-–—/|·•"«»“”'
_KINDS = ("workshop", "webinar", "seminar", "meeting", "samling", "befaring", "synfaring", "lunsjmøte", "styremøte")
_THEREFORE = list_words("derfor difor dermed therefore hence thus")
#: words between a meeting and what it is held before, after or during
_BESIDE = ("før", "etter", "before", "after", "under", "during")
_PRONOUNS = list_words("noe noko something det dette it this that them saken saka")
#: words that say nothing of what a meeting is about: "kort møte"
PLAIN = list_words("fast kort kjapt kjapp raskt rask lite snøgt digitalt fysisk short quick brief online")
#: words behind "på" that mean something else with it: "på tide", "på nytt"
_SET_PHRASES = list_words("tide nytt tvers plass vei veg vegne")
_MEETING_UP = list_words("møtes møtast møtest snakkes snakkast snakke prate talk meet")
_SPELLED = {
    "mte": "møte",
    "møde": "møte",
    "mote": "møte",
    "moete": "møte",
    "møet": "møte",
    "meting": "meeting",
    "meetting": "meeting",
}
#: words that lead to what one meets about
_PURPOSE = compile_later(
    r"(?:(?:for )?å (?:snakke|prate|diskutere|drøfte|drøfta|gå gjennom|planlegge|planleggje|(?:se|sjå)"
    r"(?: nærmere| nærare)? på|bli enige om|gjennomgå|vurdere|avklare|avklara|løse|løyse|ta opp|finne ut av"
    r"|oppsummere)(?: om)?|(?:(?:in order )?to|and) (?:talk about|discuss|go through|go over|look at|plan"
    r"|review|sort out|agree on|decide on)|(?:let['’]?s|la oss|lat oss) "
    r"(?:go over|go through|discuss|talk about|look at|review|plan|gå gjennom|snakke om|ta en prat om)"
    r"|(?:gå gjennom|snakke om|diskutere|drøfte|drøfta|go through|go over|talk about|sort out)|discuss"
    r"|discussing) (?=\S)"
)
#: that it is a series, before what it is about: "møteserie: statusmøte"
_SERIES = compile_later(
    r"^(?:(?:ny|new|en|ein|a|fast|recurring|gjentakende|gjentakande) )*"
    r"(?:(?:møte|meeting )?(?:seri(?:e|es)|rekke|rekkje)|(?:recurring|regular|standing|fast) (?:meeting|møte))"
    r"(?::| for| with| av| of|(?= [\w-]*(?:møte|meeting|forum|sync|review|prat))) ",
    re.IGNORECASE,
)
#: that it is a meeting of ours, or another, before what it is about: "nytt møte om veien", "(møtet) vårt om kaia"
_OURS = compile_later(
    r"^(?:(?:(?:et|eit|a) )?(?:nytt|ny|new) (?:møte|meeting)|(?:møtet )?(?:vårt|vår)|our(?: meeting)?)"
    r" (?:om|about|on|ang\.?|vedr\.?) (?=\S)",
    re.IGNORECASE,
)
WITH = ("med", "with", "w/", "m/", "w", "m", "w.", "m.")


def goes_on(word: str) -> bool:
    """Return True for a word that goes on about the subject before it."""
    return word.casefold() in _GOES_ON or word[:1] in "([&"


def cut_purpose(words: Sequence[str]) -> list[str]:
    """Return the words without those that only lead to the subject: "to discuss"."""
    purpose = _PURPOSE.match(" ".join(words).casefold())
    return " ".join(words)[purpose.end() :].split() if purpose else list(words)


def _belongs_to_kind(word: str) -> bool:
    """Return True for what stands behind "møte" without being its whole subject."""
    return goes_on(word) or word[:1].isdigit() or word.casefold() in ("i", "in", "på", "at", "hos", "hjå", *_BESIDE)


def finish_title(words: Sequence[str]) -> str:
    """Return the title with a capital; empty if it says no more than that it is a meeting."""
    found = _OURS.sub("", _SERIES.sub("", " ".join(words))).split()
    if found:
        found[0] = _SPELLED.get(found[0].casefold(), found[0])
    while len(found) > 1 and GENERIC.match(found[0].casefold()) and not _belongs_to_kind(found[1]):
        found = found[1:]
    found = _mend_beginning(_cut_kind(_cut_wisher(found)))
    title = join_words(found)
    said = [word for word in lower_words(found) if word not in ("om", "about", "on", "re")]
    plain = [word for word in said if word not in PLAIN] or said
    if (
        GENERIC.match(title.casefold())
        or (len(plain) == 1 and GENERIC.match(plain[0]))
        or (said and all(w in _PRONOUNS or GENERIC.match(w) for w in said))
    ):
        return ""
    return title[:1].upper() + title[1:]


def _cut_kind(words: list[str]) -> list[str]:
    """Leave out that it is a meeting, said behind what it is about: "response on the grid code: meeting"."""
    said = len(words) > _FEW and words[-2].endswith(":") and GENERIC.match(words[-1].casefold()) is not None
    return words[:-1] if said else words


def _cut_wisher(words: list[str]) -> list[str]:
    """Leave out who wishes for it: "møte for meg", "møte for oss om nett"."""
    at = next((n for n, word in enumerate(words[:_FEW]) if GENERIC.match(word.casefold())), len(words))
    wished = " ".join(lower_words(words[at + 1 : at + 3])) in ("for meg", "for oss", "for me", "for us")
    wished = wished and (len(words) <= at + 3 or goes_on(words[at + 3]))
    return [*words[: at + 1], *words[at + 3 :]] if wished else words


def _mend_beginning(words: list[str]) -> list[str]:
    """Leave out what only leads to the subject, and say that one meets with somebody."""
    words = cut_purpose(words)
    if len(words) < 2:
        return words
    first = words[0].casefold().rstrip(":,")
    if first in _THEREFORE:
        return _mend_beginning(words[1:])
    if first in _MEETING_UP and words[1].casefold() in ("om", "about", "re", "ang", "vedr"):
        return _mend_beginning(words[1:])
    if first == "to" and words[1].casefold() in ("dagers", "dagars"):
        return words
    if first in ("vi", "me", "we") and words[1].casefold() in _MEETING_UP:
        return _mend_beginning(words[1:])
    if first in ("vi", "me", "we") and words[1].casefold() in ("for", "til", "to", "om", "about"):
        return _mend_beginning(words[1:])
    named = words[2:3] if words[1].casefold() in ("lite", "kort", "nytt", "small", "short", "brief") else words[1:2]
    if first == "på" and words[1].casefold() not in _SET_PHRASES:  # "en time på budsjettet"
        return words[1:]
    article = first in _ARTICLES and any(MEETING_WORD.match(word.casefold()) for word in named)
    if article or first in ("om", "about", "on", "re", "re:", "re.", "ang.", "vedr.", "regarding", "til", "to", "for"):
        return (
            words[2:]
            if first == "for"
            and len(words) > 2
            and words[1].casefold() in ("the", "a", "an", "en", "et", "ei", "ein", "eit")
            else words[1:]
        )
    if first in ("nytt", "new") and MEETING_WORD.match(words[1].casefold()) and not GENERIC.match(words[1].casefold()):
        return words[1:]
    if first in WITH:
        return ["Møte" if first in ("med", "m/") else "Meeting", *words]
    return words


def join_words(words: Sequence[str]) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", "", " ".join(words))
    text = re.sub(r" (?=[,;:])", "", " ".join(text.split())).lstrip(")] ").rstrip("([ ").strip(EDGES).strip()
    if text.count('"') % 2:  # the other one stood at an edge
        text = f'"{text}' if " ".join(words).lstrip().startswith('"') else f'{text}"'
    for first, last in ("«»", "“”"):
        text += last * (text.count(first) - text.count(last))
    for first, last in ("()", "[]"):
        if text.startswith(first) and text.find(last) in (-1, len(text) - 1):
            text = text.strip(first + last)
        if text.count(first) > text.count(last):
            text += last
        elif text.count(last) > text.count(first):
            text = text.replace(last, "", 1)
    return text


def resembles_kind(words: Sequence[str]) -> bool:
    """Return True for one word that is a misspelt kind of meeting: "wokshop"."""
    return len(words) == 1 and bool(difflib.get_close_matches(words[0].casefold(), _KINDS, n=1, cutoff=0.85))
