"""Load names, languages and guests of the workspace, and cache them for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
import structlog

from bot.platforms import PermanentError, TemporaryError
from bot.platforms.slack.api_client import SlackApi
from bot.platforms.slack.errors import SlackOutcomeUnknown
from bot.platforms.slack.identity import BotIdentity
from handlers.chat.events import Event, Sender

E = TypeVar("E", bound=Event)
log = structlog.get_logger()
#: Seconds for which a profile is cached, and seconds before a failed lookup is repeated.
FRESH, FAILED = 6 * 3600.0, 60.0
#: seconds that an event waits for the name of an unknown person
PATIENCE = 1.0
#: number of people loaded at start, and page size
AHEAD, PAGE = 1000, 200
_LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}


@dataclass(frozen=True, slots=True)
class UserProfile:
    name: str = ""
    guest: bool = False
    #: language of the person's Slack client
    language: str = ""
    team: str = ""
    #: Enterprise Grid organisation of the person's workspace
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class _CachedProfile:
    profile: UserProfile
    until: float


class UserProfiles:
    """Cache profiles. An unknown person costs one users.info, and an event waits at most a second."""

    def __init__(self, api: SlackApi, identity: BotIdentity) -> None:
        self.api = api
        self.identity = identity
        self._kept: dict[str, _CachedProfile] = {}
        self._asked: dict[str, asyncio.Task[UserProfile]] = {}
        #: ids of other workspaces in the same organisation, learnt from its people
        self._own: set[str] = set()
        #: returns the people of another workspace (by workspace id, organisation id) if the bot is installed there
        self.neighbours: Neighbours = _find_no_neighbours

    def find_cached_profile(self, user: str) -> UserProfile | None:
        kept = self._kept.get(user)
        return kept.profile if kept is not None and kept.until > time.monotonic() else None

    def find_cached_name(self, user: str) -> str:
        profile = self.find_cached_profile(user)
        return profile.name if profile else ""

    async def load_user_profile(self, user: str) -> UserProfile:
        """Return the profile; empty if Slack does not answer in time. The answer is kept for the next event."""
        known = self.find_cached_profile(user)
        if known is not None or not user:
            return known or UserProfile()
        task = self._asked.get(user)
        if task is None:
            task = self._asked[user] = asyncio.create_task(self._fetch_profile(user))
            task.add_done_callback(lambda _: self._asked.pop(user, None))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else UserProfile()

    async def load_user_profiles(self, users: Iterable[str]) -> None:
        """Load the names of several people, within a second."""
        await asyncio.gather(*(self.load_user_profile(user) for user in users))

    async def preload_profiles(self) -> None:
        """Load everybody, so that first messages need not wait. A failure does no harm."""
        if self.identity.team and self.identity.team == self.identity.enterprise:
            return  # an organisation is read through its workspaces, and has no people of its own
        cursor = ""
        try:
            for _ in range(AHEAD // PAGE):
                page = await self.api.query_api("users.list", limit=str(PAGE), cursor=cursor, include_locale="true")
                for member in page.get("members", ()):
                    self._cache_profile(str(member.get("id", "")), _build_user_profile(member), FRESH)
                cursor = str((page.get("response_metadata") or {}).get("next_cursor", ""))
                if not cursor:
                    return
        except (TemporaryError, PermanentError, SlackOutcomeUnknown) as error:
            log.info("slack names not read ahead", error=str(error))

    async def cancel_profile_requests(self) -> None:
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def build_known_sender(self, user: str, workspace: str, *, name: str = "", team: str = "") -> Sender:
        """Return the sender as far as known without asking.

        `team` is the person's own workspace, if the payload names it.
        """
        profile = self.find_cached_profile(user) or UserProfile()
        return Sender(
            platform="slack",
            workspace=workspace,
            user=user,
            name=profile.name or name,
            guest=profile.guest or self._is_foreign_user(profile, workspace, team),
            language=profile.language,
        )

    async def complete_slack_sender(self, event: E) -> E:
        """Return the event with what can be known of its sender, if the payload did not tell."""
        sender = event.sender
        if self.find_cached_profile(sender.user) is not None:
            return await self.resolve_home_sender(event)
        profile = await self.load_user_profile(sender.user)
        told = self.build_known_sender(sender.user, sender.workspace, name=sender.name)
        # If Slack's profile is incomplete, use the payload's data.
        told = told if profile.team else replace(told, guest=sender.guest or profile.guest)
        return await self.resolve_home_sender(replace(event, sender=told))

    async def resolve_home_sender(self, event: E, team: str = "") -> E:
        """Return the event with its sender as the person is known in the home workspace.

        This applies to people who come over Slack Connect from a workspace that has the bot too.

        `team`: the home workspace that the payload names.
        """
        sender, profile = event.sender, self.find_cached_profile(event.sender.user) or UserProfile()
        if not sender.user or not self._is_foreign_user(profile, sender.workspace, team):
            return event
        there = await self.neighbours(profile.team or team, profile.enterprise)
        if there is None or there is self:
            return event
        await there.load_user_profile(sender.user)
        known = there.build_known_sender(sender.user, there.identity.team, name=sender.name)
        # Only their own workspace can always reach them, so it sends the reply.
        reply_to, spare_at = (
            place and msgspec.structs.replace(place, workspace=known.workspace)
            for place in (event.reply_to, event.spare_at)
        )
        return replace(event, sender=known, reply_to=reply_to, spare_at=spare_at)

    def _is_foreign_user(self, profile: UserProfile, workspace: str, team: str) -> bool:
        """Return True if the person is from another company, over Slack Connect.

        The person's profile at Slack counts more than the payload.
        """
        if profile.enterprise and profile.enterprise == self.identity.enterprise:
            return False
        home = profile.team or team
        return bool(home and workspace) and home not in {workspace, self.identity.enterprise, *self._own}

    async def _fetch_profile(self, user: str) -> UserProfile:
        try:
            answer = await self.api.query_api("users.info", user=user, include_locale="true")
        except (TemporaryError, PermanentError, SlackOutcomeUnknown) as error:
            log.info("slack profile not read", error=str(error))
            return self._cache_profile(user, UserProfile(), FAILED)
        return self._cache_profile(user, _build_user_profile(answer.get("user") or {}), FRESH)

    def _cache_profile(self, user: str, profile: UserProfile, seconds: float) -> UserProfile:
        self._kept[user] = _CachedProfile(profile, time.monotonic() + seconds)
        if profile.enterprise and profile.enterprise == self.identity.enterprise and profile.team:
            self._own.add(profile.team)
        return profile


Neighbours = Callable[[str, str], Awaitable[UserProfiles | None]]


async def _find_no_neighbours(_team: str, _enterprise: str) -> None: ...


def _build_user_profile(member: Mapping[str, Any]) -> UserProfile:
    shown = member.get("profile") or {}
    names = (shown.get("real_name"), member.get("real_name"), shown.get("display_name"), member.get("name"))
    guest = any(member.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    language = _LANGUAGES.get(str(member.get("locale", "")).partition("-")[0], "")
    return UserProfile(
        name=next((str(name) for name in names if name), ""),
        guest=bool(guest),
        language=language,
        team=str(member.get("team_id") or ""),
        enterprise=str((member.get("enterprise_user") or {}).get("enterprise_id") or ""),
    )
