"""Comment: what a member says of the draft reaches whoever writes the answer, and stands for all who see it."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Part, Quote, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Turn, View
from handlers.directory.naming import shorten, signature
from handlers.moderation.competition import hint
from handlers.policy.consultations import asked, histories, stepping, words
from handlers.policy.consultations.lookup import load_open_consultation, may_see_consultation
from handlers.policy.consultations.publishing import redraw
from storage.policy.consultation_responses import COMMENT, ConsultationNote

router = Router()
#: characters
TEXT = 1500


@router.on(Click, "consultations.comment", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_open_consultation(turn, event.value, lock=False), turn.say
    hint = say("All members who see the consultation can read it.")
    field = Field("text", say("Your comment"), "text", hint=hint, most=TEXT)
    title = words.named(consultation)
    return Reply(form=Form(say("Comment"), "consultations.comment", (field,), say("Send"), str(consultation.id), title))


@router.on(Submission, "consultations.comment")
async def save(event: Submission, turn: Turn) -> Reply:
    consultation, say = await load_open_consultation(turn, event.value), turn.say
    text = event.text("text")[:TEXT]
    if not text:
        raise UserError("", {"text": say("Write a few words.")})
    entry = ConsultationNote(
        consultation_id=consultation.id, kind=COMMENT, text=text, person_id=turn.person.id,
        organisation_id=turn.person.stands_for,
    )  # fmt: skip
    await turn.store.voices.note(entry)
    people = [one for one in await asked.keepers(turn.store, consultation) if one.id != turn.person.id]
    args, key = {"consultation": consultation.id, "note": entry.id}, f"consultation:{consultation.id}:note:{entry.id}"
    await stepping.tell(turn.store, turn.arena, people, "consultations.commented", args, key)
    await redraw(turn.store, consultation.id)
    row = (
        Button(say("Show"), "consultations.open", str(consultation.id)),
        Button(say("Take it back"), "consultations.uncomment", str(entry.id)),
    )
    parts: list[Part] = [Text(say("Thank you. Whoever writes the answer reads it.")), *hint(say, text), Buttons(row)]
    return Reply(Card(words.named(consultation), tuple(parts)))


@router.on(Click, "consultations.uncomment")
async def take_back(event: Click, turn: Turn) -> Reply:
    """Gone from everywhere; who was told of it sees that it is no longer shown."""
    entry, say = await turn.store.voices.find_note(parse_id(event.value)), turn.say
    found = await turn.store.consultations.find(entry.consultation_id) if entry is not None else None
    sees = found is not None and await may_see_consultation(turn.store, turn.person, found)
    if entry is None or entry.kind != COMMENT or found is None or not sees:
        raise Missing(say("I do not find that comment."))
    await rights.need(turn, *((rights.AUTHOR,) if entry.person_id == turn.person.id else ()))
    await turn.store.voices.drop(entry)
    await redraw(turn.store, found.id)
    return note(say("The comment is taken back."), replace=event.direct)


@router.card("consultations.commented")
async def draw(view: View) -> Card | None:
    consultation = await view.store.consultations.find(view["consultation"])
    entry = await view.store.voices.find_note(view["note"])
    if consultation is None or entry is None or entry.hidden_at is not None:
        return withheld(view)
    by = await signature(view.store, entry.person_id, entry.organisation_id, view.say)
    id = str(consultation.id)
    row = (
        Button(view.say("Write the draft"), "consultations.write", id),
        Button(view.say("Show"), "consultations.open", id),
        histories.more(entry),
    )
    title = view.say("A comment on {code}", code=consultation.code)
    return Card(title, (Text(consultation.title, "strong"), Quote(shorten(entry.text, TEXT), by), Buttons(row)))
