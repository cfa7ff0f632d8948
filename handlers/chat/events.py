"""Define the events: platforms translate their payloads into these, and nothing raw comes along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from handlers.chat.places import Place
from handlers.chat.rich_text.markup_writer import escape_marks

#: value of a form field; a tuple if several may be chosen
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Identify who caused an event: an account, as the platform proved it (never as a payload claims)."""

    platform: str
    workspace: str
    user: str
    name: str = ""  #: display name on the platform; empty if the payload has none
    #: True unless they are a full member of the workspace: a guest, or from another company
    guest: bool = False
    #: language of the client ("nb", "nn", "en"); empty if unknown
    language: str = ""
    #: True if they are certainly a full member; with neither flag, the platform only did not call them a guest
    member: bool = False
    unsure: bool = False  #: True if the platform cannot say at present: a new person counts as a guest until then


@dataclass(frozen=True, slots=True)
class Quoted:
    """Hold a message somebody pointed at (message shortcut, message action)."""

    message: str
    text: str
    author: Sender | None = None
    place: Place | None = None
    markup: str = ""  #: see `Message`
    files: tuple[File, ...] = ()

    @property
    def written(self) -> str:
        return self.markup or escape_marks(self.text)


@dataclass(frozen=True, slots=True)
class File:
    """Describe a file in a message: it stays where it is, unless a copy of a picture is asked for."""

    kind: Literal["file", "image", "other"] = "file"
    name: str = ""
    link: str = ""  #: https address for those who may open it; empty if the platform has none
    source: str = ""  #: address from which the bot can read it there; empty if it cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Describe one event; `id` is unique per event, so a repeated delivery has the same id."""

    id: str
    sender: Sender
    #: Place of the event, without `user`. A direct chat has the channel that the platform uses for it.
    place: Place
    #: True in a direct chat with the bot
    direct: bool = False
    #: place of the card that answers this event; None if the platform shows the answer itself
    reply_to: Place | None = None
    #: place of a card that follows its record, where the platform shows all other answers itself
    kept_at: Place | None = None
    #: place of an answer that the platform did not get to show; None if the platform then says itself that it failed
    spare_at: Place | None = None
    #: The platform itself shows brief answers, and replacements in a direct chat. Other answers go to `reply_to`.
    inline: bool = False
    #: True if the platform shows its answer in a message that cannot be changed later
    ephemeral: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Event):
    """Describe text in a thread the bot opened, or addressed to the bot; `place.thread` is set for replies."""

    text: str
    message: str
    #: True if the bot is mentioned, or in a direct chat
    addressed: bool = False
    #: True if the bot does not know the message that began this thread, although the platform calls it the bot's.
    #: A platform that cannot say also sets it: a restored database does not know messages of the lost time.
    orphaned: bool = False
    files: tuple[File, ...] = ()
    #: The text with its links and marks, as records store it. If empty, `text` has none.
    markup: str = ""

    @property
    def written(self) -> str:
        """Return what a record stores of the message."""
        return self.markup or escape_marks(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Event):
    """Describe a verb and the rest of the line: from a slash command, a mention or a direct message."""

    text: str = ""
    #: message that contains the command; empty for slash commands
    message: str = ""
    room_name: str = ""  #: where the platform tells it with the command
    files: tuple[File, ...] = ()
    markup: str = ""  #: see `Message`

    @property
    def written(self) -> str:
        return self.markup or escape_marks(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Click(Event):
    """Describe a click on a button, or a shortcut; `value` is the record's id as the button carried it."""

    value: str = ""
    #: message with the button; empty for shortcuts and home pages
    message: str = ""
    quoted: Quoted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission(Event):
    """Describe a submitted form; `value` is what the form carried, `place` where the form was opened."""

    value: str = ""
    message: str = ""  #: message with the button that opened the form, if the platform tells
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
    addressed: bool = False  #: see `Message`
    #: id of the event of the original message; empty if the platform cannot say
    original: str = ""
    #: Times of the change and of the message by the platform's clock, because changes may arrive in any order.
    at: datetime | None = None
    sent_at: datetime | None = None
    markup: str = ""  #: see `Message`

    @property
    def written(self) -> str:
        return self.markup or escape_marks(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    """Report that a message is gone."""

    message: str
    original: str = ""  #: see `Edited`
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
    private: bool = False  #: True if only those who were invited can read the room
    group: bool = False  #: True for a chat of a few people, which carries no topics
    #: True if other rooms came with it: the channels of a team have the bot together
    team: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomChanged(Event):
    """Report that a room was renamed, archived, restored or deleted, or has a new id."""

    room_name: str = ""
    open: bool = True
    deleted: bool = False
    new_channel: str = ""  #: its id from now on; empty if that stays


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
    """Request a search while typing: answered with a card of hits, or with options of a field. Never stored."""

    text: str = ""
    skip: int = 0
    #: what is searched among, as the field's source carried it
    value: str = ""


#: Events that a platform delivers again until they are accepted. For any other event somebody waits for an answer.
TOLD = (Message, Edited, Deleted, Reacted, Invited, RoomChanged, Arrived, Installed, Uninstalled)
