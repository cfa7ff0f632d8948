"""List where somebody is signed in on the web, and sign them out there."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import Missing
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn

router = Router()


@router.on(Click, "web.sessions")
async def on_web_session_list(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_web_session_list(turn))


async def draw_web_session_list(turn: Turn) -> Card:
    say, parts = turn.say, list[Part]()
    for session in await turn.store.web_sessions.list_open_sessions(turn.person.id):
        assert session.signed_in_at is not None, "only such sessions are listed"
        since = say("Signed in {when}", when=say.format_period(session.signed_in_at))
        used = say("Last used {when}", when=say.format_period(session.seen_at)) if session.seen_at else ""
        until = say("until {when}", when=say.format_clock(session.expires_at))
        end = Button(say("Sign out there"), "web.end", str(session.id))
        parts.append(Item(since, used, until, (end,)))
    if not parts:
        parts.append(Text(say("You are not signed in on the web.")))
    parts.append(Buttons((Button(say("Open on the web"), "web.open", style="primary"),)))
    return Card(say("Where you are signed in"), tuple(parts))


@router.on(Click, "web.end")
async def on_web_session_end(event: Click, turn: Turn) -> Reply:
    """End the session at once: the next page that its browser asks for says so."""
    session = await turn.store.web_sessions.find(parse_id(event.value))
    gone = turn.say("I cannot find that session.")
    if session is None:
        raise Missing(gone)
    await rights.need_right(turn, *((rights.OWNER,) if session.person_id == turn.person.id else ()), missing=gone)
    await turn.store.web_sessions.end_session(session.token_hash)
    return Reply(await draw_web_session_list(turn), replace=event.direct)
