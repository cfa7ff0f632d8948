"""Serve the web page and its small JSON interface: reads, and the actions that arrive from the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from aiohttp import web

from bot.http.reader_language import choose_page_language
from bot.platforms import TellAgain
from bot.platforms.playground import (
    attached_files,
    clicks,
    event_translation,
    fresh_start,
    membership,
    message_actions,
    next_day,
    option_search,
    payloads,
    permissions,
)
from bot.platforms.playground.event_translation import NAME, WORKSPACE
from bot.platforms.playground.first_steps import choose_first_steps
from bot.platforms.playground.request_guard import (
    build_page_error,
    read_action_body,
    require_local_host,
    require_page_origin,
)
from bot.platforms.playground.texts import build_page_texts, list_command_hints
from handlers.chat.say import LANGUAGES, Say
from handlers.library.solutions.solution_catalogue import list_catalogue_entries
from storage.kit.database import UNAVAILABLE, Store
from storage.playground.playground_chat import DIRECT, PlaygroundMember

if TYPE_CHECKING:
    from bot.platforms.playground import PlaygroundPlatform

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
#: maximum number of messages in one answer, when a link leads far back
FAR = 500

A = TypeVar("A", bound=event_translation.PageAction)
Doing = Callable[["PlaygroundPlatform", PlaygroundMember, A], Awaitable[dict[str, Any]]]

#: last part of the path -> (class of the request, its handler)
DOINGS: dict[str, tuple[Any, Any]] = {
    "write": (event_translation.WriteMessage, message_actions.write_page_message),
    "edit": (event_translation.EditMessage, message_actions.edit_page_message),
    "remove": (event_translation.RemoveMessage, message_actions.remove_page_message),
    "react": (event_translation.SetReaction, message_actions.react_to_message),
    "press": (event_translation.PressButton, clicks.press_button),
    "submit": (event_translation.SubmitForm, clicks.submit_page_form),
    "point": (event_translation.ChooseShortcut, clicks.choose_message_shortcut),
    "search": (event_translation.SearchSolutions, clicks.search_from_page),
    "options": (option_search.SearchOptions, option_search.search_form_options),
    "home": (event_translation.OpenBotPage, clicks.open_home_page),
    "arrive": (event_translation.OpenBotPage, clicks.open_bot_chat),
    "invite": (event_translation.InviteBot, membership.invite_bot),
    "channel": (membership.CreateChannel, membership.create_page_channel),
    "anew": (fresh_start.BeginAnew, fresh_start.begin_anew),
    "tomorrow": (next_day.LeaveDay, next_day.go_to_next_day),
    "readall": (message_actions.MarkAllRead, message_actions.mark_everything_read),
    "read": (message_actions.MarkRead, message_actions.mark_page_read),
}


def list_page_routes(playground: PlaygroundPlatform) -> list[web.RouteDef]:
    page = PageHandlers(playground)
    actions = [
        web.post(f"/playground/{name}", require_page_origin(page.build_action_handler(kind, handler)))
        for name, (kind, handler) in DOINGS.items()
    ]
    return [
        web.get("/", require_local_host(page.serve_front_page)),
        web.get("/playground/static/{name}", require_local_host(page.serve_static_file)),
        web.get("/playground/live", require_page_origin(page.serve_live_updates)),
        web.get("/playground/state", require_local_host(page.serve_page_state)),
        web.post("/playground/attach", require_page_origin(page.receive_attached_file)),
        web.get("/playground/files/{id}", require_local_host(page.serve_attached_file)),
        web.get("/playground/messages", require_local_host(page.serve_channel_messages)),
        web.get("/playground/library", require_local_host(page.serve_library)),
        web.get("/playground/thread", require_local_host(page.serve_thread_messages)),
        web.post("/playground/join", require_page_origin(page.add_page_member)),
        *actions,
    ]


class PageHandlers:
    """Handle the routes. Each request names the member whose page it is, as `?as=`."""

    def __init__(self, playground: PlaygroundPlatform) -> None:
        self.playground = playground

    async def serve_front_page(self, _request: web.Request) -> web.StreamResponse:
        return _build_file_response("page.html")

    async def serve_static_file(self, request: web.Request) -> web.StreamResponse:
        return _build_file_response(request.match_info["name"])

    async def serve_live_updates(self, request: web.Request) -> web.StreamResponse:
        me = await self._load_page_member(request)
        return await self.playground.live.stream_updates(request, me.user)

    async def serve_page_state(self, request: web.Request) -> web.Response:
        """Return the members, channels and texts; without `as`, in the browser's language and with nobody chosen."""
        async with self.playground.database.begin() as store:
            members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
            me = next((member for member in members if member.user == request.query.get("as")), None)
            language = me.language if me else choose_page_language(request, self.playground.language)
            channels = await self._describe_channels(store, me, language) if me else []
            waiting = await store.playground_chat.count_unread_direct_messages()
        return _build_page_json(
            {
                "name": self.playground.arena_name,
                "me": me.user if me else None,
                "language": language if language in LANGUAGES else "nb",
                "firstSteps": choose_first_steps(language, [member.user for member in members]),
                "texts": build_page_texts(Say(language, UTC)),
                "commands": list_command_hints(Say(language, UTC)),
                "people": [payloads.build_member_payload(member) for member in members],
                "channels": channels,
                "waiting": waiting,
                "now": self.playground.database.get_time(),
                "run": self.playground.run,
                "anew": self.playground.fresh_start is not None,
                "day": self.playground.days.read_day() if self.playground.days else None,
            }
        )

    async def serve_channel_messages(self, request: web.Request) -> web.Response:
        """Return a page of a channel, oldest first.

        `before` asks for earlier messages, `around` for messages from a linked one on.
        """
        me, channel = await self._load_page_member(request), request.query.get("channel", "")
        async with self.playground.database.begin() as store:
            await permissions.require_channel_access(self.playground, store, me, channel)
            since = await self._find_root_id(store, channel, request.query.get("around", ""))
            rows = await store.playground_chat.list_latest_messages(
                channel, me.user, before=request.query.get("before", ""), since=since, limit=FAR if since else 61
            )
            page = rows if since else rows[-60:]
            drawn = await payloads.build_message_payloads(store, page)
        return _build_page_json({"messages": drawn, "more": bool(since) or len(rows) > len(page), "root": since})

    async def serve_thread_messages(self, request: web.Request) -> web.Response:
        me = await self._load_page_member(request)
        async with self.playground.database.begin() as store:
            row = await permissions.load_visible_message(
                self.playground, store, me, request.query.get("root", ""), removed=True
            )
            drawn = await payloads.build_message_payloads(
                store, [row, *await store.playground_chat.list_thread_replies(row.id, me.user)]
            )
        return _build_page_json({"messages": drawn})

    async def receive_attached_file(self, request: web.Request) -> web.Response:
        me = await self._load_page_member(request)
        return _build_page_json(await attached_files.receive_file(self.playground, me, request))

    async def serve_attached_file(self, request: web.Request) -> web.Response:
        me = await self._load_page_member(request)
        return await attached_files.serve_file(self.playground, me, request.match_info["id"])

    async def serve_library(self, request: web.Request) -> web.Response:
        """Return every solution that the member may see, for the page to sort and narrow."""
        me = await self._load_page_member(request)
        async with self.playground.database.read() as store:
            known = await store.people.find_person_by_account(NAME, WORKSPACE, me.user)
            assert known is not None, "the member has an account"
            person = known[0]
            say = Say(person.language, self.playground.zone)
            entries = await list_catalogue_entries(store, person, say, store.now.astimezone(say.zone).date())
        return _build_page_json({"entries": entries})

    async def add_page_member(self, request: web.Request) -> web.Response:
        """Add a person, who arrives like somebody who joins a workspace."""
        who = await read_action_body(request, membership.AddMember)
        async with self.playground.database.read() as store:
            taken = {member.user for member in await store.playground_chat.list_playground_members(NAME, WORKSPACE)}
        member = membership.build_new_member(who, taken)
        await self.playground.dispatch(event_translation.build_page_arrival(member))
        await self.playground.live.broadcast_update("state", {})
        return _build_page_json({"user": member.user})

    def build_action_handler(
        self, kind: type[A], do: Doing[A]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Return a handler that reads this kind of action and does it as the member whose page it is."""

        async def handle_page_action(request: web.Request) -> web.StreamResponse:
            me, action = await self._load_page_member(request), await read_action_body(request, kind)
            try:
                answer = await do(self.playground, me, action)
            except (TellAgain, *UNAVAILABLE) as error:
                raise build_page_error(503, "Nothing was stored. Try again.") from error
            return _build_page_json(answer)

        return handle_page_action

    async def _load_page_member(self, request: web.Request) -> PlaygroundMember:
        async with self.playground.database.read() as store:
            members = await store.playground_chat.list_playground_members(NAME, WORKSPACE)
        found = next((member for member in members if member.user == request.query.get("as")), None)
        if found is None:
            raise build_page_error(404, "There is no such member.")
        return found

    async def _describe_channels(self, store: Store, me: PlaygroundMember, language: str) -> list[dict[str, Any]]:
        """Return every channel with its topics, and the unread counts of the member's chat with the bot."""
        rooms = await store.playground_chat.map_topics_by_channel(NAME, WORKSPACE)
        for id in rooms:
            await self.playground.find_playground_channel(store, id)
        names = {id: [topic.get_name(language) for topic in topics] for id, topics in rooms.items()}
        unread = await store.playground_chat.count_unread_by_channel(me.user)
        hidden = set() if me.secretariat else await store.playground_chat.list_secretariat_channels(NAME, WORKSPACE)
        found = [row for row in await store.playground_chat.list_channels() if row.id not in hidden]
        drawn = [payloads.build_channel_payload(row, names.get(row.id, []), unread.get(row.id, 0)) for row in found]
        return drawn + [{"id": id, "unread": n, "direct": True} for id, n in unread.items() if id.startswith(DIRECT)]

    async def _find_root_id(self, store: Store, channel: str, message: str) -> str:
        """Return the id of the top-level message a link leads to: itself, or the root of its thread."""
        row = await store.playground_chat.find_message(message) if message else None
        return "" if row is None or row.channel != channel else row.thread or row.id


def _build_page_json(data: dict[str, Any]) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(data), content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _build_file_response(name: str) -> web.StreamResponse:
    path = STATIC / name
    if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
        raise build_page_error(404, "There is no such file.")
    headers = {"Cache-Control": "no-cache", "Content-Type": f"{TYPES[path.suffix]}; charset=utf-8"}
    return web.FileResponse(path, headers=headers)
