"""Read every message of a scenario against what is true at that moment; what nothing makes true is an error.

How it is used. A life is played through a `Life` (lives.py), which after every step asks its `Reader` to read what is
new or changed for each person, and every card in the rooms. `Reader.read` raises with all that is untrue.

What it knows. A `Book` tells what one part of the domain makes true, always from the rows of the database and never
by the functions that draw messages:

- `claims`: sentences that say something, by their msgid, so that a text has one home. The placeholders are what was
  said (`found["n"]`); the check gives "" when it is so, else what is so instead.
- `figures`: everything with a digit in it that may stand in a message now: days, times, numbers of items. A digit that
  no claim, no figure and nothing that people typed accounts for is an error: a new sentence with a number needs a
  claim.
- `laws`: what must hold at every moment, whatever is said; they are given the moment before and keep what they like.

To read another part of the domain, write another book and hand it to the reader beside the others.
"""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from handlers.chat.say import Say
from storage.directory.people import Person
from storage.kit.database import Store
from tests.scenarios.asked_once import AskedOnce
from tests.scenarios.stage import Seen, Stage

OSLO = ZoneInfo("Europe/Oslo")
#: shorter lines may well stand twice in one message
TWICE = 32
#: placeholders that hold a number, and what may stand there and elsewhere
_NUMBERS, _NUMBER, _WORDS = (
    ("n", "taken", "there", "number"),
    r"\d+(?: \d{3})*",
    r"\S(?:[^\n.]|\.(?!\s)|(?<=\d)\.|(?<=kl)\.)*?",
)
#: where what stands last in a sentence ends
_END = r"(?=$| · | \(|\.$|\. [A-ZÆØÅ])"
#: behind a full stop: "1." of a day is none
_STOP = r"(?=$| [^a-zæøå\d])"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass
class Moment:
    """One message (or none, for laws) with what there is to hold it against."""

    store: Store | AskedOnce
    say: Say
    #: None: a card in a room, which everybody reads
    reader: Person | None = None
    text: str = ""
    #: what books keep from one moment to the next
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.store.now


Check = Callable[[Moment, dict[str, str]], Awaitable[str]]
Figures = Callable[[Moment], Awaitable[Iterable[str]]]
Law = Callable[[Moment], Awaitable[Iterable[str]]]


@dataclass(frozen=True)
class Claim:
    """A sentence of the bot and what makes it true; `several`: its plural; `pattern`: where no msgid is a sentence."""

    msgid: str
    check: Check
    several: str = ""
    pattern: str = ""

    def patterns(self, say: Say) -> list[re.Pattern[str]]:
        return _patterns(self.msgid, self.several, self.pattern, say.language)


@cache
def _patterns(msgid: str, several: str, pattern: str, language: str) -> list[re.Pattern[str]]:
    if pattern:
        return [re.compile(pattern, re.MULTILINE)]
    say = Say(language, OSLO)
    texts = [say(msgid)]
    if several:  # as gettext chooses between them
        texts = [say._texts.ngettext(msgid, several, n) for n in (1, 2)]
    return [_pattern(text) for text in dict.fromkeys(texts)]


def _pattern(text: str) -> re.Pattern[str]:
    """The sentence within one line; each placeholder is what stands there."""
    parts, at, named = [], 0, set[str]()
    for match in _PLACEHOLDER.finditer(text):
        parts.append(re.escape(text[at : match.start()]))
        name = match[1]
        parts.append(f"(?P={name})" if name in named else f"(?P<{name}>{_NUMBER if name in _NUMBERS else _WORDS})")
        named.add(name)
        at = match.end()
    parts.append(re.escape(text[at:]))
    end = _END if at == len(text) and named else _STOP if text.endswith(".") else r"(?=$|[^\w])"
    return re.compile(rf"(?<!\w){''.join(parts)}{end}", re.MULTILINE)


@dataclass(frozen=True)
class Book:
    """What one part of the domain makes true."""

    claims: Sequence[Claim] = ()
    figures: Sequence[Figures] = ()
    laws: Sequence[Law] = ()


async def yes(_moment: Moment, _found: dict[str, str]) -> str:
    """For what needs no check, and says so."""
    return ""


#: time jumps in a life, and the auditor may look before the planner has: what it then finds is no news of the life
AUDITED = (
    Claim("{n} thing is stuck", yes, "{n} things are stuck"),
    Claim("{n} message is late", yes, "{n} messages are late"),
    Claim("{n} meeting has no reminders", yes, "{n} meetings have no reminders"),
)


