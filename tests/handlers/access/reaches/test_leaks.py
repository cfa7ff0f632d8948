"""Nothing of what Alfa keeps from Beta reaches Beta: whatever they do is answered as if it were not there."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.chat.events import Click, Command, Event, HomeOpened, Message, Query, Reacted, Submission
from handlers.chat.places import Place
from storage.kit import record_ids
from tests.conftest import Clock
from tests.conversation import WORKSPACE, Someone
from tests.handlers.access.reaches.conftest import whole
from tests.handlers.access.reaches.worlds import ANONYMOUS, ANSWERS, ISSUES, QUESTIONS, SECRET, SOLUTIONS, World, world
from tests.meetings import MONDAY
from tests.waiting import passes

#: what a form may hold, whatever its fields are called
FILLED = {
    "text": f"Hvem har prøvd {SECRET}?",
    "number": str(QUESTIONS[0]),
    "code": f"L-{SOLUTIONS[0]}",
    "solution": str(SOLUTIONS[1]),
    "topic": "nett",
    "why": "Feil",
    "reason": "Feil",
    "outcome": "Løst",
    "title": SECRET,
    "problem": SECRET,
    "done": SECRET,
    "what": "duplicate",
    "reach": "all",
}

#: a value that names nothing in either network
NOTHING = "777777"


@dataclass
class Two:
    """The network with the secrets, and the one without."""

    full: World
    empty: World


class Numbers:
    """Records of each kind are numbered from one in each of the two networks, which are else alike."""

    def __init__(self) -> None:
        self.given: dict[str, Counter[str]] = {"full": Counter(), "empty": Counter()}
        self.at_rest: dict[str, Counter[str]] = {}
        self.here = "full"

    def __call__(self, table: str) -> int:
        self.given[self.here][table] += 1
        return self.given[self.here][table]

    def go_on(self, name: str) -> None:
        """From here on in this network, as if nothing had been tried there: what was tried never happened."""
        self.here = name
        self.given[name] = self.at_rest.setdefault(name, self.given[name]).copy()


@dataclass
class Answers:
    """What somebody is answered in the two networks, and where that differs."""

    two: Two
    numbers: Numbers
    told: list[tuple[Event, str]] = field(default_factory=list)
    #: what they may do with nothing, and may therefore do with nothing else
    closed: set[tuple[type[Event], str]] = field(default_factory=set)
    #: what they are answered where a button names nothing
    unknown: dict[tuple[type[Event], str], str] = field(default_factory=dict)

    async def compare(self, event: Event, other: Event) -> None:
        """Ask the network without the secrets too, unless the answer is that to a button which names nothing.

        At the door nobody looks at what a button carries: whom it refuses something, it refuses it always.
        """
        action = (type(event), event.name)
        if action in self.closed:
            return
        heard = await self.hear("full", event)
        if not self.two.full.overheard.entered:
            self.closed.add(action)
        elif _names_a_secret(event) and _blank(event, heard) == await self.hear_of_nothing(event, other):
            return
        if heard != await self.hear("empty", other):
            self.told.append((event, heard))

    async def hear(self, name: str, event: Event) -> str:
        self.numbers.go_on(name)
        return await (self.two.full if name == "full" else self.two.empty).overheard.hears(event)

    async def hear_of_nothing(self, event: Event, other: Event) -> str:
        action = (type(event), event.name)
        if action not in self.unknown:
            here, there = (replace(one, id=f"{one.id}:nothing", value=NOTHING) for one in (event, other))
            heard = await self.hear("full", here)
            if heard != await self.hear("empty", there):
                self.told.append((here, heard))
            self.unknown[action] = _blank(here, heard)
        return self.unknown[action]


def _names_a_secret(event: Event) -> bool:
    """Whether a button names what is Alfa's, and nothing that is in both networks."""
    named = set(re.findall(r"\d+", getattr(event, "value", ""))) - {"0"}
    return bool(named) and named <= {str(id) for id in (*QUESTIONS, *SOLUTIONS, *ANSWERS)}


def _blank(event: Event, heard: str) -> str:
    """Return the answer without what the button carried."""
    return heard.replace(getattr(event, "value", ""), "…")


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    numbers = Numbers()
    monkeypatch.setattr(record_ids, "make_id", numbers)
    return numbers


@pytest.fixture
async def two(sqlite_template: Path, tmp_path: Path, clock: Clock, numbers: Numbers) -> AsyncIterator[Two]:
    clock.set(MONDAY)
    found = []
    for name in ("full", "empty"):
        path = tmp_path / f"{name}.db"
        shutil.copyfile(sqlite_template, path)
        numbers.here = name
        found.append(await world(path, clock, secrets=name == "full"))
    numbers.here = "full"
    yield Two(*found)
    for one in found:
        await one.talk.database.close()
        await one.overheard.database.close()


