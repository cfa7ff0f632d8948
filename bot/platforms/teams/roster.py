"""Ask the roster who is a guest.

Activities of guests and of people from other tenants mostly do not say it themselves.
Each person is looked up once, in the conversation they were first heard in.
The roster's answer is stored with what it takes to write to the person.
If the roster does not answer, a new person counts as a guest until their next event asks again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.teams.activities import GUESTS, Activity, read_nested_text, read_tenant
from bot.platforms.teams.addresses import build_person_place, split_conversation
from bot.platforms.teams.connector import ConnectorClient, Deadline, build_member_path
from bot.platforms.teams.conversation_references import TeamsReferences
from bot.platforms.teams.errors import TeamsOutcomeUnknown
from handlers.chat.events import Event, Sender
from handlers.chat.places import Place

E = TypeVar("E", bound=Event)
log = structlog.get_logger()
#: seconds that an event waits for the roster
PATIENCE = 3.0
#: maximum number of remembered people whose lookup failed
MANY = 1000
GUEST, MEMBER = "guest", "member"


class RosterLookup:
    """Look people up; two events of a new person at once are one request."""

    def __init__(self, connector: ConnectorClient, references: TeamsReferences) -> None:
        self.connector = connector
        self.references = references
        self._asked: dict[Place, asyncio.Task[str]] = {}
        #: Person whose lookup failed -> activity that waited for it. An activity waits only once.
        self._failed: dict[Place, str] = {}

    async def complete_event_sender(self, activity: Activity, event: E) -> E:
        """Return the event with what the roster says of its sender."""
        return replace(event, sender=await self.complete_teams_sender(activity, event.sender))

    async def complete_teams_sender(self, activity: Activity, sender: Sender) -> Sender:
        """Return the sender as what the roster calls them; whom the activity calls a guest is one."""
        if not sender.user.startswith("29:"):
            return sender
        who = build_person_place(sender.workspace, sender.user)
        roster_role = await self.references.load_roster_role(who)
        if sender.guest:
            if roster_role == MEMBER:
                await self.references.record_roster_role(who, GUEST)
            return sender
        return _apply_roster_role(sender, roster_role or await self._ask_roster_once(activity, who))

    async def complete_message_author(self, author: Sender, told: Mapping[str, Any]) -> Sender:
        """Return the author of a message as what the roster has told of them; it may have told nothing."""
        who = build_person_place(author.workspace, author.user)
        return _apply_roster_role(
            author, await self._record_roster_answer(who, told) if read_nested_text(told, "id") else ""
        )

    async def _record_roster_answer(self, who: Place, told: Mapping[str, Any]) -> str:
        home, role = read_nested_text(told, "tenantId").lower(), read_nested_text(told, "userRole").lower()
        foreign = bool(home) and home != who.workspace.lower()
        roster_role = GUEST if foreign or role in GUESTS else MEMBER
        await self.references.record_roster_role(who, roster_role)
        return roster_role

    async def _ask_roster_once(self, activity: Activity, who: Place) -> str:
        if activity.id and self._failed.get(who) == activity.id:
            return ""
        task = self._asked.get(who)
        if task is None:
            task = self._asked[who] = asyncio.create_task(self._ask_roster(activity, who))
            task.add_done_callback(lambda _: self._asked.pop(who, None))
        return await asyncio.shield(task)

    async def _ask_roster(self, activity: Activity, who: Place) -> str:
        channel = split_conversation(activity.conversation.id)[0]
        try:
            told = await self.connector.get_from_connector(
                activity.service_url, build_member_path(channel, who.user), Deadline(PATIENCE)
            )
        except (TemporaryError, PermanentError, TeamsOutcomeUnknown) as error:
            log.warning("roster not read", tenant=read_tenant(activity), why=str(error))
            if len(self._failed) >= MANY:
                self._failed.clear()
            self._failed[who] = activity.id or ""
            return ""
        return await self._record_roster_answer(who, told)


def _apply_roster_role(sender: Sender, roster_role: str) -> Sender:
    """Return the sender as a guest, a member, or a person with an unknown role."""
    return replace(sender, guest=roster_role == GUEST, member=roster_role == MEMBER, unsure=not roster_role)
