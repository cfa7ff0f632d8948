"""The bot and people come and go: installations, rooms and arrivals, from activity to event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.platforms.teams.activities import Activity, dig, place, reply_to, sender, tenant
from bot.platforms.teams.addresses import PLATFORM, happening, person, split
from handlers.chat.events import Arrived, Installed, Invited, RoomChanged, Sender, Uninstalled
from handlers.chat.places import Place

#: what happened to a channel or team -> whether it can be written to afterwards
ROOM_CHANGES = {
    "channelRenamed": True,
    "channelRestored": True,
    "channelDeleted": False,
    "teamRenamed": True,
    "teamRestored": True,
    "teamUnarchived": True,
    "teamArchived": False,
    "teamDeleted": False,
    "teamHardDeleted": False,
}


def names_bot(activity: Activity, members: Iterable[Any] | None) -> bool:
    """Return whether the bot is among those who came or went."""
    bot = activity.recipient.id if activity.recipient else ""
    return any(member.id == bot for member in members or ()) if bot else False


def invited(activity: Activity, added: bool, times: int) -> Invited:
    """`times` makes the two activities of one installation the same happening, and the next one another."""
    name = dig(activity.channel_data, "team", "name") or activity.conversation.name or ""
    return Invited(
        id=happening(tenant(activity), activity.conversation.id, "added" if added else "removed", str(times)),
        sender=sender(activity),
        place=place(activity),
        reply_to=reply_to(activity),
        room_name=name,
        added=added,
    )


def installed(activity: Activity, times: int) -> Installed:
    """The first of a tenant added the app, for themselves or for a team."""
    where = tenant(activity)
    return Installed(
        id=happening(where, "installed", str(times)),
        sender=sender(activity),
        place=Place(PLATFORM, where),
        direct=True,
        reply_to=person(where, activity.from_property.id),
    )


def uninstalled(activity: Activity, times: int) -> Uninstalled:
    """Taken out of the last place of a tenant."""
    where = tenant(activity)
    nobody = Sender(PLATFORM, where, "", guest=True)
    return Uninstalled(id=happening(where, "uninstalled", str(times)), sender=nobody, place=Place(PLATFORM, where))


def arrived(activity: Activity, times: int) -> Arrived:
    """A person installed the app for themselves."""
    return Arrived(
        id=happening(tenant(activity), activity.conversation.id, "arrived", str(times)),
        sender=sender(activity),
        place=place(activity),
        direct=True,
        reply_to=reply_to(activity),
    )


def joined(activity: Activity) -> Iterator[Arrived]:
    """People who became members of a team. They did not call the bot, so nothing is answered."""
    workspace = tenant(activity)
    for member in activity.members_added or ():
        if member.id.startswith("29:"):
            yield Arrived(
                id=happening(tenant(activity), activity.conversation.id, activity.id, member.id),
                place=place(activity),
                sender=Sender(PLATFORM, workspace, member.id, member.name or ""),
            )


def room_changed(activity: Activity) -> RoomChanged | None:
    """A team stands for its first channel, which has the team's id."""
    what = dig(activity.channel_data, "eventType")
    if what not in ROOM_CHANGES:
        return None
    kind = "channel" if what.startswith("channel") else "team"
    channel = dig(activity.channel_data, kind, "id") or split(activity.conversation.id)[0]
    return RoomChanged(
        id=happening(tenant(activity), activity.conversation.id, activity.id, what),
        sender=sender(activity),
        place=Place(PLATFORM, tenant(activity), split(channel)[0]),
        room_name=dig(activity.channel_data, kind, "name"),
        open=ROOM_CHANGES[what],
    )
