"""The history of a consultation, and what members say of the draft."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Button, Buttons, Card, Part, Quote, Reply, Text
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, signature
from handlers.policy.consultations import voicing, words
from handlers.policy.consultations.lookup import load_visible_consultation
from storage.policy.consultation_responses import COMMENT, DEADLINE, DRAFT, STATE, WORD, ConsultationNote
from storage.policy.consultations import Consultation

router = Router()
#: comments on the card itself, and entries of the history
NEWEST, MOST = 3, 40


@router.on(Click, "consultations.history")
async def show(event: Click, turn: Turn) -> Reply:
    """Newest first."""
    consultation = await load_visible_consultation(turn, event.value)
    notes = await turn.store.voices.notes(consultation.id, limit=MOST)
    parts: list[Part] = [Text(await line(turn, note)) for note in notes]
    said = [note for note in notes if note.kind == COMMENT]
    parts += [Buttons((more(said[0]),))] if said else []
    title = turn.say("The history of {code}", code=consultation.code)
    return Reply(Card(title, tuple(parts) or (Text(turn.say("Nothing has happened yet.")),)))


def more(note: ConsultationNote) -> Button:
    """The ⋯ of a comment, from which the others on the same draft can be chosen too."""
    return Button("⋯", "moderation.more", f"comment:{note.id}")


async def comments(turn: Turn, consultation: Consultation) -> list[Part]:
    """The newest ones; the others are in the history."""
    found = await turn.store.voices.notes(consultation.id, COMMENT, limit=NEWEST)
    parts: list[Part] = []
    if found:
        count = await turn.store.voices.count(consultation.id, COMMENT)
        parts.append(Text(turn.say.many("{n} comment", "{n} comments", count), "subtle"))
    for note in found:
        by = await signature(turn.store, note.person_id, note.organisation_id, turn.say)
        parts.append(Quote(shorten(note.text, 300), by))
        mine = note.person_id == turn.person.id
        back = (Button(turn.say("Take it back"), "consultations.uncomment", str(note.id)),) if mine else ()
        parts.append(Buttons((*back, more(note))))
    return parts


async def line(at: Turn | View, note: ConsultationNote, most: int = 600) -> str:
    """ "17. mars 2027 · Kari Nordmann, Eksempel Industripark: medsigner"."""
    by = await signature(at.store, note.person_id, note.organisation_id, at.say) if note.person_id else ""
    head = " · ".join(filter(None, (at.say.day(note.at), by)))
    told = heading(at, note)
    return f"{head}: {told} – {shorten(note.text, most)}" if note.text else f"{head}: {told}"


def heading(at: Turn | View, note: ConsultationNote) -> str:
    """What kind of entry it is."""
    say = at.say
    match note.kind:
        case kind if kind == STATE:
            return words.states(say).get(note.what, note.what)
        case kind if kind == DEADLINE:
            return say("The deadline is moved to {day}", day=say.when(date.fromisoformat(note.what)))
        case kind if kind == DRAFT:
            return say("Version {n} of the draft", n=note.what)
        case kind if kind == WORD:
            return voicing.name_word(say, note.what)
        case _:
            return say("Comment")
