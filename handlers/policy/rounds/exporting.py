"""Take out: a round as CSV and Markdown. The secretariat gets every answer, others what is published."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import timedelta

from handlers.chat import links
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.links import Link
from handlers.chat.routing import Router
from handlers.chat.rows.reading import FORMULA
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn
from handlers.meetings.minutes.text import PAGE, PARAGRAPH, paged
from handlers.policy.rounds import tables
from handlers.policy.rounds.lookup import load_visible_round, may_see_round
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import DRAFT, Round

router = Router()
#: what is signed, and where it is fetched
PURPOSES = {"csv": ("rounds.csv", "/data/round/{token}.csv"), "md": ("rounds.md", "/data/round/{token}.md")}
OPEN = timedelta(hours=1)
#: Excel reads letters beyond ASCII by this
BOM = "\ufeff"


@router.on(Click, "rounds.export")
async def export(event: Click, turn: Turn) -> Reply:
    """The text page by page ("12:1"), and two files that a link opens for an hour."""
    round, say = await load_visible_round(turn, event.value), turn.say
    text = await tables.markdown(turn.store, turn.arena, say, turn.person, round)
    pages, (_, _, page) = paged(text, PAGE), event.value.partition(":")
    here = min(int(page), len(pages) - 1) if page.isascii() and page.isdecimal() and len(page) < 4 else 0
    parts: list[Part] = [Text(one) for one in paged(pages[here], PARAGRAPH)]
    row = [Button(say("Next page"), "rounds.export", f"{round.id}:{here + 1}")] if here + 1 < len(pages) else []
    link = Link(round.id, person_id=turn.person.id)
    for kind, label in (("csv", say("Table (CSV)")), ("md", say("Text (Markdown)"))):
        url = links.address(turn.arena, *PURPOSES[kind], link, turn.now + OPEN)
        row += [Button(label, url=url)] if url else []
    if any(button.url for button in row):
        parts.append(Text(say("The links work for an hour, for whoever has them."), "subtle"))
    return Reply(Card(f"{round.code} {round.title}", (*parts, *([Buttons(tuple(row))] if row else []))))


async def file(store: Store, arena: Arena, kind: str, token: str) -> tuple[str, str] | None:
    """Its name and what is in it, for the reader of the link as they are now; None for a link that opens nothing."""
    link = links.opened(arena, PURPOSES[kind][0], token, store.now)
    round = await store.rounds.find(link.id) if link is not None else None
    person = await store.people.find(link.person_id) if link is not None else None
    if round is None or person is None or person.erased_at is not None or round.state == DRAFT:
        return None
    if await store.workspaces.shuts_out(person.id) or not await may_see_round(store, person, round):
        return None
    say, name = Say(person.language, arena.zone), f"{round.code}.{kind}"
    if kind == "md":
        return name, await tables.markdown(store, arena, say, person, round)
    return name, written(say, await _rows(store, say, person, round))


async def _rows(store: Store, say: Say, person: Person, round: Round) -> list[list[str]]:
    if person.secretariat:
        return await tables.answers(store, say, round)
    return await tables.published(store, say, round)


def written(say: Say, rows: Sequence[Sequence[str]]) -> str:
    """With what spreadsheets of the reader's language put between cells, and no cell that one of them would run."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="," if say.language == "en" else ";", lineterminator="\r\n")
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return BOM + text.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
