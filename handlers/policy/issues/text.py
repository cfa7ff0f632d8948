"""An issue as text, and as a file: Markdown and Word, in the reader's language, with what they may read."""

from __future__ import annotations

from datetime import timedelta

from handlers.chat import links
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.links import Link
from handlers.chat.routing import Router
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Arena, Turn
from handlers.directory.members.arriving import NAMES
from handlers.documents import Paper, markdown
from handlers.meetings.minutes.text import PAGE, PARAGRAPH, paged
from handlers.policy.issues.lookup import load_visible_issue, may_see_issue
from handlers.policy.issues.paper import Reader, confidential, is_confidential, paper
from handlers.questions.live.readers import reader
from storage.kit.database import Store

router = Router()
PURPOSE, PATH = "issues.file", "/data/issue/{token}"
#: kinds of files, by their endings
WORD, MARKDOWN = "docx", "md"
#: how long a link works
OPEN = timedelta(hours=1)


@router.on(Click, "issues.text")
async def export(event: Click, turn: Turn) -> Reply:
    """Page by page: "12", "12:2"."""
    id, _, page = event.value.partition(":")
    issue = await load_visible_issue(turn, id)
    pages = paged(markdown.written(await paper(turn, issue)), PAGE)
    here = min(int(page), len(pages) - 1) if page.isascii() and page.isdecimal() and len(page) < 4 else 0
    parts: list[Part] = [Text(text) for text in paged(pages[here], PARAGRAPH)]
    row = [Button(turn.say("As a file"), "issues.file", str(issue.id))]
    if here + 1 < len(pages):
        row.insert(0, Button(turn.say("Next page"), "issues.text", f"{issue.id}:{here + 1}"))
    return Reply(Card(f"{issue.code} {issue.title}", (*parts, Buttons(tuple(row)))))


@router.on(Click, "issues.file")
async def offer(event: Click, turn: Turn) -> Reply:
    """A link for each language and kind: one token opens them all, for this reader, for an hour."""
    issue, say = await load_visible_issue(turn, event.value), turn.say
    link = Link(issue.id, person_id=turn.person.id)
    url = links.address(turn.arena, PURPOSE, PATH, link, turn.now + OPEN)
    if not url:
        raise UserError(say("No link can be made here. «As text» shows it in the chat."))
    text = say("With what you may read of it: text, support, evidence, history and earlier texts.")
    parts: list[Part] = [Text(text)]
    parts += [Text(confidential(say), "strong")] if await is_confidential(turn, issue) else []
    parts.append(Text(say("The link works for an hour, for whoever has it."), "subtle"))
    for kind, name in ((WORD, "Word"), (MARKDOWN, "Markdown")):
        row = (Button(f"{name}, {NAMES[code]}", url=f"{url}/{code}.{kind}") for code in LANGUAGES)
        parts.append(Buttons(tuple(row)))
    return Reply(Card(f"{issue.code} {issue.title}", tuple(parts)))


async def opened(store: Store, arena: Arena, token: str, language: str) -> Paper | None:
    """What a link opens now, as its reader may read it today; None for one that opens nothing (any more)."""
    link = links.opened(arena, PURPOSE, token, store.now)
    who = await reader(store, link) if link is not None and link.person_id else None
    issue = await store.issues.find(link.id) if link is not None else None
    if who is None or who.person is None or issue is None or not await may_see_issue(store, who.person, issue):
        return None
    return await paper(Reader(store, who.person, Say(language, arena.zone), arena), issue)
