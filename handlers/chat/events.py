"""Define the events: platforms translate their payloads into these, and nothing raw comes along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from handlers.chat.places import Place

#: what a form field holds: one value, or several for a choice of many
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Identify who caused an event: an account, as the platform proved it (never as a payload claims)."""

    platform: str
    workspace: str
    user: str
    #: the name the platform shows, empty where the payload has none
    name: str = ""
    #: not a full member of that workspace: a guest, or from another company
    guest: bool = False
    #: the client's language if told ("nb", "nn", "en"), else empty
    language: str = ""
    #: a full member for sure; where neither is said, the platform has only not called them a guest
    member: bool = False
    #: the platform could not say which now: who is new counts as a guest until it can
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Hold a message somebody pointed at (message shortcut, message action)."""

    message: str
    text: str
    author: Sender | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Describe a file in a message: the file stays where it is, and others are told of it."""

    kind: Literal["file", "image", "other"] = "file"
    name: str = ""
    #: where those who may open it find it, https; empty where the platform has no address for it
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Describe one event; `id` is unique per event, so a repeated delivery has the same id."""

    id: str
    sender: Sender
    #: where it happened, without `user`; a direct chat has the channel the platform uses for it
    place: Place
    #: the happening was in a direct chat with the bot
    direct: bool = False
    #: where a card that answers this is posted; None when the platform shows the answer itself
    reply_to: Place | None = None
    #: the platform shows a brief answer at once, and in a direct chat one that replaces; `reply_to` is for the others
    inline: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Event):
    """Describe text in a thread the bot opened, or addressed to the bot; `place.thread` is set for replies."""

    text: str
    message: str
    #: the bot is mentioned, or it is a direct chat
    addressed: bool = False
    #: the bot does not know the message any more that began this thread, and the platform says it is the bot's; or
    #: may be, where the platform cannot say: a restored database has forgotten that time
    orphaned: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Event):
    """Describe a verb and the rest of the line: from a slash command, a mention or a direct message."""

    text: str = ""
    #: the message it was written in, empty for slash commands
    message: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Click(Event):
    """Describe a click on a button, or a shortcut; `value` is the record's id as the button carried it."""

    value: str = ""
    #: the message the button sits on, empty for shortcuts and home pages
    message: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Event):
    """Describe a submitted form; `value` is what the form carried, `place` where the form was opened."""

    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)

    def get_text(self, name: str) -> str:
        value = self.values.get(name, "")
        return (value if isinstance(value, str) else ", ".join(value)).strip()

    def get_choices(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, ())
        return ((value,) if value else ()) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited(Event):
    """Report that the author changed a message the bot may have used."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    #: as in `Message`
    addressed: bool = False
    #: the id of the event that told of the message itself; empty where the platform cannot tell
    original: str = ""
    #: when it was changed, by the platform's clock: changes may come in any order
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    """Report that a message is gone."""

    message: str
    #: as in `Edited`
    original: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted(Event):
    """Report a reaction; `emoji` is the character itself, without skin tone."""

    message: str
    emoji: str
    added: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Event):
    """Report that `sender` added the bot to a room, or took the bot out of it."""

    room_name: str = ""
    added: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged(Event):
    """Report that a room was renamed, archived, restored or deleted."""

    room_name: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Event):
    """Report a person who installed the bot for themselves, first opened a chat with it, or joined the workspace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed(Event):
    """Report that `sender` installed the bot in a whole workspace, for the first time or again."""

    workspace_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knocked(Event):
    """Report that somebody wrote to the bot in a workspace that nobody has admitted.

    `sender` is nobody: no data about the person is kept. `times`: how often, since this was last reported.
    """

    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled(Event):
    """Report that the bot was removed from a whole workspace: it can neither read nor write anything there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened(Event):
    """Report that a person looks at the bot's home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Event):
    """Request a search while typing: answered with a card of hits, never stored."""

    text: str = ""
    skip: int = 0


#: told by a platform, and again until they are taken; with all others somebody waits for an answer
TOLD = (Message, Edited, Deleted, Reacted, Invited, RoomChanged, Arrived, Installed, Uninstalled)
