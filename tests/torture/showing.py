"""A web that dies while it shows an answer that is no message of the outbox: who pressed is told all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import aiohttp

from tests.platforms.slack.payloads import Json, click, encoded, signed
from tests.torture.deaths import Yard
from tests.torture.points import moments

#: the one call by which an answer is shown; the click before it is answered and committed
SHOWN = ("private_responses.show_private_response: self._post_to_response_link",)
#: what is pressed: whoever may press it is told that they follow it
FOLLOWED = "nett"


def points_of_showing() -> list[str]:
    return moments(SHOWN)


async def show(yard: Yard, points: Sequence[str]) -> list[str]:
    """One click for each of these points, at which the web dies that answers it; the room of each."""
    rooms = []
    for number, point in enumerate(points):
        rooms.append(f"C9{number}")
        life = asyncio.create_task(yard.mortals.live(die_at=point, web=True))
        await yard.mortals.until_warm(life)
        with suppress(aiohttp.ClientError):
            await press(yard, click("topics.follow", FOLLOWED, channel=rooms[-1], response_url=yard.rooms.response_url))
        await life
    return rooms


async def press(yard: Yard, payload: Json) -> None:
    """As Slack does, and without an answer where the web has died."""
    body, content_type = encoded(payload)
    url, headers = f"http://127.0.0.1:{yard.mortals.port}/slack/events", signed(body, content_type=content_type)
    async with aiohttp.ClientSession() as slack, slack.post(url, data=body, headers=headers):
        pass
