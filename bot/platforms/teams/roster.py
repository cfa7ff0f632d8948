"""Ask the roster who is a guest: activities of guests and of people from other tenants mostly do not say it themselves.

Each person is looked up once, in the conversation they were first heard in; what Teams says is kept with what it takes
to write to them. Where it does not answer, whoever is new counts as a guest, and their next event asks it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.teams.activities import GUESTS, Activity, dig, tenant
from bot.platforms.teams.addresses import person, split
from bot.platforms.teams.connector import Connector, Deadline, member
from bot.platforms.teams.errors import OutcomeUnknown
from bot.platforms.teams.references import References
from handlers.chat.events import Event, Sender
from handlers.chat.places import Place

E = TypeVar("E", bound=Event)
log = structlog.get_logger()
#: seconds an event waits for the roster
PATIENCE = 3.0
#: people who are remembered at once as not answered for
MANY = 1000
GUEST, MEMBER = "guest", "member"


class Roster:
    """Two events of a new person at once are one question."""

    def __init__(self, connector: Connector, references: References) -> None:
        self.connector = connector
        self.references = references
        self._asked: dict[Place, asyncio.Task[str]] = {}
        #: who was not answered for -> the activity it was asked for, which waits once only
        self._failed: dict[Place, str] = {}

    async def complete_event(self, activity: Activity, event: E) -> E:
        """Return the event with what the roster says of its sender."""
        return replace(event, sender=await self.complete_sender(activity, event.sender))

    async def complete_sender(self, activity: Activity, sender: Sender) -> Sender:
        """Return the sender as what the roster calls them; whom the activity calls a guest is one."""
        if not sender.user.startswith("29:"):
            return sender
        who = person(sender.workspace, sender.user)
        standing = await self.references.standing_of(who)
        if sender.guest:
            if standing == MEMBER:
                await self.references.keep_standing(who, GUEST)
            return sender
        return _weigh(sender, standing or await self._ask_once(activity, who))

    async def complete_author(self, author: Sender, told: Mapping[str, Any]) -> Sender:
        """Return the author of a message as what the roster has told of them; it may have told nothing."""
        who = person(author.workspace, author.user)
        return _weigh(author, await self._keep_answer(who, told) if dig(told, "id") else "")

    async def _keep_answer(self, who: Place, told: Mapping[str, Any]) -> str:
        home, role = dig(told, "tenantId").lower(), dig(told, "userRole").lower()
        foreign = bool(home) and home != who.workspace.lower()
        standing = GUEST if foreign or role in GUESTS else MEMBER
        await self.references.keep_standing(who, standing)
        return standing

    async def _ask_once(self, activity: Activity, who: Place) -> str:
        if activity.id and self._failed.get(who) == activity.id:
            return ""
        task = self._asked.get(who)
        if task is None:
            task = self._asked[who] = asyncio.create_task(self._ask(activity, who))
            task.add_done_callback(lambda _: self._asked.pop(who, None))
        return await asyncio.shield(task)

    async def _ask(self, activity: Activity, who: Place) -> str:
        channel = split(activity.conversation.id)[0]
        try:
            told = await self.connector.get(activity.service_url, member(channel, who.user), Deadline(PATIENCE))
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.warning("roster not read", tenant=tenant(activity), why=str(error))
            if len(self._failed) >= MANY:
                self._failed.clear()
            self._failed[who] = activity.id or ""
            return ""
        return await self._keep_answer(who, told)


def _weigh(sender: Sender, standing: str) -> Sender:
    """A guest, a member, or somebody of whom the roster has said nothing."""
    return replace(sender, guest=standing == GUEST, member=standing == MEMBER, unsure=not standing)
