"""Show the log of an issue: who did what, and when."""

from __future__ import annotations

from handlers.chat.button_values import RecordPage
from handlers.chat.cards import Buttons, Card, Part, Reply, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.rich_text.plain_text import shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, RenderContext, Turn
from handlers.directory.display_names import format_signature
from handlers.policy.issues import issue_texts
from handlers.policy.issues.lookup import load_visible_issue
from storage.policy.issue_log import DECISION, EVIDENCE, MERGER, NEWS, REACH, REVIEW, STANCE, STATE, TEXT, IssueLogEntry
from storage.policy.issues import Issue

router = Router()
#: number of log entries on the issue, and on a page of its log
NEWEST, PAGE = 3, 7


@router.on(Click, "issues.history")
async def on_issue_log_open(event: Click, turn: Turn) -> Reply:
    """Show the log page by page, newest entry first: "12", "12:7"."""
    skip = RecordPage.parse_value(event.value).page
    issue = await load_visible_issue(turn, event.value)
    notes = (await turn.store.issue_log.list_issue_log(issue.id, skip + PAGE + 1))[skip:]
    parts: list[Part] = [Text(await describe_issue_entry(turn, note, 200)) for note in notes[:PAGE]]
    if not notes:
        parts.append(Text(turn.say("Nothing has happened yet.")))
    row = draw_history_pages(turn.say, event.name, issue.id, skip, more=len(notes) > PAGE)
    return Reply(Card(turn.say("History of {code}", code=issue.code), (*parts, *row)), replace=bool(skip))


def draw_history_pages(say: Say, do: str, record_id: int, skip: int, *, more: bool) -> list[Part]:
    """Draw the buttons to the newer and the older entries of a log."""
    row = draw_page_buttons(say, do, skip, PAGE, more=more, value=lambda at: RecordPage(record_id, at))
    return [Buttons(tuple(row))] if row else []


async def draw_newest_entries(at: ReaderContext, issue: Issue) -> list[Part]:
    """Draw the newest log entries but for stances: each organisation stands on the card with its own."""
    notes = await at.store.issue_log.list_issue_log(issue.id, NEWEST, but=STANCE)
    return [Text(await describe_issue_entry(at, note, 200), "subtle") for note in notes]


async def describe_issue_entry(at: RenderContext, note: IssueLogEntry, most: int = 600) -> str:
    """Describe a log entry.

    "17. mars 2027 · Kari Nordmann, Eksempel Industripark: Til vurdering – Vi møter departementet i april".
    """
    by = await describe_entry_author(at, note)
    head = " · ".join(filter(None, (at.say.format_day(note.at), by)))
    told = label_issue_entry(at, note)
    text = f"{told} – {shorten_text(note.text, most)}" if note.text else told
    return f"{head}: {text}"


async def describe_entry_author(at: RenderContext, note: IssueLogEntry) -> str:
    """Return the person and the organisation they acted for.

    Return the organisation alone if no person is known, or an empty text.
    """
    if note.person_id is not None:
        return await format_signature(at.store, note.person_id, note.organisation_id, at.say)
    organisation = await at.store.organisations.find(note.organisation_id)
    return organisation.name if organisation is not None else ""


def label_issue_entry(at: RenderContext, note: IssueLogEntry) -> str:
    """Return the label of the log entry."""
    say = at.say
    match note.kind:
        case kind if kind == STATE:
            return issue_texts.list_issue_state_labels(say).get(note.what, note.what)
        case kind if kind == STANCE:
            return issue_texts.list_stance_labels(say).get(note.what, say("Withdraws it"))
        case kind if kind == TEXT:
            return say("Version {n}", n=note.what) if note.what else say("Changed the text")
        case kind if kind == EVIDENCE:
            return say("Evidence added")
        case kind if kind == DECISION:
            item = _describe_item_number(say, note.what)
            return say("Discussed at a meeting ({item})", item=item) if item else say("Discussed at a meeting")
        case kind if kind == MERGER:
            return say("Merged with {code}", code=note.what)
        case kind if kind == REVIEW:
            return say("Review")
        case kind if kind == REACH:
            return say("Changed who may see it")
        case kind if kind == NEWS:
            return say("News")
    return note.kind


def _describe_item_number(say: Say, what: str) -> str:
    """Return "Sak 1/27" in the reader's language; older entries hold it in the language of whoever approved."""
    number, _, year = what.rpartition(" ")[2].partition("/")
    return say("Item {number}/{year}", number=number, year=year) if year else what
