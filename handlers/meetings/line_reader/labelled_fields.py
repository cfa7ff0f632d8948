"""Read a line that is filled in like a form: "Emne: Støy | Når: 8.12 kl 9 | Hvor: sal 2".

Its title and its place are what their labels say, whatever words they have. Only the rest is read as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language import meeting_sentences
from handlers.language.late_patterns import compile_later
from handlers.language.text_analysis import MOST_CHARACTERS
from handlers.meetings.line_reader.field_labels import DETAIL, LABELS, PLACE, TITLE, TOPIC, WHEN
from handlers.meetings.line_reader.title_words import finish_title

#: fields whose words are the title
_TITLES = (TITLE, TOPIC)
_ALL = "|".join(sorted(map(re.escape, LABELS), key=len, reverse=True))
#: a label: its colons may be followed by nothing, its dash stands between blanks
_LABEL = compile_later(rf"(?<![\w/])(?:\d\) ?)?(?P<name>{_ALL})\.?(?: ?:+ ?| ?= ?| [–—-] )", re.IGNORECASE)
#: labels of a form without any sign: so many of them at the least, of which the first is the title
_BARE = compile_later(r"(?<![\w/])(?P<name>emne|subject|tema|når|when|hvor|kvar|where) (?=\w)", re.IGNORECASE)
_FEWEST_BARE = 3
#: labels that begin a clause without any sign: "emne støy, dato 8.12, tid 9-10, sted sal 2"
_LEADING = compile_later(
    r"(?:^|[,;:|]) ?(?P<name>emne|subj|subject|tittel|title|tema|topic|dato|date|tid|time|når|when|sted|stad|loc"
    r"|location|place|hvor|kvar|where) (?=[\w/])",
    re.IGNORECASE,
)
_CLAUSE_END = compile_later(r"[,;|\n]")
#: what ends a field before the next label does, the last where each field has a line of its own
_END = compile_later(r"[|;·•]|\s?/(?=\s)|[.!?][\"'”»]?(?=\s+[A-ZÆØÅ\"“«])|[.!]?[\"”»](?=\s|$)")
_LINE_END = compile_later(r"\n")
#: what begins a remark behind a comma: "kantina, ta med kaffe"
_REMARK = compile_later(
    r"(?:,| [–-]) ?(?=(?:ta|tek|bring|husk|hugs|remember|sjå|se|see|lenke|lenkje|link|meld|møt|kaffe|kaffi|mvh"
    r"|hilsen|helsing|regards|https?:)\b)|(?<=\s)(?=https?://)",
    re.IGNORECASE,
)
#: a field that leads somewhere is read with the rest: "Bli med: teams.example/7", "Påmelding: https://..."
_LINKED = compile_later(r"://|\w\.\w{2,12}/\S")
_EDGES = " \t\n,;:.|*–—-"
_QUOTES = "\"'“”«»"
#: what is said where nobody knows it yet
_OPEN = compile_later(
    r"(?:ikk[ej]e? (?:bestemt|bestemd|avklart|avklara|fastsatt|fastsett|klart)|(?:kommer|kjem|avklares|avklarast"
    r"|bestemmes|vert avklart|blir avklart|følger|følgjer|t\.?b\.?[acd]\.?|to be \w+|not decided|later|seinere|senere"
    r"|seinare)\b"
    r"|[?-]+$)",
    re.IGNORECASE,
)
_UNTITLED = compile_later(r"\(?(?:uten|utan|no|ingen) (?:emne|tittel|subject|title)\)?", re.IGNORECASE)
#: who comes, in brackets behind the title: "(Jonas, Mehdi, Pia)"
_WITH_NAMES = compile_later(r" \([A-ZÆØÅ]\w+(?:,? (?:og |and |& )?[A-ZÆØÅ]\w+){1,9}\)$")


@dataclass(frozen=True, slots=True)
class LabelledFields:
    """Hold what the labels of a form say: the title, empty where it names none, and the place, None without a label."""

    title: str
    place: str | None
    #: the line without them
    rest: str


@dataclass(frozen=True, slots=True)
class _Label:
    kind: str
    #: where the label begins, and what it leads to
    start: int
    end: int


def find_labelled_fields(text: str) -> LabelledFields | None:
    """Return the title and the place of a form; None for a line that is none."""
    text = text[:MOST_CHARACTERS]
    ends = _LINE_END if "\n" in text else _END
    return (
        _read_form(text, _list_labels(text, _LABEL), ends)
        or _read_form(text, _list_bare_labels(text), ends)
        or _read_form(text, _list_labels(text, _LEADING), _CLAUSE_END)
    )


def _read_form(text: str, labels: Sequence[_Label], ends: re.Pattern[str]) -> LabelledFields | None:
    kinds = {label.kind for label in labels}
    if not ({TITLE, PLACE} <= kinds or {TITLE, WHEN} <= kinds):
        return None
    said, rest, begins = {}, [], 0
    for label, after in zip(labels, [*labels[1:], None], strict=True):
        last = after.start if after else len(text)
        ended = ends.search(text, label.end, last)
        end = ended.start() if ended else last
        rest.append(text[begins : label.start])
        said[label.kind] = text[label.end : end]
        is_read = label.kind == DETAIL or _LINKED.search(said[label.kind]) is not None
        begins = label.end if label.kind == WHEN else label.start if is_read else end
    place = _clean_place(said[PLACE]) if PLACE in said else None
    return LabelledFields(_clean_title(said[TITLE]), place, "; ".join((*rest, text[begins:])))


def _list_labels(text: str, pattern: re.Pattern[str]) -> list[_Label]:
    """Return the labels in order; of title and place the first alone."""
    found: list[_Label] = []
    for match in pattern.finditer(text):
        named = LABELS[match["name"].casefold()]
        kind = TITLE if named in _TITLES else named
        if kind not in (TITLE, PLACE) or all(label.kind != kind for label in found):
            found.append(_Label(kind, *match.span()))
    return found


def _list_bare_labels(text: str) -> list[_Label]:
    found = _list_labels(text, _BARE)
    return found if len(found) >= _FEWEST_BARE and found[0].kind == TITLE else []


def _clean_title(said: str) -> str:
    """Return the title with a capital; empty where it says no more than that it is a meeting, or that it has none."""
    title = _clean_field(_WITH_NAMES.sub("", meeting_sentences.ANSWERED.sub("", said.strip()).strip()))
    return title[:1].upper() + title[1:] if finish_title(title.split()) and not _UNTITLED.fullmatch(title) else ""


def _clean_place(said: str) -> str:
    """Return the place without a remark behind it; empty where it says that nobody knows it yet, or gives a link."""
    remark = _REMARK.search(said)
    place = _clean_field(said[: remark.start()] if remark else said)
    return "" if _OPEN.match(place) or place.startswith(("http:", "https:")) else place.replace(";", ",")


def _clean_field(said: str) -> str:
    said = said.strip(_EDGES + _QUOTES)
    return said if said.count("(") == said.count(")") else said.strip(_EDGES + "()")
