"""Export a round as CSV and Markdown. The secretariat gets every answer, others what is published."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import signed_links
from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.signed_links import SignedLink
from handlers.chat.text_pages import draw_text_page, split_text_pages
from handlers.chat.turn import Arena, Turn
from handlers.documents.tables.csv_writer import format_csv
from handlers.policy.rounds import round_tables
from handlers.policy.rounds.lookup import load_visible_round, may_see_round
from storage.directory.people import Person
from storage.kit.database import Store
from storage.policy.rounds import DRAFT, Round

router = Router()
#: file type -> (purpose that the link is signed for, its path)
PURPOSES = {"csv": ("rounds.csv", "/data/round/{token}.csv"), "md": ("rounds.md", "/data/round/{token}.md")}
LINK_VALIDITY = timedelta(hours=1)


@router.on(Click, "rounds.export")
async def on_round_export(event: Click, turn: Turn) -> Reply:
    """Show the text page by page ("12:1"), with links to two files that work for an hour."""
    round, say = await load_visible_round(turn, event.value), turn.say
    text = await round_tables.format_round_markdown(turn.store, turn.arena, say, turn.person, round)
    pages = split_text_pages(text)
    here = min(RecordPage.parse_value(event.value).page, len(pages) - 1)
    parts: list[Part] = [draw_text_page(pages[here])]
    following = RecordPage(round.id, here + 1).encode_value()
    row = [Button(say("Next page"), "rounds.export", following)] if here + 1 < len(pages) else []
    link = SignedLink(round.id, person_id=turn.person.id)
    for kind, label in (("csv", say("Table (CSV)")), ("md", say("Text (Markdown)"))):
        url = signed_links.build_link_address(turn.arena, *PURPOSES[kind], link, turn.now + LINK_VALIDITY)
        row += [Button(label, url=url)] if url else []
    if any(button.url for button in row):
        parts.append(Text(say("The links work for an hour, for whoever has them."), "subtle"))
    return Reply(Card(f"{round.code} {round.title}", (*parts, *([Buttons(tuple(row))] if row else []))))


async def build_linked_round_file(store: Store, arena: Arena, kind: str, token: str) -> tuple[str, str] | None:
    """Return name and content for the reader of the link, with their rights now.

    Return None for an invalid or expired link.
    """
    link = signed_links.parse_link_token(arena, PURPOSES[kind][0], token, store.now)
    round = await store.rounds.find(link.id) if link is not None else None
    person = await store.people.find(link.person_id) if link is not None else None
    if round is None or person is None or person.erased_at is not None or round.state == DRAFT:
        return None
    if await store.workspaces.is_person_blocked(person.id) or not await may_see_round(store, person, round):
        return None
    say, name = Say(person.language, arena.zone), f"{round.code}.{kind}"
    if kind == "md":
        return name, await round_tables.format_round_markdown(store, arena, say, person, round)
    return name, format_csv(say, await _list_export_rows(store, say, person, round))


async def _list_export_rows(store: Store, say: Say, person: Person, round: Round) -> list[list[str]]:
    if person.secretariat:
        return await round_tables.list_answer_rows(store, say, round)
    return await round_tables.list_published_rows(store, say, round)
