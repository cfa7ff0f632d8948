"""A chat platform that loses, delays and repeats: what it did with each message is known here and nowhere else."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from types import SimpleNamespace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.delivery.delivery_protocol import HTTP_TIMEOUT, SETTLE
from bot.platforms import RateBudget, Sent, TemporaryError
from bot.platforms.slack import errors
from handlers.chat.cards import Card, OwnReaction
from handlers.chat.places import Place

H, S = HTTP_TIMEOUT.total_seconds(), SETTLE.total_seconds()
#: how long the history is behind, at most
LAG = 2.0
#: what becomes of a message, and how often out of a hundred
FATES = {
    "arrives": 48, "slow": 8, "refused": 4, "throttled": 3, "dropped": 6, "500 before": 5, "500 after": 6,
    "answer lost": 6, "html": 4, "late": 6, "never": 4,
}  # fmt: skip


@dataclass
class Copy:
    """A message that was accepted."""

    id: str
    key: str
    seen_at: float
    deleted: bool = False


@dataclass
class Provider:
    """Keeps the promise of `Platform`, on a network that keeps none."""

    rng: random.Random
    name: str = "fake"
    copies: list[Copy] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=count)
    budget: Mapping[str, RateBudget] = field(default_factory=dict)
    #: when the last message that is on its way arrives
    busy_until: float = 0.0
    calm: bool = False

    async def send(self, place: Place, card: Card, *, key: str) -> Sent:
        loop, fate = asyncio.get_running_loop(), self._fate()
        way = self.rng.uniform(0.02, 0.8)
        if fate == "slow":
            way = self.rng.uniform(3.0, H - 1)
        if fate == "late":  # just in time to be found when it is asked for, S after we gave up
            way = self.rng.uniform(H, H + S - LAG - 0.1)
        id = f"m{next(self.ids)}"
        if fate in ("arrives", "slow", "500 after", "answer lost", "html", "late"):
            self.busy_until = max(self.busy_until, loop.time() + way)
            loop.call_later(way, self._accept, id, key)
        try:
            async with asyncio.timeout(H):
                await asyncio.sleep(way + 0.05 if fate not in ("late", "never") else 2 * H)
                self._answer(fate)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, AttributeError) as error:
            raise self.meaning(error) from None
        return Sent(id)

    async def find(self, place: Place, key: str, since: datetime) -> Sent | None:
        await asyncio.sleep(self.rng.uniform(0.02, 2.0))
        if not self.calm and self.rng.random() < 0.1:
            raise TemporaryError("busy") if self.rng.random() < 0.5 else ConnectionResetError
        now = asyncio.get_running_loop().time()
        found = sorted((copy.seen_at, copy.id) for copy in self.copies if _shares(copy, key) and copy.seen_at <= now)
        return Sent(found[0][1], copies=tuple(id for _, id in found[1:])) if found else None

    async def update(self, place: Place, message: str, card: Card) -> None:
        await asyncio.sleep(0.05)

    async def delete(self, place: Place, message: str) -> None:
        await asyncio.sleep(0.05)
        for copy in self.copies:
            if copy.id == message:
                copy.deleted = True

    async def react(self, place: Place, reaction: OwnReaction) -> None:
        await asyncio.sleep(0.05)

    def list_reaction_budgets(self, _place: Place) -> Mapping[str, RateBudget]:
        return {}

    def list_budgets(self, place: Place) -> Mapping[str, RateBudget]:
        return self.budget

    @staticmethod
    def meaning(error: Exception) -> Exception:
        """What the real platform makes of it."""
        return errors.classify_slack_error(error)

    def accepted(self, key: str) -> list[Copy]:
        return [copy for copy in self.copies if _shares(copy, key)]

    def _fate(self) -> str:
        return "arrives" if self.calm else self.rng.choices(list(FATES), list(FATES.values()))[0]

    def _accept(self, id: str, key: str) -> None:
        now = asyncio.get_running_loop().time()
        self.copies.append(Copy(id, key, now + self.rng.uniform(0.0, LAG)))

    def _answer(self, fate: str) -> None:
        """Raises what the library would."""
        match fate:
            case "refused":
                raise aiohttp.ConnectionTimeoutError
            case "dropped" | "answer lost":
                raise ConnectionResetError
            case "500 before" | "500 after":
                raise SlackApiError("", _response(500, "<html>"))
            case "html":
                raise AttributeError("'str' object has no attribute 'get'")
            case "throttled":
                raise SlackApiError("", _response(429, {"error": "ratelimited"}, {"Retry-After": "3"}))

    # the rest of the protocol is not walked on

    def list_routes(self) -> Iterable[Any]:
        return ()

    async def open_sessions(self, dispatch: Any, *, listen: bool) -> None:
        pass

    async def close_sessions(self) -> None:
        pass

    async def check_configuration(self) -> list[Any]:
        return []


def _response(status: int, data: Any, headers: Mapping[str, str] | None = None) -> Any:
    return SimpleNamespace(status_code=status, data=data, headers=headers or {})


def _shares(copy: Copy, key: str) -> bool:
    return not set(copy.key.split()).isdisjoint(key.split())
