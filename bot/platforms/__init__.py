"""What a chat platform promises the rest of the bot. Only this folder knows Slack, Teams and the playground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakSet

from aiohttp import web

from handlers.chat.cards import Card, Reply
from handlers.chat.events import Event
from handlers.chat.paces import Budget as Budget
from handlers.chat.places import Place


class TemporaryError(Exception):
    """Certainly not sent, and worth another try; `after` is what the platform asked for, in seconds.

    `whole_bucket`: the platform throttles the place, not only this message.
    """

    def __init__(self, why: str, *, after: float = 0.0, whole_bucket: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.whole_bucket = whole_bucket


class PermanentError(Exception):
    """Certainly not sent, and no try will help until somebody acts; `why` is a short code such as `is_archived`.

    `gone`: the place itself can no longer be reached (archived, bot removed, user blocked it).
    """

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.gone = gone


class CannotTell(Exception):
    """The platform cannot be asked whether a message arrived (no scope, no such call, rate limit)."""


class TellAgain(Exception):
    """An event was refused and nothing of it was stored: the platform is to send it again, after some seconds.

    Whoever raises it has logged why.
    """

    def __init__(self, why: str, *, after: float = 1.0) -> None:
        super().__init__(why)
        self.after = after


class NotYet(TellAgain):
    """An event comes before what it is about is written down."""


class Overloaded(TellAgain):
    """More is being answered than can be in time."""


# Any other exception out of send() means: unknown whether it was sent.


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message ended up; `link` opens it, empty where the platform has no links."""

    message: str
    link: str = ""
    #: the thread that replies to this message carry as `place.thread`; the message itself on most platforms
    thread: str = ""
    #: the channel the platform chose (a direct chat it opened), empty: the one asked for
    channel: str = ""
    #: further copies of the same message, younger than it, which are one too many
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `check`: what was looked at, whether it works, and what to do if not."""

    what: str
    ok: bool
    detail: str = ""


class Dispatch(Protocol):
    """What a platform calls with each event. Returns after the commit."""

    async def __call__(self, event: Event) -> Reply | None:
        """Answer the event; a repeated one returns None, or what a button of old says each time.

        Raises TellAgain when nothing was stored.
        """

    def opens(self, name: str) -> bool:
        """Whether a click of this name opens a form."""

    def check_door(self) -> None:
        """Raise TellAgain where whatever comes now would wait too long, before anything of it is read."""

    def admit(self, id: str, kind: str = "Event") -> AbstractContextManager[None]:
        """Let an event in that is to be read first. Raises TellAgain where it would wait too long."""

    async def remember(self, place: Place, data: Mapping[str, Any]) -> None:
        """Keep what the platform needs to write to a place later (a conversation reference)."""

    async def recall(self, place: Place) -> dict[str, Any] | None:
        """What `remember` kept, newest first; None when the place was never seen."""

    async def kept(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        """What `remember` kept of every place of a workspace, by channel ("@user" for direct chats)."""

    async def known_by(self, place: Place) -> str:
        """The workspace by which the bot knows this channel, where several share it; empty: by none."""

    async def ours(self, place: Place, message: str) -> bool:
        """Whether the bot posted this message in this place: its thread is one the bot opened.

        Raises NotYet when a message of the bot is on its way there and this may be it.
        """

    async def has_forgotten(self, at: datetime) -> bool:
        """Return True for a moment after a backup, if the database was restored from it later."""

    async def take_back_copy(self, place: Place, delivery: str, message: str) -> None:
        """Delete this message, which names this delivery, if the delivery is out in another one of the same place.

        Nothing happens unless its first answer was lost, and the message is known as no other delivery's.
        """

    async def language(self, event: Event) -> str:
        """The sender's language, for texts a platform must say itself."""


#: sockets that clients keep open: the web process closes them when it stops, since it waits for every request to end
OPEN: web.AppKey[WeakSet[web.WebSocketResponse]] = web.AppKey("open", WeakSet)


@dataclass(slots=True)
class Web:
    """Where a platform hangs its HTTP routes."""

    routes: list[web.RouteDef] = field(default_factory=list)


class Platform(Protocol):
    """Four verbs (send, update, delete, find) and a way to listen."""

    name: str

    def routes(self) -> Iterable[web.RouteDef]:
        """HTTP routes this platform is reached by."""

    async def start(self, dispatch: Dispatch, *, listen: bool) -> None:
        """Open sessions; with `listen`, also whatever brings events in other than HTTP (Socket Mode)."""

    async def stop(self) -> None:
        """Stop listening, finish what is in hand, close sessions."""

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        """Post once, without a retry of its own.

        `key`, opaque words of which the first is the delivery's id, stays with it if possible.
        """

    async def update(self, place: Place, message: str, card: Card) -> None:
        """Redraw a message the bot sent."""

    async def delete(self, place: Place, message: str) -> None:
        """Take back a message the bot sent; one that is already gone is not an error."""

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        """Look for the message that shares a word with this key; None: it did not arrive.

        Raises CannotTell, or TemporaryError.
        """

    def budgets(self, place: Place) -> Mapping[str, Budget]:
        """The buckets a message to this place draws from, by name."""

    async def rehearse(self, event: Event, reply: Reply | None) -> None:
        """Draw the answer as this event would show it, and send it nowhere: before the first event comes."""

    async def check(self) -> list[Finding]:
        """Ask the platform whether what is configured works."""
