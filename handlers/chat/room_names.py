"""Name rooms: some chats tell their channels' names only when these are created or renamed."""

from __future__ import annotations

from handlers.chat.cards import Field
from handlers.chat.events import Submission
from handlers.chat.say import Say
from storage.directory.rooms import Room

LONGEST_ROOM_NAME = 200


def name_room(say: Say, room: Room) -> str:
    """Return what people call the room; never its id, which nobody knows it by."""
    return room.name or say("the channel without a name")


def draw_room_name_field(say: Say, room: Room) -> list[Field]:
    """Draw the field for the name of a room whose chat has not told it; nothing for any other."""
    if room.name:
        return []
    hint = say("As it stands in the chat, which has not told me.")
    return [Field("name", say("What is the channel called?"), required=False, hint=hint, most=LONGEST_ROOM_NAME)]


def apply_room_name(event: Submission, room: Room) -> None:
    """Take the name from the form, unless the chat has told one meanwhile."""
    room.name = room.name or " ".join(event.get_text("name").split())[:LONGEST_ROOM_NAME]
