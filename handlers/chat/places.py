"""Define one address for rooms, threads, direct chats and messages only one person sees."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Define an address on one platform; every field but `platform` is opaque to all but that platform.

    ==================  =======================================================
    channel, no user    everybody in the room.
    channel and user    only that user, beside what is said in the room.
    user, no channel    the direct chat with that user.
    ==================  =======================================================
    """

    platform: str
    workspace: str
    channel: str = ""
    #: message that began the thread; empty at the top level of the room
    thread: str = ""
    user: str = ""

    @property
    def direct(self) -> bool:
        return bool(self.user) and not self.channel

    def narrow_to_user(self, user: str) -> Place:
        return msgspec.structs.replace(self, user=user)

    def move_to_thread(self, thread: str) -> Place:
        return msgspec.structs.replace(self, thread=thread)
