"""The web page and its small JSON interface: what is read, and where what is done arrives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from aiohttp import web

from bot.platforms import TellAgain
from bot.platforms.playground import doings, joining, pressing, reach, shapes, translate
from bot.platforms.playground.guard import body, local, own, refuse
from bot.platforms.playground.texts import commands, page_texts
from bot.platforms.playground.translate import NAME, WORKSPACE
from handlers.chat.say import LANGUAGES, Say
from storage.kit.database import UNAVAILABLE, Store
from storage.playground.playground_chat import DIRECT, Member

if TYPE_CHECKING:
    from bot.platforms.playground import Playground

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
#: the most messages one request brings, when a link leads far back
FAR = 500

A = TypeVar("A", bound=translate.Action)
Doing = Callable[["Playground", Member, A], Awaitable[dict[str, Any]]]

#: by the last part of their address: what is read from the request, and what is done
DOINGS: dict[str, tuple[Any, Any]] = {
    "write": (translate.Write, doings.write),
    "edit": (translate.Edit, doings.edit),
    "remove": (translate.Remove, doings.remove),
    "react": (translate.React, doings.react),
    "press": (translate.Press, pressing.press),
    "submit": (translate.Submit, pressing.submit),
    "point": (translate.Point, pressing.point),
    "search": (translate.Search, pressing.search),
    "home": (translate.Look, pressing.home),
    "arrive": (translate.Look, pressing.arrive),
    "invite": (translate.Invite, joining.invite),
    "channel": (joining.Open, joining.open_channel),
    "read": (doings.Read, doings.read),
}


def routes(playground: Playground) -> list[web.RouteDef]:
    page = Pages(playground)
    actions = [web.post(f"/playground/{name}", own(page.doing(kind, doing))) for name, (kind, doing) in DOINGS.items()]
    return [
        web.get("/", local(page.front)),
        web.get("/playground/static/{name}", local(page.static)),
        web.get("/playground/live", own(page.live)),
        web.get("/playground/state", local(page.state)),
        web.get("/playground/messages", local(page.messages)),
        web.get("/playground/thread", local(page.thread)),
        web.post("/playground/join", own(page.join)),
        *actions,
    ]


class Pages:
    """Handlers of the routes. Whose page it is comes with each request, as `?as=`."""

    def __init__(self, playground: Playground) -> None:
        self.playground = playground

    async def front(self, _request: web.Request) -> web.StreamResponse:
        return _file("page.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def live(self, request: web.Request) -> web.StreamResponse:
        me = await self._me(request)
        return await self.playground.live.listen(request, me.user)

    async def state(self, request: web.Request) -> web.Response:
        """Who and what there is; without `as`, in the default language and with nobody chosen."""
        async with self.playground.database.begin() as store:
            members = await store.playground.members(NAME, WORKSPACE)
            me = next((member for member in members if member.user == request.query.get("as")), None)
            language = me.language if me else self.playground.language
            channels = await self._channels(store, me, language) if me else []
            waiting = await store.playground.waiting()
        return _json(
            {
                "name": self.playground.arena_name,
                "me": me.user if me else None,
                "language": language if language in LANGUAGES else "nb",
                "texts": page_texts(Say(language, UTC)),
                "commands": commands(Say(language, UTC)),
                "people": [shapes.member(member) for member in members],
                "channels": channels,
                "waiting": waiting,
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        """A page of a channel, oldest first. `before`: what came earlier; `around`: from a linked message on."""
        me, channel = await self._me(request), request.query.get("channel", "")
        async with self.playground.database.begin() as store:
            await reach.may_write(self.playground, store, me, channel)
            since = await self._root(store, channel, request.query.get("around", ""))
            rows = await store.playground.latest(
                channel, me.user, before=request.query.get("before", ""), since=since, limit=FAR if since else 61
            )
            page = rows if since else rows[-60:]
            drawn = await shapes.messages(store, page)
        return _json({"messages": drawn, "more": bool(since) or len(rows) > len(page), "root": since})

    async def thread(self, request: web.Request) -> web.Response:
        me = await self._me(request)
        async with self.playground.database.begin() as store:
            row = await reach.visible(self.playground, store, me, request.query.get("root", ""), removed=True)
            drawn = await shapes.messages(store, [row, *await store.playground.replies(row.id, me.user)])
        return _json({"messages": drawn})

    async def join(self, request: web.Request) -> web.Response:
        """Add a person, who arrives as somebody who joins a workspace does."""
        who = await body(request, joining.Join)
        async with self.playground.database.read() as store:
            taken = {member.user for member in await store.playground.members(NAME, WORKSPACE)}
        member = joining.newcomer(who, taken)
        await self.playground.dispatch(translate.arrived(member))
        await self.playground.live.tell("state", {})
        return _json({"user": member.user})

    def doing(self, kind: type[A], do: Doing[A]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """A handler that reads this kind of action and does it as the member whose page it is."""

        async def handler(request: web.Request) -> web.StreamResponse:
            me, action = await self._me(request), await body(request, kind)
            try:
                answer = await do(self.playground, me, action)
            except (TellAgain, *UNAVAILABLE) as error:
                raise refuse(503, "Nothing was stored. Try again.") from error
            return _json(answer)

        return handler

    async def _me(self, request: web.Request) -> Member:
        async with self.playground.database.read() as store:
            members = await store.playground.members(NAME, WORKSPACE)
        found = next((member for member in members if member.user == request.query.get("as")), None)
        if found is None:
            raise refuse(404, "There is no such member.")
        return found

    async def _channels(self, store: Store, me: Member, language: str) -> list[dict[str, Any]]:
        """Every channel with the topics that live there, and the member's own chat with the bot counted beside them."""
        rooms = await store.playground.rooms(NAME, WORKSPACE)
        for id in rooms:
            await self.playground.channel(store, id)
        names = {id: [topic.name(language) for topic in topics] for id, topics in rooms.items()}
        unread = await store.playground.unread(me.user)
        hidden = set() if me.secretariat else await store.playground.secret(NAME, WORKSPACE)
        found = [row for row in await store.playground.channels() if row.id not in hidden]
        drawn = [shapes.channel(row, names.get(row.id, []), unread.get(row.id, 0)) for row in found]
        return drawn + [{"id": id, "unread": n, "direct": True} for id, n in unread.items() if id.startswith(DIRECT)]

    async def _root(self, store: Store, channel: str, message: str) -> str:
        """The top-level message that a link leads to: itself, or the one whose thread it is in."""
        row = await store.playground.find(message) if message else None
        return "" if row is None or row.channel != channel else row.thread or row.id


def _json(data: dict[str, Any]) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(data), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _file(name: str) -> web.StreamResponse:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        raise refuse(404, "There is no such file.")
    headers = {"Cache-Control": "no-cache", "Content-Type": f"{TYPES[path.suffix]}; charset=utf-8"}
    return web.FileResponse(path, headers=headers)
