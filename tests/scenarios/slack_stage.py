"""A Slack workspace: signed requests to the bot, and a stand-in for the Web API that keeps what it posts."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import count
from typing import Any, Self

import aiohttp

from bot.app import Bot
from bot.platforms.slack import SlackPlatform as Platform
from bot.platforms.slack.texts import decode_slack_emoji
from bot.settings import Settings, SlackSettings
from tests.patience import BOUND
from tests.platforms.slack import payloads
from tests.scenarios.stage import Asked, Json, Seen, Stage, texts
from tests.standins import slack as standin
from tests.standins.blockkit import list_options
from tests.standins.slack import BOT, TEAM, SlackStandIn

USERS = {"kari": "U1KARI", "ola": "U2OLA", "per": "U4PER", "lise": "U5LISE"}
CHANNELS = {"nett": "C1", "energi": "C2", "lobby": "C3", "desk": "C4"}


class SlackStage(Stage):
    name = "slack"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        for user, name in (("per", "Per Persen"), ("lise", "Lise Lie")):
            standin.PEOPLE.setdefault(USERS[user], {"real_name": name, "locale": "nb-NO"})
        self.slack = await self._stack.enter_async_context(SlackStandIn())
        self.settings = replace(self.settings, slack=self.credentials())
        await self.start(self.build())
        return self

    def build(self) -> Bot:
        return Bot.from_settings(self.settings)

    async def start(self, bot: Bot) -> None:
        await self.open(await self._stack.enter_async_context(bot))

    def credentials(self) -> SlackSettings:
        return SlackSettings(bot_token="xoxb-scenario", signing_secret=payloads.SECRET, api_url=self.slack.api_url)

    async def open(self, bot: Bot) -> None:
        self.bot = bot
        self.http = await self._stack.enter_async_context(aiohttp.ClientSession())
        self.url = f"http://127.0.0.1:{bot.port}/slack/events"

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @property
    def platform(self) -> Platform:
        found = self.bot.platforms["slack"]
        assert isinstance(found, Platform)
        return found

    def channel(self, name: str) -> tuple[str, str, str]:
        return "slack", TEAM, CHANNELS[name]

    def user(self, who: str) -> str:
        return USERS[who]

    async def tells(self, who: str, text: str) -> str:
        return await self._say(who, escaped(text), f"D{USERS[who]}", channel_type="im")

    async def sends(self, who: str, text: str, name: str, content: bytes) -> str:
        self.slack.files[name] = (200, content)
        file = {"name": name, "mimetype": "text/csv", "url_private": self.slack.file_url(name)}
        here = f"D{USERS[who]}"
        return await self._say(who, escaped(text), here, channel_type="im", subtype="file_share", files=[file])

    async def mentions(self, who: str, text: str, channel: str) -> str:
        ts = self._ts()
        words = f"<@{BOT}> {escaped(text)}"
        for kind in ("app_mention", "message"):  # Slack tells of a mention twice
            await self._say(who, words, CHANNELS[channel], ts=ts, kind=kind)
        return ts

    async def private(self, who: str) -> list[Seen]:
        """Direct messages, ephemeral ones, and what came to response links of this person, in the order they came."""
        user, found = USERS[who], []
        direct = {one["ts"]: one for one in self.slack.messages.get(f"D{user}", []) if "blocks" in one}
        for call in self.slack.calls:
            body = call.arguments
            if call.method == "chat.postEphemeral" and body["user"] == user:
                found.append(_seen(body, body["channel"]))
            elif call.method == "chat.postMessage" and body["channel"] in (user, f"D{user}"):
                kept = next(
                    (one for one in direct.values() if one.get("client_msg_id") == body.get("client_msg_id")), None
                )
                if kept is not None:
                    found.append(_seen(kept, f"D{user}"))
            elif call.method == f"response_url:{user}":
                found.append(_seen(body, body.get("channel", "C3")))
        return found

    async def room(self, channel: str, thread: Seen | None = None) -> list[Seen]:
        root = thread.raw["ts"] if thread else None
        return [
            _seen(one, CHANNELS[channel])
            for one in self.slack.messages.get(CHANNELS[channel], [])
            if one.get("thread_ts") == root
        ]

    async def reactions(self, message: str, channel: str) -> set[str]:
        return {decode_slack_emoji(name) for name in self.slack.reactions.get(message, ())}

    async def clicks(self, who: str, seen: Seen, label: str) -> Asked | None:
        button = next(one for one in _buttons(seen.raw["blocks"]) if one["text"]["text"] == label)
        before, opened = len(self.slack.calls), set(self.slack.views)
        payload = payloads.click(button["action_id"], button.get("value", ""), channel=seen.raw["where"])
        payload["actions"] = [button.get("chosen") or payload["actions"][0]]
        payload |= {"user": _person(who), "response_url": f"{self.slack.response_url}"}
        if "ts" in seen.raw:
            payload["container"]["message_ts"] = payload["message"]["ts"] = seen.raw["ts"]
        await self._deliver(payload)
        await self._answered(who, before)
        new = [id for id in self.slack.views if id not in opened]
        return self._asked(new[-1]) if new else None

    async def fills(self, who: str, asked: Asked, **values: str) -> dict[str, str]:
        if not values.keys() <= asked.fields.keys():
            await self._presses_more(who, asked)
        view, state = self.slack.views[asked.raw], self._filled(asked, asked.fields | values)
        before = len(self.slack.calls)
        answer = await self._deliver(payloads.submission(view | {"id": asked.raw}, state) | {"user": _person(who)})
        await self._answered(who, before)
        if answer and answer.get("response_action") == "update":
            self.slack.views[asked.raw] = answer["view"]
            again = self._asked(asked.raw)
            asked.title, asked.fields = again.title, again.fields
        errors: dict[str, str] = (answer or {}).get("errors", {})
        return errors

    def _filled(self, asked: Asked, values: dict[str, str]) -> Json:
        inputs = [block for block in self.slack.views[asked.raw]["blocks"] if block["type"] == "input"]
        return {block["block_id"]: _state(block["element"], values.get(block["block_id"], "")) for block in inputs}

    async def _presses_more(self, who: str, asked: Asked) -> None:
        """Show the fields that stand behind More, if there are any."""
        view = self.slack.views[asked.raw]
        for button in _buttons(view["blocks"]):
            states = {name: {name: state} for name, state in self._filled(asked, asked.fields).items()}
            shown = view | {"id": asked.raw, "state": {"values": states}}
            press = payloads.interaction(
                "block_actions", actions=[button], container={"type": "view", "view_id": asked.raw}, view=shown
            )
            await self._deliver(press | {"user": _person(who)})
            asked.fields = self._asked(asked.raw).fields

    async def points(self, who: str, do: str, author: str, text: str, channel: str) -> Asked | None:
        opened = set(self.slack.views)
        pointed = {"type": "message", "user": USERS[author], "text": escaped(text), "ts": self._ts(), "team": TEAM}
        where = {"id": CHANNELS[channel], "name": channel}
        action = payloads.interaction("message_action", callback_id=do, message=pointed, channel=where)
        before = len(self.slack.calls)
        await self._deliver(action | {"user": _person(who), "response_url": f"{self.slack.response_url}"})
        await self._answered(who, before)
        new = [id for id in self.slack.views if id not in opened]
        return replace(self._asked(new[-1]), message=pointed["ts"]) if new else None

    async def replies(self, who: str, seen: Seen, text: str) -> str:
        where, ts = seen.raw["where"], seen.raw["ts"]
        return await self._say(who, escaped(text), where, thread_ts=ts, parent_user_id=BOT)

    async def edits(self, who: str, message: str, text: str, channel: str) -> None:
        new = {
            "user": USERS[who],
            "text": f"<@{BOT}> {escaped(text)}",
            "ts": message,
            "edited": {"user": USERS[who], "ts": self._ts()},
            "team": TEAM,
        }
        await self._deliver(
            payloads.event(
                "message",
                subtype="message_changed",
                channel=CHANNELS[channel],
                message=new,
                previous_message={**new, "text": f"<@{BOT}> før"},
                ts=self._ts(),
            )
        )
        await self.settle()

    async def deletes(self, who: str, message: str, channel: str) -> None:
        old = {"user": USERS[who], "text": f"<@{BOT}> før", "ts": message, "team": TEAM}
        await self._deliver(
            payloads.event(
                "message",
                subtype="message_deleted",
                channel=CHANNELS[channel],
                deleted_ts=message,
                previous_message=old,
                ts=self._ts(),
            )
        )
        await self.settle()

    async def _say(self, who: str, text: str, channel: str, *, ts: str = "", **fields: Any) -> str:
        ts = ts or self._ts()
        await self._deliver(payloads.message(text, channel=channel, user=USERS[who], ts=ts, **fields))
        await self.settle()
        return ts

    async def _deliver(self, payload: Json) -> Any:
        body, content_type = payloads.encoded(payload)
        async with self.http.post(
            self.url, data=body, headers=payloads.signed(body, content_type=content_type)
        ) as answer:
            assert answer.status == 200, (answer.status, await answer.text())
            await self.platform._background.finish_background_tasks(BOUND)  # what follows after Slack has its answer
            return await answer.json() if answer.content_type == "application/json" and await answer.read() else None

    async def _answered(self, who: str, before: int) -> None:
        """What came to the response link was this person's."""
        await self.settle()
        for call in self.slack.calls[before:]:
            if call.method == "response_url":
                call.method = f"response_url:{USERS[who]}"

    def _asked(self, id: str) -> Asked:
        view = self.slack.views[id]
        fields = {block["block_id"]: _preset(block["element"]) for block in view["blocks"] if block["type"] == "input"}
        return Asked(view["title"]["text"], fields, id)

    def _ts(self) -> str:
        return f"1700000000.{next(self._numbers):06d}"