class Reader:
    """Reads for everybody. `typed` holds what people wrote in this life: their words may hold any number."""

    def __init__(self, stage: Stage, books: Sequence[Book], people: Sequence[str], rooms: Sequence[str]) -> None:
        self.stage, self.books, self.people, self.rooms = stage, books, people, rooms
        self.typed: set[str] = set()
        self.memory: dict[str, Any] = {}
        #: how many messages were held against the truth, and how many sentences of them by a claim
        self.messages, self.sentences = 0, 0
        self._known: dict[tuple[str, str], str] = {}
        #: messages that no database knows any more: they say what was once true, for good
        self.lost: set[tuple[str, str]] = set()

    async def skip(self) -> None:
        """What is there already is another story."""
        for who, seen, key in await self._all():
            self._known[who, key] = plain(seen)

    async def read(self) -> list[tuple[str, str]]:
        """Hold all that is new against the truth; give who reads what. Raises AssertionError with all that is wrong."""
        new = []
        for who, seen, key in await self._all():
            text = plain(seen)
            if any(pattern.match(text) for each in AUDITED for pattern in each.patterns(self._say("nb"))):
                continue
            if self._known.get((who, key)) != text or who in self.rooms:
                new.append((who, text, self._known.get((who, key)) != text))
            self._known[who, key] = text
        wrong: list[str] = []
        async with self.stage.bot.database.read() as unit:
            store = AskedOnce(unit)
            for book in self.books:
                for law in book.laws:
                    wrong += await law(Moment(store, self._say("nb"), memory=self.memory))
            for who, text, _ in new:
                person = await self._person(store, who)
                say = self._say(person.language if person else "nb")
                found = await self._untrue(Moment(store, say, person, text, self.memory))
                wrong += [f"{who} reads {what}, in:\n{text}" for what in found]
        assert not wrong, "\n\n".join(wrong)
        self.messages += len(new)
        return [(who, text) for who, text, is_new in new if is_new]

    async def _all(self) -> list[tuple[str, Seen, str]]:
        found = []
        for who in (*self.people, *self.rooms):
            shown = await (self.stage.private(who) if who in self.people else self.stage.room(who))
            nameless = 0
            for seen in shown:
                id = next((str(seen.raw[name]) for name in ("ts", "id", "client_msg_id") if seen.raw.get(name)), "")
                nameless += not id
                found.append((who, seen, id or f"#{nameless}"))
        return [one for one in found if (one[0], one[2]) not in self.lost]

    async def standing(self) -> set[tuple[str, str]]:
        """Return what stands everywhere, by its reader and the name of the message."""
        return {(who, key) for who, _, key in await self._all()}

    async def _person(self, store: Store | AskedOnce, who: str) -> Person | None:
        if who in self.rooms:
            return None
        platform, workspace, _ = self.stage.channel(self.rooms[0])
        found = await store.people.find_person_by_account(platform, workspace, self.stage.user(who))
        return found[0] if found else None

    async def _untrue(self, moment: Moment) -> list[str]:
        rest, wrong = moment.text, twice(moment.text)
        for claim in (claim for book in self.books for claim in book.claims):
            for pattern in claim.patterns(moment.say):
                for match in list(pattern.finditer(rest)):
                    instead = await claim.check(moment, match.groupdict())
                    self.sentences += 1
                    wrong += [f"«{match[0]}», but {instead}"] if instead else []
                rest = pattern.sub(lambda match: "\n" * match[0].count("\n") or " ", rest)
        figures = {text for book in self.books for each in book.figures for text in await each(moment)}
        for text in sorted({*figures, *self.typed} - {""}, key=len, reverse=True):
            rest = rest.replace(text, " ")
        left = [line.strip() for line in rest.splitlines() if re.search(r"\d", line)]
        return [*wrong, *(f"«{line}», which nothing makes true" for line in left)]

    @staticmethod
    def _say(language: str) -> Say:
        return Say(language, OSLO)


def plain(seen: Seen) -> str:
    """The text without empty lines, marks of emphasis and the labels of buttons."""
    heading = str(seen.raw.get("heading") or "")  # of a dialog: it stands above the card
    lines = [html.unescape(line).strip() for line in (heading, *seen.text.replace("*", "").splitlines())]
    labels = list(seen.labels)
    while labels and lines and lines[-1] == labels[-1]:
        labels.pop()
        lines.pop()
    return "\n".join(line for line in lines if line)


def twice(text: str) -> list[str]:
    """Lines that say the same twice in one message."""
    lines = [line for line in text.splitlines() if len(line) >= TWICE]
    return [f"«{line}» twice" for line in dict.fromkeys(lines) if lines.count(line) > 1]
