"""Names, languages and guests of the workspace: asked for once and kept for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.calls import Api
from bot.platforms.slack.errors import OutcomeUnknown
from bot.platforms.slack.identity import Identity
from handlers.chat.events import Event, Sender

E = TypeVar("E", bound=Event)
log = structlog.get_logger()
#: seconds: how long a profile is believed, and how long nobody asks again for one that could not be read
FRESH, FAILED = 6 * 3600.0, 60.0
#: seconds an event waits for the name of somebody never seen before
PATIENCE = 1.0
#: people read ahead at start: five pages
AHEAD, PAGE = 1000, 200
_LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


@dataclass(frozen=True, slots=True)
class Profile:
    name: str = ""
    guest: bool = False
    #: of the person's Slack client
    language: str = ""
    team: str = ""
    #: the organisation (Enterprise Grid) of the person's workspace
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    profile: Profile
    until: float


class People:
    """A cache; an unknown person costs one users.info, and an event at most a second."""

    def __init__(self, api: Api, identity: Identity) -> None:
        self.api = api
        self.identity = identity
        self._kept: dict[str, _Kept] = {}
        self._asked: dict[str, asyncio.Task[Profile]] = {}
        #: further workspaces of the same organisation, as its people show
        self._own: set[str] = set()
        #: the people of another workspace (its id, its organisation's), if the bot is installed there too
        self.neighbours: Neighbours = _none

    def known(self, user: str) -> Profile | None:
        kept = self._kept.get(user)
        return kept.profile if kept is not None and kept.until > time.monotonic() else None

    def name(self, user: str) -> str:
        profile = self.known(user)
        return profile.name if profile else ""

    async def get(self, user: str) -> Profile:
        """Empty when Slack does not tell in time; the answer is kept for the next event."""
        known = self.known(user)
        if known is not None or not user:
            return known or Profile()
        task = self._asked.get(user)
        if task is None:
            task = self._asked[user] = asyncio.create_task(self._ask(user))
            task.add_done_callback(lambda _: self._asked.pop(user, None))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else Profile()

    async def meet(self, users: Iterable[str]) -> None:
        """Know the names of several people, at most a second later."""
        await asyncio.gather(*(self.get(user) for user in users))

    async def read_ahead(self) -> None:
        """Know everybody, so that first messages need not wait. Failing does no harm."""
        if self.identity.team and self.identity.team == self.identity.enterprise:
            return  # an organisation is read by workspace, and names none of its own
        cursor = ""
        try:
            for _ in range(AHEAD // PAGE):
                page = await self.api.ask("users.list", limit=str(PAGE), cursor=cursor, include_locale="true")
                for member in page.get("members", ()):
                    self._keep(str(member.get("id", "")), _profile(member), FRESH)
                cursor = str((page.get("response_metadata") or {}).get("next_cursor", ""))
                if not cursor:
                    return
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.info("slack names not read ahead", error=str(error))

    async def stop(self) -> None:
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def sender(self, user: str, workspace: str, *, name: str = "", team: str = "") -> Sender:
        """As far as is known without asking; `team` is the person's own workspace, if the payload tells."""
        profile = self.known(user) or Profile()
        return Sender(
            platform="slack",
            workspace=workspace,
            user=user,
            name=profile.name or name,
            guest=profile.guest or self._foreign(profile, workspace, team),
            language=profile.language,
        )

    async def complete(self, event: E) -> E:
        """The event with what can be known of its sender, if the payload did not tell."""
        sender = event.sender
        if self.known(sender.user) is not None:
            return await self.at_home(event)
        profile = await self.get(sender.user)
        told = self.sender(sender.user, sender.workspace, name=sender.name)
        # where Slack did not tell of the person, what the payload said of them stands
        told = told if profile.team else replace(told, guest=sender.guest or profile.guest)
        return await self.at_home(replace(event, sender=told))

    async def at_home(self, event: E, team: str = "") -> E:
        """Who comes over Slack Connect from a workspace that has the bot too, is the one they are there.

        `team`: where the payload says that they are from.
        """
        sender, profile = event.sender, self.known(event.sender.user) or Profile()
        if not sender.user or not self._foreign(profile, sender.workspace, team):
            return event
        there = await self.neighbours(profile.team or team, profile.enterprise)
        if there is None or there is self:
            return event
        await there.get(sender.user)
        known = there.sender(sender.user, there.identity.team, name=sender.name)
        # answered by their own workspace, which can write to them alone in any case
        where = event.reply_to and msgspec.structs.replace(event.reply_to, workspace=known.workspace)
        return replace(event, sender=known, reply_to=where)

    def _foreign(self, profile: Profile, workspace: str, team: str) -> bool:
        """From another company, over Slack Connect: what Slack says of the person counts more than the payload."""
        if profile.enterprise and profile.enterprise == self.identity.enterprise:
            return False
        home = profile.team or team
        return bool(home and workspace) and home not in {workspace, self.identity.enterprise, *self._own}

    async def _ask(self, user: str) -> Profile:
        try:
            answer = await self.api.ask("users.info", user=user, include_locale="true")
        except (TemporaryError, PermanentError, OutcomeUnknown) as error:
            log.info("slack profile not read", error=str(error))
            return self._keep(user, Profile(), FAILED)
        return self._keep(user, _profile(answer.get("user") or {}), FRESH)

    def _keep(self, user: str, profile: Profile, seconds: float) -> Profile:
        self._kept[user] = _Kept(profile, time.monotonic() + seconds)
        if profile.enterprise and profile.enterprise == self.identity.enterprise and profile.team:
            self._own.add(profile.team)
        return profile


Neighbours = Callable[[str, str], Awaitable[People | None]]


async def _none(_team: str, _enterprise: str) -> None: ...


def _profile(member: Mapping[str, Any]) -> Profile:
    shown = member.get("profile") or {}
    names = (shown.get("real_name"), member.get("real_name"), shown.get("display_name"), member.get("name"))
    guest = any(member.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    language = _LANGUAGES.get(str(member.get("locale", "")).partition("-")[0], "")
    return Profile(
        name=next((str(name) for name in names if name), ""),
        guest=bool(guest),
        language=language,
        team=str(member.get("team_id") or ""),
        enterprise=str((member.get("enterprise_user") or {}).get("enterprise_id") or ""),
    )
