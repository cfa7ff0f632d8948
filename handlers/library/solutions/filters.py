"""Filters of a search, as typed in it: `varme tema:nett språk:nynorsk bedrift:"Eksempel Industripark" bekreftet`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handlers.access import rights
from handlers.access.organisation_fields import organisation_named
from handlers.chat import modes
from handlers.chat.modes import POLICY, PRACTICAL
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.chat.verbs import fold
from handlers.directory.naming import shorten
from handlers.directory.topics.naming import topic_meant
from handlers.library.solutions.lookup import get_local_day
from handlers.library.solutions.showing import level_name
from storage.directory.organisations import Organisation
from storage.directory.topics import Topic
from storage.library.solutions import CIRCLE, MEMBERS, OPEN

#: what may stand before a colon, as `fold` leaves it
KEYS = {
    "topic": ("tema", "emne", "topic"),
    "language": ("sprak", "language", "lang"),
    "organisation": (
        "bedrift", "verksemd", "selskap", "firma", "company", "organisasjon", "organisation", "organization", "park",
    ),
    "level": ("niva", "level"),
    "mode": ("modus", "mode"),
}  # fmt: skip
LANGUAGES = {
    "nb": ("nb", "bokmal", "norsk bokmal"),
    "nn": ("nn", "nynorsk"),
    "en": ("en", "engelsk", "english"),
}
#: as they are told in Norwegian, in English, and as they may be typed beside that
LEVELS = {
    OPEN: ("åpen", "open", "ope"),
    MEMBERS: ("medlemmer", "members", "medlemmar", "medlem"),
    CIRCLE: ("krets", "circle", "krins"),
}
#: as the levels are
MODES = {
    POLICY: ("politikk", "policy", "næringspolitikk", "sak", "saker", "issues"),
    PRACTICAL: ("praktisk", "practical", "samarbeid", "cooperation"),
}
#: first or last word of a search
VERIFIED = frozenset(
    ("bekreftet", "bekreftede", "bekrefta", "stadfesta", "stadfestet", "stadfeste", "verifisert", "verified")
)
_KEY = {word: key for key, words in KEYS.items() for word in words}
_LANGUAGE = {word: code for code, words in LANGUAGES.items() for word in words}
_LEVEL = {fold(word): level for level, words in LEVELS.items() for word in words}
_MODE = {fold(word): mode for mode, words in MODES.items() for word in words}
_TYPED = re.compile(r"(?<!\S)(\w+):\s*(\"[^\"]*\"?|“[^”]*”?|”[^”]*”?|«[^»]*»?|\S+)")
_AROUND = '"“”«»,;. '
#: characters of a search and its filters that a button can carry
LONGEST = 1800
#: names that are told where one is unknown
MOST = 8


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to."""

    topic: Topic | None = None
    organisation: Organisation | None = None
    #: "nb", "nn" or "en"; empty for any
    language: str = ""
    level: str = ""
    #: policy or practical; empty for both
    mode: str = ""
    verified: bool = False

    def typed(self) -> str:
        """As a button carries it, in words that are understood in every language."""
        pairs = (
            ("topic", self.topic.slug if self.topic else ""),
            ("organisation", f'"{self.organisation.code}"' if self.organisation else ""),
            ("language", self.language),
            ("level", self.level),
            ("mode", self.mode),
        )
        return " ".join([f"{key}:{value}" for key, value in pairs if value] + (["verified"] if self.verified else []))

    def told(self, say: Say) -> str:
        """As a reader sees it; empty where nothing is narrowed."""
        lines = (
            say("Topic: {topic}.", topic=self.topic.name(say.language)) if self.topic else "",
            say("Organisation: {name}.", name=self.organisation.name) if self.organisation else "",
            say("Language: {name}.", name=language_name(say, self.language)) if self.language else "",
            say("Seen by: {level}.", level=level_name(say, self.level)) if self.level else "",
            say("Only: {mode}.", mode=modes.name(say, self.mode)) if self.mode else "",
            say("Only verified.") if self.verified else "",
        )
        return " ".join(filter(None, lines))

    async def scope(self, turn: Turn) -> dict[str, Any]:
        """For `find`: no filter shows what this person may not see."""
        levels = rights.levels(turn.person)
        verified_on: date | None = get_local_day(turn) if self.verified else None
        return {
            "kinds": modes.kinds(self.mode),
            "sight": await turn.store.reaches.sight(turn.person),
            "levels": tuple(level for level in levels if self.level in ("", level)),
            "topic_id": self.topic.id if self.topic else None,
            "organisation_id": self.organisation.id if self.organisation else None,
            "language": self.language or None,
            "verified_on": verified_on,
        }


