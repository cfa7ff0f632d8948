"""An issue as text: Markdown that can be filed and sent, in the reader's language, with what they may read."""

from __future__ import annotations

from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.issues import evidence, histories, showing, words
from handlers.issues.meant import visible
from handlers.minutes.text import PAGE, PARAGRAPH, paged
from storage.issues import PUBLIC, Issue

router = Router()


@router.on(Click, "issues.text")
async def export(event: Click, turn: Turn) -> Reply:
    """Page by page: "12", "12:2"."""
    id, _, page = event.value.partition(":")
    issue = await visible(turn, id)
    pages = paged(await markdown(turn, issue), PAGE)
    here = min(int(page), len(pages) - 1) if page.isascii() and page.isdecimal() and len(page) < 4 else 0
    parts: list[Part] = [Text(text) for text in paged(pages[here], PARAGRAPH)]
    if here + 1 < len(pages):
        parts.append(Buttons((Button(turn.say("Next page"), "issues.text", f"{issue.id}:{here + 1}"),)))
    return Reply(Card(f"{issue.code} {issue.title}", tuple(parts)))


async def markdown(turn: Turn, issue: Issue) -> str:
    say = turn.say
    rows = [f"# {issue.code} {issue.title}", await showing.state_line(turn, issue)]
    rows.append(f"{say('Addressed to')}: {words.addressee(say, issue)}")
    sections = (
        (say("Problem"), issue.problem),
        (say("Who is hit"), issue.affected),
        (say("Wanted change"), issue.wanted),
        (say("What came of it"), issue.outcome),
        (say("Support"), await _supporters(turn, issue) if issue.state in PUBLIC else ""),
        (say("Evidence"), await _evidence(turn, issue)),
        (say("History"), await _history(turn, issue)),
    )
    for title, text in sections:
        rows += [f"## {title}", text] if text else []
    return "\n\n".join(rows) + "\n"


async def _supporters(turn: Turn, issue: Issue) -> str:
    said = await turn.store.supports.of(issue.id)
    lines = [f"- {text}" for text in await showing.supporters(turn, issue)]
    return "\n".join([words.counted(turn.say, said), *([""] if lines else []), *lines])


async def _evidence(turn: Turn, issue: Issue) -> str:
    lines = [f"- {' – '.join(filter(None, (entry.title, entry.text)))}" for entry in await evidence.shown(turn, issue)]
    return "\n".join(lines)


async def _history(turn: Turn, issue: Issue) -> str:
    """Oldest first."""
    notes = await turn.store.histories.notes(issue.id)
    return "\n".join([f"- {await histories.line(turn, note)}" for note in reversed(notes)])