def values(draft: int, *, guest: bool) -> Iterator[str]:
    """As buttons carry ids: alone, and with whatever stands before or after them; a guest may do next to nothing."""
    q, s, a = QUESTIONS[0], SOLUTIONS[0], ANSWERS[1]
    yield from map(str, (*QUESTIONS, *SOLUTIONS, *(ANSWERS[1:]), ANONYMOUS))
    if guest:
        return
    yield from (f"q{q}", f"question:{q}", f"solution:{s}", f"answer:{a}", f"{q}:nett", f"{q}:{draft}", f"{draft}:{q}")
    yield from (f"{draft}:question:{q}", f"{draft}:solution:{s}", f"{q}:{SECRET}", f"0:{SECRET}", f"question:{q}@0", "")


def texts() -> Iterator[str]:
    yield from ("", SECRET, f"L-{SOLUTIONS[0]}", f"Hvem kjenner {SECRET} ved nettkø {QUESTIONS[0]}?", "nettkø", "Alfa")
    yield from (str(QUESTIONS[0]), f"L-{SOLUTIONS[0] + 5}", f"S-{ISSUES[0]}", "nett")
    yield from ("trafo organisasjon:alfa", "trafo organisasjon:gamma")


def walk(there: World, someone: Someone) -> Iterator[Event]:
    """Every command, button, form and search that the router knows, with every id: what is new is walked by itself."""
    place = Place("fake", WORKSPACE, f"D{someone.user}")
    for kind, name in there.overheard.router.handlers:
        where = {"sender": someone.sender, "place": place, "direct": True, "name": name}
        if kind is Click:
            for value in values(there.draft, guest=someone.guest):
                yield Click(id=there.talk.next_id(), value=value, **where)
        elif kind is Submission:
            for value in values(there.draft, guest=someone.guest):
                yield Submission(id=there.talk.next_id(), value=value, values=FILLED, **where)
        elif kind is HomeOpened:
            yield HomeOpened(id=there.talk.next_id(), **where)
        elif kind is Message:
            for text in texts():
                yield Message(id=there.talk.next_id(), text=text, message=f"m{len(text)}", addressed=True, **where)
        elif kind in (Command, Query):
            for text in texts():
                yield kind(id=there.talk.next_id(), text=text, **where)


async def test_whatever_somebody_does_is_answered_as_if_it_were_not_there(two: Two, numbers: Numbers) -> None:
    """A member, contact, topic lead and helper in one, for each may do more than the last; and a guest."""
    count, told = 0, []
    for who in ("bea", "gus"):
        answers = Answers(two, numbers)
        pairs = zip(walk(two.full, two.full.people[who]), walk(two.empty, two.empty.people[who]), strict=True)
        for event, other in pairs:
            count += 1
            await answers.compare(event, other)
        told += [(who, type(event).__name__, event, heard) for event, heard in answers.told]
    assert told == []
    assert count > 9000


async def test_those_within_reach_are_answered_otherwise(two: Two) -> None:
    """Else the walk would prove nothing."""
    gina = await two.full.talk.person("gina", organisation="gamma")
    names = {
        "questions.show", "answers.write", "questions.more", "solutions.open", "find", "find.more", "issues.open",
        "issues.page", "issue", "rounds.open", "rounds.export", "rounds.page", "input",
    }  # fmt: skip
    told = {
        event.name
        for event in walk(two.full, gina)
        if event.name in names and f"{SECRET} " in await two.full.overheard.hears(event)
    }
    assert told == names


async def test_nothing_comes_to_somebody_in_weeks_of_silence(two: Two, clock: Clock) -> None:
    """Escalation, reminders and the weekly digest run; and a reaction to what they do not see says nothing."""
    bea = two.full.people["bea"]
    for room in ("alfa", "gamma", "desk"):
        for post in two.full.talk.room(room):
            place = Place("fake", WORKSPACE, room)
            event = Reacted(id="", sender=bea.sender, place=place, message=post.id, emoji="✅")
            assert await two.full.overheard.hears(event) == await two.full.overheard.hears(event)
    shown = {room: whole(*two.full.talk.room(room)) for room in ("alfa", "beta", "gamma", "common", "desk")}
    assert [room for room, text in shown.items() if SECRET in text] == ["alfa", "gamma", "desk"]
    await passes(two.full.talk, clock, MONDAY + timedelta(days=16))
    for room in ("beta", "common"):
        assert SECRET not in whole(*two.full.talk.room(room))
    for someone in two.full.people.values():
        said = whole(*someone.sees)
        assert SECRET not in said
        assert not [id for id in (*QUESTIONS, *SOLUTIONS, *ANSWERS) if f'"{id}"' in said or f"-{id}" in said]
