"""What the bot keeps to write to a place later: conversation references, as they were last told."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.platforms import Dispatch
from bot.platforms.teams import hosts
from bot.platforms.teams.activities import Activity, direct, tenant, told_at
from bot.platforms.teams.addresses import PLATFORM, person, room, split
from handlers.chat.places import Place

#: references of places seen lately; a change is still written at once, whatever is held here
_HELD = 2000


class Reference(msgspec.Struct, omit_defaults=True):
    """All fields but `service` may be empty: then the tenant's or the bot's own are used."""

    service: str = ""
    bot: str = ""
    #: how Teams calls it: personal, groupChat or channel
    kind: str = ""
    #: the personal chat of a person, once it is known
    conversation: str = ""
    #: the stable identity behind a `29:` id
    aad: str = ""
    #: what the roster calls a person: guest or member; empty until it has been asked
    standing: str = ""
    #: whether the bot is a member, since when, and how often it has become one
    present: bool = False
    changed: str = ""
    times: int = 0
    #: the conversation by which the bot came to the tenant
    first: bool = False


class References:
    """Reads and refreshes them through the dispatcher; nothing is written that has not changed."""

    def __init__(self, dispatch: Dispatch, app_id: str) -> None:
        self.dispatch = dispatch
        self.bot = f"28:{app_id}"
        self._held: dict[Place, Reference] = {}

    async def hear(self, activity: Activity) -> None:
        """Refresh what is known of the room, the person and the tenant from an activity."""
        user, private = activity.from_property, {}
        if direct(activity):
            private = {"conversation": split(activity.conversation.id)[0]}
        if user.id.startswith("29:"):
            news = _here(activity) | private | {"aad": user.aad_object_id or ""}
            await self._refresh(person(tenant(activity), user.id), news)
        await self.hear_room(activity)

    async def hear_room(self, activity: Activity) -> None:
        """Without the person, for what somebody did without turning to the bot."""
        workspace, channel = tenant(activity), split(activity.conversation.id)[0]
        if not direct(activity):
            news = _here(activity) | {"kind": activity.conversation.conversation_type or ""}
            await self._refresh(room(workspace, channel), news)
        await self._refresh(_everywhere(workspace), _here(activity))

    async def of(self, place: Place) -> Reference:
        """How to reach a room, or a person when `place.user` is set."""
        wanted = person(place.workspace, place.user) if place.user else room(place.workspace, place.channel)
        known = await self._recall(wanted)
        around = known if known.service else await self._recall(_everywhere(place.workspace))
        return msgspec.structs.replace(
            known, service=around.service or hosts.DEFAULT, bot=known.bot or around.bot or self.bot
        )

    async def knows(self, activity: Activity) -> bool:
        """Whether this person has ever turned to the bot."""
        return bool((await self._recall(person(tenant(activity), activity.from_property.id))).service)

    async def standing_of(self, place: Place) -> str:
        """Return what the roster has said of `place.user`; "" where nobody has asked it yet."""
        known = await self._recall(place)
        self._hold(place, known)
        return known.standing

    async def keep_standing(self, place: Place, standing: str) -> None:
        await self._refresh(place, {"standing": standing})

    async def keep_chat(self, place: Place, conversation: str) -> None:
        """The personal chat of `place.user`; "" when it turned out to be no longer there."""
        await self._refresh(person(place.workspace, place.user), {"conversation": conversation}, empty=True)

    async def membership(self, activity: Activity, present: bool) -> int | None:
        """How many times the bot has become a member here: both activities of one change get the same number.

        None for an activity that was overtaken by a newer change.
        """
        place = room(tenant(activity), split(activity.conversation.id)[0])
        known, now = await self._recall(place, fresh=True), told_at(activity)
        # the tenant may have been forgotten as a whole: what it counted up to then goes on
        around = await self._recall(_everywhere(tenant(activity)))
        if known.present == present:
            return known.times
        if now and now < max(known.changed, around.changed):
            return None
        if not present:
            # what leads there goes; that the bot was there, how often and until when stays, to know what comes late
            await self._put(place, Reference(changed=now, times=known.times))
            if direct(activity):
                await self._put(person(tenant(activity), activity.from_property.id), Reference())
            return known.times
        times = max(known.times, around.times) + 1
        await self._refresh(place, {"present": True, "changed": now, "times": times}, empty=True)
        return times

    async def house(self, activity: Activity, present: bool, *, news: bool = True) -> int | None:
        """The how-manieth time the bot has come to this tenant, or left its last place there; None: it has not.

        Asked after `membership`. `news`: nobody knew it there.
        """
        place = _everywhere(tenant(activity))
        known = await self._recall(place, fresh=True)
        if known.present == present:
            return None
        if present:
            times = known.times + 1
            await self._refresh(place, {"present": True, "times": times}, empty=True)
            if news:
                await self._refresh(room(place.workspace, split(activity.conversation.id)[0]), {"first": True})
            return times
        kept = await self.dispatch.kept(PLATFORM, place.workspace)
        own = f"@{place.user}"
        if any(data.get("present") for channel, data in kept.items() if channel != own):
            return None
        return max([known.times, *(int(data.get("times", 0)) for data in kept.values())])

    async def entered(self, activity: Activity) -> bool:
        """Whether the bot is known to be in this tenant."""
        place = _everywhere(tenant(activity))
        known = await self._recall(place)
        self._hold(place, known)
        return known.present

    async def came_by(self, activity: Activity) -> bool:
        """Whether this conversation is the one by which the bot came to the tenant."""
        return (await self._recall(room(tenant(activity), split(activity.conversation.id)[0]))).first

    async def forget(self, activity: Activity, times: int) -> None:
        """Everything of this tenant but a number, so that what comes later is never taken for what was before."""
        workspace = tenant(activity)
        for place in [one for one in self._held if one.workspace == workspace]:
            del self._held[place]
        await self._put(_everywhere(workspace), Reference(changed=told_at(activity), times=times))

    async def _refresh(self, place: Place, news: Mapping[str, str | bool | int], *, empty: bool = False) -> None:
        news = news if empty else {name: value for name, value in news.items() if value}
        held = self._held.get(place)
        if held is not None and _says(held, news):
            return
        known = await self._recall(place, fresh=True)
        if not _says(known, news):
            known = msgspec.structs.replace(known, **news)
            await self.dispatch.remember(place, msgspec.to_builtins(known))
        self._hold(place, known)

    async def _put(self, place: Place, reference: Reference) -> None:
        await self.dispatch.remember(place, msgspec.to_builtins(reference))
        self._hold(place, reference)

    async def _recall(self, place: Place, *, fresh: bool = False) -> Reference:
        if place in self._held and not fresh:
            return self._held[place]
        data = await self.dispatch.recall(place)
        try:
            return msgspec.convert(data or {}, Reference)
        except msgspec.ValidationError:  # written by another version: it is told anew with the next activity
            return Reference()

    def _hold(self, place: Place, reference: Reference) -> None:
        if len(self._held) >= _HELD:
            self._held.clear()
        self._held[place] = reference


def _here(activity: Activity) -> dict[str, str]:
    return {"service": activity.service_url, "bot": activity.recipient.id if activity.recipient else ""}


def _everywhere(workspace: str) -> Place:
    """Stands for the tenant: rooms the bot has never heard from are reached like the others."""
    return Place(PLATFORM, workspace)


def _says(reference: Reference, news: Mapping[str, str | bool | int]) -> bool:
    return all(getattr(reference, name) == value for name, value in news.items())