def escaped(text: str) -> str:
    """As Slack hands over what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _person(who: str) -> Json:
    return {"id": USERS[who], "username": who, "name": who, "team_id": TEAM}


def _seen(message: Json, where: str) -> Seen:
    blocks = message.get("blocks", [])
    labels = tuple(one["text"]["text"] for one in _buttons(blocks))
    return Seen(
        "\n".join(texts(blocks)) or message.get("text", ""), labels, {**message, "blocks": blocks, "where": where}
    )


def _buttons(node: Any) -> list[Json]:
    if isinstance(node, dict):
        own = [node] if node.get("type") == "button" else []
        if node.get("type") == "overflow":
            pressed = {"type": "overflow", "action_id": node["action_id"], "block_id": "b"}
            return [one | node | {"chosen": pressed | {"selected_option": one}} for one in node["options"]]
        return own + [button for value in node.values() for button in _buttons(value)]
    return [button for one in node for button in _buttons(one)] if isinstance(node, list) else []


def _preset(element: Json) -> str:
    """Several chosen values stand in one text, as a Teams dialog has them too."""
    option = element.get("initial_option")
    several = ",".join(one["value"] for one in element.get("initial_options", ()))
    initial = (element.get(f"initial_{name}", "") for name in ("value", "date", "time"))
    return option["value"] if option else several or next(filter(None, initial), "")


def _state(element: Json, value: str) -> Json:
    if element["type"] in ("plain_text_input", "number_input"):
        return {"type": element["type"], "value": value or None}
    if element["type"] == "multi_static_select":
        chosen = [one for one in list_options(element) if one["value"] in value.split(",")]
        return {"type": element["type"], "selected_options": chosen}
    if element["type"] in ("external_select", "multi_external_select"):
        found = [{"text": {"type": "plain_text", "text": one}, "value": one} for one in value.split(",") if one]
        if element["type"] == "external_select":
            return {"type": element["type"], "selected_option": found[0] if found else None}
        return {"type": element["type"], "selected_options": found}
    if element["type"] in ("datepicker", "timepicker"):
        kind = element["type"].removesuffix("picker")
        assert not value or re.fullmatch({"date": r"\d{4}-\d\d-\d\d", "time": r"\d\d:\d\d"}[kind], value), value
        return {"type": element["type"], f"selected_{kind}": value or None}
    option = next((one for one in list_options(element) if one["value"] == value), None)
    return {"type": element["type"], "selected_option": option}
