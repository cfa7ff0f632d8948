"""Define what a chat platform promises the rest of the bot.

Only this folder knows Slack, Teams and the playground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakSet

from aiohttp import web

from handlers.chat.cards import Card, OwnReaction, Reply
from handlers.chat.events import Event
from handlers.chat.places import Place
from handlers.chat.rate_budgets import RateBudget as RateBudget

#: Seconds that an event may wait for its turn, unless its platform says otherwise: Slack waits for three.
PATIENCE = 2.2


class TemporaryError(Exception):
    """Report that a message was certainly not sent, and that another try is worth it.

    `after` is the pause in seconds that the platform asked for.
    `whole_bucket`: the platform throttles the place, not only this message.
    """

    def __init__(self, why: str, *, after: float = 0.0, whole_bucket: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.whole_bucket = whole_bucket


class PermanentError(Exception):
    """Report that a message was certainly not sent, and that no try will help until somebody acts.

    `why` is a short code such as `is_archived`.
    `gone`: the place itself can no longer be reached (archived, bot removed, user blocked it).
    """

    def __init__(self, why: str, *, gone: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.gone = gone


class OutcomeUnknown(Exception):
    """Report, as a short code, that the platform gave no clear answer: the message may have been posted."""


class CannotTell(Exception):
    """Report that the platform cannot be asked whether a message arrived (no scope, no such call, rate limit)."""


class TellAgain(Exception):
    """Refuse an event of which nothing was stored: the platform is to send it again after `after` seconds.

    The code that raises TellAgain has logged why.
    """

    def __init__(self, why: str, *, after: float = 1.0) -> None:
        super().__init__(why)
        self.after = after


class NotYet(TellAgain):
    """Refuse an event that arrives before the record it is about has been stored."""


class Overloaded(TellAgain):
    """Refuse an event because more events are being answered than can be answered in time."""


# For any other exception of send() the outcome is unknown.


@dataclass(frozen=True, slots=True)
class Sent:
    """Describe where a message was posted; `link` opens the message, empty where the platform has no links."""

    message: str
    link: str = ""
    #: Thread of replies to this message, as in `place.thread`. On most platforms it is the message itself.
    thread: str = ""
    #: channel that the platform chose, such as a new direct chat; empty: the requested one
    channel: str = ""
    #: ids of newer duplicates of the same message
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one line of `check_configuration`: what was looked at, whether it works, and what to do if not."""

    what: str
    ok: bool
    detail: str = ""


#: what is remembered of a place, or None -> what is to be remembered
PlaceChange = Callable[[dict[str, Any] | None], dict[str, Any]]


