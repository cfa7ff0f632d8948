"""Show the log of a consultation, and the members' comments on the draft."""

from __future__ import annotations

from datetime import date

from handlers.chat.button_values import RecordPage, RecordValue
from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.rich_text.plain_text import shorten_markup, shorten_text
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import ReaderContext, Turn, View
from handlers.directory.display_names import format_signature
from handlers.policy.consultations import consultation_texts, response_texts
from handlers.policy.consultations.lookup import load_visible_consultation
from handlers.policy.issues.issue_log import PAGE, draw_history_pages
from storage.policy.consultation_responses import COMMENT, DEADLINE, DRAFT, STATE, WORD, ConsultationLogEntry
from storage.policy.consultations import Consultation

router = Router()
#: maximum number of comments on the card
NEWEST = 3


@router.on(Click, "consultations.history")
async def on_consultation_log_open(event: Click, turn: Turn) -> Reply:
    """Show the log page by page, newest entry first: "12", "12:7"."""
    skip = RecordPage.parse_value(event.value).page
    consultation = await load_visible_consultation(turn, event.value)
    log = await turn.store.consultation_responses.list_consultation_log(consultation.id, limit=skip + PAGE + 1)
    notes = log[skip:]
    parts: list[Part] = [Text(await describe_consultation_entry(turn, note, 200)) for note in notes[:PAGE]]
    if not notes:
        parts.append(Text(turn.say("Nothing has happened yet.")))
    said = [note for note in notes[:PAGE] if note.kind == COMMENT]
    parts += draw_history_pages(turn.say, event.name, consultation.id, skip, more=len(notes) > PAGE)
    parts += [Buttons((draw_comment_report_button(turn.say, said[0]),))] if said else []
    title = turn.say("History of {code}", code=consultation.code)
    return Reply(Card(title, tuple(parts)), replace=bool(skip))


def draw_comment_report_button(say: Say, note: ConsultationLogEntry) -> Button:
    """Draw the button that reports a comment. Its form also offers the other comments on the same draft."""
    return Button(say("Report"), "moderation.more", RecordValue("comment", note.id).encode_value())


async def draw_newest_comments(at: ReaderContext, consultation: Consultation) -> tuple[list[Part], tuple[Button, ...]]:
    """Draw the newest comments, the button that withdraws the reader's newest, and the one that reports another's.

    Older ones are in the log.
    """
    found = await at.store.consultation_responses.list_consultation_log(consultation.id, COMMENT, limit=NEWEST)
    parts: list[Part] = []
    if found:
        count = await at.store.consultation_responses.count_consultation_log_entries(consultation.id, COMMENT)
        parts.append(Text(at.say.many("{n} comment", "{n} comments", count), "subtle"))
    for note in found:
        by = await format_signature(at.store, note.person_id, note.organisation_id, at.say)
        parts.append(Quote(shorten_markup(note.text, 300), by))
    own = [note for note in found if note.person_id == at.person.id]
    others = [note for note in found if note.person_id != at.person.id]
    withdraw = [Button(at.say("Withdraw the comment"), "consultations.uncomment", str(note.id)) for note in own[:1]]
    return parts, (*withdraw, *(draw_comment_report_button(at.say, note) for note in others[:1]))


async def describe_consultation_entry(at: ReaderContext | View, note: ConsultationLogEntry, most: int = 600) -> str:
    """Describe a log entry: "17. mars 2027 · Kari Nordmann, Eksempel Industripark: medsigner"."""
    by = await format_signature(at.store, note.person_id, note.organisation_id, at.say) if note.person_id else ""
    head = " · ".join(filter(None, (at.say.format_day(note.at), by)))
    told = label_consultation_entry(at, note)
    return f"{head}: {told} – {shorten_text(note.text, most)}" if note.text else f"{head}: {told}"


def label_consultation_entry(at: ReaderContext | View, note: ConsultationLogEntry) -> str:
    """Return the label of the log entry."""
    say = at.say
    match note.kind:
        case kind if kind == STATE:
            return consultation_texts.list_consultation_state_labels(say).get(note.what, note.what)
        case kind if kind == DEADLINE:
            return say("The deadline is moved to {day}", day=say.format_period(date.fromisoformat(note.what)))
        case kind if kind == DRAFT:
            return say("Version {n} of the draft", n=note.what)
        case kind if kind == WORD:
            return response_texts.describe_response_entry(say, note.what)
        case _:
            return say("Comment")