@dataclass(frozen=True)
class Asked:
    """A search as it was understood."""

    words: str
    filters: Filters = Filters()
    #: what was not understood, in sentences
    unknown: Sequence[str] = field(default=())

    def typed(self) -> str:
        """As a button carries it."""
        return f"{self.filters.typed()} {self.words}".strip()


async def understood(turn: Turn, text: str) -> Asked:
    """The words to search for without what narrows the search. An unknown value is left out, and named."""
    given = [(_KEY[fold(key)], value.strip(_AROUND)) for key, value in _TYPED.findall(text) if fold(key) in _KEY]
    words = _TYPED.sub(lambda found: " " if fold(found.group(1)) in _KEY else found.group(), text).split()
    rest = _without_verified(words)
    filters, unknown = Filters(verified=len(rest) < len(words)), []
    for key, value in given:
        narrower = await _narrowed(turn, filters, key, value)
        if narrower is None:
            unknown.append(await _unknown(turn, key, value))
        filters = narrower or filters
    return Asked(_cut(" ".join(rest), LONGEST - len(filters.typed()) - 1), filters, tuple(unknown))


def language_name(say: Say, code: str) -> str:
    return {"nb": say("bokmål"), "nn": say("nynorsk"), "en": say("English")}.get(code, code)


def _cut(words: str, most: int) -> str:
    """At the end of a word: half a word would be looked for as a rare one."""
    return words if len(words) <= most else words[: most + 1].rpartition(" ")[0] or words[:most]


def _without_verified(words: list[str]) -> list[str]:
    """A search for the word alone is a search for the word."""
    first, last = 0, len(words)
    while first < last and fold(words[first].strip(_AROUND)) in VERIFIED:
        first += 1
    while last > first and fold(words[last - 1].strip(_AROUND)) in VERIFIED:
        last -= 1
    return words[first:last] or words


async def _narrowed(turn: Turn, filters: Filters, key: str, value: str) -> Filters | None:
    """None where there is no such topic, organisation, language, mode or level for this person."""
    match key:
        case "topic":
            topic = await topic_meant(turn.store, value)
            return replace(filters, topic=topic) if topic else None
        case "organisation":
            organisation = await _organisation(turn, value)
            return replace(filters, organisation=organisation) if organisation else None
        case "language":
            language = _LANGUAGE.get(fold(value))
            return replace(filters, language=language) if language else None
        case "mode":
            mode = _MODE.get(fold(value))
            return replace(filters, mode=mode) if mode else None
    level = _LEVEL.get(fold(value), "")
    return replace(filters, level=level) if level in rights.levels(turn.person) else None


async def _organisation(turn: Turn, value: str) -> Organisation | None:
    """By its name or code, else the only one with these words in its name."""
    exact = await organisation_named(turn, value)
    if exact is not None or not value:
        return exact
    wanted = fold(value)
    near = [row for row in await turn.store.organisations.all() if f" {wanted}" in f" {fold(row.name)}"]
    return near[0] if len(near) == 1 else None


async def _unknown(turn: Turn, key: str, value: str) -> str:
    say, name = turn.say, shorten(value, 60)
    match key:
        case "topic":
            topics = say.listed([topic.slug for topic in await turn.store.topics.all()])
            return say("I know no topic «{name}». There is {names}.", name=name, names=topics)
        case "organisation":
            near = await _near(turn, value)
            if not near:
                return say("I know no organisation «{name}».", name=name)
            return say("I know no organisation «{name}». There is {names}.", name=name, names=say.listed(near))
        case "language":
            known = say.listed([language_name(say, code) for code in LANGUAGES])
            return say("I know no language «{name}». There is {names}.", name=name, names=known)
        case "mode":
            known = say.listed([MODES[mode][say.language == "en"] for mode in MODES])
            return say("I know no mode «{name}». There is {names}.", name=name, names=known)
    levels = say.listed([LEVELS[level][say.language == "en"] for level in rights.levels(turn.person)])
    return say("I know no level «{name}». There is {names}.", name=name, names=levels)


async def _near(turn: Turn, value: str) -> list[str]:
    """Names like this one, else the first; guests are told none."""
    if turn.person.guest:
        return []
    names = {fold(row.name): row.name for row in await turn.store.organisations.all()}
    like = difflib.get_close_matches(fold(value), names, n=MOST, cutoff=0.5)
    within = [name for name in names if fold(value) and fold(value) in name]
    return [names[name] for name in dict.fromkeys((*within, *like, *(names if len(names) <= MOST else ())))][:MOST]
