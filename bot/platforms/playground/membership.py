"""Let the network grow on the page: new people, new channels, and the bot invited to a channel."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from bot.platforms.playground import event_translation
from bot.platforms.playground.page_replies import Answer, dispatch_page_event
from bot.platforms.playground.request_guard import build_page_error
from storage.directory.people import MEMBER
from storage.playground.playground_chat import PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform


class AddMember(event_translation.PageAction, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    language: Literal["nb", "nn", "en"] = "nb"


class CreateChannel(event_translation.PageAction, frozen=True, kw_only=True):
    channel: Annotated[str, Meta(pattern=r"^[a-z0-9æøå][a-z0-9æøå-]{0,59}$")]
    purpose: Annotated[str, Meta(max_length=250)] = ""


def build_new_member(joining: AddMember, taken: set[str]) -> PlaygroundMember:
    """Return a member named after the person, under a user id that nobody has."""
    plain = unicodedata.normalize("NFKD", joining.name.casefold().replace("ø", "o").replace("æ", "ae"))
    base = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:40] or "member"
    user = next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    return PlaygroundMember(user, joining.name.strip(), joining.language, MEMBER, False, "", "", ())


async def invite_bot(
    playground: PlaygroundPlatform, me: PlaygroundMember, action: event_translation.InviteBot
) -> Answer:
    async with playground.database.begin() as store:
        channel = await playground.find_playground_channel(store, action.channel)
        if channel is None:
            raise build_page_error(404, "There is no such channel.")
        channel.bot = action.added
    await playground.live.broadcast_update("state", {})
    return await dispatch_page_event(playground, me, event_translation.build_page_invitation(me, action))


async def create_page_channel(playground: PlaygroundPlatform, _me: PlaygroundMember, action: CreateChannel) -> Answer:
    async with playground.database.begin() as store:
        await store.playground_chat.ensure_channel(action.channel, purpose=action.purpose.strip())
    await playground.live.broadcast_update("state", {})
    return {"channel": action.channel}
