"""Export an issue as text, Markdown, Word and PDF, in the reader's language, with what the reader may read."""

from __future__ import annotations

from handlers.chat import signed_links
from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.text_pages import draw_text_page, split_text_pages
from handlers.chat.turn import Arena, PersonContext, Turn
from handlers.directory.file_links import build_file_address, draw_file_links, list_paper_kinds
from handlers.documents import MARKDOWN, Paper, markdown
from handlers.policy.issues.issue_document import (
    build_issue_paper,
    describe_confidentiality,
    has_confidential_evidence,
)
from handlers.policy.issues.lookup import load_visible_issue, may_see_issue
from handlers.questions.live.page_readers import find_page_reader
from storage.kit.database import Store

router = Router()
PURPOSE, PATH = "issues.file", "/data/issue/{token}"


@router.on(Click, "issues.text")
async def on_issue_text(event: Click, turn: Turn) -> Reply:
    """Show the text page by page: "12", "12:2"."""
    page = RecordPage.parse_value(event.value).page
    issue = await load_visible_issue(turn, event.value)
    pages = split_text_pages(markdown.write_markdown(await build_issue_paper(turn, issue)))
    here = min(page, len(pages) - 1)
    parts: list[Part] = [draw_text_page(pages[here])]
    row = [Button(turn.say("As a file"), "issues.file", str(issue.id))]
    if here + 1 < len(pages):
        row.insert(0, Button(turn.say("Next page"), "issues.text", RecordPage(issue.id, here + 1).encode_value()))
    return Reply(Card(f"{issue.code} {issue.title}", (*parts, Buttons(tuple(row)))))


@router.on(Click, "issues.file")
async def on_issue_file(event: Click, turn: Turn) -> Reply:
    """Offer a link for each language and file type. One token opens them all, for this reader, for an hour."""
    issue, say = await load_visible_issue(turn, event.value), turn.say
    url = build_file_address(turn, PURPOSE, PATH, issue.id)
    if not url:
        raise UserError(say("No link can be made here. “The whole text” shows it in the chat."))
    text = say("With what you may read of it: text, support, evidence, history and earlier versions.")
    parts: list[Part] = [Text(text)]
    parts += [Text(describe_confidentiality(say), "strong")] if await has_confidential_evidence(turn, issue) else []
    parts += draw_file_links(turn, url, [*list_paper_kinds(), MARKDOWN])
    return Reply(Card(f"{issue.code} {issue.title}", tuple(parts)))


async def build_linked_paper(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """Build what a link opens now, with what its reader may read today.

    Return None for an invalid or expired link.
    """
    link = signed_links.parse_link_token(arena, PURPOSE, token, store.now)
    who = await find_page_reader(store, link) if link is not None and link.person_id else None
    issue = await store.issues.find(link.id) if link is not None else None
    if who is None or who.person is None or issue is None or not await may_see_issue(store, who.person, issue):
        return None
    return await build_issue_paper(PersonContext(store, Say(language, arena.zone), arena, who.person), issue)
