"""How the network grows on the page: new people, new channels, and the bot invited to a channel."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from bot.platforms.playground import translate
from bot.platforms.playground.answering import Answer, tell
from bot.platforms.playground.guard import refuse
from storage.directory.people import MEMBER
from storage.playground.playground_chat import Member

if TYPE_CHECKING:
    from bot.platforms.playground import Playground


class Join(translate.Action, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    language: Literal["nb", "nn", "en"] = "nb"


class Open(translate.Action, frozen=True, kw_only=True):
    """A new channel."""

    channel: Annotated[str, Meta(pattern=r"^[a-z0-9æøå][a-z0-9æøå-]{0,59}$")]
    purpose: Annotated[str, Meta(max_length=250)] = ""


def newcomer(joining: Join, taken: set[str]) -> Member:
    """A member named after the person, under a user id that nobody has."""
    plain = unicodedata.normalize("NFKD", joining.name.casefold().replace("ø", "o").replace("æ", "ae"))
    base = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:40] or "member"
    user = next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
    return Member(user, joining.name.strip(), joining.language, MEMBER, False, "", "", ())


async def invite(playground: Playground, me: Member, action: translate.Invite) -> Answer:
    async with playground.database.begin() as store:
        channel = await playground.channel(store, action.channel)
        if channel is None:
            raise refuse(404, "There is no such channel.")
        channel.bot = action.added
    await playground.live.tell("state", {})
    return await tell(playground, me, translate.invited(me, action))


async def open_channel(playground: Playground, _me: Member, action: Open) -> Answer:
    async with playground.database.begin() as store:
        await store.playground.open(action.channel, purpose=action.purpose.strip())
    await playground.live.tell("state", {})
    return {"channel": action.channel}
