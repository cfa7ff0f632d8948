"""Export all that is known of a person, as a file behind a link that works for an hour."""

from __future__ import annotations

import json
from datetime import timedelta

from handlers.chat import signed_links
from handlers.chat.cards import Button, Buttons, Card, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.signed_links import SignedLink
from handlers.chat.turn import Arena, Turn
from storage.kit.database import Store

router = Router()
PURPOSE, PATH = "privacy.data", "/data/{token}"
LINK_VALIDITY = timedelta(hours=1)


@router.on(Command, "data")
async def on_data(_event: Command, turn: Turn) -> Reply:
    return Reply(_draw_data_export_card(turn))


@router.on(Click, "privacy.data")
async def on_privacy_data(_event: Click, turn: Turn) -> Reply:
    return Reply(_draw_data_export_card(turn))


def _draw_data_export_card(turn: Turn) -> Card:
    say, id = turn.say, turn.person.id
    url = signed_links.build_link_address(
        turn.arena, PURPOSE, PATH, SignedLink(id, person_id=id), turn.now + LINK_VALIDITY
    )
    if not url:
        raise UserError(say("No link can be made here. Ask the secretariat for your data."))
    text = say("Everything stored about you, as a file: your profile, what you have written, followed and answered.")
    warn = say("The link works for an hour, for whoever has it.")
    return Card(
        say("Your data"),
        (Text(text), Text(warn, "subtle"), Buttons((Button(say("Download"), url=url, style="primary"),))),
    )


async def export_personal_data(store: Store, arena: Arena, token: str) -> str | None:
    """Return the person's data as JSON: table -> rows. None for an invalid or expired link."""
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    person = await store.people.find(link.person_id) if link is not None else None
    if person is None or person.erased_at is not None or await store.workspaces.is_person_blocked(person.id):
        return None
    known = {
        "made_at": store.now.isoformat(),
        "network": arena.name,
        "data": await store.personal_data.export_rows_of_person(person),
    }
    return json.dumps(known, ensure_ascii=False, indent=1)
