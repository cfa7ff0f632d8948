"""Receive events by Socket Mode, over a connection that the bot opens, watches and renews."""

from __future__ import annotations

import asyncio

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.platforms.slack.api_client import SlackApi, sdk_log

log = structlog.get_logger()
#: seconds between pings, between checks of the connection, and until a dead one is replaced
PING, LOOK, PATIENCE = 5.0, 1.0, 30.0
#: seconds between tries to connect: doubled from the first to the second value
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: Errors while connecting. The SDK raises AttributeError without JSON and RuntimeError for a closed session.
_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError, RuntimeError)


class SocketModeConnection:
    """Hold one connection at a time. The SDK reconnects; this class makes sure that it does."""

    def __init__(self, app: AsyncApp, api: SlackApi, app_token: str) -> None:
        self.app = app
        self.api = api
        self.app_token = app_token
        self._task: asyncio.Task[None] | None = None

    def start_socket(self) -> None:
        self._task = asyncio.create_task(self._run_socket(), name="slack-socket")

    async def stop_socket(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run_socket(self) -> None:
        pause = FIRST_PAUSE
        while True:
            # Create it inside the running loop, because it opens a session.
            handler = AsyncSocketModeHandler(
                self.app, self.app_token, logger=sdk_log, web_client=self.api.client, ping_interval=PING
            )
            try:
                if await self._watch_connection(handler):
                    pause = FIRST_PAUSE
            except _FAILURES as error:
                log.warning("slack socket failed", error=type(error).__name__)
            finally:
                await _close_socket_handler(handler)
            log.warning("slack socket lost", again_in=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _watch_connection(self, handler: AsyncSocketModeHandler) -> bool:
        """Watch until the connection has been dead for too long. Returns True if it was ever alive."""
        client = handler.client
        async with asyncio.timeout(PATIENCE):
            await client.connect_to_new_endpoint()
        log.info("slack socket connected")
        alive = asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() - alive < PATIENCE:
            await asyncio.sleep(LOOK)
            if await client.is_connected():
                alive = asyncio.get_running_loop().time()
                continue
            async with asyncio.timeout(PATIENCE):
                await client.connect_to_new_endpoint()
        return True


async def _close_socket_handler(handler: AsyncSocketModeHandler) -> None:
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await client.close()  # type: ignore[no-untyped-call]  # untyped in the SDK
    await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)