class Dispatch(Protocol):
    """Receive each event from a platform. Calls return after the commit."""

    async def __call__(self, event: Event, *, patience: float = PATIENCE) -> Reply | None:
        """Answer the event; a repeated one returns None, or what a button of old says each time.

        `patience`: the seconds that its platform lets it wait for its turn.
        Raises TellAgain when nothing was stored.
        """

    def get_time(self) -> datetime:
        """Return the time of the bot's database."""

    def is_form_button(self, name: str) -> bool:
        """Return True if a click of this name opens a form."""

    def validate_capacity(self) -> None:
        """Raise TellAgain if an event that comes now would wait too long, before anything of it is read."""

    def admit_event(self, id: str, kind: str = "Event") -> AbstractContextManager[None]:
        """Let in an event that is still to be read. Raises TellAgain if it would wait too long."""

    def count_unreadable_event(self) -> None:
        """Count what a platform sent and nobody can read."""

    def confirm_shown_answer(self, reply: Reply | None) -> None:
        """Note that the platform has shown this answer, which otherwise is sent as a message a little later."""

    async def remember_place(self, place: Place, data: Mapping[str, Any]) -> None:
        """Store what the platform needs to write to a place later (a conversation reference)."""

    async def change_places(self, changes: Mapping[Place, PlaceChange]) -> dict[Place, dict[str, Any]]:
        """Store what each change makes of what is remembered of its place, at once; return what it made."""

    async def recall_place(self, place: Place) -> dict[str, Any] | None:
        """Return what `remember_place` stored, newest first; None if the place was never seen."""

    async def list_remembered_places(self, platform: str, workspace: str) -> dict[str, dict[str, Any]]:
        """Return what `remember_place` stored of every place of a workspace.

        The keys are channels, and "@user" for direct chats.
        """

    async def find_room_workspace(self, place: Place) -> str:
        """Return the workspace by which the bot knows this channel, where several share it; empty if by none."""

    async def is_bot_message(self, place: Place, message: str) -> bool:
        """Return True if the bot posted this message in this place, so that the bot opened its thread.

        Raises NotYet if a message of the bot is on its way to this place and this may be it.
        """

    async def is_lost_in_restore(self, at: datetime) -> bool:
        """Return True for a moment after a backup, if the database was restored from that backup later."""

    async def withdraw_duplicate_copy(self, place: Place, delivery: str, message: str, pressed_at: datetime) -> None:
        """Delete this message of this delivery, if the delivery was also posted as another message of the place.

        Does nothing unless the platform's first answer was lost and no other delivery knows the message.
        """

    async def is_message_redrawn(self, place: Place, message: str, since: datetime) -> bool:
        """Return True if the courier has drawn this message anew, as it became after `since`."""

    async def repeat_overlapping_redraw(self, place: Place, message: str, since: datetime) -> None:
        """Ask the courier to draw this message once more, if it changed the message since then.

        A platform that has written to the message itself does not know which of the two was taken last.
        """

    async def resolve_sender_language(self, event: Event) -> str:
        """Return the sender's language, for texts that a platform itself must write."""


#: Open websockets. The web process closes them when it stops, because it waits for all requests to end.
OPEN: web.AppKey[WeakSet[web.WebSocketResponse]] = web.AppKey("open", WeakSet)


@dataclass(slots=True)
class Web:
    """Collect the HTTP routes of the platforms."""

    routes: list[web.RouteDef] = field(default_factory=list)


class Platform(Protocol):
    """Post through five methods (send, update, delete, react, find), read files, and listen for events."""

    name: str

    def list_routes(self) -> Iterable[web.RouteDef]:
        """Return the HTTP routes by which this platform is reached."""

    async def open_sessions(self, dispatch: Dispatch, *, listen: bool) -> None:
        """Open sessions; with `listen`, also whatever brings events in other than HTTP (Socket Mode)."""

    async def close_sessions(self) -> None:
        """Stop listening, finish the work in progress, close sessions."""

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        """Post a card once, without a retry of its own.

        `key` holds opaque words, of which the first is the delivery's id.
        It is stored with the message if the platform can.
        """

    async def update(self, place: Place, message: str, card: Card) -> None:
        """Redraw a message that the bot sent."""

    async def delete(self, place: Place, message: str) -> None:
        """Delete a message that the bot sent. A message that is already gone is no error."""

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        """Look for the message that shares a word with this key; None if it did not arrive.

        Raises CannotTell, or TemporaryError.
        """

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        """React to a message that somebody else wrote, so that only this reaction of the bot stands below it."""

    async def download_file(self, place: Place, address: str, most: int) -> bytes:
        """Return a file of a message there, read with the bot's own token from the platform's own hosts alone.

        Raises PermanentError with a reason of bot.platforms.file_downloads, or TemporaryError.
        """

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        """Return the rate-limit buckets that a message to this place draws from, by name."""

    def list_reaction_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        """Return the rate-limit buckets that a reaction to a message of this place draws from, by name."""

    async def rehearse_reply(self, event: Event, reply: Reply | None) -> None:
        """Draw the reply as this event would show it and send it nowhere, before the first event comes."""

    async def rehearse_first_message(self, dispatch: Dispatch) -> None:
        """Take in the first message of a workspace that does not exist, over a dispatch that keeps nothing."""

    async def check_configuration(self) -> list[Finding]:
        """Ask the platform whether what is configured works."""
