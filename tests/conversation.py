"""Talk with the bot in a test: people, rooms and what they see, over a platform that keeps the protocol's promise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import sqlalchemy as sa
from aiohttp import web

from bot.delivery.courier import Courier
from bot.dispatcher import Dispatcher
from bot.intake.person_limits import ENDLESS, PersonRateLimiter
from bot.platforms import Dispatch, Finding, PermanentError, RateBudget, Sent
from bot.platforms.slack.modals import TITLE
from bot.runtime.bootstrap_data import ensure_initial_topics
from bot.runtime.metrics import Metrics
from handlers import build_capability_router
from handlers.chat.cards import Button, Card, Form, OwnReaction, Reply
from handlers.chat.events import (
    Click,
    Command,
    Deleted,
    Edited,
    Event,
    File,
    Message,
    Query,
    Quoted,
    Reacted,
    Sender,
    Submission,
    Value,
)
from handlers.chat.places import Place
from handlers.chat.turn import Arena
from handlers.language import TopicClassifier
from handlers.language.training_runs import train_from_people
from storage.directory.organisations import CONTACT, Organisation
from storage.directory.people import Account, Person
from storage.directory.rooms import Room
from storage.directory.topics import Topic, TopicLead
from storage.kit.database import Database, Store
from storage.kit.tables import metadata
from storage.questions.training_runs import TrainingRun
from tests.short_cards import is_short_form, list_faults

WORKSPACE = "W1"
#: said after what is not found
GONE = "It no longer exists, or you do not have access. Write “home” to me for the latest."
#: what the first conversation learnt, which takes half a second; the others go on from there
_TAUGHT = TopicClassifier()
#: rows of the topics that come with the bot, once they have been written
_TOPICS: list[dict[str, Any]] = []
_ANY_TOPIC, _ANY_RUN = (
    sa.select(sa.literal_column("1")).select_from(metadata.tables[table.__tablename__]).limit(1)
    for table in (Topic, TrainingRun)
)


@dataclass
class Post:
    """A message the bot has out: what it shows now."""

    id: str
    place: Place
    card: Card
    key: str
    deleted: bool = False

    @property
    def text(self) -> str:
        """All of it, as a reader sees it."""
        return msgspec.structs.replace(self.card, summary="").fallback

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.card.list_buttons()]


@dataclass
class FakePlatform:
    """Keeps every message; `fail` raises instead of sending, in order."""

    name: str = "fake"
    posts: list[Post] = field(default_factory=list)
    fail: list[Exception] = field(default_factory=list)
    #: raised after the message has arrived: the sender cannot know
    fail_after: list[Exception] = field(default_factory=list)
    budget: Mapping[str, RateBudget] = field(default_factory=dict)
    readable: bool = True
    react_fails: list[Exception] = field(default_factory=list)
    #: message -> the bot's reactions below it
    reactions: dict[str, set[str]] = field(default_factory=dict)
    #: address -> what a file there holds, or what is raised instead
    files: dict[str, bytes | Exception] = field(default_factory=dict)
    #: True where it says in which chat a private message stands, as every platform does; a test otherwise reads replies
    names_chats: bool = False
    #: drawn since somebody looked whether they are short
    unseen: list[Card] = field(default_factory=list)
    #: each workspace gives out its own ids: the same ones as the others
    _ids: defaultdict[str, Iterator[int]] = field(default_factory=lambda: defaultdict(lambda: count(1)))

    def list_routes(self) -> Iterable[web.RouteDef]:
        return ()

    async def open_sessions(self, dispatch: Dispatch, *, listen: bool) -> None:
        pass

    async def close_sessions(self) -> None:
        pass

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        if self.fail:
            raise self.fail.pop(0)
        self.unseen.append(card)
        post = Post(f"m{next(self._ids[place.workspace])}", place, card, key)
        self.posts.append(post)
        if self.fail_after:
            raise self.fail_after.pop(0)
        chat = f"D{place.user}" if self.names_chats and not place.channel else ""
        return Sent(post.id, link=f"https://chat.test/{post.id}", channel=chat)

    async def update(self, place: Place, message: str, card: Card) -> None:
        if self.fail:
            raise self.fail.pop(0)
        self.unseen.append(card)
        self.post(message, place.workspace).card = card

    async def delete(self, place: Place, message: str) -> None:
        self.post(message, place.workspace).deleted = True

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        found = [post for post in self.posts if not set(post.key.split()).isdisjoint(key.split())]
        return Sent(found[0].id, copies=tuple(post.id for post in found[1:])) if found else None

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        if self.react_fails:
            raise self.react_fails.pop(0)
        stand = self.reactions.setdefault(reaction.message, set())
        stand |= {reaction.emoji} - {""}
        stand -= set(reaction.others)

    async def download_file(self, place: Place, address: str, most: int) -> bytes:
        found = self.files.get(address, PermanentError("file_gone"))
        if isinstance(found, Exception):
            raise found
        return found

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return self.budget

    def list_reaction_budgets(self, _place: Place) -> Mapping[str, RateBudget]:
        return {}

    async def check_configuration(self) -> list[Finding]:
        return [Finding(self.name, True)]

    def post(self, message: str, workspace: str = WORKSPACE) -> Post:
        return next(post for post in self.posts if (post.place.workspace, post.id) == (workspace, message))


@dataclass
class Someone:
    """A member with one account; what they do is awaited until the bot is quiet."""

    talk: Conversation
    user: str
    platform: str = "fake"
    person_id: int = 0
    guest: bool = False
    workspace: str = WORKSPACE
    #: True where cards that follow a record are messages, as on every platform; a test otherwise reads the reply
    keeps: bool = False
    #: message that was clicked last: forms are opened from it
    clicked: str = ""

    @property
    def sender(self) -> Sender:
        return Sender(self.platform, self.workspace, self.user, self.user.title(), guest=self.guest, language="")

    @property
    def sees(self) -> list[Post]:
        """Private messages, oldest first."""
        mine = (self.platform, self.workspace, self.user)
        return [
            post for post in self.talk.posts if (post.place.platform, post.place.workspace, post.place.user) == mine
        ]

    @property
    def last(self) -> Post:
        return self.sees[-1]

    async def commands(self, text: str, name: str = "ask", channel: str = "") -> Reply:
        """A slash command: answered inline."""
        return await self.talk.happens(Command(name=name, text=text, **self._where(channel)))

    async def says(
        self, text: str, channel: str = "", thread: str = "", addressed: bool = True, markup: str = ""
    ) -> Reply:
        """A line to the bot, in the direct chat or (mentioned) in a channel; answered by a message."""
        where = self._where(channel, thread)
        reply_to = Place(self.platform, self.workspace, channel, thread, self.user)
        message = f"u{where['id']}"
        return await self.talk.happens(
            Message(text=text, message=message, addressed=addressed, markup=markup, **(where | {"reply_to": reply_to}))
        )

    async def replies(self, post: Post, text: str, *, message: str = "", files: tuple[File, ...] = ()) -> str:
        """In the thread of a message, without a mention; gives the id of the reply."""
        id = message.removeprefix("u") or self.talk.next_id()
        place = Place(post.place.platform, post.place.workspace, post.place.channel, post.id)
        private = None if post.place.user else place.narrow_to_user(self.user)
        said = Message(
            id=id, sender=self.sender, place=place, text=text, message=f"u{id}", files=files, reply_to=private
        )
        await self.talk.happens(said)
        return f"u{id}"

    async def edits(self, message: str, text: str, channel: str, thread: str = "", at: datetime | None = None) -> None:
        where = self._where(channel, thread)
        await self.talk.happens(Edited(message=message, text=text, original=message[1:], at=at, **where))

    async def deletes(self, message: str, channel: str, thread: str = "", at: datetime | None = None) -> None:
        where = self._where(channel, thread)
        await self.talk.happens(Deleted(message=message, original=message[1:], at=at, **where))

    async def reacts(self, message: str, emoji: str, channel: str, added: bool = True) -> Reply:
        return await self.talk.happens(Reacted(message=message, emoji=emoji, added=added, **self._where(channel)))

    async def clicks(self, what: Reply | Post | Card, label: str) -> Reply:
        """A button by its label."""
        card = what if isinstance(what, Card) else what.card
        assert card is not None, what
        found = [button for button in card.list_buttons() if button.label == label]
        assert found, f"no button {label!r} among {[button.label for button in card.list_buttons()]}"
        return await self.presses(found[0], what.id if isinstance(what, Post) else "")

    async def presses(self, button: Button, message: str = "") -> Reply:
        return await self.does(button.do, button.value, message=message)

    async def does(self, name: str, value: str = "", message: str = "", quoted: Quoted | None = None) -> Reply:
        self.clicked = message
        click = Click(name=name, value=value, message=message, quoted=quoted, **self._where(""))
        return await self.talk.happens(click)

    async def types(self, reply: Reply, name: str, text: str) -> tuple[tuple[str, str], ...]:
        """Into a field of the form whose options are searched for: (value, label) of what is found."""
        form: Form | None = reply.form
        assert form is not None, reply
        source = next(field for field in form.fields if field.name == name).source
        assert source is not None, f"{name} carries all its options"
        return await self.searches(source.do, source.value, text)

    async def searches(self, do: str, value: str, text: str) -> tuple[tuple[str, str], ...]:
        return (await self.talk.happens(Query(name=do, value=value, text=text, **self._where("")))).options

    async def submits(self, reply: Reply, **values: Value) -> Reply:
        """The form of a reply, with what is preset where nothing is given."""
        form: Form | None = reply.form
        assert form is not None, reply
        filled = {field.name: field.value for field in form.fields} | values
        said = Submission(name=form.do, value=form.value, values=filled, message=self.clicked, **self._where(""))
        return await self.talk.happens(said)

    def _where(self, channel: str, thread: str = "") -> dict[str, object]:
        place = Place(self.platform, self.workspace, channel or f"D{self.user}", thread)
        kept_at = place.narrow_to_user(self.user) if self.keeps else None
        return {
            "id": self.talk.next_id(), "sender": self.sender, "place": place, "direct": not channel, "kept_at": kept_at
        }  # fmt: skip


async def _carry_topics(store: Store) -> bool:
    """Those that come with the bot, unless some are there. They are read and checked once, and written row by row once.

    Return True where nothing is there but the topics that were written before: whoever has learnt them knows all.
    """
    table = metadata.tables[Topic.__tablename__]
    if (await store.session.execute(_ANY_TOPIC)).first():
        return False
    known = bool(_TOPICS)
    if not known:
        await ensure_initial_topics(store)
        columns = [column for column in table.c if column.name != "id"]
        rows = await store.session.execute(sa.select(*columns).order_by(table.c.id))
        _TOPICS.extend(map(dict, rows.mappings()))
    else:
        await store.session.execute(sa.insert(table), _TOPICS)
    return known and (await store.session.execute(_ANY_RUN)).first() is None


class Conversation:
    """The whole bot without a network: dispatcher, courier and fake platforms on a real database."""

    def __init__(
        self,
        database: Database,
        *,
        grace: int = 0,
        platforms: Iterable[str] = ("fake", "other"),
        base_url: str = "",
    ) -> None:
        self.database = database
        self.arena = Arena(grace_seconds=grace, secret=b"x" * 32, base_url=base_url)
        self.platforms = {name: FakePlatform(name) for name in platforms}
        self.classifier = copy(_TAUGHT)
        router = build_capability_router()
        self.courier = Courier(database, self.platforms, router, self.arena, Metrics())
        self.dispatcher = Dispatcher(
            database, router, self.arena, self.classifier, Metrics(), self.courier.wake_courier
        )
        self.dispatcher.limits = PersonRateLimiter(ENDLESS, ENDLESS)
        # what takes somebody a minute takes a test a moment
        self.dispatcher.same_acts.within = timedelta()
        self._ids = count(1)

    async def begin(self) -> Conversation:
        async with self.database.begin() as store:
            if not (await _carry_topics(store) and self.classifier.is_trained):
                await train_from_people(self.classifier, store)
        if not _TAUGHT.is_trained:
            vars(_TAUGHT).update(vars(self.classifier))
        return self

    @property
    def posts(self) -> list[Post]:
        """Everything that is to be seen, in the order it came."""
        return [post for platform in self.platforms.values() for post in platform.posts if not post.deleted]

    def room(self, channel: str, platform: str = "fake", workspace: str = "") -> list[Post]:
        """What stands there; in any workspace, if none is named."""
        return [
            post
            for post in self.posts
            if post.place.move_to_thread("") == Place(platform, workspace or post.place.workspace, channel)
        ]

    def next_id(self) -> str:
        return f"e{next(self._ids)}"

    async def happens(self, event: Event) -> Reply:
        reply = await self.dispatcher(event)
        await self.settle()
        self._look_at([reply.card] if reply and reply.card else [])
        # what is longer is cut on Slack, and can be read nowhere
        assert reply is None or reply.form is None or len(reply.form.title) <= TITLE, reply.form.title
        assert reply is None or reply.form is None or is_short_form(reply.form), reply.form
        return reply or Reply()

    async def settle(self) -> None:
        await self.courier.deliver_all_due()
        for platform in self.platforms.values():
            self._look_at(platform.unseen)
            platform.unseen.clear()
        if self.classifier.stale:
            await self.learns()

    @staticmethod
    def _look_at(cards: Iterable[Card]) -> None:
        """Every card of every conversation is short, on every platform."""
        assert [fault for card in cards for fault in list_faults(card)] == []

    async def learns(self) -> None:
        """What the trainer does by itself in a whole bot."""
        self.classifier.stale = False
        async with self.database.begin() as store:
            await train_from_people(self.classifier, store)

    async def person(
        self,
        user: str,
        *,
        platform: str = "fake",
        organisation: str = "",
        role: str = "member",
        leads: str = "",
        contact: bool = False,
        workspace: str = WORKSPACE,
    ) -> Someone:
        """Somebody known, with an account; the organisation is made when it is new."""
        async with self.database.begin() as store:
            belongs = await store.organisations.find_organisation_by_code(organisation) if organisation else None
            if organisation and belongs is None:
                belongs = await store.organisations.add(
                    Organisation(code=organisation, name=organisation.title(), kind="park")
                )
            person = await store.people.add_person_with_account(
                Person(
                    name=user.title(),
                    language="en",
                    role=role,
                    organisation_id=belongs.id if belongs else None,
                    confirmed=belongs is not None,
                    asked_where_at=store.now,
                ),
                Account(platform=platform, workspace=workspace, user=user, name=user.title()),
            )
            if belongs and contact:
                await store.organisations.appoint_representative(belongs.id, person.id, CONTACT)
            topic = await store.topics.find_topic_by_slug(leads) if leads else None
            if topic:
                store.session.add(TopicLead(topic_id=topic.id, person_id=person.id))
            return Someone(self, user, platform, person.id, role == "guest", workspace)

    async def carries(
        self, channel: str, *topics: str, platform: str = "fake", triage: bool = False, workspace: str = WORKSPACE
    ) -> Room:
        """A room that carries these topics."""
        async with self.database.begin() as store:
            room = await store.rooms.add(
                Room(
                    platform=platform,
                    workspace=workspace,
                    channel=channel,
                    name=f"#{channel}",
                    language="en",
                    triage=triage,
                )
            )
            found = [await store.topics.find_topic_by_slug(slug) for slug in topics]
            await store.rooms.set_room_topics(room.id, {topic.id for topic in found if topic})
            return room
