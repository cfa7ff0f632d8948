"""Translate activities about the bot and people coming and going: installations, rooms and arrivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.platforms.teams.activities import (
    Activity,
    build_activity_place,
    build_teams_sender,
    find_reply_place,
    read_nested_text,
    read_tenant,
)
from bot.platforms.teams.addresses import PLATFORM, build_person_place, build_teams_event_id, split_conversation
from handlers.chat.events import Arrived, Installed, Invited, RoomChanged, Sender, Uninstalled
from handlers.chat.places import Place

#: event type of a channel or team -> True if it can be written to afterwards
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


def is_bot_among(activity: Activity, members: Iterable[Any] | None) -> bool:
    """Return whether the bot is among those who came or went."""
    bot = activity.recipient.id if activity.recipient else ""
    return any(member.id == bot for member in members or ()) if bot else False


def translate_invitation(activity: Activity, added: bool, times: int) -> Invited:
    """Translate the bot being added to or removed from a conversation.

    `times` gives the two activities of one installation the same event id, and the next installation another.
    """
    name = read_nested_text(activity.channel_data, "team", "name") or activity.conversation.name or ""
    return Invited(
        id=build_teams_event_id(
            read_tenant(activity), activity.conversation.id, "added" if added else "removed", str(times)
        ),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity),
        reply_to=find_reply_place(activity),
        room_name=name,
        added=added,
        group=activity.conversation.conversation_type == "groupChat",
        team=activity.conversation.conversation_type == "channel",
    )


def translate_installation(activity: Activity, times: int) -> Installed:
    """Translate the first installation in a tenant: somebody added the app, personally or for a team."""
    where = read_tenant(activity)
    return Installed(
        id=build_teams_event_id(where, "installed", str(times)),
        sender=build_teams_sender(activity),
        place=Place(PLATFORM, where),
        direct=True,
        reply_to=build_person_place(where, activity.from_property.id),
    )


def translate_uninstallation(activity: Activity, times: int) -> Uninstalled:
    """Translate the removal of the app from the last place of a tenant."""
    where = read_tenant(activity)
    nobody = Sender(PLATFORM, where, "", guest=True)
    return Uninstalled(
        id=build_teams_event_id(where, "uninstalled", str(times)), sender=nobody, place=Place(PLATFORM, where)
    )


def translate_personal_install(activity: Activity, times: int) -> Arrived:
    """Translate that a person installed the app for themselves."""
    return Arrived(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, "arrived", str(times)),
        sender=build_teams_sender(activity),
        place=build_activity_place(activity),
        direct=True,
        reply_to=find_reply_place(activity),
    )


def translate_team_joins(activity: Activity) -> Iterator[Arrived]:
    """Translate that people became members of a team.

    They did not call the bot, so nothing is answered.
    """
    workspace = read_tenant(activity)
    for member in activity.members_added or ():
        if member.id.startswith("29:"):
            yield Arrived(
                id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id, member.id),
                place=build_activity_place(activity),
                sender=Sender(PLATFORM, workspace, member.id, member.name or ""),
            )


def translate_channel_change(activity: Activity) -> RoomChanged | None:
    """Translate a change of a channel or team.

    A team stands for its first channel, which has the team's id.
    """
    what = read_nested_text(activity.channel_data, "eventType")
    if what not in ROOM_CHANGES:
        return None
    kind = "channel" if what.startswith("channel") else "team"
    channel = read_nested_text(activity.channel_data, kind, "id") or split_conversation(activity.conversation.id)[0]
    return RoomChanged(
        id=build_teams_event_id(read_tenant(activity), activity.conversation.id, activity.id, what),
        sender=build_teams_sender(activity),
        place=Place(PLATFORM, read_tenant(activity), split_conversation(channel)[0]),
        room_name=read_nested_text(activity.channel_data, kind, "name"),
        open=ROOM_CHANGES[what],
        deleted=what.endswith("Deleted"),
    )
