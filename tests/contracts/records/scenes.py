"""A network in which records of kinds are made, and all that somebody is shown of one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.maintenance.embedding_worker import EmbeddingWorker
from bot.runtime.metrics import Metrics
from handlers.chat.events import Click, Command, Event, HomeOpened, Query
from handlers.chat.places import Place
from handlers.library.solutions.solution_search import PAGE
from handlers.meetings.calendar import calendar_content
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Someone
from tests.houses import house_of, houses
from tests.meanings import opened
from tests.meetings import MONDAY
from tests.policy import passes
from tests.rehearsals import Overheard, Rehearsing, note_presence

#: files know no other than real ones
PLATFORM = "playground"
#: what records say, and words that mean the same and share none with it: of one meaning only a few are found
PHRASES = (("bikkje jaget mons", "pusekatt vovse"), ("kverna skremte naboar", "nærmiljø steinknuser"))
MEANINGS = frozenset(meant for _, meant in PHRASES)
#: how buttons are called that show a record
SHOWING = (".show", ".open")
#: of hits, at the most
PAGES = 9
#: of the one whose record it is: nothing else is called so
NAME, USER, CODE = "Kåri Nordhaug", "U0KARI7788", "kari-nordhaug"


@dataclass(frozen=True)
class Sign:
    """What a record says: by which words and by which meaning it is found, and a word that is in no other record.

    Nobody types the mark to find it.
    """

    mark: str = "spillvarmeforsøket"
    words: str = PHRASES[0][0]
    meant: str = PHRASES[0][1]
    #: said besides
    more: str = ""

    @property
    def text(self) -> str:
        return f"{self.words.capitalize()}, {self.mark} {self.more}".strip()


#: of a record that is alone
SIGN = Sign()


@dataclass(frozen=True)
class Made:
    """A record as it was made, with all that buttons may carry of it, and what it says."""

    kind: str
    id: int
    values: tuple[str, ...]
    sign: Sign = SIGN

    @property
    def mark(self) -> str:
        return self.sign.mark


@dataclass
class Scene:
    """Kari's record is Alfa's; Line is Alfa's contact; Bea of Beta and a guest of Beta are outside.

    Una has said that she belongs to Beta, which has not confirmed it; Nina has said nothing.
    """

    talk: Conversation
    clock: Clock
    url: str
    people: dict[str, Someone] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Someone:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def database(self) -> Database:
        return self.talk.database

    async def begin(self) -> Scene:
        self.clock.set(MONDAY)
        await self.talk.begin()
        self.talk.dispatcher.meanings = await opened()
        for code in ("alfa", "beta", "gamma"):
            await house_of(self.database, await self.talk.carries(code, "nett", platform=PLATFORM), code)
        await houses(self.database)
        self.people["sara"] = await self._adds("sara", role="secretariat")
        self.people["line"] = await self._adds("line", organisation="alfa", contact=True)
        self.people["kari"] = await self._adds(USER, organisation="alfa")
        self.people["bea"] = await self._adds("bea", organisation="beta", contact=True, leads="nett")
        self.people["gus"] = await self._adds("gus", organisation="beta", role="guest")
        self.people["nina"] = await self._adds("nina")
        self.people["una"] = await self._adds("una", organisation="beta")
        async with self.database.begin() as store:
            (await store.people.load_person(self.una.person_id)).confirmed = False
            person = await store.people.load_person(self.kari.person_id)
            person.name, person.code = NAME, CODE
            (account,) = await store.people.list_reachable_accounts(person.id)
            account.name = NAME
        return self

    async def _adds(self, user: str, **about: Any) -> Someone:
        return await self.talk.person(user, platform=PLATFORM, **about)

    async def reads_meanings(self) -> None:
        """What a whole bot does beside the conversation."""
        meanings = self.talk.dispatcher.meanings
        assert meanings is not None
        await EmbeddingWorker(self.database, meanings).embed_saved_records(worker=True)
        async with self.database.read() as store:
            assert await store.vectors.count_unembedded_documents(meanings.model) == 0

    async def weeks_pass(self) -> None:
        """Reminders, digests and whatever else comes by itself."""
        await passes(self.talk, self.clock, days=1)
        await passes(self.talk, self.clock, days=7)

    async def hear(self, who: Someone, events: Iterable[Event]) -> AsyncGenerator[tuple[Event, str]]:
        """Yield each event with its answer; whatever was done never happened.

        Who is refused an action at the door is so whatever it is called with: nobody there looks at that.
        """
        database = Rehearsing(self.url, clock=self.clock)
        there = self.talk.dispatcher
        overheard = Overheard(database, there.router, there.arena, there.classifier, Metrics(), lambda: None)
        overheard.meanings = there.meanings
        await note_presence(self.database, who)
        closed: set[tuple[type[Event], str]] = set()
        try:
            for event in events:
                action = (type(event), event.name)
                if action in closed:
                    continue
                answer = await overheard.hears(event)
                assert answer != "crashed", event
                if not overheard.entered:
                    closed.add(action)
                yield event, answer
        finally:
            await database.close()

    async def find_marked(self, who: Someone, made: Made, only: Collection[str] = ()) -> set[str]:
        """Return the names of the events about the record, or of those named, that are answered with its mark."""
        events = self.list_events(who, made.values, only)
        return {name_event(event) async for event, answer in self.hear(who, events) if made.mark in answer}

    async def finds(self, who: Someone, made: Made) -> set[str]:
        """Return how the record is found: by words, by meaning; on whichever page it is."""
        found = set()
        place = Place(who.platform, who.workspace, f"D{who.user}")
        where = {"sender": who.sender, "place": place, "direct": True}
        for text in (made.sign.words, made.sign.meant):
            search = Command(id=self.talk.next_id(), name="find", text=text, **where)
            pages = [f"{skip}:{text}" for skip in range(PAGE, PAGE * PAGES, PAGE)]
            more = [Click(id=self.talk.next_id(), name="find.more", value=page, **where) for page in pages]
            async with aclosing(self.hear(who, [search, *more])) as answers:
                async for _, answer in answers:
                    if made.mark in answer:
                        found.add(name_event(search))
                        break
        return found

    async def is_shown(self, who: Someone, made: Made) -> bool:
        """Whether any event is answered with the mark: the first one tells, most often a button."""
        events = self.list_events(who, made.values)
        events.sort(key=lambda event: not (event.name.startswith(f"{made.kind}s.") or event.name.endswith(SHOWING)))
        async with aclosing(self.hear(who, events)) as answers:
            async for _, answer in answers:
                if made.mark in answer:
                    return True
        return False

    async def find_marked_files(self, who: Someone, made: Made) -> set[str]:
        """Name each file of theirs in which the mark is: their calendars, and all that is kept of them."""
        async with self.database.read() as store:
            person = await store.people.load_person(who.person_id)
            files = {
                "data": msgspec.json.encode(
                    await store.personal_data.export_rows_of_person(person), enc_hook=str
                ).decode()
            }
            for feed in await store.calendar_feeds.list_feeds_of_person(person.id):
                files["calendar"] = (
                    await calendar_content.build_feed_content(store, self.talk.arena, feed, person)
                ).decode()
        return {name for name, text in files.items() if made.mark in "".join(text.split("\r\n "))}

    def find_marked_posts(self, who: Someone, made: Made) -> list[str]:
        """Return what has come to them, and what stands in the room of their organisation, with the mark in it."""
        room = self.talk.room("alfa" if who in (self.line, self.kari) else "beta", PLATFORM)
        return [post.text for post in (*who.sees, *room) if made.mark in post.text]

    def list_events(self, who: Someone, values: Iterable[str], only: Collection[str] = ()) -> list[Event]:
        """Return every command, search and button that the router knows, so that what is new is walked by itself."""
        carried = [value for value in values if value.isdecimal() or not who.guest]
        events = self._walk(who, tuple(dict.fromkeys(carried)))
        return [event for event in events if not only or name_event(event) in only]

    def _walk(self, who: Someone, values: tuple[str, ...]) -> Iterator[Event]:
        place = Place(who.platform, who.workspace, f"D{who.user}")
        for kind, name in self.talk.dispatcher.router.handlers:
            where = {"sender": who.sender, "place": place, "direct": True, "name": name}
            if kind is HomeOpened:
                yield HomeOpened(id=self.talk.next_id(), **where)
            elif kind is Click:
                for value in values:
                    yield Click(id=self.talk.next_id(), value=value, **where)
            elif kind in (Command, Query):
                for text in ("", *(text for phrase in PHRASES for text in phrase)):
                    yield kind(id=self.talk.next_id(), text=text, **where)


def name_event(event: Event) -> str:
    """Return its name, with how it searches."""
    text = getattr(event, "text", "")
    return f"{getattr(event, 'name', '')} {'meaning' if text in MEANINGS else 'words' if text else ''}".strip()
