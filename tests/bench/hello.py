"""`python -m tests.bench.hello`: the least that Bolt can do with a signed event, set up as the bot sets it up."""

from __future__ import annotations

import os

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from tests.platforms.slack.payloads import SECRET


async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb", bot_user_id="U", bot_id="B")


app = AsyncApp(authorize=authorize, signing_secret=SECRET, process_before_response=True)


@app.event("app_mention")
async def hello() -> None:
    """Nothing is looked up, stored or sent."""


async def receive(request: web.Request) -> web.Response:
    return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))


async def live(_request: web.Request) -> web.Response:
    return web.Response()


def main() -> None:
    server = web.Application()
    server.router.add_post("/slack/events", receive)
    server.router.add_get("/health/live", live)
    web.run_app(server, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)


if __name__ == "__main__":
    main()
