"""Store what the bot needs to write to a place later: conversation references, as last reported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec

from bot.platforms import Dispatch
from bot.platforms.teams import allowed_hosts
from bot.platforms.teams.activities import Activity, is_direct_activity, read_activity_time, read_tenant
from bot.platforms.teams.addresses import PLATFORM, build_person_place, build_room_place, split_conversation
from handlers.chat.places import Place

#: the fields of a reference that somebody has told of
News = Mapping[str, str | bool | int]
#: Maximum number of cached references. Changes are stored at once nevertheless.
_HELD = 2000


class TeamsReference(msgspec.Struct, omit_defaults=True):
    """Store how to reach a place.

    All fields but `service` may be empty: then the tenant's or the bot's own are used.
    """

    service: str = ""
    bot: str = ""
    #: conversation type in Teams: personal, groupChat or channel
    kind: str = ""
    #: personal chat of a person, if known
    conversation: str = ""
    #: stable Microsoft Entra id of a `29:` id
    aad: str = ""
    #: guest or member according to the roster; empty until it was read
    standing: str = ""
    #: True if the bot is a member; `changed` is the time, `times` the number of joins
    present: bool = False
    changed: str = ""
    times: int = 0
    #: True for the conversation through which the bot came to the tenant
    first: bool = False


class TeamsReferences:
    """Read and refresh references through the dispatcher; nothing unchanged is written."""

    def __init__(self, dispatch: Dispatch, app_id: str) -> None:
        self.dispatch = dispatch
        self.bot = f"28:{app_id}"
        self._held: dict[Place, TeamsReference] = {}

    async def refresh_references(self, activity: Activity) -> None:
        """Refresh what is known of the room, the person and the tenant from an activity."""
        user, private = activity.from_property, {}
        if is_direct_activity(activity):
            private = {"conversation": split_conversation(activity.conversation.id)[0]}
        found = _describe_room(activity)
        if user.id.startswith("29:"):
            news = _describe_service(activity) | private | {"aad": user.aad_object_id or ""}
            found[build_person_place(read_tenant(activity), user.id)] = news
        await self._refresh_places(found)

    async def refresh_room_reference(self, activity: Activity) -> None:
        """Refresh the room and the tenant without the person, for what was done without turning to the bot."""
        await self._refresh_places(_describe_room(activity))

    async def load_reference(self, place: Place) -> TeamsReference:
        """Return how to reach a room, or a person when `place.user` is set."""
        wanted = (
            build_person_place(place.workspace, place.user)
            if place.user
            else build_room_place(place.workspace, place.channel)
        )
        known = await self._recall_reference(wanted)
        around = known if known.service else await self._recall_reference(_build_tenant_place(place.workspace))
        return msgspec.structs.replace(
            known, service=around.service or allowed_hosts.DEFAULT, bot=known.bot or around.bot or self.bot
        )

    async def is_known_person(self, activity: Activity) -> bool:
        """Return True if this person has ever turned to the bot."""
        return bool(
            (await self._recall_reference(build_person_place(read_tenant(activity), activity.from_property.id))).service
        )

    async def load_roster_role(self, place: Place) -> str:
        """Return what the roster has said of `place.user`; "" if nobody has asked the roster yet."""
        known = await self._recall_reference(place)
        self._hold_reference(place, known)
        return known.standing

    async def record_roster_role(self, place: Place, roster_role: str) -> None:
        await self._refresh_reference(place, {"standing": roster_role})

    async def record_personal_chat(self, place: Place, conversation: str) -> None:
        """Store the personal chat of `place.user`; "" when the chat turned out to be no longer there."""
        await self._refresh_reference(
            build_person_place(place.workspace, place.user), {"conversation": conversation}, empty=True
        )

    async def record_bot_membership(self, activity: Activity, present: bool) -> int | None:
        """Return how many times the bot has become a member here.

        Both activities of one change get the same number.
        Returns None for an activity that was overtaken by a newer change.
        """
        place = build_room_place(read_tenant(activity), split_conversation(activity.conversation.id)[0])
        known, now = await self._recall_reference(place, fresh=True), read_activity_time(activity)
        # The whole tenant may have been removed. Its number of joins continues.
        around = await self._recall_reference(_build_tenant_place(read_tenant(activity)))
        if known.present == present:
            return known.times
        if now and now < max(known.changed, around.changed):
            return None
        if not present:
            # The address is deleted. Time and number of joins stay, to recognise late activities.
            await self._store_reference(place, TeamsReference(changed=now, times=known.times))
            if is_direct_activity(activity):
                await self._store_reference(
                    build_person_place(read_tenant(activity), activity.from_property.id), TeamsReference()
                )
            return known.times
        times = max(known.times, around.times) + 1
        await self._refresh_reference(place, {"present": True, "changed": now, "times": times}, empty=True)
        return times

    async def record_tenant_presence(self, activity: Activity, present: bool, *, news: bool = True) -> int | None:
        """Return how many times the bot has come to this tenant; None if it did not come or go now.

        Leaving counts only from its last place there. Call this method after `record_bot_membership`.
        `news`: nobody knew the bot there.
        """
        place = _build_tenant_place(read_tenant(activity))
        known = await self._recall_reference(place, fresh=True)
        if known.present == present:
            return None
        if present:
            times = known.times + 1
            found: dict[Place, News] = {place: {"present": True, "times": times}}
            if news:
                found[build_room_place(place.workspace, split_conversation(activity.conversation.id)[0])] = {
                    "first": True
                }
            await self._refresh_places(found)
            return times
        kept = await self.dispatch.list_remembered_places(PLATFORM, place.workspace)
        own = f"@{place.user}"
        if any(data.get("present") for channel, data in kept.items() if channel != own):
            return None
        return max([known.times, *(int(data.get("times", 0)) for data in kept.values())])

    async def is_in_tenant(self, activity: Activity) -> bool:
        """Return True if the bot is known to be in this tenant."""
        place = _build_tenant_place(read_tenant(activity))
        known = await self._recall_reference(place)
        self._hold_reference(place, known)
        return known.present

    async def is_first_conversation(self, activity: Activity) -> bool:
        """Return True if this conversation is the one by which the bot came to the tenant."""
        return (
            await self._recall_reference(
                build_room_place(read_tenant(activity), split_conversation(activity.conversation.id)[0])
            )
        ).first

    async def forget_tenant(self, activity: Activity, times: int) -> None:
        """Forget everything of this tenant but a number.

        The number keeps a later installation from being taken for an earlier one.
        """
        workspace = read_tenant(activity)
        for place in [one for one in self._held if one.workspace == workspace]:
            del self._held[place]
        await self._store_reference(
            _build_tenant_place(workspace), TeamsReference(changed=read_activity_time(activity), times=times)
        )

    async def _refresh_reference(self, place: Place, news: News, *, empty: bool = False) -> None:
        await self._refresh_places({place: news}, empty=empty)

    async def _refresh_places(self, found: Mapping[Place, News], *, empty: bool = False) -> None:
        """Store what is new of these places in one unit of work: who turns to the bot waits for it."""
        changes = {}
        for place, told in found.items():
            news = {name: value for name, value in told.items() if value or empty}
            held = self._held.get(place)
            if held is None or not _is_unchanged(held, news):
                changes[place] = partial(_add_news, news=news)
        for place, data in (await self.dispatch.change_places(changes) if changes else {}).items():
            self._hold_reference(place, _convert_reference(data))

    async def _store_reference(self, place: Place, reference: TeamsReference) -> None:
        await self.dispatch.remember_place(place, msgspec.to_builtins(reference))
        self._hold_reference(place, reference)

    async def _recall_reference(self, place: Place, *, fresh: bool = False) -> TeamsReference:
        if place in self._held and not fresh:
            return self._held[place]
        return _convert_reference(await self.dispatch.recall_place(place))

    def _hold_reference(self, place: Place, reference: TeamsReference) -> None:
        if len(self._held) >= _HELD:
            self._held.clear()
        self._held[place] = reference


def _describe_service(activity: Activity) -> dict[str, str]:
    return {"service": activity.service_url, "bot": activity.recipient.id if activity.recipient else ""}


def _build_tenant_place(workspace: str) -> Place:
    """Return the place that represents the tenant. It also serves rooms from which the bot has received nothing yet."""
    return Place(PLATFORM, workspace)


def _describe_room(activity: Activity) -> dict[Place, News]:
    """Return what an activity tells of the room, unless it is a direct chat, and of the tenant."""
    workspace, channel = read_tenant(activity), split_conversation(activity.conversation.id)[0]
    found: dict[Place, News] = {_build_tenant_place(workspace): _describe_service(activity)}
    if not is_direct_activity(activity):
        news = _describe_service(activity) | {"kind": activity.conversation.conversation_type or ""}
        found[build_room_place(workspace, channel)] = news
    return found


def _convert_reference(data: Mapping[str, Any] | None) -> TeamsReference:
    try:
        return msgspec.convert(data or {}, TeamsReference)
    except msgspec.ValidationError:  # stored by another version; the next activity restores it
        return TeamsReference()


def _add_news(data: dict[str, Any] | None, news: News) -> dict[str, Any]:
    known = _convert_reference(data)
    if _is_unchanged(known, news):
        return data or {}
    made: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(known, **news))
    return made


def _is_unchanged(reference: TeamsReference, news: News) -> bool:
    return all(getattr(reference, name) == value for name, value in news.items())
