"""A Teams tenant: signed activities to the bot, and a stand-in for the connector that keeps what it posts."""

from __future__ import annotations

import asyncio
import builtins
from contextlib import AsyncExitStack
from dataclasses import replace
from itertools import count
from typing import Any, Self

import aiohttp
import msgspec

from bot.app import Bot
from bot.platforms.teams import TeamsPlatform
from bot.settings import Settings
from bot.teams_settings import TeamsSettings
from tests.patience import BOUND
from tests.scenarios.stage import Asked, Json, Seen, Stage, texts
from tests.standins.teams import APP, SECRET, TENANT, Microsoft, activity, mention

CHANNELS = {name: f"19:{name}@thread.tacv2" for name in ("nett", "energi", "lobby", "desk")}


class TeamsStage(Stage):
    name = "teams"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._numbers = count(1)
        #: what a card says, and its buttons; the stand-in keeps each card that it was sent, so its id is its own
        self._read: dict[int, tuple[str, tuple[str, ...]]] = {}
        #: a card that stands in the dialog a person has open
        self._dialogs: dict[str, Seen] = {}

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self.microsoft = await self._stack.enter_async_context(Microsoft().listening())
        self.settings = replace(self.settings, teams=self.credentials())
        await self.start(self.build())
        return self

    def build(self) -> Bot:
        return Bot.from_settings(self.settings)

    async def start(self, bot: Bot) -> None:
        await self.open(await self._stack.enter_async_context(bot))

    def count_from(self, number: int) -> None:
        assert not self.microsoft.messages, "the first message has its number already"
        self.microsoft.first = number

    def credentials(self) -> TeamsSettings:
        return TeamsSettings(
            app_id=APP,
            app_password=SECRET,
            tenant_id=TENANT,
            allowed_tenants=(TENANT,),
            openid_url=self.microsoft.openid_url,
            login_url=self.microsoft.url,
            service_urls=(self.microsoft.service_url,),
        )

    async def open(self, bot: Bot) -> None:
        self.bot = bot
        self.http = await self._stack.enter_async_context(aiohttp.ClientSession())
        self.url = f"http://127.0.0.1:{bot.port}/api/messages"
        async with bot.database.begin() as store:
            (await store.workspaces.ensure_workspace("teams", TENANT)).installed = True
        for channel in CHANNELS.values():  # the app is installed in the team: the bot knows how to write to it
            await self._send(
                activity("conversationUpdate", conversation=channel, channelData={"team": {"id": CHANNELS["lobby"]}})
            )

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def channel(self, name: str) -> tuple[str, str, str]:
        return "teams", TENANT, CHANNELS[name]

    def user(self, who: str) -> str:
        return f"29:{who}"

    async def tells(self, who: str, text: str) -> str:
        return await self._say(who, text, _chat(who))

    async def sends(self, who: str, text: str, name: str, content: bytes) -> str:
        self.microsoft.pictures[name] = content
        source = f"{self.microsoft.service_url}v3/attachments/{name}/views/original"
        kind = "application/vnd.microsoft.teams.file.download.info"
        file = {"contentType": kind, "name": name, "content": {"downloadUrl": source, "fileType": name[-3:]}}
        return await self._say(who, text, _chat(who), attachments=[file])

    async def mentions(self, who: str, text: str, channel: str) -> str:
        return await self._say(who, f"<at>Arena</at> {text}", CHANNELS[channel], entities=[mention()])

    async def private(self, who: str) -> list[Seen]:
        """The chat, and in front of it the dialog."""
        chat = [seen for seen in self._shown() if seen.raw["where"] == _chat(who)]
        return [*chat, *([self._dialogs[who]] if who in self._dialogs else [])]

    async def room(self, channel: str, thread: Seen | None = None) -> list[Seen]:
        where = CHANNELS[channel] + (f";messageid={thread.raw['id']}" if thread else "")
        return [seen for seen in self._shown() if seen.raw["where"] == where]

    async def reactions(self, message: str, channel: str) -> set[str]:
        return {chr(int(name.partition("_")[0], 16)) for name in self.microsoft.reactions.get(message, ())}

    async def clicks(self, who: str, seen: Seen, label: str) -> Asked | None:
        action = next(one for one in _actions(seen.raw["card"]) if one["title"] == label)
        data, where = action["data"], seen.raw["where"]
        if self._dialogs.pop(who, None) is seen:
            return self._dialog(who, await self._invoke(who, "task/submit", {"data": data}, where), data, where)
        if data.get("msteams", {}).get("type") == "task/fetch":
            answer = await self._invoke(who, "task/fetch", {"data": data}, where, seen.raw["id"])
            return _asked(answer, data, where)
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}, "trigger": "manual"}
        answer = await self._invoke(who, "adaptiveCard/action", value, where, seen.raw["id"])
        self.toast = answer["value"] if isinstance(answer.get("value"), str) else ""
        if answer and answer.get("type") == "application/vnd.microsoft.card.adaptive":
            self.microsoft.calls.append(_replaced(seen, answer["value"], self.microsoft))
        return None

    async def fills(self, who: str, asked: Asked, **values: str) -> dict[str, str]:
        data, where = asked.raw
        filled = {name: value for name, value in (asked.fields | values).items() if value}
        answer = await self._invoke(who, "task/submit", {"data": {**data, **filled}}, where)
        again = self._dialog(who, answer, data, where)
        if again is None:
            return {}
        errors = _errors(answer)
        asked.title, asked.fields, asked.raw = again.title, again.fields, again.raw
        return errors

    def _dialog(self, who: str, answer: Any, data: Json, where: str) -> Asked | None:
        """The form it holds, if it does; a card is kept as what the person sees."""
        asked = _asked(answer, data, where)
        card = answer["task"]["value"]["card"]["content"] if asked else {}
        if asked is None or _inputs(card):
            return asked
        labels = tuple(one["title"] for one in _actions(card))
        raw = {"card": card, "where": where, "id": "", "heading": answer["task"]["value"]["title"]}
        self._dialogs[who] = Seen("\n".join(texts(card)), labels, raw)
        return None

    async def points(self, who: str, do: str, author: str, text: str, channel: str) -> Asked | None:
        pointed = {
            "id": f"u{next(self._numbers)}",
            "body": {"contentType": "text", "content": text},
            "from": {"user": {"id": _user(author), "displayName": author.title()}},
        }
        value = {"commandId": do, "commandContext": "message", "messagePayload": pointed}
        where = CHANNELS[channel]
        asked = _asked(await self._invoke(who, "composeExtension/fetchTask", value, where), {}, where)
        return asked and replace(asked, message=str(pointed["id"]))

    async def replies(self, who: str, seen: Seen, text: str) -> str:
        where = f"{seen.raw['where']};messageid={seen.raw['id']}"
        return await self._say(who, f"<at>Arena</at> {text}", where, entities=[mention()])

    async def looks_up(self, who: str, text: str) -> str | None:
        value = {"commandId": "solutions.find", "parameters": [{"name": "query", "value": text}]}
        answer = await self._invoke(who, "composeExtension/query", value, _chat(who))
        return "\n".join(texts(answer))

    async def edits(self, who: str, message: str, text: str, channel: str) -> None:
        await self._send(
            activity(
                "messageUpdate",
                user=_user(who),
                conversation=CHANNELS[channel],
                id=message,
                text=f"<at>Arena</at> {text}",
                entities=[mention()],
                channelData={"eventType": "editMessage"},
            )
        )

    async def deletes(self, who: str, message: str, channel: str) -> None:
        await self._send(
            activity(
                "messageDelete",
                user=_user(who),
                conversation=CHANNELS[channel],
                id=message,
                channelData={"eventType": "softDeleteMessage"},
            )
        )

    def _shown(self) -> list[Seen]:
        """What the connector was sent, with updates and deletions applied, in the order it came."""
        shown: dict[str, Seen] = {}
        number = self.microsoft.first
        for call in self.microsoft.calls:
            if call.method == "POST" and (call.path.startswith("/v3/conversations")):
                number += 1
                body = call.body.get("activity", call.body) if isinstance(call.body, dict) else {}
                if not body.get("attachments"):
                    continue
                where = (
                    call.path.split("/")[3]
                    if call.path != "/v3/conversations"
                    else call.body["channelData"]["channel"]["id"]
                )
                shown[str(number)] = self._seen(body, where, str(number))
            elif "/reactions/" in call.path:
                continue
            elif call.method == "PUT":
                id = call.path.rsplit("/", 1)[-1]
                shown[id] = self._seen(call.body, shown[id].raw["where"], id)
            elif call.method == "DELETE":
                shown.pop(call.path.rsplit("/", 1)[-1], None)
        return list(shown.values())

    def _seen(self, body: Json, where: str, id: str) -> Seen:
        """Read a card once: whoever looks at a chat looks at all that stands in it."""
        card = body["attachments"][0]["content"]
        number = builtins.id(card)
        if number not in self._read:
            self._read[number] = "\n".join(texts(card)), tuple(one["title"] for one in _actions(card))
        text, labels = self._read[number]
        return Seen(text, labels, {"card": card, "where": where, "id": id})

    async def _say(self, who: str, text: str, where: str, **more: Any) -> str:
        id = f"u{next(self._numbers)}"
        await self._send(activity(user=_user(who), conversation=where, id=id, text=text, **more))
        return id

    async def _invoke(self, who: str, name: str, value: Json, where: str, message: str = "") -> Any:
        return await self._send(
            activity("invoke", user=_user(who), conversation=where, name=name, value=value, replyToId=message)
        )

    async def _send(self, sent: Json) -> Any:
        sent["serviceUrl"] = self.microsoft.service_url
        names = {"29:ola": "Ola Hansen", "29:per": "Per Persen", "29:lise": "Lise Lie"}
        sent["from"]["name"] = names.get(sent["from"]["id"], "Kari Nordmann")
        sent["locale"] = "nb-NO"
        headers = {"Content-Type": "application/json", "Authorization": self.microsoft.bearer()}
        async with self.http.post(self.url, data=msgspec.json.encode(sent), headers=headers) as answer:
            data = await answer.read()
            assert answer.status < 300, (answer.status, data)
        await self._finish_taken_in()
        await self.settle()
        return msgspec.json.decode(data) if data else None

    async def _finish_taken_in(self) -> None:
        """What takes longer than Teams waits for an answer is done after the answer."""
        platform = self.bot.platforms["teams"]
        assert isinstance(platform, TeamsPlatform)
        if under_way := platform._parts.endpoint._tasks:
            await asyncio.wait(under_way, timeout=BOUND)


