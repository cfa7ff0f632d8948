"""Find what somebody has put between quotation marks: a title, or the whole line of a mail that they were sent.

"Legg inn «Hvem eier snøen?» fredag kl 9 i brakka"; "kan du ordne dette? «Synfaring måndag kl 12 i gropa»". What
somebody has said or asked is no title, and neither are words beside a meeting that is named.
"""

from __future__ import annotations

from typing import NamedTuple

from handlers.dates.date_words import list_words
from handlers.language.late_patterns import compile_later
from handlers.language.meeting_kinds import names_meeting
from handlers.language.statement_words import has_verb
from handlers.meetings.line_reader.doubts import has_time_words
from handlers.meetings.line_reader.line_tokens import split_typed_line
from handlers.meetings.line_reader.title_words import finish_title

_QUOTED = compile_later(
    r"«([^«»]{2,200})»|“([^“”]{2,200})”|”([^”]{2,200})”|\"([^\"]{2,200})\"|„([^“”]{2,200})[“”]|(?<!\w)'([^'’]{2,200})'(?!\w)"
)
#: words before the marks that order or name something
_NAMING = list_words(
    "inn in opp up add put book booke bestill opprett lag lage create call calls kalle kaller called named heter heiter"
    " det skriv enter til arrange schedule set sett legg legge leggje ta hold holde event kalender kalenderen title"
    " tittel emne subject møtet"
)
#: words that begin what somebody says
_SPEAKERS = list_words("jeg eg vi me du dere de i we you he she they it det there ring")
#: words of a title at the most, of a line with its time at the least, and of what stands around it at the most
_MOST_WORDS, _FEWEST_WORDS, _MOST_AROUND = 12, 6, 10


class QuotedTitle(NamedTuple):
    """Hold the title, and the line that is read for the rest. It is None where the marks hold all of it."""

    title: str | None
    rest: str


def find_quoted_title(text: str) -> QuotedTitle | None:
    """Return the only words between quotation marks; None where they are something else than a title or a line."""
    found = list(_QUOTED.finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    said = next(words for words in match.groups() if words is not None).strip()
    before, after = text[: match.start()], text[match.end() :]
    around = f"{before}, {after}"
    if _is_whole_line(said, around):
        return QuotedTitle(None, said)
    if has_time_words(said) and not split_typed_line(around).names_day_and_time:
        return None
    if len(said.split()) > _MOST_WORDS or not finish_title(said.split()) or _is_spoken(said) or names_meeting(around):
        return None
    return QuotedTitle(said[:1].upper() + said[1:], text) if _is_named(before, after) else None


def _is_whole_line(said: str, around: str) -> bool:
    """Return True for a quoted line with its day and time, of which little more is said."""
    long = len(said.split()) >= _FEWEST_WORDS and len(around.split()) <= _MOST_AROUND
    return long and split_typed_line(said).names_day_and_time


def _is_spoken(said: str) -> bool:
    """Return True for a sentence of somebody, which asks no question as titles do."""
    return (
        said.split(maxsplit=1)[0].casefold() in _SPEAKERS
        or (has_verb(said) and not said.endswith("?"))
        or said[-1] in ".!"
    )


def _is_named(before: str, after: str) -> bool:
    """Return True for words that an order leads to, or that begin the line."""
    if after[:1].isalnum() or after[:1] == "-" or not after.strip(" .!?"):
        return False
    lead = before.split()[-1:]
    return not lead or lead[0].casefold().rstrip(":") in _NAMING
