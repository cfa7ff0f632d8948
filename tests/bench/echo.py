"""`python -m tests.bench.echo`: botbuilder's own adapter, which answers every activity with what it said."""

from __future__ import annotations

import os

from aiohttp import web
from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.schema import Activity

adapter = BotFrameworkAdapter(BotFrameworkAdapterSettings("", ""))


async def answer(turn: TurnContext) -> None:
    await turn.send_activity(f"Du skrev: {turn.activity.text}")


async def receive(request: web.Request) -> web.Response:
    activity = Activity().deserialize(await request.json())
    await adapter.process_activity(activity, request.headers.get("Authorization", ""), answer)
    return web.Response()


async def live(_request: web.Request) -> web.Response:
    return web.Response()


def main() -> None:
    server = web.Application()
    server.router.add_post("/api/messages", receive)
    server.router.add_get("/health/live", live)
    web.run_app(server, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main()
