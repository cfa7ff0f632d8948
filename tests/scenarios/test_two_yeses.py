"""Two sides that say yes in the same moment, over HTTP on each platform and on each engine, know each other once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from storage.exchange.listings import MEMBERS_LEVEL
from storage.exchange.matches import TALKS
from tests.conftest import Clock
from tests.scenarios.conftest import STAGES, furnish
from tests.scenarios.stage import Stage
from tests.scenarios.test_a_match import KARI, OLA, PER, TITLE, add_sides
from tests.scenarios.test_a_round import passes

KNOWN = "T-1: begge sier ja"


@pytest.fixture(params=("slack", "teams"))
async def stage(request: pytest.FixtureRequest, database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """With both sides asked about a match whose offer all members may see."""
    settings = Settings(database_url=database_url, port=0, grace_seconds=0, semantic="0")
    async with STAGES[request.param](settings) as stage:
        await furnish(stage)
        await add_sides(stage, clock, MEMBERS_LEVEL)
        await passes(stage, clock, minutes=5)
        yield stage


async def test_two_yeses_in_one_moment_show_the_names_once_to_all_three(stage: Stage, clock: Clock) -> None:
    asked = [(who, await stage.last(who, TITLE)) for who in (KARI, OLA)]
    await asyncio.gather(*(stage.clicks(who, card, "Interessant") for who, card in asked))
    await stage.settle()
    await passes(stage, clock, minutes=5)
    async with stage.bot.database.read() as store:
        assert [match.stage for match in await store.matches.list_all_matches()] == [TALKS]
        assert {vote.vote for vote in await store.match_votes.list_all_votes()} == {"yes"}
    for who in (KARI, OLA, PER):
        told = [one.text for one in await stage.private(who)]
        assert len([text for text in told if KNOWN in text]) == 1, who
        assert [text for text in told if "feil" in text.casefold() or "prøv igjen" in text.casefold()] == []