def _user(who: str) -> str:
    return f"29:{who}"


def _chat(who: str) -> str:
    return f"a:chat-of-29:{who}"


def _replaced(seen: Seen, card: Json, microsoft: Microsoft) -> Any:
    """The card that an invoke was answered with takes the place of the one that was clicked."""
    body = {"attachments": [{"content": card}]}
    return type(microsoft.calls[0])(
        "PUT", f"/v3/conversations/{seen.raw['where']}/activities/{seen.raw['id']}", body, ""
    )


def _actions(node: Any) -> list[Json]:
    if isinstance(node, dict):
        own = [node] if str(node.get("type", "")).startswith("Action.") else []
        below = [value for name, value in node.items() if name != "selectAction"]  # links in a text are no buttons
        return own + [one for value in below for one in _actions(value)]
    return [one for item in node for one in _actions(item)] if isinstance(node, list) else []


def _inputs(node: Any) -> list[Json]:
    if isinstance(node, dict):
        own = [node] if str(node.get("type", "")).startswith("Input.") else []
        return own + [one for value in node.values() for one in _inputs(value)]
    return [one for item in node for one in _inputs(item)] if isinstance(node, list) else []


def _asked(answer: Any, data: Json, where: str) -> Asked | None:
    task = (answer or {}).get("task", {})
    if task.get("type") != "continue":
        return None
    card = task["value"]["card"]["content"]
    submit = next((one for one in _actions(card) if one["type"] == "Action.Submit"), None)
    if submit is None:
        return None
    return Asked(
        task["value"]["title"], {one["id"]: one.get("value", "") for one in _inputs(card)}, (submit["data"], where)
    )


def _errors(answer: Any) -> dict[str, str]:
    """The dialog comes again with its errors in the attention colour, each under its field."""
    found, last = {}, ""
    for element in _walk(answer["task"]["value"]["card"]["content"]):
        if str(element.get("type", "")).startswith("Input."):
            last = element["id"]
        if str(element.get("color", "")).lower() == "attention" and element.get("text"):
            found[last] = element["text"]
    return found


def _walk(node: Any) -> list[Json]:
    if isinstance(node, dict):
        return [node] + [one for value in node.values() for one in _walk(value)]
    return [one for item in node for one in _walk(item)] if isinstance(node, list) else []
